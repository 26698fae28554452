/* SPDX-License-Identifier: MIT */
#pragma once

/* What a method that asks the network again and again sees: the image and the layer as they
 * are, the score of any other image, of any other value of the layer (only what follows from
 * it is computed), and gradients at any image. Progress, cancel and an early end in one
 * place. A question is one forward of batch 1 on all threads, the same to the bit however
 * many there are. */

#include "method.h"

/* How much is asked; 0 stands for what the method has by default. */
typedef struct
{
  guint samples;      /* images, masks or steps */
  guint64 seed;       /* of whatever is random */
  double noise;       /* standard deviation, as a share of the image's range */
  guint patch, step;  /* occlusion: side and distance of the squares, in pixels */
  double probability; /* RISE: of a mask's cell to be seen */
} FoveaSampling;

const FoveaSite *fovea_probe_site (const FoveaProbe *probe);
const FoveaSampling *fovea_probe_sampling (const FoveaProbe *probe);

/* The preprocessed image, channels x height x width, and its S. */
const float *fovea_probe_image (const FoveaProbe *probe, guint *channels, guint *height,
                                guint *width);
double fovea_probe_score (const FoveaProbe *probe);

/* The layer as methods without questions see it; no gradient. */
FoveaEvidence fovea_probe_evidence (const FoveaProbe *probe);

/* A panel of the image's size. */
FoveaPanel *fovea_probe_add (const FoveaProbe *probe, FoveaPanels *panels, const char *name,
                             const char *title, const char *unit, gboolean is_signed,
                             const double *values);

/* Ends the panel's scale at the 99th percentile of |values|: a few pixels of a gradient would
 * leave the others without colour. */
void fovea_probe_clip (FoveaPanel *panel);

/* "logit" or "probability". */
const char *fovea_probe_unit (const FoveaProbe *probe);

/* The layer's value for the image: its site's shape. NULL for a method of the input. */
const float *fovea_probe_activation (const FoveaProbe *probe);

/* S of another image; of the same image with another value of the layer. Fail with
 * FOVEA_ERROR_CANCELLED, FOVEA_ERROR_LIMIT. */
gboolean fovea_probe_ask (FoveaProbe *probe, const float *image, double *score,
                          GError **error);
gboolean fovea_probe_ask_tail (FoveaProbe *probe, const float *activation, double *score,
                               GError **error);

/* S of an image and dS/dimage under `rule` (FOVEA_RULE_PLAIN or _GUIDED; always the same in
 * one probe). */
gboolean fovea_probe_slope (FoveaProbe *probe, const float *image, gboolean guided,
                            double *score, float *gradient, GError **error);

/* S and dS/dA with the layer's value replaced, one forward and backward of what follows;
 * ReLUs let through what they do for the image, as second derivatives have it. */
gboolean fovea_probe_slope_tail (FoveaProbe *probe, const float *activation, double *score,
                                 float *gradient, GError **error);

/* d/dimage of the sum over the layer's channels of weight[k] A_k[cell]: `weight` one a
 * channel, `cell` a position of its map; the gradient has the image's size. */
gboolean fovea_probe_reach (FoveaProbe *probe, const double *weight, gsize cell,
                            float *gradient, GError **error);

/* Adds the panels of what a method has so far, at least one answer. */
typedef void (*FoveaProbeDraw) (const FoveaProbe *probe, gconstpointer data,
                                FoveaPanels *panels);

/* To be called after each of `total` questions. Shows now and then what there is, as `draw` (or
 * NULL) draws it. Sets `enough` when the user wants to keep that. FALSE when it was cancelled. */
gboolean fovea_probe_tick (FoveaProbe *probe, guint done, guint total, FoveaProbeDraw draw,
                           gconstpointer data, gboolean *enough, GError **error);
