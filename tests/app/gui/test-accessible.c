/* SPDX-License-Identifier: MIT */

/* Every window with everything in it open, walked through. */

#include "walk.h"
#include "window-fixture.h"

#include "card-dialog.h"
#include "figure-window.h"
#include "folder-window.h"
#include "library-window.h"
#include "measure-window.h"
#include "preferences-window.h"
#include "tensor-window.h"

/* The window of this type that is open. */
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

static void
iterate_until (gboolean (*reached) (gpointer), gpointer data)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!reached (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
expand_all (GtkWidget *widget)
{
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    expand_all (child);
}

/* It fits on a telephone, with the one button in its title that there is there. */
static void
check_width (GtkWidget *window, const char *where)
{
  GtkWidget *content
      = ADW_IS_WINDOW (window)
            ? adw_window_get_content (ADW_WINDOW (window))
            : adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
  int least;

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least > 360)
    g_test_fail_printf ("%s: at least %d pixels wide", where, least);
}

/* Opened whole; the number of what was found must not shrink unseen. */
static void
walk_window (GtkWidget *window, const char *where, guint least)
{
  const char *title = gtk_window_get_title (GTK_WINDOW (window));

  expand_all (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (title && *title);
  check_width (window, where);
  g_assert_cmpuint (walk_widgets (window, where), >=, least);
}

static void
walk_main (WindowFixture *f, const char *where)
{
  walk_window (GTK_WIDGET (f->window), where, 40);
}

static void
test_modes (WindowFixture *f, gconstpointer unused)
{
  static const char *const modes[] = { "box", "crop", "erase", "look" };

  walk_main (f, "demonstration");
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      window_act (f, "pointer", g_variant_new_string (modes[i]));
      walk_main (f, modes[i]);
    }
  window_act (f, "pin", g_variant_new ("(dd)", 0.4, 0.5));
  window_act (f, "pin", g_variant_new ("(dd)", 0.7, 0.3));
  window_act (f, "box", g_variant_new ("(dddd)", 0.1, 0.1, 0.4, 0.4));
  walk_main (f, "pins and a box");
  window_act (f, "open-uri", g_variant_new_string ("/nowhere/at-all.jpg"));
  walk_main (f, "an error");
}

static void
test_columns (WindowFixture *f, gconstpointer unused)
{
  static const char *const methods[] = { "local_attention", "lka_stages", "gradcam" };

  window_act (f, "compare", g_variant_new_string ("models"));
  walk_main (f, "three columns");
  window_act (f, "wipe", NULL);
  walk_main (f, "wipe");
  window_act (f, "wipe", NULL);
  window_act (f, "difference", NULL);
  walk_main (f, "difference");
  window_act (f, "scale", g_variant_new_string ("shared"));
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      window_act (f, "method", g_variant_new_string (methods[i]));
      walk_main (f, methods[i]);
    }
}

static gboolean
is_measured (gpointer window)
{
  return !fovea_measure_window_is_running (window);
}

