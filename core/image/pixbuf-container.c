/* SPDX-License-Identifier: MIT */
#include "image/pixbuf-private.h"

#include "error.h"
#include "image/tiff-tags.h"

#include <string.h>

gboolean
fovea_container_cut_short (const FoveaImageSource *source, const char *format,
                           const char *where, GError **error)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
               "The %s file “%s” is cut short: it ends after %" G_GSIZE_FORMAT
               " bytes, %s. Copy or download it again.",
               format, source->name, source->size, where);
  return FALSE;
}

/* The canvas, as the first chunk states it: extended, lossless or lossy. */
static gboolean
check_webp_size (const FoveaImageSource *source, Span file, GError **error)
{
  guint32 width = 1, height = 1;

  if (span_has (file, 12, "VP8X", 4))
    {
      width = 1 + span_load (file, 24, 3, TRUE);
      height = 1 + span_load (file, 27, 3, TRUE);
    }
  else if (span_has (file, 12, "VP8L", 4))
    {
      width = 1 + (span_le32 (file, 21) & 0x3fff);
      height = 1 + (span_le32 (file, 21) >> 14 & 0x3fff);
    }
  else if (span_has (file, 12, "VP8 ", 4))
    {
      width = span_le16 (file, 26) & 0x3fff;
      height = span_le16 (file, 28) & 0x3fff;
    }
  return fovea_image_check_size (source, width, height, error);
}

/* RIFF states its own length; VP8X says whether this is an animation. */
static gboolean
inspect_webp (FoveaContainer *container, const FoveaImageSource *source, GError **error)
{
  Span file = { source->data, source->size };
  guint64 announced = (guint64)span_le32 (file, 4) + 8;
  g_autofree char *where
      = g_strdup_printf ("of the %" G_GUINT64_FORMAT " it announces", announced);

  if (!span_has (file, 0, "RIFF", 4))
    return fovea_container_cut_short (source, "WebP", "without a header", error);
  if (file.size < announced)
    return fovea_container_cut_short (source, "WebP", where, error);
  if (span_has (file, 12, "VP8X", 4) && span_byte (file, 20) & 2)
    container->note = "This is the first frame of an animation.";
  return check_webp_size (source, file, error);
}

typedef struct
{
  guint64 width, height; /* pixels */
  guint bits;            /* a pixel */
  guint compression;     /* 0, 3 and 6: none */
  gsize offset;          /* of the first row */
} BmpHeader;

static guint64
magnitude (guint32 value)
{
  return value >= 1u << 31 ? -(guint64)(gint64)(gint32)value : value;
}

static BmpHeader
read_bmp_header (Span file)
{
  BmpHeader header = { .offset = span_le32 (file, 10) };

  if (span_le32 (file, 14) == 12) /* OS/2 */
    {
      header.width = span_le16 (file, 18);
      header.height = span_le16 (file, 20);
      header.bits = span_le16 (file, 24);
      return header;
    }
  header.width = magnitude (span_le32 (file, 18));
  header.height = magnitude (span_le32 (file, 22));
  header.bits = span_le16 (file, 28);
  header.compression = span_le32 (file, 30);
  return header;
}

/* What the last row may lack. */
static const guint8 padding[3];

/* Whole rows that the file holds. */
static guint64
count_bmp_rows (Span file, const BmpHeader *header)
{
  guint64 used = (header->width * header->bits + 7) / 8, stride = (used + 3) / 4 * 4;
  guint64 data = file.size > header->offset ? file.size - header->offset : 0;

  return stride == 0 ? 0 : (data + (stride - used)) / stride;
}

