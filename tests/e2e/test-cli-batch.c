/* SPDX-License-Identifier: MIT */

/* `batch`: what stops it loses nothing, shards make what one piece makes, failures are listed
 * and do not stop it. */

#include "run-cli.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define MAKES "--model van_nano --method gradcam --method layercam --maps npy --overlays png "

typedef struct
{
  char *folder, *images, *whole; /* `whole`: the results of an undisturbed run, once made */
  guint n;
} Fixture;

static char *
read_text (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_strdup ("");
  return text;
}

static void
write_text (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text; text++)
    n += *text == '\n';
  return n;
}

/* The photographs that come with the program, again and again, in two folders. */
static void
add_images (Fixture *f, guint n)
{
  static const char *const names[] = { "leopard", "elephant", "flamingo", "sunflower" };

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *source = g_strdup_printf ("resources/demo/photos/%s.jpg", names[i % 4]);
      g_autofree char *from = source_file (source), *bytes = NULL;
      g_autofree char *to = g_strdup_printf ("%s/%s/%s-%u.jpg", f->images,
                                             i % 3 ? names[i % 4] : ".", names[i % 4], i);
      g_autofree char *holder = g_path_get_dirname (to);
      gsize length;
      g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
      g_mkdir_with_parents (holder, 0777);
      g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
    }
  f->n = n;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = make_folder ();
  f->images = g_build_filename (f->folder, "images", NULL);
  g_assert_cmpint (g_mkdir (f->images, 0777), ==, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  remove_tree (f->folder);
  g_free (f->images);
  g_free (f->whole);
}

static char *
place (const Fixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static void
run_whole (Fixture *f)
{
  f->whole = place (f, "whole");
  g_autoptr (Ran) ran = run_cli ("batch %s " MAKES "--out %s --json", f->images, f->whole);

  if (ran->status != 0)
    g_error ("%d %s%s", ran->status, ran->out, ran->err);
  g_assert_cmpstr (ran->err, ==, "");
  g_assert_cmpint (json_integer_value (at (ran, "images")), ==, f->n);
  g_assert_cmpint (json_integer_value (at (ran, "results")), ==, 2 * f->n);
}

static guint
files_below (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      n += g_file_test (path, G_FILE_TEST_IS_DIR) ? files_below (path) : 1;
    }
  return n;
}

/* What was merged has the bytes of an undisturbed run, and there are no more files. */
static void
check_same (const Fixture *f, const char *folder)
{
  static const char *const names[] = { "results.ndjson", "summary.json", "batch.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *here = read_text (folder, names[i]);
      g_autofree char *there = read_text (f->whole, names[i]);
      g_assert_cmpuint (strlen (here), >, 10);
      g_assert_cmpstr (here, ==, there);
    }
  g_autofree char *maps = g_build_filename (folder, "maps", NULL);
  g_autofree char *overlays = g_build_filename (folder, "overlays", NULL);
  g_assert_cmpuint (files_below (maps), ==, 2 * f->n);
  g_assert_cmpuint (files_below (overlays), ==, 2 * f->n);
}

static int
wait_for (GPid pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
}

static guint
journal_lines (const char *out)
{
  g_autofree char *text = read_text (out, "results-1-of-1.ndjson");

  return count_lines (text);
}

/* Starts it and sends a signal at a random moment after `lines` results. */
static int
stop_after (const char *arguments, const char *out, guint lines, int number, GRand *rand)
{
  GPid pid = start_cli (arguments);

  while (journal_lines (out) < lines && waitpid (pid, NULL, WNOHANG) == 0)
    g_usleep (500);
  g_usleep ((gulong) g_rand_int_range (rand, 0, 60000));
  kill (pid, number);
  return wait_for (pid);
}

static void
check_stopped (Fixture *f, guint n, guint stops, int number)
{
  add_images (f, n);
  run_whole (f);
  g_autofree char *out = place (f, "out");
  g_autofree char *arguments
      = g_strdup_printf ("batch %s " MAKES "--out %s", f->images, out);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint last = 0;

  for (guint i = 0; i < stops; i++)
    {
      int status = stop_after (arguments, out, i * 2 * n / (stops + 2), number, rand);
      g_assert_cmpint (status, ==, 128 + number);
      g_assert_cmpuint (journal_lines (out), >=, last);
      last = journal_lines (out);
    }
  g_assert_cmpuint (last, <, 2 * n);
  g_autoptr (Ran) ran = run_cli ("%s", arguments);
  g_assert_cmpint (ran->status, ==, 0);
  g_assert_cmpuint (journal_lines (out), ==, 2 * n); /* none lost, none twice */
  check_same (f, out);
}

