/* SPDX-License-Identifier: MIT */
#pragma once

/* Colour maps: 256 colours from low to high, kept in one table from which menus and the
 * command line are filled. A diverging map is for signed values: its middle, between
 * entries 127 and 128, is exactly neutral and stands for zero. */

#include <glib.h>

typedef enum
{
  FOVEA_COLORMAP_PERCEPTUAL, /* lightness grows with the value, also in grey print */
  FOVEA_COLORMAP_DIVERGING,  /* for signed maps: zero in the middle */
  FOVEA_COLORMAP_LEGACY,     /* for comparing with older pictures: shows false edges */
} FoveaColormapGroup;

typedef struct
{
  const char *name;  /* "inferno": for options and recipes */
  const char *title; /* "Inferno": for people */
  FoveaColormapGroup group;
  const guint8 (*table)[3]; /* 256 entries, R G B */
} FoveaColormap;

/* All of them, the default of each group first. */
const FoveaColormap *fovea_colormaps (guint *count);

/* By name. Fails with FOVEA_ERROR_USAGE and lists the names. */
const FoveaColormap *fovea_colormap_find (const char *name, GError **error);

/* The first map of a group. */
const FoveaColormap *fovea_colormap_default (FoveaColormapGroup group);

/* The colour at `t` in 0..1 (clamped), between entries by linear interpolation of sRGB
 * levels, 0..255. */
void fovea_colormap_color (const FoveaColormap *colormap, double t, double rgb[3]);
