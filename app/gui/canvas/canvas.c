/* SPDX-License-Identifier: MIT */
#include "canvas-private.h"

#include <math.h>

static const GdkRGBA dark = { 0x1e / 255.0f, 0x1e / 255.0f, 0x1e / 255.0f, 1 };

enum
{
  POINTER,
  PICKED,
  DRAG_REGION,
  ZOOM_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FoveaCanvas, fovea_canvas, GTK_TYPE_WIDGET)

static gboolean
is_bare (FoveaCanvas *canvas)
{
  return canvas->map_hidden || canvas->peeking;
}

static void
content_changed (FoveaCanvas *canvas)
{
  canvas->content++;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
fovea_canvas_emit_pointer (FoveaCanvas *canvas)
{
  double x = NAN, y = NAN;
  gboolean on_photo
      = !isnan (canvas->pointer_x)
        && fovea_canvas_to_photo (canvas, canvas->pointer_x, canvas->pointer_y, &x, &y)
        && x >= 0 && y >= 0 && x < canvas->view.photo_width
        && y < canvas->view.photo_height;

  g_signal_emit (canvas, signals[POINTER], 0, on_photo ? x : NAN, on_photo ? y : NAN);
}

void
fovea_canvas_pick (FoveaCanvas *canvas, double x, double y)
{
  double photo_x, photo_y;

  if (fovea_canvas_to_photo (canvas, x, y, &photo_x, &photo_y) && photo_x >= 0
      && photo_y >= 0 && photo_x < canvas->view.photo_width
      && photo_y < canvas->view.photo_height)
    g_signal_emit (canvas, signals[PICKED], 0, photo_x, photo_y);
}

void
fovea_canvas_drag (FoveaCanvas *canvas, double x, double y, FoveaDragPhase phase)
{
  double photo_x, photo_y;

  if (!fovea_canvas_to_photo (canvas, x, y, &photo_x, &photo_y)
      || (phase != FOVEA_DRAG_BEGIN && !canvas->dragging))
    return;
  if (phase == FOVEA_DRAG_BEGIN)
    {
      canvas->start_x = photo_x;
      canvas->start_y = photo_y;
    }
  canvas->dragging = phase == FOVEA_DRAG_BEGIN || phase == FOVEA_DRAG_MOVE;
  g_signal_emit (canvas, signals[DRAG_REGION], 0, canvas->start_x, canvas->start_y,
                 photo_x, photo_y, (int) phase);
}

void
fovea_canvas_update_cursor (FoveaCanvas *canvas)
{
  const char *own = canvas->mode == FOVEA_CANVAS_DRAG     ? "crosshair"
                    : canvas_view_can_pan (&canvas->view) ? "grab"
                                                          : NULL;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas),
                                   canvas->cursor ? canvas->cursor : own);
}

void
fovea_canvas_set_mode (FoveaCanvas *canvas, FoveaCanvasMode mode)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  if (canvas->mode == mode)
    return;
  fovea_canvas_drag (canvas, 0, 0, FOVEA_DRAG_CANCEL);
  canvas->mode = mode;
  g_clear_pointer (&canvas->cursor, g_free);
  fovea_canvas_update_cursor (canvas);
}

FoveaCanvasMode
fovea_canvas_get_mode (FoveaCanvas *canvas)
{
  g_return_val_if_fail (FOVEA_IS_CANVAS (canvas), FOVEA_CANVAS_LOOK);
  return canvas->mode;
}

void
fovea_canvas_set_cursor (FoveaCanvas *canvas, const char *name)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  if (g_strcmp0 (canvas->cursor, name) == 0)
    return;
  g_free (canvas->cursor);
  canvas->cursor = g_strdup (name);
  fovea_canvas_update_cursor (canvas);
}

