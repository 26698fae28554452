/* SPDX-License-Identifier: MIT */

/* A cell of a living figure. A map is held on its own grid, as float32. The smooth map
 * that a figure shows is that grid resized to the network's input, times a number and
 * plus another: the page does the same. Where that does not give the map within rounding,
 * it is held too. */

#include "figure-living.h"

#include <math.h>

#define ROUNDING 2e-6 /* shares of the greatest value */

/* What the writers of this file have in common with the script: little-endian float32. */
json_t *
fovea_living_floats (const float *values, gsize count)
{
  g_autofree guint32 *words = g_new (guint32, count);
  g_autofree char *text = NULL;

  for (gsize i = 0; i < count; i++)
    {
      union
      {
        float value;
        guint32 word;
      } bits = { values[i] };
      words[i] = GUINT32_TO_LE (bits.word);
    }
  text = g_base64_encode ((const guchar *)words, count * sizeof *words);
  return json_string (text);
}

static json_t *
write_map (const FoveaMap *map)
{
  guint width = fovea_map_width (map), height = fovea_map_height (map);

  return json_pack ("{s:i, s:i, s:o}", "width", (int)width, "height", (int)height,
                    "values",
                    fovea_living_floats (fovea_map_values (map), (gsize)width * height));
}

/* smooth = times resized + plus, by the cells where it is least and greatest. FALSE where
 * it is something else. */
static gboolean
find_line (const FoveaMap *resized, const FoveaMap *smooth, double *times, double *plus)
{
  gsize n = (gsize)fovea_map_width (smooth) * fovea_map_height (smooth), low = 0,
        high = 0;
  const float *r = fovea_map_values (resized), *s = fovea_map_values (smooth);
  double worst = 0, greatest = 0;

  for (gsize i = 0; i < n; i++)
    {
      low = r[i] < r[low] ? i : low;
      high = r[i] > r[high] ? i : high;
    }
  *times = r[high] > r[low] ? ((double)s[high] - s[low]) / ((double)r[high] - r[low]) : 1;
  *plus = s[low] - *times * r[low];
  for (gsize i = 0; i < n; i++)
    {
      worst = MAX (worst, fabs (*times * r[i] + *plus - s[i]));
      greatest = MAX (greatest, fabs ((double)s[i]));
    }
  return worst <= ROUNDING * greatest;
}

static json_t *
write_smooth (const FoveaMap *grid, const FoveaMap *smooth)
{
  guint width = fovea_map_width (smooth), height = fovea_map_height (smooth);
  g_autoptr (FoveaMap) resized = fovea_map_resize (grid, width, height);
  double times, plus;

  if (!find_line (resized, smooth, &times, &plus))
    return write_map (smooth);
  return json_pack ("{s:i, s:i, s:f, s:f}", "width", (int)width, "height", (int)height,
                    "times", times, "plus", plus);
}

static const FoveaColormap *
colours_of (const FoveaRecipe *recipe, const FoveaPanel *panel)
{
  return recipe->colormap
             ? fovea_colormap_find (recipe->colormap, NULL)
             : fovea_colormap_default (panel->is_signed ? FOVEA_COLORMAP_DIVERGING
                                                        : FOVEA_COLORMAP_PERCEPTUAL);
}

/* In pixels of the cell's photograph. */
static json_t *
write_marks (const FoveaScene *scene, const FoveaPanel *panel)
{
  static const char *const kinds[] = { [FOVEA_MARK_PIN] = "pin",
                                       [FOVEA_MARK_CROSSHAIR] = "crosshair",
                                       [FOVEA_MARK_OUTLINE] = "outline" };
  const FoveaGeometry *g = &scene->geometry;
  json_t *marks = json_array ();

  for (guint i = 0; i < panel->marks->len; i++)
    {
      const FoveaMark *mark = &g_array_index (panel->marks, FoveaMark, i);
      json_array_append_new (
          marks, json_pack ("{s:s, s:[f,f,f,f]}", "kind", kinds[mark->kind], "box",
                            g->origin_x + g->scale_x * mark->x,
                            g->origin_y + g->scale_y * mark->y, mark->width * g->scale_x,
                            mark->height * g->scale_y));
    }
  return marks;
}

