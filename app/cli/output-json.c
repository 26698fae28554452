/* SPDX-License-Identifier: MIT */
#include "output-json.h"

#include "error.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

json_t *
cli_json_document (void)
{
  return json_pack ("{si}", "schema", 1);
}

json_t *
cli_json_real (double value)
{
  return isfinite (value) ? json_real (value) : json_null ();
}

json_t *
cli_json_text (const char *text)
{
  g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  return valid ? json_string (valid) : json_null ();
}

json_t *
cli_json_path (const char *path)
{
  g_autofree char *shown = path ? g_filename_display_name (path) : NULL;

  return cli_json_text (shown);
}

json_t *
cli_json_texts (const char *const *texts)
{
  json_t *array = json_array ();

  for (gsize i = 0; texts && texts[i]; i++)
    json_array_append_new (array, cli_json_text (texts[i]));
  return array;
}

json_t *
cli_json_append_object (json_t *array)
{
  json_t *object = json_object ();

  json_array_append_new (array, object);
  return object;
}

gboolean
cli_flush (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT,
               "The result cannot be written to the standard output: %s",
               g_strerror (errno));
  return FALSE;
}

gboolean
cli_json_print (json_t *document, GError **error)
{
  json_dumpf (document, stdout, JSON_REAL_PRECISION (9));
  putchar ('\n');
  return cli_flush (error);
}
