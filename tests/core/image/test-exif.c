/* SPDX-License-Identifier: MIT */
#include "golden-image.h"
#include "image/image-private.h"
#include "png-chunks.h"

/* `jpeg` with an APP1 segment after its start. (transfer full) */
static GBytes *
jpeg_insert (GBytes *jpeg, const GByteArray *exif)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, 2);
  append_be (out, 0xffe1, 2);
  append_be (out, 8 + exif->len, 2);
  g_byte_array_append (out, (const guint8 *)"Exif\0", 6);
  g_byte_array_append (out, exif->data, exif->len);
  g_byte_array_append (out, data + 2, (guint)size - 2);
  return g_byte_array_free_to_bytes (out);
}

static guint
orientation (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return fovea_exif_orientation (data, size);
}

/* RIFF with a picture chunk of odd length and then EXIF. */
static GBytes *
webp_with (const GByteArray *exif, gboolean prefixed)
{
  static const guint8 head[]
      = { 'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P',
          '8', 'X', 3,   0,   0, 0, 1, 2, 3,   0,   'E', 'X', 'I', 'F' };
  GByteArray *out = g_byte_array_new ();
  guint length = exif->len + (prefixed ? 6 : 0);

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (guint8[]){ (guint8)length, 0, 0, 0 }, 4);
  if (prefixed)
    g_byte_array_append (out, (const guint8 *)"Exif\0", 6);
  g_byte_array_append (out, exif->data, exif->len);
  return g_byte_array_free_to_bytes (out);
}

static void
test_found (void)
{
  g_autoptr (GBytes) png = golden_image_read ("base.png");
  g_autoptr (GBytes) jpeg = golden_image_read ("grey.jpg");

  g_assert_cmpuint (orientation (png), ==, 1);
  g_assert_cmpuint (orientation (jpeg), ==, 1);
  for (guint i = 0; i < 16; i++)
    {
      guint value = 1 + i / 2;
      g_autoptr (GByteArray) exif = exif_new (value, i & 1);
      g_autoptr (GBytes) in_png = png_insert (png, "eXIf", exif->data, exif->len);
      g_autoptr (GBytes) in_jpeg = jpeg_insert (jpeg, exif);
      g_autoptr (GBytes) in_webp = webp_with (exif, FALSE);
      g_autoptr (GBytes) prefixed = webp_with (exif, TRUE);

      g_assert_cmpuint (orientation (in_png), ==, value);
      g_assert_cmpuint (orientation (in_jpeg), ==, value);
      g_assert_cmpuint (orientation (in_webp), ==, value);
      g_assert_cmpuint (orientation (prefixed), ==, value);
    }
}

static void
test_senseless (void)
{
  static const guint values[] = { 0, 9, 255 };
  g_autoptr (GBytes) jpeg = golden_image_read ("grey.jpg");

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GByteArray) exif = exif_new (values[i], i & 1);
      g_autoptr (GBytes) bytes = jpeg_insert (jpeg, exif);

      g_assert_cmpuint (orientation (bytes), ==, 1);
    }
}

/* Directories that point at themselves, lists longer than the file, entries of other types:
 * read once, and nothing comes of it. */
static void
test_hostile (void)
{
  static const struct
  {
    guint offset;
    guint8 value;
  } changes[] = {
    { 4, 0 },      /* the directory is the header */
    { 4, 7 },      /* it overlaps the header */
    { 7, 0xff },   /* it lies beyond the file */
    { 0, 'X' },    /* no byte order */
    { 12, 4 + 9 }, /* no such type */
    { 14, 2 },     /* two values: an offset, here 6 */
    { 17, 0x80 },  /* two thousand million values */
  };
  g_autoptr (GBytes) jpeg = golden_image_read ("grey.jpg");

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GByteArray) exif = exif_new (6, TRUE);
      g_autoptr (GBytes) bytes = NULL;

      exif->data[changes[i].offset] = changes[i].value;
      bytes = jpeg_insert (jpeg, exif);
      g_assert_cmpuint (orientation (bytes), ==, 1);
    }
}

/* A next directory is never looked at; a count of 65535 entries ends with the file. */
static void
test_loops (void)
{
  g_autoptr (GBytes) jpeg = golden_image_read ("grey.jpg");
  g_autoptr (GByteArray) exif = exif_new (6, TRUE);
  g_autoptr (GBytes) looped = NULL, endless = NULL;

  exif->data[22] = 8; /* next: itself */
  looped = jpeg_insert (jpeg, exif);
  g_assert_cmpuint (orientation (looped), ==, 6);
  exif->data[8] = exif->data[9] = 0xff;
  exif->data[10] = 0; /* another tag */
  endless = jpeg_insert (jpeg, exif);
  g_assert_cmpuint (orientation (endless), ==, 1);
}

/* Every beginning of each kind of file, and lengths that lie. */
static void
test_truncated (void)
{
  g_autoptr (GByteArray) exif = exif_new (6, FALSE);
  g_autoptr (GBytes) png = golden_image_read ("base.png");
  g_autoptr (GBytes) jpeg = golden_image_read ("grey.jpg");
  GBytes *files[] = { png_insert (png, "eXIf", exif->data, exif->len),
                      jpeg_insert (jpeg, exif), webp_with (exif, FALSE) };

  for (gsize f = 0; f < G_N_ELEMENTS (files); f++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (files[f], &size);
      guint last = 1;

      for (gsize i = 0; i <= size; i++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, i + 1);
          guint found = fovea_exif_orientation (copy, i);

          g_assert_true (found == last || (found == 6 && last == 1));
          last = found;
        }
      g_assert_cmpuint (last, ==, 6);
      g_bytes_unref (files[f]);
    }
}

static void
test_lying_lengths (void)
{
  static const guint8 png[] = "\x89PNG\r\n\x1a\n\xff\xff\xff\xff"
                              "eXIfMM";
  static const guint8 short_segment[] = "\xff\xd8\xff\xe0\0\0\xff\xe1\0\1";
  static const guint8 fill[] = "\xff\xd8\xff\xff\xff\xff\xff\xff";

  g_assert_cmpuint (fovea_exif_orientation (png, sizeof png - 1), ==, 1);
  g_assert_cmpuint (fovea_exif_orientation (short_segment, sizeof short_segment - 1), ==,
                    1);
  g_assert_cmpuint (fovea_exif_orientation (fill, sizeof fill - 1), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exif/found", test_found);
  g_test_add_func ("/exif/senseless", test_senseless);
  g_test_add_func ("/exif/hostile", test_hostile);
  g_test_add_func ("/exif/loops", test_loops);
  g_test_add_func ("/exif/truncated", test_truncated);
  g_test_add_func ("/exif/lying-lengths", test_lying_lengths);
  return g_test_run ();
}
