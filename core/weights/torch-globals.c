/* SPDX-License-Identifier: MIT */
#include "torch.h"
#include "checked.h"
#include "error.h"

/* The names that a checkpoint's pickle may call and that mean something here: torch's
 * functions that put a tensor together, and the dicts that hold them. Source of their
 * arguments: torch/_utils.py and torch/serialization.py. */

#define READABLE(STORAGE, NAME, SIZE, DTYPE)                                             \
  {                                                                                      \
    STORAGE, NAME, SIZE, TRUE, FOVEA_DTYPE_##DTYPE                                       \
  }
#define UNREADABLE(STORAGE, NAME, SIZE)                                                  \
  {                                                                                      \
    STORAGE, NAME, SIZE, FALSE, FOVEA_DTYPE_U8                                           \
  }

static const FoveaTorchType types[] = {
  READABLE ("FloatStorage", "float32", 4, F32),
  READABLE ("HalfStorage", "float16", 2, F16),
  READABLE ("BFloat16Storage", "bfloat16", 2, BF16),
  READABLE ("DoubleStorage", "float64", 8, F64),
  READABLE ("LongStorage", "int64", 8, I64),
  READABLE ("IntStorage", "int32", 4, I32),
  READABLE ("ShortStorage", "int16", 2, I16),
  READABLE ("CharStorage", "int8", 1, I8),
  READABLE ("ByteStorage", "uint8", 1, U8),
  READABLE ("BoolStorage", "bool", 1, BOOL),
  UNREADABLE ("UntypedStorage", "bytes", 1),
  UNREADABLE ("ComplexFloatStorage", "complex64", 8),
  UNREADABLE ("ComplexDoubleStorage", "complex128", 16),
  UNREADABLE ("QInt8Storage", "qint8", 1),
  UNREADABLE ("QUInt8Storage", "quint8", 1),
  UNREADABLE ("QInt32Storage", "qint32", 4),
  UNREADABLE ("QUInt4x2Storage", "quint4x2", 1),
  UNREADABLE ("QUInt2x4Storage", "quint2x4", 1),
  UNREADABLE (NULL, "complex32", 4),
  UNREADABLE (NULL, "uint16", 2),
  UNREADABLE (NULL, "uint32", 4),
  UNREADABLE (NULL, "uint64", 8),
  UNREADABLE (NULL, "float8_e4m3fn", 1),
  UNREADABLE (NULL, "float8_e5m2", 1),
  UNREADABLE (NULL, "float8_e4m3fnuz", 1),
  UNREADABLE (NULL, "float8_e5m2fnuz", 1),
};

static const FoveaTorchType *
find_storage_type (const FoveaGlobal *global)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].storage
        && (fovea_global_is (global, "torch", types[i].storage)
            || fovea_global_is (global, "torch.cuda", types[i].storage)
            || fovea_global_is (global, "torch.storage", types[i].storage)))
      return &types[i];
  return NULL;
}

static const FoveaTorchType *
find_dtype (const FoveaGlobal *global)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (fovea_global_is (global, "torch", types[i].name))
      return &types[i];
  return NULL;
}

void
fovea_torch_objects_init (FoveaTorchObjects *objects, gboolean legacy)
{
  objects->storages = g_array_new (FALSE, TRUE, sizeof (FoveaTorchStorage));
  objects->tensors = g_array_new (FALSE, TRUE, sizeof (FoveaTorchTensor));
  objects->legacy = legacy;
}

void
fovea_torch_objects_clear (FoveaTorchObjects *objects)
{
  g_clear_pointer (&objects->storages, g_array_unref);
  g_clear_pointer (&objects->tensors, g_array_unref);
}

/* Persistent ids. */

static gboolean
read_size (const FoveaValue *value, guint64 *size)
{
  *size = (guint64)value->integer;
  return value->kind == FOVEA_VALUE_INT && value->integer >= 0;
}

