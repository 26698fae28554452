/* SPDX-License-Identifier: MIT */

/* The stages of large kernel attention, arXiv 2202.09741:
 *
 *   a0 = depthwise u,  a1 = dilated depthwise a0,  a2 = pointwise a1,  output = u a2
 *
 * For one channel each as it is, signed. Over all of them the mean of the absolute value, as the
 * paper's figures show the absolute value (the mean is our choice, since it names none), and of
 * a2, which is the attention and has a sign, the mean as well. */

#include "method.h"

#include <math.h>

/* In the order of computing. */
static const struct
{
  FoveaSiteRole role;
  const char *name, *what;
} stages[] = {
  { FOVEA_ROLE_U, "u", "what is gated" },
  { FOVEA_ROLE_A0, "a0", "after the depthwise convolution" },
  { FOVEA_ROLE_A1, "a1", "after the dilated depthwise convolution" },
  { FOVEA_ROLE_A2, "a2", "after the pointwise convolution: the attention" },
  { FOVEA_ROLE_GATED, "gated", "u times a2: the output" },
};

static gboolean
is_gated (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_LKA && site->role == FOVEA_ROLE_GATED;
}

static gboolean
reads (const FoveaSite *site, const FoveaSite *other)
{
  return other->kind == FOVEA_SITE_LKA && fovea_site_same_block (site, other);
}

typedef double (*Reduce) (double value);

static double
as_it_is (double value)
{
  return value;
}

/* The mean over channels of reduce (value). */
static void
average (const FoveaRecord *record, Reduce reduce, float *map)
{
  gsize channels = record->shape.dim[1];
  gsize plane = record->shape.dim[2] * record->shape.dim[3];
  g_autofree double *sums = g_new0 (double, plane);

  for (gsize k = 0; k < channels; k++)
    for (gsize p = 0; p < plane; p++)
      sums[p] += reduce (record->activation[k * plane + p]);
  for (gsize p = 0; p < plane; p++)
    map[p] = (float) (sums[p] / (double) channels);
}

static void
add_mean (FoveaPanels *panels, const FoveaRecord *record, guint stage, gboolean is_signed)
{
  const char *name = stages[stage].name;
  gsize height = record->shape.dim[2], width = record->shape.dim[3];
  g_autofree float *map = g_new (float, height * width);
  g_autofree char *word = g_strconcat (name, is_signed ? "_mean" : "", NULL);
  g_autofree char *title
      = g_strdup_printf ("%s, %s%s", name, stages[stage].what, is_signed ? ", with its sign" : "");
  g_autofree char *unit = g_strdup_printf (is_signed ? "mean %s" : "mean |%s|", name);

  average (record, is_signed ? as_it_is : fabs, map);
  fovea_panels_add (panels, word, title, unit, is_signed, (guint) width, (guint) height, map);
}

static void
add_channel (FoveaPanels *panels, const FoveaRecord *record, guint stage, gsize channel)
{
  gsize height = record->shape.dim[2], width = record->shape.dim[3];
  g_autofree char *title
      = g_strdup_printf ("Channel %zu of %s, %s", channel, stages[stage].name,
                         stages[stage].what);

  fovea_panels_add (panels, stages[stage].name, title, stages[stage].name, TRUE,
                    (guint) width, (guint) height,
                    record->activation + channel * height * width);
}

static gboolean
lka_stages_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  gint channel = evidence->choice->channel;

  if (!fovea_evidence_check_channel (evidence, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      /* A step that is turned off has no record. */
      const FoveaRecord *record = fovea_evidence_find (evidence, stages[i].role);
      if (!record)
        continue;
      if (channel >= 0)
        add_channel (panels, record, i, (gsize) channel);
      else
        add_mean (panels, record, i, FALSE);
      if (channel < 0 && stages[i].role == FOVEA_ROLE_A2)
        add_mean (panels, record, i, TRUE);
    }
  return TRUE;
}

extern const FoveaMethod fovea_lka_stages_method;
const FoveaMethod fovea_lka_stages_method = {
  .name = "lka_stages",
  .title = N_ ("LKA stages"),
  .summary
  = N_ ("Large kernel attention step by step: one channel, or the mean over channels"),
  .unit = N_ ("activation"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_CHANNEL,
  .suits = is_gated,
  .reads = reads,
  .panels = lka_stages_panels,
};