void
fovea_canvas_view_changed (FoveaCanvas *canvas)
{
  fovea_canvas_update_cursor (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  g_signal_emit (canvas, signals[ZOOM_CHANGED], 0);
  if (!isnan (canvas->pointer_x))
    fovea_canvas_emit_pointer (canvas);
}

/* Of the same photograph: while another one comes in the two may differ. */
static gboolean
has_other (FoveaCanvas *canvas)
{
  return canvas->scene && canvas->other
         && canvas_is_same_picture (canvas->scene->photo, canvas->other->photo);
}

static void
refresh (FoveaCanvas *canvas)
{
  canvas_layer_refresh (&canvas->drawn, GTK_WIDGET (canvas), canvas->scene, is_bare (canvas),
                        &canvas->view, canvas->content);
  if (has_other (canvas))
    canvas_layer_refresh (&canvas->other_drawn, GTK_WIDGET (canvas), canvas->other,
                          is_bare (canvas), &canvas->view, canvas->content);
}

static void
snapshot_part (FoveaCanvas *canvas, const CanvasLayer *layer, GtkSnapshot *snapshot, float from,
               float to, float height)
{
  if (!layer->frame || to <= from)
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (from, 0, to - from, height));
  canvas_frame_snapshot (layer->frame, &canvas->view, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_both (FoveaCanvas *canvas, GtkSnapshot *snapshot, float width, float height)
{
  float line = (float) fovea_canvas_wipe_line (canvas);

  snapshot_part (canvas, &canvas->drawn, snapshot, 0, line, height);
  snapshot_part (canvas, &canvas->other_drawn, snapshot, line, width, height);
}

/* The accent's line with a dark one inside, to be seen on any photograph. */
static void
snapshot_focus (GtkWidget *widget, GtkSnapshot *snapshot, float width, float height)
{
  GdkRGBA accent = { 0x35 / 255.0f, 0x84 / 255.0f, 0xe4 / 255.0f, 1 };
  GskRoundedRect ring;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color",
                                  &accent);
  gsk_rounded_rect_init_from_rect (&ring, &GRAPHENE_RECT_INIT (0, 0, width, height), 0);
  gtk_snapshot_append_border (snapshot, &ring, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ accent, accent, accent, accent });
  gsk_rounded_rect_shrink (&ring, 2, 2, 2, 2);
  gtk_snapshot_append_border (snapshot, &ring, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ dark, dark, dark, dark });
}

/* A light line inside a dark one, whole device pixels. */
static void
snapshot_line (GtkSnapshot *snapshot, double x, double y, double width, double height)
{
  const GdkRGBA light = { 1, 1, 1, 0.9f };
  GdkRGBA around = dark;

  around.alpha = 0.5f;
  gtk_snapshot_append_color (snapshot, &around,
                             &GRAPHENE_RECT_INIT ((float) x - 1, (float) y - 1,
                                                  (float) width + 2, (float) height + 2));
  gtk_snapshot_append_color (
      snapshot, &light,
      &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

static void
snapshot_crosshair (FoveaCanvas *canvas, GtkSnapshot *snapshot, float width, float height)
{
  double x, y;

  if (isnan (canvas->cross_x)
      || !fovea_canvas_from_photo (canvas, canvas->cross_x, canvas->cross_y, &x, &y))
    return;
  snapshot_line (snapshot, floor (x), 0, 1, height);
  snapshot_line (snapshot, 0, floor (y), width, 1);
}

static void
fovea_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaCanvas *canvas = FOVEA_CANVAS (widget);
  float width = (float)gtk_widget_get_width (widget);
  float height = (float)gtk_widget_get_height (widget);

  refresh (canvas);
  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (has_other (canvas))
    snapshot_both (canvas, snapshot, width, height);
  else if (canvas->drawn.frame)
    canvas_frame_snapshot (canvas->drawn.frame, &canvas->view, snapshot);
  fovea_canvas_snapshot_marks (canvas, snapshot);
  snapshot_crosshair (canvas, snapshot, width, height);
  if (gtk_widget_has_visible_focus (widget))
    snapshot_focus (widget, snapshot, width, height);
}

static void
fovea_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                      int *minimum, int *natural, int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = 96;
  *natural = 360;
}

/* A listener may change labels, which has to wait until sizes are settled. */
static gboolean
announce (gpointer data)
{
  FoveaCanvas *canvas = data;

  canvas->announce_id = 0;
  fovea_canvas_view_changed (canvas);
  return G_SOURCE_REMOVE;
}

static void
follow_size (FoveaCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);

  if (canvas_view_set_size (&canvas->view, gtk_widget_get_width (widget),
                            gtk_widget_get_height (widget),
                            gtk_widget_get_scale_factor (widget))
      && !canvas->announce_id)
    canvas->announce_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, announce, canvas, NULL);
}

static void
fovea_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  follow_size (FOVEA_CANVAS (widget));
}

