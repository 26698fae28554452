/* SPDX-License-Identifier: MIT */
#include "figure-recipe.h"

#include "error.h"
#include "figure-venues.h"

#include <math.h>
#include <string.h>

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define ROWS "\"rows\":[{\"demo\":\"leopard.jpg\"}]"
#define COLUMNS "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\"}]"

static FoveaRecipe *
read_good (const char *text)
{
  g_autoptr (GError) error = NULL;
  FoveaRecipe *recipe = fovea_recipe_read (text, strlen (text), "recipe", &error);

  g_assert_no_error (error);
  return recipe;
}

/* Written and read it is the same, whatever is in it. */
static void
test_round_trip (void)
{
  g_autoptr (FoveaRecipe) recipe = read_good (
      "{\"schema\":1,\"width_mm\":88.5,\"font\":\"Sans\",\"text_size\":7.5,\"gutter\":0,"
      "\"dpi\":300,\"note\":\"So.\",\"selection\":\"the 2 of "
      "9\",\"photographs\":\"lossless\",\"whole\":true,\"predictions\":false,\"bar\":"
      "false,"
      "\"colormap\":\"viridis\",\"blend\":\"plain\",\"opacity\":0.5,\"threshold\":0.25,"
      "\"contours\":[0.5,0.75],"
      "\"scale\":\"row\",\"unit\":\"evidence\",\"cells\":true,\"rows\":[{\"sha256\":"
      "\"" DIGEST "\",\"title\":\"É\",\"truth\":\"leopard\",\"inset\":{\"x\":0.5,\"y\":0,"
                  "\"width\":0.25,\"height\":0.5}}],"
      "\"inset_place\":\"below\",\"columns\":[{\"input\":true,\"title\":\"A\"},"
      "{\"model\":\"van_b0\",\"weights\":\"" DIGEST "\",\"method\":\"layercam\","
      "\"layer\":\"block4.1\",\"class\":\"5\",\"panel\":\"x\"}]}");
  g_autofree char *text = fovea_recipe_write (recipe);
  g_autoptr (FoveaRecipe) again = read_good (text);
  g_autofree char *same = fovea_recipe_write (again);

  g_assert_cmpstr (text, ==, same);
  g_assert_cmpfloat (again->width_mm, ==, 88.5);
  g_assert_cmpfloat (again->threshold, ==, 0.25);
  g_assert_true (again->inset_below);
  g_assert_cmpfloat (fovea_recipe_row (again, 0)->inset.height, ==, 0.5);
  g_assert_cmpuint (again->contours->len, ==, 2);
  g_assert_cmpfloat (g_array_index (again->contours, double, 1), ==, 0.75);
  g_assert_cmpint (again->scale, ==, FOVEA_FIGURE_SCALE_ROW);
  g_assert_cmpint (again->unit, ==, FOVEA_UNIT_EVIDENCE);
  g_assert_true (again->whole && again->lossless && again->cells && !again->bar
                 && !again->predictions);
  g_assert_cmpstr (again->selection, ==, "the 2 of 9");
  g_assert_cmpstr (again->note, ==, "So.");
  g_assert_cmpstr (fovea_recipe_row (again, 0)->title, ==, "É");
  g_assert_true (fovea_recipe_column (again, 0)->is_input);
  g_assert_cmpstr (fovea_recipe_column (again, 1)->layer, ==, "block4.1");
  g_assert_cmpstr (fovea_recipe_column (again, 1)->target, ==, "5");
}

