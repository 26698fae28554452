/* SPDX-License-Identifier: MIT */
#include "acmix.h"

static FoveaNode *
publish_path (FoveaTape *tape, FoveaNode *path, const char *name, FoveaSite site,
              FoveaSiteRole role)
{
  if (!path)
    return NULL;
  site.kind = FOVEA_SITE_FEATURE;
  site.role = role;
  fovea_tape_name (tape, path, name);
  fovea_tape_publish (tape, path, &site);
  return fovea_switch (tape, path, NULL);
}

FoveaNode *
fovea_acmix_mix (FoveaTape *tape, FoveaNode *attention, FoveaNode *convolution,
                 const FoveaSite *site)
{
  fovea_tape_set_part (tape, FOVEA_PART_ATTENTION);
  attention
      = publish_path (tape, attention, "out_att", *site, FOVEA_ROLE_ATTENTION_PATH);
  fovea_tape_set_part (tape, FOVEA_PART_CONVOLUTION);
  convolution
      = publish_path (tape, convolution, "out_conv", *site, FOVEA_ROLE_CONVOLUTION_PATH);
  fovea_tape_set_part (tape, FOVEA_PART_SHARED);
  return fovea_mix (tape, attention, convolution);
}

void
fovea_acmix_publish (FoveaTape *tape, FoveaNode *mixed, const FoveaSite *site)
{
  FoveaSite copy = *site;

  copy.kind = FOVEA_SITE_FEATURE;
  copy.role = FOVEA_ROLE_MIXED;
  fovea_tape_publish (tape, mixed, &copy);
}
