/* SPDX-License-Identifier: MIT */
#include "scene-private.h"

#include "overlay.h"

#include <math.h>

/* Rows computed at a time: they stay in the cache until they are composited. */
#define STRIP_ROWS 64

/* A page has no pixels: there the overlay follows the photograph's, but has at least and at
 * most this many along its longer side. A map has no finer detail. */
#define PAGE_LEAST 1200
#define PAGE_MOST 2400

/* pixel = origin + scale * user, along one axis. */
typedef struct
{
  double origin, scale;
} Axis;

gboolean
fovea_target_has_pixels (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_group_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_SCRIPT:
    case CAIRO_SURFACE_TYPE_RECORDING:
    case CAIRO_SURFACE_TYPE_TEE:
      return FALSE;
    default:
      return TRUE;
    }
}

void
fovea_scene_map_geometry (const FoveaScene *scene, FoveaGeometry *geometry)
{
  const cairo_rectangle_t *extent = &scene->extent;

  *geometry = scene->geometry;
  if (extent->width <= 0)
    return;
  geometry->origin_x += geometry->scale_x * extent->x;
  geometry->origin_y += geometry->scale_y * extent->y;
  geometry->scale_x *= extent->width / geometry->width;
  geometry->scale_y *= extent->height / geometry->height;
}

void
fovea_scene_map_rectangle (const FoveaScene *scene, cairo_rectangle_t *rectangle)
{
  FoveaGeometry g;
  cairo_rectangle_t crop;

  fovea_scene_crop (scene, &crop);
  *rectangle = crop;
  if (scene->extent.width <= 0)
    return;
  fovea_scene_map_geometry (scene, &g);
  rectangle->x = MAX (crop.x, g.origin_x);
  rectangle->y = MAX (crop.y, g.origin_y);
  double right = MIN (crop.x + crop.width, g.origin_x + g.scale_x * g.width);
  double bottom = MIN (crop.y + crop.height, g.origin_y + g.scale_y * g.height);
  rectangle->width = MAX (right - rectangle->x, 0);
  rectangle->height = MAX (bottom - rectangle->y, 0);
}

/* The target's own pixels behind the current matrix; FALSE when they are turned or flipped
 * against it, or when there are none. */
static gboolean
pixel_axes (cairo_t *cr, Axis *across, Axis *down)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  cairo_matrix_t m;
  double sx, sy, ox, oy;

  cairo_get_matrix (cr, &m);
  if (!fovea_target_has_pixels (cr) || m.xy != 0 || m.yx != 0 || m.xx <= 0 || m.yy <= 0)
    return FALSE;
  cairo_surface_get_device_scale (target, &sx, &sy);
  cairo_surface_get_device_offset (target, &ox, &oy);
  *across = (Axis){ m.x0 * sx + ox, m.xx * sx };
  *down = (Axis){ m.y0 * sy + oy, m.yy * sy };
  return TRUE;
}

/* Makes pixels the unit of the context. */
static void
use_pixel_matrix (cairo_t *cr)
{
  double sx, sy, ox, oy;
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &sx, &sy);
  cairo_surface_get_device_offset (cairo_get_group_target (cr), &ox, &oy);
  cairo_matrix_t m = { 1 / sx, 0, 0, 1 / sy, -ox / sx, -oy / sy };
  cairo_set_matrix (cr, &m);
}

/* Where pixels fall on the map: pixel `first` + i has its centre at photograph coordinate
 * (first + i + 0.5 - origin) / scale. */
static FoveaSampling
sampling (double first, guint count, double origin, double scale, double geometry_origin,
          double geometry_scale, guint network, guint cells)
{
  double to_cells = cells / (geometry_scale * network);
  double photo = (first + 0.5 - origin) / scale;

  return (FoveaSampling){ .start = (photo - geometry_origin) * to_cells - 0.5,
                          .step = to_cells / scale,
                          .count = count };
}

static FoveaOverlay *
overlay_for (const FoveaScene *scene, double x, double y, guint width, guint height,
             const Axis *across, const Axis *down)
{
  FoveaGeometry g;

  fovea_scene_map_geometry (scene, &g);
  FoveaSampling sx = sampling (x, width, across->origin, across->scale, g.origin_x,
                               g.scale_x, g.width, fovea_map_width (scene->map));
  FoveaSampling sy = sampling (y, height, down->origin, down->scale, g.origin_y, g.scale_y,
                               g.height, fovea_map_height (scene->map));
  return fovea_overlay_new (scene->map, &scene->look, scene->cells, &sx, &sy);
}

static void
overlay_fill (FoveaOverlay *overlay, guint first, guint rows, cairo_surface_t *surface)
{
  cairo_surface_flush (surface);
  fovea_overlay_rows (overlay, first, rows,
                      (guint32 *)(void *)cairo_image_surface_get_data (surface),
                      (gsize)cairo_image_surface_get_stride (surface) / sizeof (guint32));
  cairo_surface_mark_dirty (surface);
}

