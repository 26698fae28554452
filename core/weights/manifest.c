/* SPDX-License-Identifier: MIT */
#include "manifest-private.h"
#include "checked.h"
#include "error.h"

#define PRINTABLE_BYTES 80

static void
clear_entry (gpointer data)
{
  g_free (((FoveaEntry *)data)->info.name);
}

FoveaManifest *
fovea_manifest_new (FoveaContainer container)
{
  FoveaManifest *manifest = g_new0 (FoveaManifest, 1);

  manifest->container = container;
  manifest->storages = g_array_new (FALSE, TRUE, sizeof (FoveaStorage));
  manifest->entries = g_array_new (FALSE, TRUE, sizeof (FoveaEntry));
  g_array_set_clear_func (manifest->entries, clear_entry);
  manifest->dictionary = g_strdup ("");
  manifest->dictionaries = g_ptr_array_new_with_free_func (g_free);
  manifest->skipped = g_ptr_array_new_with_free_func (g_free);
  manifest->warnings = g_ptr_array_new_with_free_func (g_free);
  return manifest;
}

void
fovea_manifest_free (FoveaManifest *manifest)
{
  g_array_unref (manifest->storages);
  g_array_unref (manifest->entries);
  g_ptr_array_unref (manifest->dictionaries);
  g_ptr_array_unref (manifest->skipped);
  g_ptr_array_unref (manifest->warnings);
  g_free (manifest->by_name);
  g_free (manifest->dictionary);
  json_decref (manifest->metadata);
  g_free (manifest);
}

gboolean
fovea_reject (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error)
    *error = g_error_new_valist (FOVEA_ERROR, FOVEA_ERROR_WEIGHTS, format, arguments);
  va_end (arguments);
  return FALSE;
}

guint
fovea_dtype_size (FoveaDtype dtype)
{
  static const guint8 sizes[] = {
    [FOVEA_DTYPE_F64] = 8,  [FOVEA_DTYPE_F32] = 4, [FOVEA_DTYPE_F16] = 2,
    [FOVEA_DTYPE_BF16] = 2, [FOVEA_DTYPE_I64] = 8, [FOVEA_DTYPE_I32] = 4,
    [FOVEA_DTYPE_I16] = 2,  [FOVEA_DTYPE_I8] = 1,  [FOVEA_DTYPE_U8] = 1,
    [FOVEA_DTYPE_BOOL] = 1,
  };
  g_assert (dtype < G_N_ELEMENTS (sizes));
  return sizes[dtype];
}

char *
fovea_printable (const char *text, gsize length)
{
  g_autofree char *valid
      = g_utf8_make_valid (text, (gssize)MIN (length, PRINTABLE_BYTES));
  gboolean cut = length > PRINTABLE_BYTES;

  /* A character cut in two became U+FFFD, 3 bytes each, at the end. */
  while (cut && g_str_has_suffix (valid, "\357\277\275"))
    valid[strlen (valid) - 3] = '\0';
  for (char *at = valid; *at; at++)
    if (g_ascii_iscntrl (*at))
      *at = '?';
  return g_strconcat (valid, cut ? "…" : "", NULL);
}

gboolean
fovea_extent (const FoveaShape *shape, const guint64 *stride, guint itemsize,
              guint64 *extent, guint64 *count)
{
  guint64 last = 0, step;
  gsize product;

  if (!fovea_shape_count_checked (shape, &product))
    return FALSE;
  *count = product;
  *extent = 0;
  if (product == 0)
    return TRUE;
  if (!stride)
    return fovea_checked_mul (extent, product, itemsize);

  for (guint i = 0; i < shape->rank; i++)
    if (!fovea_checked_mul (&step, shape->dim[i] - 1, stride[i])
        || !fovea_checked_add (&last, last, step))
      return FALSE;
  return fovea_checked_add (&last, last, 1) && fovea_checked_mul (extent, last, itemsize);
}

guint
fovea_manifest_add_storage (FoveaManifest *manifest, guint64 offset, guint64 length,
                            guint32 crc)
{
  FoveaStorage storage = { .offset = offset, .length = length, .crc = crc };

  g_array_append_val (manifest->storages, storage);
  return manifest->storages->len - 1;
}

