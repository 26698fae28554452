/* SPDX-License-Identifier: MIT */
#include "image/preprocess.h"

#include "error.h"
#include "pattern.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static const FoveaPreprocess imagenet = {
  .resize = 256,
  .crop = 224,
  .filter = FOVEA_FILTER_BILINEAR,
  .mean = { 0.485f, 0.456f, 0.406f },
  .std = { 0.229f, 0.224f, 0.225f },
};

static guint
number (const json_t *row, const char *key)
{
  return (guint)json_integer_value (json_object_get (row, key));
}

static guint
element (const json_t *row, const char *key, size_t index)
{
  return (guint)json_integer_value (json_array_get (json_object_get (row, key), index));
}

static void
check_golden (const json_t *row)
{
  const char *filter = json_string_value (json_object_get (row, "filter"));
  guint height = element (row, "from", 0), width = element (row, "from", 1);
  double scale_x = (double)width / element (row, "resized", 1);
  double scale_y = (double)height / element (row, "resized", 0);
  FoveaPreprocess preprocess = imagenet;
  FoveaGeometry geometry;
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = pattern_new (height, width);
  g_autoptr (FoveaImage) input = NULL;
  g_autofree char *digest = NULL;

  preprocess.resize = number (row, "resize");
  preprocess.crop = number (row, "crop");
  preprocess.filter
      = g_str_equal (filter, "bicubic") ? FOVEA_FILTER_BICUBIC : FOVEA_FILTER_BILINEAR;
  input = fovea_preprocess_image (&preprocess, image, &geometry, &error);
  g_assert_no_error (error);
  digest = image_digest (input);
  g_assert_cmpstr (digest, ==, json_string_value (json_object_get (row, "sha256")));
  g_assert_cmpfloat (geometry.scale_x, ==, scale_x);
  g_assert_cmpfloat (geometry.scale_y, ==, scale_y);
  g_assert_cmpfloat (geometry.origin_x, ==, number (row, "left") * scale_x);
  g_assert_cmpfloat (geometry.origin_y, ==, number (row, "top") * scale_y);
}

static void
test_golden (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "golden", "preprocess.json", NULL);
  json_t *root = json_load_file (path, 0, NULL), *row;
  size_t i, count = 0;

  g_assert_nonnull (root);
  json_array_foreach (json_object_get (root, "eval"), i, row)
  {
    check_golden (row);
    count++;
  }
  g_assert_cmpuint (count, ==, 4);
  json_decref (root);
}

/* ((v / 255) - mean) / std in float32, channel by channel. */
static void
test_normalise (void)
{
  static const guint8 rgb[] = { 0, 128, 255, 10, 20, 30 };
  FoveaPreprocess preprocess = imagenet;
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = fovea_image_new (2, 1, rgb, 6);
  g_autoptr (FoveaTensor) tensor = NULL;

  preprocess.mode = FOVEA_CROP_NONE;
  preprocess.height = 1;
  preprocess.width = 2;
  tensor = fovea_preprocess_apply (&preprocess, image, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (
      fovea_shape_equal (fovea_tensor_shape (tensor), &FOVEA_SHAPE (1, 3, 1, 2)));
  for (int c = 0; c < 3; c++)
    for (int x = 0; x < 2; x++)
      g_assert_cmpfloat (fovea_tensor_data (tensor)[c * 2 + x], ==,
                         ((float)rgb[x * 3 + c] / 255.0f - imagenet.mean[c])
                             / imagenet.std[c]);
}

/* Red grows with x, green with y, blue is flat: a value tells its place. */
static FoveaImage *
gradient_new (guint width, guint height)
{
  g_autofree guint8 *rgb = g_malloc0 ((gsize)width * height * 3);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        rgb[(y * width + x) * 3] = (guint8)(x * 255 / (width - 1));
        rgb[(y * width + x) * 3 + 1] = (guint8)(y * 255 / (height - 1));
      }
  return fovea_image_new (width, height, rgb, (gsize)width * 3);
}

/* Each network pixel, mapped back, finds the value it was made of; the borders, where the
 * filter is cut off, apart. */
