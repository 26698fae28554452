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

static const GActionEntry entries[] = {
  { .name = "stop", .activate = act_stop },
};

void
fovea_window_add_actions (FoveaWindow *self)
{
  g_autoptr (GPropertyAction) inspector
      = g_property_action_new ("inspector", self->flap, "reveal-flap");
  g_autoptr (GPropertyAction) fullscreen
      = g_property_action_new ("fullscreen", self, "fullscreened");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (inspector));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (fullscreen));
  fovea_window_add_file_actions (self);
  fovea_window_add_column_actions (self);
  fovea_window_add_compare_actions (self);
  fovea_window_add_gallery_actions (self);
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
}
