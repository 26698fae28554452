/* SPDX-License-Identifier: MIT */
#include "labels.h"

#include <jansson.h>
#include <string.h>

#include "embedded.h"
#include "error.h"

static void
label_free (gpointer data)
{
  FoveaLabel *label = data;

  g_free (label->synset);
  g_free (label->name);
  g_free (label);
}

static void
add (GPtrArray *labels, const char *synset, const char *name)
{
  FoveaLabel *label = g_new (FoveaLabel, 1);

  label->synset = g_strdup (synset);
  label->name = g_strstrip (g_strdup (name));
  g_ptr_array_add (labels, label);
}

/* WordNet's noun identifiers: n and eight digits. */
static gboolean
starts_with_synset (const char *line)
{
  if (line[0] != 'n')
    return FALSE;
  for (guint i = 1; i <= 8; i++)
    if (!g_ascii_isdigit (line[i]))
      return FALSE;
  return line[9] == ' ' || line[9] == '\t' || line[9] == ',';
}

static void
add_line (GPtrArray *labels, const char *line)
{
  if (starts_with_synset (line))
    {
      g_autofree char *synset = g_strndup (line, 9);
      add (labels, synset, line + 10);
    }
  else
    add (labels, NULL, line);
}

static gboolean
parse_lines (GPtrArray *labels, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);

  while (n > 0 && *g_strstrip (lines[n - 1]) == '\0')
    n--;
  for (guint i = 0; i < n; i++)
    add_line (labels, lines[i]);
  return n > 0;
}

static gboolean
add_json (GPtrArray *labels, const json_t *value)
{
  const char *first = json_string_value (json_array_get (value, 0));
  const char *second = json_string_value (json_array_get (value, 1));

  if (json_is_string (value))
    add (labels, NULL, json_string_value (value));
  else if (first && second)
    add (labels, first, second);
  else
    return FALSE;
  return TRUE;
}

static gboolean
parse_json (GPtrArray *labels, const json_t *root)
{
  gsize n = json_is_array (root) ? json_array_size (root) : json_object_size (root);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%zu", i);
      if (!add_json (labels, json_is_array (root) ? json_array_get (root, i)
                                                  : json_object_get (root, key)))
        return FALSE;
    }
  return n > 0;
}

GPtrArray *
fovea_labels_parse (const char *text, gsize length, const char *source, GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (label_free);
  g_autofree char *copy = g_strndup (text, length);
  gboolean good = FALSE;

  if (g_utf8_validate (text, (gssize) length, NULL))
    {
      json_t *root = json_loads (copy, JSON_REJECT_DUPLICATES, NULL);
      good = root ? parse_json (labels, root) : parse_lines (labels, copy);
      json_decref (root);
    }
  if (good)
    return g_steal_pointer (&labels);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "%s is not a list of class names: one name a line, or a JSON list", source);
  return NULL;
}

GPtrArray *
fovea_labels_open (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &problem))
    return fovea_labels_parse (text, length, path, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, "The class names cannot be read: %s",
               problem->message);
  return NULL;
}

GPtrArray *
fovea_labels_imagenet (guint n_classes)
{
  const char *name = n_classes == 1000    ? "imagenet-1k.txt"
                     : n_classes == 21841 ? "imagenet-22k.txt"
                                          : NULL;
  if (!name)
    return NULL;

  g_autoptr (GBytes) bytes = fovea_embedded (name);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  return fovea_labels_parse (text, length, name, NULL);
}
