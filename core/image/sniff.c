/* SPDX-License-Identifier: MIT */

/* What kind of file this is, by its first bytes. Kinds on the list are read; everything
 * else is refused, and what people open by mistake is called by its name. Drawings (SVG) and
 * the seldom-used loaders of gdk-pixbuf (ANI, ICO, TGA, XPM …) are left out on purpose: they
 * have been the way in for hostile files. */

#include "image/image-private.h"

#include "error.h"
#include "image/span.h"

#include <string.h>

#define HEAD 512
#define READABLE "Readable are PNG, JPEG, GIF, WebP, BMP, TIFF, PNM, HEIC and AVIF."

enum
{
  PNG,
  JPEG,
  GIF,
  WEBP,
  BMP,
  TIFF,
  PNM,
  HEIC,
  AVIF,
};

static const FoveaImageKind kinds[] = {
  [PNG] = { .format = "PNG", .decode = fovea_png_decode },
  [JPEG] = { .format = "JPEG", .decode = fovea_jpeg_decode },
  [GIF] = { .format = "GIF", .mime = { "image/gif" } },
  [WEBP]
  = { .format = "WebP", .mime = { "image/webp" }, .package = "webp-pixbuf-loader" },
  [BMP] = { .format = "BMP", .mime = { "image/bmp", "image/x-bmp" } },
  [TIFF] = { .format = "TIFF", .mime = { "image/tiff" } },
  [PNM] = { .format = "PNM", .decode = fovea_pnm_decode },
  [HEIC] = { .format = "HEIC",
             .mime = { "image/heic", "image/heif" },
             .package = "heif-gdk-pixbuf" },
  [AVIF]
  = { .format = "AVIF", .mime = { "image/avif" }, .package = "libavif-gdk-pixbuf" },
};

/* One row for each signature; the first that matches decides. */
static const struct
{
  gsize offset;
  const char *bytes;
  gsize length;
  int kind;         /* of `kinds`; -1: refused, with … */
  const char *what; /* … this: "is " and so on, a whole sentence's end */
} signatures[] = {
#define AT(offset, bytes) offset, bytes, sizeof bytes - 1
  { AT (0, "\x89PNG"), PNG, NULL },
  { AT (0, "\xff\xd8\xff"), JPEG, NULL },
  { AT (0, "GIF87a"), GIF, NULL },
  { AT (0, "GIF89a"), GIF, NULL },
  { AT (8, "WEBP"), WEBP, NULL },
  { AT (0, "II*\0"), TIFF, NULL },
  { AT (0, "MM\0*"), TIFF, NULL },
  { AT (0, "II+\0"), TIFF, NULL },
  { AT (0, "MM\0+"), TIFF, NULL },
  { AT (0, "PK\3\4"), -1,
    "is a model file (a ZIP archive, as PyTorch writes), not an image: pass it with "
    "--weights." },
  { AT (0, "PK\5\6"), -1, "is an empty ZIP archive, not an image." },
  { AT (0, "\x80\2"), -1,
    "is a model file (a pickle), not an image: pass it with --weights." },
  { AT (0, "\x80\3"), -1,
    "is a model file (a pickle), not an image: pass it with --weights." },
  { AT (0, "\x80\4"), -1,
    "is a model file (a pickle), not an image: pass it with --weights." },
  { AT (0, "\x80\5"), -1,
    "is a model file (a pickle), not an image: pass it with --weights." },
  { AT (0, "PYTORCH1"), -1, "is a model file (of PyTorch 1.0 preview), not an image." },
  { AT (0, "GGUF"), -1, "is a model file (GGUF), not an image." },
  { AT (0, "\x89HDF"), -1, "is an HDF5 file (Keras weights or data), not an image." },
  { AT (0, "\x93NUMPY"), -1,
    "is a NumPy array, not an image: pass a network input with --tensor." },
  { AT (0, "version https://git-lfs"), -1,
    "is a Git LFS pointer, not the image itself: run \"git lfs pull\" where it lies." },
  { AT (0, "%PDF"), -1, "is a PDF document, not an image: export the picture as PNG." },
  { AT (0, "8BPS"), -1, "is a Photoshop document: export it as PNG." },
  { AT (0, "gimp xcf"), -1, "is a GIMP document: export it as PNG." },
  { AT (0, "\x76\x2f\x31\x01"), -1,
    "is an OpenEXR image, which is not read: convert it to PNG." },
  { AT (0, "\0\0\0\x0cjP  "), -1,
    "is a JPEG 2000 image, which is not read: convert it to PNG." },
  { AT (0, "\xff\x4f\xff\x51"), -1,
    "is a JPEG 2000 image, which is not read: convert it to PNG." },
  { AT (0, "\0\0\0\x0cJXL "), -1,
    "is a JPEG XL image, which is not read: convert it to PNG." },
  { AT (0, "\xff\x0a"), -1, "is a JPEG XL image, which is not read: convert it to PNG." },
  { AT (0, "\0\0\1\0"), -1, "is a Windows icon, which is not read: convert it to PNG." },
  { AT (0, "\0\0\2\0"), -1,
    "is a Windows cursor, which is not read: convert it to PNG." },
  { AT (8, "ACON"), -1,
    "is an animated Windows cursor, which is not read: convert it to PNG." },
  { AT (8, "AVI "), -1, "is a film, not an image: save one frame of it as PNG." },
  { AT (0, "\x1f\x8b"), -1, "is compressed with gzip: unpack it first." },
  { AT (0, "BM"), BMP, NULL },
#undef AT
};

