/* SPDX-License-Identifier: MIT */

/* HiResCAM and its kin against each other; the views of large kernel attention. */

#include "explain.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"
#include "panel-values.h"
#include "synthetic.h"
#include "tiny-van.h"

static FoveaExplanation *
explain (FoveaModel *model, const FoveaMethod *how, guint height, guint width,
         const char *layer, const FoveaChoice *choice)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) tensor = fovea_synthetic_image (height, width, 2);
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (tensor, &error);
  FoveaExplainRequest request = { how, 1, layer, choice };
  FoveaExplanation *explanation = fovea_explain (model, input, &request, NULL, &error);

  g_assert_no_error (error);
  return explanation;
}

/* At the norm before average pooling and a linear head the gradient is the same at every
 * position: Grad-CAM, HiResCAM and XGrad-CAM are one. */
static void
test_linear_tail (void)
{
  static const char *const others[] = { "hirescam", "xgradcam" };
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaExplanation) plain
      = explain (model, method ("gradcam"), 96, 160, "norm4", NULL);
  const FoveaMap *map = fovea_explanation_layer (plain, 0)->raw;
  gsize n = (gsize) fovea_map_width (map) * fovea_map_height (map);
  g_autofree double *expected = g_new (double, n);

  g_assert_cmpuint (n, ==, 15);
  for (gsize i = 0; i < n; i++)
    expected[i] = fovea_map_values (map)[i];
  for (guint k = 0; k < G_N_ELEMENTS (others); k++)
    {
      g_autoptr (FoveaExplanation) other
          = explain (model, method (others[k]), 96, 160, "norm4", NULL);
      /* XGrad-CAM divides by sums over positions that may be small. */
      assert_close (others[k], fovea_map_values (fovea_explanation_layer (other, 0)->raw),
                    expected, n, k == 0 ? 1e-6 : 1e-4);
    }
}

/* CAM, arXiv 1512.04150: the head's weights of class 1 times the activations. */

static const float *head_weight;

static gboolean
is_norm (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_NORM;
}

static void
cam_compute (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;

  for (gsize p = 0; p < plane; p++)
    {
      double sum = 0;
      for (gsize k = 0; k < evidence->channels; k++)
        sum += (double) head_weight[evidence->channels + k] * evidence->activation[k * plane + p];
      map[p] = (float) sum;
    }
}

static const FoveaMethod cam_method = {
  .name = "cam",
  .title = "CAM",
  .unit = "logit",
  .needs = FOVEA_NEEDS_ACTIVATION,
  .suits = is_norm,
  .compute = cam_compute,
};

/* There HiResCAM is CAM divided by the number of positions, and adds up to the logit less its
 * bias. */
static void
test_cam (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaExplanation) explanation
      = explain (model, method ("hirescam"), 96, 160, "norm4", NULL);
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 96, 160, NULL);
  const FoveaNode *head = fovea_tape_lookup (tape, "head");
  const float *bias = fovea_binding_get (fovea_model_binding (model), head, 1);
  double expected[15];
  FoveaPrediction *prediction = fovea_explanation_prediction (explanation);
  const FoveaMap *map = fovea_explanation_layer (explanation, 0)->raw;
  double sum = 0;

  g_assert_nonnull (bias);
  for (gsize i = 0; i < 15; i++)
    sum += fovea_map_values (map)[i];
  g_assert_cmpfloat_with_epsilon (sum, fovea_prediction_logit (prediction, 1) - bias[1],
                                  1e-5 * (1 + fabs (sum)));

  head_weight = fovea_binding_get (fovea_model_binding (model), head, 0);
  g_autoptr (FoveaExplanation) cam = explain (model, &cam_method, 96, 160, "norm4", NULL);
  for (gsize i = 0; i < 15; i++)
    expected[i] = fovea_map_values (fovea_explanation_layer (cam, 0)->raw)[i] / 15.0;
  assert_close ("CAM / n", fovea_map_values (map), expected, 15, 1e-6);
}

/* Before a LayerNorm HiResCAM is nothing, which is said and not drawn; "auto" avoids it. (The
 * tiny VAN's few channels vary so little that the norm's epsilon counts.) */
