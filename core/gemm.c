/* SPDX-License-Identifier: MIT */
#include "gemm.h"

#include <cblas.h>

static void
use_one_thread (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      openblas_set_num_threads (1);
      g_once_init_leave (&once, 1);
    }
}

void
fovea_gemm (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k,
            const float *a, gsize lda, const float *b, gsize ldb, gboolean accumulate,
            float *c, gsize ldc)
{
  use_one_thread ();
  cblas_sgemm (CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
               transpose_b ? CblasTrans : CblasNoTrans, (int) m, (int) n, (int) k, 1.0f, a,
               (int) lda, b, (int) ldb, accumulate ? 1.0f : 0.0f, c, (int) ldc);
}
