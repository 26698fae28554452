/* SPDX-License-Identifier: MIT */
#include "product.h"

#include "simd.h"

typedef struct
{
  gsize rows, depth;
  const float *a;
  gsize row_step, depth_step;
  const float *panel;
  gsize width, count;
  gboolean accumulate;
  float *c;
  gsize pitch;
} Product;

#define FOVEA_BODY "product-body.h"
#include "variants-body.h"

void
fovea_kernel_product (gsize rows, gsize depth, const float *a, gsize row_step,
                      gsize depth_step, const float *panel, gsize width, gsize count,
                      gboolean accumulate, float *c, gsize pitch)
{
  Product p = { rows,  depth, a,          row_step, depth_step, panel,
                width, count, accumulate, c,        pitch };

  FOVEA_CALL (product, &p);
}
