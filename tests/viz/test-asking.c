/* SPDX-License-Identifier: MIT */

/* Methods that ask the network again and again, against brute force. */

#include "asked.h"

#include "noise.h"
#include "parallel.h"
#include "run.h"

#define PLANE ((gsize) ASKED_SIDE * ASKED_SIDE)
#define TARGET 4

static FoveaExplanation *
ask (FoveaModel *model, FoveaTensor *image, const char *method, FoveaSampling sampling)
{
  FoveaExplainRequest request = { .method = asked_method (method), .target = TARGET,
                                  .sampling = sampling };

  request.objective.kind = request.method->objective;
  return asked_explain (model, image, &request);
}

/* Activations and gradients of the layer, as a method sees them. */
static struct
{
  gsize channels, height, width;
  double *a, *g; /* of the last layer read */
} seen;

static void
keep (const FoveaEvidence *evidence, float *map)
{
  gsize n = evidence->channels * evidence->height * evidence->width;

  g_free (seen.a);
  g_free (seen.g);
  seen.channels = evidence->channels;
  seen.height = evidence->height;
  seen.width = evidence->width;
  seen.a = g_new (double, n);
  seen.g = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    {
      seen.a[i] = evidence->activation[i];
      seen.g[i] = evidence->gradient[i];
    }
  memset (map, 0, evidence->height * evidence->width * sizeof *map);
}

static gboolean
is_feature (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_FEATURE;
}

static const FoveaMethod keep_method = { .name = "keep",
                                         .title = "Keep",
                                         .unit = "",
                                         .needs
                                         = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
                                         .suits = is_feature,
                                         .compute = keep };

static void
look_at (FoveaModel *model, FoveaTensor *image, const char *layer)
{
  FoveaExplainRequest request = { &keep_method, TARGET, layer };
  g_autoptr (FoveaExplanation) explanation = asked_explain (model, image, &request);
}

/* M = sum over k of w_k A_k. (transfer full) */
static double *
weigh (const double *weights)
{
  gsize plane = seen.height * seen.width;
  double *map = g_new0 (double, plane);

  for (gsize i = 0; i < seen.channels * plane; i++)
    map[i % plane] += weights[i / plane] * seen.a[i];
  return map;
}

/* Channel k on the image, corner on corner, in 0..1. (transfer full) */
static double *
enlarge (gsize k)
{
  const double *a = seen.a + k * seen.height * seen.width;
  double *mask = g_new (double, PLANE), low = INFINITY, high = -INFINITY;

  for (gsize p = 0; p < PLANE; p++)
    {
      double v = (double) (p / ASKED_SIDE) * (double) (seen.height - 1) / (ASKED_SIDE - 1);
      double u = (double) (p % ASKED_SIDE) * (double) (seen.width - 1) / (ASKED_SIDE - 1);

      mask[p] = 0;
      for (gsize i = 0; i < seen.height; i++)
        for (gsize j = 0; j < seen.width; j++)
          mask[p] += fmax (0, 1 - fabs (v - (double) i)) * fmax (0, 1 - fabs (u - (double) j))
                     * a[i * seen.width + j];
      low = fmin (low, mask[p]);
      high = fmax (high, mask[p]);
    }
  for (gsize p = 0; p < PLANE; p++)
    mask[p] = (mask[p] - low) / (high - low + 1e-8);
  return mask;
}

static void
test_score_cam (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request
      = { .method = asked_method ("scorecam"), .target = TARGET, .layer = "layer1.0.conv2" };
  g_autoptr (FoveaExplanation) got = asked_explain (model, image, &request);

  look_at (model, image, "layer1.0.conv2");
  g_autofree double *weights = g_new (double, seen.channels);
  double sum = 0;
  for (gsize k = 0; k < seen.channels; k++)
    {
      g_autofree double *mask = enlarge (k);
      g_autoptr (FoveaTensor) masked = asked_changed (image, mask, NULL);
      sum += weights[k] = exp (asked_score (model, masked, TARGET, FALSE));
    }
  for (gsize k = 0; k < seen.channels; k++)
    weights[k] /= sum;
  g_autofree double *expected = weigh (weights);
  assert_close ("Score-CAM", fovea_map_values (asked_panel (got, "scorecam")), expected,
                seen.height * seen.width, 1e-5);
  g_assert_cmpfloat (asked_fact (got, "channels_asked"), ==, (double) seen.channels);
}

