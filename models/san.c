/* SPDX-License-Identifier: MIT */

/* SAN, self-attention networks, arXiv 2004.13621.
 *
 *   block:      x + conv (relu (BN (sam (relu (BN x)))))
 *   sam:        sum over a k x k footprint of weights times conv3 x; the weights come from
 *               conv1 x (queries) and conv2 x (keys), pairwise or patchwise. They are shared:
 *               channel c uses map c mod W, W = channels / 8
 *
 * Five stages of stride 2 to 32, each opened by a 2x2 max-pool and a 1x1 convolution and
 * closed by BN and relu; mean over positions; a linear head. */

#include "family.h"
#include "nn.h"
#include "op.h"
#include "san-spelling.h"

#define SHARE 8 /* channels of a value that one weight map serves */

typedef struct
{
  FoveaTape *tape;
  gboolean patchwise;
  guint stage, block; /* both from 0 */
  guint channels, kernel;
} Place;

static FoveaNode *
attention_weights (const Place *at, FoveaNode *x, guint maps)
{
  FoveaTape *tape = at->tape;
  guint rel = at->channels / 16;
  FoveaNode *q = nn_conv (tape, "conv1", x, (FoveaConv2d){ rel, .kernel = 1 });
  FoveaNode *k = nn_conv (tape, "conv2", x, (FoveaConv2d){ rel, .kernel = 1 });
  FoveaNode *weights = at->patchwise ? fovea_patchwise_weights (tape, q, k, maps, at->kernel)
                                     : fovea_pairwise_weights (tape, q, k, maps, at->kernel);

  fovea_tape_set_layout (tape, FOVEA_LAYOUT_MAPS);
  fovea_tape_name (tape, weights, "weights");
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NCHW);
  if (weights)
    fovea_tape_publish (tape, weights,
                        &(FoveaSite){ .kind = FOVEA_SITE_LOCAL_ATTENTION,
                                      .role = FOVEA_ROLE_WEIGHTS,
                                      .block = at->block,
                                      .kernel = at->kernel,
                                      .heads = maps,
                                      .interleaved = TRUE,
                                      .is_signed = at->patchwise,
                                      .key_height = (guint) x->shape.dim[2],
                                      .key_width = (guint) x->shape.dim[3] });
  return fovea_switch_maps (tape, weights, maps, FALSE);
}

static FoveaNode *
attention (const Place *at, FoveaNode *x)
{
  FoveaTape *tape = at->tape;
  guint out = at->channels / 4;
  guint maps = MAX (out / SHARE, 1);

  fovea_tape_push (tape, "sam");
  FoveaNode *weights = attention_weights (at, x, maps);
  FoveaNode *v = nn_conv (tape, "conv3", x, (FoveaConv2d){ out, .kernel = 1 });
  x = fovea_aggregate (tape, weights, v,
                       &(FoveaAggregate){ maps, at->kernel, .interleaved = TRUE });
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
block (const Place *at, FoveaNode *x, guint index)
{
  FoveaTape *tape = at->tape;

  fovea_tape_push (tape, "%u", index);
  FoveaNode *y = fovea_relu (tape, nn_batch_norm (tape, "bn1", x));
  y = fovea_relu (tape, nn_batch_norm (tape, "bn2", attention (at, y)));
  y = nn_conv (tape, "conv", y, (FoveaConv2d){ at->channels, .kernel = 1 });
  x = fovea_add (tape, x, y);
  fovea_tape_pop (tape);
  return x;
}

static void
publish (const Place *at, FoveaNode *x, FoveaSiteRole role, gboolean is_default)
{
  fovea_tape_publish (at->tape, x,
                      &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                    .role = role,
                                    .block = at->block,
                                    .is_default = is_default });
}

static FoveaNode *
stage (Place at, FoveaNode *x, guint depth, gboolean is_last)
{
  FoveaTape *tape = at.tape;
  g_autofree char *conv = g_strdup_printf ("conv%u", at.stage);
  g_autofree char *norm = g_strdup_printf ("bn%u", at.stage);
  g_autofree char *relu = g_strdup_printf ("bn%u.relu", at.stage);

  fovea_tape_set_stage (tape, at.stage + 1);
  x = fovea_max_pool (tape, x, &(FoveaMaxPool){ 2, 2 });
  x = nn_conv (tape, conv, x, (FoveaConv2d){ at.channels, .kernel = 1, .no_bias = TRUE });
  publish (&at, x, FOVEA_ROLE_EMBED, FALSE);
  fovea_tape_push (tape, "layer%u", at.stage);
  for (at.block = 0; at.block < depth; at.block++)
    {
      x = block (&at, x, at.block);
      publish (&at, x, FOVEA_ROLE_BLOCK, FALSE);
    }
  fovea_tape_pop (tape);
  at.block = depth - 1;
  x = nn_batch_norm (tape, norm, x);
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_PRIVATE);
  x = nn_relu (tape, relu, x);
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NCHW);
  publish (&at, x, FOVEA_ROLE_NORM, is_last);
  return x;
}

