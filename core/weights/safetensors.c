/* SPDX-License-Identifier: MIT */
#include "safetensors.h"
#include "checked.h"
#include "error.h"

/* The format allows a header of 100 MB; ours suffices for FOVEA_MAX_TENSORS tensors, and so
 * do the bounds on what its JSON may hold, so that a small file cannot become a large tree. */
#define MAX_HEADER (16 * 1024 * 1024)
#define MAX_NODES (4 * FOVEA_MAX_TENSORS)
#define MAX_KEYS (5 * FOVEA_MAX_TENSORS)
#define MAX_ITEMS (16 * FOVEA_MAX_TENSORS)

typedef struct
{
  const char *name;
  FoveaShape shape;
  FoveaDtype dtype;
  guint64 begin;
  guint64 end;
} Described;

/* Counts brackets and separators outside strings, before a tree is built from them. */
static gboolean
check_header_size (const char *json, gsize length, GError **error)
{
  guint64 nodes = 0, keys = 0, items = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    if (in_string)
      {
        if (json[i] == '\\')
          i++;
        else if (json[i] == '"')
          in_string = FALSE;
      }
    else if (json[i] == '"')
      in_string = TRUE;
    else if (json[i] == '{' || json[i] == '[')
      nodes++;
    else if (json[i] == ':')
      keys++;
    else if (json[i] == ',')
      items++;

  if (nodes <= MAX_NODES && keys <= MAX_KEYS && items <= MAX_ITEMS)
    return TRUE;
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
      "Its header describes more than %d tensors, which no image classifier has.",
      FOVEA_MAX_TENSORS);
  return FALSE;
}

static json_t *
load_header (const guint8 *data, gsize length, guint64 *begin, GError **error)
{
  guint64 size;
  json_error_t problem;

  if (length < 8 || !fovea_range_fits (8, size = fovea_load_le64 (data), length))
    {
      fovea_reject (
          error,
          "Its header is longer than the file: the file is incomplete (%" G_GSIZE_FORMAT
          " bytes) or not a safetensors file. Download it again.",
          length);
      return NULL;
    }
  if (size > MAX_HEADER)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "Its header claims %" G_GUINT64_FORMAT
                   " bytes; at most %d are accepted.",
                   size, MAX_HEADER);
      return NULL;
    }
  if (size < 2 || data[8] != '{')
    {
      fovea_reject (
          error, "Its header does not begin with '{': this is not a safetensors file.");
      return NULL;
    }
  if (!check_header_size ((const char *)data + 8, size, error))
    return NULL;

  json_t *header
      = json_loadb ((const char *)data + 8, size, JSON_REJECT_DUPLICATES, &problem);
  if (!header)
    fovea_reject (error, "Its header is not valid JSON: %s (at byte %d).", problem.text,
                  problem.position);
  *begin = 8 + size;
  return header;
}

static gboolean
read_size (const json_t *number, guint64 *size)
{
  if (!json_is_integer (number) || json_integer_value (number) < 0)
    return FALSE;
  *size = (guint64)json_integer_value (number);
  return TRUE;
}

static gboolean
read_dtype (Described *tensor, const json_t *field, GError **error)
{
  const char *text = json_string_value (field);

  if (!text)
    return fovea_reject (error, "Tensor \"%s\" has no dtype.", tensor->name);
  for (FoveaDtype dtype = FOVEA_DTYPE_F64; dtype <= FOVEA_DTYPE_BOOL; dtype++)
    if (strcmp (text, fovea_dtype_name (dtype)) == 0)
      {
        tensor->dtype = dtype;
        return TRUE;
      }
  g_autofree char *shown = fovea_printable (text, strlen (text));
  return fovea_reject (
      error,
      "Tensor \"%s\" has elements of type %s, which cannot be read. Convert it to "
      "F32, F16 or BF16.",
      tensor->name, shown);
}

static gboolean
read_shape (Described *tensor, const json_t *field, GError **error)
{
  gsize rank = json_array_size (field);

  if (!json_is_array (field))
    return fovea_reject (error, "Tensor \"%s\" has no shape.", tensor->name);
  if (rank > FOVEA_MAX_RANK)
    return fovea_reject (error,
                         "Tensor \"%s\" has %" G_GSIZE_FORMAT
                         " dimensions; at most %d can be read.",
                         tensor->name, rank, FOVEA_MAX_RANK);
  tensor->shape.rank = (guint)rank;
  for (guint i = 0; i < rank; i++)
    {
      guint64 size;
      if (!read_size (json_array_get (field, i), &size) || size > G_MAXSIZE)
        return fovea_reject (
            error, "Size %u of tensor \"%s\" is not a whole number of elements.", i + 1,
            tensor->name);
      tensor->shape.dim[i] = size;
    }
  return TRUE;
}

