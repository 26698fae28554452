/* SPDX-License-Identifier: MIT */
#include "plan-private.h"

#include "error.h"

static gboolean
wants (const FoveaPlan *plan, guint index, FoveaWant what)
{
  return plan->wanted[index] & (1u << what);
}

static void
ask_observer (FoveaPlan *plan, const FoveaObserver *observer)
{
  if (!observer || !observer->wants)
    return;
  for (guint i = 0; i < plan->n_nodes; i++)
    {
      const FoveaNode *node = fovea_tape_node (plan->tape, i);
      if (node->absorbed)
        continue;
      if (observer->wants (node, FOVEA_ACTIVATION, observer->data))
        plan->wanted[i] |= 1u << FOVEA_ACTIVATION;
      if (plan->request.seed && observer->wants (node, FOVEA_GRADIENT, observer->data))
        plan->wanted[i] |= 1u << FOVEA_GRADIENT;
    }
}

/* Marks the nodes that the output or a wanted activation depends on, and lists each
 * launch's nodes. A launch is needed as a whole. */
static void
find_groups (FoveaPlan *plan)
{
  g_autofree gboolean *needed = g_new0 (gboolean, plan->n_nodes);

  for (guint i = plan->n_nodes; i-- > 0;)
    {
      const FoveaNode *node = fovea_tape_node (plan->tape, i);

      needed[i] |= node == fovea_tape_get_output (plan->tape)
                   || node == plan->request.seed || plan->wanted[i];
      for (guint k = 0; needed[i] && k < node->n_inputs; k++)
        needed[node->inputs[k]->index] = TRUE;
    }
  for (guint i = 0; i < plan->n_nodes; i++)
    {
      FoveaNode *node = (FoveaNode *) fovea_tape_node (plan->tape, i);

      if (!needed[i] || node->absorbed)
        continue;
      if (!plan->groups[node->group])
        plan->groups[node->group] = g_ptr_array_new ();
      g_ptr_array_add (plan->groups[node->group], node);
    }
}

static void
find_descendants (FoveaPlan *plan)
{
  const FoveaNode *restart = plan->request.restart;

  for (guint i = restart ? restart->index + 1 : plan->n_nodes; i < plan->n_nodes; i++)
    {
      const FoveaNode *node = fovea_tape_node (plan->tape, i);
      for (guint k = 0; k < node->n_inputs && !node->absorbed; k++)
        plan->after_restart[i] |= node->inputs[k] == restart
                                  || plan->after_restart[node->inputs[k]->index];
    }
}

/* A gradient is computed where the seed depends on the node and the node on a wanted one. */
static void
find_gradient_path (FoveaPlan *plan)
{
  g_autofree gboolean *below_seed = g_new0 (gboolean, plan->n_nodes);
  const FoveaNode *seed = plan->request.seed;

  if (!seed)
    return;
  below_seed[seed->index] = TRUE;
  for (guint i = seed->index + 1; i-- > 0;)
    {
      const FoveaNode *node = fovea_tape_node (plan->tape, i);
      for (guint k = 0; below_seed[i] && k < node->n_inputs; k++)
        below_seed[node->inputs[k]->index] = TRUE;
    }
  for (guint i = 0; i <= seed->index; i++)
    {
      const FoveaNode *node = fovea_tape_node (plan->tape, i);
      gboolean above_wanted = wants (plan, i, FOVEA_GRADIENT);
      for (guint k = 0; k < node->n_inputs; k++)
        above_wanted |= plan->on_path[node->inputs[k]->index];
      plan->on_path[i] = below_seed[i] && above_wanted && !node->absorbed;
    }
}

static gboolean
has_backward (const FoveaPlan *plan, const FoveaNode *node)
{
  if (plan->on_path[node->index])
    for (guint k = 0; k < node->n_inputs; k++)
      if (plan->on_path[node->inputs[k]->index])
        return TRUE;
  return FALSE;
}

static guint
backward_instant (const FoveaPlan *plan, const FoveaNode *node)
{
  return plan->n_groups + plan->n_nodes - 1 - node->index;
}

static gint
add_buffer (FoveaPlan *plan, const FoveaNode *node, guint birth, guint death)
{
  FoveaBuffer buffer = { fovea_shape_count (&node->shape) * plan->batch, 0, birth, death };

  g_array_append_val (plan->buffers, buffer);
  return (gint) plan->buffers->len - 1;
}

/* Gives `node` a place for its result until `death`, or prolongs it. */
static void
keep_activation (FoveaPlan *plan, const FoveaNode *node, guint death)
{
  gint *index = &plan->activation[node->index];

  if (*index < 0)
    *index = add_buffer (plan, node, node->group, node->group);
  FoveaBuffer *buffer = &g_array_index (plan->buffers, FoveaBuffer, *index);
  buffer->death = MAX (buffer->death, death);
}

/* What backward reads again must not be overwritten by the gradients that follow it. */
static guint
backward_death (const FoveaPlan *plan, const FoveaNode *reader, const FoveaNode *read)
{
  if (plan->request.many_backwards)
    return FOVEA_FOREVER;
  if (plan->request.restart && !plan->after_restart[read->index])
    return FOVEA_FOREVER;
  return backward_instant (plan, reader);
}

static void
keep_for_backward (FoveaPlan *plan, const FoveaNode *node)
{
  if (!has_backward (plan, node))
    return;
  if (node->op->keep & FOVEA_KEEP_OUTPUT)
    keep_activation (plan, node, backward_death (plan, node, node));
  if (node->op->keep & FOVEA_KEEP_INPUTS)
    for (guint k = 0; k < node->n_inputs; k++)
      keep_activation (plan, node->inputs[k], backward_death (plan, node, node->inputs[k]));
}

