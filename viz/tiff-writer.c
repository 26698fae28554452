/* SPDX-License-Identifier: MIT */
#include "writers.h"

#include "error.h"

#include <string.h>
#include <tiffio.h>
#include <unistd.h>

/* libtiff's complaints end up here instead of on stderr. */
static int
on_complaint (TIFF *tiff, void *data, const char *module, const char *format,
              va_list arguments)
{
  char **message = data;

  if (message && !*message)
    *message = g_strdup_vprintf (format, arguments);
  return 1;
}

static int
on_warning (TIFF *tiff, void *data, const char *module, const char *format,
            va_list arguments)
{
  return 1;
}

/* Through a descriptor of its own, since TIFFClose closes it. */
static TIFF *
tiff_open (FoveaOutput *output, char **message)
{
  int fd = dup (fileno (fovea_output_stream (output)));
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();

  TIFFOpenOptionsSetErrorHandlerExtR (options, on_complaint, message);
  TIFFOpenOptionsSetWarningHandlerExtR (options, on_warning, NULL);
  TIFF *tiff
      = fd < 0 ? NULL : TIFFFdOpenExt (fd, fovea_output_path (output), "w", options);
  TIFFOpenOptionsFree (options);
  if (!tiff && fd >= 0)
    close (fd);
  return tiff;
}

static void
set_text_tags (TIFF *tiff, const FoveaMetadata *metadata, guint n_metadata)
{
  static const struct
  {
    const char *key;
    guint32 tag;
  } tags[] = {
    { "Title", TIFFTAG_DOCUMENTNAME },
    { "Author", TIFFTAG_ARTIST },
    { "Description", TIFFTAG_IMAGEDESCRIPTION },
    { "Software", TIFFTAG_SOFTWARE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      const char *text = fovea_metadata_find (metadata, n_metadata, tags[i].key);
      if (text)
        TIFFSetField (tiff, tags[i].tag, text);
    }
}

static void
set_tags (TIFF *tiff, guint width, guint height, guint channels, guint bits, double dpi)
{
  guint row = width * channels * bits / 8;

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, (guint32)width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, (guint32)height);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, bits);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC,
                channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField (tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  TIFFSetField (tiff, TIFFTAG_ZIPQUALITY, 1);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, MAX (1, (1u << 18) / row));
  TIFFSetField (tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  TIFFSetField (tiff, TIFFTAG_XRESOLUTION, dpi);
  TIFFSetField (tiff, TIFFTAG_YRESOLUTION, dpi);
}

static gboolean
write_rows (TIFF *tiff, cairo_surface_t *surface, guint width, guint height)
{
  g_autofree guint8 *row = g_malloc ((gsize)width * 3);

  for (guint y = 0; y < height; y++)
    {
      fovea_surface_row (surface, y, row);
      if (TIFFWriteScanline (tiff, row, y, 0) < 0)
        return FALSE;
    }
  return TIFFFlush (tiff) != 0;
}

static gboolean
tell (FoveaOutput *output, gboolean good, const char *message, GError **error)
{
  if (good && !message)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT,
               "“%s” cannot be written as TIFF: %s. Is the disk full?",
               fovea_output_path (output), message ? message : "writing failed");
  return FALSE;
}

gboolean
fovea_tiff_write (FoveaOutput *output, cairo_surface_t *surface, double dpi,
                  const FoveaMetadata *metadata, guint n_metadata, GError **error)
{
  guint width = (guint)cairo_image_surface_get_width (surface);
  guint height = (guint)cairo_image_surface_get_height (surface);
  g_autofree char *message = NULL;
  gboolean good = FALSE;
  TIFF *tiff = tiff_open (output, &message);

  if (tiff)
    {
      set_tags (tiff, width, height, 3, 8, dpi);
      set_text_tags (tiff, metadata, n_metadata);
      good = write_rows (tiff, surface, width, height);
      TIFFClose (tiff);
    }
  return tell (output, good, message, error);
}

/* "Low: 0.5", a pair a line. (transfer full) */
static char *
describe (const FoveaGrey *grey)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < grey->n_metadata; i++)
    g_string_append_printf (text, "%s%s: %s", i ? "\n" : "", grey->metadata[i].key,
                            grey->metadata[i].text);
  return g_string_free (text, FALSE);
}

static gboolean
write_grey (TIFF *tiff, const FoveaGrey *grey, guint page, guint pages)
{
  g_autofree guint16 *row = g_new (guint16, grey->width);
  g_autofree char *text = describe (grey);

  set_tags (tiff, grey->width, grey->height, 1, 16, 72);
  TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, FILETYPE_PAGE);
  TIFFSetField (tiff, TIFFTAG_PAGENUMBER, page, pages);
  TIFFSetField (tiff, TIFFTAG_PAGENAME, grey->name);
  TIFFSetField (tiff, TIFFTAG_IMAGEDESCRIPTION, text);
  for (guint y = 0; y < grey->height; y++)
    {
      memcpy (row, grey->levels + (gsize)y * grey->width, grey->width * sizeof *row);
      if (TIFFWriteScanline (tiff, row, y, 0) < 0) /* which changes the row */
        return FALSE;
    }
  return TIFFWriteDirectory (tiff) != 0;
}

gboolean
fovea_tiff_write_grey (FoveaOutput *output, const FoveaGrey *greys, guint n, GError **error)
{
  g_autofree char *message = NULL;
  TIFF *tiff = tiff_open (output, &message);
  gboolean good = tiff != NULL;

  for (guint i = 0; i < n && good; i++)
    good = write_grey (tiff, &greys[i], i, n);
  if (tiff)
    TIFFClose (tiff);
  return tell (output, good, message, error);
}
