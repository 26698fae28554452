/* SPDX-License-Identifier: MIT */

/* The imputer against elimination of the dense system and on images that it must reproduce;
 * ROAD against images made in the test; the seeded noise. */

#include "measures/road.h"

#include <string.h>

#include "assert-close.h"
#include "noise.h"
#include "toy-scorer.h"

enum
{
  CHANNELS = 2,
  HEIGHT = 7,
  WIDTH = 9,
  PIXELS = HEIGHT * WIDTH,
  ELEMENTS = CHANNELS * PIXELS,
};

/* Gauss and Jordan with pivots; the solution is left in b. */
static void
eliminate (double *a, double *b, guint n)
{
  for (guint k = 0; k < n; k++)
    {
      guint best = k;
      for (guint i = k; i < n; i++)
        if (fabs (a[i * n + k]) > fabs (a[best * n + k]))
          best = i;
      for (guint j = 0; j <= n; j++)
        {
          double *from = j < n ? &a[best * n + j] : &b[best];
          double *to = j < n ? &a[k * n + j] : &b[k];
          double held = *from;
          *from = *to;
          *to = held;
        }
      for (guint i = 0; i < n; i++)
        {
          double factor = a[i * n + k] / a[k * n + k];
          if (i == k)
            continue;
          for (guint j = k; j < n; j++)
            a[i * n + j] -= factor * a[k * n + j];
          b[i] -= factor * b[k];
        }
    }
  for (guint k = 0; k < n; k++)
    b[k] /= a[k * n + k];
}

/* One equation for each pixel: known ones are what they are, missing ones the mean of their
 * neighbours. */
static void
naive_impute (const float *plane, gint width, gint height, const guint8 *missing,
              double *out)
{
  guint n = (guint)(width * height);
  g_autofree double *a = g_new0 (double, n *n);

  for (gint i = 0; i < (gint)n; i++)
    {
      out[i] = missing[i] ? 0 : plane[i];
      a[i * (gint)n + i] = missing[i] ? 0 : 1;
      for (gint j = 0; missing[i] && j < (gint)n; j++)
        {
          gint dx = ABS (i % width - j % width), dy = ABS (i / width - j / width);
          double weight = dx + dy == 1 ? 1.0 / 6 : dx == 1 && dy == 1 ? 1.0 / 12 : 0;
          a[i * (gint)n + j] -= weight;
          a[i * (gint)n + i] += weight;
        }
    }
  eliminate (a, out, n);
}

static void
check_impute (const float *image, guint channels, guint width, guint height,
              const guint8 *missing)
{
  guint pixels = width * height;
  g_autoptr (GError) error = NULL;
  g_autofree float *out = g_new (float, channels *pixels);
  g_autofree double *expected = g_new (double, pixels);

  fovea_impute (image, channels, height, width, missing, NULL, NULL, out, &error);
  g_assert_no_error (error);
  for (guint c = 0; c < channels; c++)
    {
      naive_impute (image + c * pixels, (gint)width, (gint)height, missing, expected);
      assert_close ("imputed", out + c * pixels, expected, pixels, 1e-7);
      for (guint i = 0; i < pixels; i++)
        if (!missing[i])
          g_assert_cmpfloat (out[c * pixels + i], ==, image[c * pixels + i]);
    }
}

static void
test_dense_system (void)
{
  static const guint sizes[][2] = { { 2, 1 }, { 1, 5 }, { 2, 2 }, { 9, 7 }, { 12, 13 } };
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint tenths = 1; tenths <= 9; tenths += 2)
      {
        guint pixels = sizes[s][0] * sizes[s][1];
        g_autofree float *image = random_floats (s, 3 * pixels);
        g_autofree guint8 *missing = g_new (guint8, pixels);
        guint64 stream = fovea_noise_stream (tenths, s);
        for (guint i = 0; i < pixels; i++)
          missing[i] = fovea_noise_uniform (stream, i) < tenths / 10.0;
        missing[tenths % pixels] = 0;
        check_impute (image, 3, sizes[s][0], sizes[s][1], missing);
      }
}

