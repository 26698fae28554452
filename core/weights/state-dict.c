/* SPDX-License-Identifier: MIT */
#include "torch.h"
#include "error.h"

#include <string.h>

/* A dict counts as a state dict when it has a tensor under a text key. Candidates are the
 * root and its direct members; nothing is looked for deeper, and each dict is walked once
 * however often it is referred to. */

typedef struct
{
  const FoveaPickle *pickle;
  const FoveaTorchObjects *objects;
  GHashTable *counts; /* container's index -> tensors in it, plus one */
} Census;

typedef struct
{
  const FoveaValue *key; /* NULL for the root */
  const FoveaValue *dict;
  guint tensors;
} Candidate;

static guint
count_tensors (Census *census, const FoveaValue *dict)
{
  guint known = GPOINTER_TO_UINT (
      g_hash_table_lookup (census->counts, GUINT_TO_POINTER (dict->index)));
  const FoveaContainerItems *items = fovea_pickle_items (census->pickle, dict);
  guint n = 0;

  if (known)
    return known - 1;
  for (guint i = 0; i < items->n; i += 2)
    n += items->items[i].kind == FOVEA_VALUE_TEXT
         && items->items[i + 1].kind == FOVEA_VALUE_TENSOR;
  g_hash_table_insert (census->counts, GUINT_TO_POINTER (dict->index),
                       GUINT_TO_POINTER (n + 1));
  return n;
}

char *
fovea_torch_describe (const FoveaPickle *pickle, const FoveaTorchObjects *objects,
                      const FoveaValue *value)
{
  if (value->kind == FOVEA_VALUE_TENSOR)
    {
      const FoveaTorchTensor *tensor
          = &g_array_index (objects->tensors, FoveaTorchTensor, value->index);
      g_autofree char *shape = fovea_shape_to_string (&tensor->shape);
      return g_strdup_printf ("tensor, %s %s%s", shape, tensor->type->name,
                              tensor->type->readable ? "" : ", which cannot be read");
    }

  char *text = fovea_pickle_describe (pickle, value);
  if (value->kind == FOVEA_VALUE_OPAQUE
      && g_str_has_prefix (text, "torch._utils._rebuild"))
    {
      g_autofree char *name = text;
      text = g_strconcat ("tensor of a kind that cannot be read: ", name, NULL);
    }
  return text;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  const FoveaValue *left = *(const FoveaValue *const *)a;
  const FoveaValue *right = *(const FoveaValue *const *)b;
  int order = memcmp (left->text, right->text, MIN (left->length, right->length));

  if (order == 0)
    order = left->length < right->length ? -1 : left->length > right->length;
  return order;
}

/* No two equal keys: Python would take the last, a scanner perhaps the first. */
static gboolean
check_keys (const FoveaPickle *pickle, const FoveaValue *dict, GError **error)
{
  const FoveaContainerItems *items = fovea_pickle_items (pickle, dict);
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  if (items->n / 2 > FOVEA_MAX_TENSORS)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "A dict in it has %u keys; at most %d are accepted.", items->n / 2,
                   FOVEA_MAX_TENSORS);
      return FALSE;
    }
  for (guint i = 0; i < items->n; i += 2)
    if (items->items[i].kind == FOVEA_VALUE_TEXT)
      {
        if (items->items[i].length > FOVEA_MAX_TENSOR_NAME)
          {
            g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                         "A key in it is %u bytes long; at most %d are accepted.",
                         items->items[i].length, FOVEA_MAX_TENSOR_NAME);
            return FALSE;
          }
        g_ptr_array_add (keys, (gpointer)&items->items[i]);
      }
  g_ptr_array_sort (keys, compare_texts);
  for (guint i = 1; i < keys->len; i++)
    if (compare_texts (&keys->pdata[i - 1], &keys->pdata[i]) == 0)
      {
        g_autofree char *key = fovea_pickle_describe (pickle, keys->pdata[i]);
        g_set_error (
            error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
            "The key %s occurs twice in one dict, so it is not clear which one is "
            "meant: the file was tampered with.",
            key);
        return FALSE;
      }
  return TRUE;
}

