/* SPDX-License-Identifier: MIT */

/* Everything the tensor's window can do, by name. */

#include "tensor-window-private.h"

#include "file-dialogs.h"

#include <glib/gi18n.h>

static void
change_follow (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaTensorWindow *self = data;

  self->follows = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
  if (self->follows)
    g_clear_pointer (&self->chosen, g_free);
  fovea_tensor_window_follow (self);
}

static void
change_own_scale (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaTensorWindow *self = data;

  self->own_scale = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
  fovea_tensor_window_request_pictures (self);
  fovea_tensor_window_update_words (self);
  fovea_tensor_window_show_channel (self);
}

static void
change_log (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaTensorWindow *self = data;

  fovea_tensor_histogram_set_logarithmic (self->histogram, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
change_order (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaTensorWindow *self = data;

  if (!fovea_tensor_order_find (g_variant_get_string (state, NULL), &self->order))
    return;
  g_simple_action_set_state (action, state);
  fovea_tensor_window_fill_orders (self);
  fovea_tensor_window_fill_channels (self);
  fovea_tensor_window_update_words (self);
}

static void
act_site (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_tensor_window_choose_site (self, g_variant_get_string (parameter, NULL));
}

static void
act_choose_site (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaTensorWindow *self = data;

  gtk_widget_activate (GTK_WIDGET (self->site));
}

static void
act_channel (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaTensorWindow *self = data;
  guint wanted = (guint)g_variant_get_int32 (parameter);
  GListModel *channels = G_LIST_MODEL (self->channels);

  for (guint i = 0; i < g_list_model_get_n_items (channels); i++)
    {
      g_autoptr (FoveaTensorChannelItem) item = g_list_model_get_item (channels, i);
      if (fovea_tensor_channel_get_index (item) == wanted)
        gtk_single_selection_set_selected (self->selection, i);
    }
}

static void
act_copy (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaTensorWindow *self = data;

  if (!self->view)
    return;
  g_autofree char *table = fovea_tensor_view_table (self->view, self->order);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), table);
  fovea_tensor_window_toast (self, _ ("Numbers copied"));
}

static void
save_to (GFile *file, gpointer data)
{
  FoveaTensorWindow *self = data;
  g_autofree char *chosen = g_file_get_path (file);

  if (!chosen)
    {
      fovea_tensor_window_toast (
          self, _ ("A tensor can be saved only to a folder of this computer."));
      return;
    }
  g_autofree char *path = g_str_has_suffix (chosen, ".npy")
                              ? g_strdup (chosen)
                              : g_strconcat (chosen, ".npy", NULL);
  fovea_tensor_window_request_save (self, path);
}

static void
act_save_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  save_to (file, self);
}

static void
act_save (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaTensorWindow *self = data;

  if (!self->view)
    return;
  g_autofree char *name = g_strconcat (fovea_tensor_view_path (self->view), ".npy", NULL);
  fovea_choose_to_save (GTK_WINDOW (self), FOVEA_FILE_TENSOR, name, save_to, self);
}

/* One thing at a time: what runs, then the channel that covers the others, then all. */
static void
act_stop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaTensorWindow *self = data;
  gboolean busy = fovea_tensor_window_is_busy (self);
  gboolean covered
      = adw_flap_get_folded (self->flap) && adw_flap_get_reveal_flap (self->flap);

  if (!busy && covered)
    adw_flap_set_reveal_flap (self->flap, FALSE);
  else if (!busy)
    gtk_window_close (GTK_WINDOW (self));
  if (!busy)
    return;
  fovea_tensor_window_drop_jobs (self);
  if (!self->view)
    fovea_tensor_window_say (self, _ ("Stopped"),
                             _ ("The network was not run to its end."), TRUE);
  else
    fovea_tensor_window_revert (self);
}

static void
act_close_detail (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaTensorWindow *self = data;

  adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
act_again (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaTensorWindow *self = data;

  if (self->subject.model)
    fovea_tensor_window_request_view (self);
}

static const GActionEntry entries[] = {
  { .name = "close-detail", .activate = act_close_detail },
  { .name = "follow", .state = "true", .change_state = change_follow },
  { .name = "own-scale", .state = "false", .change_state = change_own_scale },
  { .name = "log", .state = "false", .change_state = change_log },
  { .name = "order",
    .parameter_type = "s",
    .state = "'relevance'",
    .change_state = change_order },
  { .name = "site", .activate = act_site, .parameter_type = "s" },
  { .name = "choose-site", .activate = act_choose_site },
  { .name = "channel", .activate = act_channel, .parameter_type = "i" },
  { .name = "copy", .activate = act_copy },
  { .name = "save", .activate = act_save },
  { .name = "save-to", .activate = act_save_to, .parameter_type = "s" },
  { .name = "stop", .activate = act_stop },
  { .name = "again", .activate = act_again },
};

void
fovea_tensor_window_add_actions (FoveaTensorWindow *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "tensor",
                                  G_ACTION_GROUP (self->actions));
}
