/* SPDX-License-Identifier: MIT */

/* Max-sensitivity of maps that are simple functions of the image, against the images that
 * were asked for, which the mapper keeps. */

#include "measures/max-sensitivity.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"

enum
{
  CHANNELS = 3,
  HEIGHT = 5,
  WIDTH = 4,
  ELEMENTS = CHANNELS * HEIGHT * WIDTH,
  CELLS = 6,
  MOST = 64,
};

typedef struct
{
  FoveaMapper mapper;
  float image[ELEMENTS];
  float seen[MOST][ELEMENTS];
  guint asked;
  guint stop_at;   /* maps after which it is stopped; 0: never */
  guint nan_at;    /* 1 + the map that is not a number; 0: none */
  gboolean steady; /* the same map always */
} Toy;

static double
cell_of (const float *image, gsize cell)
{
  double sum = 0.5;

  for (gsize i = cell; i < ELEMENTS; i += CELLS)
    sum += image[i] * image[i];
  return sum;
}

static gboolean
toy_map (gpointer data, const float *image, float *values, GError **error)
{
  Toy *toy = data;

  g_assert_cmpuint (toy->asked, <, MOST);
  if (toy->stop_at && toy->asked == toy->stop_at)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Stopped.");
      return FALSE;
    }
  memcpy (toy->seen[toy->asked], image, sizeof toy->image);
  for (gsize i = 0; i < CELLS; i++)
    values[i] = toy->steady ? 1 : (float)cell_of (image, i);
  if (++toy->asked == toy->nan_at)
    values[2] = NAN;
  return TRUE;
}

static void
set_up (Toy *toy, gconstpointer unused)
{
  g_autofree float *image = random_floats (1, ELEMENTS);

  toy->mapper = (FoveaMapper){ toy_map, toy, CHANNELS, HEIGHT, WIDTH, CELLS };
  memcpy (toy->image, image, sizeof toy->image);
}

static void
tear_down (Toy *toy, gconstpointer unused)
{
}

static FoveaSensitivity
measure (Toy *toy, const FoveaSensitivityOptions *options)
{
  g_autoptr (GError) error = NULL;
  FoveaSensitivity result = { 0 };

  toy->asked = 0;
  fovea_max_sensitivity (&toy->mapper, toy->image, options, &result, &error);
  g_assert_no_error (error);
  return result;
}

static double
change_of (const Toy *toy, guint index, double *norm)
{
  double apart = 0;

  *norm = 0;
  for (gsize i = 0; i < CELLS; i++)
    {
      double still = (float)cell_of (toy->image, i);
      apart += pow ((float)cell_of (toy->seen[index + 1], i) - still, 2);
      *norm += still * still;
    }
  *norm = sqrt (*norm);
  return sqrt (apart) / *norm;
}

static void
test_images_asked_for (Toy *toy, gconstpointer unused)
{
  FoveaSensitivityOptions options = { 0.1, 40, 3 };
  FoveaSensitivity result = measure (toy, &options);
  double max = 0, sum = 0, norm, farthest = 0, moved = 0, apart = 0;
  guint worst = 0;

  g_assert_cmpuint (toy->asked, ==, 41);
  g_assert_cmpmem (toy->seen[0], sizeof toy->image, toy->image, sizeof toy->image);
  for (guint k = 0; k < 40; k++)
    {
      double change = change_of (toy, k, &norm);
      sum += change;
      if (change > max)
        {
          max = change;
          worst = k;
        }
      for (gsize i = 0; i < ELEMENTS; i++)
        {
          double d = (double)toy->seen[k + 1][i] - toy->image[i];
          farthest = MAX (farthest, fabs (d));
          moved += d / (40 * ELEMENTS);
          apart += d * d / (40 * ELEMENTS);
        }
    }
  g_assert_cmpfloat_with_epsilon (result.max, max, 1e-12);
  g_assert_cmpfloat_with_epsilon (result.mean, sum / 40, 1e-12);
  g_assert_cmpfloat_with_epsilon (result.norm, norm, 1e-12);
  g_assert_cmpuint (result.worst, ==, worst);
  g_assert_cmpfloat (result.max, >, result.mean);
  /* Uniform in [-0.1, 0.1): variance 0.1^2 / 3. */
  g_assert_cmpfloat (farthest, <=, 0.1 + 1e-7);
  g_assert_cmpfloat (farthest, >, 0.099);
  g_assert_cmpfloat_with_epsilon (moved, 0, 0.006);
  g_assert_cmpfloat_with_epsilon (apart, 0.01 / 3, 0.0004);
}

