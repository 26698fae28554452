/* SPDX-License-Identifier: MIT */

/* Everything the window can do, by name and, where it takes a choice, with a parameter: no
 * dialog is needed to do any of it. One file for each kind of thing. */

#include "window-private.h"

/* One thing at a time: what plays, what runs, then the pointer's mode, then the newest pin. */
static void
act_stop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  if (fovea_window_stop_playing (self))
    return;
  if (fovea_window_is_busy (self))
    fovea_session_stop (self->session);
  else
    fovea_window_leave_pointer (self);
}

static void
change_fullscreen (GSimpleAction *action, GVariant *state, gpointer data)
{
  if (g_variant_get_boolean (state))
    gtk_window_fullscreen (data);
  else
    gtk_window_unfullscreen (data);
}

static void
change_inspector (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;
  adw_flap_set_reveal_flap (self->flap, g_variant_get_boolean (state));
}

static void
show_state (FoveaWindow *self, const char *name, gboolean state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (state));
}

/* Property actions of the window and its children would keep them alive for ever. */
static void
on_fullscreened (FoveaWindow *self)
{
  show_state (self, "fullscreen", gtk_window_is_fullscreen (GTK_WINDOW (self)));
}

static void
on_revealed (FoveaWindow *self)
{
  show_state (self, "inspector", adw_flap_get_reveal_flap (self->flap));
}

static const GActionEntry entries[] = {
  { .name = "stop", .activate = act_stop },
  { .name = "inspector", .state = "true", .change_state = change_inspector },
  { .name = "fullscreen", .state = "false", .change_state = change_fullscreen },
};

void
fovea_window_add_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (on_fullscreened), NULL);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (on_revealed), self,
                           G_CONNECT_SWAPPED);
  on_revealed (self);
  fovea_window_add_file_actions (self);
  fovea_window_add_column_actions (self);
  fovea_window_add_compare_actions (self);
  fovea_window_add_gallery_actions (self);
  fovea_window_add_figure_actions (self);
  fovea_window_add_input_actions (self);
  fovea_window_add_library_actions (self);
  fovea_window_add_live_actions (self);
  fovea_window_add_look_actions (self);
  fovea_window_add_pointer_actions (self);
  fovea_window_add_undo_actions (self);
  fovea_window_add_strip_actions (self);
  fovea_window_add_session_actions (self);
  fovea_window_add_recent_actions (self);
  fovea_window_add_tensor_actions (self);
  fovea_window_add_reload (self);
  fovea_window_add_preferences (self);
  fovea_window_add_scale_actions (self);
  fovea_window_add_view_clipboard (self);
}
