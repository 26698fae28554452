/* SPDX-License-Identifier: MIT */

/* Measures taken beside the window: they grow, are looked back at, stopped and closed. */

#include "window-fixture.h"

#include "curve-view.h"
#include "measure-window.h"

static FoveaMeasureWindow *
find_measure_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  FoveaMeasureWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (FOVEA_IS_MEASURE_WINDOW (window))
        found = FOVEA_MEASURE_WINDOW (window);
    }
  return found;
}

static void
count_changes (FoveaMeasuring *measuring, guint *count)
{
  ++*count;
}

static void
wait_for (FoveaMeasureWindow *window)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (fovea_measure_window_is_running (window))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static FoveaMeasureWindow *
open_measures (WindowFixture *f)
{
  window_act (f, "measure", NULL);
  g_assert_nonnull (find_measure_window ());
  return find_measure_window ();
}

static FoveaMeasuring *
measuring_at (FoveaMeasureWindow *window, guint position)
{
  return g_ptr_array_index (fovea_measure_window_get_measurings (window), position);
}

static const FoveaReadCurve *
curve_called (FoveaMeasuring *measuring, const char *name)
{
  const FoveaReading *reading = fovea_measuring_get_reading (measuring);

  g_assert_nonnull (reading);
  for (guint i = 0; i < reading->curves->len; i++)
    if (g_str_equal (((FoveaReadCurve *) reading->curves->pdata[i])->name, name))
      return reading->curves->pdata[i];
  g_assert_not_reached ();
}

/* One curve for each column, told point by point; in the end it is the reading's. */
static void
test_curves (WindowFixture *f, gconstpointer unused)
{
  guint changes = 0;

  window_act (f, "compare", g_variant_new_string ("models"));
  FoveaMeasureWindow *window = open_measures (f);
  fovea_measure_window_take (window, fovea_measure_find ("deletion", NULL));
  g_assert_cmpuint (fovea_measure_window_get_measurings (window)->len, ==, 3);
  g_signal_connect (measuring_at (window, 0), "changed", G_CALLBACK (count_changes),
                    &changes);
  wait_for (window);
  g_assert_cmpuint (changes, >, 20);
  for (guint i = 0; i < 3; i++)
    {
      FoveaMeasuring *measuring = measuring_at (window, i);
      const FoveaReadCurve *curve = curve_called (measuring, "deletion");
      const FoveaMeasuredSeries *series = fovea_measuring_get_series (measuring)->pdata[0];
      g_assert_cmpuint (series->points->len, ==, curve->n);
      for (guint k = 0; k < curve->n; k++)
        {
          const FoveaMeasuredPoint *point = series->points->pdata[k];
          g_assert_cmpfloat (point->x, ==, curve->x[k]);
          g_assert_cmpfloat (point->y, ==, curve->y[k]);
          g_assert_cmpfloat_with_epsilon (point->explained, point->y, 1e-6);
          g_assert_nonnull (point->picture);
        }
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The handle goes along its curve and stays on it. */
static void
test_handle (WindowFixture *f, gconstpointer unused)
{
  FoveaMeasureWindow *window = open_measures (f);
  FoveaCurveView *view
      = FOVEA_CURVE_VIEW (window_find (GTK_WIDGET (window), FOVEA_TYPE_CURVE_VIEW));
  FoveaMeasuring *owner;

  wait_for (window);
  const FoveaMeasuredSeries *series
      = fovea_measuring_get_series (measuring_at (window, 0))->pdata[0];
  guint last = series->points->len - 1;
  g_assert_true (fovea_curve_view_get_point (view, &owner) == series->points->pdata[last]);
  fovea_curve_view_step (view, -3);
  g_assert_true (fovea_curve_view_get_point (view, &owner)
                 == series->points->pdata[last - 3]);
  fovea_curve_view_step (view, -1000000);
  const FoveaMeasuredPoint *first = fovea_curve_view_get_point (view, &owner);
  g_assert_true (first == series->points->pdata[0]);
  g_assert_cmpfloat (first->x, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_randomisation (WindowFixture *f, gconstpointer unused)
{
  FoveaMeasureWindow *window = open_measures (f);

  fovea_measure_window_take (window, fovea_measure_find ("randomisation", NULL));
  wait_for (window);
  FoveaMeasuring *measuring = measuring_at (window, 0);
  GPtrArray *maps = fovea_measuring_get_maps (measuring);
  g_assert_cmpuint (maps->len, ==, curve_called (measuring, "spearman")->n);
  const FoveaMeasuredMap *last = maps->pdata[maps->len - 1];
  g_assert_cmpstr (last->label, ==, "everything");
  g_assert_cmpuint (fovea_image_width (last->picture), ==, 180);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Stopping keeps what there is, and what has not begun stays empty; another layer makes it
 * that of the former map. */
static void
test_stop (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "compare", g_variant_new_string ("models"));
  FoveaMeasureWindow *window = open_measures (f);
  fovea_measure_window_take (window, fovea_measure_find ("randomisation", NULL));
  FoveaMeasuring *first = measuring_at (window, 0), *last = measuring_at (window, 2);

  while (fovea_measuring_get_maps (first)->len == 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 3; i++)
    fovea_measuring_stop (measuring_at (window, i));
  wait_for (window);
  g_assert_cmpuint (fovea_measuring_get_maps (first)->len, >, 0);
  g_assert_cmpuint (fovea_measuring_get_maps (last)->len, ==, 0);
  g_assert_null (fovea_measuring_get_reading (last));
  g_assert_null (fovea_measuring_get_failure (last));
  g_assert_false (fovea_measuring_is_former (first));
  window_act (f, "step-layer", g_variant_new_int32 (-1));
  g_assert_true (fovea_measuring_is_former (first));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Closing in the middle leaves nothing running that the window waits for. */
static void
test_closed (WindowFixture *f, gconstpointer unused)
{
  FoveaMeasureWindow *window = open_measures (f);
  g_autoptr (FoveaMeasuring) measuring = g_object_ref (measuring_at (window, 0));

  gtk_window_destroy (GTK_WINDOW (window));
  while (fovea_measuring_is_running (measuring))
    g_main_context_iteration (NULL, TRUE);
  window_act (f, "method", g_variant_new_string ("layercam"));
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 0))->name, ==, "layercam");
}

#define ADD(name, test)                                                                  \
  g_test_add ("/measure/" name, WindowFixture, NULL, window_set_up, test, window_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("curves", test_curves);
  ADD ("handle", test_handle);
  ADD ("randomisation", test_randomisation);
  ADD ("stop", test_stop);
  ADD ("closed", test_closed);
  return g_test_run ();
}
