/* SPDX-License-Identifier: MIT */
#include "look.h"

#include "error.h"

#include <math.h>

/* The width, as a share of the range, over which what the threshold leaves fades in: the
 * edge is soft, and nothing below the threshold is ever shown. */
#define THRESHOLD_RAMP (1.0 / 48)

static const char *const blend_names[]
    = { [FOVEA_BLEND_VALUE] = "value", [FOVEA_BLEND_PLAIN] = "plain",
        [FOVEA_BLEND_GRAD_CAM] = "grad-cam" };

gboolean
fovea_blend_find (const char *name, FoveaBlend *blend, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (blend_names); i++)
    if (g_str_equal (blend_names[i], name))
      {
        *blend = (FoveaBlend) i;
        return TRUE;
      }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no blend “%s”; there are value, plain, grad-cam", name);
  return FALSE;
}

const char *
fovea_blend_name (FoveaBlend blend)
{
  return blend_names[blend];
}

void
fovea_look_init (FoveaLook *look)
{
  *look = (FoveaLook){
    .colormap = fovea_colormap_default (FOVEA_COLORMAP_PERCEPTUAL),
    .low = 0,
    .high = 1,
    .opacity = 0.8,
    .blend = FOVEA_BLEND_VALUE,
  };
}

void
fovea_look_range (const FoveaLook *look, double *low, double *high)
{
  double m = MAX (MAX (fabs (look->low), fabs (look->high)), 1e-7);

  *low = look->is_signed ? -m : look->low;
  *high = look->is_signed ? m : look->high;
  if (!(*high > *low))
    *high = *low + 1e-7;
}

/* The opacity at position `t`. */
static double
opacity_at (const FoveaLook *look, double t)
{
  double strength = look->is_signed ? fabs (2 * t - 1) : t;
  double shown = 1;

  if (look->threshold > 0 && look->blend != FOVEA_BLEND_GRAD_CAM)
    shown = CLAMP ((strength - look->threshold) / THRESHOLD_RAMP, 0, 1);
  /* At the very top of the range something must be left to see. */
  if (strength >= 1)
    shown = 1;
  if (look->blend == FOVEA_BLEND_VALUE)
    shown *= strength;
  return CLAMP (look->opacity, 0, 1) * shown;
}

void
fovea_look_table (const FoveaLook *look, guint32 table[FOVEA_LOOK_LEVELS])
{
  for (guint i = 0; i < FOVEA_LOOK_LEVELS; i++)
    {
      double t = i / (double)(FOVEA_LOOK_LEVELS - 1), rgb[3];
      double alpha = opacity_at (look, t);

      if (look->blend == FOVEA_BLEND_GRAD_CAM)
        t = floor (t * 255) / 255;
      if (look->power > 0 && look->power != 1)
        t = pow (t, look->power);
      fovea_colormap_color (look->colormap, t, rgb);
      table[i] = (guint32)lrint (alpha * 255) << 24;
      for (guint c = 0; c < 3; c++)
        table[i] |= (guint32)lrint (alpha * rgb[c]) << (16 - 8 * c);
    }
}