static void
check_places (const FoveaPreprocess *preprocess, guint width, guint height)
{
  g_autoptr (FoveaImage) image = gradient_new (width, height);
  g_autoptr (GError) error = NULL;
  FoveaGeometry geometry;
  g_autoptr (FoveaImage) input
      = fovea_preprocess_image (preprocess, image, &geometry, &error);
  guint columns, rows, step_x, step_y;

  g_assert_no_error (error);
  columns = fovea_image_width (input);
  rows = fovea_image_height (input);
  g_assert_cmpuint (columns, ==, geometry.width);
  g_assert_cmpuint (rows, ==, geometry.height);
  step_x = 2 + (guint)(2 / geometry.scale_x);
  step_y = 2 + (guint)(2 / geometry.scale_y);
  for (guint y = step_y; y < rows - step_y; y++)
    for (guint x = step_x; x < columns - step_x; x++)
      {
        const guint8 *pixel = fovea_image_pixels (input) + ((gsize)y * columns + x) * 3;
        double original_x, original_y, back_x, back_y;

        fovea_geometry_to_original (&geometry, x + 0.5, y + 0.5, &original_x,
                                    &original_y);
        fovea_geometry_to_network (&geometry, original_x, original_y, &back_x, &back_y);
        g_assert_cmpfloat_with_epsilon (back_x, x + 0.5, 1e-9);
        g_assert_cmpfloat_with_epsilon (back_y, y + 0.5, 1e-9);
        g_assert_cmpfloat_with_epsilon (
            pixel[0], (original_x - 0.5) * 255 / (width - 1) - 0.5, 1.01);
        g_assert_cmpfloat_with_epsilon (
            pixel[1], (original_y - 0.5) * 255 / (height - 1) - 0.5, 1.01);
      }
}

static void
test_places (void)
{
  static const guint sizes[][2]
      = { { 256, 256 }, { 640, 480 }, { 301, 777 }, { 100, 90 } };
  static const guint inputs[][2] = { { 0, 0 }, { 224, 224 }, { 160, 256 }, { 256, 96 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (inputs) * 3; i++)
    {
      const guint *size = sizes[i % 4], *side = inputs[i / 4 % 4];
      FoveaPreprocess preprocess = imagenet;

      preprocess.mode = (FoveaCropMode)(i / 16);
      preprocess.height = side[0];
      preprocess.width = side[1];
      preprocess.box[0] = 7.6;
      preprocess.box[1] = 3.2;
      preprocess.box[2] = 61.3;
      preprocess.box[3] = 80;
      check_places (&preprocess, size[0], size[1]);
    }
}

/* The crop of another input size shows the same share of the picture, up to rounding. */
static void
test_other_sizes_show_the_same_share (void)
{
  g_autoptr (FoveaImage) image = pattern_new (500, 700);
  FoveaPreprocess preprocess = imagenet;
  FoveaGeometry geometry;
  double small[4], large[4];
  g_autoptr (FoveaImage) a = NULL, b = NULL;

  a = fovea_preprocess_image (&preprocess, image, &geometry, NULL);
  fovea_geometry_crop (&geometry, small);
  preprocess.height = preprocess.width = 448;
  b = fovea_preprocess_image (&preprocess, image, &geometry, NULL);
  fovea_geometry_crop (&geometry, large);
  g_assert_cmpuint (fovea_image_height (b), ==, 448);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (large[i], small[i], 2.0);
  g_assert_cmpfloat_with_epsilon (small[3], 500 * 224 / 256.0, 1e-9);
}

/* The crop lies within the picture whatever the proportions. */
static void
test_crop_lies_inside (void)
{
  for (int round = 0; round < 200; round++)
    {
      guint width = (guint)g_test_rand_int_range (1, 400);
      guint height = (guint)g_test_rand_int_range (1, 400);
      g_autoptr (FoveaImage) image = pattern_new (height, width);
      g_autoptr (GError) error = NULL;
      FoveaPreprocess preprocess = imagenet;
      FoveaGeometry geometry;
      g_autoptr (FoveaImage) input = NULL;
      double rect[4];

      preprocess.crop = 32;
      preprocess.resize = (guint)g_test_rand_int_range (32, 50);
      preprocess.height = (guint)g_test_rand_int_range (1, 80);
      preprocess.width = (guint)g_test_rand_int_range (1, 80);
      input = fovea_preprocess_image (&preprocess, image, &geometry, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fovea_image_width (input), ==, preprocess.width);
      g_assert_cmpuint (fovea_image_height (input), ==, preprocess.height);
      fovea_geometry_crop (&geometry, rect);
      g_assert_cmpfloat (rect[0], >=, 0);
      g_assert_cmpfloat (rect[1], >=, 0);
      g_assert_cmpfloat (rect[0] + rect[2], <=, width + 1e-9);
      g_assert_cmpfloat (rect[1] + rect[3], <=, height + 1e-9);
    }
}

/* A box is cut first and then stretched: nothing outside it bleeds in. */
static void
test_box_is_cut_first (void)
{
  g_autofree guint8 *rgb = g_malloc0 (40 * 30 * 3);
  g_autoptr (FoveaImage) image = NULL, input = NULL;
  g_autoptr (GError) error = NULL;
  FoveaPreprocess preprocess = imagenet;
  FoveaGeometry geometry;
  double rect[4];

  for (int y = 10; y < 20; y++)
    memset (rgb + (y * 40 + 5) * 3, 200, 20 * 3);
  image = fovea_image_new (40, 30, rgb, 120);
  preprocess.mode = FOVEA_CROP_BOX;
  memcpy (preprocess.box, ((double[4]){ 5.4, 9.5, 19.9, 10 }), sizeof preprocess.box);
  input = fovea_preprocess_image (&preprocess, image, &geometry, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < image_bytes (input); i++)
    g_assert_cmpuint (fovea_image_pixels (input)[i], ==, 200);
  fovea_geometry_crop (&geometry, rect);
  g_assert_cmpfloat_with_epsilon (rect[0], 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect[1], 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect[2], 20, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect[3], 10, 1e-9);
}

static void
assert_refused (const FoveaPreprocess *preprocess, guint width, guint height, int code)
{
  g_autoptr (FoveaImage) image = pattern_new (height, width);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) tensor
      = fovea_preprocess_apply (preprocess, image, NULL, &error);

  g_assert_error (error, FOVEA_ERROR, code);
  g_assert_null (tensor);
}

