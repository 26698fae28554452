/* SPDX-License-Identifier: MIT */
#include "loader.h"

#include <string.h>

#include "error.h"

#define LISTED 20 /* of each kind, in a message */

/* Counts that training keeps and tables that follow from the configuration: no arithmetic
 * of ours reads them. */
static gboolean
is_bookkeeping (const char *name)
{
  static const char *const buffers[]
      = { "num_batches_tracked", "relative_position_index", "attn_mask", NULL };
  const char *dot = strrchr (name, '.');

  return g_strv_contains (buffers, dot ? dot + 1 : name);
}

static gboolean
is_detector (FoveaCheckpoint *checkpoint)
{
  for (guint i = 0; i < fovea_checkpoint_n_tensors (checkpoint); i++)
    if (g_str_has_prefix (fovea_checkpoint_tensor (checkpoint, i)->name, "backbone."))
      return TRUE;
  return FALSE;
}

/* The published name, read among `others` where that tells more. (transfer full) */
static char *
published_name (const FoveaFamily *family, const char *key, FoveaKeys *others)
{
  g_autofree char *name = family->rename (key);

  return name && others ? family->respell (name, others) : g_steal_pointer (&name);
}

static void
add_tensor (FoveaSpelled *spelled, const FoveaTensorInfo *info, char *name,
            GPtrArray *rejected)
{
  if (is_bookkeeping (info->name))
    g_free (name);
  else if (!name || g_hash_table_contains (spelled->spelled, name))
    {
      g_ptr_array_add (rejected, g_strdup (info->name));
      g_free (name);
    }
  else
    {
      g_hash_table_insert (spelled->spelled, name, info->name);
      g_hash_table_insert (spelled->keys, name, (gpointer) &info->shape);
    }
}

static FoveaSpelled *
spell (const FoveaFamily *family, FoveaCheckpoint *checkpoint, FoveaKeys *others)
{
  FoveaSpelled *spelled = g_new0 (FoveaSpelled, 1);

  spelled->keys = g_hash_table_new (g_str_hash, g_str_equal);
  spelled->spelled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  spelled->unexpected = g_ptr_array_new_with_free_func (g_free);
  spelled->foreign = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *rejected = is_detector (checkpoint) ? spelled->foreign : spelled->unexpected;
  for (guint i = 0; i < fovea_checkpoint_n_tensors (checkpoint); i++)
    {
      const FoveaTensorInfo *info = fovea_checkpoint_tensor (checkpoint, i);
      add_tensor (spelled, info, published_name (family, info->name, others), rejected);
    }
  return spelled;
}

FoveaSpelled *
fovea_spelled_new (const FoveaFamily *family, FoveaCheckpoint *checkpoint)
{
  g_autoptr (FoveaSpelled) first = spell (family, checkpoint, NULL);

  return family->respell ? spell (family, checkpoint, first->keys)
                         : g_steal_pointer (&first);
}

void
fovea_spelled_free (FoveaSpelled *spelled)
{
  g_hash_table_unref (spelled->keys);
  g_hash_table_unref (spelled->spelled);
  g_ptr_array_unref (spelled->unexpected);
  g_ptr_array_unref (spelled->foreign);
  g_free (spelled);
}

/* Of a linear layer, or of the 1 x 1 convolution that is the same. */
static gboolean
is_matrix (const FoveaShape *shape)
{
  for (guint i = 2; i < shape->rank; i++)
    if (shape->dim[i] != 1)
      return FALSE;
  return shape->rank >= 2;
}

guint
fovea_spelled_classes (const FoveaSpelled *spelled, const FoveaFamily *family)
{
  g_autofree char *name = g_strconcat (family->head, ".weight", NULL);
  const FoveaShape *shape = g_hash_table_lookup (spelled->keys, name);

  return shape && is_matrix (shape) && shape->dim[0] <= 1000000 ? (guint) shape->dim[0] : 0;
}

typedef struct
{
  GString *text;
  guint missing, unexpected, misshaped;
  GString *lists[3];
} Report;

static void
note (GString *list, guint count, const char *text)
{
  if (count <= LISTED)
    g_string_append_printf (list, "\n  %s", text);
  else if (count == LISTED + 1)
    g_string_append (list, "\n  …");
}

