/* SPDX-License-Identifier: MIT */

/* JPEG through libjpeg: sequential and progressive, grey, YCbCr, RGB, CMYK and YCCK, with
 * libjpeg's default (accurate) transform, so that the pixels are PIL's. Four channels are
 * taken as inverted, as Adobe writes them and PIL assumes, and become RGB by PIL's formula
 *
 *   R = clip (K' - C * K' / 255),  K' = 255 - K, the quotient rounded.
 *
 * libjpeg paints grey over what is missing and merely warns; here a file that lacks pixel
 * data is refused. Only a missing end marker is forgiven. */

#include "image/image-private.h"

#include "error.h"

#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>
#include <setjmp.h>
#include <string.h>

/* A progressive file keeps all its coefficients in memory, 2 bytes each. */
#define MAX_MEMORY ((long)1 << 30)

/* Ordinary progressive files have about ten scans; each costs a walk over the picture. */
#define MAX_SCANS 500
#define MIN_SCANS 64
#define MAX_SCANNED_PIXELS ((guint64)1 << 34)

typedef struct
{
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr reader;
  struct jpeg_progress_mgr progress;
  const FoveaImageSource *source;
  gboolean ended; /* libjpeg wanted more bytes than there are */
  FoveaPixels pixels;
  guint8 *ink; /* one row of four channels */
  int max_scans;
  gboolean input_read; /* as far as the first row needs; rows come out from here on */
  gboolean scans_missing;
  char problem[JMSG_LENGTH_MAX]; /* libjpeg's own words */
  GError *error;                 /* ours, when the problem is not libjpeg's */
  jmp_buf jump;
} Decoder;

static G_NORETURN void
give_up (j_common_ptr jpeg)
{
  Decoder *decoder = jpeg->client_data;

  if (decoder->error == NULL)
    jpeg->err->format_message (jpeg, decoder->problem);
  longjmp (decoder->jump, 1);
}

/* Warnings after which pixels would be made up. */
static void
on_message (j_common_ptr jpeg, int level)
{
  if (level >= 0)
    return;
  switch (jpeg->err->msg_code)
    {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
      give_up (jpeg);
    default:
      jpeg->err->num_warnings++;
    }
}

static void
reader_start (j_decompress_ptr jpeg)
{
}

/* The bytes are all there from the start: asked for more, hand out an end marker and
 * remember it. Whether pixels are missing shows later. */
static boolean
reader_fill (j_decompress_ptr jpeg)
{
  static const JOCTET end[2] = { 0xff, JPEG_EOI };
  Decoder *decoder = jpeg->client_data;

  decoder->ended = TRUE;
  jpeg->src->next_input_byte = end;
  jpeg->src->bytes_in_buffer = sizeof end;
  return TRUE;
}

static void
reader_skip (j_decompress_ptr jpeg, long count)
{
  struct jpeg_source_mgr *reader = jpeg->src;

  if (count <= 0)
    return;
  if ((gsize)count > reader->bytes_in_buffer)
    {
      reader_fill (jpeg);
      return;
    }
  reader->next_input_byte += count;
  reader->bytes_in_buffer -= (gsize)count;
}

/* Called often: the one place where a flood of scans can be stopped. */
static void
on_progress (j_common_ptr common)
{
  Decoder *decoder = common->client_data;

  if (decoder->jpeg.input_scan_number <= decoder->max_scans)
    return;
  g_set_error (&decoder->error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
               "The JPEG file “%s” has more than %d scans, which no camera or program "
               "writes. Save it anew with another program.",
               decoder->source->name, decoder->max_scans);
  give_up (common);
}

static void
set_up (Decoder *decoder)
{
  struct jpeg_decompress_struct *jpeg = &decoder->jpeg;

  jpeg->client_data = decoder;
  jpeg_create_decompress (jpeg); /* keeps err and client_data */
  jpeg->mem->max_memory_to_use = MAX_MEMORY;
  decoder->progress.progress_monitor = on_progress;
  jpeg->progress = &decoder->progress;
  decoder->max_scans = MAX_SCANS;
  decoder->reader = (struct jpeg_source_mgr){
    .next_input_byte = decoder->source->data,
    .bytes_in_buffer = decoder->source->size,
    .init_source = reader_start,
    .fill_input_buffer = reader_fill,
    .skip_input_data = reader_skip,
    .resync_to_restart = jpeg_resync_to_restart,
    .term_source = reader_start,
  };
  jpeg->src = &decoder->reader;
}

/* Smaller only where that is asked for. */
static void
choose_scale (Decoder *decoder)
{
  struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
  guint side = MIN (jpeg->image_width, jpeg->image_height);
  guint least = decoder->source->least_side;

  jpeg->scale_num = jpeg->scale_denom = 1;
  while (least > 0 && jpeg->scale_denom < DCTSIZE
         && side / (2 * jpeg->scale_denom) >= least)
    jpeg->scale_denom *= 2;
  jpeg_calc_output_dimensions (jpeg);
}

static void
choose_output (Decoder *decoder)
{
  struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
  guint64 count = (guint64)jpeg->image_width * jpeg->image_height;

  if (!fovea_image_check_size (decoder->source, jpeg->image_width, jpeg->image_height,
                               &decoder->error))
    give_up ((j_common_ptr)jpeg);
  choose_scale (decoder);
  if (!fovea_pixels_alloc (&decoder->pixels, decoder->source, jpeg->output_width,
                           jpeg->output_height, &decoder->error))
    give_up ((j_common_ptr)jpeg);
  decoder->max_scans = (int)CLAMP (MAX_SCANNED_PIXELS / count, MIN_SCANS, MAX_SCANS);
  jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
  if (jpeg->num_components == 4)
    decoder->ink = g_malloc ((gsize)jpeg->image_width * 4);
}

