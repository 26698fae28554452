/* SPDX-License-Identifier: MIT */

/* GIF, WebP, BMP, TIFF, HEIC and AVIF through gdk-pixbuf, one named loader each: the library
 * is never left to guess the kind, so that only loaders on our list are reached. The size is
 * checked when the loader announces it, before pixels are decoded. HEIC and AVIF come upright
 * from their loaders, whatever FoveaOrient says. */

#include "image/pixbuf-private.h"

#include "error.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define PIECE 65536

typedef struct
{
  const FoveaImageSource *source;
  const FoveaImageKind *kind;
  FoveaContainer container;
  GError *error; /* too large */
} Decoder;

static GdkPixbufLoader *
find_loader (const FoveaImageKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind->mime) && kind->mime[i] != NULL; i++)
    {
      GdkPixbufLoader *loader
          = gdk_pixbuf_loader_new_with_mime_type (kind->mime[i], NULL);

      if (loader != NULL)
        return loader;
    }
  return NULL;
}

/* A loader told to make a picture of no size makes none. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  Decoder *decoder = data;

  if (decoder->error == NULL
      && !fovea_image_check_size (decoder->source, (guint64)MAX (width, 0),
                                  (guint64)MAX (height, 0), &decoder->error))
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static gboolean
feed_part (Decoder *decoder, GdkPixbufLoader *loader, Span part, GError **error)
{
  for (gsize at = 0; at < part.size && decoder->error == NULL; at += PIECE)
    if (!gdk_pixbuf_loader_write (loader, part.data + at, MIN (PIECE, part.size - at),
                                  error))
      return FALSE;
  return decoder->error == NULL;
}

static gboolean
feed (Decoder *decoder, GdkPixbufLoader *loader, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decoder->container.parts); i++)
    if (!feed_part (decoder, loader, decoder->container.parts[i], error))
      {
        gdk_pixbuf_loader_close (loader, NULL);
        return FALSE;
      }
  return gdk_pixbuf_loader_close (loader, error);
}

static gboolean
copy_pixels (FoveaPixels *pixels, const FoveaImageSource *source, GdkPixbuf *pixbuf,
             GError **error)
{
  gsize stride = (gsize)gdk_pixbuf_get_rowstride (pixbuf);
  gsize channels = (gsize)gdk_pixbuf_get_n_channels (pixbuf);
  guint8 *out;

  if (!fovea_pixels_alloc (pixels, source, (guint64)gdk_pixbuf_get_width (pixbuf),
                           (guint64)gdk_pixbuf_get_height (pixbuf), error))
    return FALSE;
  out = pixels->rgb;
  for (gsize y = 0; y < pixels->height; y++)
    {
      const guint8 *in = gdk_pixbuf_read_pixels (pixbuf) + y * stride;

      for (gsize x = 0; x < pixels->width; x++, in += channels, out += 3)
        memcpy (out, in, 3);
    }
  return TRUE;
}

static void
report (const Decoder *decoder, const GError *problem, GError **error)
{
  const char *name = decoder->source->name, *format = decoder->kind->format;

  if (decoder->error != NULL)
    g_propagate_error (error, decoder->error);
  else
    g_set_error (
        error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
        "The %s file “%s” is cut short or damaged (%s). Copy or download it again, "
        "or convert it to PNG.",
        format, name, problem != NULL ? problem->message : "no picture in it");
}

static FoveaImage *
decode_with (Decoder *decoder, GdkPixbufLoader *loader, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_auto (FoveaPixels) pixels = { 0 };
  g_autoptr (FoveaImage) image = NULL;
  GdkPixbuf *pixbuf = NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), decoder);
  if (feed (decoder, loader, &problem) && decoder->error == NULL)
    pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL)
    {
      report (decoder, problem, error);
      return NULL;
    }
  if (!copy_pixels (&pixels, decoder->source, pixbuf, error))
    return NULL;
  image = fovea_image_take (&pixels, decoder->kind->format, decoder->container.note);
  return fovea_image_orient (image, decoder->container.orientation, error);
}

FoveaImage *
fovea_pixbuf_decode (const FoveaImageSource *source, const FoveaImageKind *kind,
                     GError **error)
{
  Decoder decoder = { .source = source, .kind = kind };
  g_autoptr (GdkPixbufLoader) loader = NULL;

  if (!fovea_container_inspect (&decoder.container, source, kind, error))
    return NULL;
  loader = find_loader (kind);
  if (loader != NULL)
    return decode_with (&decoder, loader, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
               "“%s” is an image in %s format, which needs a loader that is not "
               "installed: install the package %s, or convert the image to PNG.",
               source->name, kind->format,
               kind->package != NULL ? kind->package : "libgdk-pixbuf-2.0-0");
  return NULL;
}
