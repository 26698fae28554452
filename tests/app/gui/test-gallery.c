/* SPDX-License-Identifier: MIT */

/* Going through a folder of images. */

#include "window-fixture.h"

#include "embedded.h"
#include "gallery-strip.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  WindowFixture window;
  char *folder, *inner;
} Fixture;

static void
write_photo (const char *folder, const char *name)
{
  g_autoptr (GBytes) bytes = fovea_embedded (FOVEA_DEMO_PHOTO);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
}

/* Three photographs, one of them in a folder of its own, a broken one, and a text. */
static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autofree char *broken = NULL, *text = NULL;

  f->folder = g_dir_make_tmp ("fovea-gallery-XXXXXX", NULL);
  f->inner = g_build_filename (f->folder, "zebra", NULL);
  g_mkdir (f->inner, 0700);
  write_photo (f->folder, "photo10.jpg");
  write_photo (f->folder, "photo2.jpg");
  write_photo (f->inner, "a.jpg");
  broken = g_build_filename (f->folder, "photo3.jpg", NULL);
  text = g_build_filename (f->folder, "notes.txt", NULL);
  g_file_set_contents (broken, "no picture", -1, NULL);
  g_file_set_contents (text, "no picture either", -1, NULL);
  window_set_up (&f->window, NULL);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  static const char *const names[]
      = { "photo10.jpg", "photo2.jpg", "photo3.jpg", "notes.txt", "zebra/a.jpg" };

  window_tear_down (&f->window, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (f->folder, names[i], NULL);
      g_remove (path);
    }
  g_rmdir (f->inner);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->inner);
}

static void
wait_for (Fixture *f, const char *name)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_strcmp0 (fovea_session_get_name (f->window.session), name) != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  window_settle (&f->window);
}

static void
step (Fixture *f, gint steps)
{
  window_act (&f->window, "step-image", g_variant_new_int32 (steps));
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

/* In the order of numbers, folders one level deep; not beyond the ends; what cannot be read
 * is said and gone past. */
static void
test_folder (Fixture *f, gconstpointer unused)
{
  window_act (&f->window, "open-folder-uri", g_variant_new_string (f->folder));
  wait_for (f, "photo2.jpg");
  g_assert_true (says (GTK_WIDGET (f->window.window), "1 of 4"));
  step (f, -1);
  wait_for (f, "photo2.jpg");
  step (f, 1);
  g_assert_cmpstr (fovea_session_get_name (f->window.session), ==, "photo2.jpg");
  g_assert_true (says (GTK_WIDGET (f->window.window), "photo3.jpg"));
  step (f, 1);
  wait_for (f, "photo10.jpg");
  step (f, 100);
  wait_for (f, "a.jpg");
  g_assert_true (says (GTK_WIDGET (f->window.window), "4 of 4"));
}

/* A single image knows its neighbours. */
static void
test_neighbours (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->folder, "photo10.jpg", NULL);

  window_act (&f->window, "open-uri", g_variant_new_string (path));
  wait_for (f, "photo10.jpg");
  step (f, 1);
  wait_for (f, "a.jpg");
  step (f, -1);
  wait_for (f, "photo10.jpg");
}

/* Opened like a file: dropped, or named on the command line. */
static void
test_dropped (Fixture *f, gconstpointer unused)
{
  window_act (&f->window, "open-uri", g_variant_new_string (f->folder));
  wait_for (f, "photo2.jpg");
}

/* Many steps at once end at the last one wanted, with its own map. */
static void
test_fast (Fixture *f, gconstpointer unused)
{
  GActionGroup *actions = G_ACTION_GROUP (f->window.window);

  window_act (&f->window, "open-folder-uri", g_variant_new_string (f->folder));
  wait_for (f, "photo2.jpg");
  for (guint i = 0; i < 20; i++)
    g_action_group_activate_action (actions, "step-image",
                                    g_variant_new_int32 (i % 2 ? -100 : 100));
  g_action_group_activate_action (actions, "step-image", g_variant_new_int32 (2));
  wait_for (f, "photo10.jpg");
  FoveaExplanation *explanation
      = fovea_column_get_explanation (window_column (&f->window, 0));
  g_assert_true (fovea_input_image (fovea_explanation_input (explanation))
                 == fovea_photo_image (fovea_session_get_photo (f->window.session)));
}

/* Several files opened together; the row of their pictures comes by itself, and goes. */
static void
test_several (Fixture *f, gconstpointer unused)
{
  GtkWidget *strip
      = window_find (GTK_WIDGET (f->window.window), FOVEA_TYPE_GALLERY_STRIP);
  g_autofree char *first = g_build_filename (f->inner, "a.jpg", NULL);
  g_autofree char *second = g_build_filename (f->folder, "photo2.jpg", NULL);
  g_autoptr (GFile) one = g_file_new_for_path (first), other = g_file_new_for_path (second);
  GSList files[] = { { one, &files[1] }, { other, NULL } };

  g_assert_false (gtk_widget_get_visible (strip));
  fovea_window_open_files (f->window.window, window_column (&f->window, 0), files);
  wait_for (f, "a.jpg");
  g_assert_true (gtk_widget_get_visible (strip));
  g_assert_cmpuint (fovea_gallery_strip_count (FOVEA_GALLERY_STRIP (strip)), ==, 2);
  step (f, 1);
  wait_for (f, "photo2.jpg");
  g_assert_true (says (GTK_WIDGET (f->window.window), "2 of 2"));
  window_act (&f->window, "folder-strip", NULL);
  g_assert_false (gtk_widget_get_visible (strip));
}

/* A folder without images, and one that there is not, are told of; nothing else changes. */
static void
test_nothing (Fixture *f, gconstpointer unused)
{
  g_autofree char *missing = g_build_filename (f->folder, "missing", NULL);

  window_act (&f->window, "open-folder-uri", g_variant_new_string (missing));
  while (!says (GTK_WIDGET (f->window.window), "missing"))
    g_main_context_iteration (NULL, TRUE);
  window_act (&f->window, "step-image", g_variant_new_int32 (1));
  g_assert_true (says (GTK_WIDGET (f->window.window), "lies in no folder"));
  g_assert_cmpstr (fovea_session_get_name (f->window.session), ==, FOVEA_DEMO_PHOTO);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/gallery/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("folder", test_folder);
  ADD ("neighbours", test_neighbours);
  ADD ("dropped", test_dropped);
  ADD ("fast", test_fast);
  ADD ("several", test_several);
  ADD ("nothing", test_nothing);
  return g_test_run ();
}
