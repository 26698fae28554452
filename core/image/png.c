/* SPDX-License-Identifier: MIT */

/* PNG through libpng: 1 to 16 bits, grey, palette, alpha, interlaced, all brought to 8-bit
 * RGB as PIL's convert ("RGB") does: palette looked up, 16 bits cut to the high byte, alpha
 * and tRNS dropped, no gamma and no colour profile applied. Only for 16-bit grey without
 * alpha PIL does otherwise: it clips at 255, so that nearly all is white. Chunks that cannot change the
 * pixels are never unpacked, so that text and profile bombs stay packed. */

#include "image/image-private.h"

#include "error.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

#define MAX_CHUNK (8u << 20)

typedef struct
{
  const FoveaImageSource *source;
  gsize position; /* next byte of the file */
  gboolean ended; /* the file had fewer bytes than libpng wanted */
  FoveaPixels pixels;
  guint row, pass, passes; /* where decoding is; row 1 is the first, 0 the header */
  char problem[128];       /* libpng's own words */
  GError *error;           /* ours, when the problem is not libpng's */
  jmp_buf jump;
} Decoder;

static void
read_bytes (png_structp png, png_bytep out, size_t count)
{
  Decoder *decoder = png_get_io_ptr (png);

  if (count > decoder->source->size - decoder->position)
    {
      decoder->ended = TRUE;
      png_error (png, "end of file");
    }
  memcpy (out, decoder->source->data + decoder->position, count);
  decoder->position += count;
}

static G_NORETURN void
on_error (png_structp png, const char *message)
{
  Decoder *decoder = png_get_error_ptr (png);

  g_strlcpy (decoder->problem, message, sizeof decoder->problem);
  longjmp (decoder->jump, 1);
}

static void
on_warning (png_structp png, const char *message)
{
  g_debug ("PNG: %s", message);
}

static void
set_limits (png_structp png)
{
  png_set_user_limits (png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* ours come after */
  png_set_chunk_cache_max (png, 128);
  png_set_chunk_malloc_max (png, MAX_CHUNK);
  png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_crc_action (png, PNG_CRC_ERROR_QUIT, PNG_CRC_QUIET_USE);
}

static void
ask_for_rgb8 (png_structp png)
{
  png_set_expand (png);
  png_set_strip_16 (png);
  png_set_strip_alpha (png);
  png_set_gray_to_rgb (png);
}

/* Runs under setjmp: longjmps out of libpng's and our own failures alike. */
static void
decode (Decoder *decoder, png_structp png, png_infop info)
{
  FoveaPixels *pixels = &decoder->pixels;

  set_limits (png);
  png_read_info (png, info);
  if (!fovea_pixels_alloc (pixels, decoder->source, png_get_image_width (png, info),
                           png_get_image_height (png, info), &decoder->error))
    longjmp (decoder->jump, 1);
  ask_for_rgb8 (png);
  decoder->passes = (guint)png_set_interlace_handling (png);
  png_read_update_info (png, info);
  if (png_get_rowbytes (png, info) != (gsize)pixels->width * 3)
    png_error (png, "unexpected row size");
  for (decoder->pass = 1; decoder->pass <= decoder->passes; decoder->pass++)
    for (guint y = 0; y < pixels->height; y++)
      {
        decoder->row = y + 1;
        png_read_row (png, pixels->rgb + (gsize)y * pixels->width * 3, NULL);
      }
}

static gboolean
decode_guarded (Decoder *decoder, png_structp png, png_infop info)
{
  if (setjmp (decoder->jump) != 0)
    return FALSE;
  decode (decoder, png, info);
  return TRUE;
}

/* "in row 12 of 64", with the pass when interlaced, or "in its header". (transfer full) */
static char *
describe_place (const Decoder *decoder)
{
  if (decoder->row == 0)
    return g_strdup ("in its header");
  if (decoder->passes > 1)
    return g_strdup_printf ("in row %u of %u, pass %u of %u (it is interlaced)",
                            decoder->row, decoder->pixels.height, decoder->pass,
                            decoder->passes);
  return g_strdup_printf ("in row %u of %u", decoder->row, decoder->pixels.height);
}

static void
report (const Decoder *decoder, GError **error)
{
  g_autofree char *place = describe_place (decoder);

  if (decoder->error != NULL)
    g_propagate_error (error, decoder->error);
  else if (decoder->ended)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                 "The PNG file “%s” is cut short: it ends after %" G_GSIZE_FORMAT
                 " bytes, %s. Copy or download it again.",
                 decoder->source->name, decoder->source->size, place);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                 "The PNG file “%s” is damaged %s (%s). Copy or download it again.",
                 decoder->source->name, place, decoder->problem);
}

static gboolean
open_and_decode (Decoder *decoder)
{
  png_structp png
      = png_create_read_struct (PNG_LIBPNG_VER_STRING, decoder, on_error, on_warning);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  gboolean done = FALSE;

  if (info != NULL)
    {
      png_set_read_fn (png, decoder, read_bytes);
      done = decode_guarded (decoder, png, info);
    }
  else
    g_strlcpy (decoder->problem, "libpng cannot start", sizeof decoder->problem);
  png_destroy_read_struct (&png, &info, NULL);
  return done;
}

FoveaImage *
fovea_png_decode (const FoveaImageSource *source, GError **error)
{
  Decoder decoder = { .source = source };
  FoveaImage *image = NULL;

  if (open_and_decode (&decoder))
    image = fovea_image_take (&decoder.pixels, "PNG", NULL);
  else
    report (&decoder, error);
  fovea_pixels_clear (&decoder.pixels);
  return image;
}
