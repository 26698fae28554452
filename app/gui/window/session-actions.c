/* SPDX-License-Identifier: MIT */

/* The window as a file: what it shows is saved and comes back. */

#include "session-actions.h"

#include "file-dialogs.h"
#include "parts.h"
#include "preferences.h"
#include "session-file.h"
#include "window-private.h"

#include <glib/gi18n.h>

char *
fovea_last_session_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "fovea", "last.fovea", NULL);
}

static gboolean
is_last (const char *path)
{
  g_autofree char *last = fovea_last_session_path ();
  return g_strcmp0 (path, last) == 0;
}

char *
fovea_window_make_title (FoveaWindow *self)
{
  const char *image = fovea_session_get_name (self->session);

  if (!self->session_path)
    return g_strdup (image ? image : "Fovea");
  g_autofree char *name = g_filename_display_basename (self->session_path);
  if (g_str_has_suffix (name, ".fovea"))
    name[strlen (name) - strlen (".fovea")] = '\0';
  return g_strdup_printf ("%s%s%s%s", self->unsaved ? "• " : "", name, image ? " – " : "",
                          image ? image : "");
}

void
fovea_window_update_unsaved (FoveaWindow *self)
{
  const FoveaState *now = fovea_history_now (self->history);
  gboolean unsaved
      = self->session_path && now
        && (!self->saved
            || (fovea_state_differ (self->saved, now, NULL) & FOVEA_MEMBER_STEP)
            || g_strcmp0 (self->saved->image.path, now->image.path) != 0);

  if (unsaved == self->unsaved)
    return;
  self->unsaved = unsaved;
  fovea_window_update_title (self);
}

static void
take_saved (FoveaWindow *self, FoveaState *state)
{
  g_clear_pointer (&self->saved, fovea_state_free);
  self->saved = state;
}

static void
save_to (GFile *file, gpointer data)
{
  FoveaWindow *self = data;
  g_autofree char *chosen = g_file_get_path (file);

  if (!chosen)
    {
      fovea_window_tell (self, GTK_MESSAGE_ERROR,
                         _ ("A session can be saved only to a folder of this computer."),
                         FALSE);
      return;
    }
  g_autofree char *path = g_str_has_suffix (chosen, ".fovea")
                              ? g_strdup (chosen)
                              : g_strconcat (chosen, ".fovea", NULL);
  if (fovea_session_get_photo (self->session) && !fovea_session_get_path (self->session))
    fovea_window_tell (
        self, GTK_MESSAGE_WARNING,
        _ ("The pasted image is in no file, so the session is saved without it."), FALSE);
  take_saved (self, fovea_window_take_state (self));
  fovea_session_save (self->session, fovea_window_take_state (self), path, TRUE);
}

static void
act_save_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  save_to (file, self);
}

static void
act_save_as (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  const char *name = fovea_session_get_name (self->session);
  const char *dot = name ? strrchr (name, '.') : NULL;
  g_autofree char *stem = dot ? g_strndup (name, (gsize)(dot - name)) : g_strdup (name);
  g_autofree char *proposal = g_strconcat (stem ? stem : "session", ".fovea", NULL);

  fovea_choose_session (GTK_WINDOW (self), proposal, self->session_path, save_to, self);
}

static void
act_save (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (GFile) file
      = self->session_path ? g_file_new_for_path (self->session_path) : NULL;

  if (file)
    save_to (file, self);
  else
    act_save_as (action, parameter, data);
}

static void
take_path (FoveaWindow *self, const char *path)
{
  char *copy = g_strdup (path);

  g_free (self->session_path);
  self->session_path = copy;
  self->unsaved = FALSE;
  fovea_window_update_title (self);
}

static void
on_saved (FoveaWindow *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (_ ("Session saved to “%s”"), name);

  if (is_last (path))
    return;
  take_path (self, path);
  fovea_window_remember_file (self, path);
  fovea_show_toast (self->toasts, text);
}

static void
on_restored (FoveaWindow *self, const FoveaState *state, const char *path)
{
  gtk_info_bar_set_revealed (self->notice, FALSE);
  fovea_window_show_state (self, state, 0);
  fovea_window_forget_history (self);
  take_saved (self, fovea_window_take_state (self));
  take_path (self, is_last (path) ? NULL : path);
  if (!is_last (path))
    fovea_window_remember_file (self, path);
}

static void
on_warned (FoveaWindow *self, const char *sentence)
{
  fovea_window_tell (self, GTK_MESSAGE_WARNING, sentence,
                     fovea_column_get_wanted (self->column) != NULL);
}

/* Of the program's windows; none without a program. */
static gboolean
is_last_window (FoveaWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GList *windows = application ? gtk_application_get_windows (application) : NULL;
  guint n = 0;

  for (; windows; windows = windows->next)
    n += FOVEA_IS_WINDOW (windows->data) ? 1 : 0;
  return n == 1;
}

static gboolean
on_close (FoveaWindow *self)
{
  g_autofree char *path = fovea_last_session_path ();

  if (fovea_preferences_get_reopen (fovea_preferences_get_default ())
      && is_last_window (self))
    fovea_session_save (self->session, fovea_window_take_state (self), path, FALSE);
  return FALSE;
}

static const GActionEntry entries[] = {
  { .name = "save-session", .activate = act_save },
  { .name = "save-session-as", .activate = act_save_as },
  { .name = "save-session-to", .activate = act_save_to, .parameter_type = "s" },
};

void
fovea_window_add_session_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (self->session, "saved", G_CALLBACK (on_saved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "restored", G_CALLBACK (on_restored), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "warned", G_CALLBACK (on_warned), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close), NULL);
}
