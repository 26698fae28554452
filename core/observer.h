/* SPDX-License-Identifier: MIT */
#pragma once

/* Capture, progress and cancel in one hook. An observer is asked before planning what it
 * wants; during the run it is shown those values, which are valid only inside the call; and
 * after every kernel it may say stop. It adds stores and never changes arithmetic. */

#include "tape.h"

typedef enum
{
  FOVEA_ACTIVATION,
  FOVEA_GRADIENT,
} FoveaWant;

typedef struct
{
  /* May be NULL: wants nothing. */
  gboolean (*wants) (const FoveaNode *node, FoveaWant what, gpointer data);

  /* `values` has the node's shape, its first dimension times the batch. */
  void (*take) (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
                const float *values, gpointer data);

  /* `done` of `total` kernels of this forward or backward. FALSE stops the run. May be
   * NULL. */
  gboolean (*tick) (guint done, guint total, gpointer data);

  /* Atomic; set to 1 by any thread to stop even inside a kernel. May be NULL. */
  const gint *stop;

  gpointer data;
} FoveaObserver;
