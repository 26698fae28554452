/* SPDX-License-Identifier: MIT */
#include "truth.h"

#include "error.h"

#include <string.h>

#define SYNSET_LENGTH 9 /* "n01751748" */

struct _FoveaTruth
{
  gatomicrefcount references;
  GHashTable *words; /* by file; NULL: folders tell */
};

static FoveaTruth *
truth_new (GHashTable *words)
{
  FoveaTruth *truth = g_new (FoveaTruth, 1);

  g_atomic_ref_count_init (&truth->references);
  truth->words = words;
  return truth;
}

FoveaTruth *
fovea_truth_new_folders (void)
{
  return truth_new (NULL);
}

FoveaTruth *
fovea_truth_ref (FoveaTruth *truth)
{
  g_atomic_ref_count_inc (&truth->references);
  return truth;
}

void
fovea_truth_unref (FoveaTruth *truth)
{
  if (!g_atomic_ref_count_dec (&truth->references))
    return;
  g_clear_pointer (&truth->words, g_hash_table_unref);
  g_free (truth);
}

static gboolean
begins_with_synset (const char *text)
{
  if (text[0] != 'n')
    return FALSE;
  for (guint i = 1; i < SYNSET_LENGTH; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return !g_ascii_isalnum (text[SYNSET_LENGTH]);
}

/* The next field of a line; goes past it and what parts it. (transfer full) */
static char *
read_field (const char **line, const char *separators)
{
  g_autoptr (GString) field = g_string_new (NULL);
  const char *at = *line;
  gboolean quoted = FALSE;

  for (; *at && (quoted || !strchr (separators, *at)); at++)
    if (*at != '"')
      g_string_append_c (field, *at);
    else if (quoted && at[1] == '"')
      g_string_append_c (field, *at++);
    else
      quoted = !quoted;
  *line = *at ? at + 1 : at;
  return g_strstrip (g_string_free (g_steal_pointer (&field), FALSE));
}

/* Both fields of a line; FALSE where there are not two. */
static gboolean
split_line (const char *line, char **file, char **word)
{
  static const char separators[] = "\t,;";
  const char *space = strrchr (line, ' ');

  if (strpbrk (line, separators))
    {
      *file = read_field (&line, separators);
      *word = read_field (&line, separators);
    }
  else if (space)
    {
      *file = g_strstrip (g_strndup (line, (gsize) (space - line)));
      *word = g_strdup (space + 1);
    }
  else
    return FALSE;
  return **file && **word;
}

static gboolean
is_heading (const char *file)
{
  static const char *const names[] = { "file", "files", "filename", "file_name", "image",
                                       "images", "imageid", "image_id", "path", "name", "id" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (file, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Without what follows the last point of a path's last part. (transfer full) */
static char *
without_extension (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *point = strrchr (slash ? slash : path, '.');

  return point ? g_strndup (path, (gsize) (point - path)) : g_strdup (path);
}

static void
add_line (GHashTable *words, const char *line)
{
  g_autofree char *file = NULL, *word = NULL;

  if (!split_line (line, &file, &word)
      || (g_hash_table_size (words) == 0 && is_heading (file)))
    return;
  if (begins_with_synset (word))
    word[SYNSET_LENGTH] = '\0';
  while (g_str_has_prefix (file, "./"))
    memmove (file, file + 2, strlen (file + 2) + 1);
  g_hash_table_replace (words, g_steal_pointer (&file), g_steal_pointer (&word));
}

FoveaTruth *
fovea_truth_parse (const char *text, const char *source, GError **error)
{
  g_autoptr (GHashTable) words
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) lines = NULL;

  if (g_utf8_validate (text, -1, NULL))
    {
      if (g_str_has_prefix (text, "\xef\xbb\xbf"))
        text += 3;
      lines = g_strsplit_set (text, "\r\n", -1);
    }
  for (guint i = 0; lines && lines[i]; i++)
    if (*g_strstrip (lines[i]) && *lines[i] != '#')
      add_line (words, lines[i]);
  if (g_hash_table_size (words) > 0)
    return truth_new (g_steal_pointer (&words));
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "%s has no line with a file and its class: \"photo.jpg,leopard\"", source);
  return NULL;
}

FoveaTruth *
fovea_truth_open (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *name = g_filename_display_basename (path);

  return g_file_get_contents (path, &text, NULL, error)
             ? fovea_truth_parse (text, name, error)
             : NULL;
}

static const char *
look_up_file (GHashTable *words, const char *file)
{
  g_autofree char *stem = without_extension (file);
  const char *word = g_hash_table_lookup (words, file);

  return word ? word : g_hash_table_lookup (words, stem);
}

/* Under the longest end of the path that is listed. */
static const char *
look_up (GHashTable *words, const char *path)
{
  const char *word = look_up_file (words, path);

  while (!word && (path = strchr (path, '/')))
    word = look_up_file (words, ++path);
  return word;
}

char *
fovea_truth_word (const FoveaTruth *truth, const char *path)
{
  if (truth->words)
    return g_strdup (look_up (truth->words, path));
  g_autofree char *folder = g_path_get_dirname (path);
  return g_filename_display_basename (folder);
}

gint
fovea_truth_class (const FoveaModel *model, const char *word)
{
  g_autofree char *name = g_strdup (word);

  if (begins_with_synset (name))
    name[SYNSET_LENGTH] = '\0';
  gint index = fovea_model_match_class (model, name);
  return index >= 0 ? index
                    : fovea_model_match_class (model, g_strdelimit (name, "_", ' '));
}
