/* SPDX-License-Identifier: MIT */

/* One map less another: at the same places of the photograph, on a like scale; and which maps
 * may share one. */

#include "difference.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "tiny-van.h"

#define CELLS 4

/* What the next explanation's one panel holds. */
static float values[CELLS * CELLS];
static gboolean is_signed;
static const char *unit = "logit";

static gboolean
make_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  fovea_panels_add (panels, "made", "Made", unit, is_signed, CELLS, CELLS, values);
  return TRUE;
}

static gboolean
is_block (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_BLOCK;
}

static const FoveaMethod made_method
    = { .name = "made", .title = "Made", .suits = is_block, .panels = make_panels };
static const FoveaMethod sum_method = {
  .name = "sum", .title = "Sum", .suits = is_block, .panels = make_panels, .adds_up = TRUE
};

/* Of a photograph of 200 x 100 pixels, of which the network sees the box. */
static FoveaExplanation *
explain_with (const FoveaMethod *method, FoveaModel *model, const double box[4],
              FoveaUnit in)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *rgb = g_malloc0 (200 * 100 * 3);
  g_autoptr (FoveaImage) image = fovea_image_new (200, 100, rgb, 200 * 3);
  g_autoptr (FoveaInput) input = fovea_input_new_of_box (model, image, box, &error);
  FoveaExplainRequest request = { .method = method, .layer = "block2.0", .unit = in };

  g_assert_no_error (error);
  FoveaExplanation *explanation = fovea_explain (model, input, &request, NULL, &error);
  g_assert_no_error (error);
  return explanation;
}

static FoveaModel *network;

static FoveaExplanation *
explain (const double box[4], FoveaUnit in)
{
  return explain_with (&made_method, network, box, in);
}

static void
fill (float (*value) (guint x, guint y))
{
  for (guint i = 0; i < CELLS * CELLS; i++)
    values[i] = value (i % CELLS, i / CELLS);
}

static float
ramp (guint x, guint y)
{
  return 1 + (float)x;
}

static float
twice (guint x, guint y)
{
  return 2 * ramp (x, y);
}

static float
mixed (guint x, guint y)
{
  return (float)x - 2;
}

static FoveaMap *
finish (const FoveaShown *shown, gboolean cells)
{
  return fovea_explanation_finish_panel (shown->explanation, shown->index, shown->panel,
                                         cells);
}

static FoveaDifference *
subtract (const FoveaShown *a, const FoveaShown *b, gboolean cells, GError **error)
{
  g_autoptr (FoveaMap) map = finish (a, cells);
  g_autoptr (FoveaMap) less = finish (b, cells);

  return fovea_difference_new (a, map, b, less, cells, error);
}

static const double left[] = { 0, 0, 100, 100 };
static const double right[] = { 100, 0, 100, 100 };
static const double middle[] = { 50, 0, 100, 100 };

/* Of a map with itself nothing is left, in either unit, by cells or smooth. */
static void
test_itself (void)
{
  fill (mixed);
  is_signed = TRUE;
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (FoveaExplanation) one
          = explain (left, i % 2 ? FOVEA_UNIT_RAW : FOVEA_UNIT_RANGE);
      FoveaShown shown = { one };
      g_autoptr (FoveaDifference) d = subtract (&shown, &shown, i / 2, NULL);
      g_assert_cmpfloat (d->reach, <, 1e-6);
      g_assert_cmpfloat (d->extent.x, ==, 0);
      g_assert_cmpfloat_with_epsilon (
          d->extent.width, fovea_input_width (fovea_explanation_input (one)), 1e-9);
    }
}

/* By hand: ramps of 1..4 and of 2..8 are the same share of their range, and 1..4 apart in their
 * unit. */
static void
test_units (void)
{
  is_signed = TRUE;
  for (guint raw = 0; raw < 2; raw++)
    {
      FoveaUnit in = raw ? FOVEA_UNIT_RAW : FOVEA_UNIT_RANGE;
      fill (ramp);
      g_autoptr (FoveaExplanation) one = explain (left, in);
      fill (twice);
      g_autoptr (FoveaExplanation) other = explain (left, in);
      FoveaShown a = { other }, b = { one };
      g_autoptr (FoveaDifference) d = subtract (&a, &b, TRUE, NULL);
      g_assert_cmpuint (fovea_map_width (d->map), ==, CELLS);
      for (guint i = 0; i < CELLS * CELLS; i++)
        g_assert_cmpfloat_with_epsilon (fovea_map_values (d->map)[i],
                                        raw ? (float)(i % CELLS + 1) : 0, 1e-6f);
      g_assert_cmpfloat_with_epsilon (d->reach, raw ? 4 : 0, 1e-6);
      g_assert_cmpstr (d->unit, ==, raw ? "logit" : NULL);
    }
}

/* Crops that are half a crop apart: the second half of the one is the first half of the other,
 * and only that is left. */
