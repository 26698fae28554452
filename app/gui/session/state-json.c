/* SPDX-License-Identifier: MIT */
#include "state-json.h"

#include "error.h"
#include "state-values.h"

#include <glib/gi18n.h>
#include <string.h>

#define LONGEST_PATH 4096

char *
fovea_relative_path (const char *folder, const char *path)
{
  g_auto (GStrv) from = g_strsplit (folder, G_DIR_SEPARATOR_S, -1);
  g_auto (GStrv) to = g_strsplit (path, G_DIR_SEPARATOR_S, -1);
  g_autoptr (GString) way = g_string_new (NULL);
  guint common = 0;

  if (!g_path_is_absolute (folder) || !g_path_is_absolute (path))
    return NULL;
  while (from[common] && to[common] && g_str_equal (from[common], to[common]))
    common++;
  for (guint i = common; from[i]; i++)
    g_string_append (way, *from[i] ? "../" : "");
  for (guint i = common; to[i]; i++)
    g_string_append_printf (way, "%s%s", i > common ? "/" : "", to[i]);
  return way->len ? g_string_free (g_steal_pointer (&way), FALSE) : NULL;
}

/* A name that is no UTF-8 is written as a URI. */
static json_t *
write_path (const char *path)
{
  if (g_utf8_validate (path, -1, NULL))
    return json_string (path);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  return uri ? json_string (uri) : json_null ();
}

static json_t *
write_file (const FoveaFileRef *file, const char *folder)
{
  g_autofree char *relative = NULL;

  if (!file->path)
    return NULL;
  if (g_str_has_prefix (file->path, "demo:"))
    return json_string (file->path);
  json_t *object = json_object ();
  json_object_set_new (object, "path", write_path (file->path));
  relative = folder ? fovea_relative_path (folder, file->path) : NULL;
  if (relative && g_utf8_validate (relative, -1, NULL))
    json_object_set_new (object, "relative", json_string (relative));
  if (file->digest)
    json_object_set_new (object, "sha256", json_string (file->digest));
  return object;
}

static json_t *
write_column (const FoveaColumnState *column, const char *folder)
{
  json_t *object = json_object (), *weights = write_file (&column->weights, folder);

  if (column->backbone)
    json_object_set_new (object, "backbone", json_string (column->backbone));
  if (weights)
    json_object_set_new (object, "weights", weights);
  fovea_values_write (column->values, fovea_column_members, object);
  fovea_values_write (column->values, fovea_canvas_members, object);
  return object;
}

char *
fovea_state_write (const FoveaState *state, const char *path)
{
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;
  json_t *root = json_object (), *window = json_object (), *columns = json_array ();
  json_t *image = write_file (&state->image, folder);

  json_object_set_new (root, "schema", json_integer (FOVEA_SESSION_SCHEMA));
  json_object_set_new (root, "program", json_string ("Fovea " FOVEA_VERSION));
  if (image)
    json_object_set_new (root, "image", image);
  fovea_values_write (state->values, fovea_session_members, window);
  fovea_values_write (state->values, fovea_window_members, window);
  json_object_set_new (root, "window", window);
  for (guint i = 0; i < state->columns->len; i++)
    json_array_append_new (columns, write_column (fovea_state_column (state, i), folder));
  json_object_set_new (root, "columns", columns);

  char *dumped = json_dumps (root, JSON_INDENT (2));
  char *text = g_strconcat (dumped, "\n", NULL);
  free (dumped);
  json_decref (root);
  return text;
}

/* Reading. */

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, words);
  return FALSE;
}

/* Copied into `text`; absent is fine. */
static gboolean
read_text (json_t *object, const char *key, char **text, GError **error)
{
  json_t *json = json_object_get (object, key);

  if (json && (!json_is_string (json) || json_string_length (json) > LONGEST_PATH))
    return refuse (error, _ ("its “%s” is no text, or too long"), key);
  *text = g_strdup (json_string_value (json));
  return TRUE;
}

