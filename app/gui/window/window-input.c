/* SPDX-License-Identifier: MIT */

/* What comes in by hand: files and pictures dropped or pasted, and the keys of the canvas. */

#include "window-private.h"

#include "parts.h"
#include "wipe.h"

#include <glib/gi18n.h>

static void
open_texture (FoveaWindow *self, GdkTexture *texture)
{
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (texture);

  fovea_session_open_bytes (self->session, png, _ ("Pasted image"));
}

/* Weights dropped on a column are for it, elsewhere they get a column of their own;
 * pasted ones (without a target) are for the active one. */
static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  FoveaWindow *self = data;

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
      FoveaColumn *column
          = target ? fovea_compare_column_at (self->compare, GTK_WIDGET (self), x, y)
                   : self->column;
      fovea_window_open_files (self, column, files);
      return files != NULL;
    }
  if (!G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    return FALSE;
  open_texture (self, g_value_get_object (value));
  return TRUE;
}

static void
on_texture (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture
      = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, &error);

  if (texture)
    open_texture (self, texture);
  else
    fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
}

static void
on_text (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaWindow) self = data;
  g_autofree char *text
      = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  g_auto (GStrv) lines = text ? g_strsplit (g_strstrip (text), "\n", 2) : NULL;

  if (lines && lines[0] && *g_strchomp (lines[0]))
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (lines[0]);
      fovea_window_open_file (self, file);
    }
}

static void
on_files (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaWindow) self = data;
  const GValue *value
      = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  if (value)
    on_drop (NULL, value, 0, 0, self);
}

void
fovea_window_paste (FoveaWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                                    NULL, on_files, g_object_ref (self));
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    gdk_clipboard_read_texture_async (clipboard, NULL, on_texture, g_object_ref (self));
  else if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, NULL, on_text, g_object_ref (self));
  else
    fovea_window_tell (self, GTK_MESSAGE_INFO, _ ("There is no image to paste."), FALSE);
}

void
fovea_window_copy (FoveaWindow *self)
{
  g_autoptr (GdkPaintable) paintable
      = gtk_widget_paintable_new (GTK_WIDGET (self->compare));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot,
                          gtk_widget_get_width (GTK_WIDGET (self->compare)),
                          gtk_widget_get_height (GTK_WIDGET (self->compare)));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (!node)
    return;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self)),
                                         node, NULL);
  GdkContentProvider *forms[]
      = { gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture),
          fovea_window_make_view (self) };
  g_autoptr (GdkContentProvider) all
      = gdk_content_provider_new_union (forms, G_N_ELEMENTS (forms));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
  fovea_show_toast (self->toasts, _ ("Picture copied"));
}

static void
set_photo_alone (FoveaWindow *self, gboolean alone)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self), "photo-alone",
                                      g_variant_new_boolean (alone));
}

/* The line of a wipe, by Shift and an arrow, from wherever the focus is. */
static gboolean
move_wipe (FoveaWindow *self, guint key)
{
  double step = key == GDK_KEY_Left ? -FOVEA_WIPE_STEP : FOVEA_WIPE_STEP;

  if ((key != GDK_KEY_Left && key != GDK_KEY_Right)
      || !fovea_compare_get_wiping (self->compare))
    return FALSE;
  fovea_compare_set_wipe_share (self->compare,
                                fovea_compare_get_wipe_share (self->compare) + step);
  return TRUE;
}

static void
step_image (FoveaWindow *self, gint steps)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "step-image",
                                  g_variant_new_int32 (steps));
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
                gpointer data)
{
  FoveaWindow *self = data;

  if (fovea_window_pointer_key (self, key, state))
    return TRUE;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) == GDK_SHIFT_MASK)
    return move_wipe (self, key);
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return FALSE;
  if (key == GDK_KEY_Up || key == GDK_KEY_Down)
    fovea_window_step_layer (self, key == GDK_KEY_Up ? -1 : 1);
  else if (key == GDK_KEY_Page_Up || key == GDK_KEY_Page_Down)
    fovea_window_step_stage (self, key == GDK_KEY_Page_Up ? -1 : 1);
  else if (key == GDK_KEY_bracketleft || key == GDK_KEY_bracketright)
    fovea_column_step_map (self->column, key == GDK_KEY_bracketleft ? -1 : 1);
  else if (key == GDK_KEY_Left || key == GDK_KEY_Right)
    step_image (self, key == GDK_KEY_Left ? -1 : 1);
  else if (key == GDK_KEY_Home || key == GDK_KEY_End)
    step_image (self, key == GDK_KEY_Home ? -G_MAXINT16 : G_MAXINT16);
  else if (key == GDK_KEY_w)
    g_action_group_activate_action (G_ACTION_GROUP (self), "wipe", NULL);
  else if (key == GDK_KEY_i)
    g_action_group_activate_action (G_ACTION_GROUP (self), "input", NULL);
  else if (key == GDK_KEY_space)
    set_photo_alone (self, TRUE);
  else
    return FALSE;
  return TRUE;
}

static void
on_key_released (GtkEventControllerKey *keys, guint key, guint code,
                 GdkModifierType state, gpointer data)
{
  if (key == GDK_KEY_space)
    set_photo_alone (data, FALSE);
}

void
fovea_window_add_input (FoveaWindow *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_drop_target_set_gtypes (drop, types, G_N_ELEMENTS (types));
  g_signal_connect (drop, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self->compare), keys);
}