/* Equal but for dimensions of 1, so that the values lie in the same order. */
static gboolean
same_layout (const FoveaShape *a, const FoveaShape *b)
{
  guint i = 0, k = 0;

  for (;; i++, k++)
    {
      while (i < a->rank && a->dim[i] == 1)
        i++;
      while (k < b->rank && b->dim[k] == 1)
        k++;
      if (i == a->rank || k == b->rank)
        return i == a->rank && k == b->rank;
      if (a->dim[i] != b->dim[k])
        return FALSE;
    }
}

static void
check_param (const FoveaSpelled *spelled, const FoveaParam *param, Report *report)
{
  const FoveaShape *shape = g_hash_table_lookup (spelled->keys, param->name);

  if (!shape && !param->optional)
    note (report->lists[0], ++report->missing, param->name);
  if (!shape || same_layout (shape, &param->shape))
    return;
  g_autofree char *got = fovea_shape_to_string (shape);
  g_autofree char *needed = fovea_shape_to_string (&param->shape);
  g_autofree char *line
      = g_strdup_printf ("%s is %s, the network needs %s", param->name, got, needed);
  note (report->lists[1], ++report->misshaped, line);
}

static void
check_unexpected (const FoveaSpelled *spelled, const FoveaTape *tape, Report *report)
{
  g_autoptr (GHashTable) needed = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i < fovea_tape_n_params (tape); i++)
    g_hash_table_add (needed, fovea_tape_get_param (tape, i)->name);
  for (guint i = 0; i < spelled->unexpected->len; i++)
    note (report->lists[2], ++report->unexpected, g_ptr_array_index (spelled->unexpected, i));
  g_hash_table_iter_init (&iter, spelled->keys);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (needed, name))
      note (report->lists[2], ++report->unexpected, name);
}

gboolean
fovea_spelled_check (const FoveaSpelled *spelled, const FoveaTape *tape, const char *subject,
                     GError **error)
{
  static const char *const titles[] = { "missing", "of another shape", "unexpected" };
  Report report = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 3; i++)
    report.lists[i] = g_string_new (NULL);
  for (guint i = 0; i < fovea_tape_n_params (tape); i++)
    check_param (spelled, fovea_tape_get_param (tape, i), &report);
  check_unexpected (spelled, tape, &report);

  guint counts[] = { report.missing, report.misshaped, report.unexpected };
  for (guint i = 0; i < 3; i++)
    {
      if (counts[i])
        g_string_append_printf (text, "\n%u %s:%s", counts[i], titles[i],
                                report.lists[i]->str);
      g_string_free (report.lists[i], TRUE);
    }
  if (text->len == 0)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
               "%s does not fit this backbone; choose the one that it was trained as%s",
               subject, text->str);
  return FALSE;
}

static void
unref_if_any (gpointer tensor)
{
  if (tensor)
    fovea_tensor_unref (tensor);
}

/* In the shape that the network needs, which check_param has compared. (transfer full) */
static FoveaTensor *
read_param (FoveaCheckpoint *checkpoint, const char *name, const FoveaShape *shape,
            GError **error)
{
  g_autoptr (FoveaTensor) tensor = fovea_checkpoint_read (checkpoint, name, error);

  return tensor ? fovea_tensor_reshape (tensor, shape) : NULL;
}

GPtrArray *
fovea_spelled_read (const FoveaSpelled *spelled, const FoveaTape *tape,
                    FoveaCheckpoint *checkpoint, GError **error)
{
  guint n = fovea_tape_n_params (tape);
  g_autoptr (GPtrArray) params = g_ptr_array_new_full (n, unref_if_any);

  for (guint i = 0; i < n; i++)
    {
      const FoveaParam *param = fovea_tape_get_param (tape, i);
      const char *name = g_hash_table_lookup (spelled->spelled, param->name);
      FoveaTensor *tensor
          = name ? read_param (checkpoint, name, &param->shape, error) : NULL;

      if (name && !tensor)
        return NULL;
      g_ptr_array_add (params, tensor);
    }
  return g_steal_pointer (&params);
}
