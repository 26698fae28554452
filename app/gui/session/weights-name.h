/* SPDX-License-Identifier: MIT */
#pragma once

/* How the window calls the weights of a model: by their file, or as the demonstration's. */

#include "model.h"

/* (transfer full) */
char *fovea_weights_name (FoveaModel *model);