/* HEIC and AVIF are both boxes of the ISO base media format; the brands tell. */
static int
sniff_brands (Span file)
{
  Span box = span_sub (file, 0, span_load (file, 0, 4, FALSE));
  int found = -1;

  if (!span_has (box, 4, "ftyp", 4))
    return -1;
  for (gsize at = 8; span_holds (box, at, 4); at += at == 8 ? 8 : 4)
    {
      if (span_has (box, at, "avif", 4) || span_has (box, at, "avis", 4))
        return AVIF;
      if (span_has (box, at, "hei", 3) || span_has (box, at, "hev", 3)
          || span_has (box, at, "mif1", 4) || span_has (box, at, "msf1", 4))
        found = HEIC;
    }
  return found;
}

/* The length of a JSON header in 8 bytes, then the header. */
static gboolean
is_safetensors (Span file)
{
  guint32 length = span_le32 (file, 0);

  return span_le32 (file, 4) == 0 && length >= 2 && length <= 100000000
         && span_has (file, 8, "{", 1);
}

static gboolean
is_text (Span file)
{
  for (gsize i = 0; i < file.size; i++)
    if (file.data[i] < ' ' && (file.data[i] == 0 || !strchr ("\t\n\r\f", file.data[i])))
      return FALSE;
  return TRUE;
}

static gboolean
contains (const char *lower, const char *word)
{
  return strstr (lower, word) != NULL;
}

/* What a text is; NULL when these bytes are no text. The last character may be cut. */
static const char *
sniff_text (Span file)
{
  Span head = span_sub (file, 0, HEAD);
  g_autofree char *lower = NULL;
  const char *end;

  if (!is_text (head))
    return NULL;
  lower = g_ascii_strdown ((const char *)head.data, (gssize)head.size);
  if (contains (lower, "<svg"))
    return "is an SVG drawing, which is not read: export it as PNG.";
  if (contains (lower, "<!doctype html") || contains (lower, "<html"))
    return "is a web page, not an image: perhaps the server sent an error or a login "
           "page "
           "in its place. Download it again.";
  if (contains (lower, "<?xml"))
    return "is an XML document, not an image.";
  if (!g_utf8_validate_len ((const char *)head.data, head.size, &end)
      && (head.size < HEAD || end < (const char *)head.data + HEAD - 3))
    return NULL;
  return "is a text, not an image. " READABLE;
}

static void
refuse (const FoveaImageSource *source, const char *what, GError **error)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE, "“%s” %s", source->name, what);
}

static int
sniff_signature (Span file, const char **what)
{
  guint digit = span_byte (file, 1), after = span_byte (file, 2);

  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (span_has (file, signatures[i].offset, signatures[i].bytes, signatures[i].length))
      {
        *what = signatures[i].what;
        return signatures[i].kind;
      }
  if (span_has (file, 0, "P", 1) && digit >= '1' && digit <= '6'
      && (g_ascii_isspace (after) || after == '#'))
    return PNM;
  return sniff_brands (file);
}

const FoveaImageKind *
fovea_image_sniff (const FoveaImageSource *source, GError **error)
{
  Span file = { source->data, source->size };
  const char *what = NULL;
  int kind = sniff_signature (file, &what);

  if (kind >= 0)
    return &kinds[kind];
  if (source->size == 0)
    what = "is empty: it has no bytes at all. Copy or download it again.";
  else if (what == NULL && is_safetensors (file))
    what = "is a model file (safetensors), not an image: pass it with --weights.";
  if (what == NULL)
    what = sniff_text (file);
  refuse (source, what != NULL ? what : "is not an image of a known kind. " READABLE,
          error);
  return NULL;
}
