/* SPDX-License-Identifier: MIT */
#include "golden-image.h"

typedef struct
{
  const char *bytes;
  gsize size;
  const char *says;
} Case;

#define CASE(bytes, says)                                                                \
  {                                                                                      \
    bytes, sizeof bytes - 1, says                                                        \
  }

static const Case cases[] = {
  CASE ("", "is empty"),
  CASE ("PK\3\4 and so on", "pass it with --weights"),
  CASE ("\x80\2\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", "--weights"),
  CASE ("\x80\4\x95", "is a model file (a pickle)"),
  CASE ("\x40\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"F32\"", "is a model file (safetensors)"),
  CASE ("GGUF\3\0\0\0", "is a model file (GGUF)"),
  CASE ("\x93NUMPY\1\0", "--tensor"),
  CASE ("\x89HDF\r\n\x1a\n", "HDF5"),
  CASE ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
        "run \"git lfs pull\""),
  CASE ("<!DOCTYPE html>\n<title>Not found", "is a web page"),
  CASE ("\n\n<HTML lang=en><head>", "is a web page"),
  CASE ("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "is an SVG drawing"),
  CASE ("<svg><image href=\"file:///etc/passwd\"/></svg>", "is an SVG drawing"),
  CASE ("<?xml version=\"1.0\"?><rss/>", "is an XML document"),
  CASE ("{\"labels\": []}", "is a text"),
  CASE ("%PDF-1.7", "is a PDF document"),
  CASE ("8BPS\0\1", "is a Photoshop document"),
  CASE ("\0\0\1\0\1\0", "is a Windows icon"),
  CASE ("RIFF\x10\0\0\0ACONLIST", "is an animated Windows cursor"),
  CASE ("RIFF\x10\0\0\0AVI LIST", "is a film"),
  CASE ("\0\0\0\x0cjP  \r\n", "is a JPEG 2000 image"),
  CASE ("\xff\x0a\0\0", "is a JPEG XL image"),
  CASE ("\x1f\x8b\x08", "is compressed with gzip"),
  CASE ("\1\2\3\4", "is not an image of a known kind"),
  CASE ("\0", "is not an image of a known kind"),
  CASE ("\xff\xd8", "is not an image of a known kind"),
  CASE ("/* XPM */ static char *a[] = {", "is a text"),
  CASE ("\0\0\0\x10"
        "ftypisom\0\0\0\0",
        "is not an image of a known kind"),
};

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, cases[i].size);
      g_autofree char *message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);

      golden_image_assert_says (message, cases[i].says);
      golden_image_assert_says (message, "“it” ");
    }
}

/* Only the first bytes of a kind: sent to its decoder, which says what is missing. */
static void
test_beginnings (void)
{
  static const Case beginnings[] = {
    CASE ("\x89PNG", "The PNG file “it” is cut short"),
    CASE ("\xff\xd8\xff", "The JPEG file “it” is cut short"),
    CASE ("GIF89a", "The GIF file “it” is cut short"),
    CASE ("RIFF\0\1\0\0WEBP", "The WebP file “it” is cut short"),
    CASE ("BM\0\0", "The BMP file “it” is cut short"),
    CASE ("P6\n", "The PNM file “it” is cut short"),
    CASE ("II*\0", "The TIFF file “it” is"),
    CASE ("\0\0\0\x18"
          "ftypmif1\0\0\0\0heic",
          "The HEIC file “it” is cut short"),
    CASE ("\0\0\0\x1c"
          "ftypmif1\0\0\0\0miafavif",
          "The AVIF file “it” is cut short"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (GBytes) bytes
          = g_bytes_new_static (beginnings[i].bytes, beginnings[i].size);
      g_autofree char *message = golden_image_refusal (bytes, NULL, FOVEA_ERROR_IMAGE);

      golden_image_assert_says (message, beginnings[i].says);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sniff/refusals", test_refusals);
  g_test_add_func ("/sniff/beginnings", test_beginnings);
  return g_test_run ();
}
