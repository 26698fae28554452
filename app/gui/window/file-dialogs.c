/* SPDX-License-Identifier: MIT */
#include "file-dialogs.h"

#include <glib/gi18n.h>

typedef struct
{
  FoveaFileChosen chosen; /* NULL: */
  FoveaFilesChosen all;
  gpointer data;
} Answer;

/* (transfer full) */
static GSList *
get_files (GtkFileChooser *dialog)
{
  g_autoptr (GListModel) model = gtk_file_chooser_get_files (dialog);
  GSList *files = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    files = g_slist_prepend (files, g_list_model_get_item (model, i));
  return g_slist_reverse (files);
}

static void
tell_answer (GtkFileChooser *dialog, const Answer *answer)
{
  GSList *files = get_files (dialog);

  if (files && answer->all)
    answer->all (files, answer->data);
  else if (files)
    answer->chosen (files->data, answer->data);
  g_slist_free_full (files, g_object_unref);
}

/* The dialog keeps itself alive until it is answered. */
static void
on_response (GtkNativeDialog *dialog, gint response, Answer *answer)
{
  if (response == GTK_RESPONSE_ACCEPT)
    tell_answer (GTK_FILE_CHOOSER (dialog), answer);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
answer_free (gpointer answer, GClosure *closure)
{
  g_free (answer);
}

static GtkFileChooser *
ask_with (GtkWindow *parent, const char *title, GtkFileChooserAction action,
          const Answer *how)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);
  Answer *answer = g_memdup2 (how, sizeof *how);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), answer,
                         answer_free, 0);
  return GTK_FILE_CHOOSER (dialog);
}

static GtkFileChooser *
ask (GtkWindow *parent, const char *title, GtkFileChooserAction action,
     FoveaFileChosen chosen, gpointer data)
{
  return ask_with (parent, title, action, &(Answer){ .chosen = chosen, .data = data });
}

static void
add_filter (GtkFileChooser *dialog, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; patterns && *patterns; patterns++)
    gtk_file_filter_add_suffix (filter, *patterns);
  if (!patterns)
    gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (dialog, filter);
}

void
fovea_choose_images (GtkWindow *parent, FoveaFilesChosen chosen, gpointer data)
{
  static const char *const suffixes[]
      = { "jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff", "ppm", "pgm", NULL };
  static const char *const bundles[] = { "safetensors", NULL };
  static const char *const sessions[] = { "fovea", NULL };
  GtkFileChooser *dialog
      = ask_with (parent, _ ("Open Images"), GTK_FILE_CHOOSER_ACTION_OPEN,
                  &(Answer){ .all = chosen, .data = data });

  gtk_file_chooser_set_select_multiple (dialog, TRUE);
  add_filter (dialog, _ ("Images"), suffixes);
  add_filter (dialog, _ ("Bundles"), bundles);
  add_filter (dialog, _ ("Sessions"), sessions);
  add_filter (dialog, _ ("All files"), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
fovea_choose_folder (GtkWindow *parent, FoveaFileChosen chosen, gpointer data)
{
  GtkFileChooser *dialog = ask (parent, _ ("Open Folder"),
                                GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, chosen, data);

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
fovea_choose_session (GtkWindow *parent, const char *name, const char *path,
                      FoveaFileChosen chosen, gpointer data)
{
  static const char *const suffixes[] = { "fovea", NULL };
  GtkFileChooser *dialog
      = ask (parent, _ ("Save Session"), GTK_FILE_CHOOSER_ACTION_SAVE, chosen, data);
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;

  add_filter (dialog, _ ("Sessions"), suffixes);
  if (file)
    gtk_file_chooser_set_file (dialog, file, NULL);
  else
    gtk_file_chooser_set_current_name (dialog, name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* What is opened or saved one at a time. */
static const struct
{
  const char *title;
  struct
  {
    const char *name; /* NULL: no more */
    const char *suffixes[8];
  } filters[2];
  gboolean any; /* or any other file */
} kinds[] = {
  [FOVEA_FILE_WEIGHTS]
  = { N_ ("Open Weights"),
      { { N_ ("Checkpoints"), { "pth", "pt", "tar", "bin", "ckpt", "safetensors" } } },
      TRUE },
  [FOVEA_FILE_LIST] = { N_ ("Open List of True Classes"),
                        { { N_ ("Lists"), { "csv", "tsv", "txt" } } },
                        TRUE },
  [FOVEA_FILE_OLD_RECIPE] = { N_ ("Open Recipe"),
                              { { N_ ("Recipes, and figures that hold one"),
                                  { "json", "pdf", "svg", "png", "html" } } },
                              TRUE },
  [FOVEA_FILE_PICTURE] = { N_ ("Save Picture"), { { NULL } }, FALSE },
  [FOVEA_FILE_TENSOR]
  = { N_ ("Save Tensor"), { { N_ ("NumPy arrays"), { "npy" } } }, FALSE },
  [FOVEA_FILE_INPUT]
  = { N_ ("Save Input"),
      { { N_ ("Pictures"), { "png" } }, { N_ ("NumPy arrays"), { "npy" } } },
      FALSE },
  [FOVEA_FILE_CHART]
  = { N_ ("Export Chart"), { { N_ ("Charts"), { "pdf", "svg", "png" } } }, FALSE },
  [FOVEA_FILE_FIGURE]
  = { N_ ("Export Figure"),
      { { N_ ("Figures"), { "pdf", "svg", "png", "tiff", "tif", "html" } } },
      FALSE },
  [FOVEA_FILE_RECIPE] = { N_ ("Save Recipe"), { { N_ ("Recipes"), { "json" } } }, FALSE },
  [FOVEA_FILE_TABLE] = { N_ ("Save Table"), { { N_ ("Tables"), { "csv" } } }, FALSE },
};

static GtkFileChooser *
ask_for (GtkWindow *parent, FoveaFileKind kind, GtkFileChooserAction action,
         FoveaFileChosen chosen, gpointer data)
{
  GtkFileChooser *dialog = ask (parent, _ (kinds[kind].title), action, chosen, data);

  for (guint i = 0; i < G_N_ELEMENTS (kinds[kind].filters); i++)
    if (kinds[kind].filters[i].name)
      add_filter (dialog, _ (kinds[kind].filters[i].name),
                  kinds[kind].filters[i].suffixes);
  if (kinds[kind].any)
    add_filter (dialog, _ ("All files"), NULL);
  return dialog;
}

void
fovea_choose_to_open (GtkWindow *parent, FoveaFileKind kind, FoveaFileChosen chosen,
                      gpointer data)
{
  GtkFileChooser *dialog
      = ask_for (parent, kind, GTK_FILE_CHOOSER_ACTION_OPEN, chosen, data);

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
fovea_choose_to_save (GtkWindow *parent, FoveaFileKind kind, const char *name,
                      FoveaFileChosen chosen, gpointer data)
{
  GtkFileChooser *dialog
      = ask_for (parent, kind, GTK_FILE_CHOOSER_ACTION_SAVE, chosen, data);

  gtk_file_chooser_set_current_name (dialog, name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
