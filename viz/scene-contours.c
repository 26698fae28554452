/* SPDX-License-Identifier: MIT */
#include "scene-private.h"

#include "contour.h"

#define DARK 2.3  /* the wider line below … */
#define LIGHT 0.9 /* … and the one on it, in units */

/* One level of the map as a path in user space. */
static void
add_path (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout,
          double value)
{
  g_autoptr (FoveaContour) contour = fovea_contour_new (scene->map, value, scene->cells);
  FoveaGeometry g;
  guint i = 0;

  fovea_scene_map_geometry (scene, &g);
  double across = g.scale_x * g.width / fovea_map_width (scene->map);
  double down = g.scale_y * g.height / fovea_map_height (scene->map);
  for (guint loop = 0; loop < contour->ends->len; loop++)
    {
      cairo_new_sub_path (cr);
      for (; i < g_array_index (contour->ends, guint, loop); i++)
        {
          const FoveaContourPoint *p
              = &g_array_index (contour->points, FoveaContourPoint, i);
          cairo_line_to (cr,
                         layout->picture.x + layout->scale * (g.origin_x + across * p->x),
                         layout->picture.y + layout->scale * (g.origin_y + down * p->y));
        }
      cairo_close_path (cr);
    }
}

void
fovea_scene_draw_contours (const FoveaScene *scene, cairo_t *cr,
                           const FoveaSceneLayout *layout)
{
  cairo_rectangle_t map;
  double low, high;

  fovea_look_range (&scene->look, &low, &high);
  fovea_scene_map_rectangle (scene, &map);
  cairo_save (cr);
  cairo_rectangle (cr, layout->picture.x + map.x * layout->scale,
                   layout->picture.y + map.y * layout->scale, map.width * layout->scale,
                   map.height * layout->scale);
  cairo_clip (cr);
  cairo_new_path (cr);
  for (guint i = 0; i < scene->n_contours; i++)
    add_path (scene, cr, layout, low + scene->contours[i] * (high - low));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  cairo_set_line_width (cr, DARK * scene->unit);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, LIGHT * scene->unit);
  cairo_stroke (cr);
  cairo_restore (cr);
}
