/* SPDX-License-Identifier: MIT */

/* A way of looking on the clipboard: method, class, layer, colours and zoom of the active
 * column, as a session's file has them, to be taken over by another column or window. Image
 * and models stay. */

#include "window-private.h"

#include "state-json.h"

#include <glib/gi18n.h>
#include <string.h>

#define VIEW_TYPE "application/x-fovea-view"
#define MOST_BYTES FOVEA_SESSION_MOST_BYTES

/* What belongs to the photograph and not to how it is looked at. */
static const char *const of_the_image[] = { "erased", "rotation", "crop", "box", "pins" };

static guint
position_of (FoveaWindow *self, FoveaColumn *column)
{
  guint position = 0;

  while (fovea_session_get_column (self->session, position) != column)
    position++;
  return position;
}

/* The active column comes first and alone. */
GdkContentProvider *
fovea_window_make_view (FoveaWindow *self)
{
  g_autoptr (FoveaState) state = fovea_window_take_state (self);
  guint position = position_of (self, self->column);
  g_autofree char *text = NULL;

  g_ptr_array_remove_range (state->columns, position + 1,
                            state->columns->len - position - 1);
  g_ptr_array_remove_range (state->columns, 0, position);
  text = fovea_state_write (state, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  return gdk_content_provider_new_for_bytes (VIEW_TYPE, bytes);
}

static void
keep_own (FoveaWindow *self, FoveaState *state)
{
  g_autoptr (FoveaState) own = fovea_window_take_state (self);

  for (guint i = 0; i < G_N_ELEMENTS (of_the_image); i++)
    {
      GVariant *value = g_hash_table_lookup (own->values, of_the_image[i]);
      g_hash_table_remove (state->values, of_the_image[i]);
      if (value)
        g_hash_table_insert (state->values, g_strdup (of_the_image[i]),
                             g_variant_ref (value));
    }
}

static void
show_view (FoveaWindow *self, FoveaState *state)
{
  FoveaColumnState *view = fovea_state_column (state, 0);
  FoveaCanvas *canvas = fovea_window_canvas (self);

  keep_own (self, state);
  fovea_state_restore (state->values, fovea_session_members, self->session, 0);
  fovea_state_restore (view->values, fovea_column_members, self->column, 0);
  fovea_state_restore (view->values, fovea_canvas_members, canvas, 0);
  fovea_window_offer_undo (self, _ ("View pasted"));
}

static void
on_read (GObject *stream, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (stream), result, &error);
  g_autoptr (FoveaState) state = NULL;

  if (bytes)
    state = fovea_state_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                              _ ("The clipboard"), &error);
  if (!state)
    fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
  else if (state->columns->len > 0 && self->column)
    show_view (self, state);
}

static void
on_stream (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream
      = gdk_clipboard_read_finish (GDK_CLIPBOARD (clipboard), result, NULL, &error);

  if (stream)
    g_input_stream_read_bytes_async (stream, MOST_BYTES, G_PRIORITY_DEFAULT, NULL, on_read,
                                     g_object_ref (self));
  else
    fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
}

static void
act_paste_view (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  static const char *types[] = { VIEW_TYPE, NULL };
  GdkClipboard *clipboard = gtk_widget_get_clipboard (self);

  if (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                             VIEW_TYPE))
    gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, on_stream,
                              g_object_ref (self));
  else
    fovea_window_tell (self, GTK_MESSAGE_INFO,
                       _ ("There is no view to paste: copy one first, here or in another "
                          "window."),
                       FALSE);
}

static const GActionEntry entries[] = {
  { .name = "paste-view", .activate = act_paste_view },
};

void
fovea_window_add_view_clipboard (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
