/* SPDX-License-Identifier: MIT */
#include "binding.h"

#include "op.h"

typedef FoveaTensor *Slots[FOVEA_MAX_PARAMS];

struct _FoveaBinding
{
  gatomicrefcount references;
  guint n_nodes, n_params;
  Slots *nodes;
  gboolean *held; /* by FoveaParam.index */
};

static void
bind_node (Slots slots, const FoveaNode *node, FoveaTensor *const *all)
{
  Slots params = { NULL };

  for (guint i = 0; i < node->n_params; i++)
    params[i] = node->params[i] ? all[node->params[i]->index] : NULL;
  if (node->op->prepare)
    node->op->prepare (node, params, slots);
  else
    for (guint i = 0; i < node->n_params; i++)
      slots[i] = params[i] ? fovea_tensor_ref (params[i]) : NULL;
}

FoveaBinding *
fovea_binding_new (const FoveaTape *tape, FoveaTensor *const *params)
{
  FoveaBinding *binding = g_new0 (FoveaBinding, 1);

  binding->n_params = fovea_tape_n_params (tape);
  binding->held = g_new0 (gboolean, binding->n_params + 1);
  for (guint i = 0; i < binding->n_params; i++)
    {
      binding->held[i] = params[i] != NULL;
      g_assert (params[i] == NULL
                || fovea_shape_equal (fovea_tensor_shape (params[i]),
                                      &fovea_tape_get_param (tape, i)->shape));
    }
  g_atomic_ref_count_init (&binding->references);
  binding->n_nodes = fovea_tape_n_nodes (tape);
  binding->nodes = g_new0 (Slots, binding->n_nodes);
  for (guint i = 0; i < binding->n_nodes; i++)
    if (!fovea_tape_node (tape, i)->absorbed)
      bind_node (binding->nodes[i], fovea_tape_node (tape, i), params);
  return binding;
}

FoveaBinding *
fovea_binding_splice (FoveaBinding *lower, FoveaBinding *upper, guint cut)
{
  FoveaBinding *binding = g_new0 (FoveaBinding, 1);

  g_assert (lower->n_nodes == upper->n_nodes && lower->n_params == upper->n_params);
  g_atomic_ref_count_init (&binding->references);
  binding->n_nodes = lower->n_nodes;
  binding->n_params = lower->n_params;
  binding->held = g_memdup2 (lower->held, (lower->n_params + 1) * sizeof *lower->held);
  binding->nodes = g_new0 (Slots, binding->n_nodes);
  for (guint i = 0; i < binding->n_nodes; i++)
    for (guint slot = 0; slot < FOVEA_MAX_PARAMS; slot++)
      {
        FoveaTensor *tensor = (i < cut ? lower : upper)->nodes[i][slot];
        binding->nodes[i][slot] = tensor ? fovea_tensor_ref (tensor) : NULL;
      }
  return binding;
}

FoveaBinding *
fovea_binding_ref (FoveaBinding *binding)
{
  g_atomic_ref_count_inc (&binding->references);
  return binding;
}

void
fovea_binding_unref (FoveaBinding *binding)
{
  if (!g_atomic_ref_count_dec (&binding->references))
    return;
  for (guint i = 0; i < binding->n_nodes; i++)
    for (guint slot = 0; slot < FOVEA_MAX_PARAMS; slot++)
      g_clear_pointer (&binding->nodes[i][slot], fovea_tensor_unref);
  g_free (binding->nodes);
  g_free (binding->held);
  g_free (binding);
}

gboolean
fovea_binding_holds (const FoveaBinding *binding, const FoveaParam *param)
{
  return binding->held[param->index];
}

const float *
fovea_binding_get (const FoveaBinding *binding, const FoveaNode *node, guint slot)
{
  FoveaTensor *tensor = binding->nodes[node->index][slot];

  return tensor ? fovea_tensor_data (tensor) : NULL;
}
