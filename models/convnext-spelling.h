/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The published (Facebook's) spelling of a ConvNeXt's key, whether it was published so
 * or written by torchvision, timm, Hugging Face's transformers or mmpretrain; NULL for a
 * key of something else. Shapes may differ by dimensions of 1: torchvision keeps the
 * layer scale as C 1 1, timm may keep a pointwise layer as a 1 x 1 convolution.
 * (transfer full) */
char *fovea_convnext_spelling (const char *key);
