/* SPDX-License-Identifier: MIT */

/* Four answers to how far two maps agree: against other formulas for the same thing, numbers
 * of scipy 1.17 on a map that a formula makes, and what must not change them. */

#include "measures/agreement.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"

enum
{
  WIDTH = 20,
  HEIGHT = 17,
  PIXELS = WIDTH * HEIGHT,
};

typedef struct
{
  float a[PIXELS], b[PIXELS];
} Pair;

/* Maps with a share in common and, in `a`, equal values. */
static void
set_up (Pair *pair, gconstpointer unused)
{
  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      {
        gint i = y * WIDTH + x;
        pair->a[i] = (float)((7 * x + 3 * y * y) % 23);
        pair->b[i] = (float)((5 * x * x + y) % 19 + 0.5 * pair->a[i]);
      }
}

static void
tear_down (Pair *pair, gconstpointer unused)
{
}

static double
pearson (const float *a, const float *b, gsize n)
{
  g_autoptr (GError) error = NULL;
  double value = NAN;

  fovea_pearson (a, b, n, &value, &error);
  g_assert_no_error (error);
  return value;
}

static double
spearman (const float *a, const float *b, gsize n)
{
  g_autoptr (GError) error = NULL;
  double value = NAN;

  fovea_spearman (a, b, n, &value, &error);
  g_assert_no_error (error);
  return value;
}

static double
ssim (const float *a, const float *b, guint width, guint height)
{
  g_autoptr (GError) error = NULL;
  double value = NAN;

  fovea_ssim (a, b, width, height, &value, &error);
  g_assert_no_error (error);
  return value;
}

static FoveaOverlap
overlap (const float *a, const float *b, gsize n, double percent)
{
  g_autoptr (GError) error = NULL;
  FoveaOverlap value = { 0 };

  fovea_overlap (a, b, n, percent, &value, &error);
  g_assert_no_error (error);
  return value;
}

/* scipy.stats.pearsonr and spearmanr; Wang's formula over scipy.ndimage.gaussian_filter
 * (truncated to 11 x 11), without the border. */