static void
on_scale_factor (FoveaCanvas *canvas)
{
  follow_size (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

static void
fovea_canvas_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GTK_WIDGET_CLASS (fovea_canvas_parent_class)->state_flags_changed (widget, before);
  if ((before ^ gtk_widget_get_state_flags (widget)) & GTK_STATE_FLAG_FOCUS_VISIBLE)
    gtk_widget_queue_draw (widget);
}

static void
fovea_canvas_dispose (GObject *object)
{
  FoveaCanvas *canvas = FOVEA_CANVAS (object);

  g_clear_handle_id (&canvas->announce_id, g_source_remove);
  canvas_layer_clear (&canvas->drawn);
  canvas_layer_clear (&canvas->other_drawn);
  g_clear_pointer (&canvas->scene, fovea_scene_free);
  g_clear_pointer (&canvas->marks, fovea_scene_free);
  g_clear_pointer (&canvas->cursor, g_free);
  g_clear_pointer (&canvas->other, fovea_scene_free);
  G_OBJECT_CLASS (fovea_canvas_parent_class)->dispose (object);
}

static void
fovea_canvas_class_init (FoveaCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fovea_canvas_dispose;
  widget_class->snapshot = fovea_canvas_snapshot;
  widget_class->measure = fovea_canvas_measure;
  widget_class->size_allocate = fovea_canvas_size_allocate;
  widget_class->state_flags_changed = fovea_canvas_state_flags_changed;
  gtk_widget_class_set_css_name (widget_class, "fovea-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  signals[POINTER]
      = g_signal_new ("pointer", FOVEA_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[PICKED]
      = g_signal_new ("picked", FOVEA_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[DRAG_REGION]
      = g_signal_new ("drag-region", FOVEA_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 5, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE,
                      G_TYPE_DOUBLE, G_TYPE_INT);
  signals[ZOOM_CHANGED]
      = g_signal_new ("zoom-changed", FOVEA_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 0);
}

static void
fovea_canvas_init (FoveaCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);

  canvas->view = (CanvasView){ .unit = 1, .zoom = 1, .fit = TRUE };
  canvas->wipe = 0.5;
  canvas->pointer_x = canvas->pointer_y = NAN;
  canvas->cross_x = canvas->cross_y = NAN;
  canvas->handles[2] = NAN;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_focus_on_click (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  g_signal_connect (canvas, "notify::scale-factor", G_CALLBACK (on_scale_factor), NULL);
  fovea_canvas_add_input (canvas);
}

GtkWidget *
fovea_canvas_new (void)
{
  return g_object_new (FOVEA_TYPE_CANVAS, NULL);
}

void
fovea_canvas_set_scene (FoveaCanvas *canvas, const FoveaScene *scene)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  g_autoptr (FoveaScene) old = g_steal_pointer (&canvas->scene);
  gboolean same = old && scene && canvas_is_same_picture (old->photo, scene->photo);

  canvas->scene = scene ? fovea_scene_copy (scene) : NULL;
  content_changed (canvas);
  if (same || (!old && !scene))
    return;
  canvas_layer_clear (&canvas->drawn);
  fovea_canvas_set_marks (canvas, NULL, 0, NULL);
  canvas_view_set_photo (&canvas->view, scene ? fovea_photo_width (scene->photo) : 0,
                         scene ? fovea_photo_height (scene->photo) : 0);
  fovea_canvas_view_changed (canvas);
}

void
fovea_canvas_set_other (FoveaCanvas *canvas, const FoveaScene *scene)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  g_autoptr (FoveaScene) old = g_steal_pointer (&canvas->other);

  canvas->other = scene ? fovea_scene_copy (scene) : NULL;
  if (!scene)
    canvas_layer_clear (&canvas->other_drawn);
  if (old || scene)
    content_changed (canvas);
}

void
fovea_canvas_set_wipe (FoveaCanvas *canvas, double share)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  canvas->wipe = CLAMP (share, 0, 1);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

double
fovea_canvas_wipe_line (FoveaCanvas *canvas)
{
  return floor (canvas->wipe * gtk_widget_get_width (GTK_WIDGET (canvas)) + 0.5);
}

void
fovea_canvas_set_map_hidden (FoveaCanvas *canvas, gboolean hidden)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  if (canvas->map_hidden == !!hidden)
    return;
  canvas->map_hidden = !!hidden;
  content_changed (canvas);
}

void
fovea_canvas_set_peeking (FoveaCanvas *canvas, gboolean peeking)
{
  if (canvas->peeking == peeking)
    return;
  canvas->peeking = peeking;
  content_changed (canvas);
}

void
fovea_canvas_zoom_fit (FoveaCanvas *canvas)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  canvas_view_fit (&canvas->view);
  canvas->moves++;
  fovea_canvas_view_changed (canvas);
}

