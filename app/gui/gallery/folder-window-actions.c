/* SPDX-License-Identifier: MIT */

/* What can be done in the folder's window. */

#include "folder-window-private.h"

#include "file-dialogs.h"
#include "session-private.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const filters[FOVEA_N_FILTERS]
    = { "all", "wrong", "uncertain", "disagreeing", "unreadable" };

static void
act_filter (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  for (guint i = 0; i < FOVEA_N_FILTERS; i++)
    if (g_str_equal (filters[i], g_variant_get_string (parameter, NULL)))
      fovea_folder_window_set_filter (self, i);
}

static void
act_search (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFolderWindow *self = data;

  gtk_editable_set_text (self->search, g_variant_get_string (parameter, NULL));
}

static void
act_find (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFolderWindow *self = data;

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
act_open_folder (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  g_action_group_activate_action (G_ACTION_GROUP (parent), "open-folder", NULL);
}

/* True classes. */

static void
set_truth (FoveaFolderWindow *self, FoveaTruth *truth, const char *list, const char *state)
{
  char *copy = g_strdup (list);

  g_free (self->list);
  self->list = copy;
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "truth")),
      g_variant_new_string (state));
  fovea_survey_set_truth (self->survey, truth);
  fovea_folder_window_fill_columns (self);
}

static void
change_truth (GSimpleAction *action, GVariant *state, gpointer self)
{
  const char *name = g_variant_get_string (state, NULL);
  g_autoptr (FoveaTruth) truth
      = g_str_equal (name, "folders") ? fovea_truth_new_folders () : NULL;

  set_truth (self, truth, NULL, truth ? "folders" : "none");
}

typedef struct
{
  FoveaFolderWindow *window;
  char *path;
  FoveaTruth *truth;
  GError *error;
} ListJob;

static void
list_job_free (gpointer data)
{
  ListJob *job = data;

  g_clear_pointer (&job->truth, fovea_truth_unref);
  g_clear_error (&job->error);
  g_object_unref (job->window);
  g_free (job->path);
  g_free (job);
}

static void
run_list (gpointer data, gpointer unused)
{
  ListJob *job = data;

  job->truth = fovea_truth_open (job->path, &job->error);
}

static void
done_list (gpointer data, gpointer unused)
{
  ListJob *job = data;
  g_autofree char *name = g_filename_display_basename (job->path);

  if (!job->window->survey)
    return;
  if (job->truth)
    set_truth (job->window, job->truth, name, "list");
  else
    fovea_folder_window_toast (job->window, job->error->message);
}

static void
open_list (GFile *file, gpointer data)
{
  FoveaFolderWindow *self = data;
  g_autofree char *path = g_file_get_path (file);
  ListJob *job;

  if (!path)
    {
      fovea_folder_window_toast (self, _ ("This list is not on this computer."));
      return;
    }
  job = g_new0 (ListJob, 1);
  job->window = g_object_ref (self);
  job->path = g_steal_pointer (&path);
  fovea_worker_push (fovea_session_get_worker (self->session), FOVEA_SOON, run_list,
                     done_list, job, list_job_free);
}

static void
act_open_list (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  open_list (file, self);
}

static void
act_choose_list (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_to_open (self, FOVEA_FILE_LIST, open_list, self);
}

/* The table for others. */

static void
act_copy (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFolderWindow *self = data;
  g_autofree char *text = fovea_folder_table_text (self, '\t');

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  fovea_folder_window_toast (self, _ ("Table copied"));
}

static void
on_written (GObject *file, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaFolderWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (file));
  g_autofree char *text = NULL;

  if (!g_file_replace_contents_finish (G_FILE (file), result, NULL, &error))
    text = g_strdup (error->message);
  else
    text = g_strdup_printf (_ ("Saved “%s”"), name);
  fovea_folder_window_toast (self, text);
}

static void
save_to (GFile *file, gpointer data)
{
  FoveaFolderWindow *self = data;
  char *text = fovea_folder_table_text (self, ',');
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_written, g_object_ref (self));
}

static void
act_save_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  save_to (file, self);
}

static void
act_save (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_to_save (self, FOVEA_FILE_TABLE, "predictions.csv", save_to, self);
}

/* Running. */

static void
act_start (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFolderWindow *self = data;

  fovea_survey_start (self->survey);
}

static void
act_stop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFolderWindow *self = data;

  fovea_survey_stop (self->survey);
}

/* One thing at a time: what runs, then the window. */
static void
act_leave (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFolderWindow *self = data;

  if (fovea_folder_window_is_busy (self))
    fovea_survey_stop (self->survey);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static const GActionEntry entries[] = {
  { .name = "filter", .activate = act_filter, .parameter_type = "s" },
  { .name = "search", .activate = act_search, .parameter_type = "s" },
  { .name = "find", .activate = act_find },
  { .name = "open-folder", .activate = act_open_folder },
  { .name = "truth",
    .parameter_type = "s",
    .state = "'folders'",
    .change_state = change_truth },
  { .name = "choose-list", .activate = act_choose_list },
  { .name = "open-list", .activate = act_open_list, .parameter_type = "s" },
  { .name = "copy", .activate = act_copy },
  { .name = "save", .activate = act_save },
  { .name = "save-to", .activate = act_save_to, .parameter_type = "s" },
  { .name = "start", .activate = act_start },
  { .name = "stop", .activate = act_stop },
  { .name = "leave", .activate = act_leave },
};

void
fovea_folder_window_add_actions (FoveaFolderWindow *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "folder",
                                  G_ACTION_GROUP (self->actions));
}
