/* SPDX-License-Identifier: MIT */

/* The evaluation transform of torchvision and timm, on 8-bit pixels:
 *
 *   the shorter side becomes `resize`, the longer int (resize * longer / shorter);
 *   top = round ((height - crop) / 2), left likewise, halves to even;
 *   tensor = (pixel / 255 - mean) / std.
 *
 * For an input of H x W the resized picture has at least resize * H / crop rows and
 * resize * W / crop columns, one of the two exactly (rounded up), so that the same share of
 * the picture is cut off at any size; with H = W = crop that is the transform above. */

#include "image/preprocess.h"

#include "image/image-private.h"
#include "error.h"

#include <math.h>

#define MAX_INPUT_SIDE 16384 /* pixels a side of the network's input */
#define MAX_RESIZED_SIDE                                                                 \
  (1u << 26) /* pixels a side of the resized picture, mostly not computed */

/* What is done to the pixels: a part of the original, stretched to `width` x `height`, of
 * which the input is cut at (left, top). */
typedef struct
{
  guint x, y, part_width, part_height; /* in original pixels */
  guint width, height;
  guint left, top;
  guint input_width, input_height;
} Placement;

static gboolean
fail (GError **error, int code, const char *message)
{
  g_set_error_literal (error, FOVEA_ERROR, code, message);
  return FALSE;
}

static gboolean
check (const FoveaPreprocess *preprocess, GError **error)
{
  for (int c = 0; c < 3; c++)
    if (!isfinite (preprocess->mean[c]) || !isfinite (preprocess->std[c])
        || preprocess->std[c] <= 0)
      return fail (error, FOVEA_ERROR_USAGE,
                   "The preprocessing's mean must be finite and its standard deviation "
                   "above 0.");
  if ((preprocess->height == 0) != (preprocess->width == 0))
    return fail (error, FOVEA_ERROR_USAGE,
                 "The input's height and width must be given both or neither.");
  if (preprocess->crop == 0 && preprocess->height == 0)
    return fail (error, FOVEA_ERROR_USAGE, "The preprocessing gives no input size.");
  if (MAX (preprocess->height, preprocess->width) > MAX_INPUT_SIDE
      || preprocess->crop > MAX_INPUT_SIDE)
    return fail (
        error, FOVEA_ERROR_LIMIT,
        "The input size is above " G_STRINGIFY (MAX_INPUT_SIDE) " pixels a side.");
  return TRUE;
}

/* round (d / 2), halves to even. */
static guint
half_to_even (guint d)
{
  guint half = d / 2;

  return half + (d & half & 1);
}

/* `wanted` of the binding side; the other keeps the proportions. FALSE when too large. */
static gboolean
scale_sides (guint64 wanted, guint64 side, guint64 other, guint *resized,
             guint *other_resized)
{
  guint64 scaled = wanted * other / side;

  if (wanted > MAX_RESIZED_SIDE || scaled > MAX_RESIZED_SIDE)
    return FALSE;
  *resized = (guint)wanted;
  *other_resized = (guint)scaled;
  return TRUE;
}

static gboolean
place_centre (const FoveaPreprocess *preprocess, Placement *at, GError **error)
{
  guint64 resize = preprocess->resize, crop = preprocess->crop;
  guint64 rows, columns;
  gboolean small_enough;

  if (crop == 0 || resize < crop)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "The picture would be resized to %u pixels, too few to crop %u from: "
                   "resize must be at least crop.",
                   preprocess->resize, preprocess->crop);
      return FALSE;
    }
  if (resize > MAX_RESIZED_SIDE)
    return fail (error, FOVEA_ERROR_LIMIT, "The size to resize to is too large.");
  rows = (resize * at->input_height + crop - 1) / crop;
  columns = (resize * at->input_width + crop - 1) / crop;
  if ((guint64)at->input_height * at->part_width
      >= (guint64)at->input_width * at->part_height)
    small_enough
        = scale_sides (rows, at->part_height, at->part_width, &at->height, &at->width);
  else
    small_enough
        = scale_sides (columns, at->part_width, at->part_height, &at->width, &at->height);
  if (!small_enough)
    return fail (error, FOVEA_ERROR_LIMIT,
                 "The picture is so narrow that resizing its shorter side would make the "
                 "longer one unreasonably long: crop it first, or use no crop.");
  at->top = half_to_even (at->height - at->input_height);
  at->left = half_to_even (at->width - at->input_width);
  return TRUE;
}

/* Rounds one side of the box to whole pixels. */
static gboolean
round_side (double start, double length, guint limit, guint *whole_start,
            guint *whole_length)
{
  double first = floor (start + 0.5), last = floor (start + length + 0.5);

  if (!(length > 0) || !(first >= 0) || !(last <= limit) || !(last > first))
    return FALSE;
  *whole_start = (guint)first;
  *whole_length = (guint)(last - first);
  return TRUE;
}

