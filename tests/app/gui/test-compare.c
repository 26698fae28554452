/* SPDX-License-Identifier: MIT */

/* Columns side by side, under a virtual display, driven by the window's actions. */

#include "window-fixture.h"

#include "window.h"

#include <math.h>
#include <string.h>

typedef WindowFixture Fixture;

static void
act (Fixture *f, const char *action, GVariant *parameter)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (f->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, parameter);
}

static const FoveaSite *
site_of (FoveaColumn *column)
{
  return &fovea_explanation_layer (fovea_column_get_explanation (column),
                                   (guint) fovea_column_get_layer (column))
              ->site;
}

/* A copy shows what its original shows; the last one cannot be removed. */
static void
test_add_and_remove (Fixture *f, gconstpointer unused)
{
  act (f, "class", g_variant_new_int32 (3));
  window_settle (f);
  act (f, "step-layer", g_variant_new_int32 (-2));
  window_settle (f);
  act (f, "duplicate-column", NULL);
  window_settle (f);
  g_assert_cmpuint (window_count (f), ==, 2);
  g_assert_cmpuint (fovea_compare_get_position (f->compare), ==, 1);
  g_assert_cmpint (fovea_column_get_target (window_column (f, 1)), ==, 3);
  g_assert_cmpstr (site_of (window_column (f, 1))->path, ==, site_of (window_column (f, 0))->path);
  g_assert_true (fovea_column_get_model (window_column (f, 0))
                 == fovea_column_get_model (window_column (f, 1)));

  act (f, "method", g_variant_new_string ("layercam"));
  window_settle (f);
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 0))->name, ==, "gradcam");
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 1))->name, ==, "layercam");
  act (f, "move-column", g_variant_new_int32 (-1));
  window_settle (f);
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 0))->name, ==, "layercam");
  g_assert_cmpuint (fovea_compare_get_position (f->compare), ==, 0);

  act (f, "remove-column", NULL);
  act (f, "remove-column", NULL);
  window_settle (f);
  g_assert_cmpuint (window_count (f), ==, 1);
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 0))->name, ==, "gradcam");
}

static void
test_models (Fixture *f, gconstpointer unused)
{
  static const char *const names[] = { "van_nano", "san_nano", "acmix_resnet_nano" };

  act (f, "compare", g_variant_new_string ("models"));
  window_settle (f);
  g_assert_cmpuint (window_count (f), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (fovea_model_name (fovea_column_get_model (window_column (f, i))), ==,
                       names[i]);
      g_assert_nonnull (fovea_column_get_map (window_column (f, i)));
    }
}

/* One key steps in every column, to the same stride; an unlinked one stays. */
static void
test_depth (Fixture *f, gconstpointer unused)
{
  act (f, "compare", g_variant_new_string ("models"));
  window_settle (f);
  guint before = site_of (window_column (f, 0))->stride;
  act (f, "step-stage", g_variant_new_int32 (-1));
  window_settle (f);
  guint stride = site_of (window_column (f, 0))->stride;
  g_assert_cmpuint (stride, <, before);
  for (guint i = 1; i < 3; i++)
    g_assert_cmpuint (site_of (window_column (f, i))->stride, ==, stride);

  g_action_group_change_action_state (G_ACTION_GROUP (f->window), "linked",
                                      g_variant_new_boolean (FALSE));
  act (f, "step-stage", g_variant_new_int32 (-1));
  window_settle (f);
  g_assert_cmpuint (site_of (window_column (f, 0))->stride, <, stride);
  g_assert_cmpuint (site_of (window_column (f, 1))->stride, ==, stride);
}