static void
test_before_norm (void)
{
  FoveaModelOptions options
      = { .name = "van_b0", .weights = FOVEA_WEIGHTS_SYNTHETIC "0" };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, NULL);
  g_autoptr (FoveaExplanation) all
      = explain (model, method ("hirescam"), 64, 96, NULL, NULL);
  g_autofree char *chosen = fovea_default_layer (model, method ("hirescam"), NULL);
  guint silent = 0;

  for (guint i = 0; i < fovea_explanation_n_layers (all); i++)
    {
      const FoveaLayerMap *layer = fovea_explanation_layer (all, i);
      g_autofree char *remark = fovea_explanation_remark (all, i);
      g_autoptr (FoveaMap) map = fovea_explanation_finish (all, i);
      g_autofree char *norm = g_strdup_printf ("Look at norm%u,", layer->site.stage);
      FoveaMapStats stats;

      fovea_map_stats (map, &stats);
      g_assert_cmpfloat (fact (layer->panels, "greatest_sum"), >, 0);
      if (!layer->site.normalised_next)
        {
          silent += remark == NULL ? 1 : 0;
          continue;
        }
      g_assert_cmpfloat (stats.max, ==, 0);
      g_assert_nonnull (remark);
      g_assert_nonnull (strstr (remark, "zero here by construction"));
      g_assert_nonnull (strstr (remark, norm));
    }
  g_assert_cmpuint (silent, >=, 5);
  g_assert_cmpstr (chosen, ==, "norm4");
  g_assert_cmpint (fovea_explanation_find (all, NULL), ==,
                   fovea_explanation_find (all, "norm4"));
}

/* Large kernel attention. */

static void
test_stages (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  const char *layer = "block2.1.attn.spatial_gating_unit";
  g_autoptr (FoveaExplanation) mean
      = explain (model, method ("lka_stages"), 64, 96, layer, NULL);
  g_autoptr (FoveaExplanation) response
      = explain (model, method ("lka_response"), 64, 96,
                 "block2.1.attn.spatial_gating_unit.conv1", NULL);
  const FoveaPanels *panels = fovea_explanation_layer (mean, 0)->panels;
  g_autofree double *sums = g_new0 (double, 8 * 12);

  g_assert_cmpuint (fovea_panels_count (panels), ==, 6);
  assert_same_bits ("a2", panel_values (panels, "a2"),
                    fovea_map_values (fovea_explanation_layer (response, 0)->raw), 8 * 12);

  /* The channels' mean is what is drawn for all; u times a2 is the output. */
  for (gint k = 0; k < 12; k++)
    {
      FoveaChoice choice = { .map = -1, .channel = k };
      g_autoptr (FoveaExplanation) one
          = explain (model, method ("lka_stages"), 64, 96, layer, &choice);
      const FoveaPanels *channel = fovea_explanation_layer (one, 0)->panels;
      double product[8 * 12];

      g_assert_cmpuint (fovea_panels_count (channel), ==, 5);
      for (gsize p = 0; p < 8 * 12; p++)
        {
          sums[p] += panel_values (channel, "a2")[p] / 12.0;
          product[p] = (double) panel_values (channel, "u")[p] * panel_values (channel, "a2")[p];
        }
      assert_close ("gated", panel_values (channel, "gated"), product, 8 * 12, 1e-6);
      g_assert_true (fovea_panels_get (channel, 0)->is_signed);
    }
  assert_close ("a2_mean", panel_values (panels, "a2_mean"), sums, 8 * 12, 1e-6);
}

/* Shows the tensors themselves: u over all channels, and a1. */

static gboolean
is_a1 (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_A1;
}

static gboolean
is_u (const FoveaSite *site, const FoveaSite *other)
{
  return other->role == FOVEA_ROLE_U && fovea_site_same_block (site, other);
}

static gboolean
tensors_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  guint width = (guint) evidence->width;
  guint rows = (guint) (evidence->channels * evidence->height);

  fovea_panels_add (panels, "a1", "a1", "", TRUE, width, rows, evidence->activation);
  fovea_panels_add (panels, "u", "u", "", TRUE, width, rows,
                    fovea_evidence_find (evidence, FOVEA_ROLE_U)->activation);
  return TRUE;
}

