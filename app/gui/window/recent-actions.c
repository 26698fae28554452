/* SPDX-License-Identifier: MIT */

/* Images, weights and sessions that were opened lately, as the desktop remembers them. */

#include "window-private.h"

#include <glib/gi18n.h>

#define GROUP "Fovea"
#define MOST_LISTED 10

static gint
compare_ages (gconstpointer one, gconstpointer other)
{
  GDateTime *a = gtk_recent_info_get_modified ((GtkRecentInfo *)one);
  GDateTime *b = gtk_recent_info_get_modified ((GtkRecentInfo *)other);

  return -g_date_time_compare (a, b);
}

static void
free_infos (GList *infos)
{
  g_list_free_full (infos, (GDestroyNotify)gtk_recent_info_unref);
}

/* Ours, the latest first. (transfer full) */
static GList *
list_infos (FoveaWindow *self)
{
  GList *all = self->recent ? gtk_recent_manager_get_items (self->recent) : NULL;
  GList *ours = NULL;

  for (GList *info = all; info; info = info->next)
    if (gtk_recent_info_has_group (info->data, GROUP))
      ours = g_list_prepend (ours, gtk_recent_info_ref (info->data));
  free_infos (all);
  return g_list_sort (ours, compare_ages);
}

/* "elephant.jpg  ·  ~/Pictures". (transfer full) */
static char *
make_label (GtkRecentInfo *info)
{
  g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
  g_autoptr (GFile) parent = g_file_get_parent (file);
  g_autofree char *folder = parent ? g_file_get_parse_name (parent) : g_strdup ("");
  const char *home = g_get_home_dir ();
  gboolean below = g_str_has_prefix (folder, home)
                   && (folder[strlen (home)] == '/' || !folder[strlen (home)]);
  g_autofree char *text
      = g_strdup_printf ("%s  ·  %s%s", gtk_recent_info_get_display_name (info),
                         below ? "~" : "", below ? folder + strlen (home) : folder);
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts); /* no mnemonics */
}

static void
add_item (GMenu *menu, GtkRecentInfo *info)
{
  g_autofree char *label = make_label (info);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.open-recent", "s",
                                     gtk_recent_info_get_uri (info));
  g_menu_append_item (menu, item);
}

static void
fill_menu (FoveaWindow *self)
{
  GList *infos = list_infos (self);
  g_autoptr (GMenu) files = g_menu_new (), rest = NULL;
  guint n = 0;

  for (GList *info = infos; info && n < MOST_LISTED; info = info->next, n++)
    add_item (files, info->data);
  rest = g_menu_new ();
  g_menu_append (rest, _ ("_Clear List"), "win.clear-recent");
  g_menu_remove_all (self->recent_menu);
  g_menu_append_section (self->recent_menu, NULL, G_MENU_MODEL (files));
  g_menu_append_section (self->recent_menu, NULL, G_MENU_MODEL (rest));
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "clear-recent")),
      infos != NULL);
  free_infos (infos);
}

void
fovea_window_set_recent (FoveaWindow *self, GtkRecentManager *recent)
{
  if (!g_set_object (&self->recent, recent) || !recent)
    return;
  g_signal_connect_object (recent, "changed", G_CALLBACK (fill_menu), self,
                           G_CONNECT_SWAPPED);
  fill_menu (self);
}

void
fovea_window_remember_file (FoveaWindow *self, const char *path)
{
  static char *groups[] = { (char *)GROUP, NULL };
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *type = g_content_type_guess (path, NULL, 0, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);
  GtkRecentData data = { .display_name = name,
                         .mime_type = mime ? mime : (char *)"application/octet-stream",
                         .app_name = (char *)"Fovea",
                         .app_exec = (char *)"fovea %f",
                         .groups = groups };

  if (self->recent && uri)
    gtk_recent_manager_add_full (self->recent, uri, &data);
}

static void
on_looked_for (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaWindow) self = data;
  GFile *file = G_FILE (object);
  g_autofree char *uri = g_file_get_uri (file), *name = g_file_get_parse_name (file);
  g_autoptr (GFileInfo) info = g_file_query_info_finish (file, result, NULL);

  if (info)
    {
      fovea_window_open_file (self, file);
      return;
    }
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” is not there any more."), name);
  fovea_window_tell (self, GTK_MESSAGE_INFO, sentence, FALSE);
  if (self->recent)
    gtk_recent_manager_remove_item (self->recent, uri, NULL);
}

static void
act_open_recent (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, NULL, on_looked_for, g_object_ref (data));
}

static void
act_clear_recent (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  GList *infos = list_infos (self);

  for (GList *info = infos; info; info = info->next)
    gtk_recent_manager_remove_item (self->recent, gtk_recent_info_get_uri (info->data),
                                    NULL);
  free_infos (infos);
  fill_menu (self);
}

static void
on_image_changed (FoveaWindow *self)
{
  const char *path = fovea_session_get_path (self->session);

  if (path && g_path_is_absolute (path))
    fovea_window_remember_file (self, path);
}

/* Weights that a column has for the first time. */
void
fovea_window_remember_weights (FoveaWindow *self, FoveaColumn *column)
{
  static const char key[] = "fovea-remembered";
  FoveaModel *model = fovea_column_get_model (column);

  if (!model || g_object_get_data (G_OBJECT (column), key) == model)
    return;
  g_object_set_data (G_OBJECT (column), key, model);
  if (!fovea_model_is_demo (model) && g_path_is_absolute (fovea_model_weights (model)))
    fovea_window_remember_file (self, fovea_model_weights (model));
}

/* A window by itself, without a program around it, leaves no traces. */
static void
on_application (FoveaWindow *self)
{
  if (gtk_window_get_application (GTK_WINDOW (self)))
    fovea_window_set_recent (self, gtk_recent_manager_get_default ());
}

static const GActionEntry entries[] = {
  { .name = "open-recent", .activate = act_open_recent, .parameter_type = "s" },
  { .name = "clear-recent", .activate = act_clear_recent },
};

void
fovea_window_add_recent_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  fill_menu (self);
  g_signal_connect_object (self->session, "image-changed", G_CALLBACK (on_image_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::application", G_CALLBACK (on_application), NULL);
}
