/* SPDX-License-Identifier: MIT */

/* The Jensen-Shannon divergence of the networks' class probabilities over its greatest: see
 * fovea_disagreement. It grows with how sure they are of different classes; two that are
 * both in doubt hardly disagree, whatever class comes first. */

#include "rule.h"

#include "verdict.h"

static gboolean
score (const FoveaCandidate *candidate, double *score, GError **error)
{
  g_autofree FoveaPrediction **predictions = g_new (FoveaPrediction *, candidate->n);

  for (guint i = 0; i < candidate->n; i++)
    predictions[i] = fovea_explanation_prediction (candidate->explanations[i]);
  *score = fovea_disagreement (predictions, candidate->n);
  return fovea_score_check (*score, error);
}

const FoveaRule fovea_disagreement_rule = {
  .name = "disagreement",
  .summary = "Jensen–Shannon divergence of their class probabilities, as a share of its "
             "greatest",
  .most = "on which {models} disagree most",
  .least = "on which {models} disagree least",
  .compares = TRUE,
  .score = score,
};