/* A part of a storage: (key, offset, size), in elements. */
static gboolean
read_view (FoveaPickle *pickle, const FoveaValue *view, FoveaTorchStorage *storage,
           GError **error)
{
  const FoveaContainerItems *parts;
  guint64 first, n;

  if (view->kind == FOVEA_VALUE_NONE)
    return TRUE;
  if (view->kind != FOVEA_VALUE_TUPLE
      || (parts = fovea_pickle_items (pickle, view))->n != 3
      || !read_size (&parts->items[1], &first) || !read_size (&parts->items[2], &n))
    return fovea_reject (
        error, "A view of a storage is not described as torch does it: the file is "
               "damaged.");
  if (!fovea_range_fits (first, n, storage->numel))
    return fovea_reject (error,
                         "A view of %" G_GUINT64_FORMAT
                         " elements from %" G_GUINT64_FORMAT
                         " reaches beyond its storage of %" G_GUINT64_FORMAT
                         ": the file is damaged or was tampered with.",
                         n, first, storage->numel);
  storage->first = first * storage->type->itemsize; /* within numel, which was checked */
  storage->length = n * storage->type->itemsize;
  return TRUE;
}

static gboolean
add_storage (FoveaPickle *pickle, const FoveaValue *parts, gboolean legacy,
             FoveaTorchObjects *objects, FoveaValue *result, GError **error)
{
  FoveaTorchStorage storage = { .key = parts[2].text, .key_length = parts[2].length };

  storage.type = find_storage_type (fovea_pickle_global (pickle, &parts[1]));
  if (!storage.type)
    {
      g_autofree char *name = fovea_pickle_describe (pickle, &parts[1]);
      return fovea_reject (error, "A storage in it is of the unknown type %s.", name);
    }
  if (!read_size (&parts[4], &storage.numel)
      || !fovea_checked_mul (&storage.length, storage.numel, storage.type->itemsize))
    return fovea_reject (
        error, "A storage in it has an impossible number of elements: the file is "
               "damaged or was tampered with.");
  if (legacy && !read_view (pickle, &parts[5], &storage, error))
    return FALSE;
  if (objects->storages->len >= FOVEA_TORCH_MAX_STORAGES)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "The file refers to more than %d storages.", FOVEA_TORCH_MAX_STORAGES);
      return FALSE;
    }
  *result = (FoveaValue){ .kind = FOVEA_VALUE_STORAGE, .index = objects->storages->len };
  g_array_append_val (objects->storages, storage);
  return TRUE;
}

/* ("storage", class, key, location, numel), in a legacy stream with a view at the end; or
 * ("module", class, file, source), of which the class is what counts. */
static gboolean
persistent (FoveaPickle *pickle, const FoveaValue *id, FoveaValue *result, gpointer data,
            GError **error)
{
  FoveaTorchObjects *objects = data;
  guint n = id->kind == FOVEA_VALUE_TUPLE ? fovea_pickle_items (pickle, id)->n : 0;
  const FoveaValue *parts = n ? fovea_pickle_items (pickle, id)->items : NULL;

  if (n == (objects->legacy ? 6 : 5) && fovea_value_is_text (&parts[0], "storage")
      && parts[1].kind == FOVEA_VALUE_GLOBAL && parts[2].kind == FOVEA_VALUE_TEXT
      && parts[2].length > 0 && parts[2].length <= 256
      && parts[3].kind == FOVEA_VALUE_TEXT)
    return add_storage (pickle, parts, objects->legacy, objects, result, error);
  if (n == 4 && objects->legacy && fovea_value_is_text (&parts[0], "module")
      && parts[1].kind == FOVEA_VALUE_GLOBAL)
    {
      *result = parts[1];
      return TRUE;
    }
  return fovea_reject (error,
                       "A storage in it is not referred to as torch does it: the file is "
                       "damaged or was not written by torch.save.");
}

/* Calls. Each gets the items of its tuple of arguments, at least as many as it asked for. */

typedef gboolean (*Call) (FoveaPickle *pickle, const FoveaContainerItems *arguments,
                          FoveaTorchObjects *objects, FoveaValue *result, GError **error);

/* Up to eight numbers, none negative. */
static gboolean
read_sizes (FoveaPickle *pickle, const FoveaValue *value, guint64 *sizes, guint *rank,
            GError **error)
{
  if (value->kind != FOVEA_VALUE_TUPLE && value->kind != FOVEA_VALUE_LIST)
    return fovea_reject (
        error, "A tensor's shape or stride is not a tuple: the file is damaged.");

  const FoveaContainerItems *items = fovea_pickle_items (pickle, value);
  if (items->n > FOVEA_MAX_RANK)
    return fovea_reject (error, "A tensor has %u dimensions; at most %d can be read.",
                         items->n, FOVEA_MAX_RANK);
  for (guint i = 0; i < items->n; i++)
    if (!read_size (&items->items[i], &sizes[i]))
      return fovea_reject (
          error, "A size or stride of a tensor is not a number of elements: the file "
                 "is damaged or was tampered with.");
  *rank = items->n;
  return TRUE;
}

