/* SPDX-License-Identifier: MIT */

/* Cascading randomisation, arXiv 1810.03292: weights are made up again from the head down,
 * layer by layer, and each time the map is compared with the trained network's. A map that
 * stays as it was does not depend on what the network has learned. */

#include "measures/agreement.h"

#include <math.h>

#include "measure.h"
#include "recorded.h"

typedef struct
{
  const FoveaSubject *subject;
  FoveaMap *raw;        /* the trained network's */
  GPtrArray *sites;     /* FoveaSite: feature maps in order of depth */
  double *x, *spearman, *absolute, *ssim;
  char **labels;
} Cascade;

static void
take_sizes (const FoveaMap *map, float *sizes)
{
  gsize n = (gsize) fovea_map_width (map) * fovea_map_height (map);

  for (gsize i = 0; i < n; i++)
    sizes[i] = fabsf (fovea_map_values (map)[i]);
}

static void
compare_sizes (const FoveaMap *a, const FoveaMap *b, gsize n, double *absolute)
{
  g_autofree float *one = g_new (float, n);
  g_autofree float *other = g_new (float, n);

  take_sizes (a, one);
  take_sizes (b, other);
  if (!fovea_spearman (one, other, n, absolute, NULL))
    *absolute = NAN;
}

static void
show (const Cascade *self, FoveaMap *shown, guint step)
{
  const FoveaWitness *witness = self->subject->witness;
  FoveaWayMap map = { self->labels[step], step, self->sites->len + 1, shown,
                      self->spearman[step] };

  if (witness && witness->map)
    witness->map (&map, witness->data);
}

/* NaN where a map is constant or not finite. */
static void
compare (Cascade *self, const FoveaMap *raw, guint step)
{
  const FoveaMap *share = self->subject->share;
  guint width = fovea_map_width (share), height = fovea_map_height (share);
  gsize n = (gsize) fovea_map_width (raw) * fovea_map_height (raw);
  g_autoptr (FoveaMap) shown = fovea_map_finish (raw, width, height);

  if (!fovea_spearman (fovea_map_values (self->raw), fovea_map_values (raw), n,
                       &self->spearman[step], NULL))
    self->spearman[step] = NAN;
  compare_sizes (self->raw, raw, n, &self->absolute[step]);
  if (!fovea_ssim (fovea_map_values (share), fovea_map_values (shown), width, height,
                   &self->ssim[step], NULL))
    self->ssim[step] = NAN;
  show (self, shown, step);
}

/* Step 0 makes up what follows the last layer, the last step everything. */
static gboolean
try_step (Cascade *self, FoveaModel *trained, FoveaModel *random, guint step, GError **error)
{
  guint n = self->sites->len;
  const FoveaSite *last = step < n ? g_ptr_array_index (self->sites, n - 1 - step) : NULL;
  g_autoptr (FoveaModel) model
      = last ? fovea_model_spliced (trained, random, last->path, error)
             : fovea_model_ref (random);
  g_autoptr (FoveaMap) raw
      = model ? fovea_subject_ask_again (self->subject, model, NULL, error) : NULL;

  if (!raw)
    return FALSE;
  self->x[step] = step;
  self->labels[step]
      = last ? g_strconcat ("after ", last->path, NULL) : g_strdup ("everything");
  compare (self, raw, step);
  return TRUE;
}

static void
report (Cascade *self, FoveaReading *reading)
{
  guint n = self->sites->len + 1;
  const struct
  {
    const char *name, *title;
    const double *y;
  } curves[] = { { "spearman", "Rank correlation", self->spearman },
                 { "spearman_absolute", "Rank correlation of sizes", self->absolute },
                 { "ssim", "Structural similarity", self->ssim } };

  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      FoveaReadCurve *curve = fovea_reading_curve (reading, curves[i].name, curves[i].title,
                                                   "made up", "with the trained network's map",
                                                   n, self->x, curves[i].y);
      curve->labels = g_strdupv (self->labels);
    }
  fovea_reading_add (reading, "spearman", "rank correlation once everything is made up",
                     self->spearman[n - 1]);
  fovea_reading_add (reading, "spearman_absolute", "the same of the sizes",
                     self->absolute[n - 1]);
  fovea_reading_add (reading, "ssim", "structural similarity then", self->ssim[n - 1]);
  fovea_reading_note (reading, "seed", "%" G_GUINT64_FORMAT, self->subject->options->seed);
  fovea_reading_note (reading, "weights", "uniform, variance 1 / fan-in; norms near 1");
}

/* Feature maps alone: parts of a block come with the block. */
static GPtrArray *
list_sites (FoveaModel *model, FoveaInput *input, GError **error)
{
  GPtrArray *sites = fovea_sites (model, NULL, fovea_input_height (input),
                                  fovea_input_width (input), error);

  for (guint i = sites ? sites->len : 0; i-- > 0;)
    if (((const FoveaSite *) g_ptr_array_index (sites, i))->kind != FOVEA_SITE_FEATURE)
      g_ptr_array_remove_index (sites, i);
  return sites;
}

static gboolean
run (Cascade *self, FoveaModel *model, GError **error)
{
  guint n = self->sites->len + 1;
  g_autoptr (FoveaModel) random
      = fovea_model_randomised (model, self->subject->options->seed, error);

  for (guint step = 0; random && step < n; step++)
    if (!try_step (self, model, random, step, error)
        || !fovea_subject_tick (self->subject, step + 1, n, error))
      return FALSE;
  return random != NULL;
}

static gboolean
read_randomisation (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  FoveaModel *model = fovea_explanation_model (subject->explanation);
  FoveaInput *input = fovea_explanation_input (subject->explanation);
  g_autoptr (GPtrArray) sites = list_sites (model, input, error);
  guint n = sites ? sites->len + 1 : 1;
  g_autofree double *values = g_new0 (double, 4 * n);
  g_auto (GStrv) labels = g_new0 (char *, n + 1);
  Cascade self = { .subject = subject,
                   .raw = fovea_panels_get (
                       fovea_explanation_layer (subject->explanation, subject->layer)->panels,
                       subject->panel)->raw,
                   .sites = sites,
                   .x = values,
                   .spearman = values + n,
                   .absolute = values + 2 * n,
                   .ssim = values + 3 * n,
                   .labels = labels };

  if (!sites || !fovea_recorded_check_asking (model, "Randomisation", error)
      || !run (&self, model, error))
    return FALSE;
  report (&self, reading);
  return TRUE;
}

extern const FoveaMeasure fovea_randomisation_measure;
const FoveaMeasure fovea_randomisation_measure = {
  .name = "randomisation",
  .title = N_ ("Cascading randomisation"),
  .summary
  = N_ ("Whether the map changes when weights are made up again from the head down"),
  .kind = FOVEA_MEASURES_LONG,
  .read = read_randomisation,
};
