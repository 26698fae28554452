/* SPDX-License-Identifier: MIT */
#include "model-private.h"

#include <string.h>

#include "error.h"
#include "labels.h"

gboolean
fovea_model_read_labels (FoveaModel *model, const FoveaCheckpoint *checkpoint,
                         const char *path, GError **error)
{
  const char *own = checkpoint ? fovea_checkpoint_metadata (checkpoint, "fovea.classes") : NULL;

  if (model->n_classes == 0)
    return TRUE;
  if (path)
    model->labels = fovea_labels_open (path, error);
  else if (own)
    model->labels = fovea_labels_parse (own, strlen (own), "The checkpoint's fovea.classes",
                                        error);
  else
    model->labels = fovea_labels_imagenet (model->n_classes);
  if (!model->labels)
    return !path && !own;
  if (model->labels->len != model->n_classes)
    g_ptr_array_add (model->warnings,
                     g_strdup_printf ("%u class names for a head of %u classes",
                                      model->labels->len, model->n_classes));
  return TRUE;
}

guint
fovea_model_n_classes (const FoveaModel *model)
{
  return model->n_classes;
}

static const FoveaLabel *
get_label (const FoveaModel *model, guint index)
{
  if (!model->labels || index >= model->labels->len)
    return NULL;
  return g_ptr_array_index (model->labels, index);
}

const char *
fovea_model_class_name (const FoveaModel *model, guint index)
{
  const FoveaLabel *label = get_label (model, index);

  if (label)
    return label->name;
  g_autofree char *name = g_strdup_printf ("class %u", index);
  return g_intern_string (name);
}

/* Whether `text` is the whole name or one of the names between its commas. */
static gboolean
is_one_of_names (const char *names, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (names, ",", -1);

  for (guint i = 0; parts[i]; i++)
    if (g_ascii_strcasecmp (g_strstrip (parts[i]), text) == 0)
      return TRUE;
  return g_ascii_strcasecmp (names, text) == 0;
}

static gboolean
contains (const char *names, const char *text)
{
  g_autofree char *a = g_utf8_casefold (names, -1);
  g_autofree char *b = g_utf8_casefold (text, -1);

  return strstr (a, b) != NULL;
}

static gint
find_index (const FoveaModel *model, const char *text, GError **error)
{
  guint64 index;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &index, NULL))
    return -1;
  if (index < model->n_classes)
    return (gint) index;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no class %s: the head of %s has %u, from 0 to %u", text,
               model->title, model->n_classes, model->n_classes - 1);
  return -1;
}

/* `exact`: the synset or one of the names; otherwise any part of them. */
static gint
find_name (const FoveaModel *model, const char *text, gboolean exact, GString *found,
           guint *matches)
{
  gint first = -1;

  for (guint i = 0; i < model->n_classes; i++)
    {
      const FoveaLabel *label = get_label (model, i);
      if (!label)
        continue;
      gboolean match = exact ? is_one_of_names (label->name, text)
                                   || g_strcmp0 (label->synset, text) == 0
                             : contains (label->name, text);
      if (!match)
        continue;
      if (first < 0)
        first = (gint) i;
      if (++*matches <= 5)
        g_string_append_printf (found, "%s%u %s", found->len ? "; " : "", i, label->name);
    }
  return first;
}

gint
fovea_model_match_class (const FoveaModel *model, const char *text)
{
  g_autoptr (GString) found = g_string_new (NULL);
  guint matches = 0;
  gint index = find_index (model, text, NULL);

  if (index >= 0)
    return index;
  index = find_name (model, text, TRUE, found, &matches);
  return matches == 1 ? index : -1;
}

gint
fovea_model_find_class (const FoveaModel *model, const char *text, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  guint matches = 0;

  if (model->n_classes == 0)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                           "The checkpoint has no head, so there is no class to choose");
      return -1;
    }
  gint index = find_index (model, text, &problem);
  if (index < 0 && !problem)
    index = find_name (model, text, TRUE, found, &matches);
  if (index < 0 && !problem)
    index = find_name (model, text, FALSE, found, &matches);
  if (index >= 0 && matches <= 1)
    return index;

  if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (matches > 1)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "\"%s\" may be %u classes; give the index: %s%s", text, matches, found->str,
                 matches > 5 ? " …" : "");
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "%s has no class called \"%s\"; give an index from 0 to %u or another name",
                 model->title, text, model->n_classes - 1);
  return -1;
}
