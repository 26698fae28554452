/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of the folder's window, shared by what it follows (folder-window.c), its columns
 * and their cells (folder-table.c), its words (folder-words.c) and its actions
 * (folder-window-actions.c). */

#include "folder-window.h"
#include "survey.h"

/* Below this margin between its first two classes a prediction is called uncertain. */
#define FOVEA_UNCERTAIN_MARGIN 0.2

/* In the order of the drop-down. */
typedef enum
{
  FOVEA_FILTER_ALL,
  FOVEA_FILTER_WRONG,
  FOVEA_FILTER_UNCERTAIN,
  FOVEA_FILTER_DISAGREEING,
  FOVEA_FILTER_UNREADABLE,
  FOVEA_N_FILTERS,
} FoveaFolderFilter;

struct _FoveaFolderWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *stop, *start;
  GtkProgressBar *progress;
  GtkStack *stack;
  GtkDropDown *filter_choice;
  GtkEditable *search;
  GtkColumnView *table;
  GtkLabel *nothing, *summary;

  FoveaSession *session;
  FoveaGallery *gallery;
  FoveaGalleryPictures *pictures;
  FoveaSurvey *survey;
  GSimpleActionGroup *actions;
  FoveaFolderFilter filter;
  char *needle; /* looked for, case folded; NULL: nothing is */
  char *list;   /* the name of the file that tells the true classes; NULL: no file does */
  GtkFilter *chosen;
  GtkSortListModel *shown;
  GtkSingleSelection *selection;
  GPtrArray *sorters; /* GtkSorter of what comes to be known */
  guint refreshing;   /* a source */
};

/* The columns again: one for each model. */
void fovea_folder_window_fill_columns (FoveaFolderWindow *self);

/* Whether an image is listed. */
gboolean fovea_folder_window_lists (gpointer item, gpointer self);
void fovea_folder_window_set_filter (FoveaFolderWindow *self, FoveaFolderFilter filter);

/* Words. All (transfer full). Of a model: "✓ leopard 93 %" and its first five classes, a line
 * each; NULL: it has not said anything. "87 of 200 classified · 3 s left"; how many are
 * right, wrong, uncertain. */
char *fovea_folder_verdict (const FoveaGalleryResult *result);
char *fovea_folder_top_five (const FoveaGalleryResult *result);
char *fovea_folder_progress (FoveaFolderWindow *self, const FoveaTally *tally);
char *fovea_folder_summary (FoveaFolderWindow *self, const FoveaTally *tally);

/* The table as it is shown, its cells parted by `separator`, in plain English for other
 * programs; with a comma fields are quoted where need be. */
char *fovea_folder_table_text (FoveaFolderWindow *self, char separator);

void fovea_folder_window_toast (FoveaFolderWindow *self, const char *text);
void fovea_folder_window_add_actions (FoveaFolderWindow *self);
