/* SPDX-License-Identifier: MIT */

/* How far the first class is before the second: the difference of their probabilities, the
 * mean of it where there are several networks. */

#include "rule.h"

#include "verdict.h"

static gboolean
of_column (const FoveaCandidate *candidate, guint column, double *score, GError **error)
{
  FoveaVerdict verdict;

  fovea_verdict_read (&verdict,
                      fovea_explanation_prediction (candidate->explanations[column]));
  *score = verdict.margin;
  return fovea_score_check (*score, error);
}

static gboolean
score (const FoveaCandidate *candidate, double *score, GError **error)
{
  return fovea_rule_mean (candidate, of_column, score, error);
}

const FoveaRule fovea_margin_rule = {
  .name = "margin",
  .summary = "first probability less the second",
  .most = "with the clearest answers of {models}",
  .least = "with the closest answers of {models}",
  .score = score,
};
