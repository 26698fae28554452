/* SPDX-License-Identifier: MIT */

/* Figures from recipes, as an author makes them. */

#include "embedded.h"
#include "run-cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static char *
read_file (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, length, NULL));
  return text;
}

static void
put_photo (const char *folder, const char *photo, const char *name)
{
  g_autoptr (GBytes) bytes = fovea_embedded (photo);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
}

#define RUN(...)                                                                         \
  {                                                                                      \
    g_autoptr (Ran) ran = run_cli (__VA_ARGS__);                                         \
    if (ran->status != 0)                                                                \
      g_error ("%s", ran->err);                                                          \
  }

static double
page_width (const char *pdf, gsize length)
{
  double box[4];
  const char *at = NULL;

  for (gsize i = 0; i + 9 < length && !at; i++)
    if (memcmp (pdf + i, "/MediaBox", 9) == 0)
      at = pdf + i;
  g_assert_nonnull (at);
  g_assert_cmpint (sscanf (at, "/MediaBox [ %lf %lf %lf %lf", &box[0], &box[1], &box[2], &box[3]),
                   ==, 4);
  return box[2] - box[0];
}

/* From photographs to a recipe, from there to a page of the right width, from there to the same
 * page again; the files have moved and changed their names meanwhile. */
static void
test_from_photographs (void)
{
  char *folder = make_folder ();
  gsize length, again;
  g_autofree char *shown = NULL;

  g_setenv ("SOURCE_DATE_EPOCH", "1700000000", TRUE);
  put_photo (folder, "elephant.jpg", "secret-name.jpg");
  RUN ("figure --new %s/secret-name.jpg demo:leopard.jpg --model van_nano --model san_nano "
       "--input --out %s/f.json",
       folder, folder);
  g_autofree char *recipe = read_file (folder, "f.json", NULL);
  g_assert_null (strstr (recipe, "secret"));
  g_assert_null (strstr (recipe, folder));
  RUN ("figure %s/f.json --find %s --out %s/a.pdf --latex %s/a.tex", folder, folder, folder,
       folder);
  g_autofree char *pdf = read_file (folder, "a.pdf", &length);
  g_assert_cmpfloat_with_epsilon (page_width (pdf, length), 3.25 * 72, 0.1 / 25.4 * 72);
  g_autofree char *tex = read_file (folder, "a.tex", NULL);
  g_assert_nonnull (strstr (tex, "\\includegraphics{a.pdf}"));
  RUN ("figure %s/a.pdf --find %s --out %s/b.pdf", folder, folder, folder);
  g_autofree char *same = read_file (folder, "b.pdf", &again);
  g_assert_cmpmem (pdf, length, same, again);
  remove_folder (folder);
}

/* A page holds its recipe as a PDF does, and neither a path nor a name that nobody asked for. */
static void
test_living (void)
{
  char *folder = make_folder ();
  gsize length, again;

  put_photo (folder, "elephant.jpg", "secret-name.jpg");
  RUN ("figure --new %s/secret-name.jpg --model van_nano --input --out %s/f.json", folder,
       folder);
  RUN ("figure %s/f.json --find %s --out %s/a.html", folder, folder, folder);
  g_autofree char *page = read_file (folder, "a.html", &length);
  g_assert_nonnull (strstr (page, "\"path\":\"block1.1\""));
  g_assert_null (strstr (page, "secret"));
  g_assert_null (strstr (page, folder));
  RUN ("figure %s/a.html --find %s --out %s/b.html", folder, folder, folder);
  g_autofree char *same = read_file (folder, "b.html", &again);
  g_assert_cmpmem (page, length, same, again);
  RUN ("figure %s/a.html --find %s --out %s/c.pdf", folder, folder, folder);
  remove_folder (folder);
}

/* What is missing is named by its digest, and the rest is made. */
static void
test_missing (void)
{
  char *folder = make_folder ();

  put_photo (folder, "elephant.jpg", "a.jpg");
  RUN ("figure --new %s/a.jpg demo:leopard.jpg --model van_nano --out %s/f.json", folder,
       folder);
  g_autoptr (Ran) ran = run_cli ("figure %s/f.json --out %s/f.png", folder, folder);
  g_assert_cmpint (ran->status, ==, 0);
  g_assert_nonnull (strstr (ran->err, "no file with the SHA-256"));
  g_assert_nonnull (strstr (ran->err, "row 1, column 1"));
  remove_folder (folder);
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
    { "figure", 2, "--out" },
    { "figure --out /tmp/never.pdf", 2, "Name a recipe" },
    { "figure --new --out /tmp/never.json", 2, "Name the images" },
    { "figure --new demo:leopard.jpg --out /tmp/never.json", 2, "--model" },
    { "figure --new demo:leopard.jpg --model van_nano --scale all --out /tmp/never.json", 2,
      "--scale" },
    { "figure --new demo:leopard.jpg --model van_nano --venue nature --out /tmp/never.json", 2,
      "venue" },
    { "figure a.json --latex a.tex --out /tmp/never.html", 2, "--latex" },
    { "figure a.json b.json --out /tmp/never.pdf", 2, "One recipe" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (Ran) ran = run_cli ("%s", table[i].line);
      if (ran->status != table[i].status || !strstr (ran->err, table[i].says))
        g_error ("%s: %d, %s", table[i].line, ran->status, ran->err);
    }
}

