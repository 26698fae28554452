/* SPDX-License-Identifier: MIT */
#include "probe-private.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "run.h"

struct _FoveaProbe
{
  FoveaExplanation *explanation;
  const FoveaExplainRequest *request;
  const FoveaWatch *watch;
  FoveaTape *tape;
  const FoveaNode *node;   /* the layer's; NULL for a method of the input */
  FoveaTensor *activation; /* its value for the image */
  double score;
  gint64 shown;            /* when it was last shown; its beginning at first */
  FoveaRun *run;           /* forward, and again from the node */
  gboolean moved;          /* the run holds another image */
  FoveaRun *slopes;        /* with the gradient at the input */
  FoveaRun *tail;          /* from the node, with the gradient at it */
  FoveaRun *reach;         /* from the node back to the input */
  float *gradient;         /* where a gradient goes */
};

static gboolean
wants_activation (const FoveaNode *node, FoveaWant what, gpointer data)
{
  return node == ((const FoveaProbe *) data)->node && what == FOVEA_ACTIVATION;
}

/* Of the first forward. */
static void
take_activation (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
                 const float *values, gpointer data)
{
  FoveaProbe *probe = data;
  float *fill;

  if (probe->activation)
    return;
  probe->activation = fovea_tensor_new (shape, &fill);
  memcpy (fill, values, fovea_shape_count (shape) * sizeof *fill);
}

static gboolean
wants_gradient (const FoveaNode *node, FoveaWant what, gpointer data)
{
  return node == fovea_tape_get_input (((const FoveaProbe *) data)->tape)
         && what == FOVEA_GRADIENT;
}

static void
take_gradient (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
               const float *values, gpointer data)
{
  memcpy (((FoveaProbe *) data)->gradient, values,
          fovea_shape_count (shape) * sizeof *values);
}

static FoveaObserver
make_observer (FoveaProbe *probe, gboolean slopes)
{
  return (FoveaObserver){ slopes ? wants_gradient : wants_activation,
                          slopes ? take_gradient : take_activation, NULL,
                          probe->watch ? probe->watch->stop : NULL, probe };
}

static FoveaRun *
make_run (FoveaProbe *probe, const FoveaPlanRequest *request, GError **error)
{
  g_autoptr (FoveaPlan) plan = fovea_plan_new (probe->tape, request, error);

  if (!plan)
    return NULL;
  probe->explanation->bytes += fovea_plan_bytes (plan);
  return fovea_run_new (plan, fovea_model_binding (probe->explanation->model));
}

static double
score_of (const FoveaProbe *probe, FoveaTensor *logits)
{
  return fovea_objective_score (&probe->request->objective,
                                (guint) probe->explanation->target,
                                fovea_tensor_data (logits),
                                (guint) fovea_tensor_count (logits));
}

/* The first forward: the layer, the prediction, the target. */
static gboolean
look (FoveaProbe *probe, GError **error)
{
  FoveaObserver observer = make_observer (probe, FALSE);
  FoveaPlanRequest plan = { .restart = probe->node, .observer = &observer };

  probe->run = make_run (probe, &plan, error);
  if (!probe->run
      || !fovea_run_forward (probe->run, fovea_input_tensor (probe->explanation->input),
                             &observer, error))
    return FALSE;
  if (fovea_model_n_classes (probe->explanation->model) == 0)
    return TRUE;
  g_autoptr (FoveaTensor) logits = fovea_run_output (probe->run);
  probe->explanation->prediction = fovea_prediction_new (logits);
  if (!fovea_method_explains_class (probe->explanation->method))
    return TRUE;
  if (!fovea_explanation_choose_target (probe->explanation, probe->request, error))
    return FALSE;
  probe->score = score_of (probe, logits);
  return TRUE;
}

FoveaProbe *
fovea_probe_new (FoveaExplanation *explanation, FoveaTape *tape,
                 const FoveaExplainRequest *request, const FoveaWatch *watch, GError **error)
{
  g_autoptr (FoveaProbe) probe = g_new0 (FoveaProbe, 1);

  probe->explanation = explanation;
  probe->request = request;
  probe->watch = watch;
  probe->shown = g_get_monotonic_time ();
  probe->tape = fovea_tape_ref (tape);
  if (!explanation->method->of_input)
    probe->node = fovea_tape_lookup (tape, fovea_explanation_layer (explanation, 0)->site.path);
  return look (probe, error) ? g_steal_pointer (&probe) : NULL;
}

void
fovea_probe_free (FoveaProbe *probe)
{
  g_clear_pointer (&probe->run, fovea_run_free);
  g_clear_pointer (&probe->slopes, fovea_run_free);
  g_clear_pointer (&probe->tail, fovea_run_free);
  g_clear_pointer (&probe->reach, fovea_run_free);
  g_clear_pointer (&probe->activation, fovea_tensor_unref);
  fovea_tape_unref (probe->tape);
  g_free (probe);
}

