/* SPDX-License-Identifier: MIT */

/* How panels are shown: scale, size, place on the photograph. */

#include "explain.h"

#include <string.h>

#include "assert-close.h"
#include "error.h"
#include "synthetic.h"
#include "tiny-van.h"

static FoveaInput *
synthetic_input (void)
{
  g_autoptr (FoveaTensor) tensor = fovea_synthetic_image (64, 96, 5);

  return fovea_input_new_tensor (tensor, NULL);
}

static FoveaExplanation *
explain (FoveaModel *model, const FoveaMethod *method, const char *layer,
         const FoveaChoice *choice)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaInput) input = synthetic_input ();
  FoveaExplainRequest request = { method, FOVEA_TOP_CLASS, layer, choice };
  FoveaExplanation *explanation = fovea_explain (model, input, &request, NULL, &error);

  g_assert_no_error (error);
  return explanation;
}

static gboolean
is_block (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_BLOCK;
}

static const float values[6] = { -2, 0, 1, 3, -1, 0.5f };

typedef struct
{
  gboolean is_signed;
  const char *unit;
  double low, high, noise, scale; /* of the values */
} Shown;

static const Shown *shown;
static guint n_shown;

static gboolean
shown_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  for (guint i = 0; i < n_shown; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%u", i);
      float scaled[6];
      for (guint k = 0; k < 6; k++)
        scaled[k] = values[k] * (float) shown[i].scale;
      FoveaPanel *panel = fovea_panels_add (panels, name, "Panel", shown[i].unit,
                                            shown[i].is_signed, 3, 2, scaled);
      panel->low = shown[i].low;
      panel->high = shown[i].high;
      panel->noise = shown[i].noise;
      if (i > 0)
        continue;
      panel->x = 24;
      panel->y = -16;
      panel->width = 12;
      panel->height = 20.4;
      fovea_panel_add_pin (panel, 10, 20);
      fovea_panel_add_outline (panel, 24, -16, 12, 20.4);
    }
  return TRUE;
}

static const FoveaMethod shown_method = {
  .name = "shown",
  .title = "Shown",
  .suits = is_block,
  .panels = shown_panels,
};

static FoveaExplanation *
explain_shown (const Shown *panels, guint n)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });

  shown = panels;
  n_shown = n;
  return explain (model, &shown_method, "block2.0", NULL);
}

static void
assert_range (const FoveaExplanation *explanation, guint panel, double low, double high,
              const char *unit)
{
  double l, h;

  fovea_explanation_range (explanation, 0, panel, &l, &h);
  g_assert_cmpfloat (l, ==, low);
  g_assert_cmpfloat (h, ==, high);
  g_assert_cmpstr (fovea_explanation_unit (explanation, 0, panel), ==, unit);
}

static void
assert_cells (const FoveaExplanation *explanation, guint panel, const double expected[6])
{
  g_autoptr (FoveaMap) map = fovea_explanation_finish_panel (explanation, 0, panel, TRUE);

  g_assert_cmpuint (fovea_map_width (map), ==, 3);
  g_assert_cmpuint (fovea_map_height (map), ==, 2);
  assert_close ("cells", fovea_map_values (map), expected, 6, 1e-6);
}

/* Signed panels keep their sign and lie on one symmetric scale where their unit is the same;
 * a single unsigned one is scaled as ever. */
static void
test_scales (void)
{
  static const Shown panels[] = { { TRUE, "logit", 0, 0, 0, 1 },
                                  { TRUE, "logit", 0, 0, 0, 0.5 },
                                  { TRUE, "weight", 0, 0, 0, 4 },
                                  { FALSE, "weight", 0, 0, 0, 2 },
                                  { FALSE, "share", 0, 1, 0, 0.1 } };
  static const double half[] = { -1, 0, 0.5, 1.5, -0.5, 0.25 };
  static const double scaled[] = { 0, 0, 1.0 / 3, 1, 0, 1.0 / 6 };
  static const double share[] = { 0, 0, 0.1, 0.3, 0, 0.05 };
  g_autoptr (FoveaExplanation) explanation
      = explain_shown (panels, G_N_ELEMENTS (panels));

  assert_range (explanation, 0, -3, 3, "logit");
  assert_range (explanation, 1, -3, 3, "logit");
  assert_range (explanation, 2, -12, 12, "weight");
  assert_range (explanation, 3, 0, 1, "share of the map’s range");
  assert_range (explanation, 4, 0, 1, "share");
  assert_cells (explanation, 1, half);
  assert_cells (explanation, 3, scaled);
  assert_cells (explanation, 4, share);
}

/* Several unsigned panels of one unit share the scale from 0, in that unit. */
static void
test_shared_scale (void)
{
  static const Shown panels[]
      = { { FALSE, "weight", 0, 0, 0, 1 }, { FALSE, "weight", 0, 0, 0, 0.5 } };
  static const double half[] = { 0, 0, 0.5, 1.5, 0, 0.25 };
  g_autoptr (FoveaExplanation) explanation
      = explain_shown (panels, G_N_ELEMENTS (panels));

  assert_range (explanation, 0, 0, 3, "weight");
  assert_range (explanation, 1, 0, 3, "weight");
  assert_cells (explanation, 1, half);
}

/* Rounding is not drawn, does not widen the scale, and is told. */
static void
test_noise (void)
{
  static const Shown panels[]
      = { { TRUE, "logit", 0, 0, 5.1, 1 }, { TRUE, "logit", 0, 0, 0.4, 0.1 } };
  static const double nothing[6] = { 0 };
  static const double all[] = { -0.2, 0, 0.1, 0.3, -0.1, 0.05 };
  g_autoptr (FoveaExplanation) explanation
      = explain_shown (panels, G_N_ELEMENTS (panels));
  g_autofree char *remark = fovea_explanation_remark (explanation, 0);

  assert_range (explanation, 0, -0.3f, 0.3f, "logit");
  assert_cells (explanation, 0, nothing);
  assert_cells (explanation, 1, all);
  g_assert_nonnull (remark);
  g_assert_nonnull (strstr (remark, "rounding"));
}

