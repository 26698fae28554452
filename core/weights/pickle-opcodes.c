/* SPDX-License-Identifier: MIT */
#include "pickle-private.h"
#include "checked.h"

/* Opcodes. The argument is what tells variants of one opcode apart, often a width. */

static gboolean
op_proto (FoveaPickle *pickle, guint argument, GError **error)
{
  guint64 protocol;

  if (!fovea_pickle_take_number (pickle, 1, &protocol, error))
    return FALSE;
  if (pickle->opcode != 0)
    return fovea_pickle_fail (pickle, error, "it comes twice");
  if (protocol < 2 || protocol > 5)
    return fovea_pickle_fail (pickle, error,
                              "protocol %" G_GUINT64_FORMAT " is not 2 to 5", protocol);
  return TRUE;
}

static gboolean
op_frame (FoveaPickle *pickle, guint argument, GError **error)
{
  guint64 length;

  if (!fovea_pickle_take_number (pickle, 8, &length, error))
    return FALSE;
  return fovea_range_fits (pickle->at, length, pickle->length)
         || fovea_pickle_fail (pickle, error, "the frame is longer than the pickle");
}

static gboolean
op_stop (FoveaPickle *pickle, guint argument, GError **error)
{
  if (pickle->stack->len != 1 || pickle->marks->len != 0)
    return fovea_pickle_fail (pickle, error, "it leaves %u values and %u marks",
                              pickle->stack->len, pickle->marks->len);
  pickle->root = g_array_index (pickle->stack, FoveaValue, 0);
  pickle->stopped = TRUE;
  return TRUE;
}

static gboolean
op_mark (FoveaPickle *pickle, guint argument, GError **error)
{
  if (pickle->marks->len >= FOVEA_PICKLE_MAX_MARKS)
    return fovea_pickle_limit (pickle, error, "open marks", FOVEA_PICKLE_MAX_MARKS);
  g_array_append_val (pickle->marks, pickle->stack->len);
  return TRUE;
}

/* POP takes a mark when one is uppermost. */
static gboolean
op_pop (FoveaPickle *pickle, guint argument, GError **error)
{
  guint n;

  if (pickle->marks->len > 0 && fovea_pickle_floor_of (pickle) == pickle->stack->len)
    return fovea_pickle_unmark (pickle, &n, error);
  if (!fovea_pickle_peek (pickle, 1, error))
    return FALSE;
  fovea_pickle_drop (pickle, 1);
  return TRUE;
}

static gboolean
op_pop_mark (FoveaPickle *pickle, guint argument, GError **error)
{
  guint n;

  if (!fovea_pickle_unmark (pickle, &n, error))
    return FALSE;
  fovea_pickle_drop (pickle, n);
  return TRUE;
}

static gboolean
op_dup (FoveaPickle *pickle, guint argument, GError **error)
{
  const FoveaValue *top = fovea_pickle_peek (pickle, 1, error);

  if (!top)
    return FALSE;
  FoveaValue copy = *top;
  return fovea_pickle_push (pickle, &copy, error);
}

/* A new container of the uppermost `n` values, in their place. */
static gboolean
collect (FoveaPickle *pickle, FoveaValueKind kind, guint n, GError **error)
{
  FoveaValue value, *items = fovea_pickle_peek (pickle, n, error);

  if (!items || !fovea_pickle_new_container (pickle, kind, &value, error)
      || !fovea_pickle_append (pickle, &value, items, n, error))
    return FALSE;
  fovea_pickle_drop (pickle, n);
  return fovea_pickle_push (pickle, &value, error);
}

static gboolean
op_empty (FoveaPickle *pickle, guint kind, GError **error)
{
  return collect (pickle, kind, 0, error);
}

static gboolean
op_tuple_n (FoveaPickle *pickle, guint n, GError **error)
{
  return collect (pickle, FOVEA_VALUE_TUPLE, n, error);
}

