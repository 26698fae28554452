/* SPDX-License-Identifier: MIT */

/* The figure that is gathered while looking. */

#include "window-private.h"

#include "companion.h"
#include "figure-window.h"
#include "session-private.h"

#include <glib/gi18n.h>

static void
act_figure (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  GtkWindow *figure = fovea_find_companion (GTK_WINDOW (self), FOVEA_TYPE_FIGURE_WINDOW);

  if (!figure)
    figure = GTK_WINDOW (fovea_figure_window_new (
        GTK_WINDOW (self), self->tray, fovea_session_get_worker (self->session)));
  gtk_window_present (figure);
}

static void
act_add (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_tray_add (((FoveaWindow *)self)->tray, ((FoveaWindow *)self)->session);
}

static void
on_added (FoveaWindow *self, const char *sentence)
{
  AdwToast *toast = adw_toast_new (sentence);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_button_label (toast, _ ("_Compose"));
  adw_toast_set_action_name (toast, "win.figure");
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_failed (FoveaWindow *self, const char *sentence)
{
  fovea_window_tell (self, GTK_MESSAGE_WARNING, sentence, FALSE);
}

static const GActionEntry entries[] = {
  { .name = "figure", .activate = act_figure },
  { .name = "add-to-figure", .activate = act_add },
};

void
fovea_window_add_figure_actions (FoveaWindow *self)
{
  self->tray = fovea_tray_new (self->reader);
  g_signal_connect_object (self->tray, "added", G_CALLBACK (on_added), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tray, "failed", G_CALLBACK (on_failed), self,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
