/* SPDX-License-Identifier: MIT */

/* What the composer does. */

#include "figure-window-private.h"

#include "file-dialogs.h"
#include "preferences.h"
#include "shelf.h"

#include <glib/gi18n.h>
#include <string.h>

static void
act_add_view (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  GtkWindow *parent = gtk_window_get_transient_for (self);

  if (parent)
    g_action_group_activate_action (G_ACTION_GROUP (parent), "add-to-figure", NULL);
}

/* Rows and columns. */

static void
act_raise_row (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_tray_raise_row (((FoveaFigureWindow *)self)->tray,
                        g_variant_get_uint32 (parameter));
}

static void
act_remove_row (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_tray_remove_row (((FoveaFigureWindow *)self)->tray,
                         g_variant_get_uint32 (parameter));
}

static void
act_raise_column (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_tray_raise_column (((FoveaFigureWindow *)self)->tray,
                           g_variant_get_uint32 (parameter));
}

static void
act_remove_column (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_tray_remove_column (((FoveaFigureWindow *)self)->tray,
                            g_variant_get_uint32 (parameter));
}

static void
act_add_curve (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  const char *measure;
  guint column;

  g_variant_get (parameter, "(u&s)", &column, &measure);
  fovea_tray_add_curve (((FoveaFigureWindow *)self)->tray, column, measure);
}

static void
act_add_photograph (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  FoveaTray *tray = ((FoveaFigureWindow *)self)->tray;
  FoveaRecipe *recipe = fovea_tray_get_recipe (tray);

  if (recipe->columns->len >= FOVEA_RECIPE_MOST)
    return;
  fovea_recipe_add_column (recipe)->is_input = TRUE;
  g_ptr_array_insert (
      recipe->columns, 0,
      g_ptr_array_steal_index (recipe->columns, recipe->columns->len - 1));
  fovea_tray_touch (tray);
}

static void
act_clear (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_tray_clear (((FoveaFigureWindow *)self)->tray);
}

/* Words. */

static void
copy (FoveaFigureWindow *self, const char *text, const char *told)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  fovea_figure_window_toast (self, told);
}

static void
act_copy_caption (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFigureWindow *self = data;
  g_autofree char *caption
      = fovea_figure_caption (fovea_page_maker_get_figure (self->maker));

  copy (self, caption, _ ("Caption copied"));
}

static void
act_copy_latex (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFigureWindow *self = data;
  g_autofree char *latex
      = fovea_figure_latex (fovea_page_maker_get_figure (self->maker), "figure.pdf");

  copy (self, latex, _ ("LaTeX copied"));
}

/* Files. */

static void
export_to (GFile *file, gpointer self)
{
  g_autofree char *path = g_file_get_path (file);

  if (path)
    fovea_page_maker_write (((FoveaFigureWindow *)self)->maker, path);
  else
    fovea_figure_window_toast (self,
                               _ ("A figure is saved in a folder of this computer."));
}

static void
act_export (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_to_save (self, FOVEA_FILE_FIGURE, "figure.pdf", export_to, self);
}

static void
act_export_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  export_to (file, self);
}

static void
on_recipe_written (GObject *file, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaFigureWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (file));
  g_autofree char *saved = g_strdup_printf (_ ("Recipe saved to “%s”"), name);

  g_file_replace_contents_finish (G_FILE (file), result, NULL, &error);
  fovea_figure_window_toast (self, error ? error->message : saved);
}

static void
save_recipe (GFile *file, gpointer data)
{
  FoveaFigureWindow *self = data;
  char *text = fovea_recipe_write (fovea_tray_get_recipe (self->tray));
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_recipe_written, g_object_ref (self));
}

static void
act_save_recipe (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_to_save (self, FOVEA_FILE_RECIPE, "figure.json", save_recipe, self);
}

static void
act_save_recipe_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  save_recipe (file, self);
}

/* Where its images and weights may be: beside it, and where the library looks.
 * (transfer full) */
static char **
list_folders (const char *path)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  FoveaPreferences *preferences = fovea_preferences_get_default ();
  g_autofree char *own = g_path_get_dirname (path);
  g_auto (GStrv) caches = fovea_shelf_caches ();

  g_strv_builder_add (all, own);
  g_strv_builder_addv (all, (const char **)fovea_preferences_get_folders (preferences));
  if (fovea_preferences_get_caches (preferences))
    g_strv_builder_addv (all, (const char **)caches);
  return g_strv_builder_end (all);
}

static void
open_recipe (GFile *file, gpointer data)
{
  FoveaFigureWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (!path)
    {
      fovea_figure_window_toast (self, _ ("This recipe is not on this computer."));
      return;
    }
  g_auto (GStrv) folders = list_folders (path);
  fovea_tray_open (self->tray, path, (const char *const *)folders);
}

static void
act_open_recipe (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_to_open (self, FOVEA_FILE_OLD_RECIPE, open_recipe, self);
}

static void
act_open_recipe_uri (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  open_recipe (file, self);
}

static void
act_stop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaFigureWindow *self = data;

  if (fovea_page_maker_is_busy (self->maker))
    fovea_page_maker_stop (self->maker);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
act_settings (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  AdwFlap *flap = ((FoveaFigureWindow *)data)->flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static const GActionEntry entries[] = {
  { .name = "add-view", .activate = act_add_view },
  { .name = "raise-row", .activate = act_raise_row, .parameter_type = "u" },
  { .name = "remove-row", .activate = act_remove_row, .parameter_type = "u" },
  { .name = "raise-column", .activate = act_raise_column, .parameter_type = "u" },
  { .name = "remove-column", .activate = act_remove_column, .parameter_type = "u" },
  { .name = "add-curve", .activate = act_add_curve, .parameter_type = "(us)" },
  { .name = "add-photograph", .activate = act_add_photograph },
  { .name = "clear", .activate = act_clear },
  { .name = "copy-caption", .activate = act_copy_caption },
  { .name = "copy-latex", .activate = act_copy_latex },
  { .name = "export", .activate = act_export },
  { .name = "export-to", .activate = act_export_to, .parameter_type = "s" },
  { .name = "open-recipe", .activate = act_open_recipe },
  { .name = "open-recipe-uri", .activate = act_open_recipe_uri, .parameter_type = "s" },
  { .name = "save-recipe", .activate = act_save_recipe },
  { .name = "save-recipe-to", .activate = act_save_recipe_to, .parameter_type = "s" },
  { .name = "stop", .activate = act_stop },
  { .name = "settings", .activate = act_settings },
};

void
fovea_figure_window_add_actions (FoveaFigureWindow *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "figure",
                                  G_ACTION_GROUP (self->actions));
}

static void
enable (FoveaFigureWindow *self, const char *const *names, gboolean enabled)
{
  for (; *names; names++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (
                                     G_ACTION_MAP (self->actions), *names)),
                                 enabled);
}

void
fovea_figure_window_enable_actions (FoveaFigureWindow *self)
{
  static const char *const of_page[]
      = { "copy-caption", "copy-latex", "export", "export-to", NULL };
  static const char *const of_views[]
      = { "save-recipe", "save-recipe-to", "add-photograph", "clear", NULL };

  enable (self, of_page,
          fovea_page_maker_get_figure (self->maker)
              && !fovea_page_maker_is_busy (self->maker));
  enable (self, of_views, !fovea_tray_is_empty (self->tray));
}
