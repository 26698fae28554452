/* SPDX-License-Identifier: MIT */

/* Everything the measure window can do, by name. */

#include "measure-window-private.h"

#include "file-dialogs.h"

#include <glib/gi18n.h>

/* A file to write, by the worker: of a chart or of text. It may outlast the window. */
typedef struct
{
  GWeakRef window;
  char *path;
  FoveaCurves *curves;
  char *text;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->curves, fovea_curves_free);
  g_clear_error (&job->error);
  g_weak_ref_clear (&job->window);
  g_free (job->path);
  g_free (job->text);
  g_free (job);
}

static void
run (gpointer data, gpointer unused)
{
  Job *job = data;

  if (job->curves)
    fovea_measure_chart_write (job->curves->chart, job->path, FOVEA_VERSION, &job->error);
  else
    g_file_set_contents (job->path, job->text, -1, &job->error);
}

static void
done (gpointer data, gpointer unused)
{
  Job *job = data;
  g_autoptr (FoveaMeasureWindow) window = g_weak_ref_get (&job->window);
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autofree char *text = job->error ? g_strdup (job->error->message)
                                     : g_strdup_printf (_ ("Saved “%s”"), name);

  if (window)
    fovea_measure_window_toast (window, text);
}

/* Takes over what is to be written. */
static void
write_to (FoveaMeasureWindow *self, const char *path, FoveaCurves *curves, char *text)
{
  Job *job = g_new0 (Job, 1);

  g_weak_ref_init (&job->window, self);
  job->path = g_strdup (path);
  job->curves = curves;
  job->text = text;
  fovea_worker_push (fovea_session_get_worker (self->session), FOVEA_SOON, run, done, job,
                     job_free);
}

/* The path of a file on this computer, ending in `ending` unless it has one of `allowed`.
 * (transfer full) */
static char *
path_for (FoveaMeasureWindow *self, GFile *file, const char *const *allowed)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *lower = path ? g_ascii_strdown (path, -1) : NULL;

  if (!path)
    {
      fovea_measure_window_toast (
          self, _ ("It can be saved only to a folder of this computer."));
      return NULL;
    }
  for (guint i = 0; allowed[i]; i++)
    if (g_str_has_suffix (lower, allowed[i]))
      return g_steal_pointer (&path);
  return g_strconcat (path, allowed[0], NULL);
}

static void
save_chart_to (GFile *file, gpointer data)
{
  static const char *const endings[] = { ".pdf", ".svg", ".png", NULL };
  FoveaMeasureWindow *self = data;
  g_autofree char *path = path_for (self, file, endings);
  g_autoptr (FoveaCurves) curves = fovea_curves_new (self->measurings);

  if (path && curves->chart)
    write_to (self, path, g_steal_pointer (&curves), NULL);
  else if (path)
    fovea_measure_window_toast (self, _ ("There is no curve yet."));
}

static void
save_numbers_to (GFile *file, gpointer data)
{
  static const char *const endings[] = { ".csv", NULL };
  FoveaMeasureWindow *self = data;
  g_autofree char *path = path_for (self, file, endings);
  g_autofree char *text = fovea_measure_numbers_csv (self->measurings);

  if (path && text)
    write_to (self, path, NULL, g_steal_pointer (&text));
  else if (path)
    fovea_measure_window_toast (self, _ ("There are no numbers yet."));
}

static void
act_save_chart_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  save_chart_to (file, self);
}

static void
act_save_numbers_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  save_numbers_to (file, self);
}

/* "deletion.pdf". (transfer full) */
static char *
propose_name (FoveaMeasureWindow *self, const char *ending)
{
  const FoveaMeasure *measure
      = self->measurings->len > 0
            ? fovea_measuring_get_measure (self->measurings->pdata[0])
            : NULL;

  return g_strconcat (measure ? measure->name : "measure", ending, NULL);
}

static void
act_save_chart (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autofree char *name = propose_name (self, ".pdf");

  fovea_choose_to_save (self, FOVEA_FILE_CHART, name, save_chart_to, self);
}

static void
act_save_numbers (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autofree char *name = propose_name (self, ".csv");

  fovea_choose_to_save (self, FOVEA_FILE_TABLE, name, save_numbers_to, self);
}

static void
act_copy (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaMeasureWindow *self = data;
  g_autofree char *table = fovea_measure_numbers_tsv (self->measurings);

  if (table)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), table);
  fovea_measure_window_toast (self, table ? _ ("Numbers copied")
                                          : _ ("There are no numbers yet."));
}

static void
act_copy_command (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaMeasureWindow *self = data;

  if (self->command)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->command);
  fovea_measure_window_toast (self, self->command      ? _ ("Command copied")
                                    : self->no_command ? self->no_command
                                                       : _ ("There is nothing measured."));
}

static void
act_measure (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaMeasureWindow *self = data;
  GListModel *titles = gtk_drop_down_get_model (self->measures);
  const FoveaMeasure *measure
      = fovea_measure_find (g_variant_get_string (parameter, NULL), NULL);

  for (guint i = 0; measure && i < g_list_model_get_n_items (titles); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (titles), i),
                     _ (measure->title)))
      gtk_drop_down_set_selected (self->measures, i);
}

static void
act_again (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  if (!fovea_measure_window_is_running (self))
    fovea_measure_window_take_selected (self);
}

/* What runs, then the window. */
static void
act_stop (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  if (fovea_measure_window_is_running (self))
    fovea_measure_window_stop (self);
  else
    gtk_window_close (self);
}

static const GActionEntry entries[] = {
  { .name = "measure", .activate = act_measure, .parameter_type = "s" },
  { .name = "again", .activate = act_again },
  { .name = "stop", .activate = act_stop },
  { .name = "copy", .activate = act_copy },
  { .name = "copy-command", .activate = act_copy_command },
  { .name = "save-numbers", .activate = act_save_numbers },
  { .name = "save-numbers-to", .activate = act_save_numbers_to, .parameter_type = "s" },
  { .name = "save-chart", .activate = act_save_chart },
  { .name = "save-chart-to", .activate = act_save_chart_to, .parameter_type = "s" },
};

void
fovea_measure_window_add_actions (FoveaMeasureWindow *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "measure",
                                  G_ACTION_GROUP (self->actions));
}
