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