const FoveaSite *
fovea_probe_site (const FoveaProbe *probe)
{
  return &fovea_explanation_layer (probe->explanation, 0)->site;
}

const FoveaSampling *
fovea_probe_sampling (const FoveaProbe *probe)
{
  return &probe->request->sampling;
}

const float *
fovea_probe_image (const FoveaProbe *probe, guint *channels, guint *height, guint *width)
{
  FoveaTensor *image = fovea_input_tensor (probe->explanation->input);
  const FoveaShape *shape = fovea_tensor_shape (image);

  *channels = (guint) shape->dim[1];
  *height = (guint) shape->dim[2];
  *width = (guint) shape->dim[3];
  return fovea_tensor_data (image);
}

double
fovea_probe_score (const FoveaProbe *probe)
{
  return probe->score;
}

const char *
fovea_probe_unit (const FoveaProbe *probe)
{
  return fovea_objective_unit (&probe->request->objective);
}

const float *
fovea_probe_activation (const FoveaProbe *probe)
{
  return probe->activation ? fovea_tensor_data (probe->activation) : NULL;
}

FoveaEvidence
fovea_probe_evidence (const FoveaProbe *probe)
{
  const FoveaSite *site = fovea_probe_site (probe);

  return (FoveaEvidence){ .site = site,
                          .channels = site->shape.dim[1],
                          .height = site->shape.dim[2],
                          .width = site->shape.dim[3],
                          .activation = fovea_probe_activation (probe) };
}

FoveaPanel *
fovea_probe_add (const FoveaProbe *probe, FoveaPanels *panels, const char *name,
                 const char *title, const char *unit, gboolean is_signed, const double *values)
{
  guint channels, height, width;
  fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width;
  g_autofree float *map = g_new (float, plane);

  for (gsize p = 0; p < plane; p++)
    map[p] = (float) values[p];
  return fovea_panels_add (panels, name, title, unit, is_signed, width, height, map);
}

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

void
fovea_probe_clip (FoveaPanel *panel)
{
  gsize n = (gsize) fovea_map_width (panel->raw) * fovea_map_height (panel->raw);
  g_autofree float *sizes = g_memdup2 (fovea_map_values (panel->raw), n * sizeof *sizes);

  for (gsize i = 0; i < n; i++)
    sizes[i] = ABS (sizes[i]);
  qsort (sizes, n, sizeof *sizes, compare_floats);
  panel->high = sizes[(n - 1) * 99 / 100];
  panel->low = panel->is_signed ? -panel->high : 0;
}

/* (transfer full) */
static FoveaTensor *
image_tensor (const FoveaProbe *probe, const float *image)
{
  return fovea_tensor_new_copy (fovea_tensor_shape (fovea_input_tensor (probe->explanation->input)),
                      image);
}

static gboolean
forward (FoveaProbe *probe, FoveaTensor *image, GError **error)
{
  FoveaObserver observer = make_observer (probe, FALSE);

  return fovea_run_forward (probe->run, image, &observer, error);
}

static void
read_score (FoveaProbe *probe, FoveaRun *run, double *score)
{
  g_autoptr (FoveaTensor) logits = fovea_run_output (run);

  *score = score_of (probe, logits);
}

gboolean
fovea_probe_ask (FoveaProbe *probe, const float *image, double *score, GError **error)
{
  g_autoptr (FoveaTensor) tensor = image_tensor (probe, image);

  probe->moved = TRUE;
  if (!forward (probe, tensor, error))
    return FALSE;
  read_score (probe, probe->run, score);
  return TRUE;
}

gboolean
fovea_probe_ask_tail (FoveaProbe *probe, const float *activation, double *score,
                      GError **error)
{
  g_autoptr (FoveaTensor) value
      = fovea_tensor_new_copy (fovea_tensor_shape (probe->activation), activation);
  FoveaObserver observer = make_observer (probe, FALSE);

  if (probe->moved && !forward (probe, fovea_input_tensor (probe->explanation->input), error))
    return FALSE;
  probe->moved = FALSE;
  if (!fovea_run_again (probe->run, value, &observer, error))
    return FALSE;
  read_score (probe, probe->run, score);
  return TRUE;
}

static gboolean
prepare_slopes (FoveaProbe *probe, gboolean guided, GError **error)
{
  FoveaObserver observer = make_observer (probe, TRUE);
  FoveaPlanRequest plan = { .seed = fovea_tape_get_output (probe->tape),
                            .rule = guided ? FOVEA_RULE_GUIDED : FOVEA_RULE_PLAIN,
                            .observer = &observer };

  if (!probe->slopes)
    probe->slopes = make_run (probe, &plan, error);
  return probe->slopes != NULL;
}

/* dS/dz at the run's logits. (transfer full) */
static FoveaTensor *
make_seed (FoveaProbe *probe, FoveaRun *run, double *score)
{
  g_autoptr (FoveaTensor) logits = fovea_run_output (run);

  *score = score_of (probe, logits);
  return fovea_objective_seed (&probe->request->objective,
                               (guint) probe->explanation->target, logits);
}

