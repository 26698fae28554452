/* SPDX-License-Identifier: MIT */

/* From one image of a folder to the next. */

#include "window-private.h"

#include "companion.h"
#include "file-dialogs.h"
#include "folder-listing.h"
#include "folder-window.h"
#include "session-private.h"

#include <glib/gi18n.h>

static void
open_folder (GFile *file, gpointer data)
{
  FoveaWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  self->shows_gallery = TRUE;
  if (path)
    fovea_gallery_open (self->gallery, path, NULL, 0);
  else
    fovea_window_tell (self, GTK_MESSAGE_ERROR,
                       _ ("This folder is not on this computer: save it here first."),
                       FALSE);
}

static void
act_open_folder (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_folder (self, open_folder, self);
}

static void
act_open_folder_uri (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  open_folder (file, self);
}

/* The folder that the image lies in is listed the first time; then, and after another image
 * was opened. */
static void
act_step_image (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  const char *path = fovea_session_get_path (self->session);
  gint steps = g_variant_get_int32 (parameter);

  if (fovea_gallery_goes_on (self->gallery, path)
      || (fovea_session_is_loading (self->session)
          && fovea_gallery_count (self->gallery) > 0))
    fovea_gallery_step (self->gallery, steps);
  else if (path && g_path_is_absolute (path))
    {
      g_autofree char *folder = g_path_get_dirname (path);
      fovea_gallery_open (self->gallery, folder, path, steps);
    }
  else
    fovea_window_tell (
        self, GTK_MESSAGE_INFO,
        _ ("This image lies in no folder: open one of yours to go through it."), FALSE);
}

static void
open_path (FoveaWindow *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  fovea_session_open_file (self->session, self->column, file);
}

/* The image that is now looked at. */
static void
on_changed (FoveaWindow *self)
{
  const char *path = fovea_gallery_get_path (self->gallery);

  fovea_gallery_leave (self->gallery, fovea_session_get_path (self->session));
  if (g_strcmp0 (path, fovea_session_get_path (self->session)) != 0)
    open_path (self, path);
  fovea_window_update_title (self);
}

static void
on_failed (FoveaWindow *self, const char *sentence)
{
  fovea_window_tell (self, GTK_MESSAGE_ERROR, sentence, FALSE);
}

static void
on_folder (FoveaWindow *self, const char *path)
{
  self->shows_gallery = TRUE;
  fovea_gallery_open (self->gallery, path, NULL, 0);
}

/* With the folder that the image lies in, where none is open yet. */
static void
act_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  GtkWindow *table
      = fovea_find_companion (GTK_WINDOW (self), FOVEA_TYPE_FOLDER_WINDOW);
  const char *path = fovea_session_get_path (self->session);

  if (!fovea_gallery_get_current (self->gallery) && path && g_path_is_absolute (path))
    {
      g_autofree char *folder = g_path_get_dirname (path);
      fovea_gallery_open (self->gallery, folder, path, 0);
    }
  if (!table)
    table = GTK_WINDOW (fovea_folder_window_new (GTK_WINDOW (self), self->session,
                                                 self->gallery, self->pictures,
                                                 self->reader));
  gtk_window_present (table);
}

static void
change_folder_strip (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;

  gtk_widget_set_visible (GTK_WIDGET (self->gallery_strip), g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
show_strip (FoveaWindow *self)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self), "folder-strip",
                                      g_variant_new_boolean (TRUE));
}

/* What was listed because one stepped on from a single image stays unseen. */
static void
on_listed (FoveaWindow *self)
{
  if (self->shows_gallery && fovea_gallery_count (self->gallery) > 1)
    show_strip (self);
  self->shows_gallery = FALSE;
}

/* The name of a local image. (transfer full) NULL: something else. */
static char *
image_path (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  return path && fovea_looks_like_image (path) ? g_steal_pointer (&path) : NULL;
}

void
fovea_window_open_files (FoveaWindow *self, FoveaColumn *column, GSList *files)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (GSList *file = files; file; file = file->next)
    {
      g_autofree char *path = image_path (file->data);
      if (path)
        g_strv_builder_add (paths, path);
      else
        fovea_session_open_file (self->session, column ? column : self->column,
                                 file->data);
    }
  g_auto (GStrv) images = g_strv_builder_end (paths);
  self->shows_gallery = TRUE;
  if (images[0] && images[1])
    fovea_gallery_open_paths (self->gallery, (const char *const *)images);
  else if (images[0])
    open_path (self, images[0]);
}

static const GActionEntry entries[] = {
  { .name = "folder", .activate = act_folder },
  { .name = "folder-strip", .state = "false", .change_state = change_folder_strip },
  { .name = "open-folder", .activate = act_open_folder },
  { .name = "open-folder-uri", .activate = act_open_folder_uri, .parameter_type = "s" },
  { .name = "step-image", .activate = act_step_image, .parameter_type = "i" },
};

void
fovea_window_add_gallery_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  self->gallery = fovea_gallery_new (fovea_session_get_worker (self->session));
  self->reader = fovea_worker_new ();
  self->pictures = fovea_gallery_pictures_new (self->reader);
  fovea_gallery_strip_set_gallery (self->gallery_strip, self->gallery, self->pictures);
  g_signal_connect_object (self->gallery, "listed", G_CALLBACK (on_listed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gallery, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gallery, "failed", G_CALLBACK (on_failed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "folder", G_CALLBACK (on_folder), self,
                           G_CONNECT_SWAPPED);
}
