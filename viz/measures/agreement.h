/* SPDX-License-Identifier: MIT */
#pragma once

/* How far two maps say the same. Four answers, from the strictest to the laxest: SSIM (the
 * same picture), Pearson (the same but for unit and zero), Spearman (the same order), and
 * overlap (the same few places on top). None depends on which map comes first. Both maps are
 * on one grid; resize one first where they are not. */

#include <glib.h>

/* Pearson's correlation of `n` cells, -1 to 1; exactly 1 for two maps with the same bits.
 * FOVEA_ERROR_FAILED where a map is not finite, or constant: then there is none. */
gboolean fovea_pearson (const float *a, const float *b, gsize n, double *correlation,
                        GError **error);

/* Spearman's: Pearson's of the ranks, equal values sharing the mean of theirs. Errors as
 * fovea_pearson. */
gboolean fovea_spearman (const float *a, const float *b, gsize n, double *correlation,
                         GError **error);

/* SSIM's window and constants: 11 x 11, sigma 1.5, K1 0.01, K2 0.03. */
#define FOVEA_SSIM_WINDOW 11

/* Structural similarity (Wang et al. 2004), at most 1, of two maps of height x width, each
 * scaled to [0, 1] by its own least and greatest cell (a constant map to 0) so that both have
 * the range L = 1: the mean over every place where the whole window lies inside, with
 * population variances. FOVEA_ERROR_USAGE where a side has fewer than FOVEA_SSIM_WINDOW
 * cells, FOVEA_ERROR_FAILED where a map is not finite. */
gboolean fovea_ssim (const float *a, const float *b, guint width, guint height,
                     double *similarity, GError **error);

typedef struct
{
  gsize top;            /* cells compared of each map: ceil (percent n / 100) */
  gsize shared;         /* those in both */
  double share;         /* shared / top */
  double iou;           /* shared / (2 top - shared): intersection over union */
  gsize tied_a, tied_b; /* cells in or out by the rule for equal values alone */
  const char *tie_rule; /* FOVEA_RANKING_TIES */
} FoveaOverlap;

/* The `percent` % highest of the `n` cells of each map. FOVEA_ERROR_USAGE for a percentage
 * that is not above 0 and at most 100, FOVEA_ERROR_FAILED where a map is not finite. */
gboolean fovea_overlap (const float *a, const float *b, gsize n, double percent,
                        FoveaOverlap *overlap, GError **error);