/* All missing but one pixel: the image becomes that pixel. */
static void
test_one_known (void)
{
  g_autofree float *image = random_floats (1, ELEMENTS);
  guint8 missing[PIXELS];
  float out[ELEMENTS];
  double expected[ELEMENTS];

  memset (missing, 1, sizeof missing);
  missing[30] = 0;
  for (guint i = 0; i < ELEMENTS; i++)
    expected[i] = image[i / PIXELS * PIXELS + 30];
  g_assert_true (fovea_impute (image, CHANNELS, HEIGHT, WIDTH, missing, NULL, NULL, out, NULL));
  assert_close ("one known", out, expected, ELEMENTS, 1e-6);
}

/* Holes away from the border of a linear ramp fill with the ramp. */
static void
test_ramp (void)
{
  enum
  {
    SIDE = 64,
  };
  g_autofree float *ramp = g_new (float, SIDE *SIDE);
  g_autofree double *expected = g_new (double, SIDE *SIDE);
  g_autofree guint8 *missing = g_new0 (guint8, SIDE * SIDE);
  g_autofree float *holed = g_new (float, SIDE *SIDE);

  for (gint i = 0; i < SIDE * SIDE; i++)
    {
      gint x = i % SIDE, y = i / SIDE, dx = x - 34, dy = y - 30;
      expected[i] = ramp[i] = (float)(0.03 * x - 0.05 * y + 1);
      missing[i] = dx * dx + dy * dy < 600 || (x == 3 && y > 0 && y < SIDE - 1);
      holed[i] = missing[i] ? NAN : ramp[i];
    }
  g_assert_true (fovea_impute (holed, 1, SIDE, SIDE, missing, NULL, NULL, holed, NULL));
  assert_close ("ramp", holed, expected, SIDE * SIDE, 1e-6);
}

/* Only what is missing moves, by numbers of the asked deviation that the seed decides. */
static void
test_noise (void)
{
  enum
  {
    SIDE = 100,
  };
  g_autofree float *image = g_new0 (float, SIDE *SIDE);
  g_autofree guint8 *missing = g_new (guint8, SIDE * SIDE);
  float *out[3];
  FoveaImputerNoise noise = { 0.01, 7, 0 }, others[] = { { 0.01, 7, 1 }, { 0.01, 8, 0 } };
  double sum = 0, squares = 0, fourth = 0;
  guint n = 0;

  for (guint i = 0; i < SIDE * SIDE; i++)
    missing[i] = i % 3 != 0;
  for (guint k = 0; k < 3; k++)
    out[k] = g_new (float, SIDE *SIDE);
  g_assert_true (fovea_impute (image, 1, SIDE, SIDE, missing, &noise, NULL, out[0], NULL));
  g_assert_true (fovea_impute (image, 1, SIDE, SIDE, missing, &noise, NULL, out[1], NULL));
  assert_same_bits ("noise again", out[1], out[0], SIDE * SIDE);
  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      double z = out[0][i] / 0.01;
      g_assert_true (missing[i] || z == 0);
      sum += z;
      squares += z * z;
      fourth += z * z * z * z;
      n += missing[i];
    }
  assert_near (sum / n, 0, 0.05);
  assert_near (squares / n, 1, 0.08);
  assert_near (fourth / n, 3, 0.5);
  for (guint k = 0; k < 2; k++)
    {
      guint same = 0;
      g_assert_true (
          fovea_impute (image, 1, SIDE, SIDE, missing, &others[k], NULL, out[k + 1], NULL));
      for (guint i = 0; i < SIDE * SIDE; i++)
        same += missing[i] && out[k + 1][i] == out[0][i];
      g_assert_cmpuint (same, <, 5);
    }
  for (guint k = 0; k < 3; k++)
    g_free (out[k]);
}

