/* SPDX-License-Identifier: MIT */

/* What panels say at a place and inside a box, against their cells counted by hand. */

#include "place.h"
#include "region.h"

#include "assert-close.h"
#include "error.h"
#include "synthetic.h"
#include "tiny-van.h"

enum
{
  HEIGHT = 64,
  WIDTH = 96,
};

static const float values[6] = { -2, 0, 1, 3, -1, 0.5f };

static gboolean
is_block (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_BLOCK;
}

/* One that covers the input, and one that covers a part and reaches beyond it. */
static gboolean
two_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  fovea_panels_add (panels, "all", "All", "logit", TRUE, 3, 2, values);
  FoveaPanel *part
      = fovea_panels_add (panels, "part", "Part", "weight", FALSE, 3, 2, values);

  part->x = 60;
  part->y = 10;
  part->width = 60;
  part->height = 20;
  return TRUE;
}

static const FoveaMethod two_method = {
  .name = "two",
  .title = "Two",
  .suits = is_block,
  .panels = two_panels,
};

static FoveaExplanation *
explain (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaTensor) tensor = fovea_synthetic_image (HEIGHT, WIDTH, 5);
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (tensor, NULL);
  FoveaExplainRequest request = { &two_method, FOVEA_TOP_CLASS, "block2.0", NULL };
  FoveaExplanation *explanation = fovea_explain (model, input, &request, NULL, &error);

  g_assert_no_error (error);
  return explanation;
}

static FoveaPlaceVerdict
read_at (FoveaExplanation *explanation, guint panel, double x, double y,
         FoveaPlaceValue *value)
{
  g_autoptr (FoveaMap) map
      = fovea_explanation_finish_panel (explanation, 0, panel, FALSE);

  return fovea_place_read (explanation, 0, panel, map, x, y, value);
}

static void
test_place (void)
{
  g_autoptr (FoveaExplanation) explanation = explain ();
  FoveaPlaceValue value;

  /* The outermost pixels are those of the outermost cells. */
  g_assert_cmpint (read_at (explanation, 0, 0, HEIGHT - 0.1, &value), ==,
                   FOVEA_PLACE_READ);
  g_assert_cmpfloat (value.value, ==, 3);
  g_assert_cmpstr (value.unit, ==, "logit");
  g_assert_cmpuint (value.column, ==, 0);
  g_assert_cmpuint (value.row, ==, 1);
  g_assert_cmpuint (value.across, ==, 3);
  g_assert_cmpuint (value.down, ==, 2);
  g_assert_cmpint (read_at (explanation, 0, WIDTH, 3, &value), ==, FOVEA_PLACE_UNSEEN);
  g_assert_cmpint (read_at (explanation, 0, 3, -0.1, &value), ==, FOVEA_PLACE_UNSEEN);

  /* The part: 20 pixels a cell across, 10 down. */
  g_assert_cmpint (read_at (explanation, 1, 59, 12, &value), ==, FOVEA_PLACE_NOT_MAP);
  g_assert_cmpint (read_at (explanation, 1, 70, 31, &value), ==, FOVEA_PLACE_NOT_MAP);
  g_assert_cmpint (read_at (explanation, 1, 60, 29.5, &value), ==, FOVEA_PLACE_READ);
  g_assert_cmpfloat_with_epsilon (value.value, 1, 1e-6);
  g_assert_cmpuint (value.column, ==, 0);
  g_assert_cmpuint (value.row, ==, 1);
  g_assert_cmpint (read_at (explanation, 1, 95, 11, &value), ==, FOVEA_PLACE_READ);
  g_assert_cmpuint (value.column, ==, 1);
  g_assert_cmpuint (value.row, ==, 0);
}

static void
test_region (void)
{
  g_autoptr (FoveaExplanation) explanation = explain ();
  const double box[4] = { 0, 30, 40, 20 }, beyond[4] = { -9, 30, 49, 20 };
  g_autoptr (FoveaMap) raw = fovea_map_new (3, 2, values);
  g_autoptr (FoveaMap) share = fovea_map_finish (raw, WIDTH, HEIGHT);
  double inside = 0, total = 0;
  FoveaRegion region;

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    {
      guint x = i % WIDTH, y = i / WIDTH;
      double value = (double) fovea_map_values (share)[i];
      total += value;
      inside += x < 40 && y >= 30 && y < 50 ? value : 0;
    }
  g_assert_true (fovea_region_read (explanation, 0, 0, box, &region, NULL));
  g_assert_cmpfloat_with_epsilon (region.energy.share, inside / total, 1e-9);
  g_assert_cmpfloat_with_epsilon (region.energy.area, 800.0 / (WIDTH * HEIGHT), 1e-12);
  g_assert_false (region.is_cut);

  /* The highest place is the lower left corner's cell: 48 or lower, within reach of
   * row 49. */
  g_assert_cmpuint (region.pointing.x, ==, 0);
  g_assert_true (region.pointing.hit);
  g_assert_true (fovea_region_read (explanation, 0, 0, beyond, &region, NULL));
  g_assert_true (region.is_cut);
  g_assert_cmpfloat_with_epsilon (region.energy.share, inside / total, 1e-9);
  g_assert_true (
      fovea_region_read (explanation, 0, 0, (double[4]){ 50, 0, 40, 9 }, &region, NULL));
  g_assert_false (region.pointing.hit);
}

static void
test_refused (void)
{
  g_autoptr (FoveaExplanation) explanation = explain ();
  g_autoptr (GError) outside = NULL, part = NULL;
  FoveaRegion region;

  g_assert_false (fovea_region_read (explanation, 0, 0, (double[4]){ -20, 3, 10, 9 },
                                     &region, &outside));
  g_assert_error (outside, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_false (
      fovea_region_read (explanation, 0, 1, (double[4]){ 3, 3, 10, 9 }, &region, &part));
  g_assert_error (part, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
}

/* Pairs lead to each other, and only methods that explain a class weight by one. */
static void
test_partners (void)
{
  guint pairs = 0;

  for (gsize i = 0; fovea_methods[i]; i++)
    {
      const FoveaMethod *method = fovea_methods[i],
                        *partner = fovea_method_partner (method);
      if (!partner)
        continue;
      g_assert_true (fovea_method_partner (partner) == method);
      g_assert_cmpint (fovea_method_explains_class (method), !=,
                       fovea_method_explains_class (partner));
      g_assert_true (fovea_method_explains_class (method->by_class ? partner : method));
      g_assert_cmpint (method->takes, ==, partner->takes);
      pairs++;
    }
  g_assert_cmpuint (pairs, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place/value", test_place);
  g_test_add_func ("/place/region", test_region);
  g_test_add_func ("/place/refused", test_refused);
  g_test_add_func ("/place/partners", test_partners);
  return g_test_run ();
}
