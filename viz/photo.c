/* SPDX-License-Identifier: MIT */
#include "photo.h"

#define MAX_LEVELS 8
#define SMALLEST_SIDE 32

typedef struct
{
  guint width, height;
  guint32 *pixels; /* xRGB, rows packed */
} Level;

struct _FoveaPhoto
{
  gatomicrefcount references;
  FoveaImage *image;
  GBytes *jpeg;
  GMutex mutex;
  Level levels[MAX_LEVELS]; /* filled in order, under the mutex */
};

FoveaPhoto *
fovea_photo_new (FoveaImage *image)
{
  FoveaPhoto *photo = g_new0 (FoveaPhoto, 1);

  g_atomic_ref_count_init (&photo->references);
  g_mutex_init (&photo->mutex);
  photo->image = fovea_image_ref (image);
  return photo;
}

FoveaPhoto *
fovea_photo_ref (FoveaPhoto *photo)
{
  g_atomic_ref_count_inc (&photo->references);
  return photo;
}

void
fovea_photo_unref (FoveaPhoto *photo)
{
  if (!g_atomic_ref_count_dec (&photo->references))
    return;
  for (guint i = 0; i < MAX_LEVELS; i++)
    g_free (photo->levels[i].pixels);
  g_mutex_clear (&photo->mutex);
  fovea_image_unref (photo->image);
  g_clear_pointer (&photo->jpeg, g_bytes_unref);
  g_free (photo);
}

FoveaImage *
fovea_photo_image (FoveaPhoto *photo)
{
  return photo->image;
}

void
fovea_photo_set_jpeg (FoveaPhoto *photo, GBytes *jpeg)
{
  GBytes *old = photo->jpeg;

  photo->jpeg = jpeg ? g_bytes_ref (jpeg) : NULL;
  g_clear_pointer (&old, g_bytes_unref);
}

GBytes *
fovea_photo_jpeg (const FoveaPhoto *photo)
{
  return photo->jpeg;
}

guint
fovea_photo_width (const FoveaPhoto *photo)
{
  return fovea_image_width (photo->image);
}

guint
fovea_photo_height (const FoveaPhoto *photo)
{
  return fovea_image_height (photo->image);
}

static void
convert (const FoveaImage *image, Level *level)
{
  const guint8 *rgb = fovea_image_pixels (image);

  level->width = fovea_image_width (image);
  level->height = fovea_image_height (image);
  gsize count = (gsize)level->width * level->height;
  level->pixels = g_new (guint32, count);
  for (gsize i = 0; i < count; i++, rgb += 3)
    level->pixels[i]
        = 0xff000000u | (guint32)rgb[0] << 16 | (guint32)rgb[1] << 8 | rgb[2];
}

/* The mean of four pixels, rounded, two channels at a time. */
static inline guint32
mean_of (guint32 a, guint32 b, guint32 c, guint32 d)
{
  const guint32 even = 0x00ff00ff;
  guint32 low = (a & even) + (b & even) + (c & even) + (d & even) + 0x00020002;
  guint32 high = (a >> 8 & even) + (b >> 8 & even) + (c >> 8 & even) + (d >> 8 & even)
                 + 0x00020002;
  return (low >> 2 & even) | (high >> 2 & even) << 8;
}

/* An odd last row or column is averaged with itself. */
static void
halve (const Level *from, Level *to)
{
  to->width = (from->width + 1) / 2;
  to->height = (from->height + 1) / 2;
  to->pixels = g_new (guint32, (gsize)to->width * to->height);
  for (guint y = 0; y < to->height; y++)
    {
      const guint32 *a = from->pixels + (gsize)2 * y * from->width;
      const guint32 *b = 2 * y + 1 < from->height ? a + from->width : a;
      guint32 *out = to->pixels + (gsize)y * to->width;
      for (guint x = 0; x < from->width / 2; x++)
        out[x] = mean_of (a[2 * x], a[2 * x + 1], b[2 * x], b[2 * x + 1]);
      if (from->width % 2)
        out[to->width - 1] = mean_of (a[from->width - 1], a[from->width - 1],
                                      b[from->width - 1], b[from->width - 1]);
    }
}

/* The level, made with all before it. */
static const Level *
level_get (FoveaPhoto *photo, guint *wanted)
{
  guint reached = 0;

  g_mutex_lock (&photo->mutex);
  if (!photo->levels[0].pixels)
    convert (photo->image, &photo->levels[0]);
  for (; reached < MIN (*wanted, MAX_LEVELS - 1); reached++)
    {
      const Level *from = &photo->levels[reached];
      if (MIN (from->width, from->height) < 2 * SMALLEST_SIDE)
        break;
      if (!photo->levels[reached + 1].pixels)
        halve (from, &photo->levels[reached + 1]);
    }
  g_mutex_unlock (&photo->mutex);
  *wanted = reached;
  return &photo->levels[reached];
}

cairo_surface_t *
fovea_photo_surface (FoveaPhoto *photo, guint *level)
{
  static const cairo_user_data_key_t key;
  const Level *pixels = level_get (photo, level);
  /* Cairo takes a writable pointer, but a source is only read. */
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      (guchar *)pixels->pixels, CAIRO_FORMAT_RGB24, (int)pixels->width,
      (int)pixels->height, (int)(pixels->width * sizeof (guint32)));

  if (cairo_surface_set_user_data (surface, &key, photo,
                                   (cairo_destroy_func_t)fovea_photo_unref)
      == CAIRO_STATUS_SUCCESS)
    fovea_photo_ref (photo);
  return surface;
}