/* The class's logit with channel k of the layer set to zero, for every k. (transfer full) */
static double *
ablate_all (FoveaModel *model, FoveaTensor *image, const char *layer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, ASKED_SIDE, ASKED_SIDE, &error);
  FoveaPlanRequest request = { .restart = fovea_tape_lookup (tape, layer) };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, &error);
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (model));
  gsize plane = seen.height * seen.width;
  double *scores = g_new (double, seen.channels);

  fovea_run_forward (run, image, NULL, &error);
  g_assert_no_error (error);
  for (gsize k = 0; k < seen.channels; k++)
    {
      float *fill;
      g_autoptr (FoveaTensor) value = fovea_tensor_new (&request.restart->shape, &fill);
      for (gsize i = 0; i < seen.channels * plane; i++)
        fill[i] = i / plane == k ? 0 : (float) seen.a[i];
      fovea_run_again (run, value, NULL, &error);
      g_assert_no_error (error);
      g_autoptr (FoveaTensor) logits = fovea_run_output (run);
      scores[k] = fovea_tensor_data (logits)[TARGET];
    }
  return scores;
}

/* Before pooling and a linear head w_k = sum of G_k A_k / S, where S is z_c. */
static void
test_ablation_cam (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) got
      = ask (model, image, "ablationcam", (FoveaSampling){ 0 });
  double score = asked_score (model, image, TARGET, FALSE);

  g_assert_cmpstr (fovea_explanation_layer (got, 0)->site.path, ==, "layer4.0");
  look_at (model, image, "layer4.0");
  gsize plane = seen.height * seen.width;
  g_autofree double *weights = g_new0 (double, seen.channels);
  for (gsize i = 0; i < seen.channels * plane; i++)
    weights[i / plane] += seen.a[i] * seen.g[i] / score;
  g_autofree double *expected = weigh (weights);
  assert_close ("Ablation-CAM", fovea_map_values (asked_panel (got, "ablationcam")), expected,
                plane, 1e-4);

  /* And that is what asking gives. */
  g_autofree double *asked = ablate_all (model, image, "layer4.0");
  for (gsize k = 0; k < seen.channels; k++)
    g_assert_cmpfloat (fabs ((score - asked[k]) / score - weights[k]), <, 1e-5);
}

/* Where more follows each channel is asked for: w_k = (S - S_k) / S. */
static void
test_ablation_inside (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request
      = { .method = asked_method ("ablationcam"), .target = TARGET, .layer = "layer3.1" };
  g_autoptr (FoveaExplanation) got = asked_explain (model, image, &request);
  double score = asked_score (model, image, TARGET, FALSE);

  look_at (model, image, "layer3.1");
  g_autofree double *weights = ablate_all (model, image, "layer3.1");
  for (gsize k = 0; k < seen.channels; k++)
    weights[k] = (score - weights[k]) / score;
  g_autofree double *expected = weigh (weights);
  assert_close ("Ablation-CAM", fovea_map_values (asked_panel (got, "ablationcam")), expected,
                seen.height * seen.width, 1e-4);
  g_assert_cmpfloat (asked_fact (got, "channels_asked"), ==, (double) seen.channels);
}

/* With the mean in a channel's place, pooling notices nothing. */
static void
test_ablation_by_mean (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) got
      = ask (model, image, "ablationcam_mean", (FoveaSampling){ 0 });
  const FoveaMap *map = asked_panel (got, "ablationcam_mean");

  for (guint p = 0; p < fovea_map_width (map) * fovea_map_height (map); p++)
    g_assert_cmpfloat (fovea_map_values (map)[p], ==, 0);
}

