/* SPDX-License-Identifier: MIT */
#include "map.h"

#include <math.h>
#include <string.h>

/* m[y, x] = ((5 y + 3 x) mod 11) - 3, the pattern of tests/golden/overlay.json. */
static FoveaMap *
pattern_new (guint width, guint height)
{
  g_autofree float *values = g_new (float, width *height);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      values[y * width + x] = (float)((y * 5 + x * 3) % 11) - 3;
  return fovea_map_new (width, height, values);
}

static float
at (const FoveaMap *map, guint x, guint y)
{
  return fovea_map_values (map)[y * fovea_map_width (map) + x];
}

static void
test_new_copies (void)
{
  float values[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (FoveaMap) map = fovea_map_new (3, 2, values);
  g_autoptr (FoveaMap) again = fovea_map_ref (map);

  values[4] = 99;
  g_assert_cmpuint (fovea_map_width (again), ==, 3);
  g_assert_cmpuint (fovea_map_height (again), ==, 2);
  g_assert_cmpfloat (at (again, 1, 1), ==, 5);
}

static void
test_stats (void)
{
  const float values[] = { -2, NAN, 0.5f, 3, INFINITY, 3, -INFINITY, -1 };
  g_autoptr (FoveaMap) map = fovea_map_new (4, 2, values);
  FoveaMapStats stats;

  fovea_map_stats (map, &stats);
  g_assert_cmpfloat (stats.min, ==, -2);
  g_assert_cmpfloat (stats.max, ==, 3);
  g_assert_cmpfloat_with_epsilon (stats.mean, 3.5 / 5, 1e-12);
  g_assert_cmpfloat (stats.positive, ==, 6.5);
  g_assert_cmpfloat (stats.negative, ==, 3);
  g_assert_cmpuint (stats.nan, ==, 1);
  g_assert_cmpuint (stats.infinite, ==, 2);
  g_assert_cmpuint (stats.argmax_x, ==, 3);
  g_assert_cmpuint (stats.argmax_y, ==, 0);
}

static void
test_stats_nothing_finite (void)
{
  const float values[] = { NAN, NAN };
  g_autoptr (FoveaMap) map = fovea_map_new (2, 1, values);
  FoveaMapStats stats;

  fovea_map_stats (map, &stats);
  g_assert_cmpuint (stats.nan, ==, 2);
  g_assert_cmpfloat (stats.min, ==, 0);
  g_assert_cmpfloat (stats.max, ==, 0);
  g_assert_cmpfloat (stats.mean, ==, 0);
}

/* cv2.resize (m, (7, 5)) of the 4 x 3 pattern, OpenCV 4. */
static void
test_resize_opencv (void)
{
  static const float expected[5][7] = {
    { -3.f, -1.9285715f, -0.2142858f, 1.5f, 3.2142856f, 4.928571f, 6.f },
    { -1.f, 0.0714286f, 1.7857143f, 1.3f, 0.8142856f, 2.5285711f, 3.6f },
    { 2.f, 3.0714285f, 4.785714f, 1.f, -2.7857144f, -1.0714285f, 0.f },
    { 5.f, 3.7142856f, 1.6571428f, 0.7f, 0.2142857f, 1.9285716f, 3.f },
    { 7.f, 4.142857f, -0.4285712f, 0.5f, 2.2142856f, 3.9285715f, 5.f },
  };
  g_autoptr (FoveaMap) map = pattern_new (4, 3);
  g_autoptr (FoveaMap) big = fovea_map_resize (map, 7, 5);

  for (guint y = 0; y < 5; y++)
    for (guint x = 0; x < 7; x++)
      g_assert_cmpfloat_with_epsilon (at (big, x, y), expected[y][x], 1e-6);
}

/* cv2.resize (m, (2, 2)): no antialiasing. */
static void
test_resize_smaller (void)
{
  g_autoptr (FoveaMap) map = pattern_new (4, 3);
  g_autoptr (FoveaMap) small = fovea_map_resize (map, 2, 2);

  g_assert_cmpfloat (at (small, 0, 0), ==, -0.25f);
  g_assert_cmpfloat (at (small, 1, 0), ==, 3.f);
  g_assert_cmpfloat (at (small, 0, 1), ==, 3.125f);
  g_assert_cmpfloat (at (small, 1, 1), ==, 2.25f);
}

static void
test_resize_same (void)
{
  g_autoptr (FoveaMap) map = pattern_new (9, 7);
  g_autoptr (FoveaMap) same = fovea_map_resize (map, 9, 7);
  for (guint i = 0; i < 63; i++)
    g_assert_cmpfloat (fovea_map_values (same)[i], ==, fovea_map_values (map)[i]);
}

static void
test_scale (void)
{
  g_autoptr (FoveaMap) map = pattern_new (7, 7);
  g_autoptr (FoveaMap) scaled = fovea_map_scale (map);

  g_assert_cmpfloat (at (scaled, 0, 0), ==, 0);
  g_assert_cmpfloat_with_epsilon (at (scaled, 3, 0), 0.9, 1e-7);
  g_assert_cmpfloat_with_epsilon (at (scaled, 4, 0), 0.1, 1e-7);
}

/* cams.finish in float64 of the 7 x 7 pattern to 224 x 224. */
static void
test_finish (void)
{
  static const struct
  {
    guint x, y;
    double value;
  } points[] = {
    { 0, 0, 0.0 },
    { 57, 100, 0.48345790821915446 },
    { 223, 223, 0.14446951134935848 },
    { 48, 16, 0.017776521904315595 },
    { 200, 150, 0.3610679657430133 },
  };
  g_autoptr (FoveaMap) raw = pattern_new (7, 7);
  g_autoptr (FoveaMap) map = fovea_map_finish (raw, 224, 224);
  FoveaMapStats stats;

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    g_assert_cmpfloat_with_epsilon (at (map, points[i].x, points[i].y), points[i].value,
                                    1e-7);
  fovea_map_stats (map, &stats);
  g_assert_cmpfloat_with_epsilon (stats.mean, 0.3596995996861578, 1e-7);
  g_assert_cmpfloat (stats.min, ==, 0);
  g_assert_cmpfloat_with_epsilon (stats.max, 1, 1e-6);
}

/* Width and height do not change places: cams.finish (raw, 5, 9)[2]. */
static void
test_finish_oblong (void)
{
  static const float row[9] = { 0.1836734f, 0.5510203f, 0.9795917f, 0.9999999f, 0.f,
                                0.2857142f, 0.6734693f, 0.6122448f, 0.f };
  g_autoptr (FoveaMap) raw = pattern_new (7, 7);
  g_autoptr (FoveaMap) map = fovea_map_finish (raw, 9, 5);

  g_assert_cmpuint (fovea_map_width (map), ==, 9);
  g_assert_cmpuint (fovea_map_height (map), ==, 5);
  for (guint x = 0; x < 9; x++)
    g_assert_cmpfloat_with_epsilon (at (map, x, 2), row[x], 1e-6);
}

/* The second scaling matters: bilinear sampling misses a peak between pixel centres. */
static void
test_finish_peak (void)
{
  float values[49] = { [24] = 2 };
  g_autoptr (FoveaMap) raw = fovea_map_new (7, 7, values);
  g_autoptr (FoveaMap) scaled = fovea_map_scale (raw);
  g_autoptr (FoveaMap) resized = fovea_map_resize (scaled, 224, 224);
  g_autoptr (FoveaMap) finished = fovea_map_finish (raw, 224, 224);
  FoveaMapStats stats;

  fovea_map_stats (resized, &stats);
  g_assert_cmpfloat_with_epsilon (stats.max, 0.9689940921752955, 1e-6);
  fovea_map_stats (finished, &stats);
  g_assert_cmpfloat_with_epsilon (stats.max, 1, 1e-6);
}

static void
test_finish_not_finite (void)
{
  const float values[] = { NAN, 1, 2, INFINITY, -INFINITY, -1 };
  const float clean[] = { 0, 1, 2, 0, 0, -1 };
  g_autoptr (FoveaMap) raw = fovea_map_new (3, 2, values);
  g_autoptr (FoveaMap) same = fovea_map_new (3, 2, clean);
  g_autoptr (FoveaMap) map = fovea_map_finish (raw, 12, 8);
  g_autoptr (FoveaMap) expected = fovea_map_finish (same, 12, 8);

  for (guint i = 0; i < 96; i++)
    g_assert_cmpfloat (fovea_map_values (map)[i], ==, fovea_map_values (expected)[i]);
}

/* The 1e-7 below the line: nothing divided by nothing is nothing. */
static void
test_finish_constant (void)
{
  const float values[] = { 3, 3, 3, 3 };
  g_autoptr (FoveaMap) raw = fovea_map_new (2, 2, values);
  g_autoptr (FoveaMap) map = fovea_map_finish (raw, 6, 4);
  g_autoptr (FoveaMap) scaled = fovea_map_scale (raw);

  for (guint i = 0; i < 24; i++)
    g_assert_cmpfloat (fovea_map_values (map)[i], ==, 0);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (fovea_map_values (scaled)[i], ==, 0);
}

static void
check_verdict (const float values[4], FoveaMapVerdict expected, const char *const *words)
{
  g_autoptr (FoveaMap) map = fovea_map_new (2, 2, values);
  g_autofree char *sentence = NULL;

  g_assert_cmpint (fovea_map_judge (map, "elephant", &sentence), ==, expected);
  for (guint i = 0; words && words[i]; i++)
    if (!strstr (sentence, words[i]))
      g_error ("“%s” does not say “%s”", sentence, words[i]);
  if (!words)
    g_assert_null (sentence);
}

static void
test_judge (void)
{
  check_verdict ((float[]){ 1, -2, 0, 3 }, FOVEA_MAP_FINE, NULL);
  check_verdict ((float[]){ -0.12f, -2, -1, -0.5f }, FOVEA_MAP_EMPTY,
                 (const char *[]){ "‘elephant’", "−0.12", "3.6", NULL });
  check_verdict ((float[]){ 0, -2, -1, -0.5f }, FOVEA_MAP_EMPTY,
                 (const char *[]){ "strongest cell is 0,", "3.5", NULL });
  check_verdict ((float[]){ 0.25f, 0.25f, 0.25f, 0.25f }, FOVEA_MAP_CONSTANT,
                 (const char *[]){ "0.25", NULL });
  check_verdict ((float[]){ 0, 0, -0.f, 0 }, FOVEA_MAP_CONSTANT,
                 (const char *[]){ "is 0:", NULL });
  check_verdict ((float[]){ NAN, NAN, INFINITY, 1 }, FOVEA_MAP_NOT_FINITE,
                 (const char *[]){ "3 of 4", "2 not a number", "1 infinite", NULL });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/new-copies", test_new_copies);
  g_test_add_func ("/map/stats", test_stats);
  g_test_add_func ("/map/stats-nothing-finite", test_stats_nothing_finite);
  g_test_add_func ("/map/resize-opencv", test_resize_opencv);
  g_test_add_func ("/map/resize-smaller", test_resize_smaller);
  g_test_add_func ("/map/resize-same", test_resize_same);
  g_test_add_func ("/map/scale", test_scale);
  g_test_add_func ("/map/finish", test_finish);
  g_test_add_func ("/map/finish-oblong", test_finish_oblong);
  g_test_add_func ("/map/finish-peak", test_finish_peak);
  g_test_add_func ("/map/finish-not-finite", test_finish_not_finite);
  g_test_add_func ("/map/finish-constant", test_finish_constant);
  g_test_add_func ("/map/judge", test_judge);
  return g_test_run ();
}