/* (storage, offset, size, stride, …) */
static gboolean
rebuild (FoveaPickle *pickle, const FoveaContainerItems *arguments,
         const FoveaTorchType *type, FoveaTorchObjects *objects, FoveaValue *result,
         GError **error)
{
  const FoveaValue *items = arguments->items;
  FoveaTorchTensor tensor = { .storage = items[0].index };
  guint64 sizes[FOVEA_MAX_RANK] = { 0 };
  guint rank;

  if (items[0].kind != FOVEA_VALUE_STORAGE || !read_size (&items[1], &tensor.offset))
    return fovea_reject (
        error, "A tensor has no storage or no offset in it: the file is damaged or "
               "was tampered with.");
  if (!read_sizes (pickle, &items[2], sizes, &tensor.shape.rank, error)
      || !read_sizes (pickle, &items[3], tensor.stride, &rank, error))
    return FALSE;
  if (rank != tensor.shape.rank)
    return fovea_reject (error,
                         "A tensor has %u sizes but %u strides: the file is damaged.",
                         tensor.shape.rank, rank);
  if (objects->tensors->len >= FOVEA_TORCH_MAX_TENSORS)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "The file holds more than %d tensors, which no image classifier does.",
                   FOVEA_TORCH_MAX_TENSORS);
      return FALSE;
    }
  for (guint i = 0; i < rank; i++)
    tensor.shape.dim[i] = sizes[i];
  tensor.type
      = type ? type
             : g_array_index (objects->storages, FoveaTorchStorage, tensor.storage).type;
  *result = (FoveaValue){ .kind = FOVEA_VALUE_TENSOR, .index = objects->tensors->len };
  g_array_append_val (objects->tensors, tensor);
  return TRUE;
}

static gboolean
call_rebuild (FoveaPickle *pickle, const FoveaContainerItems *arguments,
              FoveaTorchObjects *objects, FoveaValue *result, GError **error)
{
  return rebuild (pickle, arguments, NULL, objects, result, error);
}

/* (storage, offset, size, stride, requires_grad, hooks, dtype, …): the dtype is the tensor's
 * own. An unknown one leaves the tensor opaque. */
static gboolean
call_rebuild_v3 (FoveaPickle *pickle, const FoveaContainerItems *arguments,
                 FoveaTorchObjects *objects, FoveaValue *result, GError **error)
{
  const FoveaValue *dtype = &arguments->items[6];
  const FoveaTorchType *type = NULL;

  if (dtype->kind != FOVEA_VALUE_GLOBAL)
    return fovea_reject (error, "A tensor's dtype is not one: the file is damaged.");
  type = find_dtype (fovea_pickle_global (pickle, dtype));
  return !type || rebuild (pickle, arguments, type, objects, result, error);
}

/* A parameter is its tensor, or whatever stands for a tensor that we cannot read. */
static gboolean
call_parameter (FoveaPickle *pickle, const FoveaContainerItems *arguments,
                FoveaTorchObjects *objects, FoveaValue *result, GError **error)
{
  const FoveaValue *tensor = &arguments->items[0];

  if (tensor->kind != FOVEA_VALUE_TENSOR && tensor->kind != FOVEA_VALUE_OPAQUE)
    return fovea_reject (error,
                         "A parameter in it is not a tensor: the file is damaged.");
  *result = *tensor;
  return TRUE;
}

static gboolean
call_size (FoveaPickle *pickle, const FoveaContainerItems *arguments,
           FoveaTorchObjects *objects, FoveaValue *result, GError **error)
{
  if (arguments->items[0].kind == FOVEA_VALUE_TUPLE)
    *result = arguments->items[0];
  return TRUE;
}

