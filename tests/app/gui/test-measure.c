/* SPDX-License-Identifier: MIT */

/* Measures taken beside the window: they grow, are looked back at, stopped and closed. */

#include "window-fixture.h"

#include "curve-view.h"
#include "left-to-right.h"
#include "measure-window.h"
#include "number.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

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

static FoveaCurveView *
curve_view (FoveaMeasureWindow *window)
{
  return FOVEA_CURVE_VIEW (window_find (GTK_WIDGET (window), FOVEA_TYPE_CURVE_VIEW));
}

static guint
held_at (FoveaCurveView *view)
{
  guint point = G_MAXUINT;

  g_assert_nonnull (fovea_curve_view_get_held (view, &point));
  return point;
}

static void
press (FoveaCurveView *view, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &taken);
    }
  g_assert_true (taken);
}

static void
check_said (FoveaCurveView *view, GtkAccessibleProperty property, const char *expected)
{
  g_autofree char *told
      = gtk_test_accessible_check_property (GTK_ACCESSIBLE (view), property, expected);

  g_assert_cmpstr (told, ==, NULL);
}

/* Tab comes to the curves. */
static void
check_reached (FoveaMeasureWindow *window)
{
  GtkWidget *view = GTK_WIDGET (curve_view (window));

  for (guint i = 0; i < 12 && gtk_window_get_focus (GTK_WINDOW (window)) != view; i++)
    gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == view);
}

/* The handle goes along its curve by keys and stays on it; where it is, is said in words. */
static void
test_handle (WindowFixture *f, gconstpointer unused)
{
  FoveaMeasureWindow *window = open_measures (f);
  FoveaCurveView *view = curve_view (window);
  guint point;

  wait_for (window);
  check_reached (window);
  const FoveaReadCurve *curve = curve_called (measuring_at (window, 0), "insertion");
  guint last = curve->n - 1;
  g_assert_cmpuint (held_at (view), ==, last);
  press (view, GDK_KEY_Left);
  press (view, GDK_KEY_Left);
  g_assert_cmpuint (held_at (view), ==, last - 2);
  press (view, GDK_KEY_Right);
  g_assert_cmpuint (held_at (view), ==, last - 1);
  press (view, GDK_KEY_Home);
  press (view, GDK_KEY_Left);
  g_assert_cmpuint (held_at (view), ==, 0);
  g_assert_cmpfloat (fovea_curve_view_get_held (view, &point)->x[0], ==, 0);
  g_autofree char *value = fovea_curve_view_value (view);
  g_assert_true (g_str_has_prefix (value, "0.0 % of the pixels shown: score "));
  check_said (view, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value);
  press (view, GDK_KEY_End);
  press (view, GDK_KEY_Right);
  g_assert_cmpuint (held_at (view), ==, last);
  g_autofree char *sentence
      = fovea_curve_line_sentence (fovea_curve_view_get_held (view, &point));
  g_assert_nonnull (strstr (sentence, "VAN nano"));
  g_assert_nonnull (strstr (sentence, "of the pixels shown; lowest"));
  check_said (view, GTK_ACCESSIBLE_PROPERTY_LABEL, sentence);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Up and Down go to the next curve, at the same share of the pixels. */
static void
test_lines (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "compare", g_variant_new_string ("models"));
  FoveaMeasureWindow *window = open_measures (f);
  FoveaCurveView *view = curve_view (window);
  guint point;

  wait_for (window);
  press (view, GDK_KEY_Home);
  for (guint i = 0; i < 7; i++)
    press (view, GDK_KEY_Right);
  press (view, GDK_KEY_Down);
  const FoveaCurveLine *line = fovea_curve_view_get_held (view, &point);
  g_assert_true (line->owner == measuring_at (window, 1));
  g_assert_cmpuint (point, ==, 7);
  press (view, GDK_KEY_Down);
  press (view, GDK_KEY_Down);
  line = fovea_curve_view_get_held (view, &point);
  g_assert_true (line->owner == measuring_at (window, 2));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
act_here (FoveaMeasureWindow *window, const char *action, const char *parameter)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action,
                                             parameter ? "s" : NULL, parameter));
}

typedef struct
{
  char *text;
  gboolean come;
} Read;

static void
on_read (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  Read *read = data;

  read->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  read->come = TRUE;
}

/* (transfer full) */
static char *
copied (FoveaMeasureWindow *window)
{
  Read read = { NULL, FALSE };

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL,
                                 on_read, &read);
  while (!read.come)
    g_main_context_iteration (NULL, TRUE);
  return read.text;
}

static void
wait_for_file (const char *path)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
    }
}