static void
test_imputer_errors (void)
{
  g_autofree float *image = random_floats (1, ELEMENTS);
  guint8 missing[PIXELS];
  float out[ELEMENTS];
  FoveaImputerNoise noise = { -1, 0, 0 };
  g_autoptr (GError) all = NULL, negative = NULL, finite = NULL;

  memset (missing, 1, sizeof missing);
  g_assert_false (
      fovea_impute (image, CHANNELS, HEIGHT, WIDTH, missing, NULL, NULL, out, &all));
  g_assert_error (all, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  missing[4] = 0;
  g_assert_false (
      fovea_impute (image, CHANNELS, HEIGHT, WIDTH, missing, &noise, NULL, out, &negative));
  g_assert_error (negative, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  image[PIXELS + 4] = INFINITY;
  g_assert_false (
      fovea_impute (image, CHANNELS, HEIGHT, WIDTH, missing, NULL, NULL, out, &finite));
  g_assert_error (finite, FOVEA_ERROR, FOVEA_ERROR_FAILED);
}

/* The score of the image without the pixels that come first: `sign` 1 for the highest, -1
 * for the lowest. */
static double
naive_road (const ToyScorer *toy, const float *image, const float *map, double sign,
            guint removed)
{
  guint8 missing[PIXELS];
  float changed[ELEMENTS];
  double plane[PIXELS];

  for (guint i = 0; i < PIXELS; i++)
    {
      guint before = 0;
      for (guint j = 0; j < PIXELS; j++)
        before += sign * map[j] > sign * map[i] || (map[j] == map[i] && j < i);
      missing[i] = before < removed;
    }
  for (guint c = 0; c < CHANNELS; c++)
    {
      naive_impute (image + c * PIXELS, WIDTH, HEIGHT, missing, plane);
      for (guint i = 0; i < PIXELS; i++)
        changed[c * PIXELS + i] = (float)plane[i];
    }
  return toy_score_of (toy, changed);
}

static void
check_road (const ToyScorer *toy, const float *image, const float *map,
            const FoveaRoad *road)
{
  double morf = 0, lerf = 0, score = toy_score_of (toy, image);

  g_assert_cmpfloat (road->score, ==, score);
  for (guint k = 0; k < road->n; k++)
    {
      const FoveaRoadPoint *point = &road->points[k];
      double most = naive_road (toy, image, map, 1, (guint)point->removed) - score;
      double least = naive_road (toy, image, map, -1, (guint)point->removed) - score;
      assert_near (point->morf, most, 1e-5);
      assert_near (point->lerf, least, 1e-5);
      morf += most;
      lerf += least;
    }
  assert_near (road->morf, morf / road->n, 1e-5);
  assert_near (road->lerf, lerf / road->n, 1e-5);
  assert_near (road->combined, (lerf - morf) / (2 * road->n), 1e-5);
}

static void
test_road (void)
{
  g_autofree float *weights = random_floats (1, ELEMENTS);
  g_autofree float *image = random_floats (2, ELEMENTS);
  g_autofree float *map = random_floats (3, PIXELS);
  FoveaRoadOptions options = { .noise = 0 };
  ToyScorer toy;

  toy_init (&toy, CHANNELS, HEIGHT, WIDTH, 4, weights);
  toy.is_curved = TRUE;
  for (guint pass = 0; pass < 2; pass++)
    {
      g_auto (FoveaRoad) road = { 0 };
      g_assert_true (fovea_road (&toy.scorer, image, map, &options, &road, NULL));
      g_assert_cmpuint (road.n, ==, 9);
      for (guint k = 0; k < 9; k++)
        {
          /* 62 p / 100, rounded up, are kept of 63. */
          static const gsize removed[] = { 56, 50, 44, 38, 32, 25, 19, 13, 7 };
          g_assert_cmpfloat (road.points[k].percentile, ==, 10 * (k + 1));
          g_assert_cmpuint (road.points[k].removed, ==, removed[k]);
          g_assert_cmpint (road.points[k].tied_morf > 0, ==, pass == 1);
        }
      check_road (&toy, image, map, &road);
      for (guint i = 0; i < PIXELS; i++)
        map[i] = map[i] > 0.9f ? 1 : 0;
      for (guint i = 0; i < 4; i++)
        map[i] = 1;
    }
}

/* With distinct values the kept pixels are those below numpy's linear percentile. */
static void
test_threshold (void)
{
  g_autofree float *weights = random_floats (1, ELEMENTS);
  g_autofree float *image = random_floats (2, ELEMENTS);
  float map[PIXELS];
  const double percentiles[] = { 1, 25, 50, 99 };
  FoveaRoadOptions options = { percentiles, 4, 0, 0 };
  g_auto (FoveaRoad) road = { 0 };
  ToyScorer toy;

  for (guint i = 0; i < PIXELS; i++)
    map[i]
        = (float)((i * 40 + 11) % PIXELS); /* 0 … 62 shuffled: the value is the place */
  toy_init (&toy, CHANNELS, HEIGHT, WIDTH, 1, weights);
  g_assert_true (fovea_road (&toy.scorer, image, map, &options, &road, NULL));
  for (guint k = 0; k < 4; k++)
    {
      guint kept = 0;
      for (guint i = 0; i < PIXELS; i++)
        kept += map[i] < percentiles[k] * (PIXELS - 1) / 100;
      g_assert_cmpuint (road.points[k].removed, ==, PIXELS - kept);
      g_assert_cmpuint (road.points[k].tied_morf + road.points[k].tied_lerf, ==, 0);
    }
}

/* A constant map tells nothing: the two directions are the same, noise and all. A map and
 * its negative change places. */
static void
test_constant_and_negative (void)
{
  g_autofree float *weights = random_floats (1, ELEMENTS);
  g_autofree float *image = random_floats (2, ELEMENTS);
  g_autofree float *map = random_floats (3, PIXELS);
  float flat[PIXELS] = { 0 }, negative[PIXELS];
  g_auto (FoveaRoad) constant = { 0 }, one = { 0 }, other = { 0 };
  ToyScorer toy;

  toy_init (&toy, CHANNELS, HEIGHT, WIDTH, 3, weights);
  for (guint i = 0; i < PIXELS; i++)
    negative[i] = -map[i];
  g_assert_true (fovea_road (&toy.scorer, image, flat, NULL, &constant, NULL));
  g_assert_cmpfloat (constant.combined, ==, 0);
  g_assert_cmpfloat (constant.morf, !=, 0);
  g_assert_cmpuint (constant.points[3].tied_lerf, ==, PIXELS);
  g_assert_cmpfloat (constant.noise, ==, 0.01);
  g_assert_true (fovea_road (&toy.scorer, image, map, NULL, &one, NULL));
  g_assert_true (fovea_road (&toy.scorer, image, negative, NULL, &other, NULL));
  g_assert_cmpfloat (one.combined, ==, -other.combined);
  g_assert_cmpfloat (one.combined, !=, 0);
}

static void
assert_road_refused (ToyScorer *toy, const float *image, const float *map,
                     const FoveaRoadOptions *options, gint code)
{
  g_autoptr (GError) error = NULL;
  FoveaRoad road = { 0 };

  g_assert_false (fovea_road (&toy->scorer, image, map, options, &road, &error));
  g_assert_error (error, FOVEA_ERROR, code);
  g_assert_null (road.points);
}

static void
test_road_errors (void)
{
  static const double wrong[][2] = { { 0, 50 }, { 50, 100 }, { NAN, 50 } };
  g_autofree float *weights = random_floats (1, ELEMENTS);
  g_autofree float *image = random_floats (2, ELEMENTS);
  g_autofree float *map = random_floats (3, PIXELS);
  FoveaRoadOptions none = { wrong[0], 0, 0, 0 }, noise = { .noise = NAN };
  ToyScorer toy, pixel;

  toy_init (&toy, CHANNELS, HEIGHT, WIDTH, 3, weights);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      FoveaRoadOptions options = { wrong[i], 2, 0, 0 };
      assert_road_refused (&toy, image, map, &options, FOVEA_ERROR_USAGE);
    }
  assert_road_refused (&toy, image, map, &none, FOVEA_ERROR_USAGE);
  assert_road_refused (&toy, image, map, &noise, FOVEA_ERROR_USAGE);
  toy_init (&pixel, CHANNELS, 1, 1, 3, weights);
  assert_road_refused (&pixel, image, map, NULL, FOVEA_ERROR_USAGE);
  toy.stop_at = 5;
  assert_road_refused (&toy, image, map, NULL, FOVEA_ERROR_CANCELLED);
  map[0] = NAN;
  assert_road_refused (&toy, image, map, NULL, FOVEA_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imputer/dense-system", test_dense_system);
  g_test_add_func ("/imputer/one-known", test_one_known);
  g_test_add_func ("/imputer/ramp", test_ramp);
  g_test_add_func ("/imputer/noise", test_noise);
  g_test_add_func ("/imputer/errors", test_imputer_errors);
  g_test_add_func ("/road/points", test_road);
  g_test_add_func ("/road/threshold", test_threshold);
  g_test_add_func ("/road/constant-and-negative", test_constant_and_negative);
  g_test_add_func ("/road/errors", test_road_errors);
  return g_test_run ();
}
