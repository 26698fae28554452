/* SPDX-License-Identifier: MIT */

/* What closing a tape does to it: BatchNorms move into the convolutions beside them, and
 * pointwise nodes join the kernel launch of the node that feeds them. Neither looks at who
 * observes, so that observing never changes arithmetic. */

#include "ops.h"
#include "tape-private.h"

static guint
count_readers (const FoveaTape *tape, const FoveaNode *node, FoveaNode **reader)
{
  guint readers = node == tape->output ? 1 : 0;

  for (guint i = node->index + 1; i < tape->nodes->len; i++)
    {
      FoveaNode *other = g_ptr_array_index (tape->nodes, i);
      for (guint k = 0; k < other->n_inputs && !other->absorbed; k++)
        if (other->inputs[k] == node)
          {
            readers++;
            *reader = other;
          }
    }
  return readers;
}

static void
drop_names (FoveaTape *tape, const FoveaNode *node)
{
  for (guint i = tape->names->len; i-- > 0;)
    if (g_array_index (tape->names, FoveaName, i).node == node)
      g_array_remove_index (tape->names, i);
}

static void
move_names (FoveaTape *tape, const FoveaNode *from, const FoveaNode *to)
{
  for (guint i = 0; i < tape->names->len; i++)
    {
      FoveaName *name = &g_array_index (tape->names, FoveaName, i);
      if (name->node == from)
        name->node = to;
    }
}

static void
move_readers (FoveaTape *tape, const FoveaNode *from, FoveaNode *to)
{
  for (guint i = from->index + 1; i < tape->nodes->len; i++)
    {
      FoveaNode *other = g_ptr_array_index (tape->nodes, i);
      for (guint k = 0; k < other->n_inputs; k++)
        if (other->inputs[k] == from)
          other->inputs[k] = to;
    }
  if (tape->output == from)
    tape->output = to;
}

void
fovea_tape_replace (FoveaTape *tape, const FoveaNode *from, FoveaNode *to)
{
  move_names (tape, from, to);
  move_readers (tape, from, to);
}

/* convolution -> norm becomes convolution', which takes the norm's place and names. */
static gboolean
fold_into_input (FoveaTape *tape, FoveaNode *norm)
{
  FoveaNode *conv = norm->inputs[0];
  FoveaNode *reader = NULL;

  if (!conv->op->absorb || conv->site || count_readers (tape, conv, &reader) != 1
      || !conv->op->absorb (conv, norm, FALSE))
    return FALSE;

  drop_names (tape, conv);
  fovea_tape_replace (tape, norm, conv);
  conv->path = norm->path;
  conv->site = g_steal_pointer (&norm->site);
  for (guint i = 0; i < tape->sites->len; i++)
    if (tape->sites->pdata[i] == norm)
      tape->sites->pdata[i] = conv;
  return TRUE;
}

/* norm -> convolution becomes convolution', which reads the norm's input. */
static gboolean
fold_into_reader (FoveaTape *tape, FoveaNode *norm)
{
  FoveaNode *conv = NULL;

  if (norm->site || count_readers (tape, norm, &conv) != 1 || !conv || !conv->op->absorb
      || !conv->op->absorb (conv, norm, TRUE))
    return FALSE;

  conv->inputs[0] = norm->inputs[0];
  drop_names (tape, norm);
  return TRUE;
}

void
fovea_tape_fold (FoveaTape *tape)
{
  for (guint i = 0; i < tape->nodes->len; i++)
    {
      FoveaNode *node = g_ptr_array_index (tape->nodes, i);
      if (node->op == &fovea_batch_norm_op)
        node->absorbed = fold_into_input (tape, node) || fold_into_reader (tape, node);
    }
}

/* Whether every input but `tail` has been computed before the launch that makes `tail`. */
static gboolean
others_are_ready (const FoveaNode *node, guint tail)
{
  for (guint i = 0; i < node->n_inputs; i++)
    if (i != tail && node->inputs[i]->group >= node->inputs[tail]->group)
      return FALSE;
  return TRUE;
}

static gboolean
can_ride (const FoveaNode *node, guint tail, FoveaNode *const *last_of_group)
{
  const FoveaNode *input = node->inputs[tail];

  return last_of_group[input->group] == input
         && fovea_shape_equal (&input->shape, &node->shape) && others_are_ready (node, tail);
}

void
fovea_tape_group (FoveaTape *tape)
{
  g_autofree FoveaNode **last = g_new0 (FoveaNode *, tape->nodes->len + 1);
  g_autofree gboolean *chains = g_new0 (gboolean, tape->nodes->len + 1);

  for (guint i = 0; i < tape->nodes->len; i++)
    {
      FoveaNode *node = g_ptr_array_index (tape->nodes, i);
      gboolean rides = FALSE;

      if (node->absorbed)
        continue;
      for (guint k = node->n_inputs; node->op->pointwise && !rides && k-- > 0;)
        if (chains[node->inputs[k]->group] && can_ride (node, k, last))
          {
            rides = TRUE;
            node->tail = k;
            node->group = node->inputs[k]->group;
          }
      if (!rides)
        {
          node->group = tape->n_groups++;
          chains[node->group] = node->op->chains || node->op->pointwise;
        }
      last[node->group] = node;
    }
}