static void
test_bad_boxes (void)
{
  static const double boxes[][4] = {
    { -1, 0, 10, 10 }, { 0, 0, 41, 10 },      { 0, 25, 10, 6 },
    { 5, 5, 0, 5 },    { 5, 5, 5, -1 },       { 1e300, 0, 1, 1 },
    { NAN, 0, 1, 1 },  { 0, 0, INFINITY, 1 }, { 3.1, 3.1, 0.2, 0.2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      FoveaPreprocess preprocess = imagenet;

      preprocess.mode = FOVEA_CROP_BOX;
      memcpy (preprocess.box, boxes[i], sizeof preprocess.box);
      assert_refused (&preprocess, 40, 30, FOVEA_ERROR_USAGE);
    }
}

static void
test_bad_presets (void)
{
  FoveaPreprocess preprocess = imagenet;

  preprocess.resize = 223;
  assert_refused (&preprocess, 40, 30, FOVEA_ERROR_USAGE);
  preprocess = imagenet;
  preprocess.crop = 0;
  assert_refused (&preprocess, 40, 30, FOVEA_ERROR_USAGE);
  preprocess = imagenet;
  preprocess.height = 224;
  assert_refused (&preprocess, 40, 30, FOVEA_ERROR_USAGE);
  preprocess = imagenet;
  preprocess.std[1] = 0;
  assert_refused (&preprocess, 40, 30, FOVEA_ERROR_USAGE);
  preprocess = imagenet;
  preprocess.mean[2] = NAN;
  assert_refused (&preprocess, 40, 30, FOVEA_ERROR_USAGE);
  preprocess = imagenet;
  preprocess.height = preprocess.width = 1u << 30;
  assert_refused (&preprocess, 40, 30, FOVEA_ERROR_LIMIT);
  preprocess = imagenet;
  preprocess.resize = G_MAXUINT;
  assert_refused (&preprocess, 40, 30, FOVEA_ERROR_LIMIT);
  preprocess = imagenet;
  preprocess.resize = 1u << 20;
  assert_refused (&preprocess, 1, 30000, FOVEA_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preprocess/golden", test_golden);
  g_test_add_func ("/preprocess/normalise", test_normalise);
  g_test_add_func ("/preprocess/places", test_places);
  g_test_add_func ("/preprocess/same-share", test_other_sizes_show_the_same_share);
  g_test_add_func ("/preprocess/crop-lies-inside", test_crop_lies_inside);
  g_test_add_func ("/preprocess/box-is-cut-first", test_box_is_cut_first);
  g_test_add_func ("/preprocess/bad-boxes", test_bad_boxes);
  g_test_add_func ("/preprocess/bad-presets", test_bad_presets);
  return g_test_run ();
}
