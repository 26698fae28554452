/* SPDX-License-Identifier: MIT */
#include "canvas-view.h"
#include "canvas.h"
#include "paint.h"

#include <math.h>

#define DARK 0x1e1e1e
#define GREY 0x646464

static gboolean have_display;

/* Says so and skips when there is no display. */
static gboolean
skip_without_display (void)
{
  if (!have_display)
    g_test_skip ("there is no display");
  return !have_display;
}

/* ---- geometry ---- */

static double
between (double low, double high)
{
  return g_test_rand_double_range (low, high);
}

static void
check_invariants (const CanvasView *view)
{
  double x, y, px = between (0, view->photo_width), py = between (0, view->photo_height);
  double fit = canvas_view_fit_zoom (view), margin = CANVAS_MARGIN * view->unit;
  double right, bottom, back_x, back_y;

  canvas_view_from_photo (view, px, py, &x, &y);
  canvas_view_to_photo (view, x, y, &back_x, &back_y);
  g_assert_cmpfloat_with_epsilon (back_x, px, 1e-6);
  g_assert_cmpfloat_with_epsilon (back_y, py, 1e-6);

  g_assert_cmpfloat (view->zoom, <=, CANVAS_MOST_ZOOM);
  g_assert_cmpfloat (view->zoom, >=, MIN (fit / 2, 1) - 1e-12);

  /* It fills the widget but for the margin, or is centred and wholly visible. */
  canvas_view_from_photo (view, 0, 0, &x, &y);
  canvas_view_from_photo (view, view->photo_width, view->photo_height, &right, &bottom);
  g_assert_cmpfloat (x, ==, floor (x));
  g_assert_cmpfloat (y, ==, floor (y));
  if (right - x <= view->width - 2 * margin)
    g_assert_cmpfloat_with_epsilon (x + right, view->width, 1.0 + 1e-6);
  else
    g_assert_true (x <= margin + 0.5 && right >= view->width - margin - 0.5 - 1e-6);
  if (bottom - y <= view->height - 2 * margin)
    g_assert_cmpfloat_with_epsilon (y + bottom, view->height, 1.0 + 1e-6);
  else
    g_assert_true (y <= margin + 0.5 && bottom >= view->height - margin - 0.5 - 1e-6);

  if (view->fit)
    {
      g_assert_cmpfloat_with_epsilon (view->zoom, fit, 1e-12);
      g_assert_true (x >= margin - 0.5 && y >= margin - 0.5);
      g_assert_false (canvas_view_can_pan (view));
    }
}

static void
test_geometry (void)
{
  CanvasView view = { .unit = 1, .zoom = 1 };

  canvas_view_set_size (&view, 400, 300, 1);
  canvas_view_set_photo (&view, 200, 100);
  g_assert_cmpfloat (view.zoom, ==, (400 - 24) / 200.0);
  for (guint i = 0; i < 1000; i++)
    {
      double x = between (0, view.width), y = between (0, view.height);
      switch (g_test_rand_int_range (0, 6))
        {
        case 0:
          canvas_view_set_size (&view, g_test_rand_int_range (60, 2000),
                                g_test_rand_int_range (60, 2000),
                                g_test_rand_int_range (1, 4));
          break;
        case 1:
          canvas_view_fit (&view);
          break;
        case 2:
          canvas_view_set_photo (&view, (guint)g_test_rand_int_range (1, 9000),
                                 (guint)g_test_rand_int_range (1, 9000));
          break;
        case 3:
          canvas_view_pan (&view, between (-900, 900), between (-900, 900));
          break;
        default:
          canvas_view_zoom_at (&view, view.zoom * exp (between (-2, 2)), x, y);
        }
      check_invariants (&view);
    }
}

/* In the middle of a large photograph the point under the pointer stays. */
static void
test_zoom_at_point (void)
{
  CanvasView view = { .unit = 1, .zoom = 1 };

  canvas_view_set_size (&view, 400, 300, 1);
  canvas_view_set_photo (&view, 4000, 3000);
  canvas_view_zoom_at (&view, 1, 200, 150);
  for (guint i = 0; i < 200; i++)
    {
      double x = between (0, 400), y = between (0, 300), px, py, after_x, after_y;
      canvas_view_to_photo (&view, x, y, &px, &py);
      canvas_view_zoom_at (&view, between (0.5, 20), x, y);
      canvas_view_from_photo (&view, px, py, &after_x, &after_y);
      /* Half a pixel before, enlarged, and half a pixel after. */
      double slack = 0.5 * 40 + 0.5;
      if (view.centre_x > 500 && view.centre_x < 3500 && view.centre_y > 400
          && view.centre_y < 2600)
        {
          g_assert_cmpfloat_with_epsilon (after_x, x, slack);
          g_assert_cmpfloat_with_epsilon (after_y, y, slack);
        }
      canvas_view_fit (&view);
      canvas_view_zoom_at (&view, 1, 200, 150);
    }
}

