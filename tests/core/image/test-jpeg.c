/* SPDX-License-Identifier: MIT */
#include "golden-image.h"

static void
test_golden (void)
{
  g_assert_cmpuint (golden_image_check_format ("JPEG"), ==, 10);
}

/* Only the end marker, 2 bytes, may be missing. */
static void
test_truncated (void)
{
  golden_image_sweep ("progressive.jpg", 3);
  golden_image_sweep ("sampling2.jpg", 3);
  golden_image_sweep ("restarts.jpg", 3);
  golden_image_sweep ("grey-progressive.jpg", 3);
  golden_image_sweep ("cmyk.jpg", 3);
}

static gsize
find_marker (GBytes *bytes, guint8 marker, gsize from)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = from; i + 1 < size; i++)
    if (data[i] == 0xff && data[i + 1] == marker)
      return i;
  g_error ("no marker %02x", marker);
}

static void
check_cut (const char *file, gsize size, const char *says)
{
  g_autoptr (GBytes) bytes = golden_image_read (file);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, size);
  g_autofree char *message = golden_image_refusal (cut, NULL, FOVEA_ERROR_IMAGE);

  golden_image_assert_says (message, "is cut short");
  golden_image_assert_says (message, says);
}

static void
test_where_it_is_cut (void)
{
  g_autoptr (GBytes) plain = golden_image_read ("sampling0.jpg");
  g_autoptr (GBytes) progressive = golden_image_read ("progressive.jpg");
  gsize first = find_marker (progressive, 0xda, 0);
  gsize second = find_marker (progressive, 0xda, first + 2);
  gsize table = find_marker (progressive, 0xc4, first + 2);

  check_cut ("sampling0.jpg", 100, "in its header");
  check_cut ("sampling0.jpg", g_bytes_get_size (plain) - 20, "in row 17 of 18");
  check_cut ("progressive.jpg", table - 8, "in row 17 of 18, scan 1");
  check_cut ("progressive.jpg", MIN (table, second), "after scan 1");
}

/* A file whose height says more rows than there are data for. */
static void
test_too_few_rows (void)
{
  g_autoptr (GBytes) good = golden_image_read ("grey.jpg");
  gsize size = g_bytes_get_size (good), frame = find_marker (good, 0xc0, 0);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (good, NULL), size);
  g_autoptr (GBytes) bytes = g_bytes_new_static (copy, size);
  g_autofree char *message = NULL;

  copy[frame + 6] = 200;
  message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);
  golden_image_assert_says (message, "is damaged in row 25 of 200");
}

/* The first scan over and over: more than anybody writes. */
static void
test_many_scans (void)
{
  g_autoptr (GBytes) good = golden_image_read ("grey-progressive.jpg");
  gsize size, scan = find_marker (good, 0xda, 0), end = find_marker (good, 0xc4, scan);
  const guint8 *data = g_bytes_get_data (good, &size);
  g_autoptr (GByteArray) many = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *message = NULL;
  gint64 start = g_get_monotonic_time ();

  g_byte_array_append (many, data, (guint)size - 2);
  for (int i = 0; i < 60000; i++)
    g_byte_array_append (many, data + scan, (guint)(end - scan));
  g_byte_array_append (many, data + size - 2, 2);
  bytes = g_bytes_new_static (many->data, many->len);
  message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_LIMIT);
  golden_image_assert_says (message, "more than 500 scans");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
check_frame (guint8 marker, guint8 precision, guint height, guint width, int code,
             const char *says)
{
  g_autoptr (GBytes) good = golden_image_read ("grey.jpg");
  gsize size = g_bytes_get_size (good), frame = find_marker (good, 0xc0, 0);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (good, NULL), size);
  g_autoptr (GBytes) bytes = g_bytes_new_static (copy, size);
  g_autofree char *message = NULL;

  copy[frame + 1] = marker;
  copy[frame + 4] = precision;
  copy[frame + 5] = (guint8)(height >> 8);
  copy[frame + 6] = (guint8)height;
  copy[frame + 7] = (guint8)(width >> 8);
  copy[frame + 8] = (guint8)width;
  message = golden_image_refusal (bytes, NULL, code);
  golden_image_assert_says (message, says);
}

