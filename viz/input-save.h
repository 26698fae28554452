/* SPDX-License-Identifier: MIT */
#pragma once

/* What the network reads, in words and as a file. */

#include "input.h"

/* "160 × 160 pixels, bilinear, mean 0.485 0.456 0.406, deviation 0.229 0.224 0.225"; of a bare
 * tensor its size alone. (transfer full) */
char *fovea_input_describe (const FoveaInput *input);

/* By the name's end: .npy, the tensor as it is read, 1 x 3 x H x W of float32; .png, the
 * picture that it is again without mean and deviation. Fails with FOVEA_ERROR_USAGE for
 * another ending or a bare tensor's picture, FOVEA_ERROR_OUTPUT when it cannot be
 * written. */
gboolean fovea_input_save (const FoveaInput *input, const char *path, GError **error);