static gboolean
place_box (const FoveaPreprocess *preprocess, Placement *at, GError **error)
{
  const double *box = preprocess->box;

  if (round_side (box[0], box[2], at->part_width, &at->x, &at->part_width)
      && round_side (box[1], box[3], at->part_height, &at->y, &at->part_height))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "The box at (%g, %g) of %g × %g pixels is empty or reaches outside the "
               "image: choose one within it.",
               box[0], box[1], box[2], box[3]);
  return FALSE;
}

static gboolean
place (const FoveaPreprocess *preprocess, const FoveaImage *image, Placement *at,
       GError **error)
{
  if (!check (preprocess, error))
    return FALSE;
  at->part_width = fovea_image_width (image);
  at->part_height = fovea_image_height (image);
  at->width = at->input_width
      = preprocess->width > 0 ? preprocess->width : preprocess->crop;
  at->height = at->input_height
      = preprocess->height > 0 ? preprocess->height : preprocess->crop;
  if (preprocess->mode == FOVEA_CROP_CENTRE)
    return place_centre (preprocess, at, error);
  if (preprocess->mode == FOVEA_CROP_BOX)
    return place_box (preprocess, at, error);
  return TRUE;
}

/* A resized pixel r covers [r, r + 1) * part / resized of the original. */
static void
fill_geometry (const Placement *at, FoveaGeometry *geometry)
{
  geometry->scale_x = (double)at->part_width / at->width;
  geometry->scale_y = (double)at->part_height / at->height;
  geometry->origin_x = at->x + at->left * geometry->scale_x;
  geometry->origin_y = at->y + at->top * geometry->scale_y;
  geometry->width = at->input_width;
  geometry->height = at->input_height;
}

/* The part of the original that is resized: itself, or a copy of the box. */
static FoveaImage *
cut_part (FoveaImage *image, const Placement *at)
{
  guint width = fovea_image_width (image);
  gsize stride = (gsize)width * 3;

  if (at->part_width == width && at->part_height == fovea_image_height (image))
    return fovea_image_ref (image);
  return fovea_image_new (at->part_width, at->part_height,
                          fovea_image_pixels (image) + at->y * stride + at->x * 3,
                          stride);
}

FoveaImage *
fovea_preprocess_image (const FoveaPreprocess *preprocess, FoveaImage *image,
                        FoveaGeometry *geometry, GError **error)
{
  Placement at = { 0 };
  g_autoptr (FoveaImage) part = NULL;

  if (!place (preprocess, image, &at, error))
    return NULL;
  if (geometry != NULL)
    fill_geometry (&at, geometry);
  part = cut_part (image, &at);
  return fovea_image_resize_crop (part, at.width, at.height, at.left, at.top,
                                  at.input_width, at.input_height, preprocess->filter);
}

/* One channel of the pixels; in float32 and in torchvision's order of operations. */
static void
normalise (const guint8 *rgb, float *plane, gsize count, float mean, float std)
{
  float value[256];

  for (int i = 0; i < 256; i++)
    value[i] = ((float)i / 255.0f - mean) / std;
  for (gsize i = 0; i < count; i++)
    plane[i] = value[rgb[i * 3]];
}

FoveaTensor *
fovea_preprocess_apply (const FoveaPreprocess *preprocess, FoveaImage *image,
                        FoveaGeometry *geometry, GError **error)
{
  g_autoptr (FoveaImage) input
      = fovea_preprocess_image (preprocess, image, geometry, error);
  gsize height, width;
  FoveaTensor *tensor;
  float *data;

  if (input == NULL)
    return NULL;
  height = fovea_image_height (input);
  width = fovea_image_width (input);
  tensor = fovea_tensor_new (&FOVEA_SHAPE (1, 3, height, width), &data);
  for (int c = 0; c < 3; c++)
    normalise (fovea_image_pixels (input) + c, data + c * height * width, height * width,
               preprocess->mean[c], preprocess->std[c]);
  return tensor;
}

void
fovea_geometry_crop (const FoveaGeometry *geometry, double rect[4])
{
  rect[0] = geometry->origin_x;
  rect[1] = geometry->origin_y;
  rect[2] = geometry->scale_x * geometry->width;
  rect[3] = geometry->scale_y * geometry->height;
}

void
fovea_geometry_to_original (const FoveaGeometry *geometry, double x, double y,
                            double *original_x, double *original_y)
{
  *original_x = geometry->origin_x + geometry->scale_x * x;
  *original_y = geometry->origin_y + geometry->scale_y * y;
}

void
fovea_geometry_to_network (const FoveaGeometry *geometry, double original_x,
                           double original_y, double *x, double *y)
{
  *x = (original_x - geometry->origin_x) / geometry->scale_x;
  *y = (original_y - geometry->origin_y) / geometry->scale_y;
}
