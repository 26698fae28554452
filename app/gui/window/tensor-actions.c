/* SPDX-License-Identifier: MIT */

/* The tensor of what the active column shows, in a window of its own. */

#include "window-private.h"

#include "tensor-window.h"

/* The one that follows this window's columns; NULL: none does. */
static FoveaTensorWindow *
find_follower (FoveaWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  FoveaTensorWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (FOVEA_IS_TENSOR_WINDOW (window)
          && gtk_window_get_transient_for (window) == GTK_WINDOW (self)
          && fovea_tensor_window_follows (FOVEA_TENSOR_WINDOW (window)))
        found = FOVEA_TENSOR_WINDOW (window);
    }
  return found;
}

static void
on_active_changed (FoveaTensorWindow *tensor, FoveaCompare *compare)
{
  fovea_tensor_window_set_column (tensor, fovea_compare_get_active (compare));
}

static void
act_tensor (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaTensorWindow *tensor = find_follower (self);

  if (!tensor)
    {
      tensor = fovea_tensor_window_new (GTK_WINDOW (self), self->session, self->column);
      g_signal_connect_object (self->compare, "active-changed",
                               G_CALLBACK (on_active_changed), tensor, G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (tensor));
}

static const GActionEntry entries[] = {
  { .name = "tensor", .activate = act_tensor },
};

void
fovea_window_add_tensor_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
