/* SPDX-License-Identifier: MIT */

/* Insertion and deletion against images made anew for every point, the blur against a sum
 * over two dimensions, and what must hold for any map. */

#include "measures/insertion-deletion.h"

#include <string.h>

#include "assert-close.h"
#include "measures/blur.h"
#include "toy-scorer.h"

enum
{
  CHANNELS = 3,
  HEIGHT = 9,
  WIDTH = 13,
  PIXELS = HEIGHT * WIDTH,
  ELEMENTS = CHANNELS * PIXELS,
};

typedef struct
{
  ToyScorer toy;
  float *weights, *image, *map;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->weights = random_floats (1, ELEMENTS);
  f->image = random_floats (2, ELEMENTS);
  f->map = random_floats (3, PIXELS);
  toy_init (&f->toy, CHANNELS, HEIGHT, WIDTH, 4, f->weights);
  f->toy.is_curved = TRUE;
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  g_free (f->weights);
  g_free (f->image);
  g_free (f->map);
}

/* How many pixels come before this one. */
static gsize
place_of (const float *map, gsize pixel)
{
  gsize before = 0;

  for (gsize j = 0; j < PIXELS; j++)
    before += map[j] > map[pixel] || (map[j] == map[pixel] && j < pixel);
  return before;
}

static double
naive_point (const Fixture *f, const float *from, const float *to, gsize changed)
{
  float image[ELEMENTS];

  for (gsize i = 0; i < ELEMENTS; i++)
    image[i] = place_of (f->map, i % PIXELS) < changed ? to[i] : from[i];
  return toy_score_of (&f->toy, image);
}

static void
check_curve (const Fixture *f, const FoveaCurve *curve, const float *from,
             const float *to, guint step)
{
  double area = 0;

  g_assert_cmpuint (curve->step, ==, step);
  g_assert_cmpuint (curve->n, ==, 1 + (guint)ceil ((double)PIXELS / step));
  g_assert_cmpuint (curve->n, ==, fovea_curve_points (PIXELS, step));
  for (guint k = 0; k < curve->n; k++)
    {
      gsize changed = MIN (k * step, PIXELS);
      assert_near (curve->fractions[k], (double)changed / PIXELS, 1e-15);
      assert_near (curve->scores[k], naive_point (f, from, to, changed), 1e-12);
      if (k > 0)
        area += (curve->fractions[k] - curve->fractions[k - 1])
                * (curve->scores[k] + curve->scores[k - 1]) / 2;
    }
  assert_near (curve->area, area, 1e-12);
  g_assert_cmpfloat (curve->scores[0], ==, toy_score_of (&f->toy, from));
  g_assert_cmpfloat (curve->scores[curve->n - 1], ==, toy_score_of (&f->toy, to));
}

static void
test_published (Fixture *f, gconstpointer unused)
{
  g_auto (FoveaCurve) deletion = { 0 }, insertion = { 0 };
  g_autofree double *window = fovea_rise_window (11, 5);
  float zeros[ELEMENTS] = { 0 }, blurred[ELEMENTS];

  fovea_blur (f->image, CHANNELS, HEIGHT, WIDTH, window, 11, blurred);
  g_assert_true (
      fovea_deletion (&f->toy.scorer, f->image, f->map, NULL, &deletion, NULL));
  check_curve (f, &deletion, f->image, zeros, 224);
  g_assert_cmpstr (deletion.baseline, ==, "zeros, the mean colour");
  g_assert_true (
      fovea_insertion (&f->toy.scorer, f->image, f->map, NULL, &insertion, NULL));
  check_curve (f, &insertion, blurred, f->image, 224);
  g_assert_cmpstr (insertion.baseline, ==, "the image blurred, 11 × 11 Gaussian, σ = 5");
  g_assert_cmpstr (insertion.tie_rule, ==, "equal values: lower flat index first");
}

/* Steps that divide the pixels and that do not, batches that divide the points or not; a map
 * with equal values. */
