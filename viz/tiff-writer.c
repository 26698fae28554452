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
set_tags (TIFF *tiff, guint width, guint height, double dpi)
{
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, (guint32)width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, (guint32)height);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField (tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  TIFFSetField (tiff, TIFFTAG_ZIPQUALITY, 1);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, MAX (1, (1u << 18) / (width * 3)));
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
      set_tags (tiff, width, height, dpi);
      set_text_tags (tiff, metadata, n_metadata);
      good = write_rows (tiff, surface, width, height);
      TIFFClose (tiff);
    }
  if (!good || message)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT,
                   "“%s” cannot be written as TIFF: %s. Is the disk full?",
                   fovea_output_path (output), message ? message : "writing failed");
      return FALSE;
    }
  return TRUE;
}
