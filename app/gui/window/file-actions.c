/* SPDX-License-Identifier: MIT */

/* What comes in and goes out: images, weights, pictures, the clipboard. */

#include "window-private.h"

#include "command-line.h"
#include "file-dialogs.h"
#include "parts.h"

#include <glib/gi18n.h>

static void
open_chosen (GSList *files, gpointer data)
{
  FoveaWindow *self = data;

  fovea_window_open_files (self, self->column, files);
}

static void
act_open (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_images (self, open_chosen, self);
}

static void
act_open_uri (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  fovea_window_open_file (self, file);
}

static void
open_weights (GFile *file, gpointer data)
{
  FoveaWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (!path)
    {
      fovea_window_tell (
          self, GTK_MESSAGE_ERROR,
          _ ("These weights are not on this computer. Save them to a folder "
             "and open them there."),
          FALSE);
      return;
    }
  gtk_info_bar_set_revealed (self->notice, FALSE);
  /* It may be a bundle, whose image is to be shown with it. */
  if (g_str_has_suffix (path, ".safetensors"))
    fovea_window_open_file (self, file);
  else
    fovea_column_open_model (self->column, fovea_column_get_wanted (self->column), path);
}

static void
act_choose_weights (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_to_open (self, FOVEA_FILE_WEIGHTS, open_weights, self);
}

static void
act_open_weights (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  open_weights (file, self);
}

static void
export_to (GFile *file, gpointer data)
{
  FoveaWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (path)
    fovea_session_export (self->session, self->column, path);
  else
    fovea_window_tell (self, GTK_MESSAGE_ERROR,
                       _ ("A picture can be saved only to a folder of this computer."),
                       FALSE);
}

static void
act_export (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  const char *name = fovea_session_get_name (self->session);
  const char *dot = name ? strrchr (name, '.') : NULL;
  g_autofree char *stem = dot ? g_strndup (name, (gsize)(dot - name)) : g_strdup (name);
  g_autofree char *proposal = g_strdup_printf ("%s-map.png", stem ? stem : "fovea");

  fovea_choose_to_save (GTK_WINDOW (self), FOVEA_FILE_PICTURE, proposal, export_to, self);
}

static void
act_export_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  export_to (file, self);
}

static void
act_copy (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_window_copy (self);
}

static void
act_copy_command (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line
      = fovea_command_line (self->session, self->column, "map.png", &error);

  if (!line)
    {
      fovea_window_tell (self, GTK_MESSAGE_INFO, error->message, FALSE);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), line);
  fovea_show_toast (self->toasts, _ ("Command copied"));
}

static void
act_paste (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_window_paste (self);
}

static const GActionEntry entries[] = {
  { .name = "open", .activate = act_open },
  { .name = "open-uri", .activate = act_open_uri, .parameter_type = "s" },
  { .name = "choose-weights", .activate = act_choose_weights },
  { .name = "open-weights", .activate = act_open_weights, .parameter_type = "s" },
  { .name = "export", .activate = act_export },
  { .name = "export-to", .activate = act_export_to, .parameter_type = "s" },
  { .name = "copy", .activate = act_copy },
  { .name = "copy-command", .activate = act_copy_command },
  { .name = "paste", .activate = act_paste },
};

void
fovea_window_add_file_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