/* Whether the strides are those of a dense row-major array. A dimension of one element has
 * no say. */
static gboolean
is_contiguous (const FoveaShape *shape, const guint64 *stride)
{
  guint64 expected = 1;

  if (!stride)
    return TRUE;
  for (guint i = shape->rank; i-- > 0;)
    {
      if (shape->dim[i] != 1 && stride[i] != expected)
        return FALSE;
      if (!fovea_checked_mul (&expected, expected, shape->dim[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_name (const FoveaManifest *manifest, const char *name, gsize name_length,
            GError **error)
{
  g_autofree char *shown = fovea_printable (name, name_length);

  if (manifest->entries->len >= FOVEA_MAX_TENSORS)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                 "The file holds more than %d tensors, which no image classifier does.",
                 FOVEA_MAX_TENSORS);
  else if (name_length > FOVEA_MAX_TENSOR_NAME)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                 "The name of tensor \"%s\" is %" G_GSIZE_FORMAT
                 " bytes long; at most %d are accepted.",
                 shown, name_length, FOVEA_MAX_TENSOR_NAME);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_place (const FoveaEntry *entry, const FoveaStorage *storage, guint64 count,
             const char *shown, GError **error)
{
  guint64 bytes;

  if (!fovea_checked_mul (&bytes, count, fovea_dtype_size (entry->info.dtype))
      || bytes > FOVEA_MAX_TENSOR_BYTES || count > FOVEA_MAX_TENSOR_BYTES / sizeof (float))
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                 "Tensor \"%s\" has %" G_GUINT64_FORMAT
                 " elements; tensors of more than 4 GiB are not accepted.",
                 shown, count);
  else if (!fovea_range_fits (entry->first, entry->extent, storage->length))
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "Tensor \"%s\" reaches beyond its storage of %" G_GUINT64_FORMAT
                 " bytes: the file is damaged or was tampered with.",
                 shown, storage->length);
  else if (bytes > storage->length)
    g_set_error (
        error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
        "Tensor \"%s\" repeats its elements (a stride of zero): %" G_GUINT64_FORMAT
        " bytes out of a storage of %" G_GUINT64_FORMAT ". Save it with .contiguous ().",
        shown, bytes, storage->length);
  else
    return TRUE;
  return FALSE;
}

gboolean
fovea_manifest_add_tensor (FoveaManifest *manifest, const char *name, gsize name_length,
                           const FoveaShape *shape, const guint64 *stride,
                           FoveaDtype dtype, guint storage, guint64 first, GError **error)
{
  FoveaEntry entry = { .info = { .shape = *shape, .dtype = dtype } };
  guint64 count;

  if (!check_name (manifest, name, name_length, error))
    return FALSE;

  g_autofree char *shown = fovea_printable (name, name_length);
  entry.storage = storage;
  entry.first = first;
  entry.contiguous = is_contiguous (shape, stride);
  if (!entry.contiguous)
    memcpy (entry.stride, stride, shape->rank * sizeof *stride);
  if (!fovea_extent (shape, stride, fovea_dtype_size (dtype), &entry.extent, &count))
    {
      g_set_error (
          error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
          "The size of tensor \"%s\" does not fit in 64 bits: the file is damaged or "
          "was tampered with.",
          shown);
      return FALSE;
    }
  if (!check_place (&entry, &g_array_index (manifest->storages, FoveaStorage, storage),
                    count, shown, error))
    return FALSE;

  entry.info.name = g_strndup (name, name_length);
  g_array_append_val (manifest->entries, entry);
  return TRUE;
}

static void
remark (GPtrArray *list, const char *format, va_list arguments)
{
  if (list->len < FOVEA_MAX_REMARKS)
    g_ptr_array_add (list, g_strdup_vprintf (format, arguments));
  else if (list->len == FOVEA_MAX_REMARKS)
    g_ptr_array_add (list, g_strdup ("… and more"));
}

void
fovea_manifest_skip (FoveaManifest *manifest, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  remark (manifest->skipped, format, arguments);
  va_end (arguments);
}

void
fovea_manifest_warn (FoveaManifest *manifest, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  remark (manifest->warnings, format, arguments);
  va_end (arguments);
}

/* Whether every name begins with `prefix` and says something after it. */
static gboolean
all_share (const GArray *entries, const char *prefix)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const char *name = g_array_index (entries, FoveaEntry, i).info.name;
      if (!g_str_has_prefix (name, prefix) || name[strlen (prefix)] == '\0')
        return FALSE;
    }
  return entries->len > 0;
}

