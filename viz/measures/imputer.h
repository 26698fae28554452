/* SPDX-License-Identifier: MIT */
#pragma once

/* Fills missing pixels from those around them, so smoothly that a network cannot tell from
 * the hole's shape what was there (ROAD's noisy linear imputation). Each missing pixel is
 * the weighted mean of its up to eight neighbours, missing ones included: one sparse linear
 * system, the same for every channel. Known pixels keep their bits. */

#include <glib.h>

/* The published deviation of the noise, in units of the preprocessed input. */
#define FOVEA_IMPUTER_NOISE 0.01

typedef struct
{
  double noise;   /* times N(0, 1) added to each imputed value; 0: none */
  guint64 seed;   /* of the noise, a function of the flat index */
  guint64 stream; /* tells images of one seed apart */
} FoveaImputerNoise;

/* `image` and `out`: channels x height x width; `missing`: height x width, not 0 where to
 * fill. What `image` holds there is never read. `noise` may be NULL for none. Solved to 1e-9
 * of the right-hand side's norm, each channel on a thread of its own, with the same bits
 * whatever their number. `stop` (atomic, or NULL): FOVEA_ERROR_CANCELLED soon after it becomes
 * 1. `out` may be `image`. FOVEA_ERROR_USAGE where all pixels are missing
 * or the noise is not a number from 0; FOVEA_ERROR_FAILED where a known pixel is not finite. */
gboolean fovea_impute (const float *image, gsize channels, gsize height, gsize width,
                       const guint8 *missing, const FoveaImputerNoise *noise,
                       const gint *stop, float *out,
                       GError **error);
