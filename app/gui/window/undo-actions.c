/* SPDX-License-Identifier: MIT */

/* Back and forth between what the window showed. Whatever changes something says so with
 * fovea_window_note_state; what it was is found by comparing. */

#include "window-private.h"

#include <glib/gi18n.h>

static void
enable (FoveaWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_actions (FoveaWindow *self)
{
  enable (self, "undo", fovea_history_can_undo (self->history));
  enable (self, "redo", fovea_history_can_redo (self->history));
}

/* How often the picture was moved by hand, all columns together. */
static guint
count_moves (FoveaWindow *self)
{
  guint n = g_list_model_get_n_items (fovea_session_get_columns (self->session)),
        moves = 0;

  for (guint i = 0; i < n; i++)
    moves = MAX (moves,
                 fovea_canvas_get_moves (fovea_compare_get_canvas (self->compare, i)));
  return moves;
}

static void
note_now (FoveaWindow *self)
{
  guint moves = count_moves (self);

  g_clear_handle_id (&self->noting, g_source_remove);
  fovea_history_note (self->history, fovea_window_take_state (self),
                      g_get_monotonic_time (), moves > self->moves);
  self->moves = moves;
  update_actions (self);
  fovea_window_update_unsaved (self);
}

static gboolean
is_opening (FoveaWindow *self)
{
  guint n = g_list_model_get_n_items (fovea_session_get_columns (self->session));

  for (guint i = 0; i < n; i++)
    if (fovea_column_is_opening (fovea_session_get_column (self->session, i)))
      return TRUE;
  return FALSE;
}

/* Columns and the models that come into them are one step: noted when the last is there. */
static gboolean
on_noting (gpointer data)
{
  FoveaWindow *self = data;

  self->noting = 0;
  if (!is_opening (self))
    note_now (self);
  return G_SOURCE_REMOVE;
}

void
fovea_window_note_state (FoveaWindow *self)
{
  if (!self->noting && !self->playing)
    self->noting = g_idle_add (on_noting, self);
}

void
fovea_window_note_revert (FoveaWindow *self)
{
  fovea_history_expect_revert (self->history);
  fovea_window_note_state (self);
}

void
fovea_window_forget_history (FoveaWindow *self)
{
  g_clear_handle_id (&self->noting, g_source_remove);
  fovea_history_reset (self->history, fovea_window_take_state (self));
  self->moves = count_moves (self);
  update_actions (self);
}

static void
go_to (FoveaWindow *self, const FoveaState *state)
{
  if (!state)
    return;
  fovea_state_apply (state, self->session);
  fovea_window_show_state (self, state, FOVEA_MEMBER_KEPT);
  self->moves = count_moves (self);
  update_actions (self);
  fovea_window_update_unsaved (self);
}

static void
act_undo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  note_now (self);
  go_to (self, fovea_history_undo (self->history));
}

static void
act_redo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  note_now (self);
  go_to (self, fovea_history_redo (self->history));
}

/* To before the step of this number, and what came after it. */
static void
act_undo_step (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  note_now (self);
  while (fovea_history_can_undo (self->history)
         && fovea_history_n_steps (self->history) >= g_variant_get_uint64 (parameter))
    go_to (self, fovea_history_undo (self->history));
}

static void
on_toast_dismissed (AdwToast *toast, FoveaWindow *self)
{
  if (self->undo_toast == toast)
    self->undo_toast = NULL;
}

/* One at a time: it speaks of the last. */
void
fovea_window_offer_undo (FoveaWindow *self, const char *sentence)
{
  AdwToast *toast = self->undo_toast ? self->undo_toast : adw_toast_new (sentence);

  note_now (self);
  adw_toast_set_action_target (toast, "t", fovea_history_n_steps (self->history));
  if (self->undo_toast)
    return;
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo-step");
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  self->undo_toast = toast;
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_toast_dismissed), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Actions that show what is so say it when something else changed it. */
static void
on_look_changed (FoveaWindow *self)
{
  GAction *cells = g_action_map_lookup_action (G_ACTION_MAP (self), "cells");

  g_simple_action_set_state (
      G_SIMPLE_ACTION (cells),
      g_variant_new_boolean (fovea_session_get_cells (self->session)));
  fovea_window_note_state (self);
}

static const GActionEntry entries[] = {
  { .name = "undo", .activate = act_undo },
  { .name = "redo", .activate = act_redo },
  { .name = "undo-step", .activate = act_undo_step, .parameter_type = "t" },
};

void
fovea_window_add_undo_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  self->history = fovea_history_new ();
  update_actions (self);
  g_signal_connect_object (self->session, "look-changed", G_CALLBACK (on_look_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "image-changed",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "input-changed",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fovea_session_get_places (self->session), "box-changed",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fovea_session_get_places (self->session), "pins-changed",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fovea_session_get_columns (self->session), "items-changed",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->compare, "view-changed",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->compare, "active-changed",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "action-state-changed::linked",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "action-state-changed::wipe",
                           G_CALLBACK (fovea_window_note_state), self, G_CONNECT_SWAPPED);
}
