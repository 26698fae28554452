/* SPDX-License-Identifier: MIT */
#include "contour.h"

#include <math.h>

#define SIDE 64

/* Positive where the loops run as they should: counter-clockwise as it is seen. */
static double
area_of (const FoveaContour *contour)
{
  double area = 0;
  guint first = 0;

  for (guint k = 0; k < contour->ends->len; k++)
    {
      guint end = g_array_index (contour->ends, guint, k);
      for (guint i = first; i < end; i++)
        {
          guint next = i + 1 < end ? i + 1 : first;
          const FoveaContourPoint *a
              = &g_array_index (contour->points, FoveaContourPoint, i);
          const FoveaContourPoint *b
              = &g_array_index (contour->points, FoveaContourPoint, next);
          area -= (a->x * b->y - a->y * b->x) / 2;
        }
      first = end;
    }
  return area;
}

static double
length_of (const FoveaContour *contour)
{
  double length = 0;
  guint first = 0;

  for (guint k = 0; k < contour->ends->len; k++)
    {
      guint end = g_array_index (contour->ends, guint, k);
      for (guint i = first; i < end; i++)
        {
          guint next = i + 1 < end ? i + 1 : first;
          const FoveaContourPoint *a
              = &g_array_index (contour->points, FoveaContourPoint, i);
          const FoveaContourPoint *b
              = &g_array_index (contour->points, FoveaContourPoint, next);
          length += hypot (b->x - a->x, b->y - a->y);
        }
      first = end;
    }
  return length;
}

/* How far each cell's centre lies inside a circle around (x, y). (transfer full) */
static FoveaMap *
make_circle (double x, double y, double radius)
{
  float values[SIDE * SIDE];

  for (guint i = 0; i < SIDE * SIDE; i++)
    values[i] = (float)(radius - hypot (i % SIDE + 0.5 - x, i / SIDE + 0.5 - y));
  return fovea_map_new (SIDE, SIDE, values);
}

static void
test_circle (void)
{
  g_autoptr (FoveaMap) map = make_circle (30, 33, 20);
  g_autoptr (FoveaContour) whole = fovea_contour_new (map, 0, FALSE);
  g_autoptr (FoveaContour) inner = fovea_contour_new (map, 10, FALSE);

  g_assert_cmpuint (whole->ends->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (area_of (whole), G_PI * 400, G_PI * 4);
  g_assert_cmpfloat_with_epsilon (length_of (whole), G_PI * 40, G_PI * 0.4);
  g_assert_cmpfloat_with_epsilon (area_of (inner), G_PI * 100, G_PI);
}

/* A quarter lies in the map: its loop closes along the borders. */
static void
test_border (void)
{
  g_autoptr (FoveaMap) map = make_circle (0, 0, 40);
  g_autoptr (FoveaContour) contour = fovea_contour_new (map, 0, FALSE);

  g_assert_cmpuint (contour->ends->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (area_of (contour), G_PI * 400, G_PI * 4);
  g_assert_cmpfloat_with_epsilon (length_of (contour), G_PI * 20 + 80, 1.4);
}

/* A hole's loop runs the other way. */
static void
test_ring (void)
{
  float values[SIDE * SIDE];

  for (guint i = 0; i < SIDE * SIDE; i++)
    values[i] = (float)-fabs (15 - hypot (i % SIDE + 0.5 - 32, i / SIDE + 0.5 - 32));
  g_autoptr (FoveaMap) map = fovea_map_new (SIDE, SIDE, values);
  g_autoptr (FoveaContour) contour = fovea_contour_new (map, -5, FALSE);
  g_assert_cmpuint (contour->ends->len, ==, 2);
  g_assert_cmpfloat_with_epsilon (area_of (contour), G_PI * (400 - 100), G_PI * 3);
}

/* Crossings of the lines between centres are those of the interpolation. */
static void
test_exact (void)
{
  const float ramp[] = { 0, 1, 0, 1 };
  g_autoptr (FoveaMap) map = fovea_map_new (2, 2, ramp);
  g_autoptr (FoveaContour) contour = fovea_contour_new (map, 0.25, FALSE);

  g_assert_cmpuint (contour->ends->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (area_of (contour), (2 - 0.75) * 2, 1e-6);
  g_assert_cmpfloat_with_epsilon (length_of (contour), 2 * 1.25 + 4, 1e-6);
}

/* Sharp cells are bordered by their sides; two that touch at a corner stay two. */
static void
test_cells (void)
{
  const float checks[] = { 1, 0, 0, 0, 1, 0, 0, 0, 0 };
  const float bar[] = { 0, 0, 0, 1, 1, 0, 0, 0, 0 };
  g_autoptr (FoveaMap) two = fovea_map_new (3, 3, checks);
  g_autoptr (FoveaMap) one = fovea_map_new (3, 3, bar);
  g_autoptr (FoveaContour) corners = fovea_contour_new (two, 0.5, TRUE);
  g_autoptr (FoveaContour) rectangle = fovea_contour_new (one, 0.5, TRUE);

  g_assert_cmpfloat_with_epsilon (area_of (corners), 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (length_of (corners), 8, 1e-9);
  g_assert_cmpuint (rectangle->ends->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (area_of (rectangle), 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (length_of (rectangle), 6, 1e-9);
}

/* Where opposite corners are high, the middle decides whether they belong together. */
static void
test_saddle (void)
{
  const float high[] = { 1, 0.4f, 0.4f, 1 }, low[] = { 1, 0, 0, 0.9f };
  g_autoptr (FoveaMap) joined = fovea_map_new (2, 2, high);
  g_autoptr (FoveaMap) apart = fovea_map_new (2, 2, low);
  g_autoptr (FoveaContour) one = fovea_contour_new (joined, 0.5, FALSE);
  g_autoptr (FoveaContour) two = fovea_contour_new (apart, 0.5, FALSE);

  g_assert_cmpuint (one->ends->len, ==, 1);
  g_assert_cmpuint (two->ends->len, ==, 2);
}

static void
test_ends (void)
{
  const float values[] = { 1, NAN, INFINITY, -INFINITY };
  g_autoptr (FoveaMap) map = fovea_map_new (2, 2, values);
  g_autoptr (FoveaContour) all = fovea_contour_new (map, -G_MAXDOUBLE, TRUE);
  g_autoptr (FoveaContour) none = fovea_contour_new (map, G_MAXDOUBLE, TRUE);
  g_autoptr (FoveaContour) some = fovea_contour_new (map, 0.5, TRUE);

  g_assert_cmpfloat_with_epsilon (area_of (all), 4, 1e-9);
  g_assert_cmpuint (none->ends->len, ==, 0);
  g_assert_cmpfloat_with_epsilon (area_of (some), 2, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/contour/circle", test_circle);
  g_test_add_func ("/viz/contour/border", test_border);
  g_test_add_func ("/viz/contour/ring", test_ring);
  g_test_add_func ("/viz/contour/exact", test_exact);
  g_test_add_func ("/viz/contour/cells", test_cells);
  g_test_add_func ("/viz/contour/saddle", test_saddle);
  g_test_add_func ("/viz/contour/ends", test_ends);
  return g_test_run ();
}
