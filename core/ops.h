/* SPDX-License-Identifier: MIT */
#pragma once

/* One builder for each operation. Each appends a node to the tape and returns it, or NULL
 * once the recording has gone wrong. Parameters are declared in the current scope under
 * their published names ("weight", "bias" …). Maps are N C H W. */

#include "op.h"

/* Cross-correlation with zero padding. Parameters: weight (out, in / groups, kernel,
 * kernel), bias (out) unless no_bias. groups 0 stands for 1, stride and dilation 0 for 1.
 * One filter a channel (groups = in = out) has a kernel of its own; other groupings are
 * refused. `linear`: a 1x1 whose weight is published as a linear layer's, (out, in). */
typedef struct
{
  guint out, kernel, stride, pad, dilation, groups;
  gboolean no_bias, linear;
} FoveaConv2d;
FoveaNode *fovea_conv2d (FoveaTape *tape, FoveaNode *x, const FoveaConv2d *options);

/* (x - running_mean) / sqrt (running_var + eps) * weight + bias, by channel. */
FoveaNode *fovea_batch_norm (FoveaTape *tape, FoveaNode *x, double eps);

/* Normalises each position over its channels (population variance), then weight, bias. N C H
 * W, or N C as a single position. */
FoveaNode *fovea_layer_norm (FoveaTape *tape, FoveaNode *x, double eps);

/* x Phi(x), with the exact normal distribution function. */
FoveaNode *fovea_gelu (FoveaTape *tape, FoveaNode *x);

/* max (x, 0). Under FOVEA_RULE_GUIDED only positive gradients pass. */
FoveaNode *fovea_relu (FoveaTape *tape, FoveaNode *x);

/* The greatest value under each kernel x kernel window; what is padded never wins. The
 * gradient goes to the first that is greatest, in row-major order. */
typedef struct
{
  guint kernel, stride, pad;
} FoveaMaxPool;
FoveaNode *fovea_max_pool (FoveaTape *tape, FoveaNode *x, const FoveaMaxPool *options);

/* y[.., i, j] = x[.., (i - dy) mod H, (j - dx) mod W]. */
FoveaNode *fovea_roll (FoveaTape *tape, FoveaNode *x, gint dy, gint dx);

/* (N, C, H, W) -> (N, 4 C, H / 2, W / 2): the four pixels of each 2 x 2 square, in the order
 * (0,0), (1,0), (0,1), (1,1) (row, column), C channels each. Refuses odd sizes. */
FoveaNode *fovea_patch_merge (FoveaTape *tape, FoveaNode *x);

/* Local attention in two halves: weights over a k x k footprint around each position, and
 * the values summed with them. Between them lie N x (maps k k) x H x W weights, tap t = i k +
 * j of map m in channel m k k + t, a node of its own that can be published, wanted, switched
 * and restarted from. No neighbourhood of keys or values is ever unfolded. The border is
 * reflected (-i and 2 (n - 1) - i, the edge pixel not repeated); a map that is not larger
 * than half the kernel is refused. */

/* SAN pairwise, arXiv 2004.13621: softmax over the footprint of MLP ([q_i - k_j, p_i - p_j]),
 * p = conv_p of the coordinates. q and k: rel channels each. Parameters: conv_p.{weight,
 * bias}, conv_w.0.* (BatchNorm of rel + 2), conv_w.2.weight (rel, rel + 2, 1, 1), conv_w.3.*
 * (BatchNorm), conv_w.5.{weight, bias} (maps, rel, 1, 1). */
FoveaNode *fovea_pairwise_weights (FoveaTape *tape, FoveaNode *q, FoveaNode *k, guint maps,
                                   guint kernel);

/* SAN patchwise: MLP ([q_i, all k_j of the footprint]) without softmax. The joint channels
 * are rel of q, then channel c, tap t of k at rel + c k k + t. Parameters: conv_w.0.*
 * (BatchNorm of rel (k k + 1)), conv_w.2.weight (maps, joint, 1, 1), conv_w.3.*, conv_w.5.
 * {weight, bias} (k k maps, maps, 1, 1). */
FoveaNode *fovea_patchwise_weights (FoveaTape *tape, FoveaNode *q, FoveaNode *k, guint maps,
                                    guint kernel);

/* ACmix, arXiv 2111.14556: softmax over the footprint of q_i . (k_j + p_i - p_j) / sqrt d,
 * by head, d = channels / heads; p = conv_p of the coordinates. q . p_i is constant over the
 * footprint and never computed. `stride`: queries are every stride-th position. Parameters:
 * conv_p.{weight (d, 2, 1, 1), bias}. */
FoveaNode *fovea_dot_product_weights (FoveaTape *tape, FoveaNode *q, FoveaNode *k, guint heads,
                                      guint kernel, guint stride);

/* y[c, i] = sum over j of weights[map of c, j] v[c, j]: (N, C, H, W) at the weights' grid.
 * Channel c uses map c mod maps where `interleaved` (SAN), else map c / (C / maps) (ACmix).
 * Under FOVEA_RULE_FROZEN the weights are held constant. */