/* The finished map has the input's size, or that of the part that it covers. */
static void
test_sizes (void)
{
  static const Shown panels[]
      = { { TRUE, "logit", 0, 0, 0, 1 }, { TRUE, "logit", 0, 0, 0, 1 } };
  g_autoptr (FoveaExplanation) explanation
      = explain_shown (panels, G_N_ELEMENTS (panels));
  g_autoptr (FoveaMap) part = fovea_explanation_finish (explanation, 0);
  g_autoptr (FoveaMap) whole = fovea_explanation_finish_panel (explanation, 0, 1, FALSE);

  g_assert_cmpuint (fovea_map_width (part), ==, 12);
  g_assert_cmpuint (fovea_map_height (part), ==, 20);
  g_assert_cmpuint (fovea_map_width (whole), ==, 96);
  g_assert_cmpuint (fovea_map_height (whole), ==, 64);
  g_assert_cmpfloat (fovea_map_values (whole)[0], ==, -2);
}

static FoveaInput *
photograph (FoveaModel *model)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *rgb = g_malloc0 (200 * 100 * 3);
  g_autoptr (FoveaImage) image = fovea_image_new (200, 100, rgb, 200 * 3);
  FoveaInput *input = fovea_input_new (model, image, &error);

  g_assert_no_error (error);
  return input;
}

/* Laid on a photograph: its place, marks and scale. */
static void
test_lay (void)
{
  static const Shown panels[]
      = { { TRUE, "logit", 0, 0, 0, 1 }, { FALSE, "weight", 0, 0, 0, 1 } };
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) input = photograph (model);
  g_autoptr (FoveaPhoto) photo = fovea_photo_new (fovea_input_image (input));
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);
  FoveaExplainRequest request = { &shown_method, 0, "block2.0" };
  const FoveaGeometry *g = fovea_input_geometry (input);
  const FoveaColormap *inferno = scene->look.colormap;
  double x, y;

  shown = panels;
  n_shown = G_N_ELEMENTS (panels);
  g_autoptr (FoveaExplanation) explanation
      = fovea_explain (model, input, &request, NULL, NULL);
  fovea_explanation_lay (explanation, 0, 0, fovea_explanation_layer (explanation, 0)->raw,
                         scene);
  const FoveaMark *marks = &g_array_index (scene->marks, FoveaMark, 0);
  fovea_geometry_to_original (g, 10, 20, &x, &y);
  g_assert_cmpuint (scene->marks->len, ==, 2);
  g_assert_cmpint (marks[0].kind, ==, FOVEA_MARK_PIN);
  g_assert_cmpfloat_with_epsilon (marks[0].x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (marks[0].y, y, 1e-9);
  g_assert_cmpfloat_with_epsilon (marks[1].width, 12 * g->scale_x, 1e-9);
  g_assert_cmpfloat_with_epsilon (marks[1].height, 20.4 * g->scale_y, 1e-9);
  g_assert_cmpfloat (scene->extent.x, ==, 24);
  g_assert_cmpfloat (scene->extent.height, ==, 20.4);
  g_assert_true (scene->look.is_signed);
  g_assert_cmpfloat (scene->look.high, ==, 3);
  g_assert_cmpint (scene->look.colormap->group, ==, FOVEA_COLORMAP_DIVERGING);
  g_assert_cmpstr (scene->bar_label, ==, "logit");

  /* What a diverging colour map was chosen for stays. */
  fovea_scene_clear_marks (scene);
  scene->look.colormap = inferno;
  fovea_explanation_lay (explanation, 0, 1, fovea_explanation_layer (explanation, 0)->raw,
                         scene);
  g_assert_true (scene->look.colormap == inferno);
  g_assert_false (scene->look.is_signed);
  g_assert_cmpfloat (scene->extent.width, ==, 0);
  g_assert_cmpuint (scene->marks->len, ==, 0);
}

/* From the photograph to the network's input; what the crop leaves out is refused. */
static void
test_locate (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) photo = photograph (model);
  g_autoptr (FoveaInput) tensor = synthetic_input ();
  g_autoptr (GError) error = NULL;
  double x, y;

  g_assert_true (fovea_input_locate (photo, 100, 50, &x, &y, &error));
  g_assert_cmpfloat_with_epsilon (x, fovea_input_width (photo) / 2.0, 0.51);
  g_assert_cmpfloat_with_epsilon (y, fovea_input_height (photo) / 2.0, 0.51);
  g_assert_true (fovea_input_locate (tensor, 95.9, 63.9, &x, &y, &error));
  g_assert_cmpfloat (x, ==, 95.9);
  g_assert_false (fovea_input_locate (photo, 20, 50, &x, &y, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "20,50 lies outside what the network sees"));
  g_clear_error (&error);
  g_assert_false (fovea_input_locate (tensor, 10, 64, &x, &y, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/shown/scales", test_scales);
  g_test_add_func ("/viz/shown/shared-scale", test_shared_scale);
  g_test_add_func ("/viz/shown/noise", test_noise);
  g_test_add_func ("/viz/shown/sizes", test_sizes);
  g_test_add_func ("/viz/shown/lay", test_lay);
  g_test_add_func ("/viz/shown/locate", test_locate);
  return g_test_run ();
}
