/* SPDX-License-Identifier: MIT */

/* Exit statuses and messages for what goes wrong, and that nothing half written is left. */

#include "run-cli.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

typedef struct
{
  const char *arguments; /* @ stands for the folder */
  int status;
  const char *words; /* in the message */
} Case;

static const Case cases[] = {
  { "", 2, "Name a command" },
  { "explian", 2, "did you mean “explain”" },
  { "zzzzzzzz", 2, "There is no command" },
  { "--bogus", 2, "--bogus" },
  { "classify --bogus", 2, "--bogus" },
  { "models extra", 2, "extra" },
  { "help nothing", 2, "nothing" },
  { "classify demo:leopard", 2, "--model" },
  { "classify --model van_nano", 2, "Name an image" },
  { "classify demo:leopard --model van_b0", 2, "--weights" },
  { "classify demo:leopard --model nobody", 2, "nobody" },
  { "classify demo:leopard --model van_nano --model van_nano", 2, "2 times" },
  { "classify demo:leopard --model van_nano --top 0", 2, "--top" },
  { "classify demo:leopard --model van_nano --threads -1", 2, "--threads" },
  { "classify demo:leopard --model van_nano --mean 1,2", 2, "--mean" },
  { "classify demo:leopard --model van_nano --std 1,0,1", 2, "--std" },
  { "classify demo:leopard --model van_nano --crop 1,2,3", 2, "--crop" },
  { "classify demo:leopard --model van_nano --input-size 10", 2, "--input-size" },
  { "classify demo:leopard --tensor @/x.npy --model van_nano", 2, "not both" },
  { "classify demo:nobody --model van_nano", 3, "nobody" },
  { "classify @/missing.jpg --model van_nano", 3, "missing.jpg" },
  { "classify @/model.safetensors --model van_nano", 3, "model" },
  { "classify --tensor @/model.safetensors --model van_nano", 3, "NumPy" },
  { "classify demo:leopard --weights @/cut.safetensors", 4, "incomplete" },
  { "classify demo:leopard --weights @/lfs.pth", 4, "git lfs pull" },
  { "classify demo:leopard --weights @/page.pth", 4, "web page" },
  { "classify demo:leopard --weights @/missing.pth", 4, "missing.pth" },
  { "info @/lfs.pth", 4, "Git LFS" },
  { "info @/page.pth", 4, "web page" },
  { "layers nobody", 2, "nobody" },
  { "explain demo:leopard --model van_nano --layer block9.9", 5, "block9.9" },
  { "explain demo:leopard --model van_nano --class 22", 2, "22" },
  { "explain demo:leopard --model van_nano --class -1", 2, "-1" },
  { "explain demo:leopard --model van_nano --class 'no such thing'", 2, "no such thing" },
  { "explain demo:leopard --model van_nano --method magic", 2, "magic" },
  { "explain demo:leopard --model van_nano --preset magic", 2, "magic" },
  { "explain demo:leopard --model van_nano --colormap magic", 2, "magic" },
  { "explain demo:leopard --model van_nano --opacity 1.5", 2, "--opacity" },
  { "explain demo:leopard --model van_nano --opacity -1", 2, "--opacity" },
  { "explain demo:leopard --model van_nano --threshold 2", 2, "--threshold" },
  { "explain demo:leopard --model van_nano --out @/map.gif", 2, ".png" },
  { "explain demo:leopard --model van_nano --raw --out @/map.png", 2, "--raw" },
  { "explain demo:leopard demo:flower --model van_nano", 2, "not 2" },
  { "explain demo:leopard --model van_nano --method gradcam --method lka_response "
    "--out @/map.npy",
    2, "one by one" },
  { "explain demo:leopard --model van_nano --layer a --layer b --class 1 --class 2 --class 3",
    2, "3 columns" },
  { "explain --tensor @/x.npy --model van_nano --out @/map.png", 2, "tensor" },
  { "explain demo:leopard --model van_nano --out @/none/map.png", 7, "none" },
  { "explain demo:leopard --model van_nano --out @/none/map.npy", 7, "none" },
  { "explain demo:leopard --model van_nano --out @/folder.png", 7, "folder.png" },
  { "explain demo:leopard --model van_nano --at 90,60", 2, "Grad-CAM takes no place" },
  { "explain demo:leopard --model van_nano --map 0", 2, "--map" },
  { "explain demo:leopard --model van_nano --channel 0", 2, "Grad-CAM takes no channel" },
  { "explain demo:leopard --model van_nano --method lka_stages --at 90,60", 2, "--at" },
  { "explain demo:leopard --model van_nano --method lka_kernel --at 90", 2, "X,Y" },
  { "explain demo:leopard --model van_nano --method lka_kernel --at 90,60,1", 2, "X,Y" },
  { "explain demo:leopard --model van_nano --method lka_kernel --at 90,nan", 2, "X,Y" },
  { "explain demo:leopard --model van_nano --method lka_kernel --at 10,60", 2,
    "outside what the network sees" },
  { "explain --tensor @/x.npy --model van_nano --method lka_kernel --at 160,3", 2,
    "the tensor from 0,0 to 160,160" },
  { "explain demo:leopard --model van_nano --method lka_stages --channel -1", 2, "from 0" },
  { "explain demo:leopard --model van_nano --method lka_stages --channel 9999", 2,
    "no channel 9999" },
  { "explain demo:leopard --model van_nano --method lka_stages --channel x", 2, "--channel" },
  { "explain demo:leopard --model van_nano --method lka_stages --panel a9", 2,
    "there are u, a0, a1" },
  { "explain demo:leopard --model van_nano --method lka_stages --out @/map.npy", 2,
    "choose one with --panel (u, a0, a1, a2, a2_mean, gated)" },
  { "explain demo:leopard --model van_nano --method lka_stages --preset grad-cam "
    "--out @/map.png",
    2, "a2_mean" },
  { "explain demo:leopard --model van_nano --method path_split", 5, "finds nothing to read" },
  { "explain demo:leopard --model van_nano --method lka_kernel --layer block1.0", 5,
    "cannot read the layer" },
  { "explain demo:leopard --model van_nano --as-python --method fem", 5,
    "fem is not among them" },
  { "explain demo:leopard --model van_nano --as-python --method magic", 2, "magic" },
  { "explain demo:leopard --model van_nano --as-python --out @/map.npy", 2, "leave out --out" },
  { "explain demo:leopard --model van_nano --as-python --off '*.conv0'", 2,
    "leave out --off" },
  { "explain demo:leopard --model van_nano --as-python --class 1 --class 2", 2, "not 2" },
  { "trace demo:leopard --model van_nano --class 99", 2, "99" },
};

