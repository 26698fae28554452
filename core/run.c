/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <string.h>

#include "chain.h"
#include "error.h"
#include "plan-private.h"

struct _FoveaRun
{
  FoveaPlan *plan;
  FoveaBinding *binding;
  float *arena;
  float **held; /* by node: the result whose pattern is held; or NULL */
  guint done, total; /* launches of what is under way */
};

FoveaRun *
fovea_run_new (FoveaPlan *plan, FoveaBinding *binding)
{
  FoveaRun *run = g_new0 (FoveaRun, 1);

  run->plan = fovea_plan_ref (plan);
  run->binding = fovea_binding_ref (binding);
  run->arena = g_aligned_alloc (MAX (plan->arena_floats, 1), sizeof (float), 64);
  return run;
}

void
fovea_run_free (FoveaRun *run)
{
  for (guint i = 0; run->held && i < run->plan->n_nodes; i++)
    g_free (run->held[i]);
  g_free (run->held);
  g_aligned_free (run->arena);
  fovea_binding_unref (run->binding);
  fovea_plan_unref (run->plan);
  g_free (run);
}

static float *
buffer_data (const FoveaRun *run, gint index)
{
  if (index < 0)
    return NULL;
  return run->arena + g_array_index (run->plan->buffers, FoveaBuffer, index).offset;
}

static float *
activation (const FoveaRun *run, const FoveaNode *node)
{
  return buffer_data (run, run->plan->activation[node->index]);
}

static float *
gradient (const FoveaRun *run, const FoveaNode *node)
{
  return buffer_data (run, run->plan->gradient[node->index]);
}

static FoveaShape
batched (const FoveaRun *run, const FoveaNode *node)
{
  FoveaShape shape = node->shape;

  shape.dim[0] *= run->plan->batch;
  return shape;
}

static void
hand_over (const FoveaRun *run, const FoveaNode *node, FoveaWant what,
           const FoveaObserver *observer)
{
  if (!observer || !observer->take || !(run->plan->wanted[node->index] & (1u << what)))
    return;

  FoveaShape shape = batched (run, node);
  const float *values = what == FOVEA_ACTIVATION ? activation (run, node) : gradient (run, node);
  observer->take (node, what, &shape, values, observer->data);
}

static gboolean
go_on (FoveaRun *run, const FoveaObserver *observer, GError **error)
{
  run->done++;
  if (!observer
      || ((!observer->tick || observer->tick (run->done, run->total, observer->data))
          && !(observer->stop && g_atomic_int_get (observer->stop))))
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Stopped");
  return FALSE;
}

static float *
held (const FoveaRun *run, const FoveaNode *node)
{
  return run->held ? run->held[node->index] : NULL;
}

static void
fill_step (const FoveaRun *run, const FoveaNode *node, const FoveaObserver *observer,
           FoveaStep *step)
{
  *step = (FoveaStep){
    .node = node,
    .batch = run->plan->batch,
    .rule = run->plan->request.rule,
    .stop = observer ? observer->stop : NULL,
    .out = activation (run, node),
  };
  for (guint i = 0; i < node->n_inputs; i++)
    step->in[i] = activation (run, node->inputs[i]);
  for (guint i = 0; i < FOVEA_MAX_PARAMS; i++)
    step->param[i] = fovea_binding_get (run->binding, node, i);
  if (held (run, node))
    step->out = held (run, node);
}

/* The last node of a launch has the buffer that everything is computed in. */
static void
fill_link (const FoveaRun *run, const FoveaNode *node, gboolean is_last, FoveaLink *link)
{
  link->node = node;
  link->other = node->n_inputs > 1 ? activation (run, node->inputs[1 - node->tail])
                                   : held (run, node);
  for (guint i = 0; i < G_N_ELEMENTS (link->param); i++)
    link->param[i] = fovea_binding_get (run->binding, node, i);
  link->store = is_last ? NULL : activation (run, node);
}

/* Launches a group's nodes from index `first` on. Where that is not the kernel itself, or
 * the kernel is pointwise, the rows start from `source`. */
static void
launch (const FoveaRun *run, const GPtrArray *group, guint first, const float *source,
        const FoveaObserver *observer)
{
  const FoveaNode *head = g_ptr_array_index (group, first);
  const FoveaNode *last = g_ptr_array_index (group, group->len - 1);
  g_autofree FoveaLink *links = g_new0 (FoveaLink, group->len);
  gboolean is_kernel = !source && !head->op->pointwise;
  guint first_link = is_kernel ? first + 1 : first;
  FoveaStep step;

  fill_step (run, head, observer, &step);
  for (guint i = first_link; i < group->len; i++)
    fill_link (run, g_ptr_array_index (group, i), i + 1 == group->len, &links[i - first_link]);
  step.links = links;
  step.n_links = group->len - first_link;
  step.store = is_kernel && head != last ? activation (run, head) : NULL;
  step.out = activation (run, last);

  if (is_kernel)
    head->op->forward (&step);
  else
    fovea_chain_run (&step, source ? source : step.in[0]);
}

/* The first of a launch's nodes that is to be computed, or their number when none is. */
static guint
first_to_compute (const FoveaPlan *plan, guint g, gboolean again)
{
  const GPtrArray *group = plan->groups[g];
  guint first = 0;

  while (again && group && first < group->len
         && !plan->after_restart[((FoveaNode *) g_ptr_array_index (group, first))->index])
    first++;
  return first;
}

