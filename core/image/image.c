/* SPDX-License-Identifier: MIT */
#include "image/image-private.h"

#include "error.h"

#include <string.h>

/* Vector loads of the resizer read at most this far past the last pixel. */
#define SLACK 64

struct _FoveaImage
{
  gatomicrefcount refs;
  guint width, height;
  guint8 *rgb;
  const char *format;
  const char *note;
  char *edits; /* NULL: as it was read */
  FoveaImage *original; /* of an edited one */
};

guint8 *
fovea_image_try_alloc (gsize bytes)
{
  return bytes > G_MAXSIZE - SLACK ? NULL : g_try_malloc0 (bytes + SLACK);
}

void
fovea_pixels_clear (FoveaPixels *pixels)
{
  g_clear_pointer (&pixels->rgb, g_free);
}

FoveaImage *
fovea_image_take (FoveaPixels *pixels, const char *format, const char *note)
{
  FoveaImage *image = g_new0 (FoveaImage, 1);

  g_atomic_ref_count_init (&image->refs);
  image->width = pixels->width;
  image->height = pixels->height;
  image->rgb = g_steal_pointer (&pixels->rgb);
  image->format = format;
  image->note = note;
  return image;
}

FoveaImage *
fovea_image_new (guint width, guint height, const guint8 *rgb, gsize stride)
{
  gsize row = (gsize)width * 3;
  FoveaPixels pixels = { width, height, NULL };

  g_assert (width > 0 && height > 0 && stride >= row);
  pixels.rgb = g_malloc0 (row * height + SLACK);
  for (gsize y = 0; y < height; y++)
    memcpy (pixels.rgb + y * row, rgb + y * stride, row);
  return fovea_image_take (&pixels, "pixels", NULL);
}

FoveaImage *
fovea_image_grey (FoveaImage *image)
{
  guint width = fovea_image_width (image), height = fovea_image_height (image);
  gsize count = (gsize) width * height;
  const guint8 *from = fovea_image_pixels (image);
  g_autofree guint8 *rgb = g_malloc (count * 3);

  for (gsize i = 0; i < count; i++)
    memset (rgb + 3 * i, (from[3 * i] + from[3 * i + 1] + from[3 * i + 2]) / 3, 3);

  FoveaImage *grey = fovea_image_new (width, height, rgb, (gsize) width * 3);
  fovea_image_take_edits (grey, NULL, image);
  return grey;
}

FoveaImage *
fovea_image_ref (FoveaImage *image)
{
  g_atomic_ref_count_inc (&image->refs);
  return image;
}

void
fovea_image_unref (FoveaImage *image)
{
  if (!g_atomic_ref_count_dec (&image->refs))
    return;
  g_free (image->rgb);
  g_free (image->edits);
  g_clear_pointer (&image->original, fovea_image_unref);
  g_free (image);
}

guint
fovea_image_width (const FoveaImage *image)
{
  return image->width;
}

guint
fovea_image_height (const FoveaImage *image)
{
  return image->height;
}

const guint8 *
fovea_image_pixels (const FoveaImage *image)
{
  return image->rgb;
}

const char *
fovea_image_format (const FoveaImage *image)
{
  return image->format;
}

const char *
fovea_image_note (const FoveaImage *image)
{
  return image->note;
}

const char *
fovea_image_edits (const FoveaImage *image)
{
  return image->edits;
}

void
fovea_image_take_edits (FoveaImage *image, char *edits, FoveaImage *original)
{
  image->edits = edits;
  image->original = fovea_image_ref (fovea_image_original (original));
}

FoveaImage *
fovea_image_original (FoveaImage *image)
{
  return image->original ? image->original : image;
}

gboolean
fovea_image_check_size (const FoveaImageSource *source, guint64 width, guint64 height,
                        GError **error)
{
  if (width == 0 || height == 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                   "“%s” is damaged: its header gives a size of %" G_GUINT64_FORMAT
                   " × %" G_GUINT64_FORMAT " pixels.",
                   source->name, width, height);
      return FALSE;
    }
  if (width <= source->max_side && height <= source->max_side
      && width <= source->max_pixels / height)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
               "“%s” is too large: %" G_GUINT64_FORMAT " × %" G_GUINT64_FORMAT
               " pixels, where at most %u a side and %" G_GUINT64_FORMAT
               " in all are read. Make a smaller copy of it.",
               source->name, width, height, source->max_side, source->max_pixels);
  return FALSE;
}

gboolean
fovea_pixels_alloc (FoveaPixels *pixels, const FoveaImageSource *source, guint64 width,
                    guint64 height, GError **error)
{
  gsize bytes;

  if (!fovea_image_check_size (source, width, height, error))
    return FALSE;
  if (g_size_checked_mul (&bytes, width, height) && g_size_checked_mul (&bytes, bytes, 3))
    pixels->rgb = fovea_image_try_alloc (bytes);
  if (pixels->rgb == NULL)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "There is not enough memory for “%s” (%" G_GUINT64_FORMAT
                   " × %" G_GUINT64_FORMAT " pixels).",
                   source->name, width, height);
      return FALSE;
    }
  pixels->width = (guint)width;
  pixels->height = (guint)height;
  return TRUE;
}

static FoveaImage *
decode (const FoveaImageSource *source, GError **error)
{
  const FoveaImageKind *kind = fovea_image_sniff (source, error);

  if (kind == NULL)
    return NULL;
  if (kind->decode != NULL)
    return kind->decode (source, error);
  return fovea_pixbuf_decode (source, kind, error);
}

FoveaImage *
fovea_image_open_bytes (GBytes *bytes, const char *name, const FoveaImageLimits *limits,
                        GError **error)
{
  static const FoveaImageLimits defaults = { .orient = FOVEA_ORIENT_EXIF };
  const FoveaImageLimits *given = limits != NULL ? limits : &defaults;
  FoveaImageSource source = {
    .name = name,
    .max_side = given->max_side > 0 ? given->max_side : FOVEA_IMAGE_DEFAULT_SIDE,
    .max_pixels = given->max_pixels > 0 ? given->max_pixels : FOVEA_IMAGE_DEFAULT_PIXELS,
    .least_side = given->least_side,
  };
  g_autoptr (FoveaImage) image = NULL;

  source.data = g_bytes_get_data (bytes, &source.size);
  image = decode (&source, error);
  if (image == NULL || given->orient == FOVEA_ORIENT_NONE)
    return g_steal_pointer (&image);
  return fovea_image_orient (image, fovea_exif_orientation (source.data, source.size),
                             error);
}

FoveaImage *
fovea_image_open (const char *path, const FoveaImageLimits *limits, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GBytes) bytes = fovea_image_read_file (path, name, error);

  return bytes == NULL ? NULL : fovea_image_open_bytes (bytes, name, limits, error);
}

GBytes *
fovea_image_read (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  return fovea_image_read_file (path, name, error);
}