static FoveaNode *
san_build (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes)
{
  const char *kind = json_string_value (json_object_get (config, "kind"));
  gboolean patchwise = g_strcmp0 (kind, "patchwise") == 0;
  guint width = fovea_config_number (tape, config, "width", 64);
  gsize stages = fovea_config_stages (tape, config, "depths");

  if (!patchwise && g_strcmp0 (kind, "pairwise") != 0)
    fovea_tape_fail (tape, "the configuration's \"kind\" is pairwise or patchwise");
  if (width % 16 != 0 || stages > 8)
    fovea_tape_fail (tape, "a width of %u is not a multiple of 16, or %zu stages are more "
                           "than 8",
                     width, stages);
  x = nn_conv (tape, "conv_in", x, (FoveaConv2d){ width, .kernel = 1, .no_bias = TRUE });
  x = fovea_relu (tape, nn_batch_norm (tape, "bn_in", x));
  for (guint i = 0; i < MIN (stages, 8); i++)
    {
      Place at = { tape, patchwise, i, 0, i == 0 ? width : width << (i + 1),
                   fovea_config_at (tape, config, "kernels", i) };
      x = stage (at, x, fovea_config_at (tape, config, "depths", i), i + 1 == stages);
    }
  fovea_tape_set_stage (tape, 0);
  fovea_tape_push (tape, "features");
  x = fovea_global_average (tape, x);
  fovea_tape_pop (tape);
  return classes ? nn_linear (tape, "fc", x, classes) : x;
}

/* The footprint's side that a patchwise layer's joint channels, rel (k k + 1), tell; the
 * published default where they tell nothing. */
static guint
find_kernel (FoveaKeys *keys, guint stage)
{
  gsize rel = fovea_keys_dim (keys, 0, "layer%u.0.sam.conv1.weight", stage);
  gsize joint = fovea_keys_dim (keys, 1, "layer%u.0.sam.conv_w.2.weight", stage);

  for (guint k = 3; rel > 0 && k <= 31; k += 2)
    if (joint == rel * (k * k + 1))
      return k;
  return stage == 0 ? 3 : 7;
}

static json_t *
san_recognise (FoveaKeys *keys)
{
  gsize width = fovea_keys_dim (keys, 0, "conv_in.weight");
  gboolean pairwise = fovea_keys_dim (keys, 0, "layer0.0.sam.conv_p.weight") > 0;

  if (!width || !fovea_keys_dim (keys, 0, "layer0.0.sam.conv1.weight"))
    return NULL;

  json_t *depths = json_array (), *kernels = json_array ();
  for (guint stage = 0;; stage++)
    {
      guint depth = 0;

      while (fovea_keys_dim (keys, 0, "layer%u.%u.bn1.weight", stage, depth))
        depth++;
      if (depth == 0)
        break;
      json_array_append_new (depths, json_integer (depth));
      json_array_append_new (kernels, json_integer (find_kernel (keys, stage)));
    }
  return json_pack ("{ss ss sI so so}", "family", "san", "kind",
                    pairwise ? "pairwise" : "patchwise", "width", (json_int_t) width, "depths",
                    depths, "kernels", kernels);
}

#define CONFIG(kind, depths)                                                             \
  "{\"family\":\"san\",\"kind\":\"" kind "\",\"width\":64,\"depths\":" depths            \
  ",\"kernels\":[3,7,7,7,7]}"

static const FoveaVariant variants[] = {
  { "san10_pairwise", "SAN10 pairwise", CONFIG ("pairwise", "[2,1,2,4,1]") },
  { "san10_patchwise", "SAN10 patchwise", CONFIG ("patchwise", "[2,1,2,4,1]") },
  { "san15_pairwise", "SAN15 pairwise", CONFIG ("pairwise", "[3,2,3,5,2]") },
  { "san15_patchwise", "SAN15 patchwise", CONFIG ("patchwise", "[3,2,3,5,2]") },
  { "san19_pairwise", "SAN19 pairwise", CONFIG ("pairwise", "[3,3,4,6,3]") },
  { "san19_patchwise", "SAN19 patchwise", CONFIG ("patchwise", "[3,3,4,6,3]") },
  { NULL },
};

extern const FoveaFamily fovea_san_family;
const FoveaFamily fovea_san_family = {
  .name = "san",
  .title = "SAN",
  .summary = "Vector self-attention: weights over a 7x7 footprint, one map for every eighth channel",
  .paper = "2004.13621",
  .python = { "footprint.py", "san.py" },
  .head = "fc",
  .variants = variants,
  .preprocess = { .resize = 256,
                  .crop = 224,
                  .filter = FOVEA_FILTER_BILINEAR,
                  .mean = NN_IMAGENET_MEAN,
                  .std = NN_IMAGENET_STD },
  .rename = fovea_san_spelling,
  .recognise = san_recognise,
  .build = san_build,
};
