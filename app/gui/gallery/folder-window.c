/* SPDX-License-Identifier: MIT */
#include "folder-window-private.h"

#include "companion.h"
#include "parts.h"
#include "session-private.h"

#include <glib/gi18n.h>

#define REFRESH_MS 250

G_DEFINE_FINAL_TYPE (FoveaFolderWindow, fovea_folder_window, ADW_TYPE_WINDOW)

void
fovea_folder_window_toast (FoveaFolderWindow *self, const char *text)
{
  fovea_show_toast (self->toasts, text);
}

/* What is listed. */

static gboolean
contains (const char *text, const char *needle)
{
  g_autofree char *folded = text ? g_utf8_casefold (text, -1) : NULL;

  return folded && strstr (folded, needle);
}

/* In its path, its true class or what is said of it. */
static gboolean
is_found (FoveaFolderWindow *self, FoveaGalleryItem *item)
{
  GPtrArray *models = fovea_survey_get_models (self->survey);

  if (contains (fovea_gallery_item_get_path (item), self->needle)
      || contains (fovea_gallery_item_get_word (item), self->needle))
    return TRUE;
  for (guint i = 0; i < models->len; i++)
    {
      const FoveaGalleryResult *result
          = fovea_gallery_item_get_result (item, models->pdata[i]);
      if (result && contains (fovea_model_class_name (result->model,
                                                      result->verdict.classes[0]),
                              self->needle))
        return TRUE;
    }
  return FALSE;
}

static gboolean
passes (FoveaFolderWindow *self, FoveaGalleryItem *item)
{
  switch (self->filter)
    {
    case FOVEA_FILTER_WRONG:
      return fovea_survey_is_wrong (self->survey, item);
    case FOVEA_FILTER_UNCERTAIN:
      return fovea_survey_margin (self->survey, item) < FOVEA_UNCERTAIN_MARGIN;
    case FOVEA_FILTER_DISAGREEING:
      return fovea_survey_disagrees (self->survey, item);
    case FOVEA_FILTER_UNREADABLE:
      return fovea_gallery_item_get_failure (item) != NULL;
    default:
      return TRUE;
    }
}

gboolean
fovea_folder_window_lists (gpointer item, gpointer data)
{
  FoveaFolderWindow *self = data;

  return passes (self, item) && (!self->needle || is_found (self, item));
}

GListModel *
fovea_folder_window_get_shown (FoveaFolderWindow *self)
{
  return G_LIST_MODEL (self->shown);
}

gboolean
fovea_folder_window_is_busy (FoveaFolderWindow *self)
{
  return fovea_survey_is_running (self->survey);
}

/* What is told. */

static const char *
why_nothing (FoveaFolderWindow *self)
{
  static const char *const sentences[FOVEA_N_FILTERS] = {
    [FOVEA_FILTER_ALL] = N_ ("No file and no class has this in its name."),
    [FOVEA_FILTER_WRONG] = N_ ("No image is classified wrongly, as far as true classes are "
                               "known."),
    [FOVEA_FILTER_UNCERTAIN]
    /* xgettext:no-c-format */
    = N_ ("No prediction’s first class is less than 20 % ahead of its second."),
    [FOVEA_FILTER_DISAGREEING] = N_ ("The models name the same class for every image."),
    [FOVEA_FILTER_UNREADABLE] = N_ ("Every image could be read."),
  };

  return _ (sentences[self->needle ? FOVEA_FILTER_ALL : self->filter]);
}

static void
show_tally (FoveaFolderWindow *self)
{
  FoveaTally tally;

  fovea_survey_get_tally (self->survey, &tally);
  g_autofree char *progress = fovea_folder_progress (self, &tally);
  g_autofree char *summary = fovea_folder_summary (self, &tally);
  guint settled = tally.done + tally.failed;
  gboolean running = fovea_survey_is_running (self->survey);

  adw_window_title_set_subtitle (self->title, progress);
  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), *summary != '\0');
  gtk_progress_bar_set_fraction (self->progress, (double)settled / MAX (tally.images, 1));
  gtk_widget_set_opacity (GTK_WIDGET (self->progress), running ? 1 : 0);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->start, !running && settled < tally.images
                                           && fovea_survey_get_models (self->survey)->len > 0);
}

static void
show_title (FoveaFolderWindow *self)
{
  const char *folder = fovea_gallery_get_folder (self->gallery);
  g_autofree char *name = folder ? g_filename_display_basename (folder) : NULL;

  adw_window_title_set_title (self->title, name ? name : _ ("Images"));
  gtk_window_set_title (GTK_WINDOW (self), name ? name : _ ("Images"));
}

