/* SPDX-License-Identifier: MIT */

/* Measures that are looked at while they are taken: the points are those of the curve, and
 * their images have exactly their scores. */

#include "embedded.h"
#include "measure.h"

#include <math.h>
#include <string.h>

typedef struct
{
  FoveaModel *model;
  FoveaInput *input;
  FoveaExplanation *explanation;
  FoveaAsker *asker;
  FoveaMeasureOptions options;
  FoveaSubject subject;
  FoveaWitness witness;

  GArray *x, *y;       /* double, of the series looked for */
  const char *series;
  guint kept;          /* the point whose image is kept */
  float *image;
  guint n_maps;
  double similarity;   /* of the last one */
} Fixture;

static void
on_point (const FoveaPoint *point, gpointer data)
{
  Fixture *f = data;
  gsize bytes = (gsize) 3 * fovea_input_width (f->input) * fovea_input_height (f->input)
                * sizeof (float);

  if (!g_str_equal (point->series, f->series))
    return;
  g_assert_cmpuint (point->index, ==, f->x->len);
  g_array_append_val (f->x, point->x);
  g_array_append_val (f->y, point->y);
  if (point->index == f->kept)
    f->image = g_memdup2 (point->question->image, bytes);
}

static void
on_map (const FoveaWayMap *map, gpointer data)
{
  Fixture *f = data;

  g_assert_cmpuint (map->index, ==, f->n_maps);
  g_assert_cmpuint (fovea_map_width (map->map), ==, fovea_input_width (f->input));
  f->n_maps++;
  f->similarity = map->similarity;
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  FoveaModelOptions options = { .name = "van_nano" };
  FoveaExplainRequest request
      = { .method = fovea_method_find ("gradcam", NULL), .target = FOVEA_TOP_CLASS };
  FoveaObjective objective = { .kind = FOVEA_OBJECTIVE_PROBABILITY };
  g_autoptr (GBytes) bytes = fovea_embedded (FOVEA_DEMO_PHOTO);
  g_autoptr (FoveaImage) photo = fovea_image_open_bytes (bytes, "demo", NULL, NULL);

  f->model = fovea_model_open (&options, NULL);
  f->input = fovea_input_new (f->model, photo, NULL);
  f->explanation = fovea_explain (f->model, f->input, &request, NULL, NULL);
  f->asker = fovea_asker_new (f->explanation, &objective, NULL, NULL);
  f->options = FOVEA_MEASURE_OPTIONS_NONE;
  f->options.step = 2000;
  f->witness = (FoveaWitness){ on_point, on_map, f };
  f->subject.explanation = f->explanation;
  f->subject.layer = (guint) fovea_explanation_find (f->explanation, NULL);
  fovea_subject_init (&f->subject);
  f->subject.asker = f->asker;
  f->subject.options = &f->options;
  f->subject.witness = &f->witness;
  f->subject.span = 1;
  f->x = g_array_new (FALSE, FALSE, sizeof (double));
  f->y = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  fovea_subject_clear (&f->subject);
  g_clear_pointer (&f->asker, fovea_asker_free);
  g_clear_pointer (&f->explanation, fovea_explanation_unref);
  g_clear_pointer (&f->input, fovea_input_unref);
  g_clear_pointer (&f->model, fovea_model_unref);
  g_array_unref (f->x);
  g_array_unref (f->y);
  g_free (f->image);
}

static FoveaReading *
take (Fixture *f, const char *name)
{
  FoveaReading *reading = fovea_reading_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (fovea_measure_find (name, NULL)->read (&f->subject, reading, &error));
  g_assert_no_error (error);
  return reading;
}

static const FoveaReadCurve *
find_curve (const FoveaReading *reading, const char *name)
{
  for (guint i = 0; i < reading->curves->len; i++)
    if (g_str_equal (((FoveaReadCurve *) reading->curves->pdata[i])->name, name))
      return reading->curves->pdata[i];
  g_assert_not_reached ();
}

static void
check_points (Fixture *f, const FoveaReading *reading)
{
  const FoveaReadCurve *curve = find_curve (reading, f->series);

  g_assert_cmpuint (f->x->len, ==, curve->n);
  g_assert_cmpmem (f->x->data, f->x->len * sizeof (double), curve->x,
                   curve->n * sizeof (double));
  g_assert_cmpmem (f->y->data, f->y->len * sizeof (double), curve->y,
                   curve->n * sizeof (double));
}

static double
ask (Fixture *f, const float *image)
{
  FoveaScorer scorer = fovea_asker_scorer (f->asker);
  double score = NAN;

  g_assert_true (fovea_scorer_one (&scorer, image, &score, NULL));
  return score;
}

static void
test_curve (Fixture *f, gconstpointer name)
{
  f->series = name;
  f->kept = 4;
  g_autoptr (FoveaReading) reading = take (f, name);
  check_points (f, reading);
  g_assert_cmpfloat (ask (f, f->image), ==, g_array_index (f->y, double, 4));
}

static void
test_road (Fixture *f, gconstpointer series)
{
  f->series = series;
  f->kept = 7;
  g_autoptr (FoveaReading) reading = take (f, "road");
  check_points (f, reading);
  g_assert_cmpfloat (ask (f, f->image) - ask (f, fovea_subject_image (&f->subject)), ==,
                     g_array_index (f->y, double, 7));
}

static void
test_randomisation (Fixture *f, gconstpointer unused)
{
  g_autoptr (FoveaReading) reading = take (f, "randomisation");
  const FoveaReadCurve *curve = find_curve (reading, "spearman");

  g_assert_cmpuint (f->n_maps, ==, curve->n);
  g_assert_cmpfloat (f->similarity, ==, curve->y[curve->n - 1]);
}

/* The picture of the input is what was resized and cropped, to the last bit. */
static void
test_picture (Fixture *f, gconstpointer unused)
{
  FoveaImage *photo = fovea_input_image (f->input);
  g_autoptr (FoveaImage) seen = fovea_input_picture (f->input, NULL);
  g_autoptr (FoveaImage) made
      = fovea_preprocess_image (fovea_input_preprocess (f->input), photo, NULL, NULL);
  gsize bytes = (gsize) fovea_image_width (made) * fovea_image_height (made) * 3;

  g_assert_cmpuint (fovea_image_width (seen), ==, fovea_image_width (made));
  g_assert_cmpmem (fovea_image_pixels (seen), bytes, fovea_image_pixels (made), bytes);
}

#define ADD(name, data, test)                                                            \
  g_test_add ("/witness/" name, Fixture, data, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("insertion", "insertion", test_curve);
  ADD ("deletion", "deletion", test_curve);
  ADD ("road-most", "morf", test_road);
  ADD ("road-least", "lerf", test_road);
  ADD ("randomisation", NULL, test_randomisation);
  ADD ("picture", NULL, test_picture);
  return g_test_run ();
}