/* What a hand does to a photograph, and all that may be asked of it. */
static void
test_views (void)
{
  g_autoptr (FoveaRecipe) recipe = read_good (
      "{\"schema\":1,\"scale\":\"fixed\",\"low\":-0.5,\"high\":2,"
      "\"rows\":[{\"demo\":\"a.jpg\",\"class\":\"leopard\",\"crop\":[1,2.5,30,40],"
      "\"rotation\":12.5,\"erased\":[\"3,10,20,11,21\"],\"at\":[5,6.25],"
      "\"pins\":[[1,2],[3,4]]}],"
      "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\","
      "\"objective\":\"contrast\",\"against\":\"zebra\",\"preset\":\"grad-cam\","
      "\"smoothing\":\"both\",\"signed\":true,\"map\":3}]}");
  g_autofree char *text = fovea_recipe_write (recipe);
  g_autoptr (FoveaRecipe) again = read_good (text);
  g_autofree char *same = fovea_recipe_write (again);
  FoveaFigureRow *row = fovea_recipe_row (again, 0);
  FoveaFigureColumn *column = fovea_recipe_column (again, 0);

  g_assert_cmpstr (text, ==, same);
  g_assert_cmpfloat (again->low, ==, -0.5);
  g_assert_cmpstr (row->target, ==, "leopard");
  g_assert_cmpfloat (row->edit->rotation, ==, 12.5);
  g_assert_cmpuint (row->edit->strokes->len, ==, 1);
  g_assert_cmpfloat (row->crop[1], ==, 2.5);
  g_assert_cmpfloat (row->at[1], ==, 6.25);
  g_assert_cmpfloat (g_array_index (row->pins, double, 2), ==, 3);
  g_assert_cmpstr (column->against, ==, "zebra");
  g_assert_cmpuint (column->smoothing, ==, FOVEA_SMOOTH_VIEWS | FOVEA_SMOOTH_EIGEN);
  g_assert_true (column->keeps_sign);
  g_assert_cmpint (column->map, ==, 3);
}

/* The question holds what changes a map and nothing else. */
static void
test_question (void)
{
  static const char *const page = "{\"schema\":1,\"text_size\":%d,\"rows\":[{\"demo\":"
                                  "\"a.jpg\",\"title\":\"%s\"}],\"columns\":[{\"model\":"
                                  "\"van_nano\",\"method\":\"%s\"}]}";
  char *texts[] = { g_strdup_printf (page, 8, "One", "gradcam"),
                    g_strdup_printf (page, 9, "Two", "gradcam"),
                    g_strdup_printf (page, 8, "One", "layercam") };
  char *questions[3];

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (FoveaRecipe) recipe = read_good (texts[i]);
      questions[i] = fovea_recipe_question (recipe, fovea_recipe_row (recipe, 0),
                                            fovea_recipe_column (recipe, 0));
    }
  g_assert_cmpstr (questions[0], ==, questions[1]);
  g_assert_cmpstr (questions[0], !=, questions[2]);
  for (guint i = 0; i < 3; i++)
    {
      g_free (questions[i]);
      g_free (texts[i]);
    }
}

static void
test_defaults (void)
{
  g_autoptr (FoveaRecipe) recipe = read_good ("{\"schema\":1," ROWS "," COLUMNS "}");

  g_assert_cmpfloat_with_epsilon (fovea_recipe_width (recipe), 3.25 * 72, 1e-9);
  g_assert_cmpstr (fovea_recipe_font (recipe), ==, "Times");
  g_assert_true (recipe->predictions && recipe->bar && !recipe->whole);
  g_assert_true (isnan (recipe->opacity));
}