static void
test_reference (Pair *pair, gconstpointer unused)
{
  g_assert_cmpfloat_with_epsilon (pearson (pair->a, pair->b, PIXELS), 0.49594844042763425,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (spearman (pair->a, pair->b, PIXELS), 0.4735726461439544,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (ssim (pair->a, pair->b, WIDTH, HEIGHT),
                                  0.4398386732100704, 1e-10);
}

/* By differences of all pairs: r = sum (ai - aj)(bi - bj) / sqrt (…). */
static void
test_pairs (void)
{
  for (guint n = 2; n < 90; n += 29)
    {
      g_autofree float *a = random_floats (n, n), *b = random_floats (n + 1, n);
      double ab = 0, aa = 0, bb = 0;
      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < n; j++)
          {
            ab += ((double)a[i] - a[j]) * ((double)b[i] - b[j]);
            aa += pow ((double)a[i] - a[j], 2);
            bb += pow ((double)b[i] - b[j], 2);
          }
      g_assert_cmpfloat_with_epsilon (pearson (a, b, n), ab / sqrt (aa * bb), 1e-12);
    }
}

/* Without equal values: 1 - 6 sum d^2 / (n (n^2 - 1)), d the difference of places. */
static void
test_places (void)
{
  for (guint n = 2; n < 300; n += 99)
    {
      g_autofree float *a = random_floats (n, n), *b = random_floats (n + 7, n);
      double apart = 0;
      for (guint i = 0; i < n; i++)
        {
          double d = 0;
          for (guint j = 0; j < n; j++)
            d += (a[j] < a[i]) - (b[j] < b[i]);
          apart += d * d;
        }
      g_assert_cmpfloat_with_epsilon (spearman (a, b, n),
                                      1 - 6 * apart / (n * ((double)n * n - 1)), 1e-12);
    }
}

static void
test_identical (Pair *pair, gconstpointer unused)
{
  static const double percents[] = { 0.1, 5, 33, 100 };

  g_assert_cmpfloat (pearson (pair->b, pair->b, PIXELS), ==, 1);
  g_assert_cmpfloat (spearman (pair->b, pair->b, PIXELS), ==, 1);
  g_assert_cmpfloat_with_epsilon (ssim (pair->b, pair->b, WIDTH, HEIGHT), 1, 1e-12);
  for (guint i = 0; i < G_N_ELEMENTS (percents); i++)
    {
      FoveaOverlap same = overlap (pair->a, pair->a, PIXELS, percents[i]);
      g_assert_cmpfloat (same.share, ==, 1);
      g_assert_cmpfloat (same.iou, ==, 1);
    }
}

/* Unit and zero change none; a bent scale only those that are not about order; the other
 * sign turns the correlations. */
static void
test_scales (Pair *pair, gconstpointer unused)
{
  float linear[PIXELS], bent[PIXELS], negative[PIXELS];
  double r = pearson (pair->a, pair->b, PIXELS),
         rho = spearman (pair->a, pair->b, PIXELS);
  double similarity = ssim (pair->a, pair->b, WIDTH, HEIGHT);
  FoveaOverlap top = overlap (pair->a, pair->b, PIXELS, 12), other;

  for (guint i = 0; i < PIXELS; i++)
    {
      linear[i] = 4 * pair->b[i] - 64;
      bent[i] = expf (pair->b[i] / 4);
      negative[i] = -pair->b[i];
    }
  g_assert_cmpfloat_with_epsilon (pearson (pair->a, linear, PIXELS), r, 1e-12);
  g_assert_cmpfloat_with_epsilon (ssim (pair->a, linear, WIDTH, HEIGHT), similarity,
                                  1e-12);
  g_assert_cmpfloat (pearson (pair->a, bent, PIXELS), <, r - 0.01);
  g_assert_cmpfloat_with_epsilon (spearman (pair->a, bent, PIXELS), rho, 1e-15);
  other = overlap (pair->a, bent, PIXELS, 12);
  g_assert_cmpuint (other.shared, ==, top.shared);
  g_assert_cmpfloat_with_epsilon (pearson (pair->a, negative, PIXELS), -r, 1e-12);
  g_assert_cmpfloat_with_epsilon (spearman (pair->a, negative, PIXELS), -rho, 1e-12);
  g_assert_cmpfloat (pearson (pair->b, negative, PIXELS), ==, -1);
}

static void
test_symmetric (Pair *pair, gconstpointer unused)
{
  FoveaOverlap one = overlap (pair->a, pair->b, PIXELS, 20);
  FoveaOverlap other = overlap (pair->b, pair->a, PIXELS, 20);

  g_assert_cmpfloat_with_epsilon (pearson (pair->a, pair->b, PIXELS),
                                  pearson (pair->b, pair->a, PIXELS), 1e-15);
  g_assert_cmpfloat_with_epsilon (spearman (pair->a, pair->b, PIXELS),
                                  spearman (pair->b, pair->a, PIXELS), 1e-15);
  g_assert_cmpfloat_with_epsilon (ssim (pair->a, pair->b, WIDTH, HEIGHT),
                                  ssim (pair->b, pair->a, WIDTH, HEIGHT), 1e-14);
  g_assert_cmpuint (one.shared, ==, other.shared);
  g_assert_cmpuint (one.tied_a, ==, other.tied_b);
}

/* Two constant maps are the same picture, whatever their values; an 11 x 11 map is one
 * window, whose weights and moments are made here in two dimensions. */
static void
test_single_window (void)
{
  float flat[121], other[121], a[121], b[121];
  double sum = 0, ma = 0, mb = 0, va = 0, vb = 0, ab = 0, weights[121];

  for (gint i = 0; i < 121; i++)
    {
      double dx = i % 11 - 5, dy = i / 11 - 5;
      flat[i] = 3;
      other[i] = -8;
      a[i] = (float)i / 120;
      b[i] = i % 11 == 0 ? 1 : i % 11 == 1 ? 0 : 0.25f;
      sum += weights[i] = exp (-(dx * dx + dy * dy) / 4.5);
    }
  for (guint i = 0; i < 121; i++)
    {
      ma += weights[i] / sum * a[i];
      mb += weights[i] / sum * b[i];
    }
  for (guint i = 0; i < 121; i++)
    {
      va += weights[i] / sum * (a[i] - ma) * (a[i] - ma);
      vb += weights[i] / sum * (b[i] - mb) * (b[i] - mb);
      ab += weights[i] / sum * (a[i] - ma) * (b[i] - mb);
    }
  g_assert_cmpfloat (ssim (flat, other, 11, 11), ==, 1);
  g_assert_cmpfloat_with_epsilon (ssim (a, b, 11, 11),
                                  (2 * ma * mb + 1e-4) * (2 * ab + 9e-4)
                                      / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4)),
                                  1e-10);
}