/* What a node reads from other launches must last until this one; and for good where it
 * crosses into the part that can be run again. */
static void
keep_inputs (FoveaPlan *plan, const FoveaNode *node, gboolean is_head)
{
  for (guint k = 0; k < node->n_inputs; k++)
    {
      const FoveaNode *input = node->inputs[k];
      gboolean crosses = plan->after_restart[node->index] && !plan->after_restart[input->index];

      if (crosses)
        keep_activation (plan, input, FOVEA_FOREVER);
      else if (is_head || k != node->tail || input->group != node->group)
        keep_activation (plan, input, node->group);
    }
}

static void
place_activations (FoveaPlan *plan)
{
  keep_activation (plan, fovea_tape_get_input (plan->tape), 0);
  keep_activation (plan, fovea_tape_get_output (plan->tape), FOVEA_FOREVER);
  for (guint g = 0; g < plan->n_groups; g++)
    {
      const GPtrArray *group = plan->groups[g];

      for (guint i = 0; group && i < group->len; i++)
        {
          const FoveaNode *node = g_ptr_array_index (group, i);
          keep_inputs (plan, node, i == 0);
          keep_for_backward (plan, node);
          if (wants (plan, node->index, FOVEA_ACTIVATION) || i + 1 == group->len)
            keep_activation (plan, node, g);
        }
    }
}

static void
place_gradients (FoveaPlan *plan)
{
  for (guint i = plan->n_nodes; i-- > 0;)
    {
      const FoveaNode *node = fovea_tape_node (plan->tape, i);
      guint instant = backward_instant (plan, node);

      if (!plan->on_path[i])
        continue;
      if (plan->gradient[i] < 0)
        plan->gradient[i] = add_buffer (plan, node, instant, instant);
      g_array_index (plan->buffers, FoveaBuffer, plan->gradient[i]).death = instant;
      for (guint k = 0; k < node->n_inputs; k++)
        {
          guint input = node->inputs[k]->index;
          if (plan->on_path[input] && plan->gradient[input] < 0)
            plan->gradient[input] = add_buffer (plan, node->inputs[k], instant, instant);
        }
    }
}

/* What is kept and not computed again must not lie where the launches that are write. */
static void
keep_through_restart (FoveaPlan *plan)
{
  const FoveaNode *restart = plan->request.restart;

  if (!restart)
    return;
  keep_activation (plan, restart, FOVEA_FOREVER);
  for (guint i = 0; i < plan->n_nodes; i++)
    {
      if (plan->activation[i] < 0 || plan->after_restart[i])
        continue;
      FoveaBuffer *buffer = &g_array_index (plan->buffers, FoveaBuffer, plan->activation[i]);
      if (buffer->death == FOVEA_FOREVER)
        buffer->birth = MIN (buffer->birth, restart->group);
    }
}

static gboolean
lay_out (FoveaPlan *plan, GError **error)
{
  gsize limit = plan->request.max_bytes ? plan->request.max_bytes : (gsize) 16 << 30;

  plan->arena_floats
      = fovea_arena_layout ((FoveaBuffer *) plan->buffers->data, plan->buffers->len);
  if (plan->arena_floats <= limit / sizeof (float))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
               "This needs %.1f GB of memory, more than the %.1f GB allowed: use a smaller "
               "input size or fewer layers",
               (double) plan->arena_floats * sizeof (float) / 1e9, (double) limit / 1e9);
  return FALSE;
}

FoveaPlan *
fovea_plan_new (FoveaTape *tape, const FoveaPlanRequest *request, GError **error)
{
  g_autoptr (FoveaPlan) plan = g_new0 (FoveaPlan, 1);

  g_atomic_ref_count_init (&plan->references);
  plan->tape = fovea_tape_ref (tape);
  plan->request = *request;
  plan->request.observer = NULL;
  plan->batch = MAX (request->batch, 1);
  plan->n_nodes = fovea_tape_n_nodes (tape);
  plan->n_groups = fovea_tape_n_groups (tape);
  plan->groups = g_new0 (GPtrArray *, plan->n_groups);
  plan->after_restart = g_new0 (gboolean, plan->n_nodes);
  plan->on_path = g_new0 (gboolean, plan->n_nodes);
  plan->wanted = g_new0 (guint8, plan->n_nodes);
  plan->activation = g_new (gint, plan->n_nodes);
  plan->gradient = g_new (gint, plan->n_nodes);
  plan->buffers = g_array_new (FALSE, FALSE, sizeof (FoveaBuffer));
  for (guint i = 0; i < plan->n_nodes; i++)
    plan->activation[i] = plan->gradient[i] = -1;

  ask_observer (plan, request->observer);
  find_groups (plan);
  find_descendants (plan);
  find_gradient_path (plan);
  place_activations (plan);
  place_gradients (plan);
  keep_through_restart (plan);
  return lay_out (plan, error) ? g_steal_pointer (&plan) : NULL;
}

FoveaPlan *
fovea_plan_ref (FoveaPlan *plan)
{
  g_atomic_ref_count_inc (&plan->references);
  return plan;
}

void
fovea_plan_unref (FoveaPlan *plan)
{
  if (!g_atomic_ref_count_dec (&plan->references))
    return;
  for (guint g = 0; g < plan->n_groups; g++)
    g_clear_pointer (&plan->groups[g], g_ptr_array_unref);
  g_free (plan->groups);
  g_free (plan->after_restart);
  g_free (plan->on_path);
  g_free (plan->wanted);
  g_free (plan->activation);
  g_free (plan->gradient);
  g_array_unref (plan->buffers);
  fovea_tape_unref (plan->tape);
  g_free (plan);
}

gsize
fovea_plan_bytes (const FoveaPlan *plan)
{
  return plan->arena_floats * sizeof (float);
}
