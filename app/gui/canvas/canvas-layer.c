/* SPDX-License-Identifier: MIT */
#include "canvas-layer.h"

/* Drawing that should take less than this is done at once. */
#define AT_ONCE 0.004

/* The worker converts a photograph on its first picture; a small one costs nothing. */
#define SMALL_PHOTO 300000

/* What is expected before anything was drawn, in seconds per device pixel. */
#define FIRST_GUESS 2e-8

gboolean
canvas_is_same_picture (FoveaPhoto *a, FoveaPhoto *b)
{
  return a == b
         || fovea_image_original (fovea_photo_image (a))
                == fovea_image_original (fovea_photo_image (b));
}

static void
set_photo (CanvasLayer *layer, FoveaPhoto *photo)
{
  FoveaPhoto *old = layer->photo;

  layer->photo = photo ? fovea_photo_ref (photo) : NULL;
  g_clear_pointer (&old, fovea_photo_unref);
}

/* Takes the frame, unless a later one is already shown or the photograph is another. One
 * made for an older view is welcome: it is shown moved until its successor comes. */
static void
take_frame (CanvasLayer *layer, CanvasFrame *frame)
{
  gsize area = (gsize)frame->width * (gsize)frame->height;

  if (!layer->photo || !canvas_is_same_picture (frame->photo, layer->photo)
      || (layer->frame && frame->generation < layer->frame->generation))
    {
      canvas_frame_free (frame);
      return;
    }
  if (area > 10000)
    layer->pixel_seconds += 0.3 * (frame->seconds / (double)area - layer->pixel_seconds);
  g_clear_pointer (&layer->frame, canvas_frame_free);
  layer->frame = frame;
}

static void
draw_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, canvas_frame_draw (data),
                         (GDestroyNotify)canvas_frame_free);
}

/* The task holds the widget, and so the layer. */
static void
on_drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  CanvasLayer *layer = data;

  layer->drawing = FALSE;
  take_frame (layer, g_task_propagate_pointer (G_TASK (result), NULL));
  /* Also asks for the next one, when this came too late. */
  gtk_widget_queue_draw (GTK_WIDGET (source));
}

static gboolean
can_draw_at_once (const CanvasLayer *layer, const CanvasView *view)
{
  double area = (double)canvas_view_visible_area (view);
  gboolean small = view->photo_width * view->photo_height < SMALL_PHOTO;

  return (layer->frame || small) && area * layer->pixel_seconds < AT_ONCE;
}

static gboolean
is_current (const CanvasFrame *frame, const CanvasView *view, guint64 content)
{
  const CanvasView *a = view, *b = &frame->view;

  return frame->content == content && a->zoom == b->zoom && a->centre_x == b->centre_x
         && a->centre_y == b->centre_y && a->width == b->width && a->height == b->height
         && a->unit == b->unit && a->fit == b->fit;
}

void
canvas_layer_refresh (CanvasLayer *layer, GtkWidget *widget, const FoveaScene *scene,
                      gboolean bare, const CanvasView *view, guint64 content)
{
  set_photo (layer, scene ? scene->photo : NULL);
  if (layer->pixel_seconds <= 0)
    layer->pixel_seconds = FIRST_GUESS;
  if (!scene || layer->drawing
      || (layer->frame && is_current (layer->frame, view, content)))
    return;
  g_autoptr (CanvasRequest) request = canvas_request_new (scene, bare, view);
  request->content = content;
  request->generation = ++layer->generation;
  if (can_draw_at_once (layer, view))
    {
      take_frame (layer, canvas_frame_draw (request));
      return;
    }
  g_autoptr (GTask) task = g_task_new (widget, NULL, on_drawn, layer);
  g_task_set_name (task, "fovea-canvas-draw");
  g_task_set_task_data (task, g_steal_pointer (&request),
                        (GDestroyNotify)canvas_request_free);
  layer->drawing = TRUE;
  g_task_run_in_thread (task, draw_in_thread);
}

void
canvas_layer_clear (CanvasLayer *layer)
{
  g_clear_pointer (&layer->frame, canvas_frame_free);
  set_photo (layer, NULL);
}
