/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a tape, shared by recording (tape.c) and closing (fold.c). */

#include "op.h"

/* What is to be turned off: switches whose path matches, one map of theirs or (-1) all. */
typedef struct
{
  const char *pattern;
  gint map;
  gboolean matched;
} FoveaCut;

struct _FoveaTape
{
  gatomicrefcount references;
  GPtrArray *nodes;  /* FoveaNode, owned */
  GPtrArray *params; /* FoveaParam, owned */
  GArray *names;     /* FoveaName, in order */
  GPtrArray *sites;  /* nodes with a site, in order */
  GString *scope;    /* "block1.0.attn" */
  GArray *scope_ends; /* gsize: lengths of the enclosing scopes */
  GArray *scope_starts; /* guint: the number of nodes when each was opened */
  FoveaNode *input;
  FoveaNode *output;
  GError *error; /* the first mistake */
  GArray *cuts;     /* FoveaCut */
  GArray *switches; /* FoveaSwitch, in order */
  FoveaLayout layout; /* of what is appended next; likewise the others */
  guint stage;
  FoveaPart part;
  guint n_groups;
  gboolean closed;
  GStringChunk *strings;
};

/* switch.c: sets off[map] for the maps of the switch `path` that are off and returns their
 * number; at closing, takes away the switches that need no computing. */
guint fovea_tape_ask_switch (FoveaTape *tape, const char *path, guint maps, guint8 *off);
gboolean fovea_tape_resolve_switches (FoveaTape *tape, GError **error);

/* fold.c: every reader of `from`, and its names, pass to `to`. */
void fovea_tape_replace (FoveaTape *tape, const FoveaNode *from, FoveaNode *to);

/* fold.c: BatchNorm into convolutions; pointwise nodes into groups. */
void fovea_tape_fold (FoveaTape *tape);
void fovea_tape_group (FoveaTape *tape);