void
fovea_canvas_zoom_at (FoveaCanvas *canvas, double zoom, double x, double y)
{
  CanvasView *view = &canvas->view;

  canvas_view_zoom_at (view, zoom, isnan (x) ? view->width / 2 : x * view->unit,
                       isnan (y) ? view->height / 2 : y * view->unit);
  canvas->moves++;
  fovea_canvas_view_changed (canvas);
}

void
fovea_canvas_zoom_to (FoveaCanvas *canvas, double zoom)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  fovea_canvas_zoom_at (canvas, zoom, NAN, NAN);
}

void
fovea_canvas_zoom_by (FoveaCanvas *canvas, double factor)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  fovea_canvas_zoom_at (canvas, canvas->view.zoom * factor, NAN, NAN);
}

void
fovea_canvas_pan_by (FoveaCanvas *canvas, double dx, double dy)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  canvas_view_pan (&canvas->view, dx * canvas->view.unit, dy * canvas->view.unit);
  canvas->moves++;
  fovea_canvas_view_changed (canvas);
}

double
fovea_canvas_get_zoom (FoveaCanvas *canvas)
{
  g_return_val_if_fail (FOVEA_IS_CANVAS (canvas), 0);
  return canvas->scene ? canvas->view.zoom : 0;
}

void
fovea_canvas_follow (FoveaCanvas *canvas, FoveaCanvas *leader)
{
  const CanvasView *from = &leader->view;

  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  if (!canvas_view_follow (&canvas->view, from))
    return;
  fovea_canvas_view_changed (canvas);
}

gboolean
fovea_canvas_get_place (FoveaCanvas *canvas, double *zoom, double *photo_x,
                        double *photo_y)
{
  g_return_val_if_fail (FOVEA_IS_CANVAS (canvas), FALSE);
  *zoom = canvas->view.zoom;
  *photo_x = canvas->view.centre_x;
  *photo_y = canvas->view.centre_y;
  return canvas->view.photo_width > 0 && !canvas->view.fit;
}

void
fovea_canvas_set_place (FoveaCanvas *canvas, double zoom, double photo_x, double photo_y)
{
  CanvasView wanted = canvas->view;

  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  wanted.fit = !(zoom > 0);
  wanted.zoom = zoom > 0 ? zoom : wanted.zoom;
  wanted.centre_x = photo_x;
  wanted.centre_y = photo_y;
  if (canvas_view_follow (&canvas->view, &wanted))
    fovea_canvas_view_changed (canvas);
}

guint
fovea_canvas_get_moves (FoveaCanvas *canvas)
{
  g_return_val_if_fail (FOVEA_IS_CANVAS (canvas), 0);
  return canvas->moves;
}

void
fovea_canvas_set_crosshair (FoveaCanvas *canvas, double photo_x, double photo_y)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  if ((isnan (photo_x) && isnan (canvas->cross_x))
      || (photo_x == canvas->cross_x && photo_y == canvas->cross_y))
    return;
  canvas->cross_x = photo_x;
  canvas->cross_y = photo_y;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
fovea_canvas_set_description (FoveaCanvas *canvas, const char *sentence)
{
  g_return_if_fail (FOVEA_IS_CANVAS (canvas));
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence ? sentence : "", -1);
}

gboolean
fovea_canvas_to_photo (FoveaCanvas *canvas, double x, double y, double *photo_x,
                       double *photo_y)
{
  double unit = canvas->view.unit;

  if (!canvas->scene)
    return FALSE;
  canvas_view_to_photo (&canvas->view, x * unit, y * unit, photo_x, photo_y);
  return TRUE;
}

gboolean
fovea_canvas_from_photo (FoveaCanvas *canvas, double photo_x, double photo_y, double *x,
                         double *y)
{
  if (!canvas->scene)
    return FALSE;
  canvas_view_from_photo (&canvas->view, photo_x, photo_y, x, y);
  *x /= canvas->view.unit;
  *y /= canvas->view.unit;
  return TRUE;
}
