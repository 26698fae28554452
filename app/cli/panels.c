/* SPDX-License-Identifier: MIT */
#include "panels.h"

#include "output-json.h"

#include <stdio.h>

/* x, y, width, height in pixels of the network's input; null: all of it. */
static json_t *
covers_json (const FoveaPanel *panel)
{
  if (panel->width <= 0)
    return json_null ();
  return json_pack ("[ffff]", panel->x, panel->y, panel->width, panel->height);
}

static void
add_panel (json_t *panels, const CliColumn *column, guint index)
{
  const FoveaPanel *panel = fovea_panels_get (cli_column_panels (column), index);
  json_t *o = cli_json_append_object (panels);
  FoveaMapStats stats;

  fovea_map_stats (panel->raw, &stats);
  json_object_set_new (o, "name", cli_json_text (panel->name));
  json_object_set_new (o, "title", cli_json_text (panel->title));
  json_object_set_new (o, "unit", cli_json_text (panel->unit));
  json_object_set_new (o, "signed", json_boolean (panel->is_signed));
  json_object_set_new (o, "width", json_integer (fovea_map_width (panel->raw)));
  json_object_set_new (o, "height", json_integer (fovea_map_height (panel->raw)));
  json_object_set_new (o, "min", cli_json_real (stats.min));
  json_object_set_new (o, "max", cli_json_real (stats.max));
  json_object_set_new (o, "mean", cli_json_real (stats.mean));
  json_object_set_new (o, "negative", cli_json_real (stats.negative));
  json_object_set_new (o, "positive", cli_json_real (stats.positive));
  json_object_set_new (o, "nonfinite", json_integer (stats.nan + stats.infinite));
  json_object_set_new (o, "rounding_only", json_boolean (fovea_panel_is_noise (panel)));
  json_object_set_new (o, "covers", covers_json (panel));
}

void
cli_panels_add_json (json_t *object, const CliColumn *column)
{
  const FoveaPanels *panels = cli_column_panels (column);
  json_t *list = json_array (), *facts = json_object ();

  for (guint i = 0; i < fovea_panels_count (panels); i++)
    add_panel (list, column, i);
  for (guint i = 0; i < panels->facts->len; i++)
    {
      const FoveaFact *fact = &g_array_index (panels->facts, FoveaFact, i);
      json_object_set_new (facts, fact->name, cli_json_real (fact->value));
    }
  json_object_set_new (object, "panels", list);
  json_object_set_new (object, "facts", facts);
}

/* The one panel of a method that makes no more. */
static void
print_map (const FoveaPanel *panel)
{
  FoveaMapStats stats;

  fovea_map_stats (panel->raw, &stats);
  printf ("  map       %u x %u, from %.5g to %.5g, mean %.5g (%s)\n",
          fovea_map_width (panel->raw), fovea_map_height (panel->raw), stats.min, stats.max,
          stats.mean, panel->unit);
  printf ("  evidence  positive %.5g, negative %.5g\n", stats.positive, stats.negative);
}

static void
print_panel (const FoveaPanel *panel)
{
  FoveaMapStats stats;

  fovea_map_stats (panel->raw, &stats);
  printf ("  panel     %s: %s, %u x %u, from %.5g to %.5g, mean %.5g (%s)\n", panel->name,
          panel->title, fovea_map_width (panel->raw), fovea_map_height (panel->raw),
          stats.min, stats.max, stats.mean, panel->unit);
}

void
cli_panels_print (const CliColumn *column)
{
  const FoveaPanels *panels = cli_column_panels (column);
  guint n = fovea_panels_count (panels);

  for (guint i = 0; i < n; i++)
    if (n == 1)
      print_map (fovea_panels_get (panels, i));
    else if (column->panel < 0 || (guint) column->panel == i)
      print_panel (fovea_panels_get (panels, i));
  for (guint i = 0; i < panels->facts->len; i++)
    {
      const FoveaFact *fact = &g_array_index (panels->facts, FoveaFact, i);
      printf ("  fact      %s %.6g: %s\n", fact->name, fact->value, fact->text);
    }
}

gboolean
cli_panels_check_single (const CliColumn *column, GError **error)
{
  const FoveaPanels *panels = cli_column_panels (column);

  return column->panel >= 0 || fovea_panels_count (panels) == 1
         || cli_choice_refuse_panel (NULL, column->method->title, panels, error);
}
