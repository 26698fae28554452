/* SPDX-License-Identifier: MIT */
#pragma once

/* The state of the pickle machine, shared by its files: values and containers
 * (pickle-value.c), operands and stack (pickle-stack.c), opcodes (pickle-atoms.c,
 * pickle-opcodes.c) and the loop (pickle.c). The stack never shrinks below the innermost
 * mark except by what takes that mark away. */

#include "pickle.h"

struct _FoveaPickle
{
  const guint8 *bytes;
  gsize length;
  gsize at;     /* of the next byte to read */
  gsize opcode; /* of the opcode that is being read */
  gboolean stopped;
  FoveaValue root;
  GArray *stack;      /* of FoveaValue */
  GArray *marks;      /* of guint: heights of the stack */
  GArray *memo;       /* of FoveaValue */
  GArray *containers; /* of FoveaContainerItems */
  GArray *globals;    /* of FoveaGlobal */
  guint64 slots;      /* in all containers */
  const FoveaPickleHooks *hooks;
  gpointer data;
};

typedef struct
{
  const char *name;
  gboolean (*run) (FoveaPickle *pickle, guint argument, GError **error);
  guint argument;
} FoveaOpcode;

/* By their byte; those without a name are refused. */
extern const FoveaOpcode fovea_pickle_opcodes[256];

/* The globals that every reader starts with, for opaque values made without a call. */
enum
{
  FOVEA_GLOBAL_SET,
  FOVEA_GLOBAL_FROZENSET,
  FOVEA_GLOBAL_INT,
  FOVEA_GLOBAL_MODULE,
  FOVEA_N_FIXED_GLOBALS
};
extern const FoveaGlobal fovea_pickle_fixed_globals[FOVEA_N_FIXED_GLOBALS];

/* Sets an error that names the opcode and its place; always FALSE. */
gboolean fovea_pickle_fail (const FoveaPickle *pickle, GError **error, const char *format,
                            ...) G_GNUC_PRINTF (3, 4);
gboolean fovea_pickle_limit (const FoveaPickle *pickle, GError **error, const char *what,
                             guint64 limit);

/* Operands: `n` raw bytes; an unsigned number of 1, 2, 4 or 8 bytes; text up to and without
 * the next line feed. */
gboolean fovea_pickle_take (FoveaPickle *pickle, guint64 n, const guint8 **bytes,
                            GError **error);
gboolean fovea_pickle_take_number (FoveaPickle *pickle, guint width, guint64 *number,
                                   GError **error);
gboolean fovea_pickle_take_line (FoveaPickle *pickle, const char **text, guint16 *length,
                                 GError **error);

/* The height of the stack at the innermost mark. */
guint fovea_pickle_floor_of (const FoveaPickle *pickle);
gboolean fovea_pickle_push (FoveaPickle *pickle, const FoveaValue *value, GError **error);

/* The uppermost `n` values above the innermost mark, the lowest of them first; NULL with an
 * error when there are fewer. */
FoveaValue *fovea_pickle_peek (FoveaPickle *pickle, guint n, GError **error);
void fovea_pickle_drop (FoveaPickle *pickle, guint n);

/* Takes the innermost mark away; the `n` values above it stay for the caller to drop. */
gboolean fovea_pickle_unmark (FoveaPickle *pickle, guint *n, GError **error);

/* Opcodes that push one value. */
gboolean fovea_pickle_none (FoveaPickle *pickle, guint argument, GError **error);
gboolean fovea_pickle_bool (FoveaPickle *pickle, guint truth, GError **error);
gboolean fovea_pickle_int (FoveaPickle *pickle, guint width, GError **error);
gboolean fovea_pickle_long (FoveaPickle *pickle, guint width, GError **error);
gboolean fovea_pickle_float (FoveaPickle *pickle, guint argument, GError **error);
gboolean fovea_pickle_text (FoveaPickle *pickle, guint width, GError **error);
gboolean fovea_pickle_old_text (FoveaPickle *pickle, guint width, GError **error);
gboolean fovea_pickle_bytes (FoveaPickle *pickle, guint width, GError **error);
