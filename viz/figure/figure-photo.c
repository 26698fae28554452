/* SPDX-License-Identifier: MIT */
#include "figure-photo.h"

#include "jpeg-cut.h"
#include "writers.h"

#include <math.h>
#include <string.h>

#define QUALITY 92 /* where a JPEG is made: differences are not seen at twice the size */

struct _FoveaFigurePhotos
{
  gboolean lossless;
  GPtrArray *kept; /* FoveaPhoto */
};

FoveaFigurePhotos *
fovea_figure_photos_new (gboolean lossless)
{
  FoveaFigurePhotos *photos = g_new0 (FoveaFigurePhotos, 1);

  photos->lossless = lossless;
  photos->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) fovea_photo_unref);
  return photos;
}

void
fovea_figure_photos_free (FoveaFigurePhotos *photos)
{
  g_ptr_array_unref (photos->kept);
  g_free (photos);
}

static gboolean
same_pixels (const FoveaImage *a, const FoveaImage *b)
{
  gsize bytes = (gsize) fovea_image_width (a) * fovea_image_height (a) * 3;

  return fovea_image_width (a) == fovea_image_width (b)
         && fovea_image_height (a) == fovea_image_height (b)
         && memcmp (fovea_image_pixels (a), fovea_image_pixels (b), bytes) == 0;
}

GBytes *
fovea_figure_photo_stream (FoveaImage *image, GBytes *file)
{
  static const guint8 start[] = { 0xff, 0xd8, 0xff };
  const FoveaImageLimits plain = { .orient = FOVEA_ORIENT_NONE };
  gsize size;
  const guint8 *data = file ? g_bytes_get_data (file, &size) : NULL;

  if (!data || size < sizeof start || memcmp (data, start, sizeof start) != 0
      || fovea_image_edits (image))
    return NULL;
  g_autoptr (FoveaImage) stored = fovea_image_open_bytes (file, "", &plain, NULL);
  return stored && same_pixels (stored, image) ? g_bytes_ref (file) : NULL;
}

/* All pixels that it touches. */
static FoveaPixelBox
find_box (const FoveaImage *image, const double *box)
{
  double width = fovea_image_width (image), height = fovea_image_height (image);

  if (!box)
    return (FoveaPixelBox){ 0, 0, (guint)width, (guint)height };
  double left = CLAMP (floor (box[0]), 0, width - 1);
  double top = CLAMP (floor (box[1]), 0, height - 1);
  double right = CLAMP (ceil (box[0] + box[2]), left + 1, width);
  double bottom = CLAMP (ceil (box[1] + box[3]), top + 1, height);
  return (FoveaPixelBox){ (guint)left, (guint)top, (guint)(right - left), (guint)(bottom - top) };
}

/* The mean of a square of pixels, as far as they are in the box. */
static void
mean_of (const FoveaImage *image, const FoveaPixelBox *box, guint x, guint y, guint side, guint8 *rgb)
{
  guint sums[3] = { 0 }, n = 0;
  guint right = MIN (x + side, box->width), bottom = MIN (y + side, box->height);

  for (guint j = y; j < bottom; j++)
    for (guint i = x; i < right; i++, n++)
      {
        const guint8 *pixel
            = fovea_image_pixels (image)
              + ((gsize)(box->y + j) * fovea_image_width (image) + box->x + i) * 3;
        for (guint c = 0; c < 3; c++)
          sums[c] += pixel[c];
      }
  for (guint c = 0; c < 3; c++)
    rgb[c] = (guint8)((sums[c] + n / 2) / n);
}

/* (transfer full) */
static FoveaImage *
shrink (const FoveaImage *image, const FoveaPixelBox *box, guint side)
{
  guint width = (box->width + side - 1) / side, height = (box->height + side - 1) / side;
  g_autofree guint8 *rgb = g_malloc ((gsize)width * height * 3);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      mean_of (image, box, x * side, y * side, side, rgb + ((gsize)y * width + x) * 3);
  return fovea_image_new (width, height, rgb, (gsize)width * 3);
}

/* (transfer full) NULL where libjpeg refuses. */
static GBytes *
encode (FoveaPhoto *photo)
{
  guint level = 0;
  cairo_surface_t *surface = fovea_photo_surface (photo, &level);
  GBytes *jpeg = fovea_jpeg_encode (surface, QUALITY);

  cairo_surface_destroy (surface);
  return jpeg;
}

/* The one that is there already where its pixels are the same. (transfer full) */
static FoveaPhoto *
keep (FoveaFigurePhotos *photos, FoveaImage *image, GBytes *jpeg)
{
  for (guint i = 0; i < photos->kept->len; i++)
    if (same_pixels (image, fovea_photo_image (photos->kept->pdata[i])))
      return fovea_photo_ref (photos->kept->pdata[i]);
  FoveaPhoto *photo = fovea_photo_new (image);
  g_autoptr (GBytes) made = jpeg || photos->lossless ? NULL : encode (photo);
  fovea_photo_set_jpeg (photo, jpeg ? jpeg : made);
  g_ptr_array_add (photos->kept, fovea_photo_ref (photo));
  return photo;
}

void
fovea_figure_photo_cut (FoveaFigurePhotos *photos, FoveaImage *image, GBytes *stream,
                        const double *box, double wanted, FoveaFigurePhoto *part)
{
  FoveaPixelBox cut = find_box (image, box);
  guint side = (guint)MAX (floor (cut.width / MAX (wanted, 1)), 1);
  g_autoptr (GBytes) jpeg = side == 1 && stream && !photos->lossless
                                ? fovea_jpeg_cut (stream, &cut)
                                : NULL;
  g_autoptr (FoveaImage) small = shrink (image, &cut, side);

  *part = (FoveaFigurePhoto){ keep (photos, small, jpeg), cut.x, cut.y, side };
}

void
fovea_figure_photo_place (const FoveaFigurePhoto *part, FoveaGeometry *geometry)
{
  geometry->origin_x = (geometry->origin_x - part->x) / part->scale;
  geometry->origin_y = (geometry->origin_y - part->y) / part->scale;
  geometry->scale_x /= part->scale;
  geometry->scale_y /= part->scale;
}