static gboolean
op_tuple (FoveaPickle *pickle, guint argument, GError **error)
{
  guint n;

  return fovea_pickle_unmark (pickle, &n, error)
         && collect (pickle, FOVEA_VALUE_TUPLE, n, error);
}

static gboolean
op_empty_set (FoveaPickle *pickle, guint argument, GError **error)
{
  return fovea_pickle_push (
      pickle, &(FoveaValue){ .kind = FOVEA_VALUE_OPAQUE, .index = FOVEA_GLOBAL_SET },
      error);
}

static gboolean
op_frozenset (FoveaPickle *pickle, guint argument, GError **error)
{
  FoveaValue value = { .kind = FOVEA_VALUE_OPAQUE, .index = FOVEA_GLOBAL_FROZENSET };

  return op_pop_mark (pickle, 0, error) && fovea_pickle_push (pickle, &value, error);
}

/* The uppermost `n` values go into the container below them. An opaque one swallows them:
 * a dict subclass, say, that nobody here knows. */
static gboolean
insert (FoveaPickle *pickle, FoveaValueKind kind, guint n, GError **error)
{
  const FoveaValue *into = fovea_pickle_peek (pickle, n + 1, error);

  if (!into)
    return FALSE;
  if (into->kind != FOVEA_VALUE_OPAQUE && into->kind != kind)
    return fovea_pickle_fail (pickle, error, "it adds to a value that holds no items");
  if (kind == FOVEA_VALUE_DICT && n % 2 != 0)
    return fovea_pickle_fail (pickle, error, "a key has no value");
  if (into->kind != FOVEA_VALUE_OPAQUE
      && !fovea_pickle_append (pickle, into, into + 1, n, error))
    return FALSE;
  fovea_pickle_drop (pickle, n);
  return TRUE;
}

static gboolean
op_append (FoveaPickle *pickle, guint argument, GError **error)
{
  return insert (pickle, FOVEA_VALUE_LIST, 1, error);
}

static gboolean
op_setitem (FoveaPickle *pickle, guint argument, GError **error)
{
  return insert (pickle, FOVEA_VALUE_DICT, 2, error);
}

/* APPENDS, SETITEMS; ADDITEMS, whose set is always opaque. */
static gboolean
op_items (FoveaPickle *pickle, guint kind, GError **error)
{
  guint n;

  return fovea_pickle_unmark (pickle, &n, error) && insert (pickle, kind, n, error);
}

static gboolean
op_build (FoveaPickle *pickle, guint argument, GError **error)
{
  const FoveaValue *object = fovea_pickle_peek (pickle, 2, error);

  if (!object)
    return FALSE;
  if (object->kind != FOVEA_VALUE_OPAQUE && object->kind != FOVEA_VALUE_DICT
      && object->kind != FOVEA_VALUE_TENSOR)
    return fovea_pickle_fail (pickle, error, "it gives a state to a plain value");
  fovea_pickle_drop (pickle, 1);
  return TRUE;
}

static gboolean
put (FoveaPickle *pickle, guint64 index, GError **error)
{
  const FoveaValue *top = fovea_pickle_peek (pickle, 1, error);

  if (!top)
    return FALSE;
  if (index >= FOVEA_PICKLE_MAX_MEMO)
    return fovea_pickle_limit (pickle, error, "entries in its memo",
                               FOVEA_PICKLE_MAX_MEMO);
  if (index >= pickle->memo->len)
    g_array_set_size (pickle->memo, (guint)index + 1);
  g_array_index (pickle->memo, FoveaValue, index) = *top;
  return TRUE;
}

static gboolean
op_put (FoveaPickle *pickle, guint width, GError **error)
{
  guint64 index;

  return fovea_pickle_take_number (pickle, width, &index, error)
         && put (pickle, index, error);
}

static gboolean
op_memoize (FoveaPickle *pickle, guint argument, GError **error)
{
  return put (pickle, pickle->memo->len, error);
}

