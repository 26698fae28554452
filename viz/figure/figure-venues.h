/* SPDX-License-Identifier: MIT */
#pragma once

/* How wide figures are in the venues' templates, from the classes' \columnwidth and \textwidth
 * (a TeX point is 1/72.27 inch, a PDF's 1/72). */

#include <glib.h>

typedef struct
{
  const char *name; /* "cvpr-column" */
  const char *title; /* "CVPR, one column" */
  double width_mm;
  const char *font; /* that the template's text is set in */
} FoveaVenue;

/* All of them; `n` receives how many. */
const FoveaVenue *fovea_venues (guint *n);

/* NULL and FOVEA_ERROR_USAGE with the names where there is none of this name. */
const FoveaVenue *fovea_venue_find (const char *name, GError **error);
