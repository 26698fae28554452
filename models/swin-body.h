/* SPDX-License-Identifier: MIT */
#pragma once

/* The network that Swin and ACmix-Swin share. They differ in what a block adds to its window
 * attention. The published code keeps its maps as N H W C; here they are N C H W, and linear
 * layers are 1x1 convolutions. */

#include "family.h"
#include "ops.h"

typedef struct
{
  FoveaTape *tape;
  guint stage, block; /* from 1 and from 0 */
  guint dim, heads, window, shift;
} FoveaSwinPlace;

/* Records what stands between the two rolls, in the scope attn, on the rolled map: from qkv
 * of 3 dim channels. Publishes itself what it wants once the scope is closed; `name` is the
 * scope's. */
typedef FoveaNode *(*FoveaSwinAttention) (const FoveaSwinPlace *at, FoveaNode *qkv);

/* qkv -> window attention -> proj, which gets no name of the published code's but proj's. */
FoveaNode *fovea_swin_window_attention (const FoveaSwinPlace *at, FoveaNode *qkv);

/* `finish` (may be NULL) sees the attention's result once its scope is closed. */
FoveaNode *fovea_swin_body (FoveaTape *tape, FoveaNode *x, const json_t *config,
                            guint classes, FoveaSwinAttention attention,
                            void (*finish) (const FoveaSwinPlace *at, FoveaNode *x));

/* The configuration but for its family, whose name is given. NULL where the tensors are not
 * those of a Swin. (transfer full) */
json_t *fovea_swin_config (FoveaKeys *keys, const char *family);
