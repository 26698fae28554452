/* SPDX-License-Identifier: MIT */

/* A folder's table: what models say of its images, and going through them in its order. */

#include "window-fixture.h"

#include "embedded.h"
#include "folder-window.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  WindowFixture window;
  char *folder;
} Fixture;

static const char *const files[]
    = { "broken.jpg", "leopard/a.jpg", "leopard/b.jpg", "tench/c.jpg" };

static void
write_file (Fixture *f, const char *name, const void *data, gssize length)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir (folder, 0700);
  g_assert_true (g_file_set_contents (path, data, length, NULL));
}

/* The same leopard four times: once said to be a tench, once broken. */
static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = fovea_embedded (FOVEA_DEMO_PHOTO);

  f->folder = g_dir_make_tmp ("fovea-folder-XXXXXX", NULL);
  write_file (f, files[0], "no picture", -1);
  for (guint i = 1; i < G_N_ELEMENTS (files); i++)
    write_file (f, files[i], g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
  window_set_up (&f->window, NULL);
}

static void
remove_file (Fixture *f, const char *name)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_remove (path);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  static const char *const others[] = { "list.csv", "table.csv", "leopard", "tench" };

  window_tear_down (&f->window, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    remove_file (f, files[i]);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    remove_file (f, others[i]);
  g_rmdir (f->folder);
  g_free (f->folder);
}

static FoveaFolderWindow *
find_table (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  FoveaFolderWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (FOVEA_IS_FOLDER_WINDOW (window))
        {
          g_assert_null (found);
          found = FOVEA_FOLDER_WINDOW (window);
        }
    }
  return found;
}

static guint
count (FoveaFolderWindow *table)
{
  return g_list_model_get_n_items (fovea_folder_window_get_shown (table));
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

#define AWAIT(condition)                                                                 \
  for (gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC; !(condition);)      \
    {                                                                                    \
      g_assert_cmpint (g_get_monotonic_time (), <, until);                               \
      g_main_context_iteration (NULL, TRUE);                                             \
    }

static void
wait_for_image (Fixture *f, const char *name)
{
  AWAIT (g_strcmp0 (fovea_session_get_name (f->window.session), name) == 0);
  window_settle (&f->window);
}

/* Its table, after all is classified. */
static FoveaFolderWindow *
open_table (Fixture *f)
{
  window_act (&f->window, "open-folder-uri", g_variant_new_string (f->folder));
  window_act (&f->window, "folder", NULL);
  FoveaFolderWindow *table = find_table ();
  g_assert_nonnull (table);
  AWAIT (count (table) == 4 && !fovea_folder_window_is_busy (table)
         && says (GTK_WIDGET (table), "right"));
  return table;
}

static void
act (FoveaFolderWindow *table, const char *action, const char *parameter)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (table), action,
                                             parameter ? "s" : NULL, parameter));
}

/* Right twice of three, though all see the same; one is not readable. */
static void
test_verdicts (Fixture *f, gconstpointer unused)
{
  FoveaFolderWindow *table = open_table (f);
  GtkWidget *widget = GTK_WIDGET (table);

  AWAIT (says (widget, "66.7 % of 3 right"));
  AWAIT (says (widget, "1 not readable"));
  AWAIT (says (widget, "4 images"));
  AWAIT (says (widget, "✓ leopard") && says (widget, "✗ leopard"));
  window_act (&f->window, "folder", NULL);
  g_assert_true (find_table () == table);
}

static void
assert_filter (FoveaFolderWindow *table, const char *filter, guint expected)
{
  act (table, "folder.filter", filter);
  g_assert_cmpuint (count (table), ==, expected);
}

static void
test_filters (Fixture *f, gconstpointer unused)
{
  FoveaFolderWindow *table = open_table (f);

  assert_filter (table, "wrong", 1);
  assert_filter (table, "unreadable", 1);
  assert_filter (table, "disagreeing", 0);
  AWAIT (says (GTK_WIDGET (table), "The models name the same class"));
  assert_filter (table, "all", 4);
  act (table, "folder.search", "tench");
  AWAIT (count (table) == 1);
  act (table, "folder.search", "Leopard");
  AWAIT (count (table) == 3);
  act (table, "folder.search", "a.jpg");
  AWAIT (count (table) == 1);
}

