/* SPDX-License-Identifier: MIT */
#include "scene-private.h"

#include "overlay.h"

#include <math.h>

/* show_cam_on_image of the grad-cam package (utils/image.py):
 *   heat = table[trunc (255 mask)] / 255
 *   out = (1 - w) heat + w photo,  out /= max (out),  trunc (255 out)
 * with w = 1 - opacity. The division is by the brightest level of the whole picture, so two
 * such pictures cannot be compared: that is why this is a preset and not the default. */

typedef struct
{
  const guint8 *photo; /* the first pixel of the crop */
  gsize stride;
  guint width, height;
  float photo_part[256];     /* w level / 255 */
  float heat_part[256][3];   /* (1 - w) colour / 255 */
  guint8 mixed[256][3][256]; /* the result, by colour, channel and photo level */
} Blend;

/* The pixels whose centres lie under the map. */
static void
blend_area (const FoveaScene *scene, guint *x, guint *y, Blend *blend)
{
  cairo_rectangle_t crop;

  fovea_scene_map_rectangle (scene, &crop);
  *x = (guint)ceil (crop.x - 0.5);
  *y = (guint)ceil (crop.y - 0.5);
  blend->width = (guint)ceil (crop.x + crop.width - 0.5) - *x;
  blend->height = (guint)ceil (crop.y + crop.height - 0.5) - *y;
}

static void
blend_parts (const FoveaLook *look, Blend *blend)
{
  float w = (float)(1 - CLAMP (look->opacity, 0, 1));

  for (guint i = 0; i < 256; i++)
    {
      blend->photo_part[i] = w * ((float)i / 255);
      for (guint c = 0; c < 3; c++)
        blend->heat_part[i][c] = (1 - w) * ((float)look->colormap->table[i][c] / 255);
    }
}

static FoveaOverlay *
blend_overlay (const FoveaScene *scene, guint x, guint y, const Blend *blend)
{
  FoveaGeometry g;

  fovea_scene_map_geometry (scene, &g);
  double step_x = fovea_map_width (scene->map) / (g.scale_x * g.width);
  double step_y = fovea_map_height (scene->map) / (g.scale_y * g.height);
  FoveaSampling across = { (x + 0.5 - g.origin_x) * step_x - 0.5, step_x, blend->width };
  FoveaSampling down = { (y + 0.5 - g.origin_y) * step_y - 0.5, step_y, blend->height };

  return fovea_overlay_new (scene->map, &scene->look, scene->cells, &across, &down);
}

static inline guint
heat_at (float position)
{
  float level = 255 * position;
  level = level > 0 ? level : 0;
  return (guint)(level < 255 ? level : 255);
}

static float
brightest (const Blend *blend, FoveaOverlay *overlay)
{
  const float *part = blend->photo_part;
  float r = 0, g = 0, b = 0;

  for (guint y = 0; y < blend->height; y++)
    {
      const float *positions = fovea_overlay_positions (overlay, y);
      const guint8 *photo = blend->photo + y * blend->stride;
      for (guint x = 0; x < blend->width; x++, photo += 3)
        {
          const float *heat = blend->heat_part[heat_at (positions[x])];
          r = MAX (r, heat[0] + part[photo[0]]);
          g = MAX (g, heat[1] + part[photo[1]]);
          b = MAX (b, heat[2] + part[photo[2]]);
        }
    }
  return MAX (r, MAX (g, b));
}

/* Few pairs of levels, many pixels: each pair is worked out once. */
static void
mix_levels (Blend *blend, float most)
{
  for (guint i = 0; i < 256; i++)
    for (guint c = 0; c < 3; c++)
      for (guint k = 0; k < 256; k++)
        blend->mixed[i][c][k] = (guint8)MIN (
            255, 255 * ((blend->heat_part[i][c] + blend->photo_part[k]) / most));
}

static void
blend_pixels (const Blend *blend, FoveaOverlay *overlay, guint32 *pixels, gsize stride)
{
  for (guint y = 0; y < blend->height; y++, pixels += stride)
    {
      const float *positions = fovea_overlay_positions (overlay, y);
      const guint8 *photo = blend->photo + y * blend->stride;
      for (guint x = 0; x < blend->width; x++, photo += 3)
        {
          const guint8 (*mixed)[256] = blend->mixed[heat_at (positions[x])];
          pixels[x] = (guint32)mixed[0][photo[0]] << 16 | (guint32)mixed[1][photo[1]] << 8
                      | mixed[2][photo[2]];
        }
    }
}

cairo_surface_t *
fovea_grad_cam_blend (const FoveaScene *scene, guint *x, guint *y)
{
  g_autofree Blend *blend = g_new (Blend, 1);

  blend_area (scene, x, y, blend);
  FoveaImage *image = fovea_photo_image (scene->photo);
  blend->stride = (gsize)fovea_image_width (image) * 3;
  blend->photo = fovea_image_pixels (image) + *y * blend->stride + (gsize)*x * 3;
  blend_parts (&scene->look, blend);

  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int)blend->width, (int)blend->height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS || blend->width == 0
      || blend->height == 0)
    return surface;
  g_autoptr (FoveaOverlay) overlay = blend_overlay (scene, *x, *y, blend);
  float most = brightest (blend, overlay);
  mix_levels (blend, most > 0 ? most : 1);
  blend_pixels (blend, overlay, (guint32 *)(void *)cairo_image_surface_get_data (surface),
                (gsize)cairo_image_surface_get_stride (surface) / sizeof (guint32));
  cairo_surface_mark_dirty (surface);
  return surface;
}
