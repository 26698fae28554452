/* SPDX-License-Identifier: MIT */
#include "library-window.h"

#include "companion.h"
#include "file-dialogs.h"
#include "parts.h"
#include "shelf.h"

#include <glib/gi18n.h>

struct _FoveaLibraryWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *stop, *again, *found_group, *empty;
  GtkListBox *found, *folders;

  FoveaPreferences *preferences;
  FoveaLibrary *library;
  GSimpleActionGroup *actions;
  GPtrArray *folder_rows; /* GtkWidget, those that can be taken away */
};

G_DEFINE_FINAL_TYPE (FoveaLibraryWindow, fovea_library_window, ADW_TYPE_WINDOW)

static GtkWidget *
row_new (const char *title, const char *subtitle, GtkWidget *button)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

/* Opens them in the active column; what is wrong with them is told instead. */
static GtkWidget *
make_weights_row (gpointer item, gpointer unused)
{
  FoveaShelvedWeights *weights = item;
  const char *path = fovea_shelved_weights_get_path (weights);
  const char *problem = fovea_shelved_weights_get_problem (weights);
  g_autofree char *about = fovea_shelved_weights_describe (weights);
  GtkWidget *row = row_new (
      fovea_shelved_weights_get_title (weights), problem ? problem : about,
      fovea_icon_button_new ("list-add-symbolic", _ ("Add a Column"), "library.add-column",
                             g_variant_new_string (path)));

  gtk_widget_set_tooltip_text (row, path);
  gtk_widget_set_sensitive (row, !problem);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "library.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", path);
  return row;
}

static void
show_found (FoveaLibraryWindow *self)
{
  guint n = g_list_model_get_n_items (fovea_library_get_found (self->library));
  guint others = fovea_library_get_others (self->library);
  gboolean searching = fovea_library_is_searching (self->library);
  g_autofree char *recognised
      = g_strdup_printf (ngettext ("%u recognised", "%u recognised", n), n);
  g_autofree char *subtitle
      = searching ? g_strdup_printf (_ ("Looking… %s"), recognised)
        : others  ? g_strdup_printf (ngettext ("%s, %u other file", "%s, %u other files",
                                               others),
                                     recognised, others)
                  : g_strdup (recognised);

  adw_window_title_set_subtitle (self->title, searching || n + others > 0 ? subtitle : "");
  gtk_widget_set_visible (self->found_group, n > 0);
  gtk_widget_set_visible (self->empty, n == 0 && !searching);
  gtk_widget_set_visible (self->stop, searching);
  gtk_widget_set_visible (self->again, !searching);
}

static void
search (FoveaLibraryWindow *self)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) caches = fovea_shelf_caches ();

  g_strv_builder_addv (
      all, (const char **)fovea_preferences_get_folders (self->preferences));
  if (fovea_preferences_get_caches (self->preferences))
    g_strv_builder_addv (all, (const char **)caches);
  g_auto (GStrv) folders = g_strv_builder_end (all);
  fovea_library_start (self->library, (const char *const *)folders);
}

static void
show_folders (FoveaLibraryWindow *self)
{
  const char *const *folders = fovea_preferences_get_folders (self->preferences);

  for (guint i = 0; i < self->folder_rows->len; i++)
    gtk_list_box_remove (self->folders, self->folder_rows->pdata[i]);
  g_ptr_array_set_size (self->folder_rows, 0);
  for (guint i = 0; folders[i]; i++)
    {
      g_autofree char *name = g_filename_display_basename (folders[i]);
      g_autofree char *path = g_filename_display_name (folders[i]);
      GtkWidget *row = row_new (name, path,
                                fovea_icon_button_new ("list-remove-symbolic",
                                                       _ ("Look There No More"),
                                                       "library.remove-folder",
                                                       g_variant_new_string (folders[i])));
      gtk_list_box_insert (self->folders, row, (int)i);
      g_ptr_array_add (self->folder_rows, row);
    }
}

/* These, and what lies there. */
static void
set_folders (FoveaLibraryWindow *self, GPtrArray *folders)
{
  g_ptr_array_add (folders, NULL);
  fovea_preferences_set_folders (self->preferences, (const char *const *)folders->pdata);
  show_folders (self);
  search (self);
}

/* All but this one. (transfer container) */
static GPtrArray *
folders_but (FoveaLibraryWindow *self, const char *path)
{
  const char *const *folders = fovea_preferences_get_folders (self->preferences);
  GPtrArray *others = g_ptr_array_new_with_free_func (g_free);

  for (; *folders; folders++)
    if (!g_str_equal (*folders, path))
      g_ptr_array_add (others, g_strdup (*folders));
  return others;
}

