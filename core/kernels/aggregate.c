/* SPDX-License-Identifier: MIT */
#include "aggregate.h"

#include "simd.h"

#define FOVEA_BODY "aggregate-body.h"
#include "variants-body.h"

void
fovea_kernel_aggregate (const FoveaAggregateRow *row, float *y, gsize pitch)
{
  FOVEA_CALL (aggregate, row, y, pitch);
}

void
fovea_kernel_aggregate_weights (const FoveaAggregateRow *row, const float *g, gsize pitch,
                                gboolean accumulate, float *dw)
{
  FOVEA_CALL (aggregate_weights, row, g, pitch, accumulate, dw);
}

FOVEA_SIMD void
fovea_kernel_aggregate_values (gsize channels, gsize count, const float *weights,
                               const float *g, gsize pitch, float *dv, gsize dv_pitch)
{
  for (gsize c = 0; c < channels; c++, g += pitch, dv += dv_pitch)
    FOVEA_INDEPENDENT
    for (gsize x = 0; x < count; x++)
      dv[x] += weights[x] * g[x];
}