static json_t *
write_layer (const FoveaRecipe *recipe, const FoveaFigureCell *cell,
             const FoveaShown *shown)
{
  const FoveaLayerMap *layer = fovea_explanation_layer (shown->explanation, shown->index);
  const FoveaPanel *panel = fovea_panels_get (layer->panels, shown->panel);
  g_autoptr (FoveaMap) grid = fovea_explanation_finish_panel (
      shown->explanation, shown->index, shown->panel, TRUE);
  g_autoptr (FoveaMap) smooth = fovea_explanation_finish_panel (
      shown->explanation, shown->index, shown->panel, FALSE);
  g_autofree char *remark = fovea_explanation_remark (shown->explanation, shown->index);
  double low, high;

  fovea_explanation_range (shown->explanation, shown->index, shown->panel, &low, &high);
  return json_pack (
      "{s:s, s:o, s:o, s:f, s:f, s:b, s:s, s:s, s:[f,f,f,f], s:o, s:s?}", "path",
      layer->site.path, "grid", write_map (grid), "smooth", write_smooth (grid, smooth),
      "low", low, "high", high, "signed", panel->is_signed, "unit",
      fovea_explanation_unit (shown->explanation, shown->index, shown->panel), "colours",
      colours_of (recipe, panel)->name, "extent", panel->x, panel->y, panel->width,
      panel->height, "marks", write_marks (cell->scene, panel), "remark", remark);
}

/* How the photograph's part lies in the photograph: original = origin + scale part. Known
 * where a network's input lies in both. */
static void
write_part (const FoveaFigureCell *cell, json_t *o)
{
  const FoveaGeometry *whole
      = fovea_input_geometry (fovea_explanation_input (cell->explanation));
  const FoveaGeometry *part = &cell->scene->geometry;
  double scale = whole->scale_x / part->scale_x;

  json_object_set_new (o, "part",
                       json_pack ("[f,f,f]", whole->origin_x - scale * part->origin_x,
                                  whole->origin_y - scale * part->origin_y, scale));
  json_object_set_new (o, "geometry",
                       json_pack ("[f,f,f,f,i,i]", part->origin_x, part->origin_y,
                                  part->scale_x, part->scale_y, (int)part->width,
                                  (int)part->height));
}

static json_t *
write_look (const FoveaLook *look)
{
  return json_pack ("{s:f, s:f, s:s, s:f}", "opacity", look->opacity, "threshold",
                    look->threshold, "blend", fovea_blend_name (look->blend), "power",
                    look->power);
}

/* Names of classes and of files may be in any encoding. */
static void
set_text (json_t *o, const char *key, const char *text)
{
  g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  json_object_set_new (o, key, valid ? json_string (valid) : json_null ());
}

json_t *
fovea_living_cell (const FoveaRecipe *recipe, const FoveaFigureCell *cell)
{
  guint own;
  g_autoptr (GArray) shown = fovea_figure_cell_layers (cell, &own);
  json_t *o = json_object (), *layers = json_array ();

  set_text (o, "words", cell->words);
  set_text (o, "failure", cell->failure);
  for (guint i = 0; i < shown->len; i++)
    json_array_append_new (
        layers, write_layer (recipe, cell, &g_array_index (shown, FoveaShown, i)));
  json_object_set_new (o, "layers", layers);
  json_object_set_new (o, "own", json_integer (own));
  if (cell->scene)
    {
      json_object_set_new (o, "look", write_look (&cell->scene->look));
      json_object_set_new (o, "seen",
                           json_pack ("[f,f,f,f]", cell->seen.x, cell->seen.y,
                                      cell->seen.width, cell->seen.height));
    }
  if (shown->len > 0)
    write_part (cell, o);
  return o;
}
