/* SPDX-License-Identifier: MIT */
#include "canvas-frame.h"

#include <math.h>

CanvasRequest *
canvas_request_new (const FoveaScene *scene, gboolean bare, const CanvasView *view)
{
  CanvasRequest *request = g_new0 (CanvasRequest, 1);

  request->scene = fovea_scene_copy (scene);
  request->view = *view;
  request->scene->bar = FOVEA_BAR_NONE;
  fovea_scene_set_caption (request->scene, NULL);
  /* The whole photograph is looked at, its pixels are looked into. */
  request->scene->squares = !view->fit && view->zoom > 2;
  if (bare)
    {
      fovea_scene_set_map (request->scene, NULL, NULL);
      fovea_scene_clear_marks (request->scene);
    }
  return request;
}

void
canvas_request_free (CanvasRequest *request)
{
  fovea_scene_free (request->scene);
  g_free (request);
}

/* The visible part of the photograph in whole device pixels. */
static gboolean
visible_part (const CanvasView *view, int *x, int *y, int *width, int *height)
{
  double left, top;

  canvas_view_origin (view, &left, &top);
  double right = MIN (ceil (left + view->zoom * view->photo_width - 1e-6), view->width);
  double bottom = MIN (ceil (top + view->zoom * view->photo_height - 1e-6), view->height);
  *x = (int)MAX (left, 0);
  *y = (int)MAX (top, 0);
  *width = (int)right - *x;
  *height = (int)bottom - *y;
  return view->photo_width > 0 && *width > 0 && *height > 0;
}

gsize
canvas_view_visible_area (const CanvasView *view)
{
  int x, y, width, height;

  if (!visible_part (view, &x, &y, &width, &height))
    return 0;
  return (gsize)width * (gsize)height;
}

/* Takes the surface. */
static GdkTexture *
texture_from_surface (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);

  cairo_surface_flush (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (surface), stride * (gsize)height,
      (GDestroyNotify)cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* The scene's own pixels are the target's, so that lines and texts keep their size in
 * units of the widget. */
static cairo_surface_t *
draw_part (const FoveaScene *scene, const CanvasView *view, const CanvasFrame *part)
{
  double unit = view->unit, left, top;
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, part->width, part->height);
  cairo_t *cr;

  canvas_view_origin (view, &left, &top);
  cairo_surface_set_device_scale (surface, unit, unit);
  cr = cairo_create (surface);
  fovea_scene_draw (scene, cr, (left - part->x) / unit, (top - part->y) / unit,
                    view->zoom * view->photo_width / unit,
                    view->zoom * view->photo_height / unit);
  if (cairo_status (cr) != CAIRO_STATUS_SUCCESS)
    g_message ("The picture cannot be drawn: %s.",
               cairo_status_to_string (cairo_status (cr)));
  cairo_destroy (cr);
  return surface;
}

CanvasFrame *
canvas_frame_draw (const CanvasRequest *request)
{
  CanvasFrame *frame = g_new0 (CanvasFrame, 1);
  gint64 start = g_get_monotonic_time ();

  frame->photo = fovea_photo_ref (request->scene->photo);
  frame->view = request->view;
  frame->content = request->content;
  frame->generation = request->generation;
  if (visible_part (&frame->view, &frame->x, &frame->y, &frame->width, &frame->height))
    {
      cairo_surface_t *surface = draw_part (request->scene, &frame->view, frame);
      if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
        frame->texture = texture_from_surface (surface);
      else
        cairo_surface_destroy (surface);
    }
  frame->seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return frame;
}

void
canvas_frame_free (CanvasFrame *frame)
{
  g_clear_object (&frame->texture);
  fovea_photo_unref (frame->photo);
  g_free (frame);
}

void
canvas_frame_snapshot (const CanvasFrame *frame, const CanvasView *view,
                       GtkSnapshot *snapshot)
{
  double old_x, old_y, x, y;
  double scale = view->zoom / frame->view.zoom, unit = view->unit;

  if (!frame->texture)
    return;
  canvas_view_origin (&frame->view, &old_x, &old_y);
  canvas_view_origin (view, &x, &y);
  x += (frame->x - old_x) * scale;
  y += (frame->y - old_y) * scale;
  gtk_snapshot_append_texture (
      snapshot, frame->texture,
      &GRAPHENE_RECT_INIT ((float)(x / unit), (float)(y / unit),
                           (float)(frame->width * scale / unit),
                           (float)(frame->height * scale / unit)));
}
