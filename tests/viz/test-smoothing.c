/* SPDX-License-Identifier: MIT */

/* Smoothing and fusing against what they are made of. */

#include "fusion.h"

#include "asked.h"

static FoveaExplanation *
explain_with (FoveaModel *model, FoveaTensor *image, const FoveaExplainRequest *request)
{
  return asked_explain (model, image, request);
}

/* Times `factor`, mirrored if so. */
static FoveaTensor *
view_of (FoveaTensor *image, float factor, gboolean mirrored)
{
  gsize n = fovea_tensor_count (image);
  float *fill;
  FoveaTensor *view = fovea_tensor_new (fovea_tensor_shape (image), &fill);

  for (gsize i = 0; i < n; i++)
    {
      gsize x = i % ASKED_SIDE, from = mirrored ? i - x + ASKED_SIDE - 1 - x : i;
      fill[i] = fovea_tensor_data (image)[from] * factor;
    }
  return view;
}

/* The mean of six finished maps, each brought back, and no more. */
static void
test_views (void)
{
  static const float factors[] = { 0.9f, 1, 1.1f };
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request
      = { .method = asked_method ("gradcam"), .target = 2, .layer = "layer3.0" };
  g_autofree double *expected = g_new0 (double, ASKED_SIDE * ASKED_SIDE);

  for (guint v = 0; v < 6; v++)
    {
      g_autoptr (FoveaTensor) view = view_of (image, factors[v / 2], v % 2);
      g_autoptr (FoveaExplanation) one = explain_with (model, view, &request);
      g_autoptr (FoveaMap) map = fovea_explanation_finish (one, 0);
      for (guint i = 0; i < ASKED_SIDE * ASKED_SIDE; i++)
        {
          guint x = i % ASKED_SIDE, from = v % 2 ? i - x + ASKED_SIDE - 1 - x : i;
          expected[i] += fovea_map_values (map)[from] / 6.0;
        }
    }
  request.smoothing = FOVEA_SMOOTH_VIEWS;
  g_autoptr (FoveaExplanation) smoothed = explain_with (model, image, &request);
  g_autoptr (FoveaMap) shown = fovea_explanation_finish (smoothed, 0);
  FoveaMapStats stats;

  for (guint i = 0; i < ASKED_SIDE * ASKED_SIDE; i++)
    g_assert_cmpfloat (fabs (fovea_map_values (shown)[i] - expected[i]), <, 1e-5);
  fovea_map_stats (shown, &stats);
  g_assert_cmpfloat (stats.max, <, 0.9999);
  g_assert_cmpfloat (stats.max, >, 0.5);
}

/* A component of one channel is that channel, centred: eigen smoothing of a layer with one
 * channel changes nothing but the mean. */
static void
test_eigen (void)
{
  static const float activation[4] = { 1, 5, 2, -1 }, gradient[4] = { 0.5f, 0.5f, 1, 1 };
  FoveaSite site = { .path = "one", .kind = FOVEA_SITE_FEATURE };
  FoveaEvidence evidence = { .site = &site,
                             .channels = 1,
                             .height = 2,
                             .width = 2,
                             .activation = activation,
                             .gradient = gradient };
  float plain[4], eigen[4];
  double mean = 0;

  asked_method ("gradcam")->compute (&evidence, plain);
  evidence.eigen = TRUE;
  asked_method ("gradcam")->compute (&evidence, eigen);
  for (guint i = 0; i < 4; i++)
    mean += plain[i] / 4.0;
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (fabs (eigen[i] - (plain[i] - mean)), <, 1e-6);
}

static FoveaMap *
finished (FoveaModel *model, FoveaTensor *image, const char *method, const char *layer)
{
  FoveaExplainRequest request
      = { .method = asked_method (method), .target = 2, .layer = layer };
  g_autoptr (FoveaExplanation) one = explain_with (model, image, &request);

  return fovea_explanation_finish (one, 0);
}

/* RefineCAM is Grad-CAM++'s product, scaled. */
static void
test_product (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaMap) refined = finished (model, image, "refinecam", "layer2.0+layer4.0");
  g_autoptr (FoveaMap) a = finished (model, image, "gradcam_plusplus", "layer2.0");
  g_autoptr (FoveaMap) b = finished (model, image, "gradcam_plusplus", "layer4.0");
  gsize n = (gsize) ASKED_SIDE * ASKED_SIDE;
  g_autofree float *product = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    product[i] = fovea_map_values (a)[i] * fovea_map_values (b)[i];
  g_autoptr (FoveaMap) raw = fovea_map_new (ASKED_SIDE, ASKED_SIDE, product);
  g_autoptr (FoveaMap) expected = fovea_map_scale (raw);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (
        fabsf (fovea_map_values (refined)[i] - fovea_map_values (expected)[i]), <, 1e-5f);
}

/* By default over the last block of every stage. */
static void
test_stages (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autofree char *list = fovea_default_layer (model, asked_method ("refinecam"), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (list, ==, "layer1.0+layer2.0+layer3.1+layer4.0");
  g_assert_true (fovea_fusion_names (list, "layer3.1"));
  g_assert_false (fovea_fusion_names (list, "layer3"));
}

/* torch-cam's: the greatest, at the size of the larger layer. */
static void
test_max (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request = { .method = asked_method ("gradcam"),
                                  .target = 2,
                                  .layer = "layer2.0+layer4.0",
                                  .fusion = FOVEA_FUSE_MAX };
  g_autoptr (FoveaExplanation) fused = explain_with (model, image, &request);
  const FoveaMap *map = fovea_explanation_layer (fused, 0)->raw;
  const FoveaFinish finish = { FOVEA_SCALE_BEFORE, 1e-8, FOVEA_RESIZE_LINEAR };
  guint side = fovea_map_width (map);
  static const char *const layers[] = { "layer2.0", "layer4.0" };
  g_autofree float *most = g_new0 (float, (gsize) side * side);

  request.fusion = 0;
  for (guint k = 0; k < 2; k++)
    {
      request.layer = layers[k];
      g_autoptr (FoveaExplanation) one = explain_with (model, image, &request);
      g_autoptr (FoveaMap) each = fovea_map_finish_as (
          fovea_explanation_layer (one, 0)->raw, side, side, &finish);
      g_assert_cmpuint (fovea_map_width (fovea_explanation_layer (one, 0)->raw), <=, side);
      for (guint i = 0; i < side * side; i++)
        most[i] = fmaxf (most[i], fovea_map_values (each)[i]);
    }
  g_assert_cmpmem (most, side * side * sizeof *most, fovea_map_values (map),
                   side * side * sizeof *most);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *method, *layer;
  } cases[] = { { "gradcam", "layer2.0+layer9.0" },
                { "contributions", "layer3.0+layer4.0" },
                { "scorecam", "layer3.0+layer4.0" } };
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      FoveaExplainRequest request
          = { .method = asked_method (cases[i].method), .target = 2, .layer = cases[i].layer };
      g_assert_null (fovea_explain (model, input, &request, NULL, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smoothing/views", test_views);
  g_test_add_func ("/smoothing/eigen", test_eigen);
  g_test_add_func ("/fusion/product", test_product);
  g_test_add_func ("/fusion/stages", test_stages);
  g_test_add_func ("/fusion/max", test_max);
  g_test_add_func ("/fusion/refusals", test_refusals);
  return g_test_run ();
}
