/* SPDX-License-Identifier: MIT */
#pragma once

/* Where numbers run over: the first layer of a network, for one input, whose values are not
 * all finite. */

#include "input.h"

typedef struct
{
  char *path;       /* of the first site; NULL: all activations are finite */
  gsize nan, infinite, count; /* of its values */
} FoveaOverflow;

void fovea_overflow_clear (FoveaOverflow *overflow);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoveaOverflow, fovea_overflow_clear)

/* One forward. `stop` as in FoveaObserver. FOVEA_ERROR_CANCELLED, FOVEA_ERROR_LIMIT. */
gboolean fovea_find_overflow (FoveaModel *model, const FoveaInput *input, const gint *stop,
                              FoveaOverflow *overflow, GError **error);