static void
act_remove_folder (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GPtrArray) folders
      = folders_but (self, g_variant_get_string (parameter, NULL));

  set_folders (self, folders);
}

static void
add_folder (GFile *file, gpointer self)
{
  g_autofree char *path = g_file_get_path (file);

  if (!path)
    return;
  g_autoptr (GPtrArray) folders = folders_but (self, path);
  g_ptr_array_add (folders, g_steal_pointer (&path));
  set_folders (self, folders);
}

static void
act_add_folder (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  add_folder (file, self);
}

static void
act_choose_folder (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_folder (self, add_folder, self);
}

static void
tell_parent (FoveaLibraryWindow *self, const char *action, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent)
    g_action_group_activate_action (G_ACTION_GROUP (parent), action, parameter);
}

static void
act_open (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  tell_parent (self, "open-weights", parameter);
}

static void
act_add_column (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  tell_parent (self, "add-weights", parameter);
}

static void
change_caches (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaLibraryWindow *self = data;

  g_simple_action_set_state (action, state);
  fovea_preferences_set_caches (self->preferences, g_variant_get_boolean (state));
  search (self);
}

static void
act_search (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  search (self);
}

static void
act_stop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaLibraryWindow *self = data;

  if (fovea_library_is_searching (self->library))
    fovea_library_stop (self->library);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static const GActionEntry entries[] = {
  { .name = "open", .activate = act_open, .parameter_type = "s" },
  { .name = "add-column", .activate = act_add_column, .parameter_type = "s" },
  { .name = "choose-folder", .activate = act_choose_folder },
  { .name = "add-folder", .activate = act_add_folder, .parameter_type = "s" },
  { .name = "remove-folder", .activate = act_remove_folder, .parameter_type = "s" },
  { .name = "caches", .state = "false", .change_state = change_caches },
  { .name = "search", .activate = act_search },
  { .name = "stop", .activate = act_stop },
};

static void
fovea_library_window_dispose (GObject *object)
{
  FoveaLibraryWindow *self = FOVEA_LIBRARY_WINDOW (object);

  if (self->library)
    {
      g_signal_handlers_disconnect_by_data (self->library, self);
      fovea_library_stop (self->library);
      gtk_list_box_bind_model (self->found, NULL, NULL, NULL, NULL);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_LIBRARY_WINDOW);
  g_clear_object (&self->library);
  g_clear_object (&self->preferences);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->folder_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (fovea_library_window_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaLibraryWindow, member)

static const FoveaKey keys[] = {
  { GDK_KEY_Escape, 0, "library.stop" },
  { GDK_KEY_F5, 0, "library.search" },
  { GDK_KEY_w, GDK_CONTROL_MASK, "window.close" },
};

static void
fovea_library_window_class_init (FoveaLibraryWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_library_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/library-window.ui");
  fovea_add_keys (widget_class, keys, G_N_ELEMENTS (keys));
  BIND (title);
  BIND (stop);
  BIND (again);
  BIND (found_group);
  BIND (empty);
  BIND (found);
  BIND (folders);
}

static void
fovea_library_window_init (FoveaLibraryWindow *self)
{
  self->folder_rows = g_ptr_array_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "library",
                                  G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
}

FoveaLibraryWindow *
fovea_library_window_new (GtkWindow *parent, FoveaPreferences *preferences,
                          FoveaWorker *reader)
{
  FoveaLibraryWindow *self = g_object_new (FOVEA_TYPE_LIBRARY_WINDOW, NULL);
  GAction *caches
      = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "caches");

  fovea_accompany (GTK_WINDOW (self), parent);
  self->preferences = g_object_ref (preferences);
  self->library = fovea_library_new (reader);
  g_simple_action_set_state (
      G_SIMPLE_ACTION (caches),
      g_variant_new_boolean (fovea_preferences_get_caches (preferences)));
  gtk_list_box_bind_model (self->found, fovea_library_get_found (self->library),
                           make_weights_row, NULL, NULL);
  g_signal_connect_object (self->library, "changed", G_CALLBACK (show_found), self,
                           G_CONNECT_SWAPPED);
  show_folders (self);
  search (self);
  return self;
}

FoveaLibrary *
fovea_library_window_get_library (FoveaLibraryWindow *self)
{
  return self->library;
}
