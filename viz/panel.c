/* SPDX-License-Identifier: MIT */
#include "panel.h"

static void
panel_free (gpointer data)
{
  FoveaPanel *panel = data;

  g_free (panel->name);
  g_free (panel->title);
  g_free (panel->unit);
  g_clear_pointer (&panel->raw, fovea_map_unref);
  g_array_unref (panel->marks);
  g_free (panel);
}

FoveaPanels *
fovea_panels_new (void)
{
  FoveaPanels *panels = g_new (FoveaPanels, 1);

  panels->panels = g_ptr_array_new_with_free_func (panel_free);
  panels->facts = g_array_new (FALSE, FALSE, sizeof (FoveaFact));
  return panels;
}

void
fovea_panels_free (FoveaPanels *panels)
{
  g_ptr_array_unref (panels->panels);
  g_array_unref (panels->facts);
  g_free (panels);
}

FoveaPanel *
fovea_panels_add (FoveaPanels *panels, const char *name, const char *title, const char *unit,
                  gboolean is_signed, guint width, guint height, const float *values)
{
  FoveaPanel *panel = g_new0 (FoveaPanel, 1);

  panel->name = g_strdup (name);
  panel->title = g_strdup (title);
  panel->unit = g_strdup (unit);
  panel->is_signed = is_signed;
  panel->raw = fovea_map_new (width, height, values);
  panel->marks = g_array_new (FALSE, FALSE, sizeof (FoveaMark));
  g_ptr_array_add (panels->panels, panel);
  return panel;
}

void
fovea_panels_add_fact (FoveaPanels *panels, const char *name, const char *text, double value)
{
  FoveaFact fact = { name, text, value };

  g_array_append_val (panels->facts, fact);
}
