/* SPDX-License-Identifier: MIT */
#pragma once

/* Augmentation smoothing, as the grad-cam package has it: six views of the image (mirrored or
 * not, the preprocessed values times 0.9, 1 and 1.1), each explained through to its finished
 * map, mirrored back, and the mean of the six, which is not scaled again. */

#include "explain.h"

/* As fovea_explain, for a request that asks for it. */
FoveaExplanation *fovea_explain_smoothed (FoveaModel *model, FoveaInput *input,
                                          const FoveaExplainRequest *request,
                                          const FoveaWatch *watch, GError **error);
