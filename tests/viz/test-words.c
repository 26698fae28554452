/* SPDX-License-Identifier: MIT */

/* What is said of maps: where methods coincide, where numbers ran over, why a map is empty or
 * zero; and signs kept on request. */

#include "asked.h"

static FoveaExplanation *
explain_at (FoveaModel *model, FoveaTensor *image, const char *method, const char *layer)
{
  FoveaExplainRequest request
      = { .method = asked_method (method), .target = 2, .layer = layer };

  return asked_explain (model, image, &request);
}

static gboolean
says (char *words, const char *fragment)
{
  gboolean found = words && strstr (words, fragment);

  g_test_message ("%s", words ? words : "nothing");
  g_free (words);
  return found;
}

/* At the pooling's input they are one map; before it they are not, and nothing is said. */
static void
test_coincide (void)
{
  static const char *const methods[] = { "hirescam", "xgradcam", "cam" };
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) gradcam = explain_at (model, image, "gradcam", "layer4.0");
  g_autoptr (FoveaExplanation) early = explain_at (model, image, "gradcam", "layer3.0");
  g_autoptr (FoveaExplanation) layercam = explain_at (model, image, "layercam", "layer4.0");
  g_autoptr (FoveaMap) one = fovea_explanation_finish (gradcam, 0);
  gsize n = (gsize) fovea_map_width (one) * fovea_map_height (one);

  g_assert_true (says (fovea_explanation_note (gradcam, 0), "same at every place of layer4.0"));
  g_assert_null (fovea_explanation_note (early, 0));
  g_assert_null (fovea_explanation_note (layercam, 0));
  for (guint k = 0; k < G_N_ELEMENTS (methods); k++)
    {
      g_autoptr (FoveaExplanation) other = explain_at (model, image, methods[k], "layer4.0");
      g_autoptr (FoveaMap) map = fovea_explanation_finish (other, 0);
      g_assert_true (says (fovea_explanation_note (other, 0), "one map here"));
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (fabsf (fovea_map_values (one)[i] - fovea_map_values (map)[i]), <,
                           1e-3f);
    }
}

/* A pixel that is no number: the first layer has it already. */
static void
test_overflow (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autofree double *add = g_new0 (double, 3 * ASKED_SIDE * ASKED_SIDE);
  g_autoptr (GPtrArray) sites = fovea_sites (model, NULL, ASKED_SIDE, ASKED_SIDE, NULL);
  const FoveaSite *first = g_ptr_array_index (sites, 0);

  add[60 * ASKED_SIDE + 60] = NAN;
  g_autoptr (FoveaTensor) broken = asked_changed (image, NULL, add);
  g_autoptr (FoveaExplanation) explanation = explain_at (model, broken, "gradcam", "layer4.0");
  g_autofree char *remark = fovea_explanation_remark (explanation, 0);

  g_test_message ("%s", remark);
  g_assert_nonnull (strstr (remark, "not finite"));
  g_assert_nonnull (strstr (remark, first->path));
}

static void
test_empty (void)
{
  static const float values[4] = { -1, -0.5f, -2, -0.25f };
  g_autoptr (FoveaMap) map = fovea_map_new (2, 2, values);
  char *sentence;

  g_assert_cmpint (fovea_map_judge (map, "leopard", &sentence), ==, FOVEA_MAP_EMPTY);
  g_test_message ("%s", sentence);
  g_assert_nonnull (strstr (sentence, "leopard"));
  g_assert_nonnull (strstr (sentence, "3.8"));
  g_assert_true (says (sentence, "score falls where"));
}

/* Before pooling a channel's mean in its place changes nothing. */
static void
test_zero (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) explanation
      = explain_at (model, image, "ablationcam_mean", "layer4.0");

  g_assert_true (says (fovea_explanation_remark (explanation, 0), "zero by construction"));
}

/* What speaks against the class is shown where that is asked for, zero in the middle. */
static void
test_signs (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request
      = { .method = asked_method ("gradcam"), .target = 2, .layer = "layer3.0" };
  g_autoptr (FoveaExplanation) plain = asked_explain (model, image, &request);
  request.keeps_sign = TRUE;
  g_autoptr (FoveaExplanation) kept = asked_explain (model, image, &request);
  g_autoptr (FoveaMap) one = fovea_explanation_finish (plain, 0);
  g_autoptr (FoveaMap) other = fovea_explanation_finish (kept, 0);
  FoveaMapStats stats;
  double low, high;

  fovea_map_stats (one, &stats);
  g_assert_cmpfloat (stats.min, ==, 0);
  fovea_map_stats (other, &stats);
  g_assert_cmpfloat (stats.min, <, 0);
  fovea_explanation_range (kept, 0, 0, &low, &high);
  g_assert_cmpfloat (low, ==, -high);
  g_assert_cmpstr (fovea_explanation_unit (kept, 0, 0), ==, "logit");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/coincide", test_coincide);
  g_test_add_func ("/words/overflow", test_overflow);
  g_test_add_func ("/words/empty", test_empty);
  g_test_add_func ("/words/zero", test_zero);
  g_test_add_func ("/words/signs", test_signs);
  return g_test_run ();
}
