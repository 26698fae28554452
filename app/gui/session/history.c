/* SPDX-License-Identifier: MIT */
#include "history.h"

#define MOST_STEPS 100

struct _FoveaHistory
{
  FoveaState *now;
  GQueue past, future; /* FoveaState, the nearest first */
  char *kind;          /* the names of what the last step changed; NULL: it is closed */
  gint64 time;         /* of that */
  guint64 dropped;     /* steps that are not kept */
  gboolean reverting;
};

FoveaHistory *
fovea_history_new (void)
{
  return g_new0 (FoveaHistory, 1);
}

static void
free_state (gpointer state)
{
  fovea_state_free (state);
}

static void
forget (GQueue *states)
{
  g_queue_clear_full (states, free_state);
}

void
fovea_history_free (FoveaHistory *history)
{
  forget (&history->past);
  forget (&history->future);
  g_clear_pointer (&history->now, fovea_state_free);
  g_free (history->kind);
  g_free (history);
}

static void
replace_now (FoveaHistory *history, FoveaState *now)
{
  g_clear_pointer (&history->now, fovea_state_free);
  history->now = now;
}

void
fovea_history_reset (FoveaHistory *history, FoveaState *now)
{
  forget (&history->past);
  forget (&history->future);
  g_clear_pointer (&history->kind, g_free);
  history->reverting = FALSE;
  replace_now (history, now);
}

void
fovea_history_expect_revert (FoveaHistory *history)
{
  history->reverting = TRUE;
}

/* Has it gone back to what was before the last step? */
static gboolean
is_reverted (FoveaHistory *history, const FoveaState *now)
{
  const FoveaState *before = g_queue_peek_head (&history->past);

  return before && !(fovea_state_differ (before, now, NULL) & FOVEA_MEMBER_STEP);
}

static gboolean
goes_on (FoveaHistory *history, guint flags, const char *kind, gint64 time)
{
  return (flags & FOVEA_MEMBER_SMOOTH) && history->kind
         && g_str_equal (history->kind, kind) && time - history->time < G_USEC_PER_SEC;
}

static void
add_step (FoveaHistory *history, FoveaState *now)
{
  g_queue_push_head (&history->past, g_steal_pointer (&history->now));
  if (history->past.length > MOST_STEPS)
    {
      fovea_state_free (g_queue_pop_tail (&history->past));
      history->dropped++;
    }
  forget (&history->future);
  history->now = now;
}

gboolean
fovea_history_note (FoveaHistory *history, FoveaState *now, gint64 time, gboolean by_hand)
{
  g_autofree char *kind = NULL;
  guint flags = history->now ? fovea_state_differ (history->now, now, &kind) : 0;
  guint wanted = FOVEA_MEMBER_STEP | (by_hand ? FOVEA_MEMBER_BY_HAND : 0);
  gboolean reverting = history->reverting, step = (flags & wanted) != 0;

  history->reverting = FALSE;
  if (reverting && step && is_reverted (history, now))
    {
      fovea_state_free (g_queue_pop_head (&history->past));
      g_clear_pointer (&history->kind, g_free);
      replace_now (history, now);
      return TRUE;
    }
  if (!step || goes_on (history, flags, kind, time))
    replace_now (history, now);
  else
    add_step (history, now);
  if (step)
    {
      g_free (history->kind);
      history->kind = g_steal_pointer (&kind);
      history->time = time;
    }
  return step;
}

static void
exchange (gpointer data, gpointer models)
{
  FoveaState *state = data;
  FoveaModel *const *pair = models;

  for (guint i = 0; i < state->columns->len; i++)
    {
      FoveaColumnState *column = fovea_state_column (state, i);
      if (column->model != pair[0])
        continue;
      fovea_model_unref (column->model);
      column->model = fovea_model_ref (pair[1]);
    }
}

void
fovea_history_exchange (FoveaHistory *history, FoveaModel *before, FoveaModel *now)
{
  FoveaModel *pair[] = { before, now };

  g_queue_foreach (&history->past, exchange, pair);
  g_queue_foreach (&history->future, exchange, pair);
  if (history->now)
    exchange (history->now, pair);
}

static const FoveaState *
go (FoveaHistory *history, GQueue *from, GQueue *to)
{
  FoveaState *next = g_queue_pop_head (from);

  if (!next)
    return NULL;
  g_queue_push_head (to, history->now);
  history->now = next;
  g_clear_pointer (&history->kind, g_free);
  return next;
}

const FoveaState *
fovea_history_undo (FoveaHistory *history)
{
  return go (history, &history->past, &history->future);
}

const FoveaState *
fovea_history_redo (FoveaHistory *history)
{
  return go (history, &history->future, &history->past);
}

gboolean
fovea_history_can_undo (FoveaHistory *history)
{
  return history->past.length > 0;
}

gboolean
fovea_history_can_redo (FoveaHistory *history)
{
  return history->future.length > 0;
}

guint64
fovea_history_n_steps (FoveaHistory *history)
{
  return history->dropped + history->past.length;
}

const FoveaState *
fovea_history_now (FoveaHistory *history)
{
  return history->now;
}
