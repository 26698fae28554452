/* SPDX-License-Identifier: MIT */
#pragma once

/* Words for messages about checkpoints of networks that no family here knows: what one
 * looks like by the names of its tensors, and what would have been welcome. A guess is
 * only ever told, never acted upon. */

#include "weights/checkpoint.h"

/* "a vision transformer (ViT)", or NULL when the names tell nothing. (transfer none) */
const char *fovea_guess_network (const FoveaCheckpoint *checkpoint);

/* The titles of the families: "VAN, SAN or ResNet", with `link` ("or", "and") before the
 * last. (transfer full) */
char *fovea_family_titles (const char *link);
