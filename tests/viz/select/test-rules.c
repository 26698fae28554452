/* SPDX-License-Identifier: MIT */

/* The rules on the demonstration's networks, against what they say they are. */

#include "rule.h"

#include "embedded.h"
#include "error.h"
#include "measures/agreement.h"
#include "measures/motion.h"

#include <math.h>
#include <string.h>

typedef struct
{
  FoveaModel *models[2];
  FoveaExplanation *explanations[2];
  guint layers[2];
} Asked;

static Asked
ask (const char *photo)
{
  static const char *const names[] = { "van_nano", "san_nano" };
  g_autoptr (GBytes) bytes = fovea_embedded (photo);
  g_autoptr (FoveaImage) image = fovea_image_open_bytes (bytes, photo, NULL, NULL);
  Asked asked = { 0 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      asked.models[i]
          = fovea_model_open (&(FoveaModelOptions){ .name = names[i] }, &error);
      g_assert_no_error (error);
      FoveaExplainRequest request
          = { .method = fovea_method_find ("gradcam", NULL), .target = FOVEA_TOP_CLASS };
      g_autofree char *layer
          = fovea_default_layer (asked.models[i], request.method, &error);
      g_autoptr (FoveaInput) input = fovea_input_new (asked.models[i], image, &error);
      request.layer = layer;
      asked.explanations[i]
          = fovea_explain (asked.models[i], input, &request, NULL, &error);
      g_assert_no_error (error);
    }
  return asked;
}

