/* SPDX-License-Identifier: MIT */

/* Raw maps of every family against the specification's, at every layer and method it gives. */

#include "explain.h"

#include <math.h>

#include "golden.h"
#include "synthetic.h"

typedef struct
{
  const char *name;
  double looser; /* times the tolerance: where relus sit on their corners */
} Case;

typedef struct
{
  double least, greatest;
} Extent;

static Extent
find_extent (const double *values, gsize n)
{
  Extent extent = { values[0], values[0] };

  for (gsize i = 1; i < n; i++)
    {
      extent.least = MIN (extent.least, values[i]);
      extent.greatest = MAX (extent.greatest, values[i]);
    }
  return extent;
}

static double
worst_difference (const FoveaMap *map, const double *expected, gsize n, double sign)
{
  double worst = 0;

  g_assert_cmpuint ((gsize) fovea_map_width (map) * fovea_map_height (map), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (isfinite (fovea_map_values (map)[i]));
      worst = MAX (worst, fabs (sign * fovea_map_values (map)[i] - expected[i]));
    }
  return worst;
}

/* The share of the tolerance used: 1e-3 of the larger of the map's own range and, for methods
 * that read the gradient, the peak of the element-wise map. Components have no sign of their
 * own. */
static double
compare_map (const Golden *golden, const char *layer, const FoveaExplanation *explanation)
{
  const FoveaMethod *method = fovea_explanation_method (explanation);
  gint index = fovea_explanation_find (explanation, layer);
  gboolean component = g_str_has_prefix (method->name, "eigen");
  gsize n, m;
  g_autofree double *expected = golden_map (golden, layer, method->name, &n);
  g_autofree double *elementwise = golden_map (golden, layer, "gradcam_elementwise", &m);
  Extent own = find_extent (expected, n);
  double tolerance = own.greatest - own.least;

  g_assert_cmpint (index, >=, 0);
  const FoveaMap *map = fovea_explanation_layer (explanation, (guint) index)->raw;
  if (!component && (method->needs & FOVEA_NEEDS_GRADIENT))
    tolerance = MAX (tolerance, find_extent (elementwise, m).greatest);
  double worst = worst_difference (map, expected, n, 1);
  if (component)
    worst = MIN (worst, worst_difference (map, expected, n, -1));
  return worst / (1e-3 * tolerance + 1e-12);
}

static FoveaModel *
open_golden_model (const Golden *golden)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *weights
      = g_strdup_printf (FOVEA_WEIGHTS_SYNTHETIC "%" G_GUINT64_FORMAT, golden->seed);
  FoveaModelOptions options = { .name = golden->backbone, .weights = weights };
  FoveaModel *model = fovea_model_open (&options, &error);

  g_assert_no_error (error);
  return model;
}

static void
check_method (const Golden *golden, FoveaModel *model, FoveaInput *input,
              const FoveaMethod *method, double looser)
{
  g_autoptr (GError) error = NULL;
  FoveaExplainRequest request = { method, FOVEA_TOP_CLASS };
  g_autoptr (FoveaExplanation) explanation
      = fovea_explain (model, input, &request, NULL, &error);
  json_t *maps = json_object_get (golden->root, "cams");
  const char *layer;
  json_t *value;

  g_assert_no_error (error);
  if (method->needs & FOVEA_NEEDS_GRADIENT)
    g_assert_cmpint (fovea_explanation_target (explanation), ==, (gint) golden->target);
  json_object_foreach (maps, layer, value)
    {
      double share = compare_map (golden, layer, explanation);
      g_test_message ("%s at %s: %.4f of the tolerance", method->name, layer, share);
      g_assert_cmpfloat (share, <=, looser);
    }
}

static void
test_maps (gconstpointer data)
{
  static const char *const methods[]
      = { "gradcam",  "hirescam", "gradcam_elementwise", "gradcam_plusplus",
          "xgradcam", "layercam", "eigencam",            "eigengradcam" };
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Golden) golden = golden_open (c->name);
  g_autoptr (FoveaModel) model = open_golden_model (golden);
  g_autoptr (FoveaTensor) image
      = fovea_synthetic_image (golden->height, golden->width, golden->seed);
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_object_size (json_object_get (golden->root, "cams")), >=, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      const FoveaMethod *method = fovea_method_find (methods[i], &error);

      g_assert_no_error (error);
      check_method (golden, model, input, method, c->looser);
    }
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "van_b0", 1 },         { "van_b0-160x256-seed7", 1 },
    { "van_b1", 1 },         { "san10_pairwise", 1 },
    { "san10_pairwise-160x256-seed7", 1 }, { "san10_patchwise", 10 },
    { "acmix_resnet26", 1 }, { "acmix_resnet26-160x256-seed7", 1 },
    { "acmix_swin_tiny", 1 }, { "resnet50", 4 },
    { "swin_tiny", 1 },      { "convnext_tiny", 1 },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/viz/golden-maps/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_maps);
    }
  return g_test_run ();
}
