/* SPDX-License-Identifier: MIT */

/* D[p] = a_M M[p] - a_N N(q), q being where the middle of cell p lies on the other's map: from the
 * one's input to the photograph and on to the other's input. */

#include "difference.h"

#include "error.h"

#include <math.h>

/* A finished panel on its grid. */
typedef struct
{
  const FoveaMap *map;
  guint width, height;
  FoveaGeometry geometry; /* of the grid's cells on the photograph */
  double times;           /* brings its values to what is subtracted */
} Side;

static const FoveaPanel *
panel_of (const FoveaShown *shown)
{
  return fovea_panels_get (
      fovea_explanation_layer (shown->explanation, shown->index)->panels, shown->panel);
}

/* The share of its range that a value is. */
static double
share_of_range (const FoveaShown *shown)
{
  double low, high;

  fovea_explanation_range (shown->explanation, shown->index, shown->panel, &low, &high);
  return MAX (fabs (low), fabs (high)) > 0 ? 1 / MAX (fabs (low), fabs (high)) : 0;
}

static Side
side_of (const FoveaShown *shown, const FoveaMap *map, gboolean as_share)
{
  const FoveaInput *input = fovea_explanation_input (shown->explanation);
  const FoveaPanel *panel = panel_of (shown);
  Side side = { map, fovea_map_width (map), fovea_map_height (map),
                *fovea_input_geometry (input), as_share ? share_of_range (shown) : 1 };
  FoveaGeometry *g = &side.geometry;
  double width = panel->width > 0 ? panel->width : fovea_input_width (input);
  double height = panel->width > 0 ? panel->height : fovea_input_height (input);

  g->origin_x += panel->width > 0 ? g->scale_x * panel->x : 0;
  g->origin_y += panel->width > 0 ? g->scale_y * panel->y : 0;
  g->scale_x *= width / side.width;
  g->scale_y *= height / side.height;
  g->width = side.width;
  g->height = side.height;
  return side;
}

/* In cells; FALSE outside. */
static gboolean
locate (const Side *from, const Side *to, guint x, guint y, double *to_x, double *to_y)
{
  double photo_x, photo_y;

  fovea_geometry_to_original (&from->geometry, x + 0.5, y + 0.5, &photo_x, &photo_y);
  fovea_geometry_to_network (&to->geometry, photo_x, photo_y, to_x, to_y);
  return *to_x >= 0 && *to_y >= 0 && *to_x < to->width && *to_y < to->height;
}

static double
value_at (const Side *side, gint x, gint y)
{
  x = CLAMP (x, 0, (gint)side->width - 1);
  y = CLAMP (y, 0, (gint)side->height - 1);
  return side->times * (double)fovea_map_values (side->map)[(gsize)y * side->width + x];
}

/* Bilinear between middles of cells, or the cell's own. */
static double
read (const Side *side, double x, double y, gboolean cells)
{
  gint left = (gint)floor (cells ? x : x - 0.5), top = (gint)floor (cells ? y : y - 0.5);
  double fx = x - 0.5 - left, fy = y - 0.5 - top;

  if (cells)
    return value_at (side, left, top);
  return (1 - fy)
             * ((1 - fx) * value_at (side, left, top)
                + fx * value_at (side, left + 1, top))
         + fy
               * ((1 - fx) * value_at (side, left, top + 1)
                  + fx * value_at (side, left + 1, top + 1));
}

/* The first and the number of the columns (or rows) of cells that the other sees too. */
static guint
overlap (const Side *a, const Side *b, gboolean across, guint *first)
{
  guint n = across ? a->width : a->height, count = 0;

  for (guint i = 0; i < n; i++)
    {
      double x, y;
      locate (a, b, across ? i : 0, across ? 0 : i, &x, &y);
      double at = across ? x : y;
      if (!(at >= 0 && at < (across ? b->width : b->height)))
        continue;
      if (count++ == 0)
        *first = i;
    }
  return count;
}

static void
subtract (const Side *a, const Side *b, gboolean cells, const guint first[2],
          const guint size[2], FoveaDifference *difference)
{
  g_autofree float *values = g_new (float, (gsize)size[0] * size[1]);

  for (guint y = 0; y < size[1]; y++)
    for (guint x = 0; x < size[0]; x++)
      {
        double bx, by, value;
        locate (a, b, first[0] + x, first[1] + y, &bx, &by);
        value = value_at (a, (gint)(first[0] + x), (gint)(first[1] + y))
                - read (b, bx, by, cells);
        values[(gsize)y * size[0] + x] = (float)value;
        difference->reach = MAX (difference->reach, fabs ((double)(float)value));
      }
  difference->map = fovea_map_new (size[0], size[1], values);
}

FoveaDifference *
fovea_difference_new (const FoveaShown *shown, const FoveaMap *map,
                      const FoveaShown *less, const FoveaMap *less_map, gboolean cells,
                      GError **error)
{
  gboolean alike = fovea_explanation_unit_of_maps (shown->explanation) != FOVEA_UNIT_RANGE
                   && fovea_shown_alike (shown, less, NULL);
  Side a = side_of (shown, map, !alike), b = side_of (less, less_map, !alike);
  guint first[2] = { 0, 0 };
  guint size[2]
      = { overlap (&a, &b, TRUE, &first[0]), overlap (&a, &b, FALSE, &first[1]) };
  const FoveaGeometry *input
      = fovea_input_geometry (fovea_explanation_input (shown->explanation));
  double x = a.geometry.scale_x / input->scale_x, y = a.geometry.scale_y / input->scale_y;

  if (size[0] == 0 || size[1] == 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s and %s see different parts of the photograph: there is nothing to "
                   "subtract",
                   fovea_model_title (fovea_explanation_model (shown->explanation)),
                   fovea_model_title (fovea_explanation_model (less->explanation)));
      return NULL;
    }
  FoveaDifference *difference = g_new0 (FoveaDifference, 1);
  difference->unit
      = alike ? fovea_explanation_unit (shown->explanation, shown->index, shown->panel)
              : NULL;
  difference->extent = (cairo_rectangle_t){
    (a.geometry.origin_x - input->origin_x) / input->scale_x + first[0] * x,
    (a.geometry.origin_y - input->origin_y) / input->scale_y + first[1] * y, size[0] * x,
    size[1] * y
  };
  subtract (&a, &b, cells, first, size, difference);
  return difference;
}

void
fovea_difference_free (FoveaDifference *difference)
{
  fovea_map_unref (difference->map);
  g_free (difference);
}

void
fovea_difference_lay (const FoveaDifference *difference, const FoveaShown *shown,
                      FoveaScene *scene)
{
  g_autofree char *label = difference->unit
                               ? g_strdup_printf ("difference of %s", difference->unit)
                               : g_strdup ("difference of shares of each map’s range");

  fovea_scene_set_map (
      scene, difference->map,
      fovea_input_geometry (fovea_explanation_input (shown->explanation)));
  scene->extent = difference->extent;
  scene->look.low = -difference->reach;
  scene->look.high = difference->reach;
  scene->look.is_signed = TRUE;
  if (scene->look.colormap->group != FOVEA_COLORMAP_DIVERGING)
    scene->look.colormap = fovea_colormap_default (FOVEA_COLORMAP_DIVERGING);
  fovea_scene_set_bar_label (scene, label);
}
