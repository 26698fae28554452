/* SPDX-License-Identifier: MIT */
#pragma once

/* What a method made, by name; a test fails when there is no such thing. */

#include "method.h"

static inline const FoveaMethod *
method (const char *name)
{
  g_autoptr (GError) error = NULL;
  const FoveaMethod *found = fovea_method_find (name, &error);

  g_assert_no_error (error);
  return found;
}

static inline double
fact (const FoveaPanels *panels, const char *name)
{
  for (guint i = 0; i < panels->facts->len; i++)
    {
      const FoveaFact *f = &g_array_index (panels->facts, FoveaFact, i);
      if (g_str_equal (f->name, name))
        return f->value;
    }
  g_error ("there is no fact %s", name);
}

static inline const float *
panel_values (const FoveaPanels *panels, const char *name)
{
  gint index = fovea_panels_find (panels, name);

  if (index < 0)
    g_error ("there is no panel %s", name);
  return fovea_map_values (fovea_panels_get (panels, (guint) index)->raw);
}