/* The map in target pixels, cut to what is to be drawn at all. */
static gboolean
visible_pixels (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout,
                const Axis *across, const Axis *down, cairo_rectangle_t *rect)
{
  double left, top, right, bottom;
  cairo_rectangle_t crop;

  fovea_scene_map_rectangle (scene, &crop);
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  left = MAX (left, layout->picture.x + crop.x * layout->scale);
  top = MAX (top, layout->picture.y + crop.y * layout->scale);
  right = MIN (right, layout->picture.x + (crop.x + crop.width) * layout->scale);
  bottom = MIN (bottom, layout->picture.y + (crop.y + crop.height) * layout->scale);
  rect->x = across->origin + across->scale * left;
  rect->y = down->origin + down->scale * top;
  rect->width = across->scale * (right - left);
  rect->height = down->scale * (bottom - top);
  return rect->width > 0 && rect->height > 0 && rect->width < 32767;
}

/* One pixel of overlay for one pixel of the target, a strip at a time. */
static void
draw_on_pixels (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout,
                const Axis *across, const Axis *down)
{
  cairo_rectangle_t rect;

  if (!visible_pixels (scene, cr, layout, across, down, &rect))
    return;
  double x = floor (rect.x + 1e-6), y = floor (rect.y + 1e-6);
  guint width = (guint)(ceil (rect.x + rect.width - 1e-6) - x);
  guint height = (guint)(ceil (rect.y + rect.height - 1e-6) - y);
  /* photograph -> pixel */
  Axis ax = { across->origin + across->scale * layout->picture.x,
              across->scale * layout->scale };
  Axis ay
      = { down->origin + down->scale * layout->picture.y, down->scale * layout->scale };
  g_autoptr (FoveaOverlay) overlay = overlay_for (scene, x, y, width, height, &ax, &ay);
  cairo_surface_t *strip = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width,
                                                       (int)MIN (height, STRIP_ROWS));

  cairo_save (cr);
  use_pixel_matrix (cr);
  for (guint row = 0; row < height && !cairo_surface_status (strip); row += STRIP_ROWS)
    {
      guint rows = MIN (STRIP_ROWS, height - row);
      double top = MAX (rect.y, y + row);
      double bottom = MIN (rect.y + rect.height, y + row + rows);
      overlay_fill (overlay, row, rows, strip);
      cairo_set_source_surface (cr, strip, x, y + row);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
      cairo_rectangle (cr, rect.x, top, rect.width, bottom - top);
      cairo_fill (cr);
    }
  cairo_restore (cr);
  cairo_surface_destroy (strip);
}

/* Places a surface that has `fine` pixels per photograph pixel, the first of them at the
 * photograph's pixel (x, y), where the map lies. */
static void
place_surface (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout,
               cairo_surface_t *surface, double x, double y, double fine)
{
  cairo_rectangle_t crop;

  fovea_scene_map_rectangle (scene, &crop);
  cairo_save (cr);
  cairo_translate (cr, layout->picture.x, layout->picture.y);
  cairo_scale (cr, layout->scale, layout->scale);
  cairo_rectangle (cr, crop.x, crop.y, crop.width, crop.height);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, 1 / fine, 1 / fine);
  cairo_set_source_surface (cr, surface, 0, 0);
  if (fovea_target_has_pixels (cr))
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* How many pixels of the overlay a photograph's pixel has. */
static double
page_pixels (const FoveaScene *scene, double longer)
{
  double fine = scene->page_pixels > 0 ? scene->page_pixels : ceil (PAGE_LEAST / longer);

  return MIN (fine, PAGE_MOST / longer);
}

/* The overlay as one image of its own resolution. */
static void
draw_on_page (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout)
{
  cairo_rectangle_t crop;

  fovea_scene_map_rectangle (scene, &crop);
  if (crop.width <= 0 || crop.height <= 0)
    return;
  double x = floor (crop.x), y = floor (crop.y);
  double w = ceil (crop.x + crop.width) - x, h = ceil (crop.y + crop.height) - y;
  double fine = page_pixels (scene, MAX (w, h));
  guint width = (guint)ceil (w * fine), height = (guint)ceil (h * fine);
  Axis axis = { 0, fine };
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width, (int)height);
  g_autoptr (FoveaOverlay) overlay
      = overlay_for (scene, x * fine, y * fine, width, height, &axis, &axis);

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      overlay_fill (overlay, 0, height, surface);
      place_surface (scene, cr, layout, surface, x, y, fine);
    }
  cairo_surface_destroy (surface);
}

static void
draw_grad_cam (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout)
{
  guint x, y;
  cairo_surface_t *surface = fovea_grad_cam_blend (scene, &x, &y);

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    place_surface (scene, cr, layout, surface, x, y, 1);
  cairo_surface_destroy (surface);
}

void
fovea_scene_draw_overlay (const FoveaScene *scene, cairo_t *cr,
                          const FoveaSceneLayout *layout)
{
  Axis across, down;

  if (scene->look.blend == FOVEA_BLEND_GRAD_CAM)
    draw_grad_cam (scene, cr, layout);
  else if (!(scene->look.opacity > 0))
    return;
  else if (pixel_axes (cr, &across, &down))
    draw_on_pixels (scene, cr, layout, &across, &down);
  else
    draw_on_page (scene, cr, layout);
}