/* Each says where it is wrong. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *text, *says;
  } table[] = {
    { "", "no recipe" },
    { "[]", "no JSON object" },
    { "{" ROWS "," COLUMNS "}", "“schema”" },
    { "{\"schema\":2," ROWS "," COLUMNS "}", "“schema”" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"scales\":1}", "“scales” is not known" },
    { "{\"schema\":1," ROWS "}", "“columns” must be a list" },
    { "{\"schema\":1,\"rows\":[]," COLUMNS "}", "“rows” must be a list" },
    { "{\"schema\":1,\"rows\":[7]," COLUMNS "}", "“rows[0].” must be an object" },
    { "{\"schema\":1,\"rows\":[{\"demo\":\"a\",\"sha256\":\"" DIGEST "\"}]," COLUMNS "}",
      "“rows[0].sha256”" },
    { "{\"schema\":1,\"rows\":[{\"sha256\":\"12\"}]," COLUMNS "}", "64 hexadecimal" },
    { "{\"schema\":1,\"rows\":[{\"demo\":\"a\",\"inset\":{\"x\":0.9,\"width\":0.2,"
      "\"height\":0.2}}]," COLUMNS "}",
      "“rows[0].inset” must have" },
    { "{\"schema\":1," ROWS ",\"columns\":[{\"method\":\"gradcam\"}]}",
      "“columns[0].model” is missing" },
    { "{\"schema\":1," ROWS ",\"columns\":[{\"model\":\"a\",\"method\":\"magic\"}]}",
      "“columns[0].method”" },
    { "{\"schema\":1,\"rows\":[{}]," COLUMNS "}",
      "“sha256” or “demo” of row 1 is missing" },
    { "{\"schema\":1," ROWS ",\"columns\":[{\"model\":\"a\",\"method\":\"gradcam\","
      "\"curve\":\"x\"}]}",
      "“columns[0].curve” must be a measure" },
    { "{\"schema\":1," ROWS
      ",\"columns\":[{\"model\":\"a\",\"rates\":true,\"input\":true}]}",
      "only one of" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"opacity\":2}", "between 0 and 1" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"bar\":1}", "true or false" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"scale\":\"all\"}",
      "own, row, figure or fixed" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"scale\":\"fixed\",\"low\":1}",
      "above “low”" },
    { "{\"schema\":1,\"rows\":[{\"demo\":\"a\",\"crop\":[1,2,3]}]," COLUMNS "}",
      "“rows[0].crop” must be 4 numbers" },
    { "{\"schema\":1,\"rows\":[{\"demo\":\"a\",\"crop\":[1,2,3,0]}]," COLUMNS "}",
      "a width and a height" },
    { "{\"schema\":1,\"rows\":[{\"demo\":\"a\",\"erased\":[\"x\"]}]," COLUMNS "}",
      "“rows[0].erased”" },
    { "{\"schema\":1,\"rows\":[{\"demo\":\"a\",\"pins\":[[1,1e9]]}]," COLUMNS "}",
      "“rows[0].pins”" },
    { "{\"schema\":1," ROWS ",\"columns\":[{\"model\":\"a\",\"method\":\"gradcam\","
      "\"objective\":\"x\"}]}",
      "“columns[0].objective”" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"unit\":\"mm\"}", "“unit”" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"venue\":\"nature\"}", "“venue”" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"venue\":\"cvpr\",\"width_mm\":50}", "both" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"colormap\":\"x\"}", "“colormap”" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"photographs\":\"x\"}", "jpeg or lossless" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"contours\":[2]}",
      "“contours” must be a list" },
    { "{\"schema\":1," ROWS "," COLUMNS ",\"blend\":\"x\"}", "“blend”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (
          fovea_recipe_read (table[i].text, strlen (table[i].text), "recipe", &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
      g_assert_true (g_str_has_prefix (error->message, "recipe"));
      if (!strstr (error->message, table[i].says))
        g_error ("\"%s\" does not say \"%s\"", error->message, table[i].says);
    }
}

/* Only what shows an image needs one. */
static void
test_without_images (void)
{
  g_autoptr (FoveaRecipe) recipe = read_good (
      "{\"schema\":1,\"rows\":[{}],\"columns\":[{\"rates\":true,\"model\":\"a\"}]}");
  g_autofree char *text = fovea_recipe_write (recipe);
  g_autoptr (FoveaRecipe) again = read_good (text);

  g_assert_true (fovea_recipe_column (again, 0)->rates);
  g_assert_false (fovea_figure_row_has_image (fovea_recipe_row (again, 0)));
}

static void
test_venues (void)
{
  g_autoptr (GError) error = NULL;
  guint n;

  fovea_venues (&n);
  g_assert_cmpuint (n, >=, 15);
  g_assert_cmpfloat_with_epsilon (fovea_venue_find ("eccv", NULL)->width_mm, 122, 1e-9);
  g_assert_cmpfloat_with_epsilon (fovea_venue_find ("icml", NULL)->width_mm, 171.45,
                                  1e-9);
  g_assert_null (fovea_venue_find ("nature", &error));
  g_assert_nonnull (strstr (error->message, "neurips"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/figure/recipe/round-trip", test_round_trip);
  g_test_add_func ("/viz/figure/recipe/views", test_views);
  g_test_add_func ("/viz/figure/recipe/question", test_question);
  g_test_add_func ("/viz/figure/recipe/defaults", test_defaults);
  g_test_add_func ("/viz/figure/recipe/refusals", test_refusals);
  g_test_add_func ("/viz/figure/recipe/without-images", test_without_images);
  g_test_add_func ("/viz/figure/recipe/venues", test_venues);
  return g_test_run ();
}
