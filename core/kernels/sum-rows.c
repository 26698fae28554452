/* SPDX-License-Identifier: MIT */
#include "sum-rows.h"

#include "simd.h"

#define FOVEA_BODY "sum-rows-body.h"
#include "variants-body.h"

void
fovea_kernel_sum_rows (gsize rows, gsize sources, const float *a, gsize row_step,
                       const float *const *source, gsize count, float *out, gsize pitch)
{
  FOVEA_CALL (sum_rows, rows, sources, a, row_step, source, count, out, pitch);
}