static void
test_frames (void)
{
  check_frame (0xc0, 8, 65500, 65500, FOVEA_ERROR_LIMIT, "65500 × 65500");
  check_frame (0xc0, 8, 65535, 1, FOVEA_ERROR_LIMIT, "too large");
  check_frame (0xc0, 8, 0, 26, FOVEA_ERROR_IMAGE, "damaged");
  check_frame (0xc0, 12, 18, 26, FOVEA_ERROR_IMAGE, "of a kind that is not read");
  check_frame (0xc3, 8, 18, 26, FOVEA_ERROR_IMAGE, "of a kind that is not read");
}

/* A progressive picture whose coefficients would not fit. */
static void
test_memory (void)
{
  g_autoptr (GBytes) good = golden_image_read ("progressive.jpg");
  gsize size = g_bytes_get_size (good), frame = find_marker (good, 0xc2, 0);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (good, NULL), size);
  g_autoptr (GBytes) bytes = g_bytes_new_static (copy, size);
  g_autofree char *message = NULL;

  copy[frame + 5] = copy[frame + 7] = 0x40; /* 16384 + */
  copy[frame + 6] = copy[frame + 8] = 0;
  copy[frame + 11] = 0x11; /* no chroma subsampling: 1.5 GiB */
  message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_LIMIT);
  golden_image_assert_says (message, "needs more than 1024 MiB");
}

/* Any single byte changed: a picture of the same size or an error, never a crash. */
static void
test_corrupted (void)
{
  static const FoveaImageLimits limits = { .max_side = 4096 };
  g_autoptr (GBytes) good = golden_image_read ("progressive.jpg");
  gsize size = g_bytes_get_size (good);
  guint refused = 0;

  for (gsize i = 0; i < size; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (good, NULL), size);
      g_autoptr (GBytes) bytes = g_bytes_new_static (copy, size);
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaImage) image = NULL;

      copy[i] ^= (guint8)g_test_rand_int_range (1, 256);
      image = fovea_image_open_bytes (bytes, "bad", &limits, &error);
      g_assert_true ((image == NULL) == (error != NULL));
      refused += image == NULL;
    }
  g_assert_cmpuint (refused, >, size / 10);
}

static double
mean_of (const FoveaImage *image)
{
  gsize n = (gsize) fovea_image_width (image) * fovea_image_height (image) * 3;
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += fovea_image_pixels (image)[i];
  return sum / (double) n;
}

/* At the greatest of 1, 2, 4, 8 that leaves what was asked for; the same picture, coarser. */
static void
test_small (void)
{
  static const FoveaImageLimits small = { .least_side = 8 }, whole = { .least_side = 1000 };
  g_autoptr (GBytes) bytes = golden_image_read ("grey-progressive.jpg");
  g_autoptr (FoveaImage) image = fovea_image_open_bytes (bytes, "good", NULL, NULL);
  g_autoptr (FoveaImage) less = fovea_image_open_bytes (bytes, "good", &small, NULL);
  g_autoptr (FoveaImage) same = fovea_image_open_bytes (bytes, "good", &whole, NULL);
  guint side = MIN (fovea_image_width (image), fovea_image_height (image)), scale = 1;

  while (scale < 8 && side / (2 * scale) >= 8)
    scale *= 2;
  g_assert_cmpuint (scale, >, 1);
  g_assert_cmpuint (fovea_image_width (less), ==,
                    (fovea_image_width (image) + scale - 1) / scale);
  g_assert_cmpuint (fovea_image_height (less), ==,
                    (fovea_image_height (image) + scale - 1) / scale);
  g_assert_cmpfloat_with_epsilon (mean_of (less), mean_of (image), 4);
  g_assert_cmpuint (fovea_image_width (same), ==, fovea_image_width (image));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jpeg/golden", test_golden);
  g_test_add_func ("/jpeg/truncated", test_truncated);
  g_test_add_func ("/jpeg/where-it-is-cut", test_where_it_is_cut);
  g_test_add_func ("/jpeg/too-few-rows", test_too_few_rows);
  g_test_add_func ("/jpeg/many-scans", test_many_scans);
  g_test_add_func ("/jpeg/frames", test_frames);
  g_test_add_func ("/jpeg/memory", test_memory);
  g_test_add_func ("/jpeg/corrupted", test_corrupted);
  g_test_add_func ("/jpeg/small", test_small);
  return g_test_run ();
}
