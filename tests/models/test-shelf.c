/* SPDX-License-Identifier: MIT */
#include "shelf.h"

#include "embedded.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  GPtrArray *lines; /* "NAME classes ENDING" of what was found */
  guint in_vain, most;
} Fixture;

static char *
path_of (Fixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static void
write_file (Fixture *f, const char *name, const char *embedded)
{
  g_autoptr (GBytes) bytes = embedded ? fovea_embedded (embedded) : NULL;
  g_autofree char *path = path_of (f, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, bytes ? g_bytes_get_data (bytes, NULL) : "?",
                                      bytes ? (gssize) g_bytes_get_size (bytes) : 1, NULL));
}

/* Two networks, one of them deep below and linked to twice; a file that is none; one whose
 * ending says that it is none; one in a hidden folder. */
static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autofree char *link_path = NULL, *loop = NULL;

  f->folder = g_dir_make_tmp ("fovea-library-XXXXXX", NULL);
  f->lines = g_ptr_array_new_with_free_func (g_free);
  f->most = G_MAXUINT;
  write_file (f, "a.safetensors", "van_nano.safetensors");
  write_file (f, "hub/models--x/snapshots/1/b.safetensors", "san_nano.safetensors");
  write_file (f, "broken.pth", NULL);
  write_file (f, "notes.txt", "van_nano.safetensors");
  write_file (f, ".hidden/c.safetensors", "van_nano.safetensors");
  link_path = path_of (f, "z.safetensors");
  loop = path_of (f, "hub/loop");
  g_assert_cmpint (symlink ("a.safetensors", link_path), ==, 0);
  g_assert_cmpint (symlink ("..", loop), ==, 0);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  static const char *const names[]
      = { "a.safetensors", "hub/models--x/snapshots/1/b.safetensors", "broken.pth",
          "notes.txt", ".hidden/c.safetensors", "z.safetensors", "hub/loop", ".hidden",
          "hub/models--x/snapshots/1", "hub/models--x/snapshots", "hub/models--x", "hub",
          "torch/hub/checkpoints", "torch/hub", "torch", "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (f, names[i]);
      g_remove (path);
    }
  g_assert_false (g_file_test (f->folder, G_FILE_TEST_EXISTS));
  g_ptr_array_unref (f->lines);
  g_free (f->folder);
}

static gboolean
note (const FoveaShelved *shelved, gpointer data)
{
  Fixture *f = data;

  if (!shelved)
    f->in_vain++;
  else
    {
      g_assert_null (shelved->problem);
      g_assert_cmpuint (shelved->bytes, >, 1000);
      g_ptr_array_add (f->lines, g_strdup_printf ("%s, %s, %u, %s", shelved->name,
                                                  shelved->title, shelved->n_classes,
                                                  shelved->path + strlen (f->folder) + 1));
    }
  return f->lines->len < f->most;
}

static void
test_search (Fixture *f, gconstpointer unused)
{
  g_assert_true (fovea_shelf_search (f->folder, note, f));
  g_assert_cmpuint (f->lines->len, ==, 2);
  g_assert_cmpstr (f->lines->pdata[0], ==, "van_nano, VAN nano, 22, a.safetensors");
  g_assert_cmpstr (f->lines->pdata[1], ==,
                   "san_nano, SAN nano, 22, hub/models--x/snapshots/1/b.safetensors");
  g_assert_cmpuint (f->in_vain, ==, 1);
}

static void
test_end (Fixture *f, gconstpointer unused)
{
  f->most = 1;
  g_assert_false (fovea_shelf_search (f->folder, note, f));
  g_assert_cmpuint (f->lines->len, ==, 1);
}

static void
test_nowhere (Fixture *f, gconstpointer unused)
{
  g_assert_true (fovea_shelf_search ("/nowhere/at/all", note, f));
  g_assert_cmpuint (f->lines->len + f->in_vain, ==, 0);
}

static void
test_caches (Fixture *f, gconstpointer unused)
{
  g_autofree char *torch = path_of (f, "torch"), *hub = path_of (f, "hub");
  g_autofree char *below = path_of (f, "torch/hub/checkpoints");

  g_mkdir_with_parents (below, 0700);
  g_setenv ("TORCH_HOME", torch, TRUE);
  g_setenv ("HF_HUB_CACHE", hub, TRUE);
  g_auto (GStrv) both = fovea_shelf_caches ();
  g_assert_cmpuint (g_strv_length (both), ==, 2);
  g_assert_cmpstr (both[0], ==, below);
  g_assert_true (g_str_has_prefix (both[1], hub));
  g_setenv ("TORCH_HOME", "/nowhere", TRUE);
  g_setenv ("HF_HUB_CACHE", "/nowhere", TRUE);
  g_auto (GStrv) none = fovea_shelf_caches ();
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/models/shelf/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("search", test_search);
  ADD ("end", test_end);
  ADD ("nowhere", test_nowhere);
  ADD ("caches", test_caches);
  return g_test_run ();
}