static void
test_stages_and_methods (Fixture *f, gconstpointer unused)
{
  act (f, "compare", g_variant_new_string ("stages"));
  window_settle (f);
  g_assert_cmpuint (window_count (f), ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (site_of (window_column (f, i))->stage, ==, i + 1);
  act (f, "compare", g_variant_new_string ("methods"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (window_count (f), ==, 6);
  act (f, "stop", NULL);
  act (f, "stop", NULL);
  window_settle (f);
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 0))->name, ==, "gradcam");
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 2))->name, ==, "layercam");
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget)
      && strstr (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

/* A column agrees with its copy wholly, with another method less. */
static void
test_agreement (Fixture *f, gconstpointer unused)
{
  g_assert_false (says (GTK_WIDGET (f->compare), "agrees with"));
  act (f, "duplicate-column", NULL);
  window_settle (f);
  g_assert_true (says (GTK_WIDGET (f->compare), "agrees with VAN nano’s Grad-CAM: r = 1"));
  act (f, "method", g_variant_new_string ("eigencam"));
  window_settle (f);
  g_assert_true (says (GTK_WIDGET (f->compare), "agrees with VAN nano’s Grad-CAM: r = "));
  g_assert_false (says (GTK_WIDGET (f->compare), "r = 1"));
}

/* The photograph's place in the middle of the canvas, and the zoom. */
static void
middle_of (FoveaCanvas *canvas, double *x, double *y, double *zoom)
{
  GtkWidget *widget = GTK_WIDGET (canvas);

  g_assert_true (fovea_canvas_to_photo (canvas, gtk_widget_get_width (widget) / 2.0,
                                        gtk_widget_get_height (widget) / 2.0, x, y));
  *zoom = fovea_canvas_get_zoom (canvas);
}

static void
assert_same_view (Fixture *f)
{
  double x, y, zoom;

  middle_of (fovea_compare_get_canvas (f->compare, 0), &x, &y, &zoom);
  for (guint i = 1; i < window_count (f); i++)
    {
      double other_x, other_y, other_zoom;
      middle_of (fovea_compare_get_canvas (f->compare, i), &other_x, &other_y, &other_zoom);
      g_assert_cmpfloat (other_zoom, ==, zoom);
      g_assert_cmpfloat (fabs (other_x - x) * zoom, <=, 0.5);
      g_assert_cmpfloat (fabs (other_y - y) * zoom, <=, 0.5);
    }
}

/* Whatever is panned and zoomed in one, all show the same. */
static void
test_linked (Fixture *f, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  act (f, "compare", g_variant_new_string ("models"));
  window_settle (f);
  for (guint i = 0; i < 1000; i++)
    {
      FoveaCanvas *canvas
          = fovea_compare_get_canvas (f->compare, (guint) g_rand_int_range (rand, 0, 3));
      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          fovea_canvas_zoom_by (canvas, g_rand_double_range (rand, 0.5, 2));
          break;
        case 1:
          fovea_canvas_zoom_to (canvas, g_rand_double_range (rand, 0.5, 8));
          break;
        case 2:
          fovea_canvas_zoom_fit (canvas);
          break;
        default:
          fovea_canvas_pan_by (canvas, g_rand_double_range (rand, -300, 300),
                               g_rand_double_range (rand, -300, 300));
        }
      if (i % 100 == 0)
        {
          gtk_window_set_default_size (GTK_WINDOW (f->window), g_rand_int_range (rand, 800, 1200),
                                       g_rand_int_range (rand, 500, 760));
          for (guint k = 0; k < 50; k++)
            g_main_context_iteration (NULL, FALSE);
        }
      assert_same_view (f);
    }
}

/* An unlinked one is looked around in alone, and comes back when linked again. */
static void
test_unlinked (Fixture *f, gconstpointer unused)
{
  act (f, "duplicate-column", NULL);
  window_settle (f);
  fovea_compare_set_linked (f->compare, FALSE);
  fovea_canvas_zoom_to (fovea_compare_get_canvas (f->compare, 1), 5);
  g_assert_cmpfloat (fovea_canvas_get_zoom (fovea_compare_get_canvas (f->compare, 0)), !=, 5);
  fovea_compare_set_linked (f->compare, TRUE);
  assert_same_view (f);
  g_assert_cmpfloat (fovea_canvas_get_zoom (fovea_compare_get_canvas (f->compare, 0)), ==, 5);
}

