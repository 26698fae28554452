/* SPDX-License-Identifier: MIT */
#pragma once

/* What the two kinds of SAN's weights share: their BatchNorms and their shape rule. */

#include "footprint-private.h"
#include "ops.h"

/* Of every BatchNorm in conv_w. */
#define FOVEA_ATTENTION_EPS 1e-5

/* Declares the four parameters of a BatchNorm within `scope`. */
void fovea_declare_norm (FoveaTape *tape, const char *scope, gsize channels,
                         const FoveaParam **params);

/* Queries and keys are maps of one shape, large enough for the footprint. */
gboolean fovea_attention_check (const FoveaNode *node, guint kernel, GError **error);

/* A BatchNorm's scale and shift as tensors. */
void fovea_prepare_norm (FoveaTensor *const *norm, FoveaTensor **scale, FoveaTensor **shift);

/* The weight (out, in, ...) of a convolution without bias, with the BatchNorm that follows
 * folded into it, and the bias that this makes. */
void fovea_prepare_folded (FoveaTensor *weight, FoveaTensor *const *norm,
                           FoveaTensor **folded, FoveaTensor **bias);
