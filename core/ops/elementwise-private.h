/* SPDX-License-Identifier: MIT */
#pragma once

/* What the operations that work element by element share: their shape rule, and running a
 * backward function over the rows (one channel of one image each) on all threads. */

#include "op.h"

/* All inputs have one shape; so has the result. */
gboolean fovea_elementwise_infer (FoveaNode *node, GError **error);

/* One row of a backward: `count` floats at `offset` of every tensor. */
typedef void (*FoveaRowFunc) (const FoveaStep *step, gsize channel, gsize offset,
                              gsize count);
void fovea_elementwise_rows (const FoveaStep *step, FoveaRowFunc func);

/* Passes the gradient unchanged to input k. */
void fovea_elementwise_pass (const FoveaStep *step, guint k);

/* dx = s[c] g, with s the first parameter as prepared. */
void fovea_elementwise_scale_backward (const FoveaStep *step);