/* The place that the shown panel asks about, in pixels of the network's input. */
static void
pin_of (FoveaColumn *column, double *x, double *y)
{
  const FoveaPanels *panels
      = fovea_explanation_layer (fovea_column_get_explanation (column),
                                 (guint) fovea_column_get_layer (column))
            ->panels;
  const GArray *marks = fovea_panels_get (panels, 0)->marks;

  *x = *y = NAN;
  for (guint i = 0; i < marks->len; i++)
    if (g_array_index (marks, FoveaMark, i).kind == FOVEA_MARK_PIN)
      {
        *x = g_array_index (marks, FoveaMark, i).x;
        *y = g_array_index (marks, FoveaMark, i).y;
      }
}

/* Where the pointer is, every linked column asks; a click pins that, a click on the pin
 * lets it go. */
static void
test_place (Fixture *f, gconstpointer unused)
{
  double x, y, other_x, other_y, later_x, later_y;

  act (f, "compare", g_variant_new_string ("models"));
  window_settle (f);
  for (gint i = 1; i < 3; i++)
    {
      act (f, "column", g_variant_new_int32 (i));
      act (f, "method", g_variant_new_string ("local_attention"));
    }
  window_settle (f);
  FoveaCanvas *canvas = fovea_compare_get_canvas (f->compare, 1);
  g_signal_emit_by_name (canvas, "pointer", 90.0, 60.0);
  window_settle (f);
  pin_of (window_column (f, 1), &x, &y);
  pin_of (window_column (f, 2), &other_x, &other_y);
  g_assert_cmpfloat (hypot (x - other_x, y - other_y), <, 40);
  g_signal_emit_by_name (canvas, "pointer", 130.0, 90.0);
  window_settle (f);
  pin_of (window_column (f, 1), &later_x, &later_y);
  g_assert_cmpfloat (hypot (later_x - x, later_y - y), >, 20);

  g_signal_emit_by_name (canvas, "picked", 130.0, 90.0);
  FoveaPlaces *places = fovea_session_get_places (f->session);
  g_assert_cmpuint (fovea_places_n_pins (places), ==, 1);
  g_signal_emit_by_name (canvas, "pointer", 70.0, 40.0);
  window_settle (f);
  pin_of (window_column (f, 1), &x, &y);
  g_assert_cmpfloat (x, ==, later_x);
  g_assert_cmpfloat (y, ==, later_y);
  g_signal_emit_by_name (canvas, "picked", 130.0, 90.0);
  g_assert_cmpuint (fovea_places_n_pins (places), ==, 0);
  g_signal_emit_by_name (canvas, "pointer", 70.0, 40.0);
  window_settle (f);
  pin_of (window_column (f, 1), &x, &y);
  g_assert_cmpfloat (hypot (x - later_x, y - later_y), >, 20);
}

/* One head after another, and then all of them again. */
static void
test_heads (Fixture *f, gconstpointer unused)
{
  act (f, "model", g_variant_new_string ("acmix_resnet_nano"));
  window_settle (f);
  act (f, "method", g_variant_new_string ("local_attention"));
  window_settle (f);
  guint heads = site_of (window_column (f, 0))->heads;
  g_assert_cmpuint (heads, >, 1);
  for (guint i = 0; i <= heads; i++)
    {
      g_assert_cmpint (fovea_column_get_chosen_map (window_column (f, 0)), ==, (gint) i - 1);
      act (f, "step-map", g_variant_new_int32 (1));
      window_settle (f);
    }
  g_assert_cmpint (fovea_column_get_chosen_map (window_column (f, 0)), ==, -1);
  act (f, "step-map", g_variant_new_int32 (-1));
  g_assert_cmpint (fovea_column_get_chosen_map (window_column (f, 0)), ==, (gint) heads - 1);
  window_settle (f);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/compare/" name, Fixture, NULL, window_set_up, test, window_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("add-and-remove", test_add_and_remove);
  ADD ("models", test_models);
  ADD ("depth", test_depth);
  ADD ("stages-and-methods", test_stages_and_methods);
  ADD ("linked", test_linked);
  ADD ("unlinked", test_unlinked);
  ADD ("agreement", test_agreement);
  ADD ("place", test_place);
  ADD ("heads", test_heads);
  return g_test_run ();
}
