/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a tape, shared by recording (tape.c) and closing (fold.c). */

#include "op.h"

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
  guint n_groups;
  gboolean closed;
  GStringChunk *strings;
};

/* fold.c: BatchNorm into convolutions; pointwise nodes into groups. */
void fovea_tape_fold (FoveaTape *tape);
void fovea_tape_group (FoveaTape *tape);