static void
test_steps (Fixture *f, gconstpointer unused)
{
  static const guint steps[] = { 1, 5, 9, 39, 116, 117, 118 };
  g_autofree float *baseline = random_floats (4, ELEMENTS);

  for (gsize i = 0; i < PIXELS; i++)
    f->map[i] = roundf (3 * f->map[i]);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_auto (FoveaCurve) deletion = { 0 }, insertion = { 0 };
      FoveaCurveOptions options = { steps[i], baseline, "noise" };
      f->toy.scorer.batch = 1 + 3 * i;
      f->toy.largest = 0;
      g_assert_true (
          fovea_deletion (&f->toy.scorer, f->image, f->map, &options, &deletion, NULL));
      check_curve (f, &deletion, f->image, baseline, steps[i]);
      g_assert_true (
          fovea_insertion (&f->toy.scorer, f->image, f->map, &options, &insertion, NULL));
      check_curve (f, &insertion, baseline, f->image, steps[i]);
      g_assert_cmpstr (insertion.baseline, ==, "noise");
      g_assert_cmpuint (f->toy.largest, ==, MIN (1 + 3 * i, insertion.n));
    }
}

/* All equal: the order is that of the flat index, and every cell is tied. */
static void
test_constant_map (Fixture *f, gconstpointer unused)
{
  g_auto (FoveaCurve) curve = { 0 }, whole = { 0 };
  FoveaCurveOptions options = { .step = WIDTH };
  float image[ELEMENTS];

  memset (f->map, 0, PIXELS * sizeof *f->map);
  memcpy (image, f->image, sizeof image);
  g_assert_true (fovea_deletion (&f->toy.scorer, image, f->map, &options, &curve, NULL));
  g_assert_cmpuint (curve.tied, ==, PIXELS);
  for (guint row = 0; row < HEIGHT; row++)
    {
      g_assert_cmpfloat (curve.scores[row], ==, toy_score_of (&f->toy, image));
      for (guint c = 0; c < CHANNELS; c++)
        memset (image + c * PIXELS + row * WIDTH, 0, WIDTH * sizeof *image);
    }
  options.step = PIXELS;
  g_assert_true (
      fovea_deletion (&f->toy.scorer, f->image, f->map, &options, &whole, NULL));
  g_assert_cmpuint (whole.tied, ==, 0);
}

/* Values 3 3 3 3 2 2 1 1 1 …: steps of 4 cut the run of ones, those of 3 also the threes. */
static void
test_tied (Fixture *f, gconstpointer unused)
{
  g_auto (FoveaCurve) by4 = { 0 }, by3 = { 0 };
  FoveaCurveOptions options = { .step = 4 };

  for (gsize i = 0; i < PIXELS; i++)
    f->map[i] = i < 4 ? 3 : i < 6 ? 2 : 1;
  g_assert_true (fovea_deletion (&f->toy.scorer, f->image, f->map, &options, &by4, NULL));
  g_assert_cmpuint (by4.tied, ==, PIXELS - 6);
  options.step = 3;
  g_assert_true (fovea_deletion (&f->toy.scorer, f->image, f->map, &options, &by3, NULL));
  g_assert_cmpuint (by3.tied, ==, 4 + PIXELS - 6);
}

/* A score that is a sum: the map of each pixel's share is the best map there is, its
 * negative the worst, and against the same baseline the two curves mirror each other. */
static void
test_best_and_worst (Fixture *f, gconstpointer unused)
{
  g_auto (FoveaCurve) best = { 0 }, other = { 0 }, worst = { 0 }, insertion = { 0 };
  FoveaCurveOptions options = { .step = 1 };
  float zeros[ELEMENTS] = { 0 }, shares[PIXELS] = { 0 }, against[PIXELS];

  f->toy.is_curved = FALSE;
  for (gsize i = 0; i < ELEMENTS; i++)
    shares[i % PIXELS] += f->weights[i] * f->image[i];
  for (gsize i = 0; i < PIXELS; i++)
    against[i] = -shares[i];
  g_assert_true (
      fovea_deletion (&f->toy.scorer, f->image, shares, &options, &best, NULL));
  g_assert_true (
      fovea_deletion (&f->toy.scorer, f->image, f->map, &options, &other, NULL));
  g_assert_true (
      fovea_deletion (&f->toy.scorer, f->image, against, &options, &worst, NULL));
  g_assert_cmpfloat (best.area, <, other.area);
  g_assert_cmpfloat (other.area, <, worst.area);
  options.baseline = zeros;
  g_assert_true (
      fovea_insertion (&f->toy.scorer, f->image, shares, &options, &insertion, NULL));
  for (guint k = 0; k < best.n; k++)
    assert_near (best.scores[k] + insertion.scores[k], best.scores[0], 1e-6);
  assert_near (best.area + insertion.area, best.scores[0], 1e-6);
}

