/* SPDX-License-Identifier: MIT */
#include "prediction.h"

#include <math.h>
#include <string.h>

static FoveaPrediction *
predict (const float *logits, guint n)
{
  float *fill;
  g_autoptr (FoveaTensor) tensor = fovea_tensor_new (&FOVEA_SHAPE (1, n), &fill);

  memcpy (fill, logits, n * sizeof *fill);
  return fovea_prediction_new (tensor);
}

static void
test_softmax (void)
{
  const float logits[] = { 1, 3, 2 };
  g_autoptr (FoveaPrediction) prediction = predict (logits, 3);
  double sum = exp (1) + exp (2) + exp (3);

  g_assert_cmpuint (fovea_prediction_n_classes (prediction), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (fovea_prediction_logit (prediction, i), ==, logits[i]);
      g_assert_cmpfloat_with_epsilon (fovea_prediction_probability (prediction, i),
                                      exp (logits[i]) / sum, 1e-15);
    }
  g_assert_cmpuint (fovea_prediction_ranked (prediction, 0), ==, 1);
  g_assert_cmpuint (fovea_prediction_ranked (prediction, 1), ==, 2);
  g_assert_cmpuint (fovea_prediction_ranked (prediction, 2), ==, 0);
}

/* exp (1000) is infinite, the probabilities are not. */
static void
test_large_logits (void)
{
  const float logits[] = { 1000, 1000, -1000 };
  g_autoptr (FoveaPrediction) prediction = predict (logits, 3);

  g_assert_cmpfloat (fovea_prediction_probability (prediction, 0), ==, 0.5);
  g_assert_cmpfloat (fovea_prediction_probability (prediction, 1), ==, 0.5);
  g_assert_cmpfloat (fovea_prediction_probability (prediction, 2), ==, 0);
}

static void
assert_order (const float *logits, guint n, const guint *order)
{
  g_autoptr (FoveaPrediction) prediction = predict (logits, n);

  for (guint rank = 0; rank < n; rank++)
    g_assert_cmpuint (fovea_prediction_ranked (prediction, rank), ==, order[rank]);
}

static void
test_ties (void)
{
  assert_order ((const float[]){ 2, 5, 2, 5, 2, 0.0f, -0.0f }, 7,
                (const guint[]){ 1, 3, 0, 2, 4, 5, 6 });
}

static void
test_not_finite (void)
{
  assert_order ((const float[]){ NAN, 1, NAN, 3, -INFINITY, INFINITY }, 6,
                (const guint[]){ 5, 3, 1, 4, 0, 2 });
  assert_order ((const float[]){ NAN, NAN }, 2, (const guint[]){ 0, 1 });
}

static void
test_one_class (void)
{
  const float logit = -7;
  g_autoptr (FoveaPrediction) prediction = predict (&logit, 1);

  g_assert_cmpfloat (fovea_prediction_probability (prediction, 0), ==, 1);
  g_assert_cmpuint (fovea_prediction_ranked (prediction, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/prediction/softmax", test_softmax);
  g_test_add_func ("/viz/prediction/large-logits", test_large_logits);
  g_test_add_func ("/viz/prediction/ties", test_ties);
  g_test_add_func ("/viz/prediction/not-finite", test_not_finite);
  g_test_add_func ("/viz/prediction/one-class", test_one_class);
  return g_test_run ();
}
