/* SPDX-License-Identifier: MIT */

/* Finding the images of a figure, from a folder to the caption. */

#include "embedded.h"
#include "run-cli.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const photos[]
    = { "elephant.jpg", "flower.jpg", "helicopter.jpg", "leopard.jpg", "palace.jpg" };

static void
put (const char *folder, const char *name, gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_set_contents (path, data, (gssize)size, NULL));
}

/* Five photographs in folders called like classes, and one that is none. (transfer full) */
static char *
make_photographs (void)
{
  char *folder = make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (photos); i++)
    {
      g_autoptr (GBytes) bytes = fovea_embedded (photos[i]);
      g_autofree char *word = g_strndup (photos[i], strlen (photos[i]) - 4);
      g_autofree char *name = g_strconcat (word, "/", photos[i], NULL);
      put (folder, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
  put (folder, "broken.jpg", "none", 4);
  return folder;
}

static char *
image_at (const Ran *ran, guint i)
{
  g_autofree char *path = g_strdup_printf ("images.%u.image", i);

  return g_path_get_basename (json_string_value (at (ran, path)));
}

/* In the order of the numbers, from either end; one that fails is told of and does not stop
 * the rest. */
static void
test_ranks (void)
{
  char *folder = make_photographs ();
  g_autoptr (Ran) most = run_cli ("find %s --model van_nano --model san_nano "
                                  "--by disagreement --top 0 --json",
                                  folder);
  g_autoptr (Ran) least = run_cli ("find %s --model van_nano --model san_nano "
                                   "--by disagreement --top 2 --least --json",
                                   folder);

  g_assert_cmpint (most->status, ==, 0);
  g_assert_cmpint (json_integer_value (at (most, "ranked")), ==, 5);
  g_assert_cmpuint (json_array_size (at (most, "failures")), ==, 1);
  g_assert_nonnull (strstr (most->err, "broken.jpg"));
  for (guint i = 1; i < 5; i++)
    {
      json_t *images = at (most, "images");
      g_assert_cmpfloat (
          json_real_value (json_object_get (json_array_get (images, i - 1), "score")), >=,
          json_real_value (json_object_get (json_array_get (images, i), "score")));
    }
  g_assert_cmpuint (json_array_size (at (least, "images")), ==, 2);
  g_autofree char *last = image_at (most, 4), *first = image_at (least, 0);
  g_assert_cmpstr (first, ==, last);
  remove_tree (folder);
}

/* Every rule gives each image a number, the same twice. */
static void
test_rules (void)
{
  static const char *const rules[] = { "confidence", "margin", "size", "stability" };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (Ran) ran
          = run_cli ("find demo:leopard.jpg demo:palace.jpg --model van_nano "
                     "--by %s --json",
                     rules[i]);
      g_autoptr (Ran) again = run_cli ("find demo:palace.jpg demo:leopard.jpg "
                                       "--model van_nano --by %s --json",
                                       rules[i]);
      g_assert_cmpint (ran->status, ==, 0);
      g_assert_cmpstr (ran->out, ==, again->out);
      g_assert_cmpfloat (json_real_value (at (ran, "images.0.score")), >,
                         json_real_value (at (ran, "images.1.score")));
    }
}

/* The recipe makes a figure whose caption tells the rule; neither holds a path. */
static void
test_recipe (void)
{
  char *folder = make_photographs ();
  g_autofree char *path = g_build_filename (folder, "f.json", NULL), *text = NULL;
  g_autoptr (Ran) found = run_cli ("find %s --class-from-folder --model van_nano "
                                   "--model san_nano --by disagreement --top 2 --input "
                                   "--out %s",
                                   folder, path);

  g_assert_cmpint (found->status, ==, 0);
  g_assert_nonnull (
      strstr (found->out, "the 2 of 5 images on which VAN nano and SAN nano"));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"selection\": \"the 2 of 5 images"));
  g_assert_nonnull (strstr (text, "\"truth\": \""));
  g_assert_null (strstr (text, folder));
  g_autoptr (Ran) made
      = run_cli ("figure %s --find %s --caption --out %s/f.html", path, folder, folder);
  g_assert_cmpint (made->status, ==, 0);
  g_assert_nonnull (strstr (made->out,
                            "Shown are the 2 of 5 images on which VAN nano and "
                            "SAN nano disagree most"));
  remove_tree (folder);
}

/* A list names files and classes; what it says is marked. */
static void
test_truth (void)
{
  char *folder = make_photographs ();
  static const char list[] = "leopard.jpg,leopard\nelephant.jpg,palace\n";

  put (folder, "list.csv", list, strlen (list));
  g_autoptr (Ran) ran = run_cli ("find %s/leopard %s/elephant --model van_nano --list "
                                 "%s/list.csv --by confidence",
                                 folder, folder, folder);
  g_assert_cmpint (ran->status, ==, 0);
  g_assert_nonnull (strstr (ran->out, "(✓ leopard"));
  g_assert_nonnull (
      strstr (ran->out, "(elephant")); /* no class of the network is so called */
  remove_tree (folder);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *line;
    int status;
    const char *says;
  } table[] = {
    { "find demo:leopard.jpg --model van_nano", 2, "--by" },
    { "find demo:leopard.jpg --model van_nano --by beauty", 2, "there are disagreement" },
    { "find --model van_nano --by size", 2, "Name the images" },
    { "find demo:leopard.jpg --model van_nano --by disagreement", 2, "two or more" },
    { "find demo:leopard.jpg --model van_nano --by size --top -1", 2, "--top" },
    { "find demo:leopard.jpg --model van_nano --by size --top 0 --out /tmp/n.json", 2,
      "at most 64" },
    { "find demo:a.jpg demo:b.jpg --root /tmp --model van_nano --by size", 2, "--root" },
    { "find /nowhere/list.txt --model van_nano --by size", 2, "cannot be read" },
    { "find /nowhere/a.jpg --model van_nano --by size", 3, "No image could be ranked" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (Ran) ran = run_cli ("%s", table[i].line);
      if (ran->status != table[i].status || !strstr (ran->err, table[i].says))
        g_error ("%s: %d, %s", table[i].line, ran->status, ran->err);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/find/ranks", test_ranks);
  g_test_add_func ("/cli/find/rules", test_rules);
  g_test_add_func ("/cli/find/recipe", test_recipe);
  g_test_add_func ("/cli/find/truth", test_truth);
  g_test_add_func ("/cli/find/refusals", test_refusals);
  return g_test_run ();
}
