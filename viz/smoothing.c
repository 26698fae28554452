/* SPDX-License-Identifier: MIT */
#include "smoothing.h"

#include "error.h"
#include "explain-private.h"
#include "measures/motion.h"
#include "recorded.h"

#define N_VIEWS 6

static const FoveaMotion mirror = { "mirror", 0, 0, TRUE, 0 };

/* The sums of finished panels, layer by layer. */
typedef struct
{
  guint width, height;
  GPtrArray *sums; /* double *: panels of all layers in order */
} Sums;

typedef struct
{
  const FoveaWatch *outer;
  guint view;
} Share;

static gboolean
on_progress (double share, gpointer data)
{
  const Share *self = data;

  return !self->outer || !self->outer->progress
         || self->outer->progress ((self->view + share) / N_VIEWS, self->outer->data);
}

/* (transfer full) */
static FoveaInput *
make_view (const FoveaInput *input, guint view)
{
  static const float factors[] = { 1, 0.9f, 1.1f };
  FoveaTensor *tensor = fovea_input_tensor (input);
  gsize n = fovea_tensor_count (tensor);
  g_autofree float *values = g_new (float, n);

  if (view % 2)
    fovea_motion_apply (&mirror, fovea_tensor_data (tensor), 3, fovea_input_width (input),
                        fovea_input_height (input), values);
  for (gsize i = 0; i < n; i++)
    values[i] = (view % 2 ? values[i] : fovea_tensor_data (tensor)[i]) * factors[view / 2];
  return fovea_input_replace (input, values);
}

static void
add_panel (Sums *self, guint index, const FoveaMap *map, gboolean is_mirrored)
{
  gsize n = (gsize) self->width * self->height;
  g_autofree float *back = g_new (float, n);
  g_autoptr (FoveaMap) whole = fovea_map_resize (map, self->width, self->height);
  const float *values = fovea_map_values (whole);

  if (is_mirrored)
    {
      fovea_motion_apply (&mirror, values, 1, self->width, self->height, back);
      values = back;
    }
  if (index == self->sums->len)
    g_ptr_array_add (self->sums, g_new0 (double, n));
  for (gsize i = 0; i < n; i++)
    ((double *) self->sums->pdata[index])[i] += values[i] / (double) N_VIEWS;
}

static void
add_view (Sums *self, const FoveaExplanation *view, gboolean is_mirrored)
{
  guint index = 0;

  for (guint i = 0; i < fovea_explanation_n_layers (view); i++)
    {
      const FoveaPanels *panels = fovea_explanation_layer (view, i)->panels;
      for (guint k = 0; panels && k < fovea_panels_count (panels); k++, index++)
        {
          g_autoptr (FoveaMap) map = fovea_explanation_finish_panel (view, i, k, FALSE);
          add_panel (self, index, map, is_mirrored);
        }
    }
}

/* What a panel's smoothed values are in, and between which ends. */
static void
replace_panel (FoveaExplanation *explanation, guint layer, guint panel, const Sums *sums,
               const double *values)
{
  FoveaPanel *shown
      = fovea_panels_get (fovea_explanation_layer (explanation, layer)->panels, panel);
  double low, high;

  fovea_explanation_range (explanation, layer, panel, &low, &high);
  g_autofree char *unit = g_strdup (fovea_explanation_unit (explanation, layer, panel));
  fovea_map_unref (shown->raw);
  shown->raw = fovea_map_from_doubles (values, sums->width, sums->height);
  shown->noise = 0;
  g_free (shown->unit);
  shown->unit = g_steal_pointer (&unit);
  shown->low = low;
  shown->high = high;
}

static void
replace_all (FoveaExplanation *explanation, const Sums *sums)
{
  guint index = 0;

  for (guint i = 0; i < explanation->layers->len; i++)
    {
      FoveaLayerMap *layer = g_ptr_array_index (explanation->layers, i);
      guint n = layer->panels ? fovea_panels_count (layer->panels) : 0;

      for (guint k = 0; k < n; k++, index++)
        replace_panel (explanation, i, k, sums, sums->sums->pdata[index]);
      if (n == 0)
        continue;
      fovea_map_unref (layer->raw);
      layer->raw = fovea_map_ref (fovea_panels_get (layer->panels, 0)->raw);
    }
}

FoveaExplanation *
fovea_explain_smoothed (FoveaModel *model, FoveaInput *input,
                        const FoveaExplainRequest *request, const FoveaWatch *watch,
                        GError **error)
{
  FoveaExplainRequest plain = *request;
  Share share = { watch, 0 };
  FoveaWatch inner = { on_progress, &share, watch ? watch->stop : NULL,
                       watch ? watch->enough : NULL };
  gint64 start = g_get_monotonic_time ();

  if (!fovea_recorded_check_asking (model, "Smoothing by views", error))
    return NULL;
  plain.smoothing &= ~(guint) FOVEA_SMOOTH_VIEWS;
  g_autoptr (FoveaExplanation) first = fovea_explain (model, input, &plain, &inner, error);
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func (g_free);
  Sums sums = { fovea_input_width (input), fovea_input_height (input), arrays };

  if (!first)
    return NULL;
  add_view (&sums, first, FALSE);
  plain.target = first->target >= 0 ? first->target : plain.target;
  for (share.view = 1; share.view < N_VIEWS; share.view++)
    {
      g_autoptr (FoveaInput) moved = make_view (input, share.view);
      g_autoptr (FoveaExplanation) view = fovea_explain (model, moved, &plain, &inner, error);
      if (!view)
        return NULL;
      add_view (&sums, view, share.view % 2);
    }
  replace_all (first, &sums);
  first->request.smoothing = request->smoothing;
  first->milliseconds = (double) (g_get_monotonic_time () - start) / 1000;
  return g_steal_pointer (&first);
}

static const char *const names[] = { "none", "views", "eigen", "both" };

gboolean
fovea_smoothing_find (const char *name, guint *smoothing, GError **error)
{
  for (*smoothing = 0; *smoothing < G_N_ELEMENTS (names); (*smoothing)++)
    if (g_str_equal (names[*smoothing], name))
      return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no smoothing “%s”; there are none, views, eigen, both", name);
  return FALSE;
}

const char *
fovea_smoothing_name (guint smoothing)
{
  return names[smoothing];
}