/* ---- the widget ---- */

typedef struct
{
  GtkWidget *window;
  FoveaCanvas *canvas;
  FoveaScene *scene;
} Fixture;

static FoveaScene *
scene_new (guint width, guint height)
{
  const float hot = 1;
  g_autoptr (FoveaMap) map = fovea_map_new (1, 1, &hot);
  g_autoptr (FoveaPhoto) photo = paint_flat (width, height, 0x64);
  FoveaScene *scene = fovea_scene_new (photo);

  fovea_scene_set_map (scene, map, NULL);
  return scene;
}

static gboolean
on_late (gpointer late)
{
  *(gboolean *)late = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_a_while (guint milliseconds)
{
  gboolean late = FALSE;

  g_timeout_add (milliseconds, on_late, &late);
  while (!late)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  if (!have_display)
    return;
  f->window = gtk_window_new ();
  f->canvas = FOVEA_CANVAS (fovea_canvas_new ());
  f->scene = scene_new (100, 60);
  gtk_window_set_decorated (GTK_WINDOW (f->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 424, 324);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->canvas));
  fovea_canvas_set_scene (f->canvas, f->scene);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_a_while (200);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (!have_display)
    return;
  g_object_ref (f->canvas);
  gtk_window_destroy (GTK_WINDOW (f->window));
  wait_a_while (100);
  g_assert_finalize_object (f->canvas);
  fovea_scene_free (f->scene);
}

/* What the widget shows at a point, after whatever is being drawn is there. */
static guint32
shown (Fixture *f, double x, double y)
{
  int width = gtk_widget_get_width (GTK_WIDGET (f->canvas));
  int height = gtk_widget_get_height (GTK_WIDGET (f->canvas));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (f->canvas));

  wait_a_while (150);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  gsk_render_node_unref (node);
  guint32 pixel = paint_pixel (surface, (guint)x, (guint)y) & 0xffffff;
  cairo_surface_destroy (surface);
  return pixel;
}

/* The key goes to the canvas's own controller; TRUE when it was used. */
static gboolean
press (Fixture *f, const char *signal, guint key, GdkModifierType state)
{
  GtkWidget *widget = GTK_WIDGET (f->canvas);
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);
  gboolean used = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (all, i);
      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller))
        continue;
      if (g_str_equal (signal, "key-pressed"))
        g_signal_emit_by_name (controller, signal, key, 0u, state, &used);
      else
        g_signal_emit_by_name (controller, signal, key, 0u, state);
    }
  return used;
}

static void
test_drawn (Fixture *f, gconstpointer data)
{
  double x, y;

  if (skip_without_display ())
    return;
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (f->canvas)), ==, 424);
  g_assert_cmpfloat (fovea_canvas_get_zoom (f->canvas), ==, 4);
  g_assert_true (fovea_canvas_from_photo (f->canvas, 0, 0, &x, &y));
  g_assert_cmpfloat (x, ==, 12);
  g_assert_cmphex (shown (f, 5, 162), ==, DARK);
  g_assert_cmphex (shown (f, 11, 162), ==, DARK);
  guint32 covered = shown (f, 212, 162);
  g_assert_cmpint (paint_difference (covered, GREY), >, 30);
  g_assert_cmpint (paint_difference (shown (f, 12, 162), covered), <=, 2);
  g_assert_cmpint (paint_difference (shown (f, 411, 162), covered), <=, 2);
  g_assert_cmphex (shown (f, 412, 162), ==, DARK);
  fovea_canvas_set_scene (f->canvas, NULL);
  g_assert_cmphex (shown (f, 212, 162), ==, DARK);
  g_assert_false (fovea_canvas_to_photo (f->canvas, 1, 1, &x, &y));
}

