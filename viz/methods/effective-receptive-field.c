/* SPDX-License-Identifier: MIT */

/* The effective receptive field, arXiv 1701.04128, as RepLKNet (arXiv 2203.06717) and VAN
 * measure it:
 *
 *   S = sum over k of relu (A_k at the map's middle),  M = sum over colours of relu (dS/dx)
 *
 * for one image; papers take the mean over many. The squares around the middle that hold 20,
 * 30, 50 and 99 % of M come with it, of M itself and of log10 (M + 1) with M's mean over the
 * pixels as 1: the published table takes the logarithm first, which depends on M's unit. */

#include "probe.h"

#include <math.h>

#include "cam.h"
#include "measures/receptive-field.h"

static gsize
middle_of (const FoveaEvidence *evidence)
{
  return evidence->height / 2 * evidence->width + evidence->width / 2;
}

/* relu's slope at the middle, per channel. */
static void
seed (const FoveaEvidence *evidence, double *weight)
{
  gsize plane = evidence->height * evidence->width;

  for (gsize k = 0; k < evidence->channels; k++)
    weight[k] = evidence->activation[k * plane + middle_of (evidence)] > 0 ? 1 : 0;
}

static gboolean
add_squares (const double *map, guint width, guint height, FoveaReceptiveScale scale,
             const char *const names[FOVEA_RECEPTIVE_SHARES], FoveaPanels *panels,
             GError **error)
{
  static const char *const texts[] = {
    "share of the image in the centred square that holds 20 %",
    "share of the image in the centred square that holds 30 %",
    "share of the image in the centred square that holds 50 %",
    "share of the image in the centred square that holds 99 %",
  };
  FoveaReceptiveSquare squares[FOVEA_RECEPTIVE_SHARES];

  if (!fovea_receptive_field (map, width, height, scale, fovea_receptive_shares,
                              FOVEA_RECEPTIVE_SHARES, squares, error))
    return FALSE;
  for (guint i = 0; i < FOVEA_RECEPTIVE_SHARES; i++)
    fovea_panels_add_fact (panels, names[i], texts[i], squares[i].area);
  return TRUE;
}

/* M in units of its mean: the logarithm then means the same in every network. */
static gboolean
add_facts (double *map, guint width, guint height, FoveaPanels *panels, GError **error)
{
  static const char *const plain[] = { "area20", "area30", "area50", "area99" };
  static const char *const logged[]
      = { "log_area20", "log_area30", "log_area50", "log_area99" };
  gsize n = (gsize) width * height;
  double mean = 0;

  if (!add_squares (map, width, height, FOVEA_RECEPTIVE_PLAIN, plain, panels, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    mean += map[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    map[i] /= mean;
  return add_squares (map, width, height, FOVEA_RECEPTIVE_LOGGED, logged, panels, error);
}

/* log10 (v + 1) over its greatest, as the papers draw it. */
static void
add_drawing (const FoveaProbe *probe, double *map, gsize n, FoveaPanels *panels)
{
  double greatest = 0;

  for (gsize i = 0; i < n; i++)
    {
      map[i] = log10 (map[i] + 1);
      greatest = MAX (greatest, map[i]);
    }
  for (gsize i = 0; i < n; i++)
    map[i] /= greatest;
  fovea_probe_add (probe, panels, "logged", "log10 (field / mean + 1)", "share of the greatest",
                   FALSE, map);
}

static gboolean
receptive_field (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  FoveaEvidence evidence = fovea_probe_evidence (probe);
  guint channels, height, width;
  fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width;
  g_autofree double *weight = g_new (double, evidence.channels);
  g_autofree float *gradient = g_new0 (float, channels * plane);
  g_autofree double *map = g_new0 (double, plane);

  seed (&evidence, weight);
  if (!fovea_probe_reach (probe, weight, middle_of (&evidence), gradient, error))
    return FALSE;
  for (gsize i = 0; i < channels * plane; i++)
    map[i % plane] += MAX (gradient[i], 0);
  fovea_probe_clip (fovea_probe_add (probe, panels, "field", "Effective receptive field",
                                     "activation per unit of input", FALSE, map));
  if (!add_facts (map, width, height, panels, error))
    return FALSE;
  add_drawing (probe, map, plane, panels);
  return TRUE;
}

extern const FoveaMethod fovea_receptive_field_method;
const FoveaMethod fovea_receptive_field_method = {
  .name = "receptive_field",
  .title = N_ ("Effective receptive field"),
  .summary
  /* xgettext:no-c-format */
  = N_ ("What of the image the middle of a layer listens to, and the squares that hold "
        "20, 30, 50 and 99 % of it"),
  .unit = N_ ("activation per unit of input"),
  .suits = fovea_cam_suits,
  .probe = receptive_field,
};
