/* SPDX-License-Identifier: MIT */
#include "writers.h"

#include "error.h"

#include <math.h>
#include <stdio.h>

#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#define QUALITY 90
#define MOST_COMMENT 65533 /* bytes of one marker */

typedef struct
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  char problem[JMSG_LENGTH_MAX];
  unsigned char *bytes;
  unsigned long size;
  jmp_buf jump;
} Encoder;

static G_NORETURN void
give_up (j_common_ptr jpeg)
{
  Encoder *encoder = jpeg->client_data;

  jpeg->err->format_message (jpeg, encoder->problem);
  longjmp (encoder->jump, 1);
}

/* Full colour resolution: maps have hard edges in colour that a photograph has not. */
static void
set_up (Encoder *encoder, cairo_surface_t *surface, int quality, double dpi)
{
  struct jpeg_compress_struct *jpeg = &encoder->jpeg;

  jpeg->image_width = (JDIMENSION) cairo_image_surface_get_width (surface);
  jpeg->image_height = (JDIMENSION) cairo_image_surface_get_height (surface);
  jpeg->input_components = 3;
  jpeg->in_color_space = JCS_RGB;
  jpeg_set_defaults (jpeg);
  jpeg_set_quality (jpeg, quality, TRUE);
  jpeg->comp_info[0].h_samp_factor = jpeg->comp_info[0].v_samp_factor = 1;
  jpeg->density_unit = 1;
  jpeg->X_density = jpeg->Y_density = (UINT16) lrint (CLAMP (dpi, 1, 65535));
}

/* Each pair as a comment, "Title: Grad-CAM". */
static void
add_metadata (Encoder *encoder, const FoveaMetadata *metadata, guint n_metadata)
{
  for (guint i = 0; i < n_metadata; i++)
    {
      g_autofree char *text = g_strconcat (metadata[i].key, ": ", metadata[i].text, NULL);
      guint length = (guint) MIN (strlen (text), MOST_COMMENT);
      jpeg_write_marker (&encoder->jpeg, JPEG_COM, (const JOCTET *) text, length);
    }
}

static void
write_rows (Encoder *encoder, cairo_surface_t *surface, guint8 *row)
{
  while (encoder->jpeg.next_scanline < encoder->jpeg.image_height)
    {
      fovea_surface_row (surface, encoder->jpeg.next_scanline, row);
      jpeg_write_scanlines (&encoder->jpeg, &row, 1);
    }
}

static gboolean
encode (Encoder *encoder, cairo_surface_t *surface, int quality, double dpi,
        const FoveaMetadata *metadata, guint n_metadata, guint8 *row)
{
  encoder->jpeg.err = jpeg_std_error (&encoder->errors);
  encoder->jpeg.client_data = encoder;
  encoder->errors.error_exit = give_up;
  if (setjmp (encoder->jump) != 0)
    return FALSE;
  jpeg_create_compress (&encoder->jpeg);
  jpeg_mem_dest (&encoder->jpeg, &encoder->bytes, &encoder->size);
  set_up (encoder, surface, quality, dpi);
  jpeg_start_compress (&encoder->jpeg, TRUE);
  add_metadata (encoder, metadata, n_metadata);
  write_rows (encoder, surface, row);
  jpeg_finish_compress (&encoder->jpeg);
  return TRUE;
}

/* Frees what encode left behind. */
static void
encoder_free (Encoder *encoder)
{
  jpeg_destroy_compress (&encoder->jpeg);
  free (encoder->bytes);
  g_free (encoder);
}

gboolean
fovea_jpeg_write (FoveaOutput *output, cairo_surface_t *surface, double dpi,
                  const FoveaMetadata *metadata, guint n_metadata, GError **error)
{
  Encoder *encoder = g_new0 (Encoder, 1);
  g_autofree guint8 *row = g_malloc ((gsize) cairo_image_surface_get_width (surface) * 3);
  gboolean good = encode (encoder, surface, QUALITY, dpi, metadata, n_metadata, row);

  if (good) /* a failed write is told with its reason by the commit */
    fovea_output_write (output, encoder->bytes, encoder->size);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT,
                 "“%s” cannot be written as JPEG: %s.", fovea_output_path (output),
                 encoder->problem);
  encoder_free (encoder);
  return good;
}

GBytes *
fovea_jpeg_encode (cairo_surface_t *surface, int quality)
{
  Encoder *encoder = g_new0 (Encoder, 1);
  g_autofree guint8 *row = g_malloc ((gsize) cairo_image_surface_get_width (surface) * 3);
  GBytes *bytes = NULL;

  if (encode (encoder, surface, quality, 72, NULL, 0, row))
    bytes = g_bytes_new (encoder->bytes, encoder->size);
  jpeg_destroy_compress (&encoder->jpeg);
  free (encoder->bytes);
  g_free (encoder);
  return bytes;
}