static void
test_measure (WindowFixture *f, gconstpointer unused)
{
  static const char *const measures[] = { "deletion", "road", "randomisation" };

  window_act (f, "measure", NULL);
  GtkWidget *window = find_window (FOVEA_TYPE_MEASURE_WINDOW);
  walk_window (window, "measure, at the start", 4);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      gtk_widget_activate_action (window, "measure.measure", "s", measures[i]);
      iterate_until (is_measured, window);
      walk_window (window, measures[i], 5);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_tensor (gpointer window)
{
  return !fovea_tensor_window_is_busy (window);
}

static void
test_tensor (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "tensor", NULL);
  GtkWidget *window = find_window (FOVEA_TYPE_TENSOR_WINDOW);
  iterate_until (has_tensor, window);
  gtk_widget_activate_action (window, "tensor.channel", "i", 1);
  iterate_until (has_tensor, window);
  walk_window (window, "tensor", 12);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_card (gpointer dialog)
{
  return !fovea_card_dialog_is_busy (dialog);
}

static void
test_card (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "model-card", NULL);
  GtkWidget *window = find_window (FOVEA_TYPE_CARD_DIALOG);
  iterate_until (has_card, window);
  walk_window (window, "model card", 4);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_table (gpointer window)
{
  return !fovea_folder_window_is_busy (window)
         && g_list_model_get_n_items (fovea_folder_window_get_shown (window)) > 0;
}

/* Without a folder, and with that of the demonstration's photographs; their row too. */
static void
test_folder (WindowFixture *f, gconstpointer unused)
{
  g_autofree char *photos = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "resources",
                                              "demo", "photos", NULL);

  window_act (f, "folder", NULL);
  GtkWidget *window = find_window (FOVEA_TYPE_FOLDER_WINDOW);
  walk_window (window, "no folder", 3);
  window_act (f, "open-folder-uri", g_variant_new_string (photos));
  iterate_until (has_table, window);
  walk_window (window, "folder", 6);
  walk_main (f, "a folder's images");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_figure (gpointer window)
{
  return fovea_page_maker_get_picture (fovea_figure_window_get_maker (window)) != NULL;
}

static void
test_figure (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "figure", NULL);
  GtkWidget *window = find_window (FOVEA_TYPE_FIGURE_WINDOW);
  walk_window (window, "empty figure", 8);
  window_act (f, "add-to-figure", NULL);
  iterate_until (has_figure, window);
  walk_window (window, "figure", 16);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_library (WindowFixture *f, gconstpointer unused)
{
  g_autofree char *weights
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "resources", "demo", NULL);

  window_act (f, "library", NULL);
  GtkWidget *window = find_window (FOVEA_TYPE_LIBRARY_WINDOW);
  walk_window (window, "empty library", 4);
  gtk_widget_activate_action (window, "library.add-folder", "s", weights);
  window_settle (f);
  walk_window (window, "library", 6);
  gtk_widget_activate_action (window, "library.remove-folder", "s", weights);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Its pages: the search that libadwaita builds is switched off. */
static void
test_preferences (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "preferences", NULL);
  GtkWidget *window = find_window (FOVEA_TYPE_PREFERENCES_WINDOW);
  GtkWidget *pages = window_find (window, ADW_TYPE_VIEW_STACK);
  g_assert_cmpuint (walk_widgets (pages, "preferences"), >=, 5);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Those under the widget; each says what it is for. */
static guint
count_shortcuts (GtkWidget *widget)
{
  guint count = 0;

  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *title = NULL;
      g_object_get (widget, "title", &title, NULL);
      g_assert_true (title && *title);
      return 1;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    count += count_shortcuts (child);
  return count;
}

/* GTK builds what is around them. It is drawn without a warning, which would be fatal here,
 * and fits on a screen. */
static void
test_shortcuts (WindowFixture *f, gconstpointer unused)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/fovea/Fovea/gtk/help-overlay.ui");
  GtkWidget *window = GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay"));
  GtkRequisition natural;

  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  g_assert_cmpuint (count_shortcuts (window), >=, 55);
  g_assert_cmpuint (walk_widgets (window_find (window, GTK_TYPE_SHORTCUTS_SECTION),
                                  "shortcuts"), >, 0);
  g_assert_nonnull (gtk_window_get_title (GTK_WINDOW (window)));
  gtk_widget_get_preferred_size (window, NULL, &natural);
  g_assert_cmpint (natural.width, <=, 1280);
  g_assert_cmpint (natural.height, <=, 768);
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(name, test)                                                                  \
  g_test_add ("/accessible/" name, WindowFixture, NULL, window_set_up, test,             \
              window_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
  ADD ("modes", test_modes);
  ADD ("columns", test_columns);
  ADD ("measure", test_measure);
  ADD ("tensor", test_tensor);
  ADD ("card", test_card);
  ADD ("folder", test_folder);
  ADD ("figure", test_figure);
  ADD ("library", test_library);
  ADD ("preferences", test_preferences);
  ADD ("shortcuts", test_shortcuts);
  return g_test_run ();
}
