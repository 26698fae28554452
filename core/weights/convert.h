/* SPDX-License-Identifier: MIT */
#pragma once

/* Elements of a file turned into float32. Pure functions on bytes: the source need not be
 * aligned, must not overlap the result, and holds little-endian numbers. NaN, infinities and
 * subnormal numbers keep their value; integers beyond 2^24 and doubles are rounded to
 * nearest, doubles beyond float's range become infinite. */

#include "checkpoint.h"

/* `count` elements, one after the other, from `bytes` to `out`. */
void fovea_convert (FoveaDtype dtype, const guint8 *bytes, gsize count, float *out);

/* Elements of `shape` gathered with `stride` (in elements) from `bytes`, written row-major
 * to `out`. The extent must have been checked. */
void fovea_convert_strided (FoveaDtype dtype, const guint8 *bytes,
                            const FoveaShape *shape, const guint64 *stride, float *out);
