/* SPDX-License-Identifier: MIT */

/* Swin Transformer, arXiv 2103.14030: window attention alone. */

#include "nn.h"
#include "swin-body.h"
#include "swin-spelling.h"

static FoveaNode *
swin_build (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes)
{
  return fovea_swin_body (tape, x, config, classes, fovea_swin_window_attention, NULL);
}

static json_t *
swin_recognise (FoveaKeys *keys)
{
  return fovea_swin_config (keys, "swin");
}

#define CONFIG(depths)                                                                   \
  "{\"family\":\"swin\",\"dim\":96,\"depths\":" depths                                   \
  ",\"heads\":[3,6,12,24],\"window\":7,\"image\":224}"

static const FoveaVariant variants[] = {
  { "swin_tiny", "Swin-T", CONFIG ("[2,2,6,2]") },
  { "swin_small", "Swin-S", CONFIG ("[2,2,18,2]") },
  { NULL },
};

extern const FoveaFamily fovea_swin_family;
const FoveaFamily fovea_swin_family = {
  .name = "swin",
  .title = "Swin",
  .summary = "Attention within windows that are shifted from block to block",
  .paper = "2103.14030",
  .python = { "chain.py", "swin-body.py", "swin.py" },
  .head = "head",
  .variants = variants,
  .preprocess = { .resize = 256,
                  .crop = 224,
                  .filter = FOVEA_FILTER_BICUBIC,
                  .mean = NN_IMAGENET_MEAN,
                  .std = NN_IMAGENET_STD },
  .rename = fovea_swin_spelling,
  .respell = fovea_swin_respell,
  .recognise = swin_recognise,
  .build = swin_build,
};
