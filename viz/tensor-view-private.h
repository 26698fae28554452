/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a tensor that is looked at, shared by what records it (tensor-record.c),
 * what reads it (tensor-view.c, tensor-paint.c) and what says it (tensor-words.c). */

#include "taps.h"
#include "tensor-view.h"

struct _FoveaTensorView
{
  gatomicrefcount references;
  FoveaModel *model; /* NULL for values from elsewhere */
  FoveaTensorKind kind;
  char *path;
  FoveaSite site; /* of what is no site, made up */
  FoveaTensor *values, *gradient;
  gint target;
  FoveaObjective objective;
  char *lacks;
  gboolean has_taps;
  FoveaTaps taps;
  guint channels, rows, columns;
  FoveaTensorNumbers numbers;
  FoveaTensorChannel *channel;
  double total;
};

/* Takes the references, reads all numbers off. */
FoveaTensorView *fovea_tensor_view_make (FoveaTensorKind kind, const FoveaSite *site,
                                         FoveaTensor *values, FoveaTensor *gradient);

/* The node that a path means, what kind it is, and of learned numbers which parameter of
 * the node. NULL and FOVEA_ERROR_UNSUPPORTED where there is none. */
const FoveaNode *fovea_tensor_find (const FoveaTape *tape, const char *path,
                                    FoveaTensorKind *kind, guint *slot, GError **error);
