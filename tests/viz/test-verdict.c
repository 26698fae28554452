/* SPDX-License-Identifier: MIT */
#include "verdict.h"

#include <math.h>

/* Of these probabilities. (transfer full) */
static FoveaPrediction *
predict (const double *probabilities, guint n)
{
  float *values;
  g_autoptr (FoveaTensor) logits = fovea_tensor_new (&FOVEA_SHAPE (1, n), &values);

  for (guint i = 0; i < n; i++)
    values[i] = (float) MAX (log (probabilities[i]), -1000);
  return fovea_prediction_new (logits);
}

static void
test_sure (void)
{
  g_autoptr (FoveaPrediction) prediction
      = predict ((const double[]){ 0.1, 0.5, 0.05, 0.3, 0.04, 0.01 }, 6);
  FoveaVerdict verdict;

  fovea_verdict_read (&verdict, prediction);
  g_assert_cmpuint (verdict.n, ==, 5);
  g_assert_cmpuint (verdict.classes[0], ==, 1);
  g_assert_cmpuint (verdict.classes[4], ==, 4);
  g_assert_cmpfloat_with_epsilon (verdict.probabilities[1], 0.3, 1e-6);
  g_assert_cmpfloat_with_epsilon (verdict.margin, 0.2, 1e-6);
  g_assert_cmpfloat_with_epsilon (verdict.entropy, 1.262617 / log (6), 1e-5);
  g_assert_cmpint (fovea_verdict_rank (&verdict, 3), ==, 1);
  g_assert_cmpint (fovea_verdict_rank (&verdict, 5), ==, -1);
}

static void
test_extremes (void)
{
  g_autoptr (FoveaPrediction) even = predict ((const double[]){ 0.25, 0.25, 0.25, 0.25 }, 4);
  g_autoptr (FoveaPrediction) certain = predict ((const double[]){ 1, 0, 0, 0 }, 4);
  g_autoptr (FoveaPrediction) single = predict ((const double[]){ 1 }, 1);
  FoveaVerdict verdict;

  fovea_verdict_read (&verdict, even);
  g_assert_cmpfloat (verdict.margin, ==, 0);
  g_assert_cmpfloat_with_epsilon (verdict.entropy, 1, 1e-12);
  fovea_verdict_read (&verdict, certain);
  g_assert_cmpfloat (verdict.margin, ==, 1);
  g_assert_cmpfloat (verdict.entropy, ==, 0);
  fovea_verdict_read (&verdict, single);
  g_assert_cmpuint (verdict.n, ==, 1);
  g_assert_cmpfloat (verdict.margin, ==, 1);
  g_assert_cmpfloat (verdict.entropy, ==, 0);
}

/* Of 0.9, 0.1 and 0.5, 0.5: entropy of 0.7, 0.3 less the mean of both entropies. */
static void
test_disagreement (void)
{
  g_autoptr (FoveaPrediction) a = predict ((const double[]){ 0.9, 0.1 }, 2);
  g_autoptr (FoveaPrediction) b = predict ((const double[]){ 0.5, 0.5 }, 2);
  g_autoptr (FoveaPrediction) left = predict ((const double[]){ 1, 0, 0 }, 3);
  g_autoptr (FoveaPrediction) middle = predict ((const double[]){ 0, 1, 0 }, 3);
  g_autoptr (FoveaPrediction) right = predict ((const double[]){ 0, 0, 1 }, 3);

  g_assert_cmpfloat_with_epsilon (
      fovea_disagreement ((FoveaPrediction *[]){ a, b }, 2),
      (0.6108643 - (0.3250830 + 0.6931472) / 2) / log (2), 1e-5);
  g_assert_cmpfloat_with_epsilon (fovea_disagreement ((FoveaPrediction *[]){ a, a, a }, 3), 0,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (
      fovea_disagreement ((FoveaPrediction *[]){ left, middle, right }, 3), 1, 1e-12);
  g_assert_true (isnan (fovea_disagreement ((FoveaPrediction *[]){ a }, 1)));
  g_assert_true (isnan (fovea_disagreement ((FoveaPrediction *[]){ a, left }, 2)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/verdict/sure", test_sure);
  g_test_add_func ("/viz/verdict/extremes", test_extremes);
  g_test_add_func ("/viz/verdict/disagreement", test_disagreement);
  return g_test_run ();
}
