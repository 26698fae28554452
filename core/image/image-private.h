/* SPDX-License-Identifier: MIT */
#pragma once

/* What the decoders share. A decoder is given the whole file as bytes and either returns a
 * complete picture or fails in words: nobody outside it ever sees pixels of a picture that
 * could not be read to its end. The limits are checked on the header's numbers, before
 * anything of that size is allocated. */

#include "image/image.h"

#define FOVEA_IMAGE_DEFAULT_SIDE 32767
#define FOVEA_IMAGE_DEFAULT_PIXELS ((guint64) 16384 * 16384)

/* Files above this are not read: no picture within the limits is larger. */
#define FOVEA_IMAGE_MAX_FILE ((guint64) 2 << 30)

typedef struct
{
  const guint8 *data;
  gsize size;
  const char *name;   /* for messages */
  guint max_side;     /* pixels, never 0 */
  guint64 max_pixels; /* never 0 */
  guint least_side;   /* of a small picture; 0: the picture itself */
} FoveaImageSource;

/* The picture being filled: 8-bit RGB, zero at first, rows packed. */
typedef struct
{
  guint width, height;
  guint8 *rgb;
} FoveaPixels;

void fovea_pixels_clear (FoveaPixels *pixels);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoveaPixels, fovea_pixels_clear)

/* FALSE with FOVEA_ERROR_LIMIT when a picture of this size is not read, with
 * FOVEA_ERROR_IMAGE when a side is 0. */
gboolean fovea_image_check_size (const FoveaImageSource *source, guint64 width,
                                 guint64 height, GError **error);

/* The same, and then memory for it. */
gboolean fovea_pixels_alloc (FoveaPixels *pixels, const FoveaImageSource *source,
                             guint64 width, guint64 height, GError **error);

/* Makes an image of them and leaves `pixels` empty. `format` and `note` (may be NULL) must
 * be static. (transfer full) */
FoveaImage *fovea_image_take (FoveaPixels *pixels, const char *format, const char *note);

/* Before anybody else sees the image: what was done (transfer full), and to which. */
void fovea_image_take_edits (FoveaImage *image, char *edits, FoveaImage *original);

/* Memory for `bytes` zeros and a little more, so that vector loads may run past the end;
 * NULL when there is not enough. Free with g_free. */
guint8 *fovea_image_try_alloc (gsize bytes);

/* A kind of picture that is read, recognised by its first bytes and never by its name. */
typedef struct
{
  const char *format;  /* "PNG" */
  FoveaImage *(*decode) (const FoveaImageSource *source, GError **error); /* our own; or: */
  const char *mime[3]; /* what gdk-pixbuf calls it, best first */
  const char *package; /* the Debian package that adds it to gdk-pixbuf; NULL: built in */
} FoveaImageKind;

/* The kind of a file of which `source` holds at least the first 512 bytes (or all), or NULL
 * with FOVEA_ERROR_IMAGE saying what it is instead: a model, a web page, a drawing … */
const FoveaImageKind *fovea_image_sniff (const FoveaImageSource *source, GError **error);

/* Reads a regular file into memory; gives up after its first bytes if they show that it is
 * no picture. */
GBytes *fovea_image_read_file (const char *path, const char *name, GError **error);

FoveaImage *fovea_png_decode (const FoveaImageSource *source, GError **error);
FoveaImage *fovea_jpeg_decode (const FoveaImageSource *source, GError **error);
FoveaImage *fovea_pnm_decode (const FoveaImageSource *source, GError **error);
FoveaImage *fovea_pixbuf_decode (const FoveaImageSource *source, const FoveaImageKind *kind,
                                 GError **error);

/* The EXIF orientation, 1 to 8, of a JPEG, PNG or WebP file; 1 when it says nothing that
 * makes sense. Reads `size` bytes at most, each a bounded number of times. */
guint fovea_exif_orientation (const guint8 *data, gsize size);

/* The picture turned upright from that orientation; `image` itself for 1. (transfer full)
 * NULL with FOVEA_ERROR_LIMIT when memory is short. */
FoveaImage *fovea_image_orient (FoveaImage *image, guint orientation, GError **error);