/* The seed decides; more tries begin with the same ones and never lower the greatest. */
static void
test_seed (Toy *toy, gconstpointer unused)
{
  FoveaSensitivityOptions few = { 0.1, 5, 3 }, more = { 0.1, 20, 3 },
                          other = { 0.1, 5, 4 };
  FoveaSensitivity first = measure (toy, &few), again = measure (toy, &few);
  float kept[5][ELEMENTS];

  memcpy (kept, toy->seen[1], sizeof kept);
  g_assert_cmpfloat (first.max, ==, again.max);
  g_assert_cmpfloat (first.mean, ==, again.mean);
  g_assert_cmpfloat (measure (toy, &more).max, >=, first.max);
  g_assert_cmpmem (toy->seen[1], sizeof kept, kept, sizeof kept);
  g_assert_cmpfloat (measure (toy, &other).max, !=, first.max);
  g_assert_true (memcmp (kept[0], kept[1], sizeof kept[0]) != 0);
}

static void
test_nothing_moves (Toy *toy, gconstpointer unused)
{
  FoveaSensitivityOptions still = { 0, 3, 0 };
  FoveaSensitivity result = measure (toy, &still);

  g_assert_cmpfloat (result.max, ==, 0);
  g_assert_cmpuint (result.worst, ==, 0);
  toy->steady = TRUE;
  result = measure (toy, NULL);
  g_assert_cmpfloat (result.max, ==, 0);
  g_assert_cmpfloat_with_epsilon (result.norm, sqrt (CELLS), 1e-15);
  g_assert_cmpuint (toy->asked, ==, 11);
  g_assert_cmpfloat (result.radius, ==, 0.02);
}

static gboolean
empty_map (gpointer data, const float *image, float *values, GError **error)
{
  memset (values, 0, CELLS * sizeof *values);
  return TRUE;
}

static void
assert_refused (Toy *toy, const FoveaSensitivityOptions *options, gint code)
{
  g_autoptr (GError) error = NULL;
  FoveaSensitivity result = { .max = 7 };

  toy->asked = 0;
  g_assert_false (
      fovea_max_sensitivity (&toy->mapper, toy->image, options, &result, &error));
  g_assert_error (error, FOVEA_ERROR, code);
  g_assert_cmpfloat (result.max, ==, 7);
}

static void
test_errors (Toy *toy, gconstpointer unused)
{
  static const FoveaSensitivityOptions wrong[]
      = { { -0.1, 5, 0 }, { NAN, 5, 0 }, { INFINITY, 5, 0 }, { 0.1, 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_refused (toy, &wrong[i], FOVEA_ERROR_USAGE);
  g_assert_cmpuint (toy->asked, ==, 0);
  toy->stop_at = 4;
  assert_refused (toy, NULL, FOVEA_ERROR_CANCELLED);
  g_assert_cmpuint (toy->asked, ==, 4);
  toy->stop_at = 0;
  toy->nan_at = 3;
  assert_refused (toy, NULL, FOVEA_ERROR_FAILED);
  toy->mapper.map = empty_map;
  assert_refused (toy, NULL, FOVEA_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Toy, NULL, set_up, func, tear_down)
  ADD ("/max-sensitivity/images-asked-for", test_images_asked_for);
  ADD ("/max-sensitivity/seed", test_seed);
  ADD ("/max-sensitivity/nothing-moves", test_nothing_moves);
  ADD ("/max-sensitivity/errors", test_errors);
  return g_test_run ();
}
