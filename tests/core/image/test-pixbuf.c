/* SPDX-License-Identifier: MIT */
#include "golden-image.h"

static gboolean
can_read_webp (void)
{
  g_autoptr (GBytes) bytes = golden_image_read ("lossless.webp");
  g_autoptr (FoveaImage) image
      = golden_image_open_cut (bytes, g_bytes_get_size (bytes), NULL);

  return image != NULL;
}

static void
test_golden (void)
{
  g_assert_cmpuint (golden_image_check_format ("GIF"), ==, 4);
  g_assert_cmpuint (golden_image_check_format ("BMP"), ==, 4);
  g_assert_cmpuint (golden_image_check_format ("TIFF"), ==, 15);
}

static void
test_golden_webp (void)
{
  if (can_read_webp ())
    g_assert_cmpuint (golden_image_check_format ("WebP"), ==, 3);
  else
    g_test_skip ("webp-pixbuf-loader is not installed");
}

static void
test_truncated (void)
{
  static const char *const files[]
      = { "palette.gif", "animated.gif", "bits.bmp", "rgb.bmp",
          "rgba.bmp",    "rgb.tif",      "fax.tif",  "turn6.tif" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    golden_image_sweep (files[i], 4000);
  if (can_read_webp ())
    golden_image_sweep ("lossy.webp", 1);
}

static void
check_note (const char *file, const char *note)
{
  g_autofree char *path = golden_image_path (file);
  g_autoptr (FoveaImage) image = fovea_image_open (path, NULL, NULL);

  g_assert_nonnull (image);
  g_assert_cmpstr (fovea_image_note (image), ==, note);
}

static void
test_notes (void)
{
  check_note ("palette.gif", NULL);
  check_note ("animated.gif", "This is the first frame of an animation.");
  check_note ("rgb.tif", NULL);
  check_note ("pages.tif", "This is the first page of several.");
}

/* A screen or a frame of no width is never handed to the loader, which would complain. */
static void
test_empty_frame (void)
{
  g_autoptr (GBytes) good = golden_image_read ("palette.gif");
  gsize size = g_bytes_get_size (good);
  const guint8 *data = g_bytes_get_data (good, NULL);
  gsize frame = 13 + (3u << ((data[10] & 7) + 1));
  gsize places[] = { 6, 8, 5, 7 };

  while (data[frame] != 0x2c)
    frame++;
  places[2] += frame;
  places[3] += frame;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = g_bytes_new_static (copy, size);
      g_autofree char *message = NULL;

      copy[places[i]] = copy[places[i] + 1] = 0;
      message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);
      golden_image_assert_says (message, "is damaged");
    }
}

/* A million frames take no longer than one. */
static void
test_many_frames (void)
{
  static const guint8 frame[] = { 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0 };
  g_autoptr (GBytes) good = golden_image_read ("palette.gif");
  g_autoptr (GByteArray) many = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = NULL;
  gint64 start;

  g_byte_array_append (many, g_bytes_get_data (good, NULL),
                       (guint)g_bytes_get_size (good) - 1);
  for (int i = 0; i < 1000000; i++)
    g_byte_array_append (many, frame, sizeof frame);
  bytes = g_bytes_new_static (many->data, many->len);
  start = g_get_monotonic_time ();
  image = fovea_image_open_bytes (bytes, "many", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fovea_image_note (image));
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC / 2);
}

static void
test_limits (void)
{
  static const FoveaImageLimits narrow = { .max_side = 6 };
  static const FoveaImageLimits few = { .max_pixels = 34 };
  static const char *const files[]
      = { "palette.gif",   "rgb.bmp",    "rgb.tif",  "turn6.tif",
          "lossless.webp", "lossy.webp", "rgba.webp" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = golden_image_read (files[i]);
      g_autofree char *by_side = golden_image_refusal (bytes, &narrow, FOVEA_ERROR_LIMIT);
      g_autofree char *by_count = golden_image_refusal (bytes, &few, FOVEA_ERROR_LIMIT);

      golden_image_assert_says (by_side, "at most 6 a side");
      golden_image_assert_says (by_count, "34 in all");
    }
}

/* A HEIC whose item properties state a size: refused before a loader is asked. */
static void
test_heic_limit (void)
{
  static const char file[] = "\0\0\0\x10"
                             "ftypheic\0\0\0\0"
                             "\0\0\0\x30"
                             "meta\0\0\0\0"
                             "\0\0\0\x24"
                             "iprp"
                             "\0\0\0\x1c"
                             "ipco"
                             "\0\0\0\x14"
                             "ispe\0\0\0\0\0\1\0\0\0\0\0\x10";
  g_autoptr (GBytes) bytes = g_bytes_new_static (file, sizeof file - 1);
  g_autofree char *message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_LIMIT);

  golden_image_assert_says (message, "65536 × 16 pixels");
}