static gboolean
explain_root (const FoveaPickle *pickle, const FoveaTorchObjects *objects,
              const FoveaValue *root, GError **error)
{
  g_autofree char *what = fovea_torch_describe (pickle, objects, root);

  if (root->kind == FOVEA_VALUE_OPAQUE)
    g_set_error (
        error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
        "It holds a whole pickled object (%s) instead of a state dict. In Python, load "
        "it and save model.state_dict ().",
        what);
  else
    g_set_error (
        error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
        "It holds no state dict but a value of another kind (%s). In Python, save "
        "model.state_dict ().",
        what);
  return FALSE;
}

/* What the root has instead: a few of its members, pickled modules first of all. */
static gboolean
explain_members (const FoveaPickle *pickle, const FoveaTorchObjects *objects,
                 const FoveaValue *root, GError **error)
{
  const FoveaContainerItems *items = fovea_pickle_items (pickle, root);
  g_autoptr (GString) members = g_string_new (NULL);

  for (guint i = 0; i < items->n && i < 12; i += 2)
    {
      g_autofree char *key = fovea_pickle_describe (pickle, &items->items[i]);
      g_autofree char *value
          = fovea_torch_describe (pickle, objects, &items->items[i + 1]);
      g_string_append_printf (members, "%s%s (%s)", i ? ", " : "", key, value);
    }
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
      "It holds no state dict: no dict in it has tensors under names. It holds: %s%s. "
      "In Python, save model.state_dict ().",
      items->n ? members->str : "nothing", items->n > 12 ? ", …" : "");
  return FALSE;
}

static char *
candidate_name (const Candidate *candidate)
{
  return candidate->key ? g_strndup (candidate->key->text, candidate->key->length)
                        : g_strdup ("");
}

/* The root passes for a state dict only with more than numbers such as best_acc1 in it. */
static gboolean
has_array (const Census *census, const FoveaValue *dict)
{
  const FoveaContainerItems *items = fovea_pickle_items (census->pickle, dict);

  for (guint i = 0; i < items->n; i += 2)
    {
      const FoveaValue *key = &items->items[i], *value = &items->items[i + 1];
      if (key->kind == FOVEA_VALUE_TEXT && value->kind == FOVEA_VALUE_TENSOR
          && g_array_index (census->objects->tensors, FoveaTorchTensor, value->index)
                     .shape.rank
                 > 0)
        return TRUE;
    }
  return FALSE;
}

static void
find_candidates (Census *census, const FoveaValue *root, GArray *candidates)
{
  const FoveaContainerItems *items = fovea_pickle_items (census->pickle, root);
  Candidate bare = { .dict = root, .tensors = count_tensors (census, root) };

  if (has_array (census, root))
    g_array_append_val (candidates, bare);
  for (guint i = 0; i < items->n; i += 2)
    {
      Candidate nested = { .key = &items->items[i], .dict = &items->items[i + 1] };
      if (nested.key->kind != FOVEA_VALUE_TEXT || nested.dict->kind != FOVEA_VALUE_DICT)
        continue;
      nested.tensors = count_tensors (census, nested.dict);
      if (nested.tensors)
        g_array_append_val (candidates, nested);
    }
}

static const Candidate *
find_name (const GArray *candidates, const char *name)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      if (candidate->key ? fovea_value_is_text (candidate->key, name) : name[0] == '\0')
        return candidate;
    }
  return NULL;
}

/* Without a usual name: the one with the most tensors, so that a tensor or two beside the
 * state dict do not pass for one. The root, which comes first, wins a tie. */
