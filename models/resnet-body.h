/* SPDX-License-Identifier: MIT */
#pragma once

/* The network of bottleneck blocks that ResNet and ACmix-ResNet share. They differ in the
 * block's middle, between its two 1x1 convolutions. */

#include "family.h"

typedef struct
{
  FoveaTape *tape;
  const json_t *config;
  guint stage, block; /* from 1 and from 0 */
} FoveaResnetPlace;

/* Records the middle under the name conv2: `planes` channels in and out. */
typedef FoveaNode *(*FoveaResnetMiddle) (const FoveaResnetPlace *at, FoveaNode *x,
                                         guint planes, guint stride);

FoveaNode *fovea_resnet_body (FoveaTape *tape, FoveaNode *x, const json_t *config,
                              guint classes, FoveaResnetMiddle middle);

/* How many blocks each stage has: a JSON list. (transfer full) */
json_t *fovea_resnet_depths (FoveaKeys *keys);
