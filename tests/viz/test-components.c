/* SPDX-License-Identifier: MIT */

/* KPCA-CAM, ShapleyCAM, FinerCAM and the effective receptive field against what they are
 * defined as. */

#include "asked.h"

static FoveaExplanation *
explain_with (FoveaModel *model, FoveaTensor *image, const char *method, const char *layer,
              guint target, FoveaObjectiveKind kind)
{
  FoveaExplainRequest request = { .method = asked_method (method),
                                  .target = (gint) target,
                                  .layer = layer,
                                  .objective = { .kind = kind } };

  return asked_explain (model, image, &request);
}

static double
size_of (const FoveaMap *map)
{
  FoveaMapStats stats;

  fovea_map_stats (map, &stats);
  return fmax (fabsf (stats.min), fabsf (stats.max));
}

static double
difference (const FoveaMap *map, const double *expected)
{
  gsize n = (gsize) fovea_map_width (map) * fovea_map_height (map);
  double worst = 0;

  for (gsize i = 0; i < n; i++)
    worst = fmax (worst, fabs (fovea_map_values (map)[i] - expected[i]));
  return worst;
}

/* Where pooling and a linear head follow there is no second derivative of a logit. */
static void
test_shapley_linear (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) shapley
      = explain_with (model, image, "shapleycam", "layer4.0", 2, FOVEA_OBJECTIVE_LOGIT);
  g_autoptr (FoveaExplanation) gradcam
      = explain_with (model, image, "gradcam", "layer4.0", 2, FOVEA_OBJECTIVE_LOGIT);
  const FoveaMap *one = asked_panel (shapley, "shapleycam");
  const FoveaMap *other = asked_panel (gradcam, "gradcam");
  gsize n = (gsize) fovea_map_width (one) * fovea_map_height (one);

  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (
        fabsf (fovea_map_values (one)[i] - fovea_map_values (other)[i]), <,
        1e-4 * size_of (other));
}

/* The probability's slope and curvature, by hand: s_j = p_c (d_jc - p_j), and of that the
 * derivative in the direction of z - b. */
static void
slope_and_curvature (const double *p, const double *direction, guint c, guint n, double *w)
{
  for (guint j = 0; j < n; j++)
    {
      double slope = p[c] * ((j == c) - p[j]), curvature = 0;
      for (guint l = 0; l < n; l++)
        curvature += direction[l]
                     * (p[c] * ((c == l) - p[l]) * ((j == c) - p[j])
                        - p[c] * p[j] * ((j == l) - p[l]));
      w[j] = slope - 0.5 * curvature;
    }
}

/* Of the probability there is one, and it follows from the logits' maps. */
static void
test_shapley_probability (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) shapley
      = explain_with (model, image, "shapleycam", "layer4.0", 2, FOVEA_OBJECTIVE_PROBABILITY);
  const FoveaMap *map = asked_panel (shapley, "shapleycam");
  FoveaPrediction *prediction = fovea_explanation_prediction (shapley);
  guint n = fovea_prediction_n_classes (prediction);
  gsize plane = (gsize) fovea_map_width (map) * fovea_map_height (map);
  g_autofree double *maps = g_new (double, n * plane);
  g_autofree double *p = g_new (double, n);
  g_autofree double *direction = g_new0 (double, n);
  g_autofree double *w = g_new (double, n);
  g_autofree double *expected = g_new0 (double, plane);

  for (guint j = 0; j < n; j++)
    {
      g_autoptr (FoveaExplanation) one
          = explain_with (model, image, "gradcam", "layer4.0", j, FOVEA_OBJECTIVE_LOGIT);
      p[j] = fovea_prediction_probability (prediction, j);
      for (gsize i = 0; i < plane; i++)
        direction[j] += maps[j * plane + i]
            = fovea_map_values (asked_panel (one, "gradcam"))[i];
    }
  slope_and_curvature (p, direction, 2, n, w);
  for (guint j = 0; j < n; j++)
    for (gsize i = 0; i < plane; i++)
      expected[i] += w[j] * maps[j * plane + i];
  g_assert_cmpfloat (difference (map, expected), <, 2e-3 * size_of (map));
}

/* FinerCAM is Grad-CAM of its objective. */
static void
test_finer (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  const FoveaMethod *method = asked_method ("finercam");
  g_autoptr (FoveaExplanation) finer
      = explain_with (model, image, "finercam", "layer3.0", 2, method->objective);
  g_autoptr (FoveaExplanation) gradcam
      = explain_with (model, image, "gradcam", "layer3.0", 2, FOVEA_OBJECTIVE_FINER);
  const FoveaMap *one = asked_panel (finer, "finercam");
  gsize n = (gsize) fovea_map_width (one) * fovea_map_height (one);

  g_assert_cmpint (method->objective, ==, FOVEA_OBJECTIVE_FINER);
  g_assert_cmpmem (fovea_map_values (one), n * sizeof (float),
                   fovea_map_values (asked_panel (gradcam, "gradcam")), n * sizeof (float));
}