/* A bit map of 2^31 - 1 rows, upside down or not, and one of none. */
static void
test_bmp_sizes (void)
{
  static const guint32 heights[] = { G_MAXINT32, 0x80000001u, 0x80000000u };
  g_autoptr (GBytes) good = golden_image_read ("rgb.bmp");
  gsize size = g_bytes_get_size (good);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (good, NULL), size);
  g_autoptr (GBytes) bytes = g_bytes_new_static (copy, size);
  g_autofree char *message = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (heights); i++)
    {
      g_autofree char *too_large = NULL;

      memcpy (copy + 22, &(guint32){ GUINT32_TO_LE (heights[i]) }, 4);
      too_large = golden_image_refusal (bytes, NULL, FOVEA_ERROR_LIMIT);
      golden_image_assert_says (too_large, "too large");
    }
  memset (copy + 22, 0, 4);
  message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);
  golden_image_assert_says (message, "damaged");
}

/* Numbers with a decimal point are data, not a picture. */
static void
test_float_tiff (void)
{
  static const char file[] = "II*\0\x08\0\0\0\3\0"
                             "\0\1\3\0\1\0\0\0\4\0\0\0"
                             "\1\1\3\0\1\0\0\0\4\0\0\0"
                             "\x53\1\3\0\1\0\0\0\3\0\0\0"
                             "\0\0\0\0";
  g_autoptr (GBytes) bytes = g_bytes_new_static (file, sizeof file - 1);
  g_autofree char *message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);

  golden_image_assert_says (message, "with a decimal point");
}

/* Any single byte changed: a picture or an error, never a crash. */
static void
test_corrupted (void)
{
  static const FoveaImageLimits limits = { .max_side = 2000 };
  static const char *const files[]
      = { "palette.gif", "palette.bmp", "rgb.tif", "fax.tif" };
  guint refused = 0;

  for (gsize f = 0; f < G_N_ELEMENTS (files); f++)
    {
      g_autoptr (GBytes) good = golden_image_read (files[f]);
      gsize size = g_bytes_get_size (good);

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
    }
  g_assert_cmpuint (refused, >, 50);
}

/* With no loaders at all, each kind names its package. Runs in a process of its own, since
 * gdk-pixbuf looks for loaders just once. */
static void
test_missing_loaders (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    const char *says;
  } cases[] = {
#define CASE(bytes, says) { bytes, sizeof bytes - 1, says }
    CASE ("RIFF\4\0\0\0WEBP", "webp-pixbuf-loader"),
    CASE ("\0\0\0\x10"
          "ftypheic\0\0\0\0",
          "heif-gdk-pixbuf"),
    CASE ("\0\0\0\x10"
          "ftypavif\0\0\0\0",
          "libavif-gdk-pixbuf"),
#undef CASE
  };

  if (!g_test_subprocess ())
    {
      g_setenv ("GDK_PIXBUF_MODULE_FILE", "/dev/null", TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_unsetenv ("GDK_PIXBUF_MODULE_FILE");
      g_test_trap_assert_passed ();
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, cases[i].size);
      g_autofree char *message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);

      golden_image_assert_says (message, "which needs a loader that is not installed");
      golden_image_assert_says (message, cases[i].says);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pixbuf/golden", test_golden);
  g_test_add_func ("/pixbuf/golden-webp", test_golden_webp);
  g_test_add_func ("/pixbuf/truncated", test_truncated);
  g_test_add_func ("/pixbuf/notes", test_notes);
  g_test_add_func ("/pixbuf/empty-frame", test_empty_frame);
  g_test_add_func ("/pixbuf/many-frames", test_many_frames);
  g_test_add_func ("/pixbuf/limits", test_limits);
  g_test_add_func ("/pixbuf/heic-limit", test_heic_limit);
  g_test_add_func ("/pixbuf/bmp-sizes", test_bmp_sizes);
  g_test_add_func ("/pixbuf/float-tiff", test_float_tiff);
  g_test_add_func ("/pixbuf/corrupted", test_corrupted);
  g_test_add_func ("/pixbuf/missing-loaders", test_missing_loaders);
  return g_test_run ();
}
