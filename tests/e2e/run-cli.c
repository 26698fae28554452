/* SPDX-License-Identifier: MIT */
#include "run-cli.h"

#include "synthetic.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

static char **
make_argv (const char *arguments)
{
  const char *program = g_getenv ("FOVEA_CLI");
  g_autofree char *line = g_strconcat ("'", program, "' ", arguments, NULL);
  g_autoptr (GError) error = NULL;
  char **argv;

  g_assert_nonnull (program);
  g_shell_parse_argv (line, NULL, &argv, &error);
  g_assert_no_error (error);
  return argv;
}

static Ran *
run (const char *locale, const char *arguments)
{
  g_auto (GStrv) argv = make_argv (arguments);
  g_auto (GStrv) env = g_get_environ ();
  g_autoptr (GError) error = NULL;
  Ran *ran = g_new0 (Ran, 1);
  int wait_status;

  if (locale)
    {
      env = g_environ_setenv (env, "LC_ALL", locale, TRUE);
      env = g_environ_setenv (env, "LANG", locale, TRUE);
    }
  g_spawn_sync (NULL, argv, env, G_SPAWN_DEFAULT, NULL, NULL, &ran->out, &ran->err,
                &wait_status, &error);
  g_assert_no_error (error);
  ran->status = WIFEXITED (wait_status) ? WEXITSTATUS (wait_status)
                                        : 128 + WTERMSIG (wait_status);
  ran->json = json_loads (ran->out, 0, NULL);
  return ran;
}

Ran *
run_cli (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *arguments = g_strdup_vprintf (format, args);
  va_end (args);
  return run (NULL, arguments);
}

Ran *
run_cli_in (const char *locale, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *arguments = g_strdup_vprintf (format, args);
  va_end (args);
  return run (locale, arguments);
}

void
ran_free (Ran *ran)
{
  g_clear_pointer (&ran->json, json_decref);
  g_free (ran->out);
  g_free (ran->err);
  g_free (ran);
}

GPid
start_cli (const char *arguments)
{
  g_auto (GStrv) argv = make_argv (arguments);
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                     | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("fovea-cli-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
remove_folder (char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

void
remove_tree (char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          remove_tree (path);
          continue;
        }
      g_assert_cmpint (g_remove (path), ==, 0);
      g_free (path);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

guint
files_in (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir))
    count++;
  return count;
}

json_t *
at (const Ran *ran, const char *path)
{
  g_auto (GStrv) keys = g_strsplit (path, ".", -1);
  json_t *value = ran->json;

  for (guint i = 0; keys[i] && value; i++)
    value = json_is_array (value)
                ? json_array_get (value, g_ascii_strtoull (keys[i], NULL, 10))
                : json_object_get (value, keys[i]);
  if (!value)
    g_error ("no %s in: %s%s", path, ran->out, ran->err);
  return value;
}

char *
source_file (const char *path)
{
  return g_test_build_filename (G_TEST_DIST, "..", path, NULL);
}

void
write_tensor (const char *path, guint height, guint width, guint64 seed)
{
  g_autoptr (FoveaTensor) image = fovea_synthetic_image (height, width, seed);
  g_autofree char *shape
      = g_strdup_printf ("{'descr': '<f4', 'fortran_order': False, 'shape': (3, %u, %u), }",
                         height, width);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 head[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (guint8) strlen (shape), 0 };

  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_append (bytes, (const guint8 *) shape, (guint) strlen (shape));
  g_byte_array_append (bytes, (const guint8 *) fovea_tensor_data (image),
                       (guint) (fovea_tensor_count (image) * sizeof (float)));
  g_assert_true (
      g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, NULL));
}
