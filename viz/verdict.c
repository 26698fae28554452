/* SPDX-License-Identifier: MIT */
#include "verdict.h"

#include <math.h>

/* In nats. What has no probability adds nothing. */
static double
surprise (double probability)
{
  return probability > 0 ? -probability * log (probability) : 0;
}

static double
entropy (const FoveaPrediction *prediction)
{
  double sum = 0;

  for (guint i = 0; i < fovea_prediction_n_classes (prediction); i++)
    sum += surprise (fovea_prediction_probability (prediction, i));
  return sum;
}

void
fovea_verdict_read (FoveaVerdict *verdict, const FoveaPrediction *prediction)
{
  guint n_classes = fovea_prediction_n_classes (prediction);

  *verdict = (FoveaVerdict){ .n = MIN (n_classes, FOVEA_VERDICT_CLASSES), .margin = 1 };
  for (guint i = 0; i < verdict->n; i++)
    {
      verdict->classes[i] = fovea_prediction_ranked (prediction, i);
      verdict->probabilities[i]
          = fovea_prediction_probability (prediction, verdict->classes[i]);
    }
  if (n_classes < 2)
    return;
  verdict->margin = verdict->probabilities[0] - verdict->probabilities[1];
  verdict->entropy = entropy (prediction) / log (n_classes);
}

gint
fovea_verdict_rank (const FoveaVerdict *verdict, guint index)
{
  for (guint i = 0; i < verdict->n; i++)
    if (verdict->classes[i] == index)
      return (gint) i;
  return -1;
}

double
fovea_disagreement (FoveaPrediction *const *predictions, guint n)
{
  double apart = 0, together = 0;

  if (n < 2)
    return NAN;
  guint n_classes = fovea_prediction_n_classes (predictions[0]);
  for (guint i = 0; i < n; i++)
    {
      if (fovea_prediction_n_classes (predictions[i]) != n_classes)
        return NAN;
      apart += entropy (predictions[i]) / n;
    }
  for (guint c = 0; c < n_classes; c++)
    {
      double mean = 0;
      for (guint i = 0; i < n; i++)
        mean += fovea_prediction_probability (predictions[i], c) / n;
      together += surprise (mean);
    }
  return CLAMP ((together - apart) / log (n), 0, 1);
}