static void
write_text (const char *folder, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

/* The demonstration's weights, whole and cut, and what is often taken for weights. */
static char *
make_mistakes (void)
{
  char *folder = make_folder ();
  g_autofree char *weights = source_file ("resources/demo/van_nano.safetensors");
  g_autofree char *tensor = g_build_filename (folder, "x.npy", NULL);
  g_autofree char *directory = g_build_filename (folder, "folder.png", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (weights, &bytes, &length, NULL));
  write_text (folder, "model.safetensors", bytes, (gssize) length);
  write_text (folder, "cut.safetensors", bytes, (gssize) length / 2);
  write_text (folder, "lfs.pth",
              "version https://git-lfs.github.com/spec/v1\n"
              "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
              "size 12345\n",
              -1);
  write_text (folder, "page.pth",
              "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n", -1);
  write_tensor (tensor, 160, 160, 0);
  g_assert_cmpint (g_mkdir (directory, 0755), ==, 0);
  return folder;
}

static void
check_case (const Case *c, const char *folder)
{
  g_auto (GStrv) parts = g_strsplit (c->arguments, "@", -1);
  g_autofree char *arguments = g_strjoinv (folder, parts);
  guint before = files_in (folder);
  g_autoptr (Ran) text = run_cli ("%s", arguments);
  g_autoptr (Ran) json = run_cli ("%s --json", arguments);

  if (text->status != c->status || json->status != c->status
      || !strstr (text->err, c->words))
    g_error ("fovea-cli %s: %d, %d, not %d with “%s”: %s", c->arguments, text->status,
             json->status, c->status, c->words, text->err);
  g_assert_nonnull (strstr (text->err, "fovea-cli: "));
  g_assert_cmpstr (text->out, ==, "");

  g_assert_cmpint (json_integer_value (at (json, "schema")), ==, 1);
  g_assert_cmpint (json_integer_value (at (json, "error.code")), ==, c->status);
  g_assert_nonnull (strstr (json_string_value (at (json, "error.message")), c->words));
  at (json, "error.path");
  g_assert_cmpuint (files_in (folder), ==, before);
}

static void
test_statuses (void)
{
  char *folder = make_mistakes ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], folder);
  remove_folder (folder);
}