/* Each recipe that comes with the program is read; those on the demonstration's weights run. */
static void
test_recipes (void)
{
  char *folder = make_folder ();
  g_autofree char *recipes = source_file ("resources/recipes");
  g_autoptr (GDir) directory = g_dir_open (recipes, 0, NULL);
  guint n = 0;
  const char *name;

  while ((name = g_dir_read_name (directory)))
    if (g_str_has_suffix (name, ".json"))
      {
        g_autoptr (Ran) ran = run_cli ("figure %s/%s --out %s/a.pdf", recipes, name, folder);
        if (g_str_has_prefix (name, "demo-"))
          g_assert_cmpint (ran->status, ==, 0);
        else if (!strstr (ran->err, "name their folder with --find"))
          g_error ("%s: %s", name, ran->err);
        n++;
      }
  g_assert_cmpuint (n, >=, 2);

  /* Twelve cells of three photographs, each of which is in the file once. */
  gsize length;
  RUN ("figure %s/demo-comparison.json --out %s/a.pdf", recipes, folder);
  g_autofree char *pdf = read_file (folder, "a.pdf", &length);
  g_assert_cmpuint (length, <, 1000000);
  remove_folder (folder);
}

static void
assert_holds (const char *folder, const char *name, const char *text)
{
  g_autofree char *there = read_file (folder, name, NULL);

  g_assert_cmpstr (there, ==, text);
}

/* The figure with its maps, layers and values beside it. */
static void
test_parts (void)
{
  static const char *const made[]
      = { "a.png", "m.npz", "layers/r1c2.png", "layers/r3c4.png", "v.tiff" };
  char *folder = make_folder ();
  g_autofree char *recipe = source_file ("resources/recipes/demo-comparison.json");

  RUN ("figure %s --out %s/a.png --maps %s/m.npz --layers %s/layers --values %s/v.tiff", recipe,
       folder, folder, folder, folder);
  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *path = g_build_filename (folder, made[i], NULL);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
  g_autoptr (Ran) ran = run_cli ("figure %s --out %s/a.png --maps %s/m.npy", recipe, folder,
                                 folder);
  g_assert_cmpint (ran->status, ==, 2);
  g_assert_nonnull (strstr (ran->err, "9 maps"));
  remove_tree (folder);
}

/* On a full disk, or where one may not write, it ends with the status of that, the earlier figure
 * is still there and nothing half written. */
static void
test_full (void)
{
  char *folder = make_folder ();
  g_autofree char *recipe = source_file ("resources/recipes/demo-comparison.json");
  g_autofree char *path = g_build_filename (folder, "a.pdf", NULL);
  struct rlimit saved, small;

  g_assert_true (g_file_set_contents (path, "earlier", -1, NULL));
  getrlimit (RLIMIT_FSIZE, &saved);
  small = saved;
  small.rlim_cur = 20000;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  g_autoptr (Ran) ran = run_cli ("figure %s --out %s", recipe, path);
  setrlimit (RLIMIT_FSIZE, &saved);
  g_assert_cmpint (ran->status, ==, 7);
  g_assert_nonnull (strstr (ran->err, "a.pdf"));
  assert_holds (folder, "a.pdf", "earlier");
  g_assert_cmpuint (files_in (folder), ==, 1);
  g_autofree char *device = g_build_filename (folder, "full.pdf", NULL);
  g_assert_cmpint (symlink ("/dev/full", device), ==, 0);
  g_autoptr (Ran) full = run_cli ("figure %s --out %s", recipe, device);
  g_assert_cmpint (full->status, ==, 7);
  g_autoptr (Ran) nowhere = run_cli ("figure %s --out %s/none/a.pdf", recipe, folder);
  g_assert_cmpint (nowhere->status, ==, 7);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/figure/from-photographs", test_from_photographs);
  g_test_add_func ("/cli/figure/living", test_living);
  g_test_add_func ("/cli/figure/missing", test_missing);
  g_test_add_func ("/cli/figure/refusals", test_refusals);
  g_test_add_func ("/cli/figure/recipes", test_recipes);
  g_test_add_func ("/cli/figure/parts", test_parts);
  g_test_add_func ("/cli/figure/full", test_full);
  return g_test_run ();
}