static guint
count_launches (const FoveaPlan *plan, gboolean again)
{
  guint launches = 0;

  for (guint g = 0; g < plan->n_groups; g++)
    if (plan->groups[g] && first_to_compute (plan, g, again) < plan->groups[g]->len)
      launches++;
  return launches;
}

static gboolean
launch_all (FoveaRun *run, gboolean again, const FoveaObserver *observer, GError **error)
{
  const FoveaPlan *plan = run->plan;

  run->done = 0;
  run->total = count_launches (plan, again);
  for (guint g = 0; g < plan->n_groups; g++)
    {
      const GPtrArray *group = plan->groups[g];
      guint first = first_to_compute (plan, g, again);

      if (!group || first == group->len)
        continue;

      const FoveaNode *node = g_ptr_array_index (group, first);
      if (node->op->forward || node->op->pointwise)
        launch (run, group, first,
                first > 0 ? activation (run, node->inputs[node->tail]) : NULL, observer);
      for (guint i = first; i < group->len; i++)
        hand_over (run, g_ptr_array_index (group, i), FOVEA_ACTIVATION, observer);
      if (!go_on (run, observer, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_shape (const FoveaRun *run, const FoveaNode *node, FoveaTensor *value, GError **error)
{
  FoveaShape expected = batched (run, node);

  if (fovea_shape_equal (&expected, fovea_tensor_shape (value)))
    return TRUE;
  g_autofree char *got = fovea_shape_to_string (fovea_tensor_shape (value));
  g_autofree char *wanted = fovea_shape_to_string (&expected);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, "%s takes a tensor of %s, not %s",
               node->path ? node->path : "This node", wanted, got);
  return FALSE;
}

gboolean
fovea_run_forward (FoveaRun *run, FoveaTensor *input, const FoveaObserver *observer,
                   GError **error)
{
  const FoveaNode *node = fovea_tape_get_input (run->plan->tape);

  if (!check_shape (run, node, input, error))
    return FALSE;
  memcpy (activation (run, node), fovea_tensor_data (input),
          fovea_tensor_count (input) * sizeof (float));
  return launch_all (run, FALSE, observer, error);
}

gboolean
fovea_run_again (FoveaRun *run, FoveaTensor *value, const FoveaObserver *observer,
                 GError **error)
{
  const FoveaNode *node = run->plan->request.restart;

  g_assert (node);
  if (!check_shape (run, node, value, error))
    return FALSE;
  memcpy (activation (run, node), fovea_tensor_data (value),
          fovea_tensor_count (value) * sizeof (float));
  return launch_all (run, TRUE, observer, error);
}

void
fovea_run_hold (FoveaRun *run)
{
  const FoveaPlan *plan = run->plan;

  g_assert (plan->request.seed && !run->held);
  run->held = g_new0 (float *, plan->n_nodes);
  for (guint i = 0; i < plan->n_nodes; i++)
    {
      const FoveaNode *node = fovea_tape_node (plan->tape, i);
      FoveaShape shape = batched (run, node);
      if (node->op->holds && plan->on_path[i])
        run->held[i] = g_memdup2 (activation (run, node),
                                  fovea_shape_count (&shape) * sizeof (float));
    }
}

FoveaTensor *
fovea_run_output (const FoveaRun *run)
{
  const FoveaNode *node = fovea_tape_get_output (run->plan->tape);
  FoveaShape shape = batched (run, node);
  float *fill;
  FoveaTensor *output = fovea_tensor_new (&shape, &fill);

  memcpy (fill, activation (run, node), fovea_shape_count (&shape) * sizeof (float));
  return output;
}

static void
step_back (FoveaRun *run, const FoveaNode *node, gboolean *begun,
           const FoveaObserver *observer)
{
  FoveaStep step;
  gboolean any = FALSE;

  fill_step (run, node, observer, &step);
  step.grad = gradient (run, node);
  for (guint k = 0; k < node->n_inputs; k++)
    {
      guint input = node->inputs[k]->index;

      if (!run->plan->on_path[input])
        continue;
      any = TRUE;
      step.grad_in[k] = gradient (run, node->inputs[k]);
      step.accumulate[k] = begun[input];
      begun[input] = TRUE;
    }
  if (any)
    node->op->backward (&step);
}

gboolean
fovea_run_backward (FoveaRun *run, FoveaTensor *seed, const FoveaObserver *observer,
                    GError **error)
{
  const FoveaPlan *plan = run->plan;
  const FoveaNode *from = plan->request.seed;
  g_autofree gboolean *begun = g_new0 (gboolean, plan->n_nodes);

  g_assert (from);
  if (!check_shape (run, from, seed, error))
    return FALSE;
  if (!plan->on_path[from->index])
    return TRUE;
  memcpy (gradient (run, from), fovea_tensor_data (seed),
          fovea_tensor_count (seed) * sizeof (float));
  run->done = 0;
  run->total = 0;
  for (guint i = 0; i <= from->index; i++)
    run->total += plan->on_path[i] ? 1 : 0;

  for (guint i = from->index + 1; i-- > 0;)
    {
      const FoveaNode *node = fovea_tape_node (plan->tape, i);

      if (!plan->on_path[i])
        continue;
      hand_over (run, node, FOVEA_GRADIENT, observer);
      step_back (run, node, begun, observer);
      if (!go_on (run, observer, error))
        return FALSE;
    }
  return TRUE;
}
