/* SPDX-License-Identifier: MIT */
#pragma once

/* The dialogs that ask for a file, in one place since their class will be replaced. */

#include <gtk/gtk.h>

typedef void (*FoveaFileChosen) (GFile *file, gpointer data);
typedef void (*FoveaFilesChosen) (GSList *files, gpointer data); /* GFile, at least one */

/* Not shown again until answered; `chosen` is not called when it was cancelled. */
void fovea_choose_images (GtkWindow *parent, FoveaFilesChosen chosen, gpointer data);
void fovea_choose_folder (GtkWindow *parent, FoveaFileChosen chosen, gpointer data);

/* Where a session is saved: `path` (NULL: under the name) unless it is changed. */
void fovea_choose_session (GtkWindow *parent, const char *name, const char *path,
                           FoveaFileChosen chosen, gpointer data);

typedef enum
{
  FOVEA_FILE_WEIGHTS,    /* to open, as the next two */
  FOVEA_FILE_LIST,       /* of files and their true classes */
  FOVEA_FILE_OLD_RECIPE, /* or a figure that holds one */
  FOVEA_FILE_PICTURE,    /* to save, as all that follow */
  FOVEA_FILE_TENSOR,
  FOVEA_FILE_INPUT,
  FOVEA_FILE_CHART,
  FOVEA_FILE_FIGURE,
  FOVEA_FILE_RECIPE,
  FOVEA_FILE_TABLE,
} FoveaFileKind;

void fovea_choose_to_open (GtkWindow *parent, FoveaFileKind kind, FoveaFileChosen chosen,
                           gpointer data);

/* `name` is proposed. */
void fovea_choose_to_save (GtkWindow *parent, FoveaFileKind kind, const char *name,
                           FoveaFileChosen chosen, gpointer data);