static const Candidate *
find_largest (const GArray *candidates, gboolean *tie)
{
  const Candidate *largest = NULL;

  *tie = FALSE;
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      if (!largest || candidate->tensors > largest->tensors)
        {
          largest = candidate;
          *tie = FALSE;
        }
      else if (candidate->tensors == largest->tensors && largest->key)
        *tie = TRUE;
    }
  return largest;
}

static const Candidate *
choose (const GArray *candidates, const char *wanted, GError **error)
{
  static const char *const usual[]
      = { "state_dict", "model", "state_dict_ema", "model_ema" };
  const Candidate *choice = wanted ? find_name (candidates, wanted) : NULL;
  gboolean tie = FALSE;

  for (guint i = 0; !wanted && !choice && i < G_N_ELEMENTS (usual); i++)
    choice = find_name (candidates, usual[i]);
  if (!wanted && !choice)
    choice = find_largest (candidates, &tie);
  if (choice && !tie)
    return choice;

  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < MIN (candidates->len, 20); i++)
    {
      g_autofree char *name = candidate_name (&g_array_index (candidates, Candidate, i));
      g_autofree char *shown = fovea_printable (name, strlen (name));
      g_string_append_printf (names, "%s\"%s\"", i ? ", " : "", shown);
    }
  if (wanted)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "It has no state dict \"%s\"; it has %s.", wanted, names->str);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "It holds several state dicts of equal size; choose one of %s.",
                 names->str);
  return NULL;
}

/* Lists the root's members beside the chosen one. */
static void
skip_others (Census *census, const FoveaValue *root, const Candidate *choice,
             FoveaManifest *manifest)
{
  const FoveaContainerItems *items = fovea_pickle_items (census->pickle, root);

  for (guint i = 0; i < items->n && manifest->skipped->len <= FOVEA_MAX_REMARKS; i += 2)
    {
      const FoveaValue *key = &items->items[i], *value = &items->items[i + 1];
      guint n = value->kind == FOVEA_VALUE_DICT ? count_tensors (census, value) : 0;
      if (key == choice->key)
        continue;
      g_autofree char *name = key->kind == FOVEA_VALUE_TEXT
                                  ? fovea_printable (key->text, key->length)
                                  : fovea_pickle_describe (census->pickle, key);
      g_autofree char *what
          = fovea_torch_describe (census->pickle, census->objects, value);
      if (n)
        fovea_manifest_skip (manifest, "%s (state dict of %u tensors)", name, n);
      else
        fovea_manifest_skip (manifest, "%s (%s)", name, what);
    }
}

static gboolean
choose_from (Census *census, const FoveaValue *root, const char *wanted,
             FoveaManifest *manifest, FoveaValue *chosen, GError **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  find_candidates (census, root, candidates);
  if (candidates->len == 0)
    return explain_members (census->pickle, census->objects, root, error);

  const Candidate *choice = choose (candidates, wanted, error);
  if (!choice || !check_keys (census->pickle, choice->dict, error))
    return FALSE;
  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (manifest->dictionaries,
                     candidate_name (&g_array_index (candidates, Candidate, i)));
  g_free (manifest->dictionary);
  manifest->dictionary = candidate_name (choice);
  if (choice->key)
    skip_others (census, root, choice, manifest);
  *chosen = *choice->dict;
  return TRUE;
}

gboolean
fovea_state_dict_choose (const FoveaPickle *pickle, const FoveaTorchObjects *objects,
                         const char *wanted, FoveaManifest *manifest, FoveaValue *chosen,
                         GError **error)
{
  FoveaValue root = fovea_pickle_root (pickle);

  if (root.kind != FOVEA_VALUE_DICT)
    return explain_root (pickle, objects, &root, error);
  if (!check_keys (pickle, &root, error))
    return FALSE;

  /* The hash is of an index, given out in order: no file can make it collide. */
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  Census census = { .pickle = pickle, .objects = objects, .counts = counts };
  return choose_from (&census, &root, wanted, manifest, chosen, error);
}
