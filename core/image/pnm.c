/* SPDX-License-Identifier: MIT */

/* PBM, PGM and PPM (P1 to P6), binary and as text, of which the first picture is read.
 * A sample v of at most m becomes v / m * 255, rounded half to even, as in PIL. In PBM 1 is
 * black. */

#include "image/image-private.h"

#include "error.h"
#include "image/span.h"

#include <math.h>
#include <string.h>

#define SPACE " \t\n\v\f\r"

typedef struct
{
  const FoveaImageSource *source;
  Span file;
  gsize at;
  guint kind; /* 1 to 6, the digit after P */
  guint width, height, maximum;
  guint channels;
} Reader;

static gboolean
is_space (guint byte)
{
  return byte != 0 && strchr (SPACE, (int)byte) != NULL;
}

/* White space, and comments from # to the end of the line. */
static void
skip_space (Reader *reader)
{
  gboolean comment = FALSE;

  for (; reader->at < reader->file.size; reader->at++)
    {
      guint byte = reader->file.data[reader->at];

      if (comment || byte == '#')
        comment = byte != '\n' && byte != '\r';
      else if (!is_space (byte))
        return;
    }
}

/* A decimal number, held at 2^31 - 1; FALSE when there is none. */
static gboolean
read_number (Reader *reader, guint *number, guint digits)
{
  guint64 value = 0;
  gsize start;

  skip_space (reader);
  for (start = reader->at; g_ascii_isdigit (span_byte (reader->file, reader->at))
                           && reader->at - start < digits;
       reader->at++)
    value = MIN (value * 10 + (reader->file.data[reader->at] - '0'), G_MAXINT32);
  *number = (guint)value;
  return reader->at > start;
}

static gboolean
fail_header (const Reader *reader, GError **error)
{
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
      "The PNM file “%s” is %s in its header: after P%u there must be the width, "
      "the height and the greatest value, 1 to 65535.",
      reader->source->name, reader->at >= reader->file.size ? "cut short" : "damaged",
      reader->kind);
  return FALSE;
}

static gboolean
read_header (Reader *reader, GError **error)
{
  gboolean bits = reader->kind == 1 || reader->kind == 4;

  reader->channels = reader->kind == 3 || reader->kind == 6 ? 3 : 1;
  reader->maximum = 1;
  if (!read_number (reader, &reader->width, G_MAXUINT)
      || !read_number (reader, &reader->height, G_MAXUINT))
    return fail_header (reader, error);
  if (!bits && !read_number (reader, &reader->maximum, G_MAXUINT))
    return fail_header (reader, error);
  if (reader->maximum < 1 || reader->maximum > 65535
      || !is_space (span_byte (reader->file, reader->at)))
    return fail_header (reader, error);
  reader->at++; /* just one white space before binary samples */
  return TRUE;
}

static gboolean
fail_row (const Reader *reader, guint row, const char *what, GError **error)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
               "The PNM file “%s” is %s in row %u of %u. Copy or download it again.",
               reader->source->name, what, row + 1, reader->height);
  return FALSE;
}

/* PIL's order of operations. */
static guint8
to_byte (const Reader *reader, guint value)
{
  return (guint8)rint ((double)MIN (value, reader->maximum) / reader->maximum * 255.0);
}

/* One row of samples as bytes, 0 to 255, from text. */
static gboolean
read_text_row (Reader *reader, guint row, guint8 *samples, GError **error)
{
  gboolean bits = reader->kind == 1;

  for (gsize i = 0; i < (gsize)reader->width * reader->channels; i++)
    {
      guint value;

      if (!read_number (reader, &value, bits ? 1 : G_MAXUINT))
        return fail_row (reader, row,
                         reader->at >= reader->file.size ? "cut short" : "damaged",
                         error);
      if (!bits && reader->at == reader->file.size) /* more digits may be lost */
        return fail_row (reader, row, "cut short", error);
      if (value > reader->maximum)
        return fail_row (reader, row, "damaged (a value is above the greatest)", error);
      samples[i] = bits ? (value ? 0 : 255) : to_byte (reader, value);
    }
  return TRUE;
}

static gboolean
read_binary_row (Reader *reader, guint row, guint8 *samples, GError **error)
{
  gsize count = (gsize)reader->width * reader->channels;
  gsize bytes
      = reader->kind == 4 ? (count + 7) / 8 : count * (reader->maximum > 255 ? 2 : 1);
  const guint8 *in = reader->file.data + reader->at;

  if (!span_holds (reader->file, reader->at, bytes))
    return fail_row (reader, row, "cut short", error);
  for (gsize i = 0; i < count; i++)
    if (reader->kind == 4)
      samples[i] = in[i / 8] >> (7 - i % 8) & 1 ? 0 : 255;
    else if (reader->maximum > 255)
      samples[i] = to_byte (reader, (guint)in[i * 2] << 8 | in[i * 2 + 1]);
    else
      samples[i] = to_byte (reader, in[i]);
  reader->at += bytes;
  return TRUE;
}

static gboolean
read_rows (Reader *reader, FoveaPixels *pixels, GError **error)
{
  g_autofree guint8 *samples = g_malloc ((gsize)reader->width * reader->channels);
  gboolean text = reader->kind <= 3;
  guint8 *out = pixels->rgb;

  for (guint y = 0; y < reader->height; y++)
    {
      if (text ? !read_text_row (reader, y, samples, error)
               : !read_binary_row (reader, y, samples, error))
        return FALSE;
      for (gsize x = 0; x < (gsize)reader->width * 3; x++)
        *out++ = samples[reader->channels == 3 ? x : x / 3];
    }
  return TRUE;
}

FoveaImage *
fovea_pnm_decode (const FoveaImageSource *source, GError **error)
{
  Reader reader = { .source = source, .file = { source->data, source->size }, .at = 2 };
  g_auto (FoveaPixels) pixels = { 0 };

  reader.kind = span_byte (reader.file, 1) - '0';
  if (!read_header (&reader, error)
      || !fovea_pixels_alloc (&pixels, source, reader.width, reader.height, error)
      || !read_rows (&reader, &pixels, error))
    return NULL;
  return fovea_image_take (&pixels, "PNM", NULL);
}
