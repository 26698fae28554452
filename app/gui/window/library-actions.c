/* SPDX-License-Identifier: MIT */

/* The library of weights, and weights that get a column of their own. */

#include "window-private.h"

#include "companion.h"
#include "library-window.h"
#include "preferences.h"

#include <glib/gi18n.h>

static void
act_library (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  GtkWindow *library
      = fovea_find_companion (GTK_WINDOW (self), FOVEA_TYPE_LIBRARY_WINDOW);

  if (!library)
    library = GTK_WINDOW (fovea_library_window_new (
        GTK_WINDOW (self), fovea_preferences_get_default (), self->reader));
  gtk_window_present (library);
}

/* Beside the active column, which it looks like else. */
static void
act_add_weights (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  guint n = g_list_model_get_n_items (fovea_session_get_columns (self->session));

  if (n >= FOVEA_MOST_COLUMNS)
    {
      fovea_window_tell (self, GTK_MESSAGE_INFO,
                         _ ("More columns do not fit: remove one first."), FALSE);
      return;
    }
  FoveaColumn *column = fovea_session_duplicate (self->session, self->column);
  fovea_column_open_model (column, NULL, g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { .name = "library", .activate = act_library },
  { .name = "add-weights", .activate = act_add_weights, .parameter_type = "s" },
};

void
fovea_window_add_library_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
