/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* torchvision's spelling of a ResNet's key, whether torchvision wrote it, timm (which
 * spells alike), Hugging Face's transformers or mmpretrain; ACmix-ResNet's keys are
 * spelled so too, with more of them below conv2. NULL for a key of something else.
 * (transfer full) */
char *fovea_resnet_spelling (const char *key);
