/* SPDX-License-Identifier: MIT */

/* VAN, the visual attention network, arXiv 2202.09741.
 *
 *   block:      x + s1 attention (BN x),  then  x + s2 mlp (BN x)
 *   attention:  n + proj_2 (LKA (GELU (proj_1 n))),  n = BN x: its shortcut is its own input
 *   LKA:        u * conv1 (conv_spatial (conv0 u)): depthwise 5x5, depthwise 7x7 of
 *               dilation 3, pointwise
 *   mlp:        fc2 (GELU (depthwise 3x3 (fc1 x)))
 *
 * Four stages of stride 4, 8, 16, 32, each closed by a LayerNorm over channels; mean over
 * positions; a linear head. */

#include "family.h"
#include "nn.h"
#include "van-spelling.h"

typedef struct
{
  FoveaTape *tape;
  guint stage, block; /* from 1 and from 0 */
  guint width;
} Place;

static void
publish (const Place *at, FoveaNode *node, FoveaSiteKind kind, FoveaSiteRole role,
         guint kernel, guint dilation)
{
  fovea_tape_publish (at->tape, node,
                      &(FoveaSite){ .kind = kind,
                                    .role = role,
                                    .stage = at->stage,
                                    .block = at->block,
                                    .kernel = kernel,
                                    .dilation = dilation });
}

/* Each of its steps can be left out: the ablations of the paper's table 3; without its gate
 * it gives the attention itself. */
static FoveaNode *
lka (const Place *at, FoveaNode *u)
{
  FoveaTape *tape = at->tape;
  guint width = at->width;

  fovea_tape_push (tape, "spatial_gating_unit");
  FoveaNode *a0 = nn_conv (tape, "conv0", u,
                           (FoveaConv2d){ width, .kernel = 5, .pad = 2, .groups = width });
  FoveaNode *near = fovea_switch (tape, a0, u);
  FoveaNode *a1 = nn_conv (
      tape, "conv_spatial", near,
      (FoveaConv2d){ width, .kernel = 7, .pad = 9, .dilation = 3, .groups = width });
  FoveaNode *far = fovea_switch (tape, a1, near);
  FoveaNode *a2 = nn_conv (tape, "conv1", far, (FoveaConv2d){ width, .kernel = 1 });
  FoveaNode *mixed = fovea_switch (tape, a2, far);
  FoveaNode *gated = fovea_multiply (tape, u, mixed);
  fovea_tape_pop (tape);

  publish (at, a0, FOVEA_SITE_LKA, FOVEA_ROLE_A0, 5, 1);
  publish (at, a1, FOVEA_SITE_LKA, FOVEA_ROLE_A1, 7, 3);
  publish (at, a2, FOVEA_SITE_LKA, FOVEA_ROLE_A2, 1, 1);
  publish (at, gated, FOVEA_SITE_LKA, FOVEA_ROLE_GATED, 0, 0);
  return fovea_switch (tape, gated, mixed);
}

static FoveaNode *
attention (const Place *at, FoveaNode *x)
{
  FoveaTape *tape = at->tape;

  fovea_tape_push (tape, "attn");
  FoveaNode *u = nn_conv (tape, "proj_1", x, (FoveaConv2d){ at->width, .kernel = 1 });
  u = nn_gelu (tape, "activation", u);
  publish (at, u, FOVEA_SITE_LKA, FOVEA_ROLE_U, 0, 0);
  FoveaNode *y = nn_conv (tape, "proj_2", lka (at, u),
                          (FoveaConv2d){ at->width, .kernel = 1 });
  y = fovea_add (tape, x, y);
  fovea_tape_pop (tape);
  return y;
}