static const FoveaMethod tensors_method = {
  .name = "tensors",
  .title = "Tensors",
  .needs = FOVEA_NEEDS_ACTIVATION,
  .suits = is_a1,
  .reads = is_u,
  .panels = tensors_panels,
};

#define SIDE 32

static double
apply_kernel (const float *kernel, double bias, const float *u, gsize y, gsize x)
{
  double sum = bias;

  for (gsize j = 0; j < 23; j++)
    for (gsize i = 0; i < 23; i++)
      sum += (double) kernel[j * 23 + i] * u[(y + j - 11) * SIDE + x + i - 11];
  return sum;
}

/* Away from the border the two convolutions are the composed one. */
static void
test_composed_kernel (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ .seed = 4 });
  const char *layer = "block1.0.attn.spatial_gating_unit.conv_spatial";
  g_autoptr (FoveaExplanation) run
      = explain (model, &tensors_method, 4 * SIDE, 4 * SIDE, layer, NULL);
  const FoveaPanels *tensors = fovea_explanation_layer (run, 0)->panels;

  for (gint k = 0; k < 8; k++)
    {
      FoveaChoice choice = { .map = -1, .channel = k };
      g_autoptr (FoveaExplanation) explanation = explain (
          model, method ("lka_kernel"), 4 * SIDE, 4 * SIDE, layer, &choice);
      const FoveaPanels *panels = fovea_explanation_layer (explanation, 0)->panels;
      const float *kernel = panel_values (panels, "kernel");
      double bias = fact (panels, "bias"), expected[100];
      float got[100];

      g_assert_cmpfloat (fact (panels, "side"), ==, 23);
      for (gsize p = 0; p < 100; p++)
        {
          gsize y = 11 + p / 10, x = 11 + p % 10;
          expected[p] = apply_kernel (
              kernel, bias, panel_values (tensors, "u") + k * SIDE * SIDE, y, x);
          got[p] = panel_values (tensors, "a1")[((gsize) k * SIDE + y) * SIDE + x];
        }
      assert_close ("a1", got, expected, 100, 1e-5);
    }
}

/* Evidence of weights that a test makes up: 5 x 5, then 7 x 7 of dilation 3. */
typedef struct
{
  FoveaSite near, far;
  FoveaRecord records[2];
  FoveaChoice choice;
  float first[2 * 25], second[2 * 49], bias[2];
  FoveaEvidence evidence;
} Kernels;

static void
kernels_init (Kernels *k)
{
  memset (k, 0, sizeof *k);
  k->near = (FoveaSite){ .path = "near", .kind = FOVEA_SITE_LKA, .role = FOVEA_ROLE_A0,
                         .kernel = 5, .dilation = 1, .stride = 4 };
  k->far = (FoveaSite){ .path = "far", .kind = FOVEA_SITE_LKA, .role = FOVEA_ROLE_A1,
                        .kernel = 7, .dilation = 3, .stride = 4 };
  k->records[0] = (FoveaRecord){ .site = &k->far, .param = { k->second, k->bias } };
  k->records[1] = (FoveaRecord){ .site = &k->near, .param = { k->first, NULL } };
  k->choice = (FoveaChoice){ TRUE, 50, 30, -1, 0 };
  k->evidence = (FoveaEvidence){ .site = &k->far, .channels = 2, .height = 16, .width = 24,
                                 .records = k->records, .n_records = 2,
                                 .choice = &k->choice, .input_width = 96,
                                 .input_height = 64 };
}

static FoveaPanels *
kernel_panels (Kernels *k)
{
  g_autoptr (GError) error = NULL;
  FoveaPanels *panels = fovea_panels_new ();

  g_assert_true (method ("lka_kernel")->panels (&k->evidence, panels, &error));
  g_assert_no_error (error);
  return panels;
}

