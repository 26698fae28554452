/* SPDX-License-Identifier: MIT */
#include "interpreter.h"

#include "chain.h"

static FoveaTensor *
new_value (const FoveaNode *node, guint batch, float **fill)
{
  FoveaShape shape = node->shape;

  shape.dim[0] *= batch;
  return fovea_tensor_new (&shape, fill);
}

static void
fill_step (const Interpreted *all, const FoveaNode *node, FoveaStep *step)
{
  *step = (FoveaStep){ .node = node, .batch = all->batch };
  for (guint i = 0; i < node->n_inputs; i++)
    step->in[i] = fovea_tensor_data (all->values[node->inputs[i]->index]);
  for (guint i = 0; i < FOVEA_MAX_PARAMS; i++)
    step->param[i] = fovea_binding_get (all->network->binding, node, i);
}

static FoveaTensor *
compute (const Interpreted *all, const FoveaNode *node)
{
  FoveaStep step;
  FoveaTensor *value;

  fill_step (all, node, &step);
  value = new_value (node, all->batch, &step.out);
  if (!node->op->pointwise)
    {
      node->op->forward (&step);
      return value;
    }
  FoveaLink link = { .node = node,
                     .other = node->n_inputs > 1 ? step.in[1 - node->tail] : NULL,
                     .param = { step.param[0], step.param[1] } };
  step.links = &link;
  step.n_links = 1;
  fovea_chain_run (&step, step.in[node->tail]);
  return value;
}

Interpreted *
interpret (const Network *network, FoveaTensor *input, guint batch, const FoveaNode *replaced,
           FoveaTensor *by)
{
  guint n = fovea_tape_n_nodes (network->tape);
  Interpreted *all = g_new0 (Interpreted, 1);

  *all = (Interpreted){ network, batch, g_new0 (FoveaTensor *, n), g_new0 (FoveaTensor *, n) };
  for (guint i = 0; i < n; i++)
    {
      const FoveaNode *node = fovea_tape_node (network->tape, i);

      if (node->absorbed)
        continue;
      if (node == replaced)
        all->values[i] = fovea_tensor_ref (by);
      else if (node == fovea_tape_get_input (network->tape))
        all->values[i] = fovea_tensor_ref (input);
      else
        all->values[i] = compute (all, node);
    }
  return all;
}

static float *
writable (FoveaTensor *tensor)
{
  return (float *) fovea_tensor_data (tensor); /* made here, not yet handed out */
}

void
interpret_backward (Interpreted *all, const FoveaNode *from, FoveaTensor *seed)
{
  all->gradients[from->index] = fovea_tensor_ref (seed);
  for (guint i = from->index + 1; i-- > 0;)
    {
      const FoveaNode *node = fovea_tape_node (all->network->tape, i);
      FoveaStep step;

      if (!all->gradients[i] || node->n_inputs == 0)
        continue;
      fill_step (all, node, &step);
      step.out = writable (all->values[i]);
      step.grad = fovea_tensor_data (all->gradients[i]);
      for (guint k = 0; k < node->n_inputs; k++)
        {
          FoveaTensor **to = &all->gradients[node->inputs[k]->index];
          if (!*to)
            *to = new_value (node->inputs[k], all->batch, NULL);
          step.grad_in[k] = writable (*to);
          step.accumulate[k] = TRUE; /* onto zeros, or onto what was there */
        }
      node->op->backward (&step);
    }
}

void
interpreted_free (Interpreted *all)
{
  guint n = fovea_tape_n_nodes (all->network->tape);

  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&all->values[i], fovea_tensor_unref);
      g_clear_pointer (&all->gradients[i], fovea_tensor_unref);
    }
  g_free (all->values);
  g_free (all->gradients);
  g_free (all);
}
