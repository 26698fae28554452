/* SPDX-License-Identifier: MIT */
#pragma once

/* A colour bar: the colours as they look on the picture (their opacity composited over a
 * middle grey), drawn as one image, with a few round numbers beside it and the unit. Zero
 * is always among the numbers of a signed range. Sizes are in user-space units. */

#include "look.h"

#include <cairo.h>

typedef struct
{
  FoveaLook look;
  gboolean vertical; /* low at the bottom, numbers at the right; else low at the left,
                       * numbers below */
  const char *label; /* the unit, "share of positive evidence"; NULL for none */
  const char *font;  /* NULL for the system's sans */
  double text_size;
  double unit;   /* the bar is 12 units thick, gaps are multiples of 6 */
  double ink[3]; /* colour of the text, R G B in 0..1 */
} FoveaColorbar;

/* The numbers beside a bar. */
typedef struct
{
  guint count;
  double values[8];
  char text[8][16]; /* as shown, in units of 10^exponent */
  int exponent;     /* 0 where the plain numbers are short enough */
} FoveaTicks;

/* At most `most` (2..8) round numbers (1, 2 or 5 times a power of ten apart) in low..high. */
void fovea_ticks (double low, double high, guint most, FoveaTicks *ticks);

/* How much room the bar, its numbers and its label take across, for a bar `length` long. */
double fovea_colorbar_thickness (const FoveaColorbar *bar, double length);

/* Draws it with its upper left corner at (x, y), `length` long. Nothing reaches outside
 * length x fovea_colorbar_thickness. */
void fovea_colorbar_draw (const FoveaColorbar *bar, cairo_t *cr, double x, double y,
                          double length);
