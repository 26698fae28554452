/* SPDX-License-Identifier: MIT */

/* Stability: the map of the image moved a little (measures/motion.h), moved back. Over the n
 * motions and the image itself, at each pixel that none of them carries over the border,
 *
 *   variance = mean over maps of (M - mean M)^2,   M scaled to 0..1 as shown
 *
 * and the correlation of each map with the image's own. */

#include "measures/agreement.h"
#include "measures/motion.h"

#include <math.h>
#include <string.h>

#include "measure.h"

typedef struct
{
  guint width, height;
  gsize pixels;
  guint8 *valid;
  gsize n_valid;
  double *sum, *squares; /* by pixel */
  double correlations[FOVEA_N_MOTIONS];
} Stability;

static void
add_map (Stability *self, const float *map)
{
  for (gsize p = 0; p < self->pixels; p++)
    {
      self->sum[p] += map[p];
      self->squares[p] += (double) map[p] * map[p];
    }
}

/* The valid ones, close together. (transfer full) */
static float *
gather (const Stability *self, const float *map)
{
  float *values = g_new (float, MAX (self->n_valid, 1));

  for (gsize p = 0, i = 0; p < self->pixels; p++)
    if (self->valid[p])
      values[i++] = map[p];
  return values;
}

/* NaN where one of them is constant. */
static double
correlate (const Stability *self, const float *a, const float *b)
{
  g_autofree float *one = gather (self, a);
  g_autofree float *other = gather (self, b);
  double r;

  return fovea_pearson (one, other, self->n_valid, &r, NULL) ? r : NAN;
}

static gboolean
try_motion (const FoveaSubject *subject, Stability *self, guint index, GError **error)
{
  const FoveaMotion *motion = &fovea_motions[index];
  FoveaMotion back = fovea_motion_inverse (motion);
  g_autofree float *image = g_new (float, 3 * self->pixels);
  g_autofree float *map = g_new (float, self->pixels);

  fovea_motion_apply (motion, fovea_subject_image (subject), 3, self->width, self->height,
                      image);
  g_autoptr (FoveaInput) moved
      = fovea_input_replace (fovea_explanation_input (subject->explanation), image);
  g_autoptr (FoveaMap) raw = fovea_subject_ask_again (subject, NULL, moved, error);
  if (!raw)
    return FALSE;
  g_autoptr (FoveaMap) shown = fovea_map_finish (raw, self->width, self->height);
  fovea_motion_apply (&back, fovea_map_values (shown), 1, self->width, self->height, map);
  add_map (self, map);
  self->correlations[index] = correlate (self, fovea_map_values (subject->share), map);
  return TRUE;
}

static void
prepare (Stability *self)
{
  memset (self->valid, 1, self->pixels);
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    fovea_motion_mark_valid (&fovea_motions[i], self->width, self->height, self->valid);
  for (gsize p = 0; p < self->pixels; p++)
    self->n_valid += self->valid[p];
}

static void
report (const Stability *self, FoveaReading *reading)
{
  double variance = 0, greatest = 0, x[FOVEA_N_MOTIONS];
  guint n = FOVEA_N_MOTIONS + 1;

  for (gsize p = 0; p < self->pixels; p++)
    {
      double mean = self->sum[p] / n, v = MAX (self->squares[p] / n - mean * mean, 0);
      variance += self->valid[p] ? v : 0;
      greatest = MAX (greatest, self->valid[p] ? v : 0);
    }
  fovea_reading_add (reading, "variance", "mean over the pixels", variance / self->n_valid);
  fovea_reading_add (reading, "deviation", "root of that, in shares of the map's range",
                     sqrt (variance / self->n_valid));
  fovea_reading_add (reading, "greatest", "the greatest variance of a pixel", greatest);
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    x[i] = i;
  FoveaReadCurve *curve = fovea_reading_curve (
      reading, "motions", "Correlation with the image's own map", "motion", "Pearson",
      FOVEA_N_MOTIONS, x, self->correlations);
  curve->labels = g_new0 (char *, FOVEA_N_MOTIONS + 1);
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    curve->labels[i] = g_strdup (fovea_motions[i].name);
  fovea_reading_note (reading, "motions", "shifts by 1 pixel, mirror image, turns by 5 degrees");
}

static gboolean
read_stability (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  gsize pixels = fovea_subject_pixels (subject);
  g_autofree guint8 *valid = g_new (guint8, pixels);
  g_autofree double *sums = g_new0 (double, 2 * pixels);
  Stability self = { .width = fovea_map_width (subject->map),
                     .height = fovea_map_height (subject->map),
                     .pixels = pixels,
                     .valid = valid,
                     .sum = sums,
                     .squares = sums + pixels };

  prepare (&self);
  add_map (&self, fovea_map_values (subject->share));
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    if (!try_motion (subject, &self, i, error)
        || !fovea_subject_tick (subject, i + 1, FOVEA_N_MOTIONS, error))
      return FALSE;
  report (&self, reading);
  return TRUE;
}

extern const FoveaMeasure fovea_stability_measure;
const FoveaMeasure fovea_stability_measure = {
  .name = "stability",
  .title = N_ ("Stability"),
  .summary
  = N_ ("How the map varies when the image is shifted, mirrored or turned; low is good"),
  .kind = FOVEA_MEASURES_LONG,
  .read = read_stability,
};