static void
test_map_hidden (Fixture *f, gconstpointer data)
{
  if (skip_without_display ())
    return;
  guint32 covered = shown (f, 212, 162);
  fovea_canvas_set_map_hidden (f->canvas, TRUE);
  g_assert_cmphex (shown (f, 212, 162), ==, GREY);
  fovea_canvas_set_map_hidden (f->canvas, FALSE);
  g_assert_cmphex (shown (f, 212, 162), ==, covered);
  g_assert_true (press (f, "key-pressed", GDK_KEY_space, 0));
  g_assert_cmphex (shown (f, 212, 162), ==, GREY);
  press (f, "key-released", GDK_KEY_space, 0);
  g_assert_cmphex (shown (f, 212, 162), ==, covered);
}

static void
count (guint *times)
{
  ++*times;
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  const guint left_alone[] = { GDK_KEY_Up,    GDK_KEY_Down,    GDK_KEY_Left,
                               GDK_KEY_Right, GDK_KEY_Page_Up, GDK_KEY_Page_Down };
  guint changes = 0;
  double x, y, after_x, after_y;

  if (skip_without_display ())
    return;
  g_signal_connect_swapped (f->canvas, "zoom-changed", G_CALLBACK (count), &changes);
  for (guint i = 0; i < G_N_ELEMENTS (left_alone); i++)
    g_assert_false (press (f, "key-pressed", left_alone[i], 0));
  g_assert_false (press (f, "key-pressed", GDK_KEY_1, GDK_ALT_MASK));
  g_assert_cmpuint (changes, ==, 0);
  g_assert_true (press (f, "key-pressed", GDK_KEY_1, 0));
  g_assert_cmpfloat (fovea_canvas_get_zoom (f->canvas), ==, 1);
  g_assert_true (press (f, "key-pressed", GDK_KEY_plus, 0));
  g_assert_cmpfloat (fovea_canvas_get_zoom (f->canvas), ==, 1.25);
  g_assert_true (press (f, "key-pressed", GDK_KEY_0, 0));
  g_assert_cmpfloat (fovea_canvas_get_zoom (f->canvas), ==, 4);
  g_assert_cmpuint (changes, ==, 3);
  fovea_canvas_zoom_to (f->canvas, 1000);
  g_assert_cmpfloat (fovea_canvas_get_zoom (f->canvas), ==, 64);
  fovea_canvas_from_photo (f->canvas, 50, 30, &x, &y);
  g_assert_true (press (f, "key-pressed", GDK_KEY_Right, GDK_CONTROL_MASK));
  fovea_canvas_from_photo (f->canvas, 50, 30, &after_x, &after_y);
  g_assert_cmpfloat (after_x, ==, x - 64);
  g_assert_cmpfloat (after_y, ==, y);
}

/* A photograph of two halves: the edge appears where from_photo says, at any zoom. */
static void
test_edge (Fixture *f, gconstpointer data)
{
  const double zooms[] = { 0.5, 1, 3.7, 17.3, 64 };
  g_autofree guint8 *rgb = g_malloc0 (3 * 1000 * 800);

  if (skip_without_display ())
    return;
  for (guint y = 0; y < 800; y++)
    memset (rgb + 3 * (1000 * y + 501), 0xff, 3 * (1000 - 501));
  g_autoptr (FoveaImage) image = fovea_image_new (1000, 800, rgb, 3000);
  g_autoptr (FoveaPhoto) photo = fovea_photo_new (image);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);
  fovea_canvas_set_scene (f->canvas, scene);
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      double x, y;
      fovea_canvas_zoom_to (f->canvas, zooms[i]);
      fovea_canvas_from_photo (f->canvas, 501, 400, &x, &y);
      g_assert_cmphex (shown (f, floor (x) - 2, y), ==, 0);
      g_assert_cmphex (shown (f, ceil (x) + 2, y), ==, 0xffffff);
    }
}

static void
note_pointer (double *place, double x, double y)
{
  place[0] = x;
  place[1] = y;
}

static void
move_pointer (Fixture *f, double x, double y)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (GTK_WIDGET (f->canvas));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (all, i);
      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y);
    }
}

static void
test_pointer (Fixture *f, gconstpointer data)
{
  double place[2] = { -1, -1 };

  if (skip_without_display ())
    return;
  g_signal_connect_swapped (f->canvas, "pointer", G_CALLBACK (note_pointer), place);
  move_pointer (f, 12 + 4 * 10.5, 42 + 4 * 20.25);
  g_assert_cmpfloat (place[0], ==, 10.5);
  g_assert_cmpfloat (place[1], ==, 20.25);
  /* The photograph moves under a pointer that rests. */
  fovea_canvas_zoom_to (f->canvas, 8);
  g_assert_cmpfloat (place[0], >, 10.5);
  move_pointer (f, 212, 162);
  g_assert_cmpfloat_with_epsilon (place[0], 50, 0.5);
  fovea_canvas_zoom_fit (f->canvas);
  move_pointer (f, 3, 3);
  g_assert_true (isnan (place[0]) && isnan (place[1]));
}