static void
test_killed (Fixture *f, gconstpointer data)
{
  check_stopped (f, g_test_slow () ? 200 : 12, g_test_slow () ? 10 : 5, SIGKILL);
}

static void
test_interrupted (Fixture *f, gconstpointer data)
{
  check_stopped (f, 12, 2, SIGINT);
}

/* A line that was cut off is done again, and a damaged one in the midst is told. */
static void
test_torn (Fixture *f, gconstpointer data)
{
  add_images (f, 4);
  run_whole (f);
  g_autofree char *journal = read_text (f->whole, "results-1-of-1.ndjson");
  g_autofree char *out = place (f, "out");
  g_autofree char *merged = read_text (f->whole, "results.ndjson");
  g_autofree char *cut = g_strndup (journal, strlen (journal) - 20);
  write_text (f->whole, "results-1-of-1.ndjson", cut);
  g_autoptr (Ran) ran = run_cli ("batch %s " MAKES "--out %s", f->images, f->whole);
  g_assert_cmpint (ran->status, ==, 0);
  g_autofree char *again = read_text (f->whole, "results.ndjson");
  g_assert_cmpstr (again, ==, merged);
  g_assert_cmpuint (journal_lines (f->whole), ==, 8);

  g_autofree char *damaged = g_strconcat ("{\"image\n", journal, NULL);
  write_text (f->whole, "results-1-of-1.ndjson", damaged);
  g_autoptr (Ran) told = run_cli ("batch %s " MAKES "--out %s", f->images, f->whole);
  g_assert_cmpint (told->status, ==, 1);
  g_assert_nonnull (strstr (told->err, "Line 1"));
}

/* Two processes side by side. */
static void
test_shards (Fixture *f, gconstpointer data)
{
  add_images (f, 12);
  run_whole (f);
  g_autofree char *out = place (f, "out");
  g_autofree char *first
      = g_strdup_printf ("batch %s " MAKES "--out %s --shard 1/2", f->images, out);
  g_autofree char *second
      = g_strdup_printf ("batch %s " MAKES "--out %s --shard 2/2", f->images, out);
  GPid one = start_cli (first);
  g_assert_cmpint (wait_for (one), ==, 0);
  g_autoptr (Ran) early = run_cli ("batch --merge %s", out);
  g_assert_cmpint (early->status, ==, 1);
  g_assert_nonnull (strstr (early->err, "Shard 2 of 2"));
  remove_tree (g_steal_pointer (&out));

  out = place (f, "out");
  one = start_cli (first);
  GPid two = start_cli (second);
  g_assert_cmpint (wait_for (one), ==, 0);
  g_assert_cmpint (wait_for (two), ==, 0);
  g_autofree char *a = read_text (out, "results-1-of-2.ndjson");
  g_autofree char *b = read_text (out, "results-2-of-2.ndjson");
  g_assert_cmpuint (count_lines (a), >, 0);
  g_assert_cmpuint (count_lines (b), >, 0);
  g_assert_cmpuint (count_lines (a) + count_lines (b), ==, 24);
  g_autoptr (Ran) ran = run_cli ("batch --merge %s", out);
  g_assert_cmpint (ran->status, ==, 0);
  check_same (f, out);
  g_autoptr (Ran) other = run_cli ("batch %s " MAKES "--out %s", f->images, out);
  g_assert_cmpint (other->status, ==, 2);
  g_assert_nonnull (strstr (other->err, "2 shards"));
}

