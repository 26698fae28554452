/* SPDX-License-Identifier: MIT */
#include "held-note.h"

#include <glib/gi18n.h>

/* Whether there is another layer of the same stride on this side. */
static gboolean
has_more (FoveaExplanation *explanation, gint index, gint direction)
{
  gint n = (gint) fovea_explanation_n_layers (explanation);
  guint stride = fovea_explanation_layer (explanation, (guint) index)->site.stride;

  for (gint i = index + direction; i >= 0 && i < n; i += direction)
    if (fovea_explanation_layer (explanation, (guint) i)->site.stride == stride)
      return TRUE;
  return FALSE;
}

char *
fovea_held_note (FoveaColumn *column, gint layers)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  gint index = fovea_column_get_layer (column);
  const char *path;

  if (layers == 0 || !explanation || index < 0)
    return NULL;
  path = fovea_explanation_layer (explanation, (guint) index)->site.path;
  if (has_more (explanation, index, layers < 0 ? -1 : 1))
    return g_strdup_printf (_ ("stays at %s: the nearest in depth"), path);
  return g_strdup_printf (layers < 0 ? _ ("stays at %s: no earlier layer of this stride")
                                     : _ ("stays at %s: no deeper layer of this stride"),
                          path);
}
