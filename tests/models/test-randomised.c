/* SPDX-License-Identifier: MIT */

/* Models with weights made up again: another network of the same shape, wholly or in part. */

#include <math.h>

#include "error.h"
#include "model.h"
#include "tiny-van.h"

/* The greatest difference of two models' outputs. */
static double
distance (FoveaModel *a, FoveaModel *b)
{
  g_autoptr (FoveaTensor) one = model_output (a);
  g_autoptr (FoveaTensor) other = model_output (b);
  double most = 0;

  for (gsize i = 0; i < fovea_tensor_count (one); i++)
    most = fmax (most, fabs ((double) fovea_tensor_data (one)[i]
                             - (double) fovea_tensor_data (other)[i]));
  return most;
}

static FoveaModel *
randomised (FoveaModel *model, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  FoveaModel *random = fovea_model_randomised (model, seed, &error);

  g_assert_no_error (error);
  return random;
}

static FoveaModel *
spliced (FoveaModel *lower, FoveaModel *upper, const char *path)
{
  g_autoptr (GError) error = NULL;
  FoveaModel *model = fovea_model_spliced (lower, upper, path, &error);

  g_assert_no_error (error);
  return model;
}

static void
test_whole (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) one = randomised (model, 1);
  g_autoptr (FoveaModel) again = randomised (model, 1);
  g_autoptr (FoveaModel) two = randomised (model, 2);

  g_assert_cmpfloat (distance (one, again), ==, 0);
  g_assert_cmpfloat (distance (one, two), >, 1e-3);
  g_assert_cmpfloat (distance (model, one), >, 1e-3);
}

/* The two ends, and a seam in between that is neither. */
static void
test_parts (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) random = randomised (model, 1);
  g_autoptr (FoveaModel) same = spliced (model, model, "norm4");
  g_autoptr (FoveaModel) head = spliced (model, random, "norm4");
  g_autoptr (FoveaModel) upper = spliced (model, random, "norm2");
  g_autoptr (FoveaModel) lower = spliced (random, model, "norm2");

  g_assert_cmpfloat (distance (model, same), ==, 0);
  g_assert_cmpfloat (distance (model, head), >, 1e-3);
  g_assert_cmpfloat (distance (model, upper), >, 1e-3);
  g_assert_cmpfloat (distance (random, upper), >, 1e-3);
  g_assert_cmpfloat (distance (upper, lower), >, 1e-3);
}

static void
test_no_layer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });

  g_assert_null (fovea_model_spliced (model, model, "block9.9", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/randomised/whole", test_whole);
  g_test_add_func ("/model/randomised/parts", test_parts);
  g_test_add_func ("/model/randomised/no-layer", test_no_layer);
  return g_test_run ();
}
