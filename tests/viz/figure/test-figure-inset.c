/* SPDX-License-Identifier: MIT */
#include "figure-inset.h"

static const cairo_rectangle_t picture = { 10, 20, 100, 80 };

static gboolean
overlap (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
}

/* In the opposite corner, a margin away from it, and as large as half the picture allows. */
static void
test_corner (void)
{
  const cairo_rectangle_t place = { 90, 24, 15, 10 };
  cairo_rectangle_t inset;

  fovea_inset_in_corner (&picture, &place, 2, &inset);
  g_assert_cmpfloat_with_epsilon (inset.width, 48, 1e-9);
  g_assert_cmpfloat_with_epsilon (inset.height, 32, 1e-9);
  g_assert_cmpfloat_with_epsilon (inset.x, 12, 1e-9);
  g_assert_cmpfloat_with_epsilon (inset.y + inset.height, 98, 1e-9);
}

/* Wherever the place is, it stays seen, the proportions are kept, and two lines join them. */
static void
test_everywhere (void)
{
  for (guint i = 0; i <= 20; i++)
    for (guint j = 0; j <= 20; j++)
      {
        const cairo_rectangle_t place = { 10 + 3.5 * i, 20 + 3.2 * j, 30, 16 };
        cairo_rectangle_t inset;
        gboolean free[4];

        fovea_inset_in_corner (&picture, &place, 2, &inset);
        g_assert_cmpfloat (inset.width, >, 0);
        g_assert_cmpfloat_with_epsilon (inset.width / inset.height, 30 / 16.0, 1e-9);
        g_assert_false (overlap (&place, &inset));
        g_assert_cmpfloat (inset.x, >=, 12 - 1e-9);
        g_assert_cmpfloat (inset.y + inset.height, <=, 98 + 1e-9);
        fovea_inset_connectors (&place, &inset, free);
        guint n = !!free[0] + !!free[1] + !!free[2] + !!free[3];
        g_assert_true (n == 2 || n == 3);
      }
}

static void
test_connectors (void)
{
  const cairo_rectangle_t place = { 40, 0, 10, 10 }, below = { 0, 50, 100, 100 };
  const cairo_rectangle_t aside = { 60, 20, 40, 40 };
  gboolean free[4];

  fovea_inset_connectors (&place, &below, free);
  g_assert_true (free[0] && free[1] && !free[2] && !free[3]);
  fovea_inset_connectors (&place, &aside, free);
  g_assert_true (!free[0] && free[1] && !free[2] && free[3]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/figure/inset/corner", test_corner);
  g_test_add_func ("/viz/figure/inset/everywhere", test_everywhere);
  g_test_add_func ("/viz/figure/inset/connectors", test_connectors);
  return g_test_run ();
}
