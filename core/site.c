/* SPDX-License-Identifier: MIT */
#include "site.h"

const char *
fovea_site_kind_name (FoveaSiteKind kind)
{
  static const char *const names[] = {
    [FOVEA_SITE_FEATURE] = "feature",
    [FOVEA_SITE_LKA] = "lka",
    [FOVEA_SITE_LOCAL_ATTENTION] = "local_attention",
    [FOVEA_SITE_WINDOW_ATTENTION] = "window_attention",
    [FOVEA_SITE_SCALAR] = "scalar",
  };
  return names[kind];
}

const char *
fovea_site_role_name (FoveaSiteRole role)
{
  static const char *const names[] = {
    [FOVEA_ROLE_BLOCK] = "block", [FOVEA_ROLE_NORM] = "norm", [FOVEA_ROLE_EMBED] = "embed",
    [FOVEA_ROLE_U] = "u",         [FOVEA_ROLE_A0] = "a0",     [FOVEA_ROLE_A1] = "a1",
    [FOVEA_ROLE_A2] = "a2",       [FOVEA_ROLE_GATED] = "gated",
    [FOVEA_ROLE_WEIGHTS] = "weights",
    [FOVEA_ROLE_ATTENTION_PATH] = "attention_path",
    [FOVEA_ROLE_CONVOLUTION_PATH] = "convolution_path",
    [FOVEA_ROLE_MIXED] = "mixed",
    [FOVEA_ROLE_INPUT] = "input",
  };
  return names[role];
}

void
fovea_layout_shape (FoveaLayout layout, const FoveaShape *shape, guint maps,
                    FoveaShape *published)
{
  const gsize *d = shape->dim;
  gsize n = MAX (maps, 1), taps = d[1] / n;

  *published = *shape;
  if (shape->rank != 4)
    return;
  if (layout == FOVEA_LAYOUT_NHWC)
    *published = FOVEA_SHAPE (d[0], d[2], d[3], d[1]);
  else if (layout == FOVEA_LAYOUT_MAPS)
    *published = FOVEA_SHAPE (d[0], n, taps, d[2] * d[3]);
  else if (layout == FOVEA_LAYOUT_HEADS)
    *published = FOVEA_SHAPE (d[0] * n, taps, d[2] * d[3]);
  else if (layout == FOVEA_LAYOUT_WINDOWS)
    *published = FOVEA_SHAPE (d[0] * taps, n, d[2], d[3]);
}

gsize
fovea_layout_place (FoveaLayout layout, const FoveaShape *shape, gsize index)
{
  gsize channels, plane;

  if (layout != FOVEA_LAYOUT_NHWC || shape->rank != 4)
    return index;
  channels = shape->dim[1];
  plane = shape->dim[2] * shape->dim[3];
  return (index / channels / plane * channels + index % channels) * plane
         + index / channels % plane;
}
