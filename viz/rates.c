/* SPDX-License-Identifier: MIT */
#include "rates.h"

#include <math.h>

#include "error.h"

struct _FoveaRatesChart
{
  guint n;
  double *depth, *attention, *convolution, *ratio;
  FoveaSeries magnitudes[2], ratios[1];
  FoveaChartPanel panels[2];
  GArray *bands; /* FoveaBand, labels owned */
  FoveaChart chart;
};

static double
read_rate (const FoveaBinding *binding, const FoveaNode *node, guint slot)
{
  const float *value = fovea_binding_get (binding, node, slot);

  return value ? (double) value[0] : NAN;
}

GArray *
fovea_rates_of (const FoveaTape *tape, const FoveaBinding *binding, const char *title,
                GError **error)
{
  g_autoptr (GArray) rates = g_array_new (FALSE, FALSE, sizeof (FoveaRate));
  guint n;
  const FoveaNode *const *sites = fovea_tape_sites (tape, &n);

  for (guint i = 0; i < n; i++)
    {
      const FoveaSite *site = sites[i]->site;

      if (site->role != FOVEA_ROLE_MIXED || sites[i]->n_params < 2)
        continue;
      FoveaRate rate = { g_intern_string (site->path), site->stage, site->block,
                         binding ? read_rate (binding, sites[i], 0) : NAN,
                         binding ? read_rate (binding, sites[i], 1) : NAN };
      g_array_append_val (rates, rate);
    }
  if (rates->len == 0)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "%s has no learned rates: only backbones whose blocks add an attention path "
                 "and a convolution path have them",
                 title);
  else if (!binding)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "%s has no weights, and its rates are among them: pass a checkpoint with "
                 "--weights FILE",
                 title);
  else
    return g_steal_pointer (&rates);
  return NULL;
}

GArray *
fovea_rates (FoveaModel *model, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, error);

  return tape ? fovea_rates_of (tape, fovea_model_binding (model),
                                fovea_model_title (model), error)
              : NULL;
}

double
fovea_rate_ratio (const FoveaRate *rate)
{
  return log2 (fabs (rate->attention)) - log2 (fabs (rate->convolution));
}

static void
fill_values (FoveaRatesChart *self, const GArray *rates)
{
  self->n = rates->len;
  self->depth = g_new (double, self->n + 1);
  self->attention = g_new (double, self->n + 1);
  self->convolution = g_new (double, self->n + 1);
  self->ratio = g_new (double, self->n + 1);
  for (guint i = 0; i < self->n; i++)
    {
      const FoveaRate *rate = &g_array_index (rates, FoveaRate, i);

      self->depth[i] = i + 1;
      self->attention[i] = fabs (rate->attention);
      self->convolution[i] = fabs (rate->convolution);
      self->ratio[i] = fovea_rate_ratio (rate);
    }
}

/* One for each run of blocks of the same stage. */
static void
fill_bands (FoveaRatesChart *self, const GArray *rates)
{
  self->bands = g_array_new (FALSE, FALSE, sizeof (FoveaBand));
  for (guint i = 0; i < rates->len; i++)
    {
      guint stage = g_array_index (rates, FoveaRate, i).stage;

      if (i == 0 || stage != g_array_index (rates, FoveaRate, i - 1).stage)
        {
          FoveaBand band = { i + 1, i + 1, g_strdup_printf ("stage %u", stage) };
          g_array_append_val (self->bands, band);
        }
      g_array_index (self->bands, FoveaBand, self->bands->len - 1).last = i + 1;
    }
}

FoveaRatesChart *
fovea_rates_chart_new (const GArray *rates)
{
  FoveaRatesChart *self = g_new0 (FoveaRatesChart, 1);

  fill_values (self, rates);
  fill_bands (self, rates);
  self->magnitudes[0]
      = (FoveaSeries){ "attention |rate1|", self->n, self->depth, self->attention };
  self->magnitudes[1]
      = (FoveaSeries){ "convolution |rate2|", self->n, self->depth, self->convolution };
  self->ratios[0] = (FoveaSeries){ "ratio", self->n, self->depth, self->ratio };
  self->panels[0] = (FoveaChartPanel){ .label = "rate",
                                  .series = self->magnitudes,
                                  .n_series = 2,
                                  .from_zero = TRUE,
                                  .share = 1.2 };
  self->panels[1] = (FoveaChartPanel){ .label = "log₂ ratio",
                                  .series = self->ratios,
                                  .n_series = 1,
                                  .first_style = 2,
                                  .from_zero = TRUE,
                                  .note = "above 0: attention weighs more",
                                  .share = 1 };
  self->chart = (FoveaChart){ .panels = self->panels,
                              .n_panels = 2,
                              .bands = (const FoveaBand *) (gpointer) self->bands->data,
                              .n_bands = self->bands->len,
                              .x_label = "block" };
  return self;
}

const FoveaChart *
fovea_rates_chart (const FoveaRatesChart *self)
{
  return &self->chart;
}

void
fovea_rates_chart_free (FoveaRatesChart *self)
{
  for (guint i = 0; i < self->bands->len; i++)
    g_free ((char *) g_array_index (self->bands, FoveaBand, i).label);
  g_array_unref (self->bands);
  g_free (self->depth);
  g_free (self->attention);
  g_free (self->convolution);
  g_free (self->ratio);
  g_free (self);
}
