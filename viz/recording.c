/* SPDX-License-Identifier: MIT */
#include "recording.h"

#include <string.h>

#include "cam.h"
#include "error.h"

#define N_WANTS 2

/* A layer whose panels are to be made. */
typedef struct
{
  FoveaLayerMap *layer;
  GPtrArray *nodes; /* FoveaNode: the layer's own first, the others in order of depth */
  guint missing;    /* values that have not come */
  gboolean made;
} Ask;

/* What has come from one node. */
typedef struct
{
  const FoveaNode *node;
  const float *values[N_WANTS];
  FoveaTensor *kept[N_WANTS]; /* owns the values, once they are to outlive the observer's call */
  guint readers;              /* asks that are not made */
} Held;

struct _FoveaRecording
{
  FoveaExplanation *explanation;
  FoveaTape *tape;
  const FoveaMethod *method;
  const FoveaChoice *choice;
  const FoveaWatch *watch;
  double base, span; /* of the progress */
  GPtrArray *asks;   /* Ask */
  GHashTable *held;  /* FoveaNode -> Held */
  GError *error;     /* the first */
};

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_ptr_array_unref (ask->nodes);
  g_free (ask);
}

static void
held_free (gpointer data)
{
  Held *held = data;

  for (guint i = 0; i < N_WANTS; i++)
    g_clear_pointer (&held->kept[i], fovea_tensor_unref);
  g_free (held);
}

static gboolean
needs (const FoveaMethod *method, FoveaWant what)
{
  return method->needs
         & (what == FOVEA_ACTIVATION ? FOVEA_NEEDS_ACTIVATION : FOVEA_NEEDS_GRADIENT);
}

static void
ask_for (FoveaRecording *recording, Ask *ask, const FoveaNode *node)
{
  Held *held = g_hash_table_lookup (recording->held, node);

  if (!held)
    {
      held = g_new0 (Held, 1);
      held->node = node;
      g_hash_table_insert (recording->held, (gpointer) node, held);
    }
  held->readers++;
  g_ptr_array_add (ask->nodes, (gpointer) node);
  for (guint what = 0; what < N_WANTS; what++)
    ask->missing += needs (recording->method, what) ? 1 : 0;
}

static void
add_ask (FoveaRecording *recording, FoveaLayerMap *layer)
{
  const FoveaMethod *method = recording->method;
  Ask *ask = g_new0 (Ask, 1);
  guint n;
  const FoveaNode *const *sites = fovea_tape_sites (recording->tape, &n);

  ask->layer = layer;
  ask->nodes = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    if (g_str_equal (sites[i]->site->path, layer->site.path))
      ask_for (recording, ask, sites[i]);
  g_assert (ask->nodes->len == 1);
  for (guint i = 0; i < n && method->reads; i++)
    if (sites[i] != ask->nodes->pdata[0] && method->reads (&layer->site, sites[i]->site))
      ask_for (recording, ask, sites[i]);
  g_ptr_array_add (recording->asks, ask);
}

FoveaRecording *
fovea_recording_new (FoveaExplanation *explanation, FoveaTape *tape, const FoveaChoice *choice,
                     const FoveaWatch *watch)
{
  FoveaRecording *recording = g_new0 (FoveaRecording, 1);

  recording->explanation = explanation;
  recording->tape = fovea_tape_ref (tape);
  recording->method = explanation->method;
  recording->choice = choice;
  recording->watch = watch;
  recording->span = 1;
  recording->asks = g_ptr_array_new_with_free_func (ask_free);
  recording->held = g_hash_table_new_full (NULL, NULL, NULL, held_free);
  for (guint i = 0; i < explanation->layers->len; i++)
    add_ask (recording, g_ptr_array_index (explanation->layers, i));
  return recording;
}

void
fovea_recording_free (FoveaRecording *recording)
{
  fovea_tape_unref (recording->tape);
  g_ptr_array_unref (recording->asks);
  g_hash_table_unref (recording->held);
  g_clear_error (&recording->error);
  g_free (recording);
}

void
fovea_recording_set_progress (FoveaRecording *recording, double base, double span)
{
  recording->base = base;
  recording->span = span;
}

static FoveaRecord
make_record (const FoveaRecording *recording, const FoveaNode *node)
{
  const Held *held = g_hash_table_lookup (recording->held, node);
  FoveaBinding *binding = fovea_model_binding (recording->explanation->model);

  return (FoveaRecord){ .site = node->site,
                        .shape = node->shape,
                        .activation = held->values[FOVEA_ACTIVATION],
                        .gradient = held->values[FOVEA_GRADIENT],
                        .param = { fovea_binding_get (binding, node, 0),
                                   fovea_binding_get (binding, node, 1) } };
}

/* (transfer full) */
static FoveaPanels *
make_panels (FoveaRecording *recording, const FoveaEvidence *evidence)
{
  const FoveaMethod *method = recording->method;
  g_autoptr (FoveaPanels) panels = fovea_panels_new ();

  if (method->panels)
    {
      if (!method->panels (evidence, panels, recording->error ? NULL : &recording->error))
        return NULL;
    }
  else
    {
      g_autofree float *map = g_new (float, evidence->height * evidence->width);
      method->compute (evidence, map);
      fovea_site_unroll (evidence->site, evidence->height, evidence->width, map);
      fovea_panels_add (panels, method->name, method->title, method->unit, FALSE,
                        (guint) evidence->width, (guint) evidence->height, map);
    }
  g_assert (fovea_panels_count (panels) > 0);
  fovea_panels_rename_logit (panels,
                             fovea_objective_unit (&recording->explanation->request.objective));
  return g_steal_pointer (&panels);
}

