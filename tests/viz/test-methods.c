/* SPDX-License-Identifier: MIT */

/* Each method against its formula, written as a loop. */

#include "method.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"

static const FoveaSite feature = { .kind = FOVEA_SITE_FEATURE, .role = FOVEA_ROLE_BLOCK };

typedef double (*MapFunc) (const FoveaEvidence *evidence, gsize p);

/* sum over k of (mean over q of G[k, q]) A[k, p] */
static double
grad_cam (const FoveaEvidence *evidence, gsize p)
{
  gsize plane = evidence->height * evidence->width;
  double sum = 0;

  for (gsize k = 0; k < evidence->channels; k++)
    for (gsize q = 0; q < plane; q++)
      sum += (double) evidence->gradient[k * plane + q] / (double) plane
             * evidence->activation[k * plane + p];
  return sum;
}

/* mean over k of |A[k, p]| */
static double
lka_response (const FoveaEvidence *evidence, gsize p)
{
  gsize plane = evidence->height * evidence->width;
  double sum = 0;

  for (gsize k = 0; k < evidence->channels; k++)
    sum += fabs (evidence->activation[k * plane + p]);
  return sum / (double) evidence->channels;
}

static void
check_method (const char *name, MapFunc formula)
{
  static const gsize shapes[][3]
      = { { 1, 1, 1 }, { 5, 1, 1 }, { 3, 3, 5 }, { 17, 7, 7 }, { 8, 13, 17 } };
  const FoveaMethod *method = fovea_method_find (name, NULL);

  g_assert_nonnull (method);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      gsize plane = shapes[i][1] * shapes[i][2];
      g_autofree float *a = random_floats (80, shapes[i][0] * plane);
      g_autofree float *g = random_floats (81, shapes[i][0] * plane);
      FoveaEvidence evidence
          = { &feature, shapes[i][0], shapes[i][1], shapes[i][2], a,
              method->needs & FOVEA_NEEDS_GRADIENT ? g : NULL, NULL, 0, NULL, 0, 0 };
      g_autofree float *map = g_new (float, plane);
      g_autofree double *expected = g_new (double, plane);

      for (gsize p = 0; p < plane; p++)
        expected[p] = formula (&evidence, p);
      method->compute (&evidence, map);
      assert_close (name, map, expected, plane, 1e-6);
    }
}

static void
test_grad_cam (void)
{
  const FoveaMethod *method = fovea_method_find ("gradcam", NULL);

  check_method ("gradcam", grad_cam);
  g_assert_cmpint (method->needs, ==, FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT);
  g_assert_true (method->suits (&feature));
}

/* A class that nothing moves has a map of nothing. */
static void
test_grad_cam_of_no_gradient (void)
{
  const FoveaMethod *method = fovea_method_find ("gradcam", NULL);
  g_autofree float *a = random_floats (82, 4 * 6);
  const float g[4 * 6] = { 0 };
  FoveaEvidence evidence = { &feature, 4, 2, 3, a, g, NULL, 0, NULL, 0, 0 };
  float map[6];

  method->compute (&evidence, map);
  for (gsize p = 0; p < 6; p++)
    g_assert_cmpfloat (map[p], ==, 0);
}

static void
test_lka_response (void)
{
  static const FoveaSiteRole others[]
      = { FOVEA_ROLE_U, FOVEA_ROLE_A0, FOVEA_ROLE_A1, FOVEA_ROLE_GATED };
  const FoveaMethod *method = fovea_method_find ("lka_response", NULL);
  FoveaSite site = { .kind = FOVEA_SITE_LKA, .role = FOVEA_ROLE_A2 };

  check_method ("lka_response", lka_response);
  g_assert_cmpint (method->needs, ==, FOVEA_NEEDS_ACTIVATION);
  g_assert_true (method->suits (&site));
  g_assert_false (method->suits (&feature));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      site.role = others[i];
      g_assert_false (method->suits (&site));
    }
}

/* Every method says what it is; names are distinct; the first is Grad-CAM. */
static void
test_table (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpstr (fovea_methods[0]->name, ==, "gradcam");
  for (gsize i = 0; fovea_methods[i]; i++)
    {
      const FoveaMethod *method = fovea_methods[i];

      g_assert_true (g_hash_table_add (names, (gpointer) method->name));
      g_assert_true (method->title && *method->title && method->summary && *method->summary
                     && method->unit && *method->unit);
      g_assert_true (method->suits);
      g_assert_cmpuint (!method->compute + !method->panels + !method->probe, ==, 2);
      g_assert_true (fovea_method_find (method->name, NULL) == method);
    }
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_method_find ("gradcan", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "gradcan"));
  g_assert_nonnull (strstr (error->message, "lka_response"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/methods/grad-cam", test_grad_cam);
  g_test_add_func ("/viz/methods/grad-cam-of-no-gradient", test_grad_cam_of_no_gradient);
  g_test_add_func ("/viz/methods/lka-response", test_lka_response);
  g_test_add_func ("/viz/methods/table", test_table);
  g_test_add_func ("/viz/methods/unknown", test_unknown);
  return g_test_run ();
}