/* Whether nothing is listed, once that is known. */
static void
show_nothing (FoveaFolderWindow *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->shown)) == 0;

  gtk_label_set_label (self->nothing, why_nothing (self));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), empty);
}

static gboolean
refresh (gpointer data)
{
  FoveaFolderWindow *self = data;

  self->refreshing = 0;
  for (guint i = 0; i < self->sorters->len; i++)
    gtk_sorter_changed (self->sorters->pdata[i], GTK_SORTER_CHANGE_DIFFERENT);
  if (self->filter != FOVEA_FILTER_ALL || self->needle)
    gtk_filter_changed (self->chosen, GTK_FILTER_CHANGE_DIFFERENT);
  show_tally (self);
  show_nothing (self);
  return G_SOURCE_REMOVE;
}

/* Not at every image: there may be very many. */
static void
on_surveyed (FoveaFolderWindow *self)
{
  if (!self->refreshing)
    self->refreshing = g_timeout_add (REFRESH_MS, refresh, self);
}

static void
refresh_now (FoveaFolderWindow *self)
{
  g_clear_handle_id (&self->refreshing, g_source_remove);
  refresh (self);
}

void
fovea_folder_window_set_filter (FoveaFolderWindow *self, FoveaFolderFilter filter)
{
  self->filter = filter;
  gtk_drop_down_set_selected (self->filter_choice, filter);
  gtk_filter_changed (self->chosen, GTK_FILTER_CHANGE_DIFFERENT);
  refresh_now (self);
}

static void
on_filter_chosen (FoveaFolderWindow *self)
{
  guint chosen = gtk_drop_down_get_selected (self->filter_choice);

  if (chosen != self->filter && chosen < FOVEA_N_FILTERS)
    fovea_folder_window_set_filter (self, chosen);
}

static void
on_search (FoveaFolderWindow *self)
{
  const char *text = gtk_editable_get_text (self->search);

  g_clear_pointer (&self->needle, g_free);
  if (*text)
    self->needle = g_utf8_casefold (text, -1);
  gtk_filter_changed (self->chosen, GTK_FILTER_CHANGE_DIFFERENT);
  show_nothing (self);
}

/* What it follows. */

/* The models of the columns, each once. (transfer container) */
static GPtrArray *
find_models (FoveaFolderWindow *self)
{
  GListModel *columns = fovea_session_get_columns (self->session);
  GPtrArray *models = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      FoveaModel *model = fovea_column_get_model (column);
      if (model && fovea_model_n_classes (model) > 0
          && !g_ptr_array_find (models, model, NULL))
        g_ptr_array_add (models, model);
    }
  return models;
}

static gboolean
same_models (const GPtrArray *a, const GPtrArray *b)
{
  return a->len == b->len
         && (a->len == 0 || memcmp (a->pdata, b->pdata, a->len * sizeof *a->pdata) == 0);
}

static void
follow_models (FoveaFolderWindow *self)
{
  g_autoptr (GPtrArray) models = find_models (self);

  if (same_models (models, fovea_survey_get_models (self->survey)))
    return;
  fovea_survey_set_models (self->survey, models);
  fovea_folder_window_fill_columns (self);
  fovea_survey_start (self->survey);
  refresh_now (self);
}

static void
listen_to_columns (FoveaFolderWindow *self)
{
  GListModel *columns = fovea_session_get_columns (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      g_signal_handlers_disconnect_by_data (column, self);
      g_signal_connect_object (column, "changed", G_CALLBACK (follow_models), self,
                               G_CONNECT_SWAPPED);
    }
  follow_models (self);
}

static void
on_current (FoveaFolderWindow *self)
{
  gint position = fovea_gallery_get_position (self->gallery);

  if (position >= 0)
    gtk_single_selection_set_selected (self->selection, (guint)position);
}

/* Other images; those are asked about at once. */
static void
on_listed (FoveaFolderWindow *self)
{
  gboolean any = g_list_model_get_n_items (fovea_gallery_get_items (self->gallery)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "table" : "empty");
  if (!any)
    return;
  show_title (self);
  fovea_folder_window_fill_columns (self);
  fovea_survey_start (self->survey);
  refresh_now (self);
}

static void
on_activated (FoveaFolderWindow *self, guint position)
{
  g_autoptr (FoveaGalleryItem) item
      = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  if (item)
    fovea_gallery_select (self->gallery, item);
}

