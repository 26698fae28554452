/* SPDX-License-Identifier: MIT */

/* What is marked on top of the picture: drawn with each frame of the widget, so that it
 * follows the hand while the picture below is still being made. */

#include "canvas-private.h"

#include <math.h>
#include <string.h>

#define HANDLE 8 /* side of one, in units of the widget */

void
fovea_canvas_set_marks (FoveaCanvas *canvas, const FoveaMark *marks, guint n_marks,
                        const double handles[4])
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  g_clear_pointer (&canvas->marks, fovea_scene_free);
  canvas->handles[2] = NAN;
  if (handles)
    memcpy (canvas->handles, handles, sizeof canvas->handles);
  if (n_marks > 0 && canvas->scene)
    canvas->marks = fovea_scene_new (canvas->scene->photo);
  for (guint i = 0; canvas->marks && i < n_marks; i++)
    fovea_scene_add_mark (canvas->marks, &marks[i]);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* A white square in a dark one, on whole units. */
static void
snapshot_handle (GtkSnapshot *snapshot, double x, double y)
{
  const GdkRGBA dark = { 0, 0, 0, 0.7f }, light = { 1, 1, 1, 1 };
  float left = (float) (floor (x) - HANDLE / 2), top = (float) (floor (y) - HANDLE / 2);

  gtk_snapshot_append_color (
      snapshot, &dark, &GRAPHENE_RECT_INIT (left - 1, top - 1, HANDLE + 2, HANDLE + 2));
  gtk_snapshot_append_color (snapshot, &light,
                             &GRAPHENE_RECT_INIT (left, top, HANDLE, HANDLE));
}

/* At the corners and in the middle of each side. */
static void
snapshot_handles (FoveaCanvas *canvas, GtkSnapshot *snapshot)
{
  const double *box = canvas->handles;
  double x, y;

  for (guint i = 0; i < 9 && !isnan (box[2]); i++)
    if (i != 4
        && fovea_canvas_from_photo (canvas, box[0] + box[2] * (i % 3) / 2,
                                    box[1] + box[3] * (i / 3) / 2, &x, &y))
      snapshot_handle (snapshot, x, y);
}

static void
snapshot_marks (FoveaCanvas *canvas, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  FoveaSceneLayout layout = { .scale = canvas->view.zoom / canvas->view.unit };

  fovea_canvas_from_photo (canvas, 0, 0, &layout.picture.x, &layout.picture.y);
  layout.picture.width = layout.scale * canvas->view.photo_width;
  layout.picture.height = layout.scale * canvas->view.photo_height;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                     (float) gtk_widget_get_height (widget)));
  fovea_scene_draw_marks (canvas->marks, cr, &layout);
  cairo_destroy (cr);
}

void
fovea_canvas_snapshot_marks (FoveaCanvas *canvas, GtkSnapshot *snapshot)
{
  if (!canvas->scene)
    return;
  if (canvas->marks)
    snapshot_marks (canvas, snapshot);
  snapshot_handles (canvas, snapshot);
}