/* dict (), dict ([(key, value), …]), dict (dict) */
static gboolean
call_dict (FoveaPickle *pickle, const FoveaContainerItems *arguments,
           FoveaTorchObjects *objects, FoveaValue *result, GError **error)
{
  FoveaValue from = arguments->n ? arguments->items[0] : (FoveaValue){ 0 };

  if (from.kind == FOVEA_VALUE_DICT)
    {
      *result = from;
      return TRUE;
    }
  if (!fovea_pickle_new_container (pickle, FOVEA_VALUE_DICT, result, error))
    return FALSE;
  if (from.kind != FOVEA_VALUE_LIST && from.kind != FOVEA_VALUE_TUPLE)
    return TRUE;
  for (guint i = 0; i < fovea_pickle_items (pickle, &from)->n; i++)
    {
      FoveaValue pair = fovea_pickle_items (pickle, &from)->items[i];
      if ((pair.kind != FOVEA_VALUE_TUPLE && pair.kind != FOVEA_VALUE_LIST)
          || fovea_pickle_items (pickle, &pair)->n != 2)
        return fovea_reject (
            error, "A dict in it is made of something else than pairs: the file is "
                   "damaged.");
      if (!fovea_pickle_append (pickle, result, fovea_pickle_items (pickle, &pair)->items,
                                2, error))
        return FALSE;
    }
  return TRUE;
}

/* (factory, [items]) */
static gboolean
call_default_dict (FoveaPickle *pickle, const FoveaContainerItems *arguments,
                   FoveaTorchObjects *objects, FoveaValue *result, GError **error)
{
  return fovea_pickle_new_container (pickle, FOVEA_VALUE_DICT, result, error);
}

static const struct
{
  const char *module;
  const char *name;
  guint arguments; /* at least */
  Call call;
} calls[] = {
  { "collections", "OrderedDict", 0, call_dict },
  { "collections", "defaultdict", 0, call_default_dict },
  { "builtins", "dict", 0, call_dict },
  { "__builtin__", "dict", 0, call_dict },
  { "torch", "Size", 1, call_size },
  { "torch._utils", "_rebuild_tensor", 4, call_rebuild },
  { "torch._utils", "_rebuild_tensor_v2", 4, call_rebuild },
  { "torch._utils", "_rebuild_tensor_v3", 7, call_rebuild_v3 },
  { "torch._utils", "_rebuild_parameter", 1, call_parameter },
  { "torch._utils", "_rebuild_parameter_with_state", 1, call_parameter },
  { "torch.nn.parameter", "Parameter", 1, call_parameter },
};

/* (function, type, arguments, state): the function applied to the arguments. It is looked
 * up in the table above, where this one is not, so that nothing can nest. */
static gboolean
unwrap (FoveaPickle *pickle, FoveaGlobal *callee, FoveaValue *arguments, GError **error)
{
  const FoveaContainerItems *items = fovea_pickle_items (pickle, arguments);

  if (!fovea_global_is (callee, "torch._tensor", "_rebuild_from_type_v2"))
    return TRUE;
  if (items->n < 3 || items->items[0].kind != FOVEA_VALUE_GLOBAL
      || items->items[2].kind != FOVEA_VALUE_TUPLE)
    return fovea_reject (
        error, "A tensor of a special type is not described as torch does it: the "
               "file is damaged.");
  *callee = *fovea_pickle_global (pickle, &items->items[0]);
  *arguments = items->items[2];
  return TRUE;
}

static gboolean
call (FoveaPickle *pickle, const FoveaGlobal *callee, const FoveaValue *arguments,
      FoveaValue *result, gpointer data, GError **error)
{
  FoveaGlobal name = *callee;
  FoveaValue tuple = *arguments;

  if (!unwrap (pickle, &name, &tuple, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    if (fovea_global_is (&name, calls[i].module, calls[i].name))
      {
        /* A copy of the slice: a call may add containers, which moves the table. */
        FoveaContainerItems items = *fovea_pickle_items (pickle, &tuple);
        if (items.n < calls[i].arguments)
          return fovea_reject (error,
                               "%s.%s is called with %u arguments: the file is damaged.",
                               calls[i].module, calls[i].name, items.n);
        return calls[i].call (pickle, &items, data, result, error);
      }
  return TRUE;
}

const FoveaPickleHooks fovea_torch_hooks = { .call = call, .persistent = persistent };