typedef struct
{
  guint times;
  double from[2], to[2];
  int phase;
} Region;

static void
note_region (Region *region, double x0, double y0, double x1, double y1, int phase)
{
  *region = (Region){ region->times + 1, { x0, y0 }, { x1, y1 }, phase };
}

/* The first button's drag, of which the first that is found is one. */
static void
press_button (Fixture *f, double x, double y)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (GTK_WIDGET (f->canvas));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (all, i);
      if (GTK_IS_GESTURE_DRAG (controller)
          && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller))
                 == GDK_BUTTON_PRIMARY)
        g_signal_emit_by_name (controller, "drag-begin", x, y);
    }
}

/* A drag is told only where it is asked for; leaving that mode ends it. */
static void
test_drag_region (Fixture *f, gconstpointer data)
{
  Region region = { 0 };

  if (skip_without_display ())
    return;
  g_signal_connect_swapped (f->canvas, "drag-region", G_CALLBACK (note_region), &region);
  press_button (f, 12 + 4 * 10, 42 + 4 * 20);
  g_assert_cmpuint (region.times, ==, 0);
  fovea_canvas_set_mode (f->canvas, FOVEA_CANVAS_DRAG);
  press_button (f, 12 + 4 * 10, 42 + 4 * 20);
  g_assert_cmpuint (region.times, ==, 1);
  g_assert_cmpint (region.phase, ==, FOVEA_DRAG_BEGIN);
  g_assert_cmpfloat (region.from[0], ==, 10);
  g_assert_cmpfloat (region.to[1], ==, 20);
  fovea_canvas_set_mode (f->canvas, FOVEA_CANVAS_LOOK);
  g_assert_cmpint (region.phase, ==, FOVEA_DRAG_CANCEL);
  g_assert_cmpuint (region.times, ==, 2);
}

/* Marks lie on top of whatever is shown, at their place at any zoom. */
static void
test_marks (Fixture *f, gconstpointer data)
{
  FoveaMark box = { .kind = FOVEA_MARK_OUTLINE, .x = 20, .y = 10, .width = 40, .height = 30 };
  const double zooms[] = { 4, 7.5, 2 };
  double x, y;

  if (skip_without_display ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      fovea_canvas_zoom_to (f->canvas, zooms[i]);
      fovea_canvas_set_marks (f->canvas, NULL, 0, NULL);
      fovea_canvas_from_photo (f->canvas, 60, 30, &x, &y);
      guint32 bare = shown (f, x, y);
      fovea_canvas_set_marks (f->canvas, &box, 1, NULL);
      g_assert_cmpint (paint_difference (shown (f, x, y), bare), >, 30);
      fovea_canvas_from_photo (f->canvas, 60, 40, &x, &y);
      g_assert_cmpint (paint_difference (shown (f, x + 3, y + 3), 0xffffff), >, 30);
      fovea_canvas_set_marks (f->canvas, &box, 1,
                              (const double[4]){ 20, 10, 40, 30 });
      g_assert_cmphex (shown (f, x + 3, y + 3), ==, 0xffffff);
    }
}

static void
test_accessible (Fixture *f, gconstpointer data)
{
  if (skip_without_display ())
    return;
  fovea_canvas_set_description (f->canvas, "Grad-CAM for elephant, 97 percent");
  gtk_test_accessible_assert_role (f->canvas, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (f->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Grad-CAM for elephant, 97 percent");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  have_display = gtk_init_check ();

  g_test_add_func ("/canvas/geometry", test_geometry);
  g_test_add_func ("/canvas/zoom-at-point", test_zoom_at_point);
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/canvas/drawn", test_drawn);
  ADD ("/canvas/map-hidden", test_map_hidden);
  ADD ("/canvas/drag-region", test_drag_region);
  ADD ("/canvas/marks", test_marks);
  ADD ("/canvas/keys", test_keys);
  ADD ("/canvas/edge", test_edge);
  ADD ("/canvas/pointer", test_pointer);
  ADD ("/canvas/accessible", test_accessible);
  return g_test_run ();
}