/* The bytes must be there, and be as many as dtype and shape say. */
static gboolean
read_offsets (Described *tensor, const json_t *field, guint64 available, GError **error)
{
  guint64 bytes, count;

  if (json_array_size (field) != 2
      || !read_size (json_array_get (field, 0), &tensor->begin)
      || !read_size (json_array_get (field, 1), &tensor->end)
      || tensor->begin > tensor->end)
    return fovea_reject (
        error, "The data_offsets of tensor \"%s\" are not two ascending numbers.",
        tensor->name);
  if (!fovea_extent (&tensor->shape, NULL, fovea_dtype_size (tensor->dtype), &bytes,
                     &count))
    return fovea_reject (error, "The size of tensor \"%s\" does not fit in 64 bits.",
                         tensor->name);
  if (bytes != tensor->end - tensor->begin)
    return fovea_reject (error,
                         "Tensor \"%s\" should take %" G_GUINT64_FORMAT
                         " bytes, but its data_offsets give it %" G_GUINT64_FORMAT ".",
                         tensor->name, bytes, tensor->end - tensor->begin);
  if (tensor->end > available)
    return fovea_reject (
        error,
        "Tensor \"%s\" ends %" G_GUINT64_FORMAT
        " bytes beyond the file: the file is incomplete. Download it again.",
        tensor->name, tensor->end - available);
  return TRUE;
}

static gboolean
check_metadata (const json_t *metadata, GError **error)
{
  const char *key;
  json_t *value;

  if (!json_is_object (metadata))
    return fovea_reject (error, "Its __metadata__ is not an object.");
  json_object_foreach ((json_t *)metadata, key, value) if (!json_is_string (value))
  {
    g_autofree char *shown = fovea_printable (key, strlen (key));
    return fovea_reject (error, "The __metadata__ entry \"%s\" is not a string.", shown);
  }
  return TRUE;
}

static gboolean
describe (GArray *tensors, const char *key, const json_t *value, guint64 available,
          GError **error)
{
  g_autofree char *shown = fovea_printable (key, strlen (key));
  Described tensor = { .name = shown };

  if (!json_is_object (value))
    return fovea_reject (
        error, "The header's entry \"%s\" is not a description of a tensor.", shown);
  if (!read_dtype (&tensor, json_object_get (value, "dtype"), error)
      || !read_shape (&tensor, json_object_get (value, "shape"), error)
      || !read_offsets (&tensor, json_object_get (value, "data_offsets"), available,
                        error))
    return FALSE;
  tensor.name = key;
  g_array_append_val (tensors, tensor);
  return TRUE;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Described *left = a, *right = b;

  if (left->begin != right->begin)
    return left->begin < right->begin ? -1 : 1;
  return left->end < right->end ? -1 : left->end > right->end;
}

/* In the order of their offsets the tensors tile the data section exactly. This also makes
 * a file that is at once something else impossible. */
static gboolean
check_tiling (GArray *tensors, guint64 available, GError **error)
{
  guint64 at = 0;

  g_array_sort (tensors, compare_places);
  for (guint i = 0; i < tensors->len; i++)
    {
      const Described *tensor = &g_array_index (tensors, Described, i);
      if (tensor->begin != at)
        {
          g_autofree char *shown = fovea_printable (tensor->name, strlen (tensor->name));
          return fovea_reject (
              error,
              "Tensor \"%s\" begins at byte %" G_GUINT64_FORMAT
              " of the data, but the one before it ends at %" G_GUINT64_FORMAT
              ": there is a %s.",
              shown, tensor->begin, at, tensor->begin < at ? "overlap" : "hole");
        }
      at = tensor->end;
    }
  if (at != available)
    return fovea_reject (error,
                         "%" G_GUINT64_FORMAT
                         " bytes after the last tensor belong to none of them.",
                         available - at);
  return TRUE;
}

static gboolean
fill (FoveaManifest *manifest, json_t *header, guint64 begin, guint64 available,
      GError **error)
{
  g_autoptr (GArray) tensors = g_array_new (FALSE, FALSE, sizeof (Described));
  const char *key;
  json_t *value;

  json_object_foreach (header, key, value) if (strcmp (key, "__metadata__") == 0)
  {
    if (!check_metadata (value, error))
      return FALSE;
    manifest->metadata = json_incref (value);
  }
  else if (!describe (tensors, key, value, available, error)) return FALSE;
  if (!check_tiling (tensors, available, error))
    return FALSE;

  guint storage = fovea_manifest_add_storage (manifest, begin, available, 0);
  for (guint i = 0; i < tensors->len; i++)
    {
      const Described *tensor = &g_array_index (tensors, Described, i);
      if (!fovea_manifest_add_tensor (manifest, tensor->name, strlen (tensor->name),
                                      &tensor->shape, NULL, tensor->dtype, storage,
                                      tensor->begin, error))
        return FALSE;
    }
  return TRUE;
}

FoveaManifest *
fovea_safetensors_parse (const guint8 *data, gsize length, GError **error)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_SAFETENSORS);
  guint64 begin;
  json_t *header = load_header (data, length, &begin, error);

  if (!header)
    return NULL;
  gboolean filled = fill (manifest, header, begin, length - begin, error);
  json_decref (header);
  if (filled && manifest->entries->len == 0)
    filled = fovea_reject (error, "It holds no tensor.");
  return filled ? g_steal_pointer (&manifest) : NULL;
}
