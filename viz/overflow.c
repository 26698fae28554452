/* SPDX-License-Identifier: MIT */
#include "overflow.h"

#include <math.h>

#include "run.h"

void
fovea_overflow_clear (FoveaOverflow *overflow)
{
  g_clear_pointer (&overflow->path, g_free);
}

static gboolean
wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  return node->site && what == FOVEA_ACTIVATION;
}

static void
take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape, const float *values,
      gpointer data)
{
  FoveaOverflow *overflow = data;
  gsize nan = 0, infinite = 0, n = fovea_shape_count (shape);

  for (gsize i = 0; i < n && !overflow->path; i++)
    {
      nan += isnan (values[i]) ? 1 : 0;
      infinite += isinf (values[i]) ? 1 : 0;
    }
  if (nan + infinite > 0)
    *overflow = (FoveaOverflow){ g_strdup (node->site->path), nan, infinite, n };
}

gboolean
fovea_find_overflow (FoveaModel *model, const FoveaInput *input, const gint *stop,
                     FoveaOverflow *overflow, GError **error)
{
  FoveaObserver observer = { wants, take, NULL, stop, overflow };
  FoveaPlanRequest request = { .observer = &observer };
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, fovea_input_height (input),
                                                 fovea_input_width (input), error);
  g_autoptr (FoveaPlan) plan = tape ? fovea_plan_new (tape, &request, error) : NULL;

  *overflow = (FoveaOverflow){ NULL };
  if (!plan)
    return FALSE;
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (model));
  return fovea_run_forward (run, fovea_input_tensor (input), &observer, error);
}
