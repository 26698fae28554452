/* SPDX-License-Identifier: MIT */

/* From right to left: words and widgets change sides, photographs, maps and charts do not,
 * numbers keep sign and unit where they belong, and nothing is cut off. */

#include "window-fixture.h"

#include "canvas.h"
#include "colorbar-view.h"
#include "curve-view.h"
#include "measure-window.h"
#include "tensor-window.h"

#include <string.h>

static void
set_up (WindowFixture *f, gconstpointer unused)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window_set_up (f, NULL);
}

static void
tear_down (WindowFixture *f, gconstpointer unused)
{
  window_tear_down (f, NULL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static GtkWidget *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  g_error ("there is no %s", g_type_name (type));
}

/* A line that is a number with a sign or a unit, and leaves its direction to what is around
 * it. */
static gboolean
is_adrift (const char *line)
{
  for (const char *p = line; *p; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)) || g_utf8_get_char (p) == 0x200e)
      return FALSE;
  return strpbrk (line, "0123456789") && (strpbrk (line, "%+-") || strstr (line, "−"));
}

G_GNUC_PRINTF (1, 2) static void fail (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_test_message ("%s", text);
  g_test_fail_printf ("%s", text);
}

static void
check_text (GtkWidget *label)
{
  g_auto (GStrv) lines = g_strsplit (gtk_label_get_text (GTK_LABEL (label)), "\n", -1);

  for (char **line = lines; *line; line++)
    if (is_adrift (*line))
      fail ("“%s” turns around (in a %s)", *line,
            G_OBJECT_TYPE_NAME (gtk_widget_get_parent (label)));
}

/* What scrolls sideways may go on beyond the edge. */
static gboolean
scrolls (GtkWidget *widget)
{
  GtkPolicyType policy = GTK_POLICY_NEVER;

  if (!GTK_IS_SCROLLED_WINDOW (widget))
    return FALSE;
  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &policy, NULL);
  return policy != GTK_POLICY_NEVER;
}

static void
check_place (GtkWidget *widget, GtkWidget *root)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (widget, root, &bounds)
      || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkGizmo"))
    return;
  float right = bounds.origin.x + bounds.size.width;
  if (bounds.origin.x < -1 || right > (float)gtk_widget_get_width (root) + 1)
    fail ("a %s in a %s is cut off: %g to %g", G_OBJECT_TYPE_NAME (widget),
          G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), (double)bounds.origin.x,
          (double)right);
}

static guint
check_all (GtkWidget *widget, GtkWidget *root)
{
  guint count = 1;

  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget))
    return 0;
  if (widget != root)
    check_place (widget, root);
  if (GTK_IS_LABEL (widget))
    check_text (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !scrolls (widget);
       child = gtk_widget_get_next_sibling (child))
    count += check_all (child, root);
  return count;
}

static void
wait_while (gboolean (*busy) (gpointer), gpointer window)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (busy (window))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  gtk_test_widget_wait_for_draw (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_measuring (gpointer window)
{
  return fovea_measure_window_is_running (window);
}

static gboolean
is_filling (gpointer window)
{
  return fovea_tensor_window_is_busy (window);
}

static void
test_windows (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "compare", g_variant_new_string ("models"));
  window_act (f, "pin", g_variant_new ("(dd)", 120.0, 90.0));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->window));
  g_assert_cmpuint (check_all (GTK_WIDGET (f->window), GTK_WIDGET (f->window)), >, 100);
  window_act (f, "measure", NULL);
  GtkWidget *measure = find_window (FOVEA_TYPE_MEASURE_WINDOW);
  wait_while (is_measuring, measure);
  gtk_widget_activate_action (measure, "measure.measure", "s", "road");
  wait_while (is_measuring, measure);
  g_assert_cmpuint (check_all (measure, measure), >, 40);
  gtk_window_destroy (GTK_WINDOW (measure));
  window_act (f, "tensor", NULL);
  GtkWidget *tensor = find_window (FOVEA_TYPE_TENSOR_WINDOW);
  wait_while (is_filling, tensor);
  g_assert_cmpuint (check_all (tensor, tensor), >, 40);
  gtk_window_destroy (GTK_WINDOW (tensor));
}

