/* SPDX-License-Identifier: MIT */
#include "card.h"

#include "model-private.h"

static void
clear_switch (gpointer data)
{
  g_free (((FoveaCardSwitch *) data)->path);
}

void
fovea_card_free (FoveaCard *card)
{
  g_free (card->name);
  g_free (card->title);
  g_free (card->family);
  g_free (card->summary);
  g_free (card->paper);
  g_free (card->weights);
  g_array_unref (card->stages);
  g_array_unref (card->switches);
  g_free (card);
}

const FoveaCardStage *
fovea_card_stage (const FoveaCard *card, guint index)
{
  g_assert (index < card->stages->len);
  return &g_array_index (card->stages, FoveaCardStage, index);
}

const FoveaCardSwitch *
fovea_card_switch (const FoveaCard *card, guint index)
{
  g_assert (index < card->switches->len);
  return &g_array_index (card->switches, FoveaCardSwitch, index);
}

/* Stage 0 is the rest. A new stage is added when a node names one. */
static FoveaCardStage *
get_stage (FoveaCard *card, guint stage)
{
  while (card->stages->len < stage)
    {
      FoveaCardStage next = { .stage = card->stages->len + 1 };
      g_array_append_val (card->stages, next);
    }
  return stage ? &g_array_index (card->stages, FoveaCardStage, stage - 1) : &card->rest;
}

static guint
last_stage (const FoveaTape *tape)
{
  guint last = 0;

  for (guint i = 0; i < fovea_tape_n_nodes (tape); i++)
    last = MAX (last, fovea_tape_node (tape, i)->stage);
  return last;
}

static void
count_macs (FoveaCard *card, const FoveaTape *tape)
{
  card->macs = fovea_tape_macs (tape);
  for (guint i = 0; i <= last_stage (tape); i++)
    {
      FoveaCardStage *stage = get_stage (card, i);

      stage->attention_macs = fovea_tape_macs_of (tape, i, FOVEA_PART_ATTENTION);
      stage->convolution_macs = fovea_tape_macs_of (tape, i, FOVEA_PART_CONVOLUTION);
      stage->macs = fovea_tape_macs_of (tape, i, FOVEA_PART_SHARED) + stage->attention_macs
                    + stage->convolution_macs;
      card->has_paths |= stage->attention_macs > 0 && stage->convolution_macs > 0;
    }
}

/* A parameter belongs to the stage of the first node that reads it; to none where none
 * does. */
static void
count_parameters (FoveaCard *card, const FoveaModel *model, const FoveaTape *tape)
{
  guint n = fovea_tape_n_params (tape);
  g_autofree guint *stages = g_new0 (guint, n + 1);
  g_autofree gboolean *found = g_new0 (gboolean, n + 1);

  for (guint i = 0; i < fovea_tape_n_nodes (tape); i++)
    {
      const FoveaNode *node = fovea_tape_node (tape, i);
      for (guint k = 0; k < node->n_params; k++)
        if (node->params[k] && !found[node->params[k]->index])
          {
            found[node->params[k]->index] = TRUE;
            stages[node->params[k]->index] = node->stage;
          }
    }
  for (guint i = 0; i < n; i++)
    {
      const FoveaParam *param = fovea_tape_get_param (tape, i);
      if (!fovea_model_learns (model, param))
        continue;
      card->parameters += fovea_shape_count (&param->shape);
      get_stage (card, stages[i])->parameters += fovea_shape_count (&param->shape);
    }
}

static void
count_sites (FoveaCard *card, const FoveaTape *tape)
{
  const FoveaNode *const *sites = fovea_tape_sites (tape, &card->n_sites);

  for (guint i = 0; i < card->n_sites; i++)
    {
      const FoveaSite *site = sites[i]->site;

      card->sites[site->kind]++;
      if (site->role != FOVEA_ROLE_BLOCK)
        continue;
      FoveaCardStage *stage = get_stage (card, site->stage);
      stage->blocks++;
      card->blocks++;
      stage->channels = (guint) site->shape.dim[1];
      stage->height = (guint) site->shape.dim[2];
      stage->width = (guint) site->shape.dim[3];
      stage->stride = site->stride;
    }
}

static void
list_switches (FoveaCard *card, const FoveaTape *tape)
{
  guint n;
  const FoveaSwitch *switches = fovea_tape_switches (tape, &n);

  for (guint i = 0; i < n; i++)
    {
      FoveaCardSwitch entry
          = { g_strdup (switches[i].path), switches[i].maps, switches[i].off };
      g_array_append_val (card->switches, entry);
    }
}

FoveaCard *
fovea_card_new (FoveaModel *model, guint height, guint width, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, height, width, error);

  if (!tape)
    return NULL;
  FoveaCard *card = g_new0 (FoveaCard, 1);
  const FoveaShape *input = &fovea_tape_get_input (tape)->shape;
  card->name = g_strdup (model->name);
  card->title = g_strdup (model->title);
  card->family = g_strdup (model->family->title);
  card->summary = g_strdup (model->family->summary);
  card->paper = g_strdup (model->family->paper);
  card->weights = g_strdup (fovea_model_weights (model));
  card->classes = model->n_classes;
  card->preprocess = model->preprocess;
  card->height = (guint) input->dim[2];
  card->width = (guint) input->dim[3];
  card->stages = g_array_new (FALSE, FALSE, sizeof (FoveaCardStage));
  card->switches = g_array_new (FALSE, FALSE, sizeof (FoveaCardSwitch));
  g_array_set_clear_func (card->switches, clear_switch);
  count_macs (card, tape);
  count_parameters (card, model, tape);
  count_sites (card, tape);
  list_switches (card, tape);
  return card;
}