/* The recipes as they are handed out. */
static int
run_recipe (const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  va_list args;
  int status;

  va_start (args, format);
  g_autofree char *line = g_strdup_vprintf (format, args);
  va_end (args);
  const char *argv[] = { "sh", "-c", line, NULL };
  g_spawn_sync (NULL, (char **) argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  return WEXITSTATUS (status);
}

static void
test_slurm (Fixture *f, gconstpointer data)
{
  g_autofree char *recipe = source_file ("resources/recipes/batch/slurm.sh");
  add_images (f, 6);
  run_whole (f);
  g_autofree char *out = place (f, "out");
  for (guint i = 1; i <= 3; i++)
    g_assert_cmpint (run_recipe ("SLURM_ARRAY_TASK_ID=%u SLURM_ARRAY_TASK_COUNT=3 "
                                 "sh '%s' %s %s " MAKES, i, recipe, f->images, out),
                     ==, 0);
  g_autoptr (Ran) ran = run_cli ("batch --merge %s", out);
  g_assert_cmpint (ran->status, ==, 0);
  check_same (f, out);
}

static void
test_parallel (Fixture *f, gconstpointer data)
{
  g_autofree char *parallel = g_find_program_in_path ("parallel");
  g_autofree char *recipe = source_file ("resources/recipes/batch/parallel.sh");

  if (!parallel)
    {
      g_test_skip ("GNU parallel is not installed");
      return;
    }
  add_images (f, 6);
  run_whole (f);
  g_autofree char *out = place (f, "out");
  g_assert_cmpint (run_recipe ("sh '%s' 2 %s %s " MAKES, recipe, f->images, out), ==, 0);
  check_same (f, out);
}

/* A file where a folder should be, and then files that may not become large. */
static void
test_not_written (Fixture *f, gconstpointer data)
{
  add_images (f, 6);
  write_text (f->folder, "file", "");
  g_autoptr (Ran) ran = run_cli ("batch %s " MAKES "--out %s/file/out", f->images, f->folder);
  g_assert_cmpint (ran->status, ==, 7);
  g_assert_nonnull (strstr (ran->err, "file"));

  run_whole (f);
  g_autofree char *out = place (f, "out"), *list = place (f, "list");
  g_autofree char *before = NULL, *after = NULL;
  write_text (f->folder, "list", "leopard-0.jpg\n");
  g_autoptr (Ran) some = run_cli ("batch %s --root %s " MAKES "--out %s", list, f->images, out);
  g_assert_cmpint (some->status, ==, 0);
  before = read_text (out, "results-1-of-1.ndjson");
  g_assert_cmpuint (count_lines (before), ==, 2);
  g_assert_cmpint (run_recipe ("ulimit -f 32; exec '%s' batch %s " MAKES "--out %s",
                               g_getenv ("FOVEA_CLI"), f->images, out),
                   ==, 7);
  after = read_text (out, "results-1-of-1.ndjson");
  g_assert_true (g_str_has_prefix (after, before));
  g_assert_cmpuint (count_lines (after), <, 12);

  /* With room again it goes on. */
  g_autoptr (Ran) rest = run_cli ("batch %s " MAKES "--out %s", f->images, out);
  g_assert_cmpint (rest->status, ==, 0);
  check_same (f, out);
}

static void
test_failures (Fixture *f, gconstpointer data)
{
  add_images (f, 3);
  g_autofree char *photo = source_file ("resources/demo/photos/leopard.jpg");
  g_autofree char *bytes = NULL, *out = place (f, "out"), *cut = place (f, "images/cut.jpg");
  gsize length;
  write_text (f->images, "text.jpg", "no picture");
  g_assert_true (g_file_get_contents (photo, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (cut, bytes, 3000, NULL));
  g_autoptr (Ran) ran = run_cli ("batch %s --model van_nano --out %s", f->images, out);
  g_assert_cmpint (ran->status, ==, 3);
  g_assert_nonnull (strstr (ran->err, "2 results failed"));
  g_assert_nonnull (strstr (ran->out, "3 maps, 2 failed"));
  g_autofree char *results = read_text (out, "results.ndjson");
  g_assert_cmpuint (count_lines (results), ==, 5);
  g_assert_nonnull (strstr (results, "{\"image\":\"text.jpg\",\"sha256\":null,\"error\":{\"code\":3"));

  /* What was wrong is mended; nothing else is done again. */
  g_assert_true (g_file_set_contents (cut, bytes, (gssize) length, NULL));
  g_autofree char *text = place (f, "images/text.jpg");
  g_assert_true (g_file_set_contents (text, bytes, (gssize) length, NULL));
  g_autoptr (Ran) mended = run_cli ("batch %s --model van_nano --out %s --json", f->images, out);
  g_assert_cmpint (mended->status, ==, 0);
  g_assert_cmpint (json_integer_value (at (mended, "results")), ==, 5);
  g_assert_cmpint (json_integer_value (at (mended, "failed")), ==, 0);
  g_assert_cmpuint (journal_lines (out), ==, 7);
}

/* True classes: from a list, from folders; the one explained. */
static void
test_truth (Fixture *f, gconstpointer data)
{
  add_images (f, 4); /* leopard-0, elephant/elephant-1, flamingo/flamingo-2, sunflower-3 */
  g_autofree char *out = place (f, "out"), *list = place (f, "list"), *next = place (f, "next");
  write_text (f->folder, "list",
              "leopard-0.jpg\tleopard\nelephant/elephant-1.jpg\ttench\r\n\nsunflower-3.jpg\n"
              "flamingo/flamingo-2.jpg\tno such class\n");
  g_autoptr (Ran) ran = run_cli ("batch %s --root %s --model van_nano --out %s --json", list,
                                 f->images, out);
  g_assert_cmpint (ran->status, ==, 0);
  g_assert_cmpint (json_integer_value (at (ran, "columns.0.right.of")), ==, 2);
  g_assert_cmpint (json_integer_value (at (ran, "columns.0.right.right")), ==, 1);
  g_assert_cmpint (json_integer_value (at (ran, "columns.0.unknown_classes")), ==, 1);
  g_assert_cmpfloat_with_epsilon (json_real_value (at (ran, "columns.0.right.low")), 0.094531, 1e-5);

  g_autoptr (Ran) folders = run_cli ("batch %s/elephant --class-from-folder --class truth "
                                     "--model van_nano --out %s --json", f->images, next);
  g_assert_cmpint (folders->status, ==, 0);
  g_assert_cmpint (json_integer_value (at (folders, "columns.0.right.of")), ==, 1);
  g_autofree char *results = read_text (next, "results.ndjson");
  g_assert_nonnull (strstr (results, "\"name\":\"elephant\""));
}

/* A folder holds one batch, until it is begun anew. */
static void
test_another (Fixture *f, gconstpointer data)
{
  add_images (f, 2);
  run_whole (f);
  g_autoptr (Ran) other = run_cli ("batch %s --model van_nano --out %s", f->images, f->whole);
  g_assert_cmpint (other->status, ==, 2);
  g_assert_nonnull (strstr (other->err, "--restart"));
  g_autoptr (Ran) anew
      = run_cli ("batch %s --model van_nano --out %s --restart", f->images, f->whole);
  g_assert_cmpint (anew->status, ==, 0);
  g_autofree char *maps = g_build_filename (f->whole, "maps", NULL);
  g_assert_false (g_file_test (maps, G_FILE_TEST_EXISTS));
  g_autofree char *results = read_text (f->whole, "results.ndjson");
  g_assert_cmpuint (count_lines (results), ==, 2);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *options;
    int status;
    const char *word;
  } cases[] = {
    { "@", 2, "--out" },
    { "--out @/o", 2, "Name one folder" },
    { "@/nothing --out @/o", 2, "nothing" },
    { "@ --out @/o --shard 3/2", 2, "--shard" },
    { "@ --out @/o --shard 1", 2, "--shard" },
    { "@ --out @/o --maps tiff", 2, "npy or npz" },
    { "@ --out @/o --raw", 2, "--maps" },
    { "@ --out @/o --overlays gif", 2, "png or jpg" },
    { "@ --out @/o --measure pointing", 2, "where the object is" },
    { "@ --out @/o --measure agreement", 2, "second" },
    { "@ --out @/o --layer block9.9", 5, "block9.9" },
    { "@ --out @/o --class unheard-of", 2, "unheard-of" },
    { "@ --out @/o --method gradcam --method gradcam", 2, "twice" },
    { "@ --out @/o --shard 1/2 --restart", 2, "--restart" },
    { "@/leopard-0.jpg --out @/o", 2, "no list" },
    { "--merge @", 2, "no results" },
  };
  add_images (f, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].options, "@", -1);
      g_autofree char *options = g_strjoinv (f->images, parts);
      g_autoptr (Ran) ran = run_cli ("batch --model van_nano %s", options);
      if (ran->status != cases[i].status || !strstr (ran->err, cases[i].word))
        g_error ("%s: %d %s", cases[i].options, ran->status, ran->err);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/batch/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("killed", test_killed);
  if (g_test_slow ())
    return g_test_run ();
  ADD ("interrupted", test_interrupted);
  ADD ("torn", test_torn);
  ADD ("shards", test_shards);
  ADD ("slurm", test_slurm);
  ADD ("parallel", test_parallel);
  ADD ("not-written", test_not_written);
  ADD ("failures", test_failures);
  ADD ("truth", test_truth);
  ADD ("another", test_another);
  ADD ("refused", test_refused);
  return g_test_run ();
}