static gboolean
is_as_large (GdkTexture *a, GdkTexture *b)
{
  return gdk_texture_get_width (a) == gdk_texture_get_width (b)
         && gdk_texture_get_height (a) == gdk_texture_get_height (b);
}

/* How many pixels differ by more than rounding, of a thousand. */
static guint
compare (GdkTexture *a, GdkTexture *b)
{
  gsize width = (gsize)gdk_texture_get_width (a),
        height = (gsize)gdk_texture_get_height (a);
  g_autofree guchar *one = g_malloc (4 * width * height);
  g_autofree guchar *other = g_malloc (4 * width * height);
  gsize differ = 0;

  g_assert_cmpint (gdk_texture_get_width (b), ==, (gint)width);
  g_assert_cmpint (gdk_texture_get_height (b), ==, (gint)height);
  gdk_texture_download (a, one, 4 * width);
  gdk_texture_download (b, other, 4 * width);
  for (gsize i = 0; i < 4 * width * height; i += 4)
    differ += ABS (one[i + 1] - other[i + 1]) > 8 ? 1 : 0;
  return (guint)(1000 * differ / (width * height));
}

/* What the widget draws now, of its own size; NULL while it has not. (transfer full) */
static GdkTexture *
try_draw (GtkWidget *widget, GdkPaintable *paintable)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  gtk_widget_queue_draw (widget);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (gtk_widget_get_root (widget)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (!node)
    return NULL;
  GdkTexture *texture = gsk_renderer_render_texture (
      gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
      &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gsk_render_node_unref (node);
  return texture;
}

/* The same once nothing more changes: maps are drawn by a thread. (transfer full) */
static GdkTexture *
draw (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GdkTexture) last = NULL;
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint same = 0;

  while (same < 10)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_autoptr (GdkTexture) now = try_draw (widget, paintable);
      gboolean alike
          = now && last && is_as_large (last, now) && compare (last, now) == 0;
      same = alike ? same + 1 : 0;
      g_set_object (&last, now);
    }
  return g_steal_pointer (&last);
}

/* The first that is seen and has something to draw. */
static GtkWidget *
find_drawn (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;
  gboolean empty
      = GTK_IS_PICTURE (widget) && !gtk_picture_get_paintable (GTK_PICTURE (widget));

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && !empty)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_drawn (child, type);
  return found;
}

#define PICTURES 4

static void
draw_pictures (GdkTexture *drawn[PICTURES])
{
  WindowFixture f;
  GType types[] = { FOVEA_TYPE_CANVAS, FOVEA_TYPE_COLORBAR_VIEW, GTK_TYPE_PICTURE };

  window_set_up (&f, NULL);
  window_act (&f, "pin", g_variant_new ("(dd)", 120.0, 90.0));
  window_act (&f, "box", g_variant_new ("(dddd)", 20.0, 30.0, 60.0, 50.0));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    drawn[i] = draw (find_drawn (GTK_WIDGET (f.window), types[i]));
  window_act (&f, "measure", NULL);
  GtkWidget *measure = find_window (FOVEA_TYPE_MEASURE_WINDOW);
  wait_while (is_measuring, measure);
  drawn[3] = draw (find_drawn (measure, FOVEA_TYPE_CURVE_VIEW));
  window_tear_down (&f, NULL);
}

static void
test_pictures (void)
{
  static const char *const names[PICTURES]
      = { "photograph", "colour bar", "tile", "chart" };
  GdkTexture *here[PICTURES], *there[PICTURES];

  draw_pictures (here);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  draw_pictures (there);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  for (guint i = 0; i < PICTURES; i++)
    {
      guint differ = compare (here[i], there[i]);
      if (differ > 5)
        fail ("the %s is another from right to left: %u in a thousand", names[i], differ);
      g_object_unref (here[i]);
      g_object_unref (there[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  g_test_add ("/direction/windows", WindowFixture, NULL, set_up, test_windows, tear_down);
  g_test_add_func ("/direction/pictures", test_pictures);
  return g_test_run ();
}
