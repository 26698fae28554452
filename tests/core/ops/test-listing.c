/* SPDX-License-Identifier: MIT */

/* An operation without a test of its own must not go unnoticed: every file of core/ops that
 * defines one needs a test-NAME.c here, and this folder's meson.build must run it. */

#include <glib.h>
#include <string.h>

static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Files that several operations share define none. */
static gboolean
defines_operation (const char *folder, const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *text = read_text (path);

  return g_regex_match_simple ("^(static )?const FoveaOp \\w+ = \\{", text, G_REGEX_MULTILINE,
                               0);
}

static void
check_listed (const char *file, const char *build)
{
  g_autofree char *stem = g_strndup (file, strlen (file) - 2);
  g_autofree char *test = g_strdup_printf ("test-%s.c", stem);
  g_autofree char *quoted = g_strdup_printf ("'test-%s'", stem);
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "core", "ops", test, NULL);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_error ("core/ops/%s has no tests/core/ops/%s", file, test);
  if (!strstr (build, quoted))
    g_error ("tests/core/ops/meson.build does not run %s", test);
}

static void
test_every_operation_has_a_test (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "core", "ops", NULL);
  g_autofree char *build_path
      = g_test_build_filename (G_TEST_DIST, "core", "ops", "meson.build", NULL);
  g_autofree char *build = read_text (build_path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *file;
  guint operations = 0;

  g_assert_no_error (error);
  while ((file = g_dir_read_name (dir)))
    if (g_str_has_suffix (file, ".c") && defines_operation (folder, file))
      {
        check_listed (file, build);
        operations++;
      }
  g_assert_cmpuint (operations, >=, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/listing/every-operation-has-a-test",
                   test_every_operation_has_a_test);
  return g_test_run ();
}