/* What the file holds; it is removed. (transfer full) */
static char *
swallow (const char *path, gsize *length)
{
  char *text = NULL;

  wait_for_file (path);
  g_assert_true (g_file_get_contents (path, &text, length, NULL));
  g_remove (path);
  return text;
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
says_number (GtkWidget *widget, double value)
{
  g_autofree char *number = fovea_number_format (value, 4);
  g_autofree char *wanted = fovea_left_to_right (number);

  return says (widget, wanted);
}

/* Every number is listed, copied and saved for each column. */
static void
test_numbers (WindowFixture *f, gconstpointer unused)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-measure-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "numbers.csv", NULL);
  gsize length;

  window_act (f, "compare", g_variant_new_string ("models"));
  FoveaMeasureWindow *window = open_measures (f);
  act_here (window, "measure.copy", NULL); /* nothing yet, and nothing happens */
  act_here (window, "measure.measure", "road");
  wait_for (window);
  act_here (window, "measure.copy", NULL);
  g_autofree char *table = copied (window);
  act_here (window, "measure.save-numbers-to", path);
  g_autofree char *csv = swallow (path, &length);
  g_assert_true (g_str_has_prefix (table, "ROAD\tmeaning\tVAN nano"));
  for (guint i = 0; i < 3; i++)
    {
      const FoveaReading *reading = fovea_measuring_get_reading (measuring_at (window, i));
      double combined = fovea_reading_value (reading, "combined");
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_dtostr (digits, sizeof digits, combined);
      g_assert_nonnull (strstr (table, digits));
      g_assert_nonnull (strstr (csv, digits));
      g_assert_true (says_number (GTK_WIDGET (window), combined));
    }
  g_assert_nonnull (strstr (csv, ",curve,lerf,"));
  g_rmdir (folder);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Runs the line with the built program in the place of its first word. (transfer full) */
static char *
run_line (const char *line, const char *more)
{
  g_autofree char *all = g_strconcat (g_getenv ("FOVEA_CLI"), line + strlen ("fovea-cli"),
                                      more, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *err = NULL;
  char *out = NULL;
  int status;

  g_spawn_command_line_sync (all, &out, &err, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", all, err);
  return out;
}

static void
compare_numbers (FoveaMeasureWindow *window, const char *json)
{
  json_t *root = json_loads (json, 0, NULL);
  json_t *columns
      = json_object_get (json_array_get (json_object_get (root, "results"), 0), "columns");

  g_assert_cmpuint (json_array_size (columns), ==,
                    fovea_measure_window_get_measurings (window)->len);
  for (guint i = 0; i < json_array_size (columns); i++)
    {
      json_t *measure
          = json_array_get (json_object_get (json_array_get (columns, i), "measures"), 0);
      const GArray *numbers = fovea_measuring_get_reading (measuring_at (window, i))->numbers;
      g_assert_cmpuint (numbers->len, >, 0);
      for (guint k = 0; k < numbers->len; k++)
        {
          const FoveaNumber *number = &g_array_index (numbers, FoveaNumber, k);
          double other = json_real_value (
              json_object_get (json_object_get (measure, "numbers"), number->name));
          g_assert_cmpfloat_with_epsilon (other, number->value,
                                          1e-8 * (1 + ABS (number->value)));
        }
    }
  json_decref (root);
}

/* The numbers of the command are those of the window, and so is the chart, byte for byte. */
static void
check_command (FoveaMeasureWindow *window, const char *measure)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-measure-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "chart.pdf", NULL);
  g_autofree char *out = g_strdup_printf (" --out %s", path);
  gsize one_length, other_length;

  act_here (window, "measure.measure", measure);
  wait_for (window);
  act_here (window, "measure.copy-command", NULL);
  g_autofree char *line = copied (window);
  g_test_message ("%s", line);
  g_autofree char *json = run_line (line, " --json");
  compare_numbers (window, json);
  g_autofree char *said = run_line (line, out);
  g_autofree char *one = swallow (path, &one_length);
  act_here (window, "measure.save-chart-to", path);
  g_autofree char *other = swallow (path, &other_length);
  g_assert_cmpmem (one, one_length, other, other_length);
  g_rmdir (folder);
}

static void
test_command (WindowFixture *f, gconstpointer unused)
{
  g_assert_nonnull (g_getenv ("FOVEA_CLI"));
  FoveaMeasureWindow *window = open_measures (f);
  check_command (window, "randomisation");
  gtk_window_destroy (GTK_WINDOW (window));
  window_act (f, "compare", g_variant_new_string ("models"));
  window_act (f, "step-layer", g_variant_new_int32 (-1));
  window_act (f, "class", g_variant_new_int32 (3));
  window = open_measures (f);
  check_command (window, "deletion");
  check_command (window, "road");
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
  g_assert_false (says (GTK_WIDGET (window), "of the former map"));
  window_act (f, "step-layer", g_variant_new_int32 (-1));
  g_assert_true (fovea_measuring_is_former (first));
  g_assert_true (says (GTK_WIDGET (window), "of the former map"));
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
  ADD ("lines", test_lines);
  ADD ("numbers", test_numbers);
  ADD ("command", test_command);
  ADD ("randomisation", test_randomisation);
  ADD ("stop", test_stop);
  ADD ("closed", test_closed);
  return g_test_run ();
}
