/* SPDX-License-Identifier: MIT */
#include "panel.h"

#include "error.h"

#include <string.h>

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

  g_assert (fovea_panels_find (panels, name) < 0);
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

guint
fovea_panels_count (const FoveaPanels *panels)
{
  return panels->panels->len;
}

FoveaPanel *
fovea_panels_get (const FoveaPanels *panels, guint index)
{
  return g_ptr_array_index (panels->panels, index);
}

void
fovea_panels_rename_logit (FoveaPanels *panels, const char *unit)
{
  static const char logit[] = "logit";

  for (guint i = 0; i < panels->panels->len && !g_str_equal (unit, logit); i++)
    {
      FoveaPanel *panel = fovea_panels_get (panels, i);
      if (!g_str_has_prefix (panel->unit, logit))
        continue;
      char *renamed = g_strconcat (unit, panel->unit + strlen (logit), NULL);
      g_free (panel->unit);
      panel->unit = renamed;
    }
}

gint
fovea_panels_find (const FoveaPanels *panels, const char *name)
{
  for (guint i = 0; i < panels->panels->len; i++)
    if (strcmp (fovea_panels_get (panels, i)->name, name) == 0)
      return (gint) i;
  return -1;
}

gboolean
fovea_panel_is_noise (const FoveaPanel *panel)
{
  FoveaMapStats stats;

  if (panel->noise <= 0)
    return FALSE;
  fovea_map_stats (panel->raw, &stats);
  return (double) stats.max - stats.min < panel->noise && stats.nan + stats.infinite == 0;
}

void
fovea_panel_add_pin (FoveaPanel *panel, double x, double y)
{
  FoveaMark mark = { .kind = FOVEA_MARK_PIN, .x = x, .y = y };

  g_array_append_val (panel->marks, mark);
}

void
fovea_panel_add_outline (FoveaPanel *panel, double x, double y, double width, double height)
{
  FoveaMark mark = { FOVEA_MARK_OUTLINE, x, y, width, height, NULL };

  g_array_append_val (panel->marks, mark);
}

gboolean
fovea_preset_check_panel (const FoveaPreset *preset, const FoveaPanel *panel, GError **error)
{
  if (!preset->colormap || !panel->is_signed)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "The preset %s draws no negative values, and the panel “%s” has a sign: leave "
               "the preset out",
               preset->name, panel->name);
  return FALSE;
}
