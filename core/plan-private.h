/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a plan, shared by planning (plan.c, arena.c) and running (run.c). */

#include "plan.h"

/* A stretch of the arena, alive from one instant to another, both included. Kernel launch g
 * happens at instant g; the backward of node i at n_groups + n_nodes - 1 - i. */
typedef struct
{
  gsize floats;
  gsize offset;
  guint birth, death;
} FoveaBuffer;

#define FOVEA_FOREVER G_MAXUINT

struct _FoveaPlan
{
  gatomicrefcount references;
  FoveaTape *tape;
  FoveaPlanRequest request; /* without its observer */
  guint batch;
  guint n_nodes;
  guint n_groups;

  GPtrArray **groups;     /* nodes of each launch, in order; NULL: not needed */
  gboolean *after_restart; /* by node: descends from `restart` */
  gboolean *on_path;      /* by node: its gradient is computed */
  guint8 *wanted;         /* by node: bits 1 << FoveaWant */

  gint *activation;       /* by node: index into buffers, or -1 */
  gint *gradient;         /* by node: the same */
  GArray *buffers;        /* FoveaBuffer */
  gsize arena_floats;
};

/* arena.c: gives every buffer an offset so that those alive together do not overlap.
 * Returns the floats needed in all. */
gsize fovea_arena_layout (FoveaBuffer *buffers, guint n);
