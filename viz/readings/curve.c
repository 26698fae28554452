/* SPDX-License-Identifier: MIT */
#include "curve-private.h"

static void
note_curve (const FoveaCurve *curve, FoveaReading *reading)
{
  fovea_reading_note (reading, "baseline", "%s", curve->baseline);
  fovea_reading_note (reading, "step", "%u pixels", curve->step);
  fovea_reading_note (reading, "ties", "%s (%zu cells)", curve->tie_rule, curve->tied);
}

/* The curve while it grows. */
typedef struct
{
  const FoveaSubject *subject;
  const char *name, *title, *x_title;
  guint step;
} Growth;

static void
grow (const FoveaQuestion *question, gpointer data)
{
  const Growth *growth = data;
  gsize pixels = fovea_subject_pixels (growth->subject);
  gsize changed = MIN ((gsize) question->index * growth->step, pixels);
  FoveaPoint point = { growth->name,    growth->title,
                       growth->x_title, question->index,
                       (double) changed / (double) pixels,
                       question->score, question };

  fovea_subject_point (growth->subject, &point);
}

gboolean
fovea_read_curve (const FoveaSubject *subject, FoveaCurveMaker make, const char *name,
                  const char *title, const char *x_title, FoveaReading *reading,
                  GError **error)
{
  guint asked = subject->options->step;
  FoveaCurveOptions options = { .step = asked ? asked : FOVEA_CURVE_STEP };
  FoveaScorer scorer = fovea_asker_scorer (subject->asker);
  g_auto (FoveaCurve) curve = { 0 };
  Growth growth = { subject, name, title, x_title, options.step };

  fovea_asker_expect (subject->asker, subject->base, subject->span,
                      fovea_curve_points (fovea_subject_pixels (subject), options.step));
  fovea_asker_tell (subject->asker, grow, &growth);
  gboolean made = make (&scorer, fovea_subject_image (subject),
                        fovea_map_values (subject->map), &options, &curve, error);
  fovea_asker_tell (subject->asker, NULL, NULL);
  if (!made)
    return FALSE;
  fovea_reading_add (reading, "area", "area under the curve of the score", curve.area);
  fovea_reading_add (reading, "first", "score at the start", curve.scores[0]);
  fovea_reading_add (reading, "last", "score at the end", curve.scores[curve.n - 1]);
  fovea_reading_curve (reading, name, title, x_title, "score", curve.n, curve.fractions,
                       curve.scores);
  note_curve (&curve, reading);
  return TRUE;
}
