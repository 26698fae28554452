/* SPDX-License-Identifier: MIT */
#pragma once

/* Weights and a network input made from nothing but names, shapes and a seed, so that a
 * full-size network can be timed and compared with the specification without a file. Every
 * value is the same float32 in any language (see synthetic.c). */

#include "tensor.h"

/* The tensor that the parameter `name` has under this seed. (transfer full) */
FoveaTensor *fovea_synthetic_param (const char *name, const FoveaShape *shape, guint64 seed);

/* A 1 x 3 x height x width network input: noise around one smooth blob. (transfer full) */
FoveaTensor *fovea_synthetic_image (guint height, guint width, guint64 seed);
