/* SPDX-License-Identifier: MIT */

/* out = clip ((sum_j w_j * in_j + 2^21) >> 22), horizontally, then the same vertically on
 * the rounded result, as in Pillow. Sums are whole numbers, so that the order of adding and
 * the width of the vectors change no bit. */

#include "image/resize.h"

#include "image/image-private.h"
#include "image/resize-axis.h"
#include "kernels/simd.h"

#include <string.h>

/* Eight RGB pixels are 24 bytes: three vectors of eight, each lane always the same channel
 * of the same pixel of eight, for which the weights are stored three times over. */
#define GROUP 8
#define LANES 24
#define BLOCK 4 /* rows that share one load of the weights */
#define WIDE 32 /* columns of the vertical pass at a time */

typedef gint32 Vec8 __attribute__ ((vector_size (32)));

typedef struct
{
  const guint8 *in;
  gsize in_stride; /* bytes */
  guint8 *out;
  gsize out_stride;
} Pass;

/* A plain loop on purpose: it becomes one widening load in each clone, where
 * __builtin_convertvector is taken apart before the clones are made. */
FOVEA_INLINE Vec8
load_bytes (const guint8 *at)
{
  gint32 lane[8];
  Vec8 v;

  for (int i = 0; i < 8; i++)
    lane[i] = at[i];
  memcpy (&v, lane, sizeof v);
  return v;
}

FOVEA_INLINE Vec8
load_weights (const gint32 *at)
{
  Vec8 weights;

  memcpy (&weights, at, sizeof weights);
  return weights;
}

FOVEA_INLINE guint8
round_sum (gint32 sum)
{
  return (guint8)CLAMP ((sum + (1 << (FOVEA_AXIS_BITS - 1))) >> FOVEA_AXIS_BITS, 0, 255);
}

FOVEA_INLINE void
store_pixel (const Vec8 sums[3], guint8 *out)
{
  gint32 lane[LANES];

  memcpy (lane, sums, sizeof lane);
  for (int c = 0; c < 3; c++)
    {
      gint32 sum = 0;

      for (int i = c; i < LANES; i += 3)
        sum += lane[i];
      out[c] = round_sum (sum);
    }
}

/* `rows` is a constant where this is inlined, so the sums stay in registers. */
FOVEA_INLINE void
across_rows (const Pass *pass, gsize y, const int rows, const FoveaAxis *axis)
{
  const gint32 *weight = axis->weight;

  for (guint x = 0; x < axis->count; x++)
    {
      const guint8 *in = pass->in + y * pass->in_stride + (gsize)axis->start[x] * 3;
      Vec8 sums[BLOCK][3] = { 0 };

      for (guint t = 0; t < axis->taps; t += GROUP, weight += LANES, in += LANES)
        for (int v = 0; v < 3; v++)
          {
            Vec8 w = load_weights (weight + v * 8);

            for (int r = 0; r < rows; r++)
              sums[r][v] += load_bytes (in + (gsize)r * pass->in_stride + v * 8) * w;
          }
      for (int r = 0; r < rows; r++)
        store_pixel (sums[r], pass->out + (y + (gsize)r) * pass->out_stride + x * 3);
    }
}

FOVEA_SIMD static void
resize_across (const Pass *pass, gsize rows, const FoveaAxis *axis)
{
  gsize y = 0;

  for (; y + BLOCK <= rows; y += BLOCK)
    across_rows (pass, y, BLOCK, axis);
  for (; y < rows; y++)
    across_rows (pass, y, 1, axis);
}

FOVEA_INLINE void
down_wide (const guint8 *in, gsize stride, const gint32 *weight, guint taps, guint8 *out)
{
  Vec8 sums[WIDE / 8] = { 0 };
  gint32 lane[WIDE];

  for (guint t = 0; t < taps; t++, in += stride)
    for (int v = 0; v < WIDE / 8; v++)
      sums[v] += load_bytes (in + v * 8) * weight[t];
  memcpy (lane, sums, sizeof lane);
  for (int i = 0; i < WIDE; i++)
    out[i] = round_sum (lane[i]);
}