static void
asked_clear (Asked *asked)
{
  for (guint i = 0; i < 2; i++)
    {
      fovea_explanation_unref (asked->explanations[i]);
      fovea_model_unref (asked->models[i]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

static double
score_of (const Asked *asked, const char *name, guint first, guint n)
{
  FoveaCandidate candidate
      = { asked->explanations + first, asked->layers + first, n, NULL };
  g_autoptr (GError) error = NULL;
  double score;

  g_assert_true (fovea_rule_find (name, NULL)->score (&candidate, &score, &error));
  g_assert_no_error (error);
  return score;
}

static double
probability (const Asked *asked, guint i, guint rank)
{
  const FoveaPrediction *prediction
      = fovea_explanation_prediction (asked->explanations[i]);

  return fovea_prediction_probability (prediction,
                                       fovea_prediction_ranked (prediction, rank));
}

/* Both Kullback-Leibler divergences to the middle, over log 2. */
static void
test_disagreement (void)
{
  g_auto (Asked) asked = ask ("elephant.jpg");
  FoveaPrediction *a = fovea_explanation_prediction (asked.explanations[0]);
  FoveaPrediction *b = fovea_explanation_prediction (asked.explanations[1]);
  double sum = 0;

  for (guint c = 0; c < fovea_prediction_n_classes (a); c++)
    {
      double p = fovea_prediction_probability (a, c),
             q = fovea_prediction_probability (b, c);
      sum += p * log (2 * p / (p + q)) / 2 + q * log (2 * q / (p + q)) / 2;
    }
  g_assert_cmpfloat_with_epsilon (score_of (&asked, "disagreement", 0, 2), sum / log (2),
                                  1e-9);
  g_assert_cmpfloat (sum, >, 0);
}

static void
test_certainty (void)
{
  g_auto (Asked) asked = ask ("leopard.jpg");
  double first = probability (&asked, 0, 0), other = probability (&asked, 1, 0);

  g_assert_cmpfloat (score_of (&asked, "confidence", 0, 1), ==, first);
  g_assert_cmpfloat_with_epsilon (score_of (&asked, "confidence", 0, 2),
                                  (first + other) / 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (score_of (&asked, "margin", 1, 1),
                                  other - probability (&asked, 1, 1), 1e-12);
}

static void
test_size (void)
{
  g_auto (Asked) asked = ask ("leopard.jpg");
  g_autoptr (FoveaMap) map = fovea_explanation_finish (asked.explanations[0], 0);
  guint n = fovea_map_width (map) * fovea_map_height (map), above = 0;

  for (guint i = 0; i < n; i++) /* the greatest is 1 less some rounding */
    above += fovea_map_values (map)[i] >= 0.4999999f;
  g_assert_cmpfloat_with_epsilon (score_of (&asked, "size", 0, 1), (double)above / n,
                                  1e-3);
  g_assert_cmpuint (above, >, 0);
  g_assert_cmpuint (above, <, n);
}

/* The map of the image after a motion, moved back, less the border. (transfer full) */
static float *
moved_map (const Asked *asked, const FoveaMotion *motion, const guint8 *valid, gsize *n)
{
  FoveaInput *input = fovea_explanation_input (asked->explanations[0]);
  guint width = fovea_input_width (input), height = fovea_input_height (input);
  g_autofree float *image = g_new (float, (gsize)3 * width * height);
  float *back = g_new (float, (gsize)width *height);
  FoveaMotion inverse = fovea_motion_inverse (motion);
  FoveaExplainRequest request
      = { .method = fovea_method_find ("gradcam", NULL),
          .target = fovea_explanation_target (asked->explanations[0]),
          .layer = fovea_explanation_layer (asked->explanations[0], 0)->site.path };

  fovea_motion_apply (motion, fovea_tensor_data (fovea_input_tensor (input)), 3, width,
                      height, image);
  g_autoptr (FoveaInput) moved = fovea_input_replace (input, image);
  g_autoptr (FoveaExplanation) there
      = fovea_explain (asked->models[0], moved, &request, NULL, NULL);
  g_autoptr (FoveaMap) map = fovea_explanation_finish (there, 0);
  fovea_motion_apply (&inverse, fovea_map_values (map), 1, width, height, back);
  *n = 0;
  for (guint i = 0; i < width * height; i++)
    if (valid[i])
      back[(*n)++] = back[i];
  return back;
}

static void
test_stability (void)
{
  static const FoveaMotion still = { "still", 0, 0, FALSE, 0 };
  g_auto (Asked) asked = ask ("leopard.jpg");
  g_autofree guint8 *valid = g_malloc (160 * 160);
  double sum = 0, one = score_of (&asked, "stability", 0, 1);
  gsize n;

  memset (valid, 1, 160 * 160);
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    fovea_motion_mark_valid (&fovea_motions[i], 160, 160, valid);
  g_autofree float *own = moved_map (&asked, &still, valid, &n);
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    {
      g_autofree float *moved = moved_map (&asked, &fovea_motions[i], valid, &n);
      double correlation;
      g_assert_true (fovea_spearman (own, moved, n, &correlation, NULL));
      g_assert_cmpfloat (correlation, <, 1);
      sum += correlation / FOVEA_N_MOTIONS;
    }
  g_assert_cmpfloat_with_epsilon (one, sum, 1e-6);
  g_assert_cmpfloat_with_epsilon (score_of (&asked, "stability", 0, 2),
                                  (one + score_of (&asked, "stability", 1, 1)) / 2,
                                  1e-12);
}

static void
test_checks (void)
{
  g_auto (Asked) asked = ask ("leopard.jpg");
  g_autoptr (GError) alone = NULL, apart = NULL, unknown = NULL;
  g_autoptr (FoveaModel) large = fovea_model_open (
      &(FoveaModelOptions){ .name = "van_b0", .weights = "synthetic:1" }, NULL);
  FoveaModel *both[] = { asked.models[0], large };
  const FoveaRule *rule = fovea_rule_find ("disagreement", NULL);

  g_assert_true (fovea_rule_check (rule, asked.models, 2, NULL));
  g_assert_false (fovea_rule_check (rule, asked.models, 1, &alone));
  g_assert_error (alone, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_false (fovea_rule_check (rule, both, 2, &apart));
  g_assert_error (apart, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (apart->message, "1000"));
  g_assert_true (fovea_rule_check (fovea_rule_find ("confidence", NULL), both, 2, NULL));
  g_assert_null (fovea_rule_find ("beauty", &unknown));
  g_assert_nonnull (strstr (unknown->message, "stability"));
}

static void
test_words (void)
{
  g_auto (Asked) asked = ask ("leopard.jpg");
  FoveaSelection selection = { .rule = fovea_rule_find ("disagreement", NULL),
                               .models = asked.models,
                               .n_models = 2,
                               .n_columns = 2,
                               .chosen = 4,
                               .ranked = 120 };
  g_autofree char *most = fovea_selection_words (&selection);
  selection.rule = fovea_rule_find ("confidence", NULL);
  selection.least = TRUE;
  selection.chosen = 1;
  selection.failed = 3;
  g_autofree char *mean = fovea_selection_words (&selection);
  selection.n_models = selection.n_columns = 1;
  selection.chosen = 120;
  selection.failed = 0;
  g_autofree char *all = fovea_selection_words (&selection);

  g_assert_cmpstr (
      most, ==,
      "the 4 of 120 images on which VAN nano and SAN nano disagree most "
      "(Jensen–Shannon divergence of their class probabilities, as a share of "
      "its greatest)");
  g_assert_cmpstr (
      mean, ==,
      "the one of 120 images with the least certain answers of VAN nano and SAN "
      "nano (mean probability of the first class); 3 more could not be ranked");
  g_assert_cmpstr (
      all, ==,
      "all 120 images, beginning with those with the least certain answers of "
      "VAN nano (probability of the first class)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/select/rules/disagreement", test_disagreement);
  g_test_add_func ("/viz/select/rules/certainty", test_certainty);
  g_test_add_func ("/viz/select/rules/size", test_size);
  g_test_add_func ("/viz/select/rules/stability", test_stability);
  g_test_add_func ("/viz/select/rules/checks", test_checks);
  g_test_add_func ("/viz/select/rules/words", test_words);
  return g_test_run ();
}
