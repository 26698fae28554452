/* SPDX-License-Identifier: MIT */

/* The library of weights: folders in, recognised weights out, and from there into columns. */

#include "window-fixture.h"

#include "embedded.h"
#include "library-window.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  WindowFixture window;
  char *folder, *path;
  FoveaLibraryWindow *library;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = fovea_embedded ("san_nano.safetensors");
  static const char *const none[] = { NULL };

  f->folder = g_dir_make_tmp ("fovea-library-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "mine.safetensors", NULL);
  g_assert_true (g_file_set_contents (f->path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  fovea_preferences_set_folders (fovea_preferences_get_default (), none);
  window_set_up (&f->window, NULL);
  window_act (&f->window, "library", NULL);
  GListModel *windows = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (FOVEA_IS_LIBRARY_WINDOW (window))
        f->library = FOVEA_LIBRARY_WINDOW (window);
    }
  g_assert_nonnull (f->library);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  window_tear_down (&f->window, NULL);
  g_remove (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static guint
count (Fixture *f)
{
  FoveaLibrary *library = fovea_library_window_get_library (f->library);
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (fovea_library_is_searching (library))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  return g_list_model_get_n_items (fovea_library_get_found (library));
}

static void
act (Fixture *f, const char *action, const char *parameter)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->library), action,
                                             parameter ? "s" : NULL, parameter));
  window_settle (&f->window);
}

/* Added twice it is there once; it stays for the next window; and it can be taken away. */
static void
test_folders (Fixture *f, gconstpointer unused)
{
  FoveaPreferences *preferences = fovea_preferences_get_default ();

  g_assert_cmpuint (count (f), ==, 0);
  act (f, "library.add-folder", f->folder);
  act (f, "library.add-folder", f->folder);
  g_assert_cmpuint (count (f), ==, 1);
  g_assert_cmpstr (fovea_preferences_get_folders (preferences)[0], ==, f->folder);
  g_assert_null (fovea_preferences_get_folders (preferences)[1]);
  act (f, "library.remove-folder", f->folder);
  g_assert_cmpuint (count (f), ==, 0);
  g_assert_null (fovea_preferences_get_folders (preferences)[0]);
}

static void
test_open (Fixture *f, gconstpointer unused)
{
  act (f, "library.add-folder", f->folder);
  g_assert_cmpuint (count (f), ==, 1);
  g_autoptr (FoveaShelvedWeights) found = g_list_model_get_item (
      fovea_library_get_found (fovea_library_window_get_library (f->library)), 0);
  g_autofree char *about = fovea_shelved_weights_describe (found);
  g_assert_true (g_str_has_prefix (about, "mine.safetensors · 22 classes · "));
  act (f, "library.add-column", fovea_shelved_weights_get_path (found));
  g_assert_cmpuint (window_count (&f->window), ==, 2);
  g_assert_cmpstr (fovea_model_weights (fovea_column_get_model (window_column (&f->window, 1))),
                   ==, f->path);
  act (f, "library.open", fovea_shelved_weights_get_path (found));
  g_assert_cmpuint (window_count (&f->window), ==, 2);
}

/* Closed while it searches, with its window: warnings are fatal here. */
static void
test_close (Fixture *f, gconstpointer unused)
{
  gtk_widget_activate_action (GTK_WIDGET (f->library), "library.add-folder", "s", "/usr");
  g_assert_true (
      fovea_library_is_searching (fovea_library_window_get_library (f->library)));
}

#define ADD(name, test)                                                                  \
  g_test_add ("/library/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("folders", test_folders);
  ADD ("open", test_open);
  ADD ("close", test_close);
  return g_test_run ();
}