typedef struct
{
  guint maps, kernel, stride;
  gboolean interleaved;
} FoveaAggregate;
FoveaNode *fovea_aggregate (FoveaTape *tape, FoveaNode *weights, FoveaNode *v,
                            const FoveaAggregate *options);

/* ACmix's convolution path, from the same q, k, v of C channels (q alone with 3 C channels,
 * in this order, when k and v are NULL). With d = C / heads, plane m < 3 heads of group g < d
 * is channel m d + g of that row of 3 C; `fc` mixes each group's 3 heads planes into kernel^2,
 * and `dep_conv`, grouped by d, turns those into channels g heads ... of the result. Zero
 * padding by kernel / 2 after fc. Parameters: fc.weight (kernel^2, 3 heads, 1, 1), fc.bias if
 * `fc_bias`, dep_conv.weight (C, kernel^2, kernel, kernel), dep_conv.bias, which a checkpoint
 * may lack. */
typedef struct
{
  guint heads, kernel, stride;
  gboolean fc_bias;
} FoveaShiftConv;
FoveaNode *fovea_shift_conv (FoveaTape *tape, FoveaNode *q, FoveaNode *k, FoveaNode *v,
                             const FoveaShiftConv *options);

/* rate1 attention + rate2 convolution; both rates are parameters of one element. */
FoveaNode *fovea_mix (FoveaTape *tape, FoveaNode *attention, FoveaNode *convolution);

/* Window attention, arXiv 2103.14030, on a map that has been rolled by `shift`: softmax of
 * q . k / sqrt d + the relative position bias within windows of size x size, and the values
 * summed with it. Where shift is not 0, positions of a window that were no neighbours before
 * the roll (the last `size` and `shift` rows and columns) get -100 added. qkv: (N, 3 C, H,
 * W), channels q, k, v, each by head. The weights are 1 x (windows heads) x size^2 x size^2,
 * windows in row-major order, queries before keys. Refuses sizes that `size` does not divide.
 * Parameter: relative_position_bias_table ((2 size - 1)^2, heads), row (dy + size - 1)(2 size -
 * 1) + dx + size - 1 for the query's place less the key's. */
typedef struct
{
  guint heads, size, shift;
} FoveaWindow;
FoveaNode *fovea_window_weights (FoveaTape *tape, FoveaNode *qkv, const FoveaWindow *options);
FoveaNode *fovea_window_aggregate (FoveaTape *tape, FoveaNode *weights, FoveaNode *qkv,
                                   const FoveaWindow *options);

/* A place where the network can be cut for comparison, called by `on`'s path. It is `on`
 * itself, and costs nothing, unless the tape says off (fovea_tape_switch_off): then `off`, of
 * the same shape, or zeros where that is NULL. To be called once `on` has its name. */
FoveaNode *fovea_switch (FoveaTape *tape, FoveaNode *on, FoveaNode *off);

/* The same for attention weights of `maps` maps or heads, which can also be zeroed one by
 * one: map c / (channels / maps) of channel c, or c mod maps where `alternating` (windows). */
FoveaNode *fovea_switch_maps (FoveaTape *tape, FoveaNode *weights, guint maps,
                              gboolean alternating);

/* a + b and a * b, element by element; equal shapes. Under FOVEA_RULE_FROZEN the first
 * factor of a product is the gate and is held constant. */
FoveaNode *fovea_add (FoveaTape *tape, FoveaNode *a, FoveaNode *b);
FoveaNode *fovea_multiply (FoveaTape *tape, FoveaNode *a, FoveaNode *b);

/* x times one learned factor a channel, called `name` (channels). */
FoveaNode *fovea_scale (FoveaTape *tape, FoveaNode *x, const char *name);

/* (N, C, H, W) -> (N, C): mean over positions. */
FoveaNode *fovea_global_average (FoveaTape *tape, FoveaNode *x);

/* (N, C) -> (N, out): x W^T + b. Parameters: weight (out, in), bias (out) if `bias`. */
FoveaNode *fovea_linear (FoveaTape *tape, FoveaNode *x, guint out, gboolean bias);

/* What was recorded elsewhere: the values of the parameter `values`, of this shape, whatever x
 * is; and as the gradient of x the parameter `gradient`, of x's shape, whatever the gradient of
 * the result is. NULL: none was recorded, it is not a number. */
typedef struct
{
  const char *values, *gradient;
  FoveaShape shape;
} FoveaRecall;
FoveaNode *fovea_recall (FoveaTape *tape, FoveaNode *x, const FoveaRecall *options);

/* For fold.c, which moves BatchNorms. */
extern const FoveaOp fovea_batch_norm_op;

/* The scale and shift (C each) that a BatchNorm amounts to, from its four parameters. */
void fovea_batch_norm_affine (FoveaTensor *const *params, double eps, double *scale,
                              double *shift);
double fovea_batch_norm_eps (const FoveaNode *node);

/* For switch.c, which takes away the switches that are on. */
extern const FoveaOp fovea_switch_op;

/* What stands for the switch: its first input when it is on, its second when it is off and
 * there is one; NULL when it has something to compute itself. */
FoveaNode *fovea_switch_resolve (const FoveaNode *node);