static void
test_overlap (void)
{
  const float a[] = { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 };
  const float b[] = { 0, 8, 9, 7, 1, 1, 1, 1, 1, 1 };
  const float c[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 5 };
  FoveaOverlap two = overlap (a, b, 10, 20), three = overlap (a, b, 10, 21);
  FoveaOverlap tied = overlap (a, c, 10, 40), none = overlap (a, c, 10, 1);

  g_assert_cmpuint (two.top, ==, 2);
  g_assert_cmpuint (two.shared, ==, 1);
  g_assert_cmpfloat (two.share, ==, 0.5);
  g_assert_cmpfloat (two.iou, ==, 1.0 / 3);
  g_assert_cmpuint (two.tied_a + two.tied_b, ==, 0);
  g_assert_cmpuint (three.top, ==, 3);
  g_assert_cmpfloat (three.share, ==, 2.0 / 3);
  g_assert_cmpfloat (three.iou, ==, 0.5);
  /* The five, then the zeros by flat index: 9 0 1 2. */
  g_assert_cmpuint (tied.shared, ==, 3);
  g_assert_cmpuint (tied.tied_a, ==, 0);
  g_assert_cmpuint (tied.tied_b, ==, 9);
  g_assert_cmpstr (tied.tie_rule, ==, "equal values: lower flat index first");
  g_assert_cmpuint (none.top, ==, 1);
  g_assert_cmpfloat (none.iou, ==, 0);
  g_assert_cmpfloat (overlap (a, c, 10, 100).iou, ==, 1);
}

static void
assert_code (gboolean ok, GError **error, gint code)
{
  g_assert_false (ok);
  g_assert_error (*error, FOVEA_ERROR, code);
  g_clear_error (error);
}

static void
test_errors (Pair *pair, gconstpointer unused)
{
  static const double percents[] = { 0, -3, 100.5, NAN };
  float flat[PIXELS];
  double value;
  FoveaOverlap top;
  GError *error = NULL;

  for (guint i = 0; i < PIXELS; i++)
    flat[i] = 0.1f;
  g_assert_false (fovea_pearson (pair->a, flat, PIXELS, &value, &error));
  g_assert_nonnull (strstr (error->message, "The second map is the same everywhere"));
  assert_code (FALSE, &error, FOVEA_ERROR_FAILED);
  assert_code (fovea_spearman (flat, pair->a, PIXELS, &value, &error), &error,
               FOVEA_ERROR_FAILED);
  assert_code (fovea_ssim (pair->a, pair->b, 10, 34, &value, &error), &error,
               FOVEA_ERROR_USAGE);
  for (guint i = 0; i < G_N_ELEMENTS (percents); i++)
    assert_code (fovea_overlap (pair->a, pair->b, PIXELS, percents[i], &top, &error),
                 &error, FOVEA_ERROR_USAGE);
  pair->b[7] = NAN;
  assert_code (fovea_pearson (pair->a, pair->b, PIXELS, &value, &error), &error,
               FOVEA_ERROR_FAILED);
  assert_code (fovea_spearman (pair->a, pair->b, PIXELS, &value, &error), &error,
               FOVEA_ERROR_FAILED);
  assert_code (fovea_ssim (pair->b, pair->a, WIDTH, HEIGHT, &value, &error), &error,
               FOVEA_ERROR_FAILED);
  assert_code (fovea_overlap (pair->b, pair->a, PIXELS, 5, &top, &error), &error,
               FOVEA_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Pair, NULL, set_up, func, tear_down)
  ADD ("/agreement/reference", test_reference);
  ADD ("/agreement/identical", test_identical);
  ADD ("/agreement/scales", test_scales);
  ADD ("/agreement/symmetric", test_symmetric);
  ADD ("/agreement/errors", test_errors);
  g_test_add_func ("/agreement/pairs", test_pairs);
  g_test_add_func ("/agreement/places", test_places);
  g_test_add_func ("/agreement/single-window", test_single_window);
  g_test_add_func ("/agreement/overlap", test_overlap);
  return g_test_run ();
}
