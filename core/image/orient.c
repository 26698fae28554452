/* SPDX-License-Identifier: MIT */

/* The eight EXIF orientations. Orientation o says where the stored row 0 and column 0 lie
 * in the upright picture:
 *
 *   1 top left      2 top right       3 bottom right    4 bottom left
 *   5 left top      6 right top       7 right bottom    8 left bottom
 *
 * so 5 to 8 exchange width and height, 2, 3, 6 and 7 mirror the upright picture's columns,
 * and 3, 4, 7 and 8 its rows. */

#include "image/image-private.h"

#include "error.h"

#include <string.h>

typedef struct
{
  gboolean transpose, mirror_x, mirror_y; /* of the upright picture */
} Turn;

static const Turn turns[9] = {
  [1] = { FALSE, FALSE, FALSE }, [2] = { FALSE, TRUE, FALSE },
  [3] = { FALSE, TRUE, TRUE },   [4] = { FALSE, FALSE, TRUE },
  [5] = { TRUE, FALSE, FALSE },  [6] = { TRUE, TRUE, FALSE },
  [7] = { TRUE, TRUE, TRUE },    [8] = { TRUE, FALSE, TRUE },
};

/* Walks the upright picture row by row; in the stored one that is a fixed step. */
static void
turn_pixels (const FoveaImage *stored, FoveaPixels *upright, const Turn *turn)
{
  gssize row = (gssize)fovea_image_width (stored) * 3;
  gssize step_x = turn->transpose ? row : 3;
  gssize step_y = turn->transpose ? 3 : row;
  const guint8 *corner = fovea_image_pixels (stored);
  guint8 *out = upright->rgb;

  if (turn->mirror_x)
    corner += step_x * ((gssize)upright->width - 1);
  if (turn->mirror_y)
    corner += step_y * ((gssize)upright->height - 1);
  step_x = turn->mirror_x ? -step_x : step_x;
  step_y = turn->mirror_y ? -step_y : step_y;
  for (gssize y = 0; y < (gssize)upright->height; y++)
    for (gssize x = 0; x < (gssize)upright->width; x++, out += 3)
      memcpy (out, corner + y * step_y + x * step_x, 3);
}

FoveaImage *
fovea_image_orient (FoveaImage *image, guint orientation, GError **error)
{
  guint width = fovea_image_width (image), height = fovea_image_height (image);
  const Turn *turn;
  g_auto (FoveaPixels) upright = { 0 };

  if (orientation <= 1 || orientation > 8)
    return fovea_image_ref (image);
  turn = &turns[orientation];
  upright.width = turn->transpose ? height : width;
  upright.height = turn->transpose ? width : height;
  upright.rgb = fovea_image_try_alloc ((gsize)width * height * 3);
  if (upright.rgb == NULL)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "There is not enough memory to turn a picture of %u × %u pixels.",
                   width, height);
      return NULL;
    }
  turn_pixels (image, &upright, turn);
  return fovea_image_take (&upright, fovea_image_format (image),
                           fovea_image_note (image));
}
