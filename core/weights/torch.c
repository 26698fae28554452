/* SPDX-License-Identifier: MIT */
#include "torch.h"
#include "checked.h"
#include "error.h"

int
fovea_torch_compare_keys (const FoveaTorchStorage *a, const FoveaTorchStorage *b)
{
  int order = memcmp (a->key, b->key, MIN (a->key_length, b->key_length));

  if (order == 0)
    order = a->key_length < b->key_length ? -1 : a->key_length > b->key_length;
  return order;
}

static int
compare_indices (gconstpointer a, gconstpointer b, gpointer data)
{
  const GArray *storages = data;

  return fovea_torch_compare_keys (
      &g_array_index (storages, FoveaTorchStorage, *(const guint *)a),
      &g_array_index (storages, FoveaTorchStorage, *(const guint *)b));
}

guint *
fovea_torch_storages_by_key (const FoveaTorchObjects *objects)
{
  guint n = objects->storages->len;
  guint *order = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int)n, sizeof *order, compare_indices, objects->storages);
  return order;
}

/* Within its own storage as the pickle describes it, which may be a view of the file's, or
 * shorter than that. The manifest then checks it against the file's. */
static gboolean
check_within (const FoveaTorchTensor *tensor, const FoveaTorchStorage *storage,
              const FoveaValue *key, guint64 *first, GError **error)
{
  guint64 extent, count;

  if (fovea_checked_mul (first, tensor->offset, tensor->type->itemsize)
      && fovea_extent (&tensor->shape, tensor->stride, tensor->type->itemsize, &extent,
                       &count)
      && fovea_range_fits (*first, extent, storage->length))
    {
      *first += storage->first; /* both lie within the declared storage */
      return TRUE;
    }
  g_autofree char *shown = fovea_printable (key->text, key->length);
  g_autofree char *shape = fovea_shape_to_string (&tensor->shape);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
               "Tensor \"%s\" (%s) reaches beyond its storage of %" G_GUINT64_FORMAT
               " bytes: the file is damaged or was tampered with.",
               shown, shape, storage->length);
  return FALSE;
}

static gboolean
add_tensor (const FoveaTorchObjects *objects, const FoveaValue *key,
            const FoveaValue *value, FoveaManifest *manifest, GError **error)
{
  const FoveaTorchTensor *tensor
      = &g_array_index (objects->tensors, FoveaTorchTensor, value->index);
  const FoveaTorchStorage *storage
      = &g_array_index (objects->storages, FoveaTorchStorage, tensor->storage);
  guint64 first;

  return check_within (tensor, storage, key, &first, error)
         && fovea_manifest_add_tensor (manifest, key->text, key->length, &tensor->shape,
                                       tensor->stride, tensor->type->dtype, storage->file,
                                       first, error);
}

static gboolean
is_readable (const FoveaTorchObjects *objects, const FoveaValue *key,
             const FoveaValue *value)
{
  return key->kind == FOVEA_VALUE_TEXT && value->kind == FOVEA_VALUE_TENSOR
         && g_array_index (objects->tensors, FoveaTorchTensor, value->index)
                .type->readable;
}

gboolean
fovea_torch_collect (const FoveaPickle *pickle, const FoveaTorchObjects *objects,
                     const char *wanted, FoveaManifest *manifest, GError **error)
{
  FoveaValue chosen;

  if (!fovea_state_dict_choose (pickle, objects, wanted, manifest, &chosen, error))
    return FALSE;

  const FoveaContainerItems *items = fovea_pickle_items (pickle, &chosen);
  for (guint i = 0; i < items->n; i += 2)
    {
      const FoveaValue *key = &items->items[i], *value = &items->items[i + 1];
      if (is_readable (objects, key, value))
        {
          if (!add_tensor (objects, key, value, manifest, error))
            return FALSE;
          continue;
        }
      g_autofree char *name = key->kind == FOVEA_VALUE_TEXT
                                  ? fovea_printable (key->text, key->length)
                                  : fovea_pickle_describe (pickle, key);
      g_autofree char *what = fovea_torch_describe (pickle, objects, value);
      fovea_manifest_skip (manifest, "%s%s%s (%s)", manifest->dictionary,
                           manifest->dictionary[0] ? "." : "", name, what);
    }
  return TRUE;
}
