/* SPDX-License-Identifier: MIT */
#include "figure-photo.h"

#include <math.h>

typedef struct
{
  guint x, y, width, height;
} Box;

/* All pixels that it touches. */
static Box
find_box (const FoveaImage *image, const double *box)
{
  double width = fovea_image_width (image), height = fovea_image_height (image);

  if (!box)
    return (Box){ 0, 0, (guint)width, (guint)height };
  double left = CLAMP (floor (box[0]), 0, width - 1);
  double top = CLAMP (floor (box[1]), 0, height - 1);
  double right = CLAMP (ceil (box[0] + box[2]), left + 1, width);
  double bottom = CLAMP (ceil (box[1] + box[3]), top + 1, height);
  return (Box){ (guint)left, (guint)top, (guint)(right - left), (guint)(bottom - top) };
}

/* The mean of a square of pixels, as far as they are in the box. */
static void
mean_of (const FoveaImage *image, const Box *box, guint x, guint y, guint side, guint8 *rgb)
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
shrink (const FoveaImage *image, const Box *box, guint side)
{
  guint width = (box->width + side - 1) / side, height = (box->height + side - 1) / side;
  g_autofree guint8 *rgb = g_malloc ((gsize)width * height * 3);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      mean_of (image, box, x * side, y * side, side, rgb + ((gsize)y * width + x) * 3);
  return fovea_image_new (width, height, rgb, (gsize)width * 3);
}

void
fovea_figure_photo_cut (FoveaImage *image, const double *box, double wanted,
                        FoveaFigurePhoto *part)
{
  Box cut = find_box (image, box);
  guint side = (guint)MAX (floor (cut.width / MAX (wanted, 1)), 1);
  g_autoptr (FoveaImage) small = shrink (image, &cut, side);

  *part = (FoveaFigurePhoto){ fovea_photo_new (small), cut.x, cut.y, side };
}

void
fovea_figure_photo_place (const FoveaFigurePhoto *part, FoveaGeometry *geometry)
{
  geometry->origin_x = (geometry->origin_x - part->x) / part->scale;
  geometry->origin_y = (geometry->origin_y - part->y) / part->scale;
  geometry->scale_x /= part->scale;
  geometry->scale_y /= part->scale;
}
