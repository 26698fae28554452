/* SPDX-License-Identifier: MIT */
#include "golden-image.h"
#include "png-chunks.h"

static void
test_golden (void)
{
  g_assert_cmpuint (golden_image_check_format ("PNG"), >=, 17);
}

static void
test_truncated (void)
{
  golden_image_sweep ("base.png", 16); /* 12 bytes of end chunk, 4 of check sum */
  golden_image_sweep ("interlaced.png", 16);
  golden_image_sweep ("colour3-4.png", 16);
}

static void
test_truncated_row (void)
{
  g_autoptr (GBytes) bytes = golden_image_read ("colour6-16.png");
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, 33 + 8 + 100);
  g_autofree char *message = golden_image_refusal (cut, NULL, FOVEA_ERROR_IMAGE);

  golden_image_assert_says (message,
                            "“it” is cut short: it ends after 141 bytes, in row 1 "
                            "of 9");
}

/* A stored, not compressed, picture of 4 rows, of which 2 and a half are there. */
static void
test_too_few_rows (void)
{
  static const guint8 rows[10] = { 0 };
  guint8 packed[64];
  uLongf size = sizeof packed;
  g_autoptr (GByteArray) png = png_begin (3, 4, 8, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *message = NULL;

  g_assert_cmpint (compress (packed, &size, rows, sizeof rows), ==, Z_OK);
  append_chunk (png, "IDAT", packed, size);
  append_chunk (png, "IEND", "", 0);
  bytes = g_bytes_new (png->data, png->len);
  message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);
  golden_image_assert_says (message, "in row 3 of 4");
}

/* A flipped bit is noticed by the check sum, wherever it is. */
static void
test_flipped_bits (void)
{
  g_autoptr (GBytes) good = golden_image_read ("base.png");
  gsize size;
  const guint8 *data = g_bytes_get_data (good, &size);

  for (gsize i = 8; i < size - 12; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = g_bytes_new_static (copy, size);
      g_autofree char *message = NULL;

      copy[i] ^= 0x10;
      message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);
      g_assert_nonnull (message);
    }
}

static void
check_size (guint width, guint height, const FoveaImageLimits *limits, int code)
{
  g_autoptr (GByteArray) png = png_begin (width, height, 1, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *message = NULL;

  append_chunk (png, "IDAT", "", 0);
  bytes = g_bytes_new (png->data, png->len);
  message = golden_image_refusal (bytes, limits, code);
  if (code == FOVEA_ERROR_LIMIT)
    golden_image_assert_says (message, "too large");
}

static void
test_limits (void)
{
  static const FoveaImageLimits small = { .max_side = 20, .max_pixels = 300 };
  static const FoveaImageLimits wide = { .max_side = G_MAXINT32 };

  check_size (G_MAXINT32, G_MAXINT32, NULL, FOVEA_ERROR_LIMIT);
  check_size (1000000, 1, NULL, FOVEA_ERROR_LIMIT);
  check_size (1, 32768, NULL, FOVEA_ERROR_LIMIT);
  check_size (16384, 16385, NULL, FOVEA_ERROR_LIMIT);
  check_size (21, 1, &small, FOVEA_ERROR_LIMIT);
  check_size (20, 16, &small, FOVEA_ERROR_LIMIT);
  check_size (20, 15, &small, FOVEA_ERROR_IMAGE); /* allowed, and then cut short */
  check_size (1000000, 1, &wide, FOVEA_ERROR_IMAGE);
  check_size (G_MAXINT32, G_MAXINT32, &wide, FOVEA_ERROR_LIMIT);
  check_size (0, 5, NULL, FOVEA_ERROR_IMAGE);
  check_size (5, 0, NULL, FOVEA_ERROR_IMAGE);
}

/* 16 MiB of zeros packed into a text, a profile and an unknown chunk: none is unpacked, and
 * the picture is the same. */
static void
test_bombs (void)
{
  static const char *const names[] = { "zTXt", "iCCP", "iTXt", "huGe" };
  g_autoptr (GBytes) good = golden_image_read ("base.png");
  g_autoptr (FoveaImage) expected
      = golden_image_open_cut (good, g_bytes_get_size (good), NULL);
  gsize pixels = (gsize)fovea_image_width (expected) * fovea_image_height (expected) * 3;
  g_autofree guint8 *zeros = g_malloc0 (16 << 20);
  uLongf size = 1 << 20;
  g_autofree guint8 *bomb = g_malloc0 (size + 6);

  memcpy (bomb, "name\0", 6);
  g_assert_cmpint (compress (bomb + 6, &size, zeros, 16 << 20), ==, Z_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = png_insert (good, names[i], bomb, size + 6);
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaImage) image = fovea_image_open_bytes (bytes, "bomb", NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpmem (fovea_image_pixels (image), pixels, fovea_image_pixels (expected),
                       pixels);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/png/golden", test_golden);
  g_test_add_func ("/png/truncated", test_truncated);
  g_test_add_func ("/png/truncated-row", test_truncated_row);
  g_test_add_func ("/png/too-few-rows", test_too_few_rows);
  g_test_add_func ("/png/flipped-bits", test_flipped_bits);
  g_test_add_func ("/png/limits", test_limits);
  g_test_add_func ("/png/bombs", test_bombs);
  return g_test_run ();
}