/* DataParallel writes "module." before every key, timm's EMA and Lightning "model.": taken
 * off as long as one of them is there, but no more often than wrappers are really stacked. */
static void
strip_prefixes (GArray *entries)
{
  for (guint round = 0; round < 4; round++)
    {
      const char *prefix = all_share (entries, "module.")  ? "module."
                           : all_share (entries, "model.") ? "model."
                                                           : NULL;
      if (!prefix)
        return;
      for (guint i = 0; i < entries->len; i++)
        {
          char *name = g_array_index (entries, FoveaEntry, i).info.name;
          char *rest = name + strlen (prefix);
          memmove (name, rest, strlen (rest) + 1);
        }
    }
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  const GArray *entries = data;
  guint left = *(const guint *)a, right = *(const guint *)b;

  return strcmp (g_array_index (entries, FoveaEntry, left).info.name,
                 g_array_index (entries, FoveaEntry, right).info.name);
}

/* Sorted, not hashed: a file cannot choose names that collide. */
static gboolean
order_names (FoveaManifest *manifest, GError **error)
{
  guint n = manifest->entries->len;

  manifest->by_name = g_new (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    manifest->by_name[i] = i;
  g_qsort_with_data (manifest->by_name, (int)n, sizeof (guint), compare_names,
                     manifest->entries);
  for (guint i = 1; i < n; i++)
    if (compare_names (&manifest->by_name[i - 1], &manifest->by_name[i],
                       manifest->entries)
        == 0)
      {
        const char *name
            = g_array_index (manifest->entries, FoveaEntry, manifest->by_name[i])
                  .info.name;
        g_autofree char *shown = fovea_printable (name, strlen (name));
        g_set_error (
            error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
            "Two tensors are called \"%s\", so it is not clear which one is meant: "
            "the file is damaged or was tampered with.",
            shown);
        return FALSE;
      }
  return TRUE;
}

/* Every product was checked when its tensor was added; so was every 4 GiB bound, and at
 * most 2^14 of those cannot overflow 64 bits. */
static gboolean
check_total (const FoveaManifest *manifest, guint64 file_size, GError **error)
{
  guint64 total = 0;

  for (guint i = 0; i < manifest->entries->len; i++)
    {
      const FoveaTensorInfo *info
          = &g_array_index (manifest->entries, FoveaEntry, i).info;
      total += fovea_shape_count (&info->shape) * fovea_dtype_size (info->dtype);
    }
  if (total / 2 <= file_size)
    return TRUE;
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
      "Its tensors claim %" G_GUINT64_FORMAT
      " bytes, more than twice the whole file: they overlap, and the file is not "
      "opened.",
      total);
  return FALSE;
}

gboolean
fovea_manifest_finish (FoveaManifest *manifest, guint64 file_size, GError **error)
{
  if (!check_total (manifest, file_size, error))
    return FALSE;
  strip_prefixes (manifest->entries);
  if (!order_names (manifest, error))
    return FALSE;
  g_ptr_array_add (manifest->dictionaries, NULL);
  g_ptr_array_add (manifest->skipped, NULL);
  g_ptr_array_add (manifest->warnings, NULL);
  return TRUE;
}

const FoveaEntry *
fovea_manifest_lookup (const FoveaManifest *manifest, const char *name)
{
  guint low = 0, high = manifest->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const FoveaEntry *entry
          = &g_array_index (manifest->entries, FoveaEntry, manifest->by_name[middle]);
      int order = strcmp (name, entry->info.name);

      if (order == 0)
        return entry;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}