static FoveaNode *
mlp (const Place *at, FoveaNode *x, guint hidden)
{
  FoveaTape *tape = at->tape;

  fovea_tape_push (tape, "mlp");
  x = nn_conv (tape, "fc1", x, (FoveaConv2d){ hidden, .kernel = 1 });
  fovea_tape_push (tape, "dwconv");
  x = nn_conv (tape, "dwconv", x,
               (FoveaConv2d){ hidden, .kernel = 3, .pad = 1, .groups = hidden });
  fovea_tape_pop (tape);
  x = nn_gelu (tape, "act", x);
  x = nn_conv (tape, "fc2", x, (FoveaConv2d){ at->width, .kernel = 1 });
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
block (const Place *at, FoveaNode *x, guint ratio)
{
  FoveaTape *tape = at->tape;

  fovea_tape_push (tape, "%u", at->block);
  FoveaNode *y = attention (at, nn_batch_norm (tape, "norm1", x));
  x = fovea_add (tape, x, fovea_scale (tape, y, "layer_scale_1"));
  y = mlp (at, nn_batch_norm (tape, "norm2", x), at->width * ratio);
  x = fovea_add (tape, x, fovea_scale (tape, y, "layer_scale_2"));
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
embed (const Place *at, FoveaNode *x)
{
  FoveaTape *tape = at->tape;
  guint kernel = at->stage == 1 ? 7 : 3;
  guint stride = at->stage == 1 ? 4 : 2;

  fovea_tape_push (tape, "patch_embed%u", at->stage);
  x = nn_conv (
      tape, "proj", x,
      (FoveaConv2d){ at->width, .kernel = kernel, .stride = stride, .pad = kernel / 2 });
  x = nn_batch_norm (tape, "norm", x);
  fovea_tape_pop (tape);
  publish (at, x, FOVEA_SITE_FEATURE, FOVEA_ROLE_EMBED, kernel, 1);
  return x;
}

/* One stage; the LayerNorm that closes it works on N H W C in the published code. */
static FoveaNode *
stage (Place at, FoveaNode *x, guint depth, guint ratio, gboolean is_last)
{
  FoveaTape *tape = at.tape;
  g_autofree char *norm = g_strdup_printf ("norm%u", at.stage);

  fovea_tape_set_stage (tape, at.stage);
  x = embed (&at, x);
  fovea_tape_push (tape, "block%u", at.stage);
  for (at.block = 0; at.block < depth; at.block++)
    {
      gboolean closes = at.block + 1 == depth;

      x = block (&at, x, ratio);
      fovea_tape_publish (tape, x,
                          &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                        .role = FOVEA_ROLE_BLOCK,
                                        .stage = at.stage,
                                        .block = at.block,
                                        .is_default = is_last && closes,
                                        .normalised_next = closes });
    }
  fovea_tape_pop (tape);
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NHWC);
  x = nn_layer_norm (tape, norm, x, 1e-6);
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NCHW);
  fovea_tape_publish (tape, x,
                      &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                    .role = FOVEA_ROLE_NORM,
                                    .stage = at.stage,
                                    .block = depth - 1 });
  return x;
}

static FoveaNode *
van_build (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes)
{
  gsize stages = fovea_config_stages (tape, config, "widths");

  for (gsize i = 0; i < stages; i++)
    {
      Place at = { tape, (guint) i + 1, 0, fovea_config_at (tape, config, "widths", i) };
      x = stage (at, x, fovea_config_at (tape, config, "depths", i),
                 fovea_config_at (tape, config, "mlp_ratios", i), i + 1 == stages);
    }
  fovea_tape_set_stage (tape, 0);
  fovea_tape_push (tape, "features");
  x = fovea_global_average (tape, x);
  fovea_tape_pop (tape);
  return classes ? nn_linear (tape, "head", x, classes) : x;
}

static json_t *
van_recognise (FoveaKeys *keys)
{
  if (!fovea_keys_dim (keys, 0, "block1.0.attn.spatial_gating_unit.conv0.weight"))
    return NULL;

  json_t *widths = json_array (), *ratios = json_array (), *depths = json_array ();
  for (guint stage = 1;; stage++)
    {
      gsize width = fovea_keys_dim (keys, 0, "patch_embed%u.proj.weight", stage);
      gsize hidden = fovea_keys_dim (keys, 0, "block%u.0.mlp.fc1.weight", stage);
      guint depth = 0;

      if (width == 0 || hidden < width)
        break;
      while (fovea_keys_dim (keys, 0, "block%u.%u.norm1.weight", stage, depth))
        depth++;
      json_array_append_new (widths, json_integer ((json_int_t) width));
      json_array_append_new (ratios, json_integer ((json_int_t) (hidden / width)));
      json_array_append_new (depths, json_integer (depth));
    }
  return json_pack ("{ss so so so}", "family", "van", "widths", widths,
                    "mlp_ratios", ratios, "depths", depths);
}

#define CONFIG(widths, depths)                                                           \
  "{\"family\":\"van\",\"widths\":" widths ",\"mlp_ratios\":[8,8,4,4],\"depths\":" depths "}"

static const FoveaVariant variants[] = {
  { "van_b0", "VAN-B0", CONFIG ("[32,64,160,256]", "[3,3,5,2]") },
  { "van_b1", "VAN-B1", CONFIG ("[64,128,320,512]", "[2,2,4,2]") },
  { "van_b2", "VAN-B2", CONFIG ("[64,128,320,512]", "[3,3,12,3]") },
  { "van_b3", "VAN-B3", CONFIG ("[64,128,320,512]", "[3,5,27,3]") },
  { "van_b4", "VAN-B4", CONFIG ("[64,128,320,512]", "[3,6,40,3]") },
  { "van_b5", "VAN-B5", CONFIG ("[96,192,480,768]", "[3,3,24,3]") },
  { "van_b6", "VAN-B6", CONFIG ("[96,192,384,768]", "[6,6,90,6]") },
  { NULL },
};

extern const FoveaFamily fovea_van_family;
const FoveaFamily fovea_van_family = {
  .name = "van",
  .title = "VAN",
  .summary = "Gates each block's features with a large convolution, split into a depthwise, "
             "a dilated depthwise and a pointwise one",
  .paper = "2202.09741",
  .python = { "chain.py", "van.py" },
  .head = "head",
  .variants = variants,
  .preprocess = { .resize = 248,
                  .crop = 224,
                  .filter = FOVEA_FILTER_BICUBIC,
                  .mean = { 0.5f, 0.5f, 0.5f },
                  .std = { 0.5f, 0.5f, 0.5f } },
  .rename = fovea_van_spelling,
  .recognise = van_recognise,
  .build = van_build,
};
