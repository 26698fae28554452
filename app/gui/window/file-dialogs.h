/* SPDX-License-Identifier: MIT */
#pragma once

/* The dialogs that ask for a file, in one place since their class will be replaced. */

#include <gtk/gtk.h>

typedef void (*FoveaFileChosen) (GFile *file, gpointer data);
typedef void (*FoveaFilesChosen) (GSList *files, gpointer data); /* GFile, at least one */

/* Not shown again until answered; `chosen` is not called when it was cancelled. */
void fovea_choose_images (GtkWindow *parent, FoveaFilesChosen chosen, gpointer data);
void fovea_choose_folder (GtkWindow *parent, FoveaFileChosen chosen, gpointer data);
void fovea_choose_weights (GtkWindow *parent, FoveaFileChosen chosen, gpointer data);

/* Where a session is saved: `path` (NULL: under the name) unless it is changed. */
void fovea_choose_session (GtkWindow *parent, const char *name, const char *path,
                           FoveaFileChosen chosen, gpointer data);
void fovea_choose_export (GtkWindow *parent, const char *name, FoveaFileChosen chosen,
                          gpointer data);
void fovea_choose_chart (GtkWindow *parent, const char *name, FoveaFileChosen chosen,
                         gpointer data);
void fovea_choose_tensor (GtkWindow *parent, const char *name, FoveaFileChosen chosen,
                          gpointer data);

void fovea_choose_input (GtkWindow *parent, const char *name, FoveaFileChosen chosen,
                         gpointer data);

/* A figure, and the recipe that makes it again. */
void fovea_choose_figure (GtkWindow *parent, const char *name, FoveaFileChosen chosen,
                          gpointer data);
void fovea_choose_old_recipe (GtkWindow *parent, FoveaFileChosen chosen, gpointer data);
void fovea_choose_recipe (GtkWindow *parent, const char *name, FoveaFileChosen chosen,
                          gpointer data);

/* Of files and their true classes; and a table of such kind. */
void fovea_choose_list (GtkWindow *parent, FoveaFileChosen chosen, gpointer data);
void fovea_choose_table (GtkWindow *parent, const char *name, FoveaFileChosen chosen,
                         gpointer data);
