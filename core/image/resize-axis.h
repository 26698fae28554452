/* SPDX-License-Identifier: MIT */
#pragma once

/* The weights of one resizing pass: for each output index, which inputs it is made of and
 * how much each counts, in fixed point. All outputs have the same number of taps, padded
 * with weight 0, so that the loops over them have a constant length. */

#include "image/resize.h"

#define FOVEA_AXIS_BITS 22

typedef struct
{
  guint count;    /* outputs */
  guint taps;     /* weights of each */
  guint *start;   /* first input of each; start + taps passes the input's end only where
                     taps > input, by less than the padding */
  gint32 *weight; /* count x taps x copies: each weight is repeated `copies` times */
  guint copies;
} FoveaAxis;

/* The outputs `from` … `from + count - 1` of resizing `in` to `out`. `taps` becomes a
 * multiple of `padding`. */
void fovea_axis_init (FoveaAxis *axis, guint in, guint out, guint from, guint count,
                      FoveaFilter filter, guint padding, guint copies);

/* The inputs that have any weight: `*first` up to, not including, `*last`. */
void fovea_axis_range (const FoveaAxis *axis, guint in, guint *first, guint *last);

void fovea_axis_clear (FoveaAxis *axis);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoveaAxis, fovea_axis_clear)