static gboolean
inspect_bmp (FoveaContainer *container, const FoveaImageSource *source, GError **error)
{
  Span file = { source->data, source->size };
  BmpHeader header = read_bmp_header (file);
  g_autofree char *where = NULL;
  guint64 rows;

  if (!span_holds (file, 0, 26))
    return fovea_container_cut_short (source, "BMP", "in its header", error);
  if (!fovea_image_check_size (source, header.width, header.height, error))
    return FALSE;
  if (header.compression == 1 || header.compression == 2) /* run lengths: rows vary */
    return file.size >= span_le32 (file, 2)
           || fovea_container_cut_short (source, "BMP", "fewer than it announces", error);
  container->parts[1] = (Span){ padding, sizeof padding };
  rows = count_bmp_rows (file, &header);
  where = g_strdup_printf ("in row %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT, rows + 1,
                           header.height);
  return rows >= header.height || fovea_container_cut_short (source, "BMP", where, error);
}

enum
{
  TAG_WIDTH = 256,
  TAG_HEIGHT = 257,
  TAG_BITS = 258,
  TAG_ORIENTATION = 274,
  TAG_EXTRA_SAMPLES = 338,
  TAG_SAMPLE_FORMAT = 339,
};

static guint32
tiff_value (Span tiff, guint number, guint32 otherwise)
{
  FoveaTiffTag tag;

  return fovea_tiff_find (tiff, number, &tag) ? tag.value : otherwise;
}

/* Colours are stored as they are (2: unassociated alpha), but libtiff multiplies them by
 * alpha unless told that this has been done (1). */
static void
hide_alpha (FoveaContainer *container, Span file)
{
  gboolean little = fovea_tiff_is_little (file);
  FoveaTiffTag tag;
  gsize after;

  if (!fovea_tiff_find (file, TAG_EXTRA_SAMPLES, &tag) || tag.type != 3 || tag.value != 2)
    return;
  after = tag.offset + 2;
  container->patch[little ? 0 : 1] = 1;
  container->parts[0] = span_sub (file, 0, tag.offset);
  container->parts[1] = (Span){ container->patch, sizeof container->patch };
  container->parts[2] = span_sub (file, after, file.size);
}

/* libtiff mirrors as the orientation says but never exchanges rows and columns; what is left
 * of 5 to 8 is this. PIL turns TIFFs upright too, whatever it is asked. */
static guint
remaining_turn (guint32 orientation)
{
  switch (orientation)
    {
    case 5:
    case 7:
      return 5;
    case 6:
    case 8:
      return 7;
    default:
      return 1;
    }
}

static gboolean
inspect_tiff (FoveaContainer *container, const FoveaImageSource *source, GError **error)
{
  Span file = { source->data, source->size };
  guint32 width = tiff_value (file, TAG_WIDTH, 1);
  guint32 height = tiff_value (file, TAG_HEIGHT, 1);

  if (!fovea_image_check_size (source, width, height, error))
    return FALSE;
  if (tiff_value (file, TAG_BITS, 1) > 16 || tiff_value (file, TAG_SAMPLE_FORMAT, 1) > 2)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                   "The TIFF file “%s” holds numbers of more than 16 bits or with a "
                   "decimal point: data whose black and white are not known. Scale it to "
                   "8 or 16 bits first.",
                   source->name);
      return FALSE;
    }
  hide_alpha (container, file);
  container->orientation = remaining_turn (tiff_value (file, TAG_ORIENTATION, 1));
  if (fovea_tiff_has_more (file))
    container->note = "This is the first page of several.";
  return TRUE;
}

gboolean
fovea_container_inspect (FoveaContainer *container, const FoveaImageSource *source,
                         const FoveaImageKind *kind, GError **error)
{
  container->parts[0] = (Span){ source->data, source->size };
  container->orientation = 1;
  if (strcmp (kind->format, "GIF") == 0)
    return fovea_gif_inspect (container, source, error);
  if (strcmp (kind->format, "WebP") == 0)
    return inspect_webp (container, source, error);
  if (strcmp (kind->format, "BMP") == 0)
    return inspect_bmp (container, source, error);
  if (strcmp (kind->format, "TIFF") == 0)
    return inspect_tiff (container, source, error);
  return fovea_heif_inspect (source, kind, error);
}
