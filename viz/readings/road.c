/* SPDX-License-Identifier: MIT */

/* ROAD, arXiv 2202.00449: pixels removed are filled in from around them. */

#include "measures/road.h"
#include "measure.h"

#define STEPS G_N_ELEMENTS (fovea_road_percentiles)

#define X_TITLE "share of the pixels kept"

static const char *const titles[] = { "Most relevant removed", "Least relevant removed" };

typedef struct
{
  const FoveaSubject *subject;
  double score; /* of the image as it is */
} Growth;

static void
grow (const FoveaQuestion *question, gpointer data)
{
  Growth *growth = data;
  gboolean is_lerf;
  guint at;

  if (!fovea_road_question (question->index, &at, &is_lerf))
    {
      growth->score = question->score;
      return;
    }
  FoveaPoint point = { is_lerf ? "lerf" : "morf", titles[is_lerf], X_TITLE, at,
                       fovea_road_percentiles[at] / 100, question->score - growth->score,
                       question };
  fovea_subject_point (growth->subject, &point);
}

static void
add_curves (const FoveaRoad *road, FoveaReading *reading)
{
  g_autofree double *x = g_new (double, road->n);
  g_autofree double *morf = g_new (double, road->n);
  g_autofree double *lerf = g_new (double, road->n);

  for (guint i = 0; i < road->n; i++)
    {
      x[i] = road->points[i].percentile / 100;
      morf[i] = road->points[i].morf;
      lerf[i] = road->points[i].lerf;
    }
  fovea_reading_curve (reading, "morf", titles[0], X_TITLE,
                       "change of the score", road->n, x, morf);
  fovea_reading_curve (reading, "lerf", titles[1], X_TITLE,
                       "change of the score", road->n, x, lerf);
}

static gboolean
read_road (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  double noise = subject->options->noise;
  FoveaRoadOptions options = { .noise = noise < 0 ? FOVEA_IMPUTER_NOISE : noise,
                               .seed = subject->options->seed };
  FoveaScorer scorer = fovea_asker_scorer (subject->asker);
  g_auto (FoveaRoad) road = { 0 };
  Growth growth = { .subject = subject };

  fovea_asker_expect (subject->asker, subject->base, subject->span, 1 + 2 * STEPS);
  fovea_asker_tell (subject->asker, grow, &growth);
  gboolean made = fovea_road (&scorer, fovea_subject_image (subject),
                              fovea_map_values (subject->map), &options, &road, error);
  fovea_asker_tell (subject->asker, NULL, NULL);
  if (!made)
    return FALSE;
  fovea_reading_add (reading, "combined", "half of LeRF less MoRF: high is good",
                     road.combined);
  fovea_reading_add (reading, "morf", "mean change, most relevant removed", road.morf);
  fovea_reading_add (reading, "lerf", "mean change, least relevant removed", road.lerf);
  add_curves (&road, reading);
  fovea_reading_note (reading, "imputer", "mean of 8 neighbours, noise %g, seed %" G_GUINT64_FORMAT,
                      road.noise, road.seed);
  fovea_reading_note (reading, "ties", "%s", road.tie_rule);
  return TRUE;
}

extern const FoveaMeasure fovea_road_measure;
const FoveaMeasure fovea_road_measure = {
  .name = "road",
  .title = N_ ("ROAD"),
  .summary
  = N_ ("The change of the score when pixels are removed and imputed; high is good"),
  .kind = FOVEA_MEASURES_SCORE,
  .read = read_road,
};
