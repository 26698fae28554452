/* SPDX-License-Identifier: MIT */

/* A model with parts of it turned off: the network is recorded anew, the weights are shared.
 * A switch appends one node whether it is on or off, so that nodes keep their indices, by
 * which the bound weights are found. */

#include "model-private.h"

#include <string.h>

#include "error.h"

#define LONGEST_PATTERN 48 /* characters in a title */

/* The pattern, or its two ends. (transfer full) */
static char *
shorten (const char *pattern)
{
  glong length = g_utf8_strlen (pattern, -1);
  glong kept = (LONGEST_PATTERN - 1) / 2;

  if (length <= LONGEST_PATTERN)
    return g_strdup (pattern);
  g_autofree char *start = g_utf8_substring (pattern, 0, kept);
  g_autofree char *end = g_utf8_substring (pattern, length - kept, length);
  return g_strconcat (start, "…", end, NULL);
}

/* "conv0", "conv0 and conv1", "conv0 and 2 others". (transfer full) */
static char *
name_patterns (const GPtrArray *off)
{
  g_autofree char *first = shorten (g_ptr_array_index (off, 0));

  if (off->len == 1)
    return g_steal_pointer (&first);
  if (off->len > 2)
    return g_strdup_printf ("%s and %u others", first, off->len - 1);
  g_autofree char *second = shorten (g_ptr_array_index (off, 1));
  return g_strconcat (first, " and ", second, NULL);
}

static void
copy_strings (GPtrArray *to, const char *const *from)
{
  for (gsize i = 0; from && from[i]; i++)
    if (!g_ptr_array_find_with_equal_func (to, from[i], g_str_equal, NULL))
      g_ptr_array_add (to, g_strdup (from[i]));
}

FoveaModel *
fovea_model_copy (FoveaModel *from)
{
  FoveaModel *to = fovea_model_new ();

  to->family = from->family;
  to->config = json_incref (from->config);
  to->name = g_strdup (from->name);
  to->intact_title = g_strdup (from->intact_title ? from->intact_title : from->title);
  to->weights = g_strdup (from->weights);
  to->is_demo = from->is_demo;
  to->n_classes = from->n_classes;
  to->labels = from->labels ? g_ptr_array_ref (from->labels) : NULL;
  to->preprocess = from->preprocess;
  to->binding = from->binding ? fovea_binding_ref (from->binding) : NULL;
  copy_strings (to->warnings, fovea_model_warnings (from));
  copy_strings (to->skipped, fovea_model_skipped (from));
  copy_strings (to->off, fovea_model_switches (from));
  return to;
}

/* Whether the two recordings prepare their weights alike: the same nodes, and the same
 * BatchNorms folded. */
static gboolean
shares_weights (const FoveaTape *a, const FoveaTape *b)
{
  if (fovea_tape_n_nodes (a) != fovea_tape_n_nodes (b))
    return FALSE;
  for (guint i = 0; i < fovea_tape_n_nodes (a); i++)
    {
      const FoveaNode *one = fovea_tape_node (a, i), *other = fovea_tape_node (b, i);
      if (one->op != other->op || one->n_params != other->n_params
          || (one->n_params && one->absorbed != other->absorbed))
        return FALSE;
    }
  return TRUE;
}

FoveaModel *
fovea_model_switched (FoveaModel *model, const char *const *patterns, GError **error)
{
  g_autoptr (FoveaModel) switched = fovea_model_copy (model);

  copy_strings (switched->off, patterns);
  if (switched->off->len == 0)
    return fovea_model_ref (model);
  g_autofree char *names = name_patterns (switched->off);
  switched->title = g_strconcat (switched->intact_title, " without ", names, NULL);

  g_autoptr (FoveaTape) intact = fovea_model_tape (model, 0, 0, error);
  g_autoptr (FoveaTape) tape = intact ? fovea_model_tape (switched, 0, 0, error) : NULL;
  if (!tape)
    return NULL;
  if (shares_weights (intact, tape))
    return g_steal_pointer (&switched);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s cannot be had without \"%s\": it would need its weights prepared anew",
               model->title, patterns[0]);
  return NULL;
}