/* The image as its own layer: what the method makes of two planes is known. */
typedef struct
{
  FoveaSite site;
  float activation[3 * 30];
} Planes;

static void
make_planes (Planes *planes)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  planes->site = (FoveaSite){ .path = "planes", .kind = FOVEA_SITE_FEATURE };
  for (guint i = 0; i < 90; i++)
    planes->activation[i] = (float) g_rand_double_range (rand, -1, 2);
}

/* Its kernel by the definition, centred. */
static void
make_kernel (const Planes *planes, double kernel[30][30])
{
  double x[30][3], row[30] = { 0 }, all = 0;

  for (guint k = 0; k < 3; k++)
    {
      double mean = 0;
      for (guint p = 0; p < 30; p++)
        mean += planes->activation[k * 30 + p] / 30.0;
      for (guint p = 0; p < 30; p++)
        x[p][k] = planes->activation[k * 30 + p] - mean;
    }
  for (guint p = 0; p < 30; p++)
    for (guint q = 0; q < 30; q++)
      {
        double dot = x[p][0] * x[q][0] + x[p][1] * x[q][1] + x[p][2] * x[q][2];
        kernel[p][q] = tanh (dot / 3 + 1);
        row[p] += kernel[p][q] / 30;
        all += kernel[p][q] / 900;
      }
  for (guint p = 0; p < 30; p++)
    for (guint q = 0; q < 30; q++)
      kernel[p][q] += all - row[p] - row[q];
}

/* M is an eigenvector, its squares add up to the eigenvalue, and no direction has more. */
static void
test_kpca (void)
{
  Planes planes;
  double kernel[30][30], value = 0;
  float map[30];
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  make_planes (&planes);
  make_kernel (&planes, kernel);
  FoveaEvidence evidence = { .site = &planes.site,
                             .channels = 3,
                             .height = 5,
                             .width = 6,
                             .activation = planes.activation };
  asked_method ("kpcacam")->compute (&evidence, map);
  for (guint p = 0; p < 30; p++)
    value += (double) map[p] * map[p];
  for (guint p = 0; p < 30; p++)
    {
      double sum = 0;
      for (guint q = 0; q < 30; q++)
        sum += kernel[p][q] * map[q];
      g_assert_cmpfloat (fabs (sum - value * map[p]), <, 1e-5 * value);
    }
  for (guint trial = 0; trial < 50; trial++)
    {
      double v[30], norm = 0, form = 0;
      for (guint p = 0; p < 30; p++)
        {
          v[p] = g_rand_double_range (rand, -1, 1);
          norm += v[p] * v[p];
        }
      for (guint p = 0; p < 30; p++)
        for (guint q = 0; q < 30; q++)
          form += v[p] * kernel[p][q] * v[q];
      g_assert_cmpfloat (form, <=, value * norm);
    }
}

/* The first convolution, 7 x 7 with stride 4, hears 7 x 7 pixels and no more. */
static void
test_field (void)
{
  g_autoptr (GError) error = NULL;
  FoveaModelOptions options = { .name = "van_nano" };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) explanation = explain_with (
      model, image, "receptive_field", "patch_embed1", 0, FOVEA_OBJECTIVE_LOGIT);
  const float *field = fovea_map_values (asked_panel (explanation, "field"));
  gint middle = ASKED_SIDE / 4 / 2 * 4;
  guint inside = 0;

  for (gint y = 0; y < ASKED_SIDE; y++)
    for (gint x = 0; x < ASKED_SIDE; x++)
      {
        gboolean near = ABS (y - middle) <= 3 && ABS (x - middle) <= 3;
        g_assert_true (near || field[y * ASKED_SIDE + x] == 0);
        inside += field[y * ASKED_SIDE + x] > 0;
      }
  g_assert_cmpuint (inside, >, 40);
  g_assert_cmpfloat (asked_fact (explanation, "area20"), <,
                     asked_fact (explanation, "area99"));
  g_assert_cmpfloat (asked_fact (explanation, "area99"), <=,
                     81.0 / (ASKED_SIDE * ASKED_SIDE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/components/shapley-linear", test_shapley_linear);
  g_test_add_func ("/components/shapley-probability", test_shapley_probability);
  g_test_add_func ("/components/finer", test_finer);
  g_test_add_func ("/components/kpca", test_kpca);
  g_test_add_func ("/components/field", test_field);
  return g_test_run ();
}
