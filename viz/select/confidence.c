/* SPDX-License-Identifier: MIT */

/* The probability of the first class, the mean of it where there are several networks. */

#include "rule.h"

#include "verdict.h"

static gboolean
of_column (const FoveaCandidate *candidate, guint column, double *score, GError **error)
{
  FoveaVerdict verdict;

  fovea_verdict_read (&verdict,
                      fovea_explanation_prediction (candidate->explanations[column]));
  *score = verdict.probabilities[0];
  return fovea_score_check (*score, error);
}

static gboolean
score (const FoveaCandidate *candidate, double *score, GError **error)
{
  return fovea_rule_mean (candidate, of_column, score, error);
}

const FoveaRule fovea_confidence_rule = {
  .name = "confidence",
  .summary = "probability of the first class",
  .most = "with the most certain answers of {models}",
  .least = "with the least certain answers of {models}",
  .score = score,
};
