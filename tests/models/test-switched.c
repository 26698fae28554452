/* SPDX-License-Identifier: MIT */

/* Models with parts turned off: the same weights, another network. */

#include <math.h>
#include <string.h>

#include "error.h"
#include "model.h"
#include "run.h"
#include "synthetic.h"
#include "tiny-van.h"

static FoveaModel *
switched (FoveaModel *model, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;
  const char *patterns[] = { first, second, NULL };
  FoveaModel *other = fovea_model_switched (model, patterns, &error);

  g_assert_no_error (error);
  g_assert_nonnull (other);
  return other;
}

static double
distance (FoveaModel *a, FoveaModel *b)
{
  g_autoptr (FoveaTensor) one = model_output (a);
  g_autoptr (FoveaTensor) other = model_output (b);
  double most = 0;

  g_assert_cmpuint (fovea_tensor_count (one), ==, fovea_tensor_count (other));
  for (gsize i = 0; i < fovea_tensor_count (one); i++)
    {
      double difference
          = fabs ((double) (fovea_tensor_data (one)[i] - fovea_tensor_data (other)[i]));
      g_assert_true (isfinite (difference));
      most = MAX (most, difference);
    }
  return most;
}

/* Every kind of switch changes what the network says, and the intact model stays as it was. */
static void
test_changes (void)
{
  static const char *const patterns[]
      = { "*.conv0", "*.conv_spatial", "block1*.conv1", "block2.1.attn.spatial_gating_unit" };
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) again = tiny_van_open (&(TinyVan){ 0 });

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (FoveaModel) other = switched (model, patterns[i], NULL);

      g_assert_true (fovea_model_binding (other) == fovea_model_binding (model));
      g_assert_cmpfloat (distance (model, other), >, 1e-4);
      g_assert_cmpstr (fovea_model_switches (other)[0], ==, patterns[i]);
      g_assert_null (fovea_model_switches (other)[1]);
    }
  g_assert_cmpfloat (distance (model, again), ==, 0);
  g_assert_null (fovea_model_switches (model)[0]);
}

/* Weights bound for the intact network and for the switched one compute the same. */
static void
test_weights_are_shared (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = fovea_model_open (
      &(FoveaModelOptions){ .name = "van_b0", .weights = "synthetic:3" }, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaModel) other = switched (model, "block3*.conv_spatial", "block4.0*conv1");
  g_autoptr (FoveaTape) tape = fovea_model_tape (other, 64, 96, &error);
  g_autoptr (GPtrArray) params
      = g_ptr_array_new_with_free_func ((GDestroyNotify) fovea_tensor_unref);

  g_assert_no_error (error);
  for (guint i = 0; i < fovea_tape_n_params (tape); i++)
    {
      const FoveaParam *param = fovea_tape_get_param (tape, i);
      g_ptr_array_add (params, fovea_synthetic_param (param->name, &param->shape, 3));
    }
  g_autoptr (FoveaBinding) own
      = fovea_binding_new (tape, (FoveaTensor *const *) params->pdata);
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &(FoveaPlanRequest){ 0 }, &error);
  g_autoptr (FoveaRun) run = fovea_run_new (plan, own);
  g_autoptr (FoveaTensor) image = fovea_synthetic_image (64, 96, 0);
  g_assert_true (fovea_run_forward (run, image, NULL, &error));
  g_autoptr (FoveaTensor) expected = fovea_run_output (run);

  g_autoptr (FoveaRun) shared_run = fovea_run_new (plan, fovea_model_binding (other));
  g_assert_true (fovea_run_forward (shared_run, image, NULL, &error));
  g_autoptr (FoveaTensor) got = fovea_run_output (shared_run);
  g_assert_cmpmem (fovea_tensor_data (got), fovea_tensor_count (got) * sizeof (float),
                   fovea_tensor_data (expected),
                   fovea_tensor_count (expected) * sizeof (float));
}

static void
test_titles (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) one = switched (model, "block3*.conv_spatial", NULL);
  g_autoptr (FoveaModel) two = switched (one, "*.conv0", NULL);
  g_autoptr (FoveaModel) same = switched (two, "*.conv0", "block3*.conv_spatial");
  g_autoptr (FoveaModel) three = switched (two, "*.conv1", NULL);
  g_autoptr (FoveaModel) long_one = switched (
      model, "*****************************.attn.spatial_gating_unit.conv0", NULL);

  g_assert_cmpstr (fovea_model_title (model), ==, "VAN");
  g_assert_cmpstr (fovea_model_title (one), ==, "VAN without block3*.conv_spatial");
  g_assert_cmpstr (fovea_model_title (two), ==,
                   "VAN without block3*.conv_spatial and *.conv0");
  g_assert_cmpstr (fovea_model_title (same), ==, fovea_model_title (two));
  g_assert_cmpstr (fovea_model_title (three), ==,
                   "VAN without block3*.conv_spatial and 2 others");
  g_assert_cmpstr (fovea_model_title (long_one), ==,
                   "VAN without ***********************…atial_gating_unit.conv0");
  g_assert_cmpstr (fovea_model_name (three), ==, fovea_model_name (model));
  g_assert_cmpuint (fovea_model_n_classes (three), ==, TINY_CLASSES);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *pattern, *fragment;
  } table[] = {
    { "nothing.like.it", "No switch matches \"nothing.like.it\"" },
    { "*.conv0:3", "has a head or weight map 3" },
    { "", "No switch matches \"\"" },
  };
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *patterns[] = { "*.conv1", table[i].pattern, NULL };

      g_assert_null (fovea_model_switched (model, patterns, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
      if (!strstr (error->message, table[i].fragment))
        g_error ("\"%s\" does not say \"%s\"", error->message, table[i].fragment);
    }
}

/* Without patterns there is nothing to change. */
static void
test_nothing_off (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) same
      = fovea_model_switched (model, (const char *const[]){ NULL }, NULL);

  g_assert_true (same == model);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/switched/changes", test_changes);
  g_test_add_func ("/models/switched/weights-are-shared", test_weights_are_shared);
  g_test_add_func ("/models/switched/titles", test_titles);
  g_test_add_func ("/models/switched/refusals", test_refusals);
  g_test_add_func ("/models/switched/nothing-off", test_nothing_off);
  return g_test_run ();
}