/* At the head CAM is Grad-CAM times the number of positions; elsewhere there is none. */
static void
test_cam (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, NULL);
  FoveaExplainRequest inside = { asked_method ("cam"), TARGET, "layer4.0" };
  FoveaExplainRequest mean = { asked_method ("gradcam"), TARGET, "layer4.0" };
  g_autoptr (FoveaExplanation) got = asked_explain (model, image, &inside);
  g_autoptr (FoveaExplanation) grad_cam = asked_explain (model, image, &mean);
  const FoveaMap *map = asked_panel (got, "cam");
  gsize plane = (gsize) fovea_map_width (map) * fovea_map_height (map);
  g_autofree double *expected = g_new (double, plane);

  for (gsize p = 0; p < plane; p++)
    expected[p] = (double) plane * fovea_map_values (asked_panel (grad_cam, "gradcam"))[p];
  assert_close ("CAM", fovea_map_values (map), expected, plane, 1e-5);

  inside.layer = "layer3.1";
  g_assert_null (fovea_explain (model, input, &inside, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
}

static void
test_occlusion (void)
{
  const guint patch = 40, step = 30; /* starts 0, 30, 60 and, moved in, 72 */
  static const guint starts[] = { 0, 30, 60, 72 };
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) got
      = ask (model, image, "occlusion", (FoveaSampling){ .patch = patch, .step = step });
  double whole = asked_score (model, image, TARGET, FALSE);
  g_autofree double *expected = g_new0 (double, PLANE);
  g_autofree double *count = g_new0 (double, PLANE);
  g_autofree double *factor = g_new (double, PLANE);

  for (guint i = 0; i < 16; i++)
    {
      for (gsize p = 0; p < PLANE; p++)
        factor[p] = !(p / ASKED_SIDE - starts[i / 4] < patch
                      && p % ASKED_SIDE - starts[i % 4] < patch);
      g_autoptr (FoveaTensor) painted = asked_changed (image, factor, NULL);
      double fall = whole - asked_score (model, painted, TARGET, FALSE);
      for (gsize p = 0; p < PLANE; p++)
        {
          expected[p] += fall * (1 - factor[p]);
          count[p] += 1 - factor[p];
        }
    }
  for (gsize p = 0; p < PLANE; p++)
    expected[p] /= count[p];
  assert_close ("occlusion", fovea_map_values (asked_panel (got, "occlusion")), expected, PLANE,
                1e-5);
}

/* A mask as the paper's code makes it: the grid enlarged whole, then cut out. */
static double
rise_mask (guint index, guint64 seed, gsize y, gsize x)
{
  const double side = 14; /* a cell: 112 / 8 */
  guint64 first = (guint64) index * 66;
  double v = (double) y + floor (fovea_noise_uniform (seed, first + 64) * side);
  double u = (double) x + floor (fovea_noise_uniform (seed, first + 65) * side);
  double value = 0;

  v = fmin (fmax ((v + 0.5) * 8 / (9 * side) - 0.5, 0), 7);
  u = fmin (fmax ((u + 0.5) * 8 / (9 * side) - 0.5, 0), 7);
  for (guint i = 0; i < 64; i++)
    value += (fovea_noise_uniform (seed, first + i) < 0.5)
             * fmax (0, 1 - fabs (v - i / 8)) * fmax (0, 1 - fabs (u - i % 8));
  return value;
}

static void
test_rise (void)
{
  const guint masks = 12;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) got
      = ask (model, image, "rise", (FoveaSampling){ .samples = masks, .seed = 9 });
  g_autofree double *expected = g_new0 (double, PLANE);
  g_autofree double *mask = g_new (double, PLANE);

  for (guint i = 0; i < masks; i++)
    {
      for (gsize p = 0; p < PLANE; p++)
        mask[p] = rise_mask (i, 9, p / ASKED_SIDE, p % ASKED_SIDE);
      g_autoptr (FoveaTensor) masked = asked_changed (image, mask, NULL);
      double score = asked_score (model, masked, TARGET, TRUE);
      for (gsize p = 0; p < PLANE; p++)
        expected[p] += score * mask[p] / (masks * 0.5);
    }
  assert_close ("RISE", fovea_map_values (asked_panel (got, "rise")), expected, PLANE, 1e-6);
  g_assert_cmpfloat (asked_fact (got, "standard_error"), >, 0);

  fovea_set_threads (1);
  g_autoptr (FoveaExplanation) alone
      = ask (model, image, "rise", (FoveaSampling){ .samples = masks, .seed = 9 });
  fovea_set_threads (0);
  assert_same_bits ("one thread", fovea_map_values (asked_panel (alone, "rise")),
                    fovea_map_values (asked_panel (got, "rise")), PLANE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/asking/score-cam", test_score_cam);
  g_test_add_func ("/viz/asking/ablation-cam", test_ablation_cam);
  g_test_add_func ("/viz/asking/ablation-inside", test_ablation_inside);
  g_test_add_func ("/viz/asking/ablation-by-mean", test_ablation_by_mean);
  g_test_add_func ("/viz/asking/cam", test_cam);
  g_test_add_func ("/viz/asking/occlusion", test_occlusion);
  g_test_add_func ("/viz/asking/rise", test_rise);
  return g_test_run ();
}