/* One tap each: their product, at the sum of their places. */
static void
test_single_taps (void)
{
  Kernels k;

  kernels_init (&k);
  k.first[1 * 5 + 4] = 2;  /* one up, two right of the middle */
  k.second[3 * 7 + 5] = 3; /* two taps of three cells right */
  k.bias[0] = 0.25f;
  g_autoptr (FoveaPanels) panels = kernel_panels (&k);
  const FoveaPanel *panel = fovea_panels_get (panels, 0);

  for (gsize i = 0; i < 23 * 23; i++)
    g_assert_cmpfloat (panel_values (panels, "kernel")[i], ==,
                       i == 10 * 23 + 19 ? 6 : 0);
  g_assert_cmpfloat_with_epsilon (fact (panels, "half_energy_radius"), sqrt (65), 1e-12);
  g_assert_cmpfloat (fact (panels, "outer_energy"), ==, 1);
  g_assert_cmpfloat (fact (panels, "bias"), ==, 0.25);

  /* 50, 30 lies in the cell from 48, 28; the kernel is 92 pixels wide around its middle. */
  g_assert_cmpfloat (panel->x, ==, 50 - 46);
  g_assert_cmpfloat (panel->y, ==, 30 - 46);
  g_assert_cmpfloat (panel->width, ==, 92);
  g_assert_true (panel->is_signed);
  g_assert_cmpuint (panel->marks->len, ==, 2);
}

/* Half of the energy lies in the middle: radius 0. With a little less, at the next ring. */
static void
test_half_energy_radius (void)
{
  Kernels k;

  kernels_init (&k);
  k.second[3 * 7 + 3] = 1;
  k.first[2 * 5 + 2] = 2;
  k.first[2 * 5 + 3] = 1.25f;
  k.first[1 * 5 + 2] = -1.25f;
  g_autoptr (FoveaPanels) most = kernel_panels (&k);
  g_assert_cmpfloat (fact (most, "half_energy_radius"), ==, 0);
  g_assert_cmpfloat (fact (most, "outer_energy"), ==, 0);

  k.first[2 * 5 + 2] = 1.75f;
  g_autoptr (FoveaPanels) less = kernel_panels (&k);
  g_assert_cmpfloat (fact (less, "half_energy_radius"), ==, 1);

  k.first[2 * 5 + 2] = k.first[2 * 5 + 3] = k.first[1 * 5 + 2] = 0;
  g_autoptr (FoveaPanels) none = kernel_panels (&k);
  g_assert_cmpfloat (fact (none, "half_energy_radius"), ==, 0);
}

/* Over all channels the mean of sizes and of squares. */
static void
test_mean_kernel (void)
{
  Kernels k;

  kernels_init (&k);
  k.first[12] = 1;
  k.first[25 + 12] = -3;
  k.second[24] = 1;
  k.second[49 + 24] = 1;
  k.choice.channel = -1;
  g_autoptr (FoveaPanels) panels = kernel_panels (&k);
  g_assert_cmpuint (fovea_panels_count (panels), ==, 2);
  g_assert_cmpfloat (panel_values (panels, "absolute")[11 * 23 + 11], ==, 2);
  g_assert_cmpfloat (panel_values (panels, "energy")[11 * 23 + 11], ==, 5);
  g_assert_cmpfloat (panel_values (panels, "absolute")[0], ==, 0);
}

static void
test_kernel_refusals (void)
{
  g_autoptr (FoveaPanels) panels = fovea_panels_new ();
  g_autoptr (GError) error = NULL;
  Kernels k;

  kernels_init (&k);
  k.choice.channel = 2;
  g_assert_false (method ("lka_kernel")->panels (&k.evidence, panels, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "no channel 2: far has 2, from 0 to 1"));
  g_clear_error (&error);
  k.evidence.n_records = 1;
  g_assert_false (method ("lka_kernel")->panels (&k.evidence, panels, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/views/linear-tail", test_linear_tail);
  g_test_add_func ("/viz/views/cam-and-logit", test_cam);
  g_test_add_func ("/viz/views/before-norm", test_before_norm);
  g_test_add_func ("/viz/views/stages", test_stages);
  g_test_add_func ("/viz/views/composed-kernel", test_composed_kernel);
  g_test_add_func ("/viz/views/single-taps", test_single_taps);
  g_test_add_func ("/viz/views/half-energy-radius", test_half_energy_radius);
  g_test_add_func ("/viz/views/mean-kernel", test_mean_kernel);
  g_test_add_func ("/viz/views/kernel-refusals", test_kernel_refusals);
  return g_test_run ();
}