static gboolean
op_get (FoveaPickle *pickle, guint width, GError **error)
{
  guint64 index;

  if (!fovea_pickle_take_number (pickle, width, &index, error))
    return FALSE;
  if (index >= pickle->memo->len
      || g_array_index (pickle->memo, FoveaValue, index).kind == FOVEA_VALUE_UNSET)
    return fovea_pickle_fail (pickle, error,
                              "memo entry %" G_GUINT64_FORMAT " was never set", index);
  return fovea_pickle_push (pickle, &g_array_index (pickle->memo, FoveaValue, index),
                            error);
}

static gboolean
push_global (FoveaPickle *pickle, const FoveaGlobal *global, GError **error)
{
  FoveaValue value = { .kind = FOVEA_VALUE_GLOBAL, .index = pickle->globals->len };

  if (pickle->globals->len >= FOVEA_PICKLE_MAX_GLOBALS)
    return fovea_pickle_limit (pickle, error, "names of classes",
                               FOVEA_PICKLE_MAX_GLOBALS);
  g_array_append_vals (pickle->globals, global, 1);
  return fovea_pickle_push (pickle, &value, error);
}

static gboolean
op_global (FoveaPickle *pickle, guint argument, GError **error)
{
  FoveaGlobal global;

  return fovea_pickle_take_line (pickle, &global.module, &global.module_length, error)
         && fovea_pickle_take_line (pickle, &global.name, &global.name_length, error)
         && push_global (pickle, &global, error);
}

static gboolean
op_stack_global (FoveaPickle *pickle, guint argument, GError **error)
{
  const FoveaValue *names = fovea_pickle_peek (pickle, 2, error);

  if (!names)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (names[i].kind != FOVEA_VALUE_TEXT
        || names[i].length > FOVEA_PICKLE_MAX_GLOBAL_NAME)
      return fovea_pickle_fail (pickle, error, "the name of a class is not a short text");

  FoveaGlobal global = { .module = names[0].text,
                         .module_length = (guint16)names[0].length,
                         .name = names[1].text,
                         .name_length = (guint16)names[1].length };
  fovea_pickle_drop (pickle, 2);
  return push_global (pickle, &global, error);
}

/* REDUCE and NEWOBJ: a callee and its arguments. NEWOBJ_EX has keywords on top, which
 * nothing that we know takes. */
static gboolean
op_call (FoveaPickle *pickle, guint n, GError **error)
{
  const FoveaValue *call = fovea_pickle_peek (pickle, n, error);

  if (!call)
    return FALSE;
  FoveaValue callee = call[0], arguments = call[1];
  if ((callee.kind != FOVEA_VALUE_GLOBAL && callee.kind != FOVEA_VALUE_OPAQUE)
      || arguments.kind != FOVEA_VALUE_TUPLE)
    return fovea_pickle_fail (pickle, error, "it calls what is not a name with a tuple");

  FoveaValue result = { .kind = FOVEA_VALUE_OPAQUE, .index = callee.index };
  FoveaGlobal name = *fovea_pickle_global (pickle, &callee);
  if (callee.kind == FOVEA_VALUE_GLOBAL && n == 2 && pickle->hooks
      && !pickle->hooks->call (pickle, &name, &arguments, &result, pickle->data, error))
    return FALSE;
  fovea_pickle_drop (pickle, n);
  return fovea_pickle_push (pickle, &result, error);
}

static gboolean
op_persistent (FoveaPickle *pickle, guint argument, GError **error)
{
  const FoveaValue *top = fovea_pickle_peek (pickle, 1, error);
  FoveaValue result = { .kind = FOVEA_VALUE_NONE };

  if (!top)
    return FALSE;
  FoveaValue id = *top;
  if (!pickle->hooks)
    return fovea_pickle_fail (pickle, error, "it refers to a storage where none can be");
  if (!pickle->hooks->persistent (pickle, &id, &result, pickle->data, error))
    return FALSE;
  fovea_pickle_drop (pickle, 1);
  return fovea_pickle_push (pickle, &result, error);
}

