/* SPDX-License-Identifier: MIT */
#include "golden-image.h"
#include "image/image-private.h"
#include "png-chunks.h"

/* Where 1 2 3 / 4 5 6 goes under each of the eight. */
static void
test_table (void)
{
  static const char *const upright[] = {
    "123456", "321654", "654321", "456123", "142536", "415263", "635241", "362514",
  };
  guint8 rgb[18];
  g_autoptr (FoveaImage) image = NULL;

  for (int i = 0; i < 18; i++)
    rgb[i] = (guint8)(i / 3 + '1' + (i % 3) * 10);
  image = fovea_image_new (3, 2, rgb, 9);
  for (guint o = 1; o <= 8; o++)
    {
      g_autoptr (FoveaImage) turned = fovea_image_orient (image, o, NULL);

      g_assert_cmpuint (fovea_image_width (turned), ==, o >= 5 ? 2 : 3);
      g_assert_cmpuint (fovea_image_height (turned), ==, o >= 5 ? 3 : 2);
      for (int i = 0; i < 18; i++)
        g_assert_cmpuint (fovea_image_pixels (turned)[i], ==,
                          upright[o - 1][i / 3] + (i % 3) * 10);
    }
}

/* The same as Pillow's exif_transpose, through a PNG's eXIf chunk; as stored on request. */
static void
test_golden (void)
{
  static const FoveaImageLimits stored = { .orient = FOVEA_ORIENT_NONE };
  g_autoptr (GBytes) base = golden_image_read ("base.png");
  json_t *root = golden_image_load (), *turned = json_object_get (root, "turned");

  g_assert_cmpuint (json_array_size (turned), ==, 8);
  for (guint o = 1; o <= 8; o++)
    {
      g_autoptr (GByteArray) exif = exif_new (o, o & 1);
      g_autoptr (GBytes) bytes = png_insert (base, "eXIf", exif->data, exif->len);
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaImage) image = fovea_image_open_bytes (bytes, "x", NULL, &error);
      g_autoptr (FoveaImage) plain = fovea_image_open_bytes (bytes, "x", &stored, &error);

      g_assert_no_error (error);
      golden_image_assert_digest (image,
                                  json_string_value (json_array_get (turned, o - 1)));
      golden_image_assert_digest (plain, json_string_value (json_array_get (turned, 0)));
      g_assert_cmpstr (fovea_image_format (image), ==, "PNG");
    }
  json_decref (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/orient/table", test_table);
  g_test_add_func ("/orient/golden", test_golden);
  return g_test_run ();
}
