/* SPDX-License-Identifier: MIT */

/* From a model and an input to maps: what is asked for, what is refused. The numbers are for
 * test-golden-maps. */

#include "explain.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"
#include "synthetic.h"
#include "tiny-van.h"

static FoveaInput *
synthetic_input (guint height, guint width, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) tensor = fovea_synthetic_image (height, width, seed);
  FoveaInput *input = fovea_input_new_tensor (tensor, &error);

  g_assert_no_error (error);
  return input;
}

static const FoveaMethod *
method (const char *name)
{
  g_autoptr (GError) error = NULL;
  const FoveaMethod *found = fovea_method_find (name, &error);

  g_assert_no_error (error);
  return found;
}

static FoveaExplanation *
explain (FoveaModel *model, FoveaInput *input, FoveaExplainRequest request)
{
  g_autoptr (GError) error = NULL;
  FoveaExplanation *explanation = fovea_explain (model, input, &request, NULL, &error);

  g_assert_no_error (error);
  return explanation;
}

static void
assert_refused (FoveaModel *model, FoveaExplainRequest request, gint code,
                const char *fragment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaInput) input = synthetic_input (64, 96, 0);

  g_assert_null (fovea_explain (model, input, &request, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, code);
  if (!strstr (error->message, fragment))
    g_error ("\"%s\" does not say \"%s\"", error->message, fragment);
}

/* Every layer from one call is to the bit what a call for that layer alone gives. */
static void
test_all_layers_as_one_by_one (void)
{
  static const char *const names[] = { "gradcam", "lka_response" };
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) input = synthetic_input (64, 96, 3);

  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    {
      g_autoptr (FoveaExplanation) all
          = explain (model, input, (FoveaExplainRequest){ method (names[k]), 2 });

      g_assert_cmpuint (fovea_explanation_n_layers (all), ==, k == 0 ? 13 : 5);
      for (guint i = 0; i < fovea_explanation_n_layers (all); i++)
        {
          const FoveaLayerMap *layer = fovea_explanation_layer (all, i);
          FoveaExplainRequest request = { method (names[k]), 2, layer->site.path };
          g_autoptr (FoveaExplanation) one = explain (model, input, request);
          const FoveaLayerMap *alone = fovea_explanation_layer (one, 0);
          guint width = fovea_map_width (layer->raw), height = fovea_map_height (layer->raw);

          g_assert_cmpuint (fovea_explanation_n_layers (one), ==, 1);
          g_assert_cmpstr (alone->site.path, ==, layer->site.path);
          g_assert_cmpuint (height, ==, layer->site.shape.dim[2]);
          g_assert_cmpuint (width, ==, layer->site.shape.dim[3]);
          assert_same_bits (layer->site.path, fovea_map_values (alone->raw),
                            fovea_map_values (layer->raw), (gsize) width * height);
        }
    }
}

/* A tiny VAN's feature sites: four embeddings, five blocks, four norms; depth in order. */
static void
test_sites (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sites = fovea_sites (model, method ("gradcam"), 64, 96, &error);
  g_autofree char *default_layer = fovea_default_layer (model, method ("gradcam"), &error);
  g_autofree char *attention = fovea_default_layer (model, method ("lka_response"), &error);
  static const char *const expected[]
      = { "patch_embed1", "block1.0", "norm1",    "patch_embed2", "block2.0", "block2.1", "norm2",
          "patch_embed3", "block3.0", "norm3",    "patch_embed4", "block4.0", "norm4" };

  g_assert_no_error (error);
  g_assert_cmpuint (sites->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < sites->len; i++)
    g_assert_cmpstr (((FoveaSite *) g_ptr_array_index (sites, i))->path, ==, expected[i]);
  g_assert_cmpstr (default_layer, ==, "block4.0");
  g_assert_cmpstr (attention, ==, "block4.0.attn.spatial_gating_unit.conv1");
}

static void
test_class (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) input = synthetic_input (64, 96, 0);
  g_autoptr (FoveaExplanation) top
      = explain (model, input, (FoveaExplainRequest){ method ("gradcam"), FOVEA_TOP_CLASS });
  FoveaPrediction *prediction = fovea_explanation_prediction (top);
  guint best = fovea_prediction_ranked (prediction, 0);
  guint worst = fovea_prediction_ranked (prediction, TINY_CLASSES - 1);
  g_autoptr (FoveaExplanation) last = explain (
      model, input, (FoveaExplainRequest){ method ("gradcam"), (gint) worst, "block4.0" });
  const FoveaMap *map = fovea_explanation_layer (last, 0)->raw;
  gint index = fovea_explanation_find (top, "block4.0");
  const FoveaMap *other = fovea_explanation_layer (top, (guint) index)->raw;

  g_assert_cmpint (fovea_explanation_target (top), ==, (gint) best);
  g_assert_cmpint (fovea_explanation_target (last), ==, (gint) worst);
  g_assert_cmpint (memcmp (fovea_map_values (map), fovea_map_values (other),
                           6 * sizeof (float)),
                   !=, 0);
  g_assert_cmpint (fovea_explanation_find (top, NULL), ==, index);
  g_assert_cmpint (fovea_explanation_find (top, "block9"), ==, -1);
}

