/* SPDX-License-Identifier: MIT */

/* How far two maps say the same: see measures/agreement.h. */

#include "measures/agreement.h"

#include "measure.h"

#define TOP 10 /* percent */

static gboolean
read_agreement (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  const float *a = fovea_map_values (subject->map), *b = fovea_map_values (subject->other);
  gsize n = fovea_subject_pixels (subject);
  double pearson, spearman, ssim;
  double top = subject->options->top > 0 ? subject->options->top : TOP;
  FoveaOverlap overlap;

  if (!fovea_pearson (a, b, n, &pearson, error) || !fovea_spearman (a, b, n, &spearman, error)
      || !fovea_ssim (a, b, fovea_map_width (subject->map), fovea_map_height (subject->map),
                      &ssim, error)
      || !fovea_overlap (a, b, n, top, &overlap, error))
    return FALSE;
  fovea_reading_add (reading, "pearson", "correlation of the values", pearson);
  fovea_reading_add (reading, "spearman", "correlation of the ranks", spearman);
  fovea_reading_add (reading, "ssim", "structural similarity", ssim);
  fovea_reading_add (reading, "overlap", "share of the highest cells that both have",
                     overlap.share);
  fovea_reading_add (reading, "iou", "intersection over union of the highest cells",
                     overlap.iou);
  fovea_reading_note (reading, "top", "the highest %g %%", top);
  fovea_reading_note (reading, "ties", "%s (%zu and %zu cells)", overlap.tie_rule,
                      overlap.tied_a, overlap.tied_b);
  return TRUE;
}

extern const FoveaMeasure fovea_agreement_measure;
const FoveaMeasure fovea_agreement_measure = {
  .name = "agreement",
  .title = N_ ("Agreement"),
  .summary = N_ ("How far the map and the first column's say the same"),
  .kind = FOVEA_MEASURES_PAIR,
  .read = read_agreement,
};
