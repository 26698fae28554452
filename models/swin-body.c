/* SPDX-License-Identifier: MIT */

/* Swin Transformer, arXiv 2103.14030.
 *
 *   block:  x + unroll (attn (roll (norm1 x))),  then  x + mlp (norm2 x)
 *   mlp:    fc2 (GELU (fc1 x))
 *
 * Patches of 4x4; stages of stride 4 to 32 between which 2x2 neighbours are merged; every
 * second block is rolled by half a window; a last norm, mean over positions, a linear head.
 * The input size is fixed when the network is made. */

#include "swin-body.h"

#include <math.h>

#include "nn.h"
#include "op.h"

typedef struct
{
  FoveaSwinAttention attention;
  void (*finish) (const FoveaSwinPlace *at, FoveaNode *x);
} Parts;

FoveaNode *
fovea_swin_window_attention (const FoveaSwinPlace *at, FoveaNode *qkv)
{
  FoveaTape *tape = at->tape;
  FoveaWindow window = { at->heads, at->window, at->shift };
  FoveaNode *weights = fovea_window_weights (tape, qkv, &window);

  fovea_tape_set_layout (tape, FOVEA_LAYOUT_WINDOWS);
  fovea_tape_name (tape, weights, "weights");
  if (weights)
    fovea_tape_publish (tape, weights,
                        &(FoveaSite){ .kind = FOVEA_SITE_WINDOW_ATTENTION,
                                      .role = FOVEA_ROLE_WEIGHTS,
                                      .block = at->block,
                                      .heads = at->heads,
                                      .height = (guint) qkv->shape.dim[2],
                                      .width = (guint) qkv->shape.dim[3],
                                      .window = at->window,
                                      .shift = at->shift });
  weights = fovea_switch_maps (tape, weights, at->heads, TRUE);
  FoveaNode *y = fovea_window_aggregate (tape, weights, qkv, &window);
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_PRIVATE); /* published: by window */
  y = nn_dense (tape, "proj", y, at->dim, TRUE);
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NHWC);
  return y;
}

static FoveaNode *
mlp (const FoveaSwinPlace *at, FoveaNode *x)
{
  FoveaTape *tape = at->tape;

  fovea_tape_push (tape, "mlp");
  x = fovea_gelu (tape, nn_dense (tape, "fc1", x, 4 * at->dim, TRUE));
  x = nn_dense (tape, "fc2", x, at->dim, TRUE);
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
attend (const FoveaSwinPlace *at, FoveaNode *x, const Parts *parts)
{
  FoveaTape *tape = at->tape;
  gint shift = (gint) at->shift;

  if (shift)
    x = fovea_roll (tape, x, -shift, -shift);
  fovea_tape_push (tape, "attn");
  x = parts->attention (at, nn_dense (tape, "qkv", x, 3 * at->dim, TRUE));
  fovea_tape_pop (tape);
  if (parts->finish)
    parts->finish (at, x);
  return shift ? fovea_roll (tape, x, shift, shift) : x;
}

static FoveaNode *
block (const FoveaSwinPlace *at, FoveaNode *x, const Parts *parts)
{
  FoveaTape *tape = at->tape;

  fovea_tape_push (tape, "%u", at->block);
  FoveaNode *y = attend (at, nn_layer_norm (tape, "norm1", x, 1e-5), parts);
  x = fovea_add (tape, x, y);
  x = fovea_add (tape, x, mlp (at, nn_layer_norm (tape, "norm2", x, 1e-5)));
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
merge (const FoveaSwinPlace *at, FoveaNode *x)
{
  FoveaTape *tape = at->tape;

  fovea_tape_push (tape, "downsample");
  x = nn_layer_norm (tape, "norm", fovea_patch_merge (tape, x), 1e-5);
  x = nn_dense (tape, "reduction", x, 2 * at->dim, FALSE);
  fovea_tape_pop (tape);
  return x;
}

/* A window that the map does not fill is cut down to it, and nothing is rolled. */
static FoveaNode *
stage (FoveaSwinPlace at, FoveaNode *x, guint depth, gboolean is_last, const Parts *parts)
{
  FoveaTape *tape = at.tape;
  guint side = x ? (guint) x->shape.dim[2] : 1;
  guint window = MIN (at.window, side);

  fovea_tape_set_stage (tape, at.stage);
  fovea_tape_push (tape, "layers.%u", at.stage - 1);
  fovea_tape_push (tape, "blocks");
  for (at.block = 0; at.block < depth; at.block++)
    {
      gboolean closes = is_last && at.block + 1 == depth;

      at.shift = side > at.window && at.block % 2 ? at.window / 2 : 0;
      FoveaSwinPlace here = at;
      here.window = window;
      x = block (&here, x, parts);
      fovea_tape_publish (tape, x,
                          &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                        .role = FOVEA_ROLE_BLOCK,
                                        .block = at.block,
                                        .is_default = closes,
                                        .normalised_next = closes });
    }
  fovea_tape_pop (tape);
  if (!is_last)
    x = merge (&at, x);
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
embed (FoveaTape *tape, FoveaNode *x, guint dim)
{
  fovea_tape_push (tape, "patch_embed");
  x = nn_conv (tape, "proj", x, (FoveaConv2d){ dim, .kernel = 4, .stride = 4 });
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NHWC);
  x = nn_layer_norm (tape, "norm", x, 1e-5);
  fovea_tape_pop (tape);
  fovea_tape_publish (tape, x,
                      &(FoveaSite){ .kind = FOVEA_SITE_FEATURE, .role = FOVEA_ROLE_EMBED });
  return x;
}

static void
check_size (FoveaTape *tape, const FoveaNode *x, guint image)
{
  if (x && (x->shape.dim[2] != image || x->shape.dim[3] != image))
    fovea_tape_fail (tape,
                     "this network takes images of %u x %u pixels alone, not %zu x %zu: its "
                     "windows and their masks were made for that size",
                     image, image, x->shape.dim[2], x->shape.dim[3]);
}

static FoveaNode *
finish (FoveaTape *tape, FoveaNode *x, guint stages, guint depth, guint classes)
{
  x = nn_layer_norm (tape, "norm", x, 1e-5);
  fovea_tape_publish (tape, x,
                      &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                    .role = FOVEA_ROLE_NORM,
                                    .stage = stages,
                                    .block = depth - 1 });
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NCHW);
  fovea_tape_set_stage (tape, 0);
  fovea_tape_push (tape, "features");
  x = fovea_global_average (tape, x);
  fovea_tape_pop (tape);
  return classes ? nn_linear (tape, "head", x, classes) : x;
}

