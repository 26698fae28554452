/* SPDX-License-Identifier: MIT */

/* What is explained of a class: values, slopes against differences, refusals. */

#include "objective.h"

#include <math.h>
#include <string.h>

#include "error.h"

#define N 7

static const float logits[N] = { 1.5f, -0.25f, 2.0f, 0.75f, -3.0f, 1.9f, 0.1f };

static double
score_at (const FoveaObjective *objective, guint target, guint moved, double by)
{
  float changed[N];

  memcpy (changed, logits, sizeof changed);
  changed[moved] += (float) by;
  return fovea_objective_score (objective, target, changed, N);
}

static void
test_slopes (void)
{
  static const FoveaObjectiveKind kinds[]
      = { FOVEA_OBJECTIVE_LOGIT,          FOVEA_OBJECTIVE_PROBABILITY,
          FOVEA_OBJECTIVE_CONTRAST,       FOVEA_OBJECTIVE_COUNTERFACTUAL,
          FOVEA_OBJECTIVE_CENTRED,        FOVEA_OBJECTIVE_FINER,
          FOVEA_OBJECTIVE_FINER_TORCH_CAM };
  const double step = 1.0 / 1024; /* exact in float */

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint target = 0; target < N; target++)
      {
        FoveaObjective objective = { kinds[k], (target + 3) % N };
        float slope[N];

        fovea_objective_slope (&objective, target, logits, N, slope);
        for (guint j = 0; j < N; j++)
          {
            double difference = (score_at (&objective, target, j, step)
                                 - score_at (&objective, target, j, -step))
                                / (2 * step);
            g_assert_cmpfloat_with_epsilon (slope[j], difference, 2e-5);
          }
      }
}

static void
test_values (void)
{
  double sum = 0, p[N];

  for (guint i = 0; i < N; i++)
    sum += p[i] = exp (logits[i]);
  for (guint i = 0; i < N; i++)
    p[i] /= sum;

  FoveaObjective objective = { FOVEA_OBJECTIVE_PROBABILITY, 0 };
  g_assert_cmpfloat_with_epsilon (fovea_objective_score (&objective, 2, logits, N), p[2], 1e-12);
  objective = (FoveaObjective){ FOVEA_OBJECTIVE_CONTRAST, 3 };
  g_assert_cmpfloat_with_epsilon (fovea_objective_score (&objective, 2, logits, N), 1.25, 1e-7);
  objective.kind = FOVEA_OBJECTIVE_CENTRED;
  g_assert_cmpfloat_with_epsilon (fovea_objective_score (&objective, 2, logits, N),
                                  2.0 - 3.0 / N, 1e-6);
  /* Nearest to class 2 are 5, 0 and 3. */
  objective.kind = FOVEA_OBJECTIVE_FINER_TORCH_CAM;
  g_assert_cmpfloat_with_epsilon (fovea_objective_score (&objective, 2, logits, N),
                                  2.0 - 0.2 * (1.9 + 1.5 + 0.75), 1e-6);
  objective.kind = FOVEA_OBJECTIVE_FINER;
  g_assert_cmpfloat_with_epsilon (
      fovea_objective_score (&objective, 2, logits, N),
      (p[5] * 0.1 + p[0] * 0.5 + p[3] * 1.25) / (p[5] + p[0] + p[3] + 1e-9), 1e-6);
}

static void
assert_refused (FoveaObjective objective, guint target, guint n, const char *fragment)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fovea_objective_check (&objective, target, n, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, fragment));
}

static void
test_refusals (void)
{
  g_autoptr (GError) error = NULL;
  FoveaObjectiveKind kind;

  assert_refused ((FoveaObjective){ FOVEA_OBJECTIVE_CONTRAST, 2 }, 2, N, "class 2");
  assert_refused ((FoveaObjective){ FOVEA_OBJECTIVE_CONTRAST, N }, 2, N, "from 0 to 6");
  assert_refused ((FoveaObjective){ FOVEA_OBJECTIVE_FINER, 0 }, 0, 3, "3 classes");
  g_assert_true (fovea_objective_check (&(FoveaObjective){ FOVEA_OBJECTIVE_FINER, 0 }, 0, 4,
                                        NULL));
  g_assert_true (fovea_objective_find ("contrast", &kind, NULL));
  g_assert_cmpint (kind, ==, FOVEA_OBJECTIVE_CONTRAST);
  g_assert_false (fovea_objective_find ("loss", &kind, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "counterfactual"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/objective/slopes", test_slopes);
  g_test_add_func ("/viz/objective/values", test_values);
  g_test_add_func ("/viz/objective/refusals", test_refusals);
  return g_test_run ();
}