static gboolean
is_digest (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* Absolute, as files are named here; a URI of a file is one too. */
static gboolean
check_path (FoveaFileRef *file, GError **error)
{
  if (file->path && g_str_has_prefix (file->path, "file:"))
    {
      g_autofree char *uri = g_steal_pointer (&file->path);
      file->path = g_filename_from_uri (uri, NULL, NULL);
    }
  if (!file->path || !g_path_is_absolute (file->path))
    return refuse (error, _ ("it names a file without its path"));
  if (file->relative && g_path_is_absolute (file->relative))
    return refuse (error, _ ("its “relative” is no relative path"));
  return !file->digest || is_digest (file->digest)
         || refuse (error, _ ("its “sha256” is none"));
}

static gboolean
read_file (json_t *object, const char *key, FoveaFileRef *file, GError **error)
{
  json_t *json = json_object_get (object, key);

  if (!json)
    return TRUE;
  if (json_is_string (json) && g_str_has_prefix (json_string_value (json), "demo:"))
    return read_text (object, key, &file->path, error);
  if (!json_is_object (json))
    return refuse (error, _ ("its “%s” names no file"), key);
  return read_text (json, "path", &file->path, error)
         && read_text (json, "relative", &file->relative, error)
         && read_text (json, "sha256", &file->digest, error) && check_path (file, error);
}

static gboolean
read_column (json_t *object, FoveaColumnState *column, GError **error)
{
  if (!json_is_object (object))
    return refuse (error, _ ("one of its columns is none"));
  if (!read_text (object, "backbone", &column->backbone, error)
      || !read_file (object, "weights", &column->weights, error)
      || !fovea_values_read (column->values, fovea_column_members, object, error)
      || !fovea_values_read (column->values, fovea_canvas_members, object, error))
    return FALSE;
  column->wanted = column->backbone && !column->weights.path;
  return TRUE;
}

static gboolean
read_columns (json_t *array, FoveaState *state, GError **error)
{
  gsize n = json_array_size (array);

  if (n < 1 || n > FOVEA_SESSION_MOST_COLUMNS)
    return refuse (error, _ ("it has %zu columns, and there are 1 to %d"), n,
                   FOVEA_SESSION_MOST_COLUMNS);
  for (gsize i = 0; i < n; i++)
    if (!read_column (json_array_get (array, i), fovea_state_add_column (state), error))
      return FALSE;
  return TRUE;
}

static gboolean
check_schema (json_t *root, GError **error)
{
  json_t *schema = json_object_get (root, "schema");
  double version = json_number_value (schema);

  if (!json_is_number (schema) || !json_is_array (json_object_get (root, "columns")))
    return refuse (error, _ ("it has no “schema” and no “columns”"));
  if (!(version >= FOVEA_SESSION_SCHEMA && version < FOVEA_SESSION_SCHEMA + 1))
    return refuse (error, _ ("it is of schema %g, and this Fovea reads schema %d"),
                   version, FOVEA_SESSION_SCHEMA);
  return TRUE;
}

static gboolean
read_root (json_t *root, FoveaState *state, GError **error)
{
  json_t *window = json_object_get (root, "window");

  return check_schema (root, error) && read_file (root, "image", &state->image, error)
         && fovea_values_read (state->values, fovea_session_members, window, error)
         && fovea_values_read (state->values, fovea_window_members, window, error)
         && read_columns (json_object_get (root, "columns"), state, error);
}

static json_t *
parse (const char *text, gsize length, GError **error)
{
  json_error_t problem;
  json_t *root = NULL;

  if (length > FOVEA_SESSION_MOST_BYTES)
    refuse (error, _ ("it is larger than %d MB"), FOVEA_SESSION_MOST_BYTES >> 20);
  else if (!(root = json_loadb (text, length, JSON_REJECT_DUPLICATES, &problem)))
    refuse (error, _ ("line %d: %s"), problem.line, problem.text);
  return root;
}

FoveaState *
fovea_state_read (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (FoveaState) state = fovea_state_new ();
  json_t *root = parse (text, length, error);
  gboolean read = root && read_root (root, state, error);

  json_decref (root);
  if (read)
    return g_steal_pointer (&state);
  g_prefix_error (error, _ ("“%s” is not a session that can be opened: "), name);
  return NULL;
}
