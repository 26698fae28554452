/* SPDX-License-Identifier: MIT */

/* The network's exact input: shown in the inspector, and saved. */

#include "window-private.h"

#include "file-dialogs.h"
#include "input-save.h"
#include "session-private.h"

#include <glib/gi18n.h>

/* Opens the inspector too, where it is closed. */
static void
act_input (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaInputSection *section = fovea_inspector_get_input (self->inspector);
  gboolean seen = adw_flap_get_reveal_flap (self->flap);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  fovea_input_section_set_open (section, !seen || !fovea_input_section_is_open (section));
}

typedef struct
{
  FoveaSession *session;
  FoveaInput *input;
  char *path;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_error (&job->error);
  fovea_input_unref (job->input);
  g_object_unref (job->session);
  g_free (job->path);
  g_free (job);
}

static void
run_save (gpointer data, gpointer unused)
{
  Job *job = data;

  fovea_input_save (job->input, job->path, &job->error);
}

static void
done_save (gpointer data, gpointer unused)
{
  Job *job = data;

  if (job->error)
    fovea_session_fail (job->session, job->error->message);
  else
    fovea_session_exported (job->session, job->path);
  fovea_session_end (job->session);
}

static void
save_to (GFile *file, gpointer data)
{
  FoveaWindow *self = data;
  FoveaExplanation *explanation = fovea_column_get_explanation (self->column);
  g_autofree char *path = g_file_get_path (file);

  if (!explanation || !path)
    {
      fovea_window_tell (self, GTK_MESSAGE_ERROR,
                         path ? _ ("Nothing has been read yet that could be saved.")
                              : _ ("An input can be saved only to a folder of this "
                                   "computer."),
                         FALSE);
      return;
    }
  Job *job = g_new0 (Job, 1);
  job->session = g_object_ref (self->session);
  job->input = fovea_input_ref (fovea_explanation_input (explanation));
  job->path = g_steal_pointer (&path);
  fovea_worker_push (fovea_session_get_worker (self->session), FOVEA_SOON, run_save,
                     done_save, job, job_free);
  fovea_session_begin (self->session);
}

static void
act_save_input_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  save_to (file, self);
}

static void
act_save_input (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_to_save (self, FOVEA_FILE_INPUT, "input.png", save_to, self);
}

static const GActionEntry entries[] = {
  { .name = "input", .activate = act_input },
  { .name = "save-input", .activate = act_save_input },
  { .name = "save-input-to", .activate = act_save_input_to, .parameter_type = "s" },
};

void
fovea_window_add_input_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