static void
test_errors (Fixture *f, gconstpointer unused)
{
  g_auto (FoveaCurve) curve = { 0 };
  g_autoptr (GError) step = NULL, stopped = NULL, score = NULL, map = NULL;
  FoveaCurveOptions options = { .step = 0 };

  g_assert_false (
      fovea_deletion (&f->toy.scorer, f->image, f->map, &options, &curve, &step));
  g_assert_error (step, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  options.step = 10;
  f->toy.stop_at = 6;
  g_assert_false (
      fovea_insertion (&f->toy.scorer, f->image, f->map, &options, &curve, &stopped));
  g_assert_error (stopped, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
  f->toy.stop_at = 0;
  f->toy.nan_at = f->toy.asked + 7;
  g_assert_false (
      fovea_insertion (&f->toy.scorer, f->image, f->map, &options, &curve, &score));
  g_assert_error (score, FOVEA_ERROR, FOVEA_ERROR_FAILED);
  g_assert_nonnull (strstr (score->message, "image 6 "));
  f->map[5] = NAN;
  g_assert_false (
      fovea_deletion (&f->toy.scorer, f->image, f->map, &options, &curve, &map));
  g_assert_error (map, FOVEA_ERROR, FOVEA_ERROR_FAILED);
  g_assert_null (curve.scores);
}

/* The filtered impulse of the published evaluation, from scipy.ndimage 1.17. */
static void
test_windows (void)
{
  static const double rise[]
      = { 0.08795815, 0.08889612, 0.0904742, 0.09219112, 0.09348939, 0.09398206 };
  g_autofree double *window = fovea_rise_window (11, 5);
  g_autofree double *plain = fovea_gaussian_window (11, 1.5);
  double sum = 0, plain_sum = 0;

  for (guint i = 0; i < 11; i++)
    {
      assert_near (window[i], rise[MIN (i, 10 - i)], 1e-8);
      assert_near (plain[i] / plain[5], exp (-pow ((double)i - 5, 2) / 4.5), 1e-14);
      sum += window[i];
      plain_sum += plain[i];
    }
  assert_near (sum, 1, 1e-15);
  assert_near (plain_sum, 1, 1e-15);
}

static void
test_blur (Fixture *f, gconstpointer unused)
{
  g_autofree double *window = fovea_gaussian_window (7, 2.0);
  float blurred[ELEMENTS];
  double expected[ELEMENTS] = { 0 };

  for (gint i = 0; i < ELEMENTS; i++)
    for (gint dy = -3; dy <= 3; dy++)
      for (gint dx = -3; dx <= 3; dx++)
        {
          gint y = i % PIXELS / WIDTH + dy, x = i % WIDTH + dx;
          if (y >= 0 && y < HEIGHT && x >= 0 && x < WIDTH)
            expected[i] += window[dy + 3] * window[dx + 3]
                           * f->image[i / PIXELS * PIXELS + y * WIDTH + x];
        }
  fovea_blur (f->image, CHANNELS, HEIGHT, WIDTH, window, 7, blurred);
  assert_close ("blur", blurred, expected, ELEMENTS, 1e-7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/insertion-deletion/published", test_published);
  ADD ("/insertion-deletion/steps", test_steps);
  ADD ("/insertion-deletion/constant-map", test_constant_map);
  ADD ("/insertion-deletion/tied", test_tied);
  ADD ("/insertion-deletion/best-and-worst", test_best_and_worst);
  ADD ("/insertion-deletion/errors", test_errors);
  ADD ("/insertion-deletion/blur", test_blur);
  g_test_add_func ("/insertion-deletion/windows", test_windows);
  return g_test_run ();
}
