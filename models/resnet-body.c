/* SPDX-License-Identifier: MIT */

/* ResNet of bottlenecks, arXiv 1512.03385, as torchvision writes it (the stride lies on the
 * middle).
 *
 *   block:  relu (bn3 (conv3 (relu (bn2 (middle (relu (bn1 (conv1 x))))))) + shortcut x)
 *
 * A 7x7 convolution and a 3x3 max-pool, both of stride 2; four stages of stride 4 to 32; mean
 * over positions; a linear head. */

#include "resnet-body.h"

#include "nn.h"
#include "op.h"

static FoveaNode *
shortcut (FoveaTape *tape, FoveaNode *x, guint out, guint stride)
{
  if (!x || (stride == 1 && x->shape.dim[1] == out))
    return x;
  fovea_tape_push (tape, "downsample");
  x = nn_conv (tape, "0", x,
               (FoveaConv2d){ out, .kernel = 1, .stride = stride, .no_bias = TRUE });
  x = nn_batch_norm (tape, "1", x);
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
block (const FoveaResnetPlace *at, FoveaNode *x, guint planes, guint stride,
       FoveaResnetMiddle middle)
{
  FoveaTape *tape = at->tape;

  fovea_tape_push (tape, "%u", at->block);
  FoveaNode *y
      = nn_conv (tape, "conv1", x, (FoveaConv2d){ planes, .kernel = 1, .no_bias = TRUE });
  y = fovea_relu (tape, nn_batch_norm (tape, "bn1", y));
  y = middle (at, y, planes, stride);
  y = fovea_relu (tape, nn_batch_norm (tape, "bn2", y));
  y = nn_conv (tape, "conv3", y, (FoveaConv2d){ 4 * planes, .kernel = 1, .no_bias = TRUE });
  y = nn_batch_norm (tape, "bn3", y);
  x = shortcut (tape, x, 4 * planes, stride);
  x = fovea_relu (tape, fovea_add (tape, x, y));
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
stem (FoveaTape *tape, FoveaNode *x, guint width)
{
  x = nn_conv (
      tape, "conv1", x,
      (FoveaConv2d){ width, .kernel = 7, .stride = 2, .pad = 3, .no_bias = TRUE });
  x = fovea_relu (tape, nn_batch_norm (tape, "bn1", x));
  return fovea_max_pool (tape, x, &(FoveaMaxPool){ 3, 2, 1 });
}

static FoveaNode *
stage (FoveaResnetPlace at, FoveaNode *x, guint planes, guint depth, gboolean is_last,
       FoveaResnetMiddle middle)
{
  fovea_tape_set_stage (at.tape, at.stage);
  fovea_tape_push (at.tape, "layer%u", at.stage);
  for (at.block = 0; at.block < depth; at.block++)
    {
      guint stride = at.stage > 1 && at.block == 0 ? 2 : 1;

      x = block (&at, x, planes, stride, middle);
      fovea_tape_publish (at.tape, x,
                          &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                        .role = FOVEA_ROLE_BLOCK,
                                        .block = at.block,
                                        .is_default = is_last && at.block + 1 == depth });
    }
  fovea_tape_pop (at.tape);
  return x;
}

FoveaNode *
fovea_resnet_body (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes,
                   FoveaResnetMiddle middle)
{
  guint width = fovea_config_number (tape, config, "width", 64);
  gsize stages = fovea_config_stages (tape, config, "depths");

  if (stages > 8)
    fovea_tape_fail (tape, "%zu stages are more than 8", stages);
  x = stem (tape, x, width);
  for (guint i = 0; i < MIN (stages, 8); i++)
    {
      FoveaResnetPlace at = { tape, config, i + 1, 0 };
      x = stage (at, x, width << i, fovea_config_at (tape, config, "depths", i),
                 i + 1 == stages, middle);
    }
  fovea_tape_set_stage (tape, 0);
  fovea_tape_push (tape, "features");
  x = fovea_global_average (tape, x);
  fovea_tape_pop (tape);
  return classes ? nn_linear (tape, "fc", x, classes) : x;
}

json_t *
fovea_resnet_depths (FoveaKeys *keys)
{
  json_t *depths = json_array ();

  for (guint stage = 1;; stage++)
    {
      guint depth = 0;

      while (fovea_keys_dim (keys, 0, "layer%u.%u.conv1.weight", stage, depth))
        depth++;
      if (depth == 0)
        return depths;
      json_array_append_new (depths, json_integer (depth));
    }
}
