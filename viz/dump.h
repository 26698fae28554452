/* SPDX-License-Identifier: MIT */
#pragma once

/* The tensors behind an explanation as a .npz, for whoever wants to compute on: the image, the
 * logits, A and G of each layer that was explained, and the attention weights of its block
 * with their gradients. Names are those of a tensor bundle (docs/bundle.md):
 *
 *   image                 3 H W, preprocessed
 *   logits                n
 *   A/PATH, G/PATH        C h w, the layer and dS/dA
 *   weights/PATH, dweights/PATH   as they are computed: N C H W without N */

#include "explain.h"

/* Runs the network again. FOVEA_ERROR_UNSUPPORTED for a method that reads the image alone;
 * FOVEA_ERROR_OUTPUT; as fovea_explain otherwise. */
gboolean fovea_dump_write (const FoveaExplanation *explanation, guint layer,
                           const char *path, const FoveaWatch *watch, GError **error);
