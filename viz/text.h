/* SPDX-License-Identifier: MIT */
#pragma once

/* Text in pictures: one way of laying it out, with figures of equal width and without
 * hinting, so that a line is as long on the screen as on paper. Sizes are in user-space
 * units, whatever the resolution of the target. */

#include <pango/pangocairo.h>

typedef struct
{
  const char *family; /* NULL for the system's sans */
  double size;        /* of an em */
  double wrap;        /* wrap lines at this width; 0: one line */
  gboolean bold;
  PangoAlignment align;
} FoveaTextStyle;

/* Lays out UTF-8. `cr` is where it will be drawn, or NULL to measure. (transfer full) */
PangoLayout *fovea_text_layout (cairo_t *cr, const char *text,
                                const FoveaTextStyle *style);

/* The logical size of a text, in user-space units. Either may be NULL. */
void fovea_text_measure (const char *text, const FoveaTextStyle *style, double *width,
                         double *height);

/* Draws with the current colour; the point lies at the share (align_x, align_y) of the
 * text's logical box (as wide as `wrap` where that is set): 0, 0 is its upper left corner,
 * 0.5, 0.5 its middle. */
void fovea_text_draw (cairo_t *cr, const char *text, const FoveaTextStyle *style,
                      double x, double y, double align_x, double align_y);