static void
test_crops (void)
{
  fill (ramp);
  is_signed = TRUE;
  g_autoptr (FoveaExplanation) one = explain (left, FOVEA_UNIT_RAW);
  g_autoptr (FoveaExplanation) other = explain (middle, FOVEA_UNIT_RAW);
  FoveaShown a = { one }, b = { other };
  g_autoptr (FoveaDifference) d = subtract (&a, &b, TRUE, NULL);
  double width = fovea_input_width (fovea_explanation_input (one));
  g_autoptr (FoveaDifference) back = subtract (&b, &a, TRUE, NULL);
  g_autoptr (FoveaDifference) smooth = subtract (&a, &b, FALSE, NULL);

  g_assert_cmpuint (fovea_map_width (d->map), ==, CELLS / 2);
  g_assert_cmpuint (fovea_map_height (d->map), ==, CELLS);
  g_assert_cmpfloat_with_epsilon (d->extent.x, width / 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (d->extent.width, width / 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (back->extent.x, 0, 1e-9);
  for (guint i = 0; i < CELLS * CELLS / 2; i++)
    {
      g_assert_cmpfloat_with_epsilon (fovea_map_values (d->map)[i], 2, 1e-6f);
      g_assert_cmpfloat_with_epsilon (fovea_map_values (back->map)[i], -2, 1e-6f);
    }
  g_assert_cmpuint (fovea_map_width (smooth->map), ==, (guint)width / 2);
  g_assert_cmpfloat_with_epsilon (fovea_map_values (smooth->map)[(guint)width / 4], 2,
                                  1e-5f);
}

static void
test_apart (void)
{
  g_autoptr (GError) error = NULL;

  fill (ramp);
  g_autoptr (FoveaExplanation) one = explain (left, FOVEA_UNIT_RANGE);
  g_autoptr (FoveaExplanation) other = explain (right, FOVEA_UNIT_RANGE);
  FoveaShown a = { one }, b = { other };
  g_assert_null (subtract (&a, &b, FALSE, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
}

/* Laid: zero in the middle of a diverging scale, over what both see. */
static void
test_lay (void)
{
  fill (ramp);
  is_signed = TRUE;
  g_autoptr (FoveaExplanation) one = explain (left, FOVEA_UNIT_RANGE);
  fill (mixed);
  g_autoptr (FoveaExplanation) other = explain (middle, FOVEA_UNIT_RANGE);
  FoveaShown a = { one }, b = { other };
  g_autoptr (FoveaDifference) d = subtract (&a, &b, FALSE, NULL);
  g_autoptr (FoveaPhoto) photo
      = fovea_photo_new (fovea_input_image (fovea_explanation_input (one)));
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);

  fovea_difference_lay (d, &a, scene);
  g_assert_true (scene->look.is_signed);
  g_assert_cmpfloat (scene->look.low, ==, -scene->look.high);
  g_assert_cmpfloat (scene->look.high, ==, d->reach);
  g_assert_cmpint (scene->look.colormap->group, ==, FOVEA_COLORMAP_DIVERGING);
  g_assert_nonnull (strstr (scene->bar_label, "each map’s range"));
  g_assert_cmpfloat (scene->extent.x, ==, d->extent.x);
}

/* Shares of the positive evidence add up to 1 over the input, whatever was multiplied. */
static void
test_evidence (void)
{
  is_signed = FALSE;
  for (guint i = 0; i < 2; i++)
    {
      fill (i ? twice : ramp);
      g_autoptr (FoveaExplanation) one = explain (left, FOVEA_UNIT_EVIDENCE);
      FoveaShown shown = { one };
      g_autoptr (FoveaMap) map = finish (&shown, TRUE);
      double sum = 0, low, high;
      for (guint k = 0; k < CELLS * CELLS; k++)
        sum += (double)fovea_map_values (map)[k] * 100 / (CELLS * CELLS);
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
      fovea_explanation_range (one, 0, 0, &low, &high);
      g_assert_cmpfloat_with_epsilon (high, 0.16 * 4 / 40, 1e-9);
      g_assert_cmpfloat (low, ==, 0);
    }
}

/* Raw values are shared within one network; shares of evidence and exact sums across. */
static void
test_alike (void)
{
  g_autoptr (FoveaModel) another = tiny_van_open (&(TinyVan){ .seed = 7 });
  g_autofree char *why = NULL, *unlike = NULL;

  fill (ramp);
  is_signed = TRUE;
  g_autoptr (FoveaExplanation) one = explain (left, FOVEA_UNIT_RAW);
  g_autoptr (FoveaExplanation) same = explain (middle, FOVEA_UNIT_RAW);
  g_autoptr (FoveaExplanation) other
      = explain_with (&made_method, another, left, FOVEA_UNIT_RAW);
  FoveaShown a = { one }, b = { other }, c = { same };
  g_assert_true (fovea_shown_alike (&a, &c, NULL));
  g_assert_false (fovea_shown_alike (&a, &b, &why));
  g_assert_nonnull (strstr (why, "Shares of evidence"));

  g_autoptr (FoveaExplanation) share
      = fovea_explanation_in_unit (one, FOVEA_UNIT_EVIDENCE);
  g_autoptr (FoveaExplanation) others
      = fovea_explanation_in_unit (other, FOVEA_UNIT_EVIDENCE);
  FoveaShown d = { share }, e = { others };
  g_assert_true (fovea_shown_alike (&d, &e, NULL));
  g_assert_false (fovea_shown_alike (&a, &d, &unlike));
  g_assert_nonnull (strstr (unlike, "another unit"));

  g_autoptr (FoveaExplanation) sum
      = explain_with (&sum_method, network, left, FOVEA_UNIT_RAW);
  g_autoptr (FoveaExplanation) sums
      = explain_with (&sum_method, another, left, FOVEA_UNIT_RAW);
  FoveaShown f = { sum }, g = { sums };
  g_assert_true (fovea_shown_alike (&f, &g, NULL));
  is_signed = FALSE;
  g_autoptr (FoveaExplanation) plain = explain (left, FOVEA_UNIT_RAW);
  FoveaShown h = { plain };
  g_assert_false (fovea_shown_alike (&a, &h, NULL));
}

/* One scale for those that are alike, the widest; the others keep theirs and say why. */
static void
test_shared (void)
{
  const FoveaRange ranges[]
      = { { FOVEA_RANGE_OWN }, { FOVEA_RANGE_SHARED }, { FOVEA_RANGE_FIXED, -1, 0.5 } };
  const double highs[3][3] = { { 4, 8, 4 }, { 8, 8, 4 }, { 0.5, 0.5, 0.5 } };

  fill (ramp);
  is_signed = TRUE;
  g_autoptr (FoveaExplanation) one = explain (left, FOVEA_UNIT_RAW);
  fill (twice);
  g_autoptr (FoveaExplanation) other = explain (left, FOVEA_UNIT_RAW);
  fill (ramp);
  unit = "weight";
  g_autoptr (FoveaExplanation) odd = explain (left, FOVEA_UNIT_RAW);
  unit = "logit";
  const FoveaShown all[] = { { one }, { other }, { odd } };
  for (guint r = 0; r < 3; r++)
    for (guint i = 0; i < 3; i++)
      {
        g_autofree char *note = fovea_range_note (&ranges[r], all, 3, i);
        double low, high;
        fovea_range_find (&ranges[r], all, 3, i, &low, &high);
        g_assert_cmpfloat (high, ==, highs[r][i]);
        g_assert_cmpfloat (low, ==, r == 2 ? -1 : -high);
        g_assert_true ((note != NULL) == (r == 1 && i == 2));
      }
}

/* What is written is read as the same bits. */
static void
test_words (void)
{
  static const char *const wrong[]
      = { "", "wide", "1", "1,", ",1", "2,1", "1,1", "0,inf", "0,1x" };
  const FoveaRange exact = { FOVEA_RANGE_FIXED, -1.0 / 3, 0.1 + 0.2 };
  g_autofree char *text = fovea_range_format (&exact);
  FoveaRange range;

  g_assert_true (fovea_range_parse (text, &range, NULL));
  g_assert_cmpfloat (range.low, ==, exact.low);
  g_assert_cmpfloat (range.high, ==, exact.high);
  g_assert_true (fovea_range_parse ("shared", &range, NULL));
  g_assert_cmpint (range.kind, ==, FOVEA_RANGE_SHARED);
  g_assert_cmpint (fovea_range_unit (&range, FOVEA_UNIT_RANGE), ==, FOVEA_UNIT_RAW);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (fovea_range_parse (wrong[i], &range, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
    }
}

/* The same question again keeps what speaks against. */
static void
test_again (void)
{
  FoveaExplainRequest request = { .method = &made_method,
                                  .layer = "block2.0",
                                  .keeps_sign = TRUE,
                                  .unit = FOVEA_UNIT_RAW };

  fill (mixed);
  is_signed = FALSE;
  g_autoptr (FoveaExplanation) plain = explain (left, FOVEA_UNIT_RAW);
  g_autoptr (FoveaExplanation) one
      = fovea_explain (network, fovea_explanation_input (plain), &request, NULL, NULL);
  g_autoptr (FoveaExplanation) again
      = fovea_explain_again (one, 0, NULL, NULL, NULL, NULL);
  g_assert_false (
      fovea_panels_get (fovea_explanation_layer (plain, 0)->panels, 0)->is_signed);
  g_assert_true (
      fovea_panels_get (fovea_explanation_layer (again, 0)->panels, 0)->is_signed);
  g_assert_cmpint (fovea_explanation_unit_of_maps (again), ==, FOVEA_UNIT_RAW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  network = tiny_van_open (&(TinyVan){ 0 });
  g_test_add_func ("/difference/itself", test_itself);
  g_test_add_func ("/difference/units", test_units);
  g_test_add_func ("/difference/crops", test_crops);
  g_test_add_func ("/difference/apart", test_apart);
  g_test_add_func ("/difference/lay", test_lay);
  g_test_add_func ("/range/evidence", test_evidence);
  g_test_add_func ("/range/alike", test_alike);
  g_test_add_func ("/range/shared", test_shared);
  g_test_add_func ("/range/words", test_words);
  g_test_add_func ("/range/again", test_again);
  int status = g_test_run ();
  fovea_model_unref (network);
  return status;
}
