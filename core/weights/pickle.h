/* SPDX-License-Identifier: MIT */
#pragma once

/* A reader of Python pickles that runs nothing. It keeps the stack, the marks and the memo
 * of the pickle machine, but only ever builds the plain values below; what a pickle calls is
 * looked up in the caller's hooks and, when it is not there, becomes an opaque value that
 * remembers its name and nothing else. No name is ever resolved to code.
 *
 * Text points into the pickle's bytes, which must outlive the reader. Containers are indices
 * into one table, so a pickle may share or nest them, or make them hold themselves, without
 * a walk or a recursion anywhere, freeing included. Every count has a limit.
 *
 * Source: the opcode descriptions of CPython's pickletools, protocols 2 to 5. */

#include <glib.h>

#define FOVEA_PICKLE_MAX_BYTES (64 * 1024 * 1024)
#define FOVEA_PICKLE_MAX_OPCODES 8000000
#define FOVEA_PICKLE_MAX_STACK 65536
#define FOVEA_PICKLE_MAX_MARKS 1024
#define FOVEA_PICKLE_MAX_MEMO 1048576
#define FOVEA_PICKLE_MAX_CONTAINERS 1048576
#define FOVEA_PICKLE_MAX_SLOTS 2097152
#define FOVEA_PICKLE_MAX_GLOBALS 65536
#define FOVEA_PICKLE_MAX_TEXT (16 * 1024 * 1024)
#define FOVEA_PICKLE_MAX_GLOBAL_NAME 256

typedef enum
{
  FOVEA_VALUE_UNSET, /* a memo slot that nothing was put into */
  FOVEA_VALUE_NONE,
  FOVEA_VALUE_BOOL,
  FOVEA_VALUE_INT,
  FOVEA_VALUE_FLOAT,
  FOVEA_VALUE_TEXT,  /* valid UTF-8 without NUL; not terminated */
  FOVEA_VALUE_BYTES, /* `length` of them; the content is not kept */
  FOVEA_VALUE_TUPLE, /* containers: `index` */
  FOVEA_VALUE_LIST,
  FOVEA_VALUE_DICT,
  FOVEA_VALUE_GLOBAL,  /* a name; `index` of it */
  FOVEA_VALUE_OPAQUE,  /* something made by calling that name */
  FOVEA_VALUE_STORAGE, /* made by the hooks; `index` is theirs */
  FOVEA_VALUE_TENSOR,
} FoveaValueKind;

typedef struct
{
  FoveaValueKind kind;
  guint32 length; /* bytes of TEXT and BYTES */
  union
  {
    gint64 integer; /* BOOL, INT */
    double real;
    const char *text;
    guint32 index;
  };
} FoveaValue;

/* A tuple's or list's items; a dict's keys and values in turn. */
typedef struct
{
  FoveaValue *items;
  guint32 n;
  guint32 room;
} FoveaContainerItems;

typedef struct
{
  const char *module;
  const char *name;
  guint16 module_length;
  guint16 name_length;
} FoveaGlobal;

typedef struct _FoveaPickle FoveaPickle;

/* What a kind of pickle means. `call` applies the global `callee` to the tuple `arguments`;
 * when it does not know the name it leaves `result` alone, and the result is opaque.
 * `persistent` gives the value of a persistent id. FALSE with an error stops the reading. */
typedef struct
{
  gboolean (*call) (FoveaPickle *pickle, const FoveaGlobal *callee,
                    const FoveaValue *arguments, FoveaValue *result, gpointer data,
                    GError **error);
  gboolean (*persistent) (FoveaPickle *pickle, const FoveaValue *id, FoveaValue *result,
                          gpointer data, GError **error);
} FoveaPickleHooks;

/* Reads one pickle from the start of `bytes`. Fails with FOVEA_ERROR_WEIGHTS when it is not
 * well formed, FOVEA_ERROR_LIMIT beyond the limits above. `hooks` may be NULL. */
FoveaPickle *fovea_pickle_read (const guint8 *bytes, gsize length,
                                const FoveaPickleHooks *hooks, gpointer data,
                                GError **error);
void fovea_pickle_free (FoveaPickle *pickle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaPickle, fovea_pickle_free)

/* The value it stands for, and the bytes it took, its STOP included. */
FoveaValue fovea_pickle_root (const FoveaPickle *pickle);
gsize fovea_pickle_length (const FoveaPickle *pickle);

/* The items of a TUPLE, LIST or DICT. Valid until the next item is added anywhere. */
const FoveaContainerItems *fovea_pickle_items (const FoveaPickle *pickle,
                                               const FoveaValue *container);

/* The name of a GLOBAL, or of what an OPAQUE was made by. */
const FoveaGlobal *fovea_pickle_global (const FoveaPickle *pickle,
                                        const FoveaValue *value);

/* For hooks: a new empty container of that kind, and one more item in it. */
gboolean fovea_pickle_new_container (FoveaPickle *pickle, FoveaValueKind kind,
                                     FoveaValue *result, GError **error);
gboolean fovea_pickle_append (FoveaPickle *pickle, const FoveaValue *container,
                              const FoveaValue *items, guint n, GError **error);

/* Whether both parts are exactly these. */
gboolean fovea_global_is (const FoveaGlobal *global, const char *module,
                          const char *name);

/* Whether a value is TEXT and exactly this. */
gboolean fovea_value_is_text (const FoveaValue *value, const char *text);

/* A short description for people: "dict of 3", "int 90", "argparse.Namespace".
 * (transfer full) */
char *fovea_pickle_describe (const FoveaPickle *pickle, const FoveaValue *value);