FOVEA_INLINE void
down_one (const guint8 *in, gsize stride, const gint32 *weight, guint taps, guint8 *out)
{
  gint32 sum = 0;

  for (guint t = 0; t < taps; t++)
    sum += in[t * stride] * weight[t];
  *out = round_sum (sum);
}

/* pass->in is input row `origin` of the axis; `bytes` are the columns times 3. */
FOVEA_SIMD static void
resize_down (const Pass *pass, gsize bytes, guint origin, const FoveaAxis *axis)
{
  for (guint y = 0; y < axis->count; y++)
    {
      const guint8 *in = pass->in + (gsize)(axis->start[y] - origin) * pass->in_stride;
      const gint32 *weight = axis->weight + (gsize)y * axis->taps;
      guint8 *out = pass->out + (gsize)y * pass->out_stride;
      gsize i = 0;

      for (; i + WIDE <= bytes; i += WIDE)
        down_wide (in + i, pass->in_stride, weight, axis->taps, out + i);
      for (; i < bytes; i++)
        down_one (in + i, pass->in_stride, weight, axis->taps, out + i);
    }
}

static void
copy_rows (const Pass *pass, gsize rows, gsize bytes)
{
  for (gsize y = 0; y < rows; y++)
    memcpy (pass->out + y * pass->out_stride, pass->in + y * pass->in_stride, bytes);
}

static guint8 *
alloc_rows (gsize rows, gsize bytes)
{
  guint8 *data = NULL;

  if (rows <= G_MAXSIZE / bytes)
    data = fovea_image_try_alloc (rows * bytes);
  if (data == NULL)
    g_error ("No memory for %" G_GSIZE_FORMAT " rows of pixels.", rows);
  return data;
}

/* Rows [first, last) of the image, resized to the columns asked for. A pass between equal
 * sizes is left out, as in Pillow. (transfer full) */
static guint8 *
make_columns (const FoveaImage *image, guint width, guint x, guint count, guint first,
              guint last, FoveaFilter filter)
{
  guint in_width = fovea_image_width (image);
  gsize stride = (gsize)in_width * 3, bytes = (gsize)count * 3;
  guint8 *out = alloc_rows (last - first, bytes);
  Pass pass = { fovea_image_pixels (image) + first * stride, stride, out, bytes };
  g_auto (FoveaAxis) axis = { 0 };

  if (in_width == width)
    {
      pass.in += (gsize)x * 3;
      copy_rows (&pass, last - first, bytes);
      return out;
    }
  fovea_axis_init (&axis, in_width, width, x, count, filter, GROUP, 3);
  resize_across (&pass, last - first, &axis);
  return out;
}

FoveaImage *
fovea_image_resize_crop (FoveaImage *image, guint width, guint height, guint x, guint y,
                         guint crop_width, guint crop_height, FoveaFilter filter)
{
  guint in_height = fovea_image_height (image), first = y, last = y + crop_height;
  gsize bytes = (gsize)crop_width * 3;
  g_auto (FoveaPixels) result = { crop_width, crop_height, NULL };
  g_autofree guint8 *columns = NULL;
  g_auto (FoveaAxis) axis = { 0 };

  g_assert (crop_width > 0 && crop_height > 0);
  g_assert (x < width && crop_width <= width - x);
  g_assert (y < height && crop_height <= height - y);
  if (in_height != height)
    {
      fovea_axis_init (&axis, in_height, height, y, crop_height, filter, 1, 1);
      fovea_axis_range (&axis, in_height, &first, &last);
    }
  columns = make_columns (image, width, x, crop_width, first, last, filter);
  if (in_height == height)
    result.rgb = g_steal_pointer (&columns);
  else
    {
      result.rgb = alloc_rows (crop_height, bytes);
      resize_down (&(Pass){ columns, bytes, result.rgb, bytes }, bytes, first, &axis);
    }
  return fovea_image_take (&result, "pixels", NULL);
}

FoveaImage *
fovea_image_resize (FoveaImage *image, guint width, guint height, FoveaFilter filter)
{
  return fovea_image_resize_crop (image, width, height, 0, 0, width, height, filter);
}