/* a * b / 255, rounded to nearest. */
static guint
scale255 (guint a, guint b)
{
  guint product = a * b + 128;

  return ((product >> 8) + product) >> 8;
}

static void
ink_to_rgb (const guint8 *ink, guint8 *rgb, gsize count)
{
  for (gsize i = 0; i < count; i++, ink += 4, rgb += 3)
    {
      guint paper = ink[3]; /* stored inverted: 255 - K */

      for (int c = 0; c < 3; c++)
        rgb[c] = (guint8)(paper - scale255 (255u - ink[c], paper));
    }
}

/* After the input is read as far as the first output row needs: a file of several scans is
 * then read whole, and may have lost some of them without a warning. */
static gboolean
lacks_scans (const Decoder *decoder)
{
  const struct jpeg_decompress_struct *jpeg = &decoder->jpeg;

  for (int c = 0; c < jpeg->num_components; c++)
    {
      if (jpeg->comp_info[c].quant_table == NULL)
        return TRUE;
      if (!decoder->ended || jpeg->coef_bits == NULL)
        continue;
      for (int k = 0; k < DCTSIZE2; k++)
        if (jpeg->coef_bits[c][k] != 0)
          return TRUE;
    }
  return FALSE;
}

/* Runs under setjmp. */
static void
decode (Decoder *decoder)
{
  struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
  gboolean buffered;
  gsize stride;

  set_up (decoder);
  jpeg_read_header (jpeg, TRUE);
  choose_output (decoder);
  buffered = jpeg_has_multiple_scans (jpeg);
  jpeg_start_decompress (jpeg);
  decoder->input_read = TRUE;
  decoder->scans_missing = buffered && lacks_scans (decoder);
  if (decoder->scans_missing)
    ERREXIT (jpeg, JERR_INPUT_EOF);
  stride = (gsize)jpeg->output_width * 3;
  while (jpeg->output_scanline < jpeg->output_height)
    {
      guint8 *row = decoder->pixels.rgb + jpeg->output_scanline * stride;
      JSAMPROW target = decoder->ink != NULL ? decoder->ink : row;

      jpeg_read_scanlines (jpeg, &target, 1);
      if (decoder->ink != NULL)
        ink_to_rgb (decoder->ink, row, jpeg->output_width);
    }
}

static gboolean
decode_guarded (Decoder *decoder)
{
  if (setjmp (decoder->jump) != 0)
    return FALSE;
  decode (decoder);
  return TRUE;
}

/* Where the input stopped: a file of one scan is decoded as it is read, a file of several
 * is read to its end first. (transfer full) */
static char *
describe_place (const Decoder *decoder)
{
  const struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
  guint rows_read, rows = decoder->pixels.height;

  if (rows == 0 || jpeg->input_scan_number == 0)
    return g_strdup ("in its header");
  if (decoder->scans_missing)
    return g_strdup_printf ("after scan %d (there must be more)",
                            jpeg->input_scan_number);
  if (!decoder->input_read)
    {
      rows_read = jpeg->input_iMCU_row * (guint)jpeg->max_v_samp_factor * DCTSIZE;
      return g_strdup_printf ("in row %u of %u, scan %d (it has several)",
                              MIN (rows_read + 1, rows), rows, jpeg->input_scan_number);
    }
  return g_strdup_printf ("in row %u of %u", MIN (jpeg->output_scanline + 1, rows), rows);
}

static gboolean
is_unsupported (int code)
{
  return code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED
         || code == JERR_CONVERSION_NOTIMPL || code == JERR_ARITH_NOTIMPL
         || code == JERR_COMPONENT_COUNT;
}

static void
report (const Decoder *decoder, GError **error)
{
  g_autofree char *place = describe_place (decoder);
  const char *name = decoder->source->name;
  int code = decoder->errors.msg_code;

  if (decoder->error != NULL)
    g_propagate_error (error, decoder->error);
  else if (code == JERR_OUT_OF_MEMORY || code == JERR_NO_BACKING_STORE)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                 "The progressive JPEG file “%s” (%u × %u) needs more than %ld MiB to be "
                 "decoded. Save it anew, not progressive or smaller.",
                 name, decoder->jpeg.image_width, decoder->jpeg.image_height,
                 MAX_MEMORY >> 20);
  else if (code == JERR_IMAGE_TOO_BIG)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                 "“%s” is too large (%s). Make a smaller copy of it.", name,
                 decoder->problem);
  else if (is_unsupported (code))
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                 "The JPEG file “%s” is of a kind that is not read (%s). Save it anew as "
                 "an ordinary JPEG or a PNG.",
                 name, decoder->problem);
  else if (decoder->ended)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                 "The JPEG file “%s” is cut short: it ends after %" G_GSIZE_FORMAT
                 " bytes, %s. Copy or download it again.",
                 name, decoder->source->size, place);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                 "The JPEG file “%s” is damaged %s (%s). Copy or download it again.",
                 name, place, decoder->problem);
}

FoveaImage *
fovea_jpeg_decode (const FoveaImageSource *source, GError **error)
{
  Decoder decoder = { .source = source };
  FoveaImage *image = NULL;

  decoder.jpeg.err = jpeg_std_error (&decoder.errors);
  decoder.errors.error_exit = give_up;
  decoder.errors.emit_message = on_message;
  if (decode_guarded (&decoder))
    image = fovea_image_take (&decoder.pixels, "JPEG", NULL);
  else
    report (&decoder, error);
  jpeg_destroy_decompress (&decoder.jpeg);
  g_free (decoder.ink);
  fovea_pixels_clear (&decoder.pixels);
  return image;
}