/* From one wrong image to the next, and back to all. */
static void
test_order (Fixture *f, gconstpointer unused)
{
  FoveaFolderWindow *table = open_table (f);

  act (table, "folder.filter", "wrong");
  window_act (&f->window, "step-image", g_variant_new_int32 (1));
  wait_for_image (f, "c.jpg");
  AWAIT (says (GTK_WIDGET (f->window.window), "1 of 1"));
  act (table, "folder.filter", "all");
  window_act (&f->window, "step-image", g_variant_new_int32 (-1));
  wait_for_image (f, "b.jpg");
  gtk_window_destroy (GTK_WINDOW (table));
  window_act (&f->window, "step-image", g_variant_new_int32 (-1));
  wait_for_image (f, "a.jpg");
}

/* A list tells other true classes than the folders do. */
static void
test_list (Fixture *f, gconstpointer unused)
{
  FoveaFolderWindow *table = open_table (f);
  g_autofree char *path = g_build_filename (f->folder, "list.csv", NULL);

  write_file (f, "list.csv", "file,class\na.jpg,leopard\nb.jpg,tench\nc.jpg,no such class\n",
              -1);
  act (table, "folder.open-list", path);
  AWAIT (says (GTK_WIDGET (table), "50.0 % of 2 right"));
  AWAIT (says (GTK_WIDGET (table), "list.csv"));
  AWAIT (says (GTK_WIDGET (table), "no such class"));
  assert_filter (table, "wrong", 1);
  act (table, "folder.truth", "none");
  AWAIT (!says (GTK_WIDGET (table), "right"));
  assert_filter (table, "wrong", 0);
  act (table, "folder.open-list", f->folder);
  AWAIT (says (GTK_WIDGET (table), "directory"));
}

/* Another column's model is asked too; one that is gone is forgotten. */
static void
test_models (Fixture *f, gconstpointer unused)
{
  FoveaFolderWindow *table = open_table (f);

  window_act (&f->window, "compare", g_variant_new_string ("models"));
  AWAIT (!fovea_folder_window_is_busy (table) && says (GTK_WIDGET (table), "SAN nano: ")
         && says (GTK_WIDGET (table), "disagree on"));
  window_act (&f->window, "remove-column", NULL);
  window_act (&f->window, "remove-column", NULL);
  AWAIT (!says (GTK_WIDGET (table), "disagree on"));
}

static void
test_save (Fixture *f, gconstpointer unused)
{
  FoveaFolderWindow *table = open_table (f);
  g_autofree char *path = g_build_filename (f->folder, "table.csv", NULL);
  g_autofree char *text = NULL;

  act (table, "folder.save-to", path);
  AWAIT (says (GTK_WIDGET (table), "Saved “table.csv”"));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[0], ==,
                   "file,true class,VAN nano class,VAN nano probability,VAN nano margin,"
                   "VAN nano right,disagreement,failure");
  g_assert_true (g_str_has_prefix (lines[1], "broken.jpg,"));
  g_assert_true (g_str_has_prefix (lines[2], "leopard/a.jpg,leopard,leopard,0."));
  g_assert_true (g_str_has_suffix (lines[2], ",yes,,"));
  g_assert_true (g_str_has_prefix (lines[4], "tench/c.jpg,tench,leopard,0."));
  g_assert_true (g_str_has_suffix (lines[4], ",no,,"));
}

/* Stopped, gone on with, and closed in the middle: warnings are fatal here. */
static void
test_stop (Fixture *f, gconstpointer unused)
{
  window_act (&f->window, "folder", NULL);
  FoveaFolderWindow *table = find_table ();
  g_assert_true (says (GTK_WIDGET (table), "Open a folder") || count (table) == 0);
  window_act (&f->window, "open-folder-uri", g_variant_new_string (f->folder));
  AWAIT (fovea_folder_window_is_busy (table));
  act (table, "folder.stop", NULL);
  g_assert_false (fovea_folder_window_is_busy (table));
  act (table, "folder.start", NULL);
  AWAIT (!fovea_folder_window_is_busy (table) && says (GTK_WIDGET (table), "66.7 %"));
  g_action_group_activate_action (G_ACTION_GROUP (f->window.window), "compare",
                                  g_variant_new_string ("models"));
  AWAIT (fovea_folder_window_is_busy (table));
  gtk_window_destroy (GTK_WINDOW (table));
  window_settle (&f->window);
  g_assert_null (find_table ());
}

#define ADD(name, test)                                                                  \
  g_test_add ("/folder/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("verdicts", test_verdicts);
  ADD ("filters", test_filters);
  ADD ("order", test_order);
  ADD ("list", test_list);
  ADD ("models", test_models);
  ADD ("save", test_save);
  ADD ("stop", test_stop);
  return g_test_run ();
}
