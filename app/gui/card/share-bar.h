/* SPDX-License-Identifier: MIT */
#pragma once

/* A bar whose filled part is a share of a whole, in colours: what attention takes, what
 * convolution takes, what is neither's, or in the accent colour what nobody divides. It says its share to nobody: the
 * row it stands in has the words. */

#include <gtk/gtk.h>

typedef enum
{
  FOVEA_SHARE_ATTENTION,
  FOVEA_SHARE_CONVOLUTION,
  FOVEA_SHARE_OTHER,
  FOVEA_SHARE_UNDIVIDED,
  FOVEA_N_SHARES,
} FoveaShare;

#define FOVEA_TYPE_SHARE_BAR (fovea_share_bar_get_type ())
G_DECLARE_FINAL_TYPE (FoveaShareBar, fovea_share_bar, FOVEA, SHARE_BAR, GtkWidget)

/* Each in 0..1 of the bar's length, their sum at most 1. */
GtkWidget *fovea_share_bar_new (const double shares[FOVEA_N_SHARES]);

/* A square of the colour, for a legend. */
GtkWidget *fovea_share_swatch_new (FoveaShare share);
