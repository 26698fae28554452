/* SPDX-License-Identifier: MIT */
#pragma once

/* How a map's values become colours and opacities: the one place that decides it, read by
 * the overlay and by the colour bar, so that a bar always shows what lies on the picture.
 * Values are first brought to a position in the range, 0 (low) to 1 (high). */

#include "colormap.h"

typedef enum
{
  FOVEA_BLEND_VALUE,    /* opacity follows the value: clear where it is low */
  FOVEA_BLEND_PLAIN,    /* the same opacity everywhere */
  FOVEA_BLEND_GRAD_CAM, /* grad-cam's show_cam_on_image: (1 - o) photo + o colour, divided
                         * by the brightest level of the whole, cut down to 8 bits */
} FoveaBlend;

typedef struct
{
  const FoveaColormap *colormap;
  double low, high;   /* what the ends of the colour map stand for, in the map's unit */
  gboolean is_signed; /* zero in the middle: -m..m, m the larger of |low|, |high| */
  double opacity;     /* 0..1 */
  double threshold;   /* hide what is below this share of the range, 0..1 */
  FoveaBlend blend;
  double power; /* of the position before it is coloured; 0 stands for 1 */
} FoveaLook;

/* By name: "value", "plain", "grad-cam". FOVEA_ERROR_USAGE. */
gboolean fovea_blend_find (const char *name, FoveaBlend *blend, GError **error);
const char *fovea_blend_name (FoveaBlend blend);

/* Inferno over 0..1, opacity 0.8 following the value, nothing hidden. */
void fovea_look_init (FoveaLook *look);

/* The range in use: low..high, or -m..m when signed. An empty range is widened. */
void fovea_look_range (const FoveaLook *look, double *low, double *high);

/* One more than a power of two, so that zero of a signed range has its own entry. */
#define FOVEA_LOOK_LEVELS 1025

/* The look of each position i / 1024: ARGB32 as Cairo has it, premultiplied. For
 * FOVEA_BLEND_GRAD_CAM what the plain blend has with grad-cam's 256 colours. */
void fovea_look_table (const FoveaLook *look, guint32 table[FOVEA_LOOK_LEVELS]);
