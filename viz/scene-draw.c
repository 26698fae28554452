/* SPDX-License-Identifier: MIT */
#include "scene-private.h"

#include "text.h"
#include "writers.h"

#include <math.h>
#include <string.h>

/* How many target pixels a photograph pixel has along its more generous axis. */
static double
pixels_per_photo_pixel (cairo_t *cr, const FoveaSceneLayout *layout)
{
  double dx = layout->scale, dy = 0, ex = 0, ey = layout->scale, sx, sy;

  cairo_user_to_device_distance (cr, &dx, &dy);
  cairo_user_to_device_distance (cr, &ex, &ey);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &sx, &sy);
  return MAX (hypot (dx * sx, dy * sy), hypot (ex * sx, ey * sy));
}

/* A page gets every pixel; a screen gets the smallest halved copy that has enough. */
static guint
photo_level (cairo_t *cr, const FoveaSceneLayout *layout)
{
  double pixels = pixels_per_photo_pixel (cr, layout);

  if (!fovea_target_has_pixels (cr) || !(pixels > 0) || pixels >= 1)
    return 0;
  return (guint)floor (-log2 (pixels) + 1e-9);
}

/* Takes the bytes. */
static void
attach (cairo_surface_t *surface, const char *type, GBytes *bytes)
{
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);

  if (cairo_surface_set_mime_data (surface, type, data, size,
                                   (cairo_destroy_func_t)g_bytes_unref, bytes)
      != CAIRO_STATUS_SUCCESS)
    g_bytes_unref (bytes);
}

/* A page holds the photograph as JPEG where there is one, and once however often it is drawn.
 * An SVG holds other images as PNG: ours is ready in a tenth of the time Cairo takes. */
static void
attach_for_page (const FoveaScene *scene, cairo_t *cr, cairo_surface_t *surface)
{
  gboolean is_svg
      = cairo_surface_get_type (cairo_get_group_target (cr)) == CAIRO_SURFACE_TYPE_SVG;
  GBytes *jpeg = fovea_photo_jpeg (scene->photo);
  GBytes *png = is_svg && !jpeg ? fovea_png_encode (surface) : NULL;
  char *id = g_strdup_printf ("photograph %p", (gpointer)scene->photo);

  if (jpeg)
    attach (surface, CAIRO_MIME_TYPE_JPEG, g_bytes_ref (jpeg));
  if (png)
    attach (surface, CAIRO_MIME_TYPE_PNG, png);
  attach (surface, CAIRO_MIME_TYPE_UNIQUE_ID, g_bytes_new_take (id, strlen (id)));
}

static void
draw_photo (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout)
{
  const cairo_rectangle_t *p = &layout->picture;
  guint level = photo_level (cr, layout);
  gboolean enlarged = pixels_per_photo_pixel (cr, layout) > 1;
  cairo_surface_t *surface = fovea_photo_surface (scene->photo, &level);

  if (!fovea_target_has_pixels (cr))
    attach_for_page (scene, cr, surface);
  cairo_save (cr);
  cairo_rectangle (cr, p->x, p->y, p->width, p->height);
  cairo_clip (cr);
  cairo_translate (cr, p->x, p->y);
  cairo_scale (cr, layout->scale * (1 << level), layout->scale * (1 << level));
  cairo_set_source_surface (cr, surface, 0, 0);
  if (fovea_target_has_pixels (cr)) /* else Cairo writes a larger picture, and no JPEG */
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  if (scene->squares && enlarged)
    cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
draw_bar (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout)
{
  const cairo_rectangle_t *r = &layout->bar;
  gboolean vertical = scene->bar == FOVEA_BAR_RIGHT;
  FoveaColorbar bar;

  fovea_scene_colorbar (scene, vertical, &bar);
  fovea_colorbar_draw (&bar, cr, r->x, r->y, vertical ? r->height : r->width);
}

static void
draw_caption (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout)
{
  const cairo_rectangle_t *r = &layout->caption;
  FoveaTextStyle style = { .family = scene->font,
                           .size = scene->text_size * scene->unit,
                           .wrap = r->width };

  cairo_set_source_rgb (cr, scene->ink[0], scene->ink[1], scene->ink[2]);
  fovea_text_draw (cr, scene->caption, &style, r->x, r->y, 0, 0);
}

void
fovea_scene_draw_map (const FoveaScene *scene, cairo_t *cr, double x, double y, double width,
                      double height)
{
  FoveaSceneLayout layout;

  fovea_scene_layout (scene, x, y, width, height, &layout);
  if (!scene->map || layout.picture.width <= 0)
    return;
  cairo_save (cr);
  cairo_new_path (cr);
  fovea_scene_draw_overlay (scene, cr, &layout);
  cairo_restore (cr);
}

void
fovea_scene_draw (const FoveaScene *scene, cairo_t *cr, double x, double y, double width,
                  double height)
{
  FoveaSceneLayout layout;

  fovea_scene_layout (scene, x, y, width, height, &layout);
  if (layout.picture.width <= 0)
    return;
  cairo_save (cr);
  cairo_new_path (cr);
  draw_photo (scene, cr, &layout);
  if (scene->map)
    fovea_scene_draw_overlay (scene, cr, &layout);
  if (scene->map && scene->n_contours > 0)
    fovea_scene_draw_contours (scene, cr, &layout);
  if (scene->map && scene->show_crop)
    fovea_scene_draw_crop (scene, cr, &layout);
  fovea_scene_draw_marks (scene, cr, &layout);
  if (layout.bar.width > 0)
    draw_bar (scene, cr, &layout);
  if (layout.caption.width > 0)
    draw_caption (scene, cr, &layout);
  cairo_restore (cr);
}
