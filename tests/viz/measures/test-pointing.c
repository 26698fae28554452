/* SPDX-License-Identifier: MIT */

/* The pointing game against a mask that the test dilates, and the energy inside a box or
 * mask against plain sums. */

#include "measures/pointing.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"

enum
{
  WIDTH = 23,
  HEIGHT = 17,
  PIXELS = WIDTH * HEIGHT,
};

/* Every cell less than `radius` from one inside, and those inside. */
static void
dilate (const guint8 *mask, gint radius, guint8 *grown)
{
  for (gint i = 0; i < PIXELS; i++)
    {
      grown[i] = mask[i] != 0;
      for (gint j = 0; j < PIXELS; j++)
        {
          gint dx = i % WIDTH - j % WIDTH, dy = i / WIDTH - j / WIDTH;
          grown[i] |= mask[j] && dx * dx + dy * dy < radius * radius;
        }
    }
}

/* The point at every cell in turn: hits are exactly the dilated mask. */
static void
test_dilated_mask (void)
{
  guint8 mask[PIXELS] = { 0 }, grown[PIXELS];
  float map[PIXELS] = { 0 };
  FoveaPointing pointing;

  mask[5 * WIDTH + 7] = 1;
  mask[11 * WIDTH + 18] = 200;
  mask[11 * WIDTH + 19] = 1;
  for (gint tolerance = 0; tolerance <= 15; tolerance += 5)
    {
      guint hits = 0;
      dilate (mask, tolerance, grown);
      for (guint i = 0; i < PIXELS; i++)
        {
          map[i] = 1;
          g_assert_true (
              fovea_pointing_game (map, WIDTH, HEIGHT, mask, tolerance, &pointing, NULL));
          g_assert_cmpuint (pointing.x, ==, i % WIDTH);
          g_assert_cmpuint (pointing.y, ==, i / WIDTH);
          g_assert_cmpuint (pointing.equal, ==, 1);
          g_assert_cmpint (pointing.hit, ==, grown[i]);
          g_assert_true ((pointing.distance == 0) == (mask[i] != 0));
          hits += pointing.hit;
          map[i] = 0;
        }
      g_assert_cmpuint (hits, >=, 3);
    }
}

static void
test_distance_and_equals (void)
{
  guint8 mask[PIXELS] = { 0 };
  float map[PIXELS];
  FoveaPointing pointing;

  for (guint i = 0; i < PIXELS; i++)
    map[i] = -1;
  map[2 * WIDTH + 10] = map[2 * WIDTH + 9] = map[PIXELS - 1] = -0.5f;
  mask[5 * WIDTH + 13] = 1;
  g_assert_true (fovea_pointing_game (map, WIDTH, HEIGHT, mask, 5, &pointing, NULL));
  g_assert_cmpuint (pointing.x, ==, 9);
  g_assert_cmpuint (pointing.y, ==, 2);
  g_assert_cmpuint (pointing.equal, ==, 3);
  g_assert_cmpfloat (pointing.distance, ==, 5);
  g_assert_false (pointing.hit);
  g_assert_true (fovea_pointing_game (map, WIDTH, HEIGHT, mask, 5.01, &pointing, NULL));
  g_assert_true (pointing.hit);
}

static void
test_box (void)
{
  static const struct
  {
    FoveaBox box;
    gint left, top, right, bottom;
  } cases[] = {
    { { 3, 4, 5, 6 }, 3, 4, 8, 10 },
    { { -2, -3, 5, 4 }, 0, 0, 3, 1 },
    { { 20, 15, G_MAXINT, G_MAXINT }, 20, 15, WIDTH, HEIGHT },
    { { 22, 16, 1, 1 }, 22, 16, 23, 17 },
  };
  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autofree guint8 *mask = fovea_box_mask (&cases[c].box, WIDTH, HEIGHT, NULL);
      for (gint y = 0; y < HEIGHT; y++)
        for (gint x = 0; x < WIDTH; x++)
          g_assert_cmpuint (mask[y * WIDTH + x], ==,
                            x >= cases[c].left && x < cases[c].right && y >= cases[c].top
                                && y < cases[c].bottom);
    }
}