static void
fovea_folder_window_dispose (GObject *object)
{
  FoveaFolderWindow *self = FOVEA_FOLDER_WINDOW (object);

  g_clear_handle_id (&self->refreshing, g_source_remove);
  if (self->survey)
    {
      fovea_survey_stop (self->survey);
      fovea_gallery_set_order (self->gallery, NULL);
      gtk_column_view_set_model (self->table, NULL);
    }
  g_clear_handle_id (&self->refreshing, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->chosen);
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_FOLDER_WINDOW);
  g_clear_pointer (&self->sorters, g_ptr_array_unref);
  g_clear_object (&self->survey);
  g_clear_object (&self->pictures);
  g_clear_object (&self->gallery);
  g_clear_object (&self->session);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (fovea_folder_window_parent_class)->dispose (object);
}

static void
fovea_folder_window_finalize (GObject *object)
{
  FoveaFolderWindow *self = FOVEA_FOLDER_WINDOW (object);

  g_free (self->needle);
  g_free (self->list);
  G_OBJECT_CLASS (fovea_folder_window_parent_class)->finalize (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaFolderWindow, member)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (toasts);
  BIND (title);
  BIND (stop);
  BIND (start);
  BIND (progress);
  BIND (stack);
  BIND (filter_choice);
  BIND (search);
  BIND (table);
  BIND (nothing);
  BIND (summary);
}

static const FoveaKey keys[] = {
  { GDK_KEY_Escape, 0, "folder.leave" },
  { GDK_KEY_c, GDK_CONTROL_MASK, "folder.copy" },
  { GDK_KEY_s, GDK_CONTROL_MASK, "folder.save" },
  { GDK_KEY_f, GDK_CONTROL_MASK, "folder.find" },
  { GDK_KEY_w, GDK_CONTROL_MASK, "window.close" },
};

static void
fovea_folder_window_class_init (FoveaFolderWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_folder_window_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_folder_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/folder-window.ui");
  fovea_add_keys (widget_class, keys, G_N_ELEMENTS (keys));
  bind_children (widget_class);
}

static void
connect (FoveaFolderWindow *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/* The list that GTK puts into a table is read out by itself. */
static void
name_rows (FoveaFolderWindow *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->table)); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Images"), -1);
}

static void
fovea_folder_window_init (FoveaFolderWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sorters = g_ptr_array_new_with_free_func (g_object_unref);
  fovea_folder_window_add_actions (self);
  name_rows (self);
  connect (self, self->filter_choice, "notify::selected", G_CALLBACK (on_filter_chosen));
  connect (self, self->search, "search-changed", G_CALLBACK (on_search));
  connect (self, self->table, "activate", G_CALLBACK (on_activated));
}

/* The gallery's images, filtered, then sorted as the table's headings say. */
static void
make_lists (FoveaFolderWindow *self)
{
  GListModel *items = g_object_ref (fovea_gallery_get_items (self->gallery));
  GtkFilterListModel *filtered;

  self->chosen
      = GTK_FILTER (gtk_custom_filter_new (fovea_folder_window_lists, self, NULL));
  filtered = gtk_filter_list_model_new (items, g_object_ref (self->chosen));
  self->shown = gtk_sort_list_model_new (
      G_LIST_MODEL (filtered), g_object_ref (gtk_column_view_get_sorter (self->table)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->shown)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->selection));
  fovea_gallery_set_order (self->gallery, G_LIST_MODEL (self->shown));
}

FoveaFolderWindow *
fovea_folder_window_new (GtkWindow *parent, FoveaSession *session, FoveaGallery *gallery,
                         FoveaGalleryPictures *pictures, FoveaWorker *reader)
{
  FoveaFolderWindow *self = g_object_new (FOVEA_TYPE_FOLDER_WINDOW, NULL);
  g_autoptr (FoveaTruth) truth = fovea_truth_new_folders ();

  fovea_accompany (GTK_WINDOW (self), parent);
  self->session = g_object_ref (session);
  self->gallery = g_object_ref (gallery);
  self->pictures = g_object_ref (pictures);
  self->survey = fovea_survey_new (fovea_session_get_worker (session), reader,
                                   fovea_gallery_get_items (gallery));
  fovea_survey_set_truth (self->survey, truth);
  make_lists (self);
  connect (self, self->survey, "changed", G_CALLBACK (on_surveyed));
  connect (self, gallery, "listed", G_CALLBACK (on_listed));
  connect (self, gallery, "changed", G_CALLBACK (on_current));
  connect (self, fovea_session_get_columns (session), "items-changed",
           G_CALLBACK (listen_to_columns));
  listen_to_columns (self);
  on_listed (self);
  on_current (self);
  return self;
}
