/* SPDX-License-Identifier: MIT */

/* ResNet, arXiv 1512.03385, of bottlenecks with a 3x3 convolution in their middle; 26 and 38
 * layers as in the SAN paper. */

#include "nn.h"
#include "resnet-body.h"
#include "resnet-spelling.h"

static FoveaNode *
middle (const FoveaResnetPlace *at, FoveaNode *x, guint planes, guint stride)
{
  return nn_conv (
      at->tape, "conv2", x,
      (FoveaConv2d){ planes, .kernel = 3, .stride = stride, .pad = 1, .no_bias = TRUE });
}

static FoveaNode *
resnet_build (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes)
{
  return fovea_resnet_body (tape, x, config, classes, middle);
}

/* Bottlenecks have a conv3; the basic blocks of ResNet-18 and 34 do not. */
static json_t *
resnet_recognise (FoveaKeys *keys)
{
  gsize width = fovea_keys_dim (keys, 0, "conv1.weight");

  if (!width || !fovea_keys_dim (keys, 0, "layer1.0.conv2.weight")
      || !fovea_keys_dim (keys, 0, "layer1.0.conv3.weight"))
    return NULL;
  return json_pack ("{ss sI so}", "family", "resnet", "width", (json_int_t) width, "depths",
                    fovea_resnet_depths (keys));
}

#define CONFIG(depths) "{\"family\":\"resnet\",\"width\":64,\"depths\":" depths "}"

static const FoveaVariant variants[] = {
  { "resnet26", "ResNet-26", CONFIG ("[1,2,4,1]") },
  { "resnet38", "ResNet-38", CONFIG ("[2,3,5,2]") },
  { "resnet50", "ResNet-50", CONFIG ("[3,4,6,3]") },
  { "resnet101", "ResNet-101", CONFIG ("[3,4,23,3]") },
  { NULL },
};

extern const FoveaFamily fovea_resnet_family;
const FoveaFamily fovea_resnet_family = {
  .name = "resnet",
  .title = "ResNet",
  .summary = "Bottlenecks of 1x1, 3x3 and 1x1 convolutions with a shortcut",
  .paper = "1512.03385",
  .python = { "resnet-body.py", "resnet.py" },
  .head = "fc",
  .variants = variants,
  .preprocess = { .resize = 256,
                  .crop = 224,
                  .filter = FOVEA_FILTER_BILINEAR,
                  .mean = NN_IMAGENET_MEAN,
                  .std = NN_IMAGENET_STD },
  .rename = fovea_resnet_spelling,
  .recognise = resnet_recognise,
  .build = resnet_build,
};