static void
test_energy (void)
{
  g_autofree float *map = random_floats (1, PIXELS);
  FoveaBox box = { 4, 3, 9, 8 };
  g_autofree guint8 *mask = fovea_box_mask (&box, WIDTH, HEIGHT, NULL);
  double inside = 0, total = 0;
  FoveaEnergy energy, rest;

  for (guint i = 0; i < PIXELS; i++)
    {
      map[i] = MAX (map[i], 0);
      total += map[i];
    }
  for (guint y = 3; y < 11; y++)
    for (guint x = 4; x < 13; x++)
      inside += map[y * WIDTH + x];
  g_assert_true (fovea_energy_inside (map, WIDTH, HEIGHT, mask, &energy, NULL));
  g_assert_cmpfloat_with_epsilon (energy.inside, inside, 1e-12);
  g_assert_cmpfloat_with_epsilon (energy.total, total, 1e-12);
  g_assert_cmpfloat_with_epsilon (energy.share, inside / total, 1e-14);
  g_assert_cmpfloat_with_epsilon (energy.area, 72.0 / PIXELS, 1e-15);
  for (guint i = 0; i < PIXELS; i++)
    mask[i] = !mask[i];
  g_assert_true (fovea_energy_inside (map, WIDTH, HEIGHT, mask, &rest, NULL));
  g_assert_cmpfloat_with_epsilon (energy.share + rest.share, 1, 1e-14);
  for (guint i = 0; i < PIXELS; i++)
    map[i] = 0.3f;
  g_assert_true (fovea_energy_inside (map, WIDTH, HEIGHT, mask, &rest, NULL));
  g_assert_cmpfloat_with_epsilon (rest.share, rest.area, 1e-14);
}

static void
assert_refused (const float *map, const guint8 *mask, double tolerance, gint energy,
                gint game)
{
  g_autoptr (GError) first = NULL, second = NULL;
  FoveaEnergy inside;
  FoveaPointing pointing;

  g_assert_cmpint (fovea_energy_inside (map, WIDTH, HEIGHT, mask, &inside, &first), ==,
                   energy == 0);
  if (energy)
    g_assert_error (first, FOVEA_ERROR, energy);
  g_assert_cmpint (
      fovea_pointing_game (map, WIDTH, HEIGHT, mask, tolerance, &pointing, &second), ==,
      game == 0);
  if (game)
    g_assert_error (second, FOVEA_ERROR, game);
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;
  guint8 mask[PIXELS] = { 0 };
  float map[PIXELS] = { 0 };
  FoveaBox outside = { WIDTH, 0, 4, 4 }, flat = { 1, 1, 0, 4 };

  g_assert_null (fovea_box_mask (&outside, WIDTH, HEIGHT, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_null (fovea_box_mask (&flat, WIDTH, HEIGHT, NULL));
  map[0] = 1;
  assert_refused (map, mask, 15, FOVEA_ERROR_USAGE, FOVEA_ERROR_USAGE);
  mask[0] = 1;
  assert_refused (map, mask, -1, 0, FOVEA_ERROR_USAGE);
  assert_refused (map, mask, NAN, 0, FOVEA_ERROR_USAGE);
  map[9] = -1;
  assert_refused (map, mask, 15, FOVEA_ERROR_USAGE, 0);
  map[9] = INFINITY;
  assert_refused (map, mask, 15, FOVEA_ERROR_FAILED, FOVEA_ERROR_FAILED);
  memset (map, 0, sizeof map);
  assert_refused (map, mask, 15, FOVEA_ERROR_FAILED, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pointing/dilated-mask", test_dilated_mask);
  g_test_add_func ("/pointing/distance-and-equals", test_distance_and_equals);
  g_test_add_func ("/pointing/box", test_box);
  g_test_add_func ("/pointing/energy", test_energy);
  g_test_add_func ("/pointing/errors", test_errors);
  return g_test_run ();
}
