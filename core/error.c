/* SPDX-License-Identifier: MIT */
#include "error.h"

G_DEFINE_QUARK (fovea-error-quark, fovea_error)