gboolean
fovea_probe_slope (FoveaProbe *probe, const float *image, gboolean guided, double *score,
                   float *gradient, GError **error)
{
  g_autoptr (FoveaTensor) tensor = image_tensor (probe, image);
  FoveaObserver observer = make_observer (probe, TRUE);

  if (!prepare_slopes (probe, guided, error)
      || !fovea_run_forward (probe->slopes, tensor, &observer, error))
    return FALSE;
  g_autoptr (FoveaTensor) seed = make_seed (probe, probe->slopes, score);
  probe->gradient = gradient;
  return fovea_run_backward (probe->slopes, seed, &observer, error);
}

static gboolean
wants_node_gradient (const FoveaNode *node, FoveaWant what, gpointer data)
{
  return node == ((const FoveaProbe *) data)->node && what == FOVEA_GRADIENT;
}

/* The gradient at the node goes where the gradient at the input does otherwise. */
static FoveaObserver
tail_observer (FoveaProbe *probe)
{
  return (FoveaObserver){ wants_node_gradient, take_gradient, NULL,
                          probe->watch ? probe->watch->stop : NULL, probe };
}

static gboolean
prepare_tail (FoveaProbe *probe, GError **error)
{
  FoveaObserver observer = tail_observer (probe);
  FoveaPlanRequest plan = { .restart = probe->node,
                            .seed = fovea_tape_get_output (probe->tape),
                            .many_backwards = TRUE,
                            .observer = &observer };

  if (probe->tail)
    return TRUE;
  probe->tail = make_run (probe, &plan, error);
  if (!probe->tail
      || !fovea_run_forward (probe->tail, fovea_input_tensor (probe->explanation->input),
                             &observer, error))
    return FALSE;
  fovea_run_hold (probe->tail);
  return TRUE;
}

gboolean
fovea_probe_slope_tail (FoveaProbe *probe, const float *activation, double *score,
                        float *gradient, GError **error)
{
  FoveaObserver observer = tail_observer (probe);
  g_autoptr (FoveaTensor) value
      = fovea_tensor_new_copy (fovea_tensor_shape (probe->activation), activation);

  if (!prepare_tail (probe, error) || !fovea_run_again (probe->tail, value, &observer, error))
    return FALSE;
  g_autoptr (FoveaTensor) seed = make_seed (probe, probe->tail, score);
  probe->gradient = gradient;
  return fovea_run_backward (probe->tail, seed, &observer, error);
}

/* 0 but for the cell. (transfer full) */
static FoveaTensor *
cell_seed (const FoveaProbe *probe, const double *weight, gsize cell)
{
  const FoveaShape *shape = &probe->node->shape;
  gsize plane = shape->dim[2] * shape->dim[3];
  float *fill;
  FoveaTensor *seed = fovea_tensor_new (shape, &fill);

  memset (fill, 0, fovea_shape_count (shape) * sizeof *fill);
  for (gsize k = 0; k < shape->dim[1]; k++)
    fill[k * plane + cell] = (float) weight[k];
  return seed;
}

gboolean
fovea_probe_reach (FoveaProbe *probe, const double *weight, gsize cell, float *gradient,
                   GError **error)
{
  FoveaObserver observer = make_observer (probe, TRUE);
  FoveaPlanRequest plan
      = { .seed = probe->node, .many_backwards = TRUE, .observer = &observer };
  g_autoptr (FoveaTensor) seed = cell_seed (probe, weight, cell);

  if (!probe->reach)
    {
      probe->reach = make_run (probe, &plan, error);
      if (!probe->reach
          || !fovea_run_forward (probe->reach,
                                 fovea_input_tensor (probe->explanation->input), &observer,
                                 error))
        return FALSE;
    }
  probe->gradient = gradient;
  return fovea_run_backward (probe->reach, seed, &observer, error);
}

/* Often enough for the eye, seldom enough to cost little. */
#define SHOW_EVERY (G_USEC_PER_SEC / 4)

static void
show (FoveaProbe *probe, FoveaProbeDraw draw, gconstpointer data)
{
  gint64 now = g_get_monotonic_time ();

  if (!probe->watch->partial || !draw || now - probe->shown < SHOW_EVERY)
    return;
  g_autoptr (FoveaPanels) panels = fovea_panels_new ();
  draw (probe, data, panels);
  g_autoptr (FoveaExplanation) so_far
      = fovea_explanation_snapshot (probe->explanation, g_steal_pointer (&panels));
  probe->watch->partial (so_far, probe->watch->data);
  probe->shown = now;
}

gboolean
fovea_probe_tick (FoveaProbe *probe, guint done, guint total, FoveaProbeDraw draw,
                  gconstpointer data, gboolean *enough, GError **error)
{
  const FoveaWatch *watch = probe->watch;

  *enough = watch && watch->enough && g_atomic_int_get (watch->enough);
  if (watch && done < total)
    show (probe, draw, data);
  return fovea_watch_tell (watch, (double) done / MAX (total, 1), error);
}
