/* SPDX-License-Identifier: MIT */

/* The two drops and the increase on numbers worked out by hand, and on images against the
 * product made in the test. */

#include "measures/average-drop.h"

#include <string.h>

#include "assert-close.h"
#include "toy-scorer.h"

enum
{
  CHANNELS = 3,
  HEIGHT = 4,
  WIDTH = 5,
  PIXELS = HEIGHT * WIDTH,
  ELEMENTS = CHANNELS * PIXELS,
};

static void
test_two_definitions (void)
{
  static const struct
  {
    double score, masked, absolute, relative;
    gboolean increase;
  } cases[] = {
    { 0.8, 0.6, 0.2, 0.2 / 0.8000001, FALSE },
    { 0.8, 0.8, 0, 0, FALSE },
    { 0.5, 0.9, 0, 0, TRUE },
    { 1e-7, 0, 1e-7, 0.5, FALSE },
    { 0, 0, 0, 0, FALSE },
    { 0, 0.1, 0, 0, TRUE },
    { -2, -5, 3, NAN, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FoveaDrop drop;
      fovea_drop_init (&drop, cases[i].score, cases[i].masked);
      g_assert_cmpfloat (drop.score, ==, cases[i].score);
      g_assert_cmpfloat (drop.masked, ==, cases[i].masked);
      assert_near (drop.drop_absolute, cases[i].absolute, 1e-15);
      if (isnan (cases[i].relative))
        g_assert_true (isnan (drop.drop_relative));
      else
        assert_near (drop.drop_relative, cases[i].relative, 1e-12);
      g_assert_cmpint (drop.increase, ==, cases[i].increase);
    }
}

static void
test_average (void)
{
  FoveaDrop drops[4];
  FoveaAverageDrop average, none;

  fovea_drop_init (&drops[0], 0.8, 0.4);
  fovea_drop_init (&drops[1], 0.1, 0.3);
  fovea_drop_init (&drops[2], 0.2, 0.1);
  fovea_drop_init (&drops[3], -1, -2);
  fovea_average_drop (drops, 4, &average);
  g_assert_cmpuint (average.n, ==, 4);
  g_assert_cmpuint (average.n_relative, ==, 3);
  assert_near (average.drop_absolute, (0.4 + 0 + 0.1 + 1) / 4, 1e-15);
  assert_near (average.drop_relative, (0.5 + 0 + 0.5) / 3, 1e-6);
  g_assert_cmpfloat (average.increase, ==, 0.25);
  fovea_average_drop (drops, 0, &none);
  g_assert_true (isnan (none.drop_absolute) && isnan (none.increase));
}

static void
test_image (void)
{
  g_autofree float *weights = random_floats (1, ELEMENTS);
  g_autofree float *image = random_floats (2, ELEMENTS);
  g_autofree float *map = random_floats (3, PIXELS);
  float product[ELEMENTS], ones[PIXELS], zeros[PIXELS] = { 0 };
  FoveaDrop drop;
  ToyScorer toy;

  for (guint batch = 1; batch <= 3; batch++)
    {
      toy_init (&toy, CHANNELS, HEIGHT, WIDTH, batch, weights);
      toy.is_curved = TRUE;
      for (guint i = 0; i < PIXELS; i++)
        {
          map[i] = fabsf (map[i]);
          ones[i] = 1;
        }
      for (guint c = 0; c < CHANNELS; c++)
        for (guint i = 0; i < PIXELS; i++)
          product[c * PIXELS + i] = image[c * PIXELS + i] * map[i];
      g_assert_true (fovea_drop (&toy.scorer, image, map, &drop, NULL));
      g_assert_cmpfloat (drop.score, ==, toy_score_of (&toy, image));
      g_assert_cmpfloat (drop.masked, ==, toy_score_of (&toy, product));
      g_assert_true (fovea_drop (&toy.scorer, image, ones, &drop, NULL));
      g_assert_cmpfloat (drop.masked, ==, drop.score);
      g_assert_true (fovea_drop (&toy.scorer, image, zeros, &drop, NULL));
      g_assert_cmpfloat (drop.masked, ==, 0);
      g_assert_cmpuint (toy.asked, ==, 6);
    }
}

static void
test_errors (void)
{
  g_autofree float *weights = random_floats (1, ELEMENTS);
  g_autofree float *image = random_floats (2, ELEMENTS);
  g_autoptr (GError) range = NULL, below = NULL, finite = NULL, stopped = NULL;
  float map[PIXELS] = { 0 };
  FoveaDrop drop;
  ToyScorer toy;

  toy_init (&toy, CHANNELS, HEIGHT, WIDTH, 1, weights);
  toy.stop_at = 1;
  g_assert_false (fovea_drop (&toy.scorer, image, map, &drop, &stopped));
  g_assert_error (stopped, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
  map[3] = 1.5f;
  g_assert_false (fovea_drop (&toy.scorer, image, map, &drop, &range));
  g_assert_error (range, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (range->message, "from 0 to 1.5;"));
  map[3] = -0.25f;
  g_assert_false (fovea_drop (&toy.scorer, image, map, &drop, &below));
  g_assert_error (below, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  map[3] = NAN;
  g_assert_false (fovea_drop (&toy.scorer, image, map, &drop, &finite));
  g_assert_error (finite, FOVEA_ERROR, FOVEA_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/average-drop/two-definitions", test_two_definitions);
  g_test_add_func ("/average-drop/average", test_average);
  g_test_add_func ("/average-drop/image", test_image);
  g_test_add_func ("/average-drop/errors", test_errors);
  return g_test_run ();
}