FoveaNode *
fovea_swin_body (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes,
                 FoveaSwinAttention attention,
                 void (*publish) (const FoveaSwinPlace *at, FoveaNode *x))
{
  Parts parts = { attention, publish };
  guint dim = fovea_config_number (tape, config, "dim", 0);
  guint window = fovea_config_number (tape, config, "window", 7);
  gsize stages = fovea_config_stages (tape, config, "depths");
  guint depth = 1;

  if (stages > 8)
    fovea_tape_fail (tape, "%zu stages are more than 8", stages);
  check_size (tape, x, fovea_config_number (tape, config, "image", 224));
  fovea_tape_set_stage (tape, 1);
  x = embed (tape, x, dim);
  for (guint i = 0; i < MIN (stages, 8); i++)
    {
      FoveaSwinPlace at = { tape, i + 1, 0, dim << i,
                            fovea_config_at (tape, config, "heads", i), window };
      depth = fovea_config_at (tape, config, "depths", i);
      x = stage (at, x, depth, i + 1 == stages, &parts);
    }
  return finish (tape, x, (guint) stages, depth, classes);
}

json_t *
fovea_swin_config (FoveaKeys *keys, const char *family)
{
#define TABLE "layers.%u.blocks.0.attn.relative_position_bias_table"
  gsize dim = fovea_keys_dim (keys, 0, "patch_embed.proj.weight");
  guint window = ((guint) lrint (sqrt ((double) fovea_keys_dim (keys, 0, TABLE, 0))) + 1) / 2;

  if (!dim || window < 2)
    return NULL;

  json_t *depths = json_array (), *heads = json_array ();
  for (guint stage = 0; fovea_keys_dim (keys, 1, TABLE, stage); stage++)
    {
      guint depth = 0;

      while (fovea_keys_dim (keys, 0, "layers.%u.blocks.%u.norm1.weight", stage, depth))
        depth++;
      json_array_append_new (depths, json_integer (depth));
      json_array_append_new (heads,
                             json_integer ((json_int_t) fovea_keys_dim (keys, 1, TABLE, stage)));
    }
  /* Published: 224 pixels with windows of 7, 384 with windows of 12. */
  return json_pack ("{ss sI so so si si}", "family", family, "dim", (json_int_t) dim, "depths",
                    depths, "heads", heads, "window", (int) window, "image",
                    (int) window * 32);
}
