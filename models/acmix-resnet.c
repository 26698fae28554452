/* SPDX-License-Identifier: MIT */

/* ACmix on ResNet, arXiv 2111.14556: the bottleneck's middle is
 *
 *   rate1 attention (q, k, v) + rate2 convolution (q, k, v)
 *
 * from the same three 1x1 convolutions: attention over a k_att x k_att footprint by head, and
 * a k_conv x k_conv convolution written as a mixture by `fc` and shifts by `dep_conv`. */

#include "acmix.h"
#include "nn.h"
#include "resnet-body.h"
#include "resnet-spelling.h"

static FoveaNode *
attention (const FoveaResnetPlace *at, FoveaNode *const qkv[3], guint heads, guint stride)
{
  FoveaTape *tape = at->tape;
  guint kernel = fovea_config_number (tape, at->config, "k_att", 7);
  FoveaNode *weights
      = fovea_dot_product_weights (tape, qkv[0], qkv[1], heads, kernel, stride);

  fovea_tape_set_layout (tape, FOVEA_LAYOUT_HEADS);
  fovea_tape_name (tape, weights, "weights");
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NCHW);
  if (weights)
    fovea_tape_publish (tape, weights,
                        &(FoveaSite){ .kind = FOVEA_SITE_LOCAL_ATTENTION,
                                      .role = FOVEA_ROLE_WEIGHTS,
                                      .block = at->block,
                                      .kernel = kernel,
                                      .heads = heads,
                                      .step = stride,
                                      .key_height = (guint) qkv[1]->shape.dim[2],
                                      .key_width = (guint) qkv[1]->shape.dim[3] });
  weights = fovea_switch_maps (tape, weights, heads, FALSE);
  return fovea_aggregate (tape, weights, qkv[2],
                          &(FoveaAggregate){ heads, kernel, stride, .interleaved = FALSE });
}

static FoveaNode *
convolution (const FoveaResnetPlace *at, FoveaNode *const qkv[3], guint heads, guint stride)
{
  guint kernel = fovea_config_number (at->tape, at->config, "k_conv", 3);

  return fovea_shift_conv (at->tape, qkv[0], qkv[1], qkv[2],
                           &(FoveaShiftConv){ heads, kernel, stride, .fc_bias = FALSE });
}

static FoveaNode *
middle (const FoveaResnetPlace *at, FoveaNode *x, guint planes, guint stride)
{
  static const char *const names[] = { "conv1", "conv2", "conv3" };
  FoveaTape *tape = at->tape;
  FoveaSite site = { .block = at->block };
  FoveaNode *qkv[3];
  guint heads = fovea_config_number (tape, at->config, "heads", 4);

  fovea_tape_push (tape, "conv2");
  for (guint i = 0; i < 3; i++)
    qkv[i] = nn_conv (tape, names[i], x, (FoveaConv2d){ planes, .kernel = 1 });
  fovea_tape_set_part (tape, FOVEA_PART_ATTENTION);
  FoveaNode *out_att = attention (at, qkv, heads, stride);
  fovea_tape_set_part (tape, FOVEA_PART_CONVOLUTION);
  FoveaNode *out_conv = convolution (at, qkv, heads, stride);
  x = fovea_acmix_mix (tape, out_att, out_conv, &site);
  fovea_tape_pop (tape);
  fovea_acmix_publish (tape, x, &site);
  return x;
}

static FoveaNode *
acmix_resnet_build (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes)
{
  return fovea_resnet_body (tape, x, config, classes, middle);
}

/* The side of the footprint leaves no trace in the tensors: the published 7 is taken. */
static json_t *
acmix_resnet_recognise (FoveaKeys *keys)
{
  gsize width = fovea_keys_dim (keys, 0, "conv1.weight");
  gsize heads = fovea_keys_dim (keys, 1, "layer1.0.conv2.fc.weight") / 3;
  gsize kernel = fovea_keys_dim (keys, 2, "layer1.0.conv2.dep_conv.weight");

  if (!width || !heads || !kernel || !fovea_keys_dim (keys, 0, "layer1.0.conv2.rate1"))
    return NULL;
  return json_pack ("{ss sI so sI si sI}", "family", "acmix_resnet", "width",
                    (json_int_t) width, "depths", fovea_resnet_depths (keys), "heads",
                    (json_int_t) heads, "k_att", 7, "k_conv", (json_int_t) kernel);
}

#define CONFIG(depths)                                                                   \
  "{\"family\":\"acmix_resnet\",\"width\":64,\"depths\":" depths                         \
  ",\"heads\":4,\"k_att\":7,\"k_conv\":3}"

static const FoveaVariant variants[] = {
  { "acmix_resnet26", "ACmix-ResNet-26", CONFIG ("[1,2,4,1]") },
  { "acmix_resnet38", "ACmix-ResNet-38", CONFIG ("[2,3,5,2]") },
  { "acmix_resnet50", "ACmix-ResNet-50", CONFIG ("[3,4,6,3]") },
  { NULL },
};

extern const FoveaFamily fovea_acmix_resnet_family;
const FoveaFamily fovea_acmix_resnet_family = {
  .name = "acmix_resnet",
  .title = "ACmix-ResNet",
  .summary = "Attention and convolution from the same three 1x1 convolutions, mixed by two learned rates",
  .paper = "2111.14556",
  .python = { "footprint.py", "resnet-body.py", "acmix-resnet.py" },
  .head = "fc",
  .variants = variants,
  .preprocess = { .resize = 256,
                  .crop = 224,
                  .filter = FOVEA_FILTER_BILINEAR,
                  .mean = NN_IMAGENET_MEAN,
                  .std = NN_IMAGENET_STD },
  .rename = fovea_resnet_spelling,
  .recognise = acmix_resnet_recognise,
  .build = acmix_resnet_build,
};
