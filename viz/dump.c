/* SPDX-License-Identifier: MIT */
#include "dump.h"

#include <string.h>

#include "error.h"
#include "explain-private.h"
#include "fusion.h"
#include "npz-writer.h"
#include "run.h"

typedef struct
{
  const FoveaExplanation *explanation;
  const char *list; /* the layer, or several */
  GPtrArray *sites; /* FoveaSite: those of the list */
  FoveaNpz *npz;
} Dump;

static gboolean
is_asked_for (const Dump *dump, const FoveaSite *site)
{
  return g_str_equal (dump->list, site->path) || fovea_fusion_names (dump->list, site->path);
}

/* Weights of a block that a layer of the list belongs to. */
static gboolean
is_beside (const Dump *dump, const FoveaSite *site)
{
  if (site->kind != FOVEA_SITE_LOCAL_ATTENTION && site->kind != FOVEA_SITE_WINDOW_ATTENTION)
    return FALSE;
  for (guint i = 0; i < dump->sites->len; i++)
    if (fovea_site_same_block (g_ptr_array_index (dump->sites, i), site))
      return TRUE;
  return FALSE;
}

static gboolean
wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Dump *dump = data;

  return node->site && (is_asked_for (dump, node->site) || is_beside (dump, node->site));
}

static void
take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape, const float *values,
      gpointer data)
{
  const Dump *dump = data;
  gboolean weights = !is_asked_for (dump, node->site);
  const char *folder = what == FOVEA_ACTIVATION ? weights ? "weights" : "A"
                       : weights                ? "dweights"
                                                : "G";
  g_autofree char *name = g_strconcat (folder, "/", node->site->path, NULL);

  fovea_npz_add (dump->npz, name, shape->dim + 1, shape->rank - 1, values);
}

static gboolean
find_sites (Dump *dump, FoveaTape *tape, GError **error)
{
  guint n;
  const FoveaNode *const *nodes = fovea_tape_sites (tape, &n);

  for (guint i = 0; i < n; i++)
    if (is_asked_for (dump, nodes[i]->site))
      g_ptr_array_add (dump->sites, nodes[i]->site);
  if (dump->sites->len > 0)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s asks for the image, not for a layer: there is no A and no G of it to write",
               dump->explanation->method->title);
  return FALSE;
}

static void
add_tensor (Dump *dump, const char *name, FoveaTensor *tensor)
{
  const FoveaShape *shape = fovea_tensor_shape (tensor);

  fovea_npz_add (dump->npz, name, shape->dim + 1, shape->rank - 1, fovea_tensor_data (tensor));
}

static gboolean
run_network (Dump *dump, FoveaTape *tape, const FoveaWatch *watch, GError **error)
{
  const FoveaExplanation *explanation = dump->explanation;
  gboolean backward = explanation->target >= 0;
  FoveaObserver observer = { wants, take, NULL, watch ? watch->stop : NULL, dump };
  FoveaPlanRequest request
      = { .seed = backward ? fovea_tape_get_output (tape) : NULL,
          .rule = explanation->method->frozen ? FOVEA_RULE_FROZEN : FOVEA_RULE_PLAIN,
          .observer = &observer };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, error);

  if (!plan)
    return FALSE;
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (explanation->model));
  if (!fovea_run_forward (run, fovea_input_tensor (explanation->input), &observer, error))
    return FALSE;
  if (fovea_model_n_classes (explanation->model) == 0)
    return TRUE;
  g_autoptr (FoveaTensor) logits = fovea_run_output (run);
  add_tensor (dump, "logits", logits);
  g_autoptr (FoveaTensor) seed
      = backward ? fovea_objective_seed (&explanation->request.objective,
                                         (guint) explanation->target, logits)
                 : NULL;
  return !backward || fovea_run_backward (run, seed, &observer, error);
}

gboolean
fovea_dump_write (const FoveaExplanation *explanation, guint layer, const char *path,
                  const FoveaWatch *watch, GError **error)
{
  FoveaInput *input = explanation->input;
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (FoveaTape) tape
      = fovea_model_tape (explanation->model, fovea_input_height (input),
                          fovea_input_width (input), error);
  Dump dump = { explanation, fovea_explanation_layer (explanation, layer)->site.path, sites,
                NULL };

  if (!tape || !find_sites (&dump, tape, error))
    return FALSE;
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  g_autoptr (FoveaNpz) npz = output ? fovea_npz_new (output) : NULL;
  if (!npz)
    return FALSE;
  dump.npz = npz;
  add_tensor (&dump, "image", fovea_input_tensor (input));
  return run_network (&dump, tape, watch, error) && fovea_npz_finish (npz, error)
         && fovea_output_commit (output, error);
}