static void
test_path_of_error (void)
{
  char *folder = make_mistakes ();
  g_autofree char *path = g_build_filename (folder, "lfs.pth", NULL);
  g_autoptr (Ran) ran = run_cli ("classify demo:leopard --weights '%s' --json", path);

  g_assert_cmpstr (json_string_value (at (ran, "error.path")), ==, path);
  remove_folder (folder);
}

/* A failure leaves what was there. */
static void
test_old_file_stays (void)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "map.png", NULL);
  g_autofree char *text = NULL;

  write_text (folder, "map.png", "old", -1);
  g_autoptr (Ran) ran = run_cli (
      "explain demo:leopard --model van_nano --layer block9.9 --out '%s'", path);
  g_assert_cmpint (ran->status, ==, 5);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (files_in (folder), ==, 1);
  remove_folder (folder);
}

static void
test_full_output (void)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *line = g_strdup_printf ("sh -c \"'%s' models --json > /dev/full\"",
                                           g_getenv ("FOVEA_CLI"));
  int wait_status;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  g_assert_true (g_spawn_sync (NULL, argv, NULL,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               NULL, NULL, &wait_status, NULL));
  g_assert_true (WIFEXITED (wait_status));
  g_assert_cmpint (WEXITSTATUS (wait_status), ==, 7);
}

/* Minutes of work, stopped after a moment. */
static void
test_interrupt (gconstpointer data)
{
  int number = GPOINTER_TO_INT (data), wait_status;
  char *folder = make_folder ();
  g_autofree char *arguments
      = g_strdup_printf ("explain demo:leopard --model van_b3 --weights synthetic:0 "
                         "--input-size 2048x2048 --out '%s/map.png'",
                         folder);
  GPid pid = start_cli (arguments);

  g_usleep (G_USEC_PER_SEC);
  gint64 start = g_get_monotonic_time ();
  g_assert_cmpint (kill (pid, number), ==, 0);
  g_assert_cmpint (waitpid (pid, &wait_status, 0), ==, pid);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
  g_assert_true (WIFEXITED (wait_status));
  g_assert_cmpint (WEXITSTATUS (wait_status), ==, 128 + number);
  g_assert_cmpuint (files_in (folder), ==, 0);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/errors/statuses", test_statuses);
  g_test_add_func ("/cli/errors/path", test_path_of_error);
  g_test_add_func ("/cli/errors/old-file-stays", test_old_file_stays);
  g_test_add_func ("/cli/errors/full-output", test_full_output);
  g_test_add_data_func ("/cli/errors/interrupt", GINT_TO_POINTER (SIGINT), test_interrupt);
  g_test_add_data_func ("/cli/errors/terminate", GINT_TO_POINTER (SIGTERM), test_interrupt);
  return g_test_run ();
}