static void
make (FoveaRecording *recording, Ask *ask)
{
  guint n = ask->nodes->len;
  g_autofree FoveaRecord *records = g_new (FoveaRecord, n);

  for (guint i = 0; i < n; i++)
    records[i] = make_record (recording, ask->nodes->pdata[i]);
  FoveaEvidence evidence = { .site = records[0].site,
                             .channels = records[0].shape.dim[1],
                             .height = records[0].shape.dim[2],
                             .width = records[0].shape.dim[3],
                             .activation = records[0].activation,
                             .gradient = records[0].gradient,
                             .records = records,
                             .n_records = n,
                             .choice = recording->choice,
                             .input_width = fovea_input_width (recording->explanation->input),
                             .input_height
                             = fovea_input_height (recording->explanation->input),
                             .seed = recording->explanation->request.sampling.seed,
                             .score = recording->explanation->score,
                             .preset = recording->explanation->request.preset,
                             .eigen
                             = (recording->explanation->request.smoothing & FOVEA_SMOOTH_EIGEN)
                               && (recording->method->takes & FOVEA_TAKES_EIGEN) };
  ask->made = TRUE;
  ask->layer->is_linear_tail
      = evidence.gradient && recording->method->coincides && fovea_cam_is_linear_tail (&evidence);
  ask->layer->panels = make_panels (recording, &evidence);
  if (ask->layer->panels)
    ask->layer->raw = fovea_map_ref (fovea_panels_get (ask->layer->panels, 0)->raw);
}

/* Lets go of what the ask has read; `present` is dealt with by the caller. */
static void
release (FoveaRecording *recording, const Ask *ask, const FoveaNode *present)
{
  for (guint i = 0; i < ask->nodes->len; i++)
    {
      const FoveaNode *node = g_ptr_array_index (ask->nodes, i);
      Held *held = g_hash_table_lookup (recording->held, node);
      if (--held->readers == 0 && node != present)
        g_hash_table_remove (recording->held, node);
    }
}

static gboolean
recording_wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const FoveaRecording *recording = data;

  return g_hash_table_contains (recording->held, node) && needs (recording->method, what);
}

/* Drops the values, or copies them, since they are the observer's for this call alone. */
static void
settle (FoveaRecording *recording, Held *held, FoveaWant what, const FoveaShape *shape)
{
  float *fill;

  if (held->readers == 0)
    {
      g_hash_table_remove (recording->held, held->node);
      return;
    }
  held->kept[what] = fovea_tensor_new (shape, &fill);
  memcpy (fill, held->values[what], fovea_shape_count (shape) * sizeof *fill);
  held->values[what] = fill;
}

static void
recording_take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
                const float *values, gpointer data)
{
  FoveaRecording *recording = data;
  Held *held = g_hash_table_lookup (recording->held, node);

  held->values[what] = values;
  for (guint i = 0; i < recording->asks->len; i++)
    {
      Ask *ask = g_ptr_array_index (recording->asks, i);
      if (ask->made || !g_ptr_array_find (ask->nodes, node, NULL) || --ask->missing > 0)
        continue;
      make (recording, ask);
      release (recording, ask, node);
    }
  settle (recording, held, what, shape);
}

static gboolean
recording_tick (guint done, guint total, gpointer data)
{
  const FoveaRecording *recording = data;
  const FoveaWatch *watch = recording->watch;

  if (recording->error)
    return FALSE;
  return !watch || !watch->progress
         || watch->progress (recording->base + recording->span * done / MAX (total, 1),
                             watch->data);
}

FoveaObserver
fovea_recording_observer (FoveaRecording *recording)
{
  return (FoveaObserver){ recording_wants, recording_take, recording_tick,
                          recording->watch ? recording->watch->stop : NULL, recording };
}

/* Whether all activations are there; gradients that never came are 0, since nothing leads
 * from the node to the class. */
static gboolean
fill_in (FoveaRecording *recording, const Ask *ask)
{
  for (guint i = 0; i < ask->nodes->len; i++)
    {
      const FoveaNode *node = g_ptr_array_index (ask->nodes, i);
      Held *held = g_hash_table_lookup (recording->held, node);
      float *fill;

      if (needs (recording->method, FOVEA_ACTIVATION) && !held->values[FOVEA_ACTIVATION])
        return FALSE;
      if (!needs (recording->method, FOVEA_GRADIENT) || held->values[FOVEA_GRADIENT])
        continue;
      held->kept[FOVEA_GRADIENT] = fovea_tensor_new (&node->shape, &fill);
      held->values[FOVEA_GRADIENT] = fill;
    }
  return TRUE;
}

gboolean
fovea_recording_finish (FoveaRecording *recording, GError **error)
{
  for (guint i = 0; i < recording->asks->len && !recording->error; i++)
    {
      Ask *ask = g_ptr_array_index (recording->asks, i);
      if (ask->made || !fill_in (recording, ask))
        continue;
      make (recording, ask);
      release (recording, ask, NULL);
    }
  if (!recording->error)
    return TRUE;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&recording->error));
  return FALSE;
}
