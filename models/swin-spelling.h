/* SPDX-License-Identifier: MIT */
#pragma once

#include "family.h"

/* Microsoft's spelling of a Swin's or an ACmix-Swin's key, whether it was published so
 * or written by torchvision or timm; NULL for a key of something else, and for the
 * buffers relative_position_index and attn_mask, which follow from the configuration.
 * Two writers cannot be read name by name and get NULL: Hugging Face's transformers,
 * which keeps query, key and value apart, and mmpretrain, whose patch merging orders its
 * channels otherwise. (transfer full) */
char *fovea_swin_spelling (const char *key);

/* timm opens a stage with the patch merging that Microsoft's code closes the stage before
 * with. Which of the two a key means shows only among the others: the first stage has a
 * downsample as published, and none in timm. (transfer full) */
char *fovea_swin_respell (const char *name, FoveaKeys *keys);