static void
test_refusals (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  const FoveaMethod *gradcam = method ("gradcam");
  FoveaModelOptions options = { .name = "van_b0", .without_weights = TRUE };
  g_autoptr (FoveaModel) empty = fovea_model_open (&options, NULL);

  assert_refused (model, (FoveaExplainRequest){ gradcam, TINY_CLASSES }, FOVEA_ERROR_USAGE,
                  "no class 5: the head of VAN has 5, from 0 to 4");
  assert_refused (model, (FoveaExplainRequest){ gradcam, 0, "block4.1" },
                  FOVEA_ERROR_UNSUPPORTED, "There is no layer \"block4.1\"");
  assert_refused (model, (FoveaExplainRequest){ gradcam, 0, "block4.1" },
                  FOVEA_ERROR_UNSUPPORTED, "block4.0");
  assert_refused (
      model,
      (FoveaExplainRequest){ gradcam, 0, "block4.0.attn.spatial_gating_unit.conv1" },
      FOVEA_ERROR_UNSUPPORTED, "cannot read the layer");
  assert_refused (model, (FoveaExplainRequest){ method ("lka_response"), 0, "block4.0" },
                  FOVEA_ERROR_UNSUPPORTED, "conv1");
  assert_refused (empty, (FoveaExplainRequest){ gradcam, 0 }, FOVEA_ERROR_USAGE,
                  "no weights");
}

static void
test_without_head (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ .without = "head." });
  g_autoptr (FoveaInput) input = synthetic_input (64, 96, 0);
  g_autoptr (FoveaExplanation) response
      = explain (model, input, (FoveaExplainRequest){ method ("lka_response"), 0 });

  assert_refused (model, (FoveaExplainRequest){ method ("gradcam"), 0 },
                  FOVEA_ERROR_UNSUPPORTED, "no head");
  g_assert_null (fovea_explanation_prediction (response));
  g_assert_cmpint (fovea_explanation_target (response), ==, -1);
  g_assert_cmpuint (fovea_explanation_n_layers (response), ==, 5);
  g_assert_nonnull (fovea_explanation_layer (response, 0)->raw);
}

static void
test_predictions_only (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) input = synthetic_input (64, 96, 1);
  g_autoptr (FoveaExplanation) explanation
      = explain (model, input, (FoveaExplainRequest){ NULL, FOVEA_TOP_CLASS });
  g_autoptr (FoveaTensor) logits = model_output (model);
  double sum = 0;

  g_assert_cmpuint (fovea_explanation_n_layers (explanation), ==, 0);
  for (guint i = 0; i < TINY_CLASSES; i++)
    {
      FoveaPrediction *prediction = fovea_explanation_prediction (explanation);
      g_assert_cmpfloat (fovea_prediction_logit (prediction, i), ==,
                         fovea_tensor_data (logits)[i]);
      sum += fovea_prediction_probability (prediction, i);
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-12);
}

typedef struct
{
  double last;
  guint calls, stop_after;
} Progress;

static gboolean
on_progress (double share, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpfloat (share, >=, progress->last);
  g_assert_cmpfloat (share, <=, 1);
  progress->last = share;
  progress->calls++;
  return progress->calls != progress->stop_after;
}

static void
test_progress (void)
{
  static const char *const names[] = { "gradcam", "lka_response" };
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) input = synthetic_input (64, 96, 0);

  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    {
      g_autoptr (GError) error = NULL;
      Progress progress = { 0 };
      FoveaWatch watch = { on_progress, &progress, NULL };
      FoveaExplainRequest request = { method (names[k]), FOVEA_TOP_CLASS };
      g_autoptr (FoveaExplanation) explanation
          = fovea_explain (model, input, &request, &watch, &error);

      g_assert_no_error (error);
      g_assert_cmpfloat (progress.last, ==, 1);
      g_assert_cmpuint (progress.calls, >, 20);
    }
}

static void
test_cancel (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) input = synthetic_input (64, 96, 0);
  FoveaExplainRequest request = { method ("gradcam"), FOVEA_TOP_CLASS };

  for (guint after = 1; after < 80; after += 13)
    {
      g_autoptr (GError) error = NULL;
      Progress progress = { .stop_after = after };
      FoveaWatch watch = { on_progress, &progress, NULL };

      g_assert_null (fovea_explain (model, input, &request, &watch, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
      g_assert_cmpuint (progress.calls, ==, after);
    }
  g_autoptr (GError) error = NULL;
  gint stop = 1;
  FoveaWatch watch = { NULL, NULL, &stop };
  g_assert_null (fovea_explain (model, input, &request, &watch, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
}

/* The map as shown has the input's size and lies in [0, 1]. */
static void
test_finish (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) input = synthetic_input (64, 96, 0);
  g_autoptr (FoveaExplanation) explanation
      = explain (model, input, (FoveaExplainRequest){ method ("lka_response"), 0 });
  g_autoptr (FoveaMap) map = fovea_explanation_finish (explanation, 0);
  g_autofree char *remark = fovea_explanation_remark (explanation, 0);
  FoveaMapStats stats;

  fovea_map_stats (map, &stats);
  g_assert_cmpuint (fovea_map_width (map), ==, 96);
  g_assert_cmpuint (fovea_map_height (map), ==, 64);
  g_assert_cmpfloat (stats.min, ==, 0);
  g_assert_cmpfloat (stats.max, >, 0.99);
  g_assert_cmpfloat (stats.max, <=, 1);
  g_assert_null (remark);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/explain/all-layers-as-one-by-one", test_all_layers_as_one_by_one);
  g_test_add_func ("/viz/explain/sites", test_sites);
  g_test_add_func ("/viz/explain/class", test_class);
  g_test_add_func ("/viz/explain/refusals", test_refusals);
  g_test_add_func ("/viz/explain/without-head", test_without_head);
  g_test_add_func ("/viz/explain/predictions-only", test_predictions_only);
  g_test_add_func ("/viz/explain/progress", test_progress);
  g_test_add_func ("/viz/explain/cancel", test_cancel);
  g_test_add_func ("/viz/explain/finish", test_finish);
  return g_test_run ();
}
