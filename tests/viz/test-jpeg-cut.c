/* SPDX-License-Identifier: MIT */
#include "jpeg-cut.h"

#include "embedded.h"
#include "image/image.h"

#include <stdio.h>

#include <jpeglib.h>
#include <stdlib.h>
#include <string.h>

static FoveaImage *
decode (GBytes *jpeg)
{
  g_autoptr (GError) error = NULL;
  FoveaImage *image = fovea_image_open_bytes (jpeg, "part", NULL, &error);

  g_assert_no_error (error);
  return image;
}

/* The greatest difference to the whole, `edge` pixels away from the part's borders, where
 * colours are interpolated from neighbours that are not there. */
static int
worst (const FoveaImage *part, const FoveaImage *whole, const FoveaPixelBox *box,
       guint edge)
{
  int most = 0;

  for (guint y = edge; y + edge < box->height; y++)
    for (guint x = edge * 3; x + edge * 3 < box->width * 3; x++)
      {
        int a = fovea_image_pixels (part)[y * box->width * 3 + x];
        int b = fovea_image_pixels (
            whole)[((box->y + y) * fovea_image_width (whole) + box->x) * 3 + x];
        most = MAX (most, abs (a - b));
      }
  return most;
}

static void
check_cut (GBytes *jpeg, FoveaPixelBox asked)
{
  FoveaPixelBox box = asked;
  g_autoptr (FoveaImage) whole = decode (jpeg);
  g_autoptr (GBytes) bytes = fovea_jpeg_cut (jpeg, &box);

  g_assert_nonnull (bytes);
  g_autoptr (FoveaImage) part = decode (bytes);
  g_assert_cmpuint (box.x, <=, asked.x);
  g_assert_cmpuint (box.y, <=, asked.y);
  g_assert_cmpuint (asked.x - box.x, <, 16);
  g_assert_cmpuint (asked.y - box.y, <, 16);
  g_assert_cmpuint (box.x + box.width, ==, asked.x + asked.width);
  g_assert_cmpuint (box.y + box.height, ==, asked.y + asked.height);
  g_assert_cmpuint (fovea_image_width (part), ==, box.width);
  g_assert_cmpuint (fovea_image_height (part), ==, box.height);
  g_assert_cmpint (worst (part, whole, &box, 2), ==, 0);
}

/* Inside, at the borders, and all of it: the very pixels. */
static void
test_parts (void)
{
  static const char *const photos[] = { "butterfly.jpg", "leopard.jpg", "palace.jpg" };

  for (guint i = 0; i < G_N_ELEMENTS (photos); i++)
    {
      g_autoptr (GBytes) jpeg = fovea_embedded (photos[i]);
      g_autoptr (FoveaImage) image = decode (jpeg);
      guint width = fovea_image_width (image), height = fovea_image_height (image);
      check_cut (jpeg, (FoveaPixelBox){ 37, 21, 64, 50 });
      check_cut (jpeg, (FoveaPixelBox){ width - 41, height - 33, 41, 33 });
      check_cut (jpeg, (FoveaPixelBox){ 0, 0, width, height });
    }
}

static void
test_outside (void)
{
  g_autoptr (GBytes) jpeg = fovea_embedded ("leopard.jpg");
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (jpeg, 0, g_bytes_get_size (jpeg) / 2);
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("no picture", 10);
  FoveaPixelBox box = { 0, 0, 20, 20 }, wide = { 180, 0, 20, 20 }, empty = { 0, 0, 0, 9 };

  g_assert_null (fovea_jpeg_cut (jpeg, &wide));
  g_assert_null (fovea_jpeg_cut (jpeg, &empty));
  g_assert_null (fovea_jpeg_cut (half, &box));
  g_assert_null (fovea_jpeg_cut (nonsense, &box));
}

/* With a comment and an EXIF segment behind its start. (transfer full) */
static GBytes *
with_secrets (GBytes *jpeg)
{
  static const guint8 segments[]
      = { 0xff, 0xfe, 0,    10, 's', 'e', 'c', 'r', 'e', 't', '!',
          '!',  0xff, 0xe1, 0,  8,   'E', 'x', 'i', 'f', 0,   0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, data, 2);
  g_byte_array_append (array, segments, sizeof segments);
  g_byte_array_append (array, data + 2, (guint)size - 2);
  return g_byte_array_free_to_bytes (array);
}

static gboolean
contains (GBytes *bytes, const char *word)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i + strlen (word) <= size; i++)
    if (memcmp (data + i, word, strlen (word)) == 0)
      return TRUE;
  return FALSE;
}

static void
test_stripped (void)
{
  g_autoptr (GBytes) plain = fovea_embedded ("leopard.jpg");
  g_autoptr (GBytes) jpeg = with_secrets (plain);
  FoveaPixelBox box = { 0, 0, 192, 128 };
  g_autoptr (GBytes) part = fovea_jpeg_cut (jpeg, &box);

  g_assert_true (contains (jpeg, "secret") && contains (jpeg, "Exif"));
  g_assert_nonnull (part);
  g_assert_false (contains (part, "secret") || contains (part, "Exif"));
}

/* 61 x 45 in grey, whose one component says that it is sampled twice. (transfer full) */
static GBytes *
make_grey (void)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *bytes = NULL;
  unsigned long size = 0;
  JSAMPLE row[61];
  JSAMPROW rows[] = { row };

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &bytes, &size);
  jpeg.image_width = 61;
  jpeg.image_height = 45;
  jpeg.input_components = 1;
  jpeg.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults (&jpeg);
  jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 2;
  jpeg_start_compress (&jpeg, TRUE);
  for (guint y = 0; y < 45; y++)
    {
      for (guint x = 0; x < 61; x++)
        row[x] = (JSAMPLE)(x * x + 5 * y);
      jpeg_write_scanlines (&jpeg, rows, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  GBytes *made = g_bytes_new (bytes, size);
  free (bytes);
  return made;
}

static void
test_grey (void)
{
  g_autoptr (GBytes) jpeg = make_grey ();

  check_cut (jpeg, (FoveaPixelBox){ 19, 9, 30, 20 });
  check_cut (jpeg, (FoveaPixelBox){ 0, 0, 61, 45 });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/jpeg-cut/parts", test_parts);
  g_test_add_func ("/viz/jpeg-cut/outside", test_outside);
  g_test_add_func ("/viz/jpeg-cut/stripped", test_stripped);
  g_test_add_func ("/viz/jpeg-cut/grey", test_grey);
  return g_test_run ();
}