/* Those of torch's own weights_only reader, and what protocols 4 and 5 need beside them. */
const FoveaOpcode fovea_pickle_opcodes[256] = {
  [0x80] = { "PROTO", op_proto },
  [0x95] = { "FRAME", op_frame },
  ['.'] = { "STOP", op_stop },
  ['('] = { "MARK", op_mark },
  ['0'] = { "POP", op_pop },
  ['1'] = { "POP_MARK", op_pop_mark },
  ['2'] = { "DUP", op_dup },
  ['N'] = { "NONE", fovea_pickle_none },
  [0x88] = { "NEWTRUE", fovea_pickle_bool, TRUE },
  [0x89] = { "NEWFALSE", fovea_pickle_bool, FALSE },
  ['J'] = { "BININT", fovea_pickle_int, 4 },
  ['K'] = { "BININT1", fovea_pickle_int, 1 },
  ['M'] = { "BININT2", fovea_pickle_int, 2 },
  [0x8a] = { "LONG1", fovea_pickle_long, 1 },
  [0x8b] = { "LONG4", fovea_pickle_long, 4 },
  ['G'] = { "BINFLOAT", fovea_pickle_float },
  ['X'] = { "BINUNICODE", fovea_pickle_text, 4 },
  [0x8c] = { "SHORT_BINUNICODE", fovea_pickle_text, 1 },
  [0x8d] = { "BINUNICODE8", fovea_pickle_text, 8 },
  ['T'] = { "BINSTRING", fovea_pickle_old_text, 4 },
  ['U'] = { "SHORT_BINSTRING", fovea_pickle_old_text, 1 },
  ['B'] = { "BINBYTES", fovea_pickle_bytes, 4 },
  ['C'] = { "SHORT_BINBYTES", fovea_pickle_bytes, 1 },
  [0x8e] = { "BINBYTES8", fovea_pickle_bytes, 8 },
  [0x96] = { "BYTEARRAY8", fovea_pickle_bytes, 8 },
  [')'] = { "EMPTY_TUPLE", op_empty, FOVEA_VALUE_TUPLE },
  [']'] = { "EMPTY_LIST", op_empty, FOVEA_VALUE_LIST },
  ['}'] = { "EMPTY_DICT", op_empty, FOVEA_VALUE_DICT },
  [0x8f] = { "EMPTY_SET", op_empty_set },
  [0x91] = { "FROZENSET", op_frozenset },
  ['t'] = { "TUPLE", op_tuple },
  [0x85] = { "TUPLE1", op_tuple_n, 1 },
  [0x86] = { "TUPLE2", op_tuple_n, 2 },
  [0x87] = { "TUPLE3", op_tuple_n, 3 },
  ['a'] = { "APPEND", op_append },
  ['e'] = { "APPENDS", op_items, FOVEA_VALUE_LIST },
  ['s'] = { "SETITEM", op_setitem },
  ['u'] = { "SETITEMS", op_items, FOVEA_VALUE_DICT },
  [0x90] = { "ADDITEMS", op_items, FOVEA_VALUE_OPAQUE },
  ['b'] = { "BUILD", op_build },
  ['q'] = { "BINPUT", op_put, 1 },
  ['r'] = { "LONG_BINPUT", op_put, 4 },
  [0x94] = { "MEMOIZE", op_memoize },
  ['h'] = { "BINGET", op_get, 1 },
  ['j'] = { "LONG_BINGET", op_get, 4 },
  ['c'] = { "GLOBAL", op_global },
  [0x93] = { "STACK_GLOBAL", op_stack_global },
  ['R'] = { "REDUCE", op_call, 2 },
  [0x81] = { "NEWOBJ", op_call, 2 },
  [0x92] = { "NEWOBJ_EX", op_call, 3 },
  ['Q'] = { "BINPERSID", op_persistent },
};
