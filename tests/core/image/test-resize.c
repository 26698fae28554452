/* SPDX-License-Identifier: MIT */
#include "image/resize.h"

#include "pattern.h"

#include <jansson.h>
#include <string.h>

static json_t *
load_golden (const char *part)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "golden", "preprocess.json", NULL);
  json_error_t problem;
  json_t *root = json_load_file (path, 0, &problem), *found;

  if (root == NULL)
    g_error ("%s: %s", path, problem.text);
  found = json_incref (json_object_get (root, part));
  json_decref (root);
  g_assert_cmpuint (json_array_size (found), >, 0);
  return found;
}

static guint
number (const json_t *row, const char *key, size_t index)
{
  return (guint)json_integer_value (json_array_get (json_object_get (row, key), index));
}

static void
test_golden (void)
{
  json_t *rows = load_golden ("resize"), *row;
  size_t i;

  json_array_foreach (rows, i, row)
  {
    const char *name = json_string_value (json_object_get (row, "filter"));
    gboolean cubic = g_str_equal (name, "bicubic");
    g_autoptr (FoveaImage) image
        = pattern_new (number (row, "from", 0), number (row, "from", 1));
    g_autoptr (FoveaImage) resized
        = fovea_image_resize (image, number (row, "to", 1), number (row, "to", 0),
                              cubic ? FOVEA_FILTER_BICUBIC : FOVEA_FILTER_BILINEAR);
    g_autofree char *digest = image_digest (resized);

    for (size_t k = 0; k < json_array_size (json_object_get (row, "first")); k++)
      g_assert_cmpuint (fovea_image_pixels (resized)[k], ==, number (row, "first", k));
    g_assert_cmpstr (digest, ==, json_string_value (json_object_get (row, "sha256")));
  }
  json_decref (rows);
}

static void
assert_part (const FoveaImage *part, const FoveaImage *whole, guint x, guint y)
{
  gsize row = (gsize)fovea_image_width (part) * 3;
  gsize whole_row = (gsize)fovea_image_width (whole) * 3;

  for (gsize r = 0; r < fovea_image_height (part); r++)
    g_assert_cmpmem (fovea_image_pixels (part) + r * row, row,
                     fovea_image_pixels (whole) + (y + r) * whole_row + x * 3, row);
}

/* Any part equals that part of the whole, for shrinking, enlarging and equal sides. */
static void
test_crop_equals_whole (void)
{
  for (guint round = 0; round < 300; round++)
    {
      guint in_width = (guint)g_test_rand_int_range (1, 90);
      guint in_height = (guint)g_test_rand_int_range (1, 90);
      gboolean keep_x = round % 5 == 0, keep_y = round % 7 == 0;
      guint width = keep_x ? in_width : (guint)g_test_rand_int_range (1, 120);
      guint height = keep_y ? in_height : (guint)g_test_rand_int_range (1, 120);
      guint x = (guint)g_test_rand_int_range (0, (gint32)width);
      guint y = (guint)g_test_rand_int_range (0, (gint32)height);
      guint columns = (guint)g_test_rand_int_range (1, (gint32)(width - x) + 1);
      guint rows = (guint)g_test_rand_int_range (1, (gint32)(height - y) + 1);
      FoveaFilter filter = round & 1 ? FOVEA_FILTER_BICUBIC : FOVEA_FILTER_BILINEAR;
      g_autoptr (FoveaImage) image = pattern_new (in_height, in_width);
      g_autoptr (FoveaImage) whole = fovea_image_resize (image, width, height, filter);
      g_autoptr (FoveaImage) part
          = fovea_image_resize_crop (image, width, height, x, y, columns, rows, filter);

      g_assert_cmpuint (fovea_image_width (part), ==, columns);
      g_assert_cmpuint (fovea_image_height (part), ==, rows);
      assert_part (part, whole, x, y);
    }
}

static void
test_same_size_is_a_copy (void)
{
  g_autoptr (FoveaImage) image = pattern_new (19, 23);
  g_autoptr (FoveaImage) copy = fovea_image_resize (image, 23, 19, FOVEA_FILTER_BICUBIC);

  g_assert_cmpmem (fovea_image_pixels (copy), image_bytes (copy),
                   fovea_image_pixels (image), image_bytes (image));
}

/* A flat picture stays flat at every ratio: the weights add up to 1 and nothing outside the
 * picture is read. */
static void
test_flat_stays_flat (void)
{
  static const guint sides[] = { 1, 2, 3, 7, 8, 9, 31, 224, 1000 };
  guint8 rgb[9 * 5 * 3];

  memset (rgb, 0xff, sizeof rgb);
  for (gsize i = 0; i < G_N_ELEMENTS (sides) * 2; i++)
    {
      g_autoptr (FoveaImage) image = fovea_image_new (9, 5, rgb, 27);
      g_autoptr (FoveaImage) resized = fovea_image_resize (
          image, sides[i / 2], sides[G_N_ELEMENTS (sides) - 1 - i / 2],
          i & 1 ? FOVEA_FILTER_BICUBIC : FOVEA_FILTER_BILINEAR);

      for (gsize k = 0; k < image_bytes (resized); k++)
        g_assert_cmpuint (fovea_image_pixels (resized)[k], ==, 0xff);
    }
}

/* A crop of a picture enlarged a million times computes only the crop. */
static void
test_enormous_enlargement (void)
{
  static const guint8 rgb[] = { 0, 0, 0, 255, 255, 255 };
  g_autoptr (FoveaImage) image = fovea_image_new (2, 1, rgb, 6);
  g_autoptr (FoveaImage) part = fovea_image_resize_crop (image, 2000000, 1, 999990, 0, 20,
                                                         1, FOVEA_FILTER_BILINEAR);

  for (guint x = 0; x < 20; x++)
    {
      g_assert_cmpuint (fovea_image_pixels (part)[x * 3], >=, 127);
      g_assert_cmpuint (fovea_image_pixels (part)[x * 3], <=, 128);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resize/golden", test_golden);
  g_test_add_func ("/resize/crop-equals-whole", test_crop_equals_whole);
  g_test_add_func ("/resize/same-size-is-a-copy", test_same_size_is_a_copy);
  g_test_add_func ("/resize/flat-stays-flat", test_flat_stays_flat);
  g_test_add_func ("/resize/enormous-enlargement", test_enormous_enlargement);
  return g_test_run ();
}
