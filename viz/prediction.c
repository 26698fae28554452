/* SPDX-License-Identifier: MIT */
#include "prediction.h"

#include <math.h>

struct _FoveaPrediction
{
  gatomicrefcount references;
  guint n;
  FoveaTensor *logits;
  double *probabilities;
  guint *order;
};

static int
more_probable (gconstpointer a, gconstpointer b, gpointer data)
{
  const float *logits = data;
  guint x = *(const guint *) a, y = *(const guint *) b;
  gboolean x_nan = isnan (logits[x]), y_nan = isnan (logits[y]);

  if (x_nan != y_nan)
    return x_nan ? 1 : -1;
  if (!x_nan && logits[x] != logits[y])
    return logits[x] > logits[y] ? -1 : 1;
  return x < y ? -1 : x > y;
}

FoveaPrediction *
fovea_prediction_new (FoveaTensor *logits)
{
  FoveaPrediction *prediction = g_new0 (FoveaPrediction, 1);
  const float *values = fovea_tensor_data (logits);
  guint n = (guint) fovea_tensor_count (logits);
  double sum = 0;

  g_assert (n > 0);
  g_atomic_ref_count_init (&prediction->references);
  prediction->n = n;
  prediction->logits = fovea_tensor_ref (logits);
  prediction->probabilities = g_new (double, n);
  prediction->order = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    prediction->order[i] = i;
  g_qsort_with_data (prediction->order, (gint) n, sizeof (guint), more_probable,
                     (gpointer) values);
  double top = values[prediction->order[0]];
  for (guint i = 0; i < n; i++)
    sum += prediction->probabilities[i] = exp (values[i] - top);
  for (guint i = 0; i < n; i++)
    prediction->probabilities[i] /= sum;
  return prediction;
}

FoveaPrediction *
fovea_prediction_ref (FoveaPrediction *prediction)
{
  g_atomic_ref_count_inc (&prediction->references);
  return prediction;
}

void
fovea_prediction_unref (FoveaPrediction *prediction)
{
  if (!g_atomic_ref_count_dec (&prediction->references))
    return;
  fovea_tensor_unref (prediction->logits);
  g_free (prediction->probabilities);
  g_free (prediction->order);
  g_free (prediction);
}

guint
fovea_prediction_n_classes (const FoveaPrediction *prediction)
{
  return prediction->n;
}

float
fovea_prediction_logit (const FoveaPrediction *prediction, guint index)
{
  return fovea_tensor_data (prediction->logits)[index];
}

double
fovea_prediction_probability (const FoveaPrediction *prediction, guint index)
{
  return prediction->probabilities[index];
}

guint
fovea_prediction_ranked (const FoveaPrediction *prediction, guint rank)
{
  return prediction->order[rank];
}
