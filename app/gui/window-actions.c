/* SPDX-License-Identifier: MIT */

/* Everything the window can do, by name and, where it takes a choice, with a parameter: no
 * dialog is needed to do any of it. */

#include "window-private.h"

#include "card-dialog.h"
#include "command-line.h"
#include "file-dialogs.h"

#define MOST_COLUMNS 9

static void
open_chosen (GFile *file, gpointer self)
{
  fovea_window_open_file (self, file);
}

static void
act_open (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_image (self, open_chosen, self);
}

static void
act_open_uri (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  fovea_window_open_file (self, file);
}

static void
open_weights (GFile *file, gpointer data)
{
  FoveaWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (!path)
    {
      fovea_window_tell (self, GTK_MESSAGE_ERROR,
                         "These weights are not on this computer. Save them to a folder "
                         "and open them there.",
                         FALSE);
      return;
    }
  gtk_info_bar_set_revealed (self->notice, FALSE);
  /* It may be a bundle, whose image is to be shown with it. */
  if (g_str_has_suffix (path, ".safetensors"))
    fovea_window_open_file (self, file);
  else
    fovea_column_open_model (self->column, fovea_column_get_wanted (self->column), path);
}

static void
act_choose_weights (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_choose_weights (self, open_weights, self);
}

static void
act_open_weights (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  open_weights (file, self);
}

/* (transfer full) NULL when unknown. */
static char *
title_of_model (const char *name, gboolean *is_demo)
{
  g_autoptr (GPtrArray) entries = fovea_model_list ();

  for (guint i = 0; i < entries->len; i++)
    {
      const FoveaModelEntry *entry = g_ptr_array_index (entries, i);
      *is_demo = entry->is_demo;
      if (g_str_equal (entry->name, name))
        return g_strdup (entry->title);
    }
  return NULL;
}

static void
act_model (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  const char *name = g_variant_get_string (parameter, NULL);
  gboolean is_demo = FALSE;
  g_autofree char *title = title_of_model (name, &is_demo);
  g_autofree char *sentence = NULL;

  if (!title || is_demo)
    {
      fovea_column_set_wanted (self->column, NULL);
      gtk_info_bar_set_revealed (self->notice, FALSE);
      fovea_column_open_model (self->column, name, NULL);
      return;
    }
  fovea_column_set_wanted (self->column, name);
  sentence = g_strdup_printf (
      "%s needs its weights: open the checkpoint file you have for it, or drop it here. "
      "Until then nothing changes.",
      title);
  fovea_window_tell (self, GTK_MESSAGE_INFO, sentence, TRUE);
}

/* For the input that is looked at, or the preset's. */
static void
act_model_card (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaModel *model = fovea_column_get_model (self->column);
  FoveaExplanation *explanation = fovea_column_get_explanation (self->column);
  FoveaInput *input
      = explanation && fovea_explanation_model (explanation) == model
            ? fovea_explanation_input (explanation)
            : NULL;

  if (model)
    gtk_window_present (GTK_WINDOW (fovea_card_dialog_new (
        GTK_WINDOW (self), model, input ? fovea_input_height (input) : 0,
        input ? fovea_input_width (input) : 0)));
  else
    fovea_window_tell (self, GTK_MESSAGE_INFO, "No model is open yet.", FALSE);
}

static void
act_method (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (GError) error = NULL;
  const FoveaMethod *method
      = fovea_method_find (g_variant_get_string (parameter, NULL), &error);

  if (method)
    fovea_column_set_method (self->column, method);
  else
    fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
}

static void
act_class (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  GListModel *columns = fovea_session_get_columns (self->session);

  fovea_column_set_target (self->column, MAX (g_variant_get_int32 (parameter), -1));
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      if (column != self->column && fovea_compare_get_linked (self->compare))
        fovea_column_follow_class (column, self->column);
    }
}

static void
follow_depth (FoveaWindow *self)
{
  GListModel *columns = fovea_session_get_columns (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      if (column != self->column && fovea_compare_get_linked (self->compare))
        fovea_column_follow_depth (column, self->column);
    }
}

void
fovea_window_step_layer (FoveaWindow *self, gint steps)
{
  fovea_column_step_layer (self->column, steps);
  follow_depth (self);
}

void
fovea_window_step_stage (FoveaWindow *self, gint steps)
{
  fovea_column_step_stage (self->column, steps);
  follow_depth (self);
}

static void
act_layer (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_column_set_layer (self->column, g_variant_get_string (parameter, NULL));
  follow_depth (self);
}

static void
act_step_layer (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_window_step_layer (self, g_variant_get_int32 (parameter));
}

static void
act_step_stage (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_window_step_stage (self, g_variant_get_int32 (parameter));
}

static void
act_colormap (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaLook look = *fovea_session_get_look (self->session);
  g_autoptr (GError) error = NULL;
  const FoveaColormap *colormap
      = fovea_colormap_find (g_variant_get_string (parameter, NULL), &error);

  if (!colormap)
    {
      fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
      return;
    }
  look.colormap = colormap;
  fovea_session_set_look (self->session, &look);
}

static void
act_opacity (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaLook look = *fovea_session_get_look (self->session);

  look.opacity = CLAMP (g_variant_get_double (parameter), 0, 1);
  fovea_session_set_look (self->session, &look);
}

static void
act_threshold (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaLook look = *fovea_session_get_look (self->session);

  look.threshold = CLAMP (g_variant_get_double (parameter), 0, 1);
  fovea_session_set_look (self->session, &look);
}

static void
change_cells (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;

  fovea_session_set_cells (self->session, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
change_photo_alone (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;

  fovea_compare_set_map_hidden (self->compare, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
act_stop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  fovea_compare_unpin (self->compare);
  fovea_session_stop (self->session);
}

static void
export_to (GFile *file, gpointer data)
{
  FoveaWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (path)
    fovea_session_export (self->session, self->column, path);
  else
    fovea_window_tell (self, GTK_MESSAGE_ERROR,
                       "A picture can be saved only to a folder of this computer.",
                       FALSE);
}

static void
act_export (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  const char *name = fovea_session_get_name (self->session);
  const char *dot = name ? strrchr (name, '.') : NULL;
  g_autofree char *stem = dot ? g_strndup (name, (gsize)(dot - name)) : g_strdup (name);
  g_autofree char *proposal = g_strdup_printf ("%s-map.png", stem ? stem : "fovea");

  fovea_choose_export (GTK_WINDOW (self), proposal, export_to, self);
}

static void
act_export_to (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GFile) file
      = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  export_to (file, self);
}

static void
act_copy (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_window_copy (self);
}

static void
act_copy_command (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line
      = fovea_command_line (self->session, self->column, "map.png", &error);

  if (!line)
    {
      fovea_window_tell (self, GTK_MESSAGE_INFO, error->message, FALSE);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), line);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new ("Command copied"));
}

static void
act_paste (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  fovea_window_paste (self);
}

static void
act_zoom (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  double zoom = g_variant_get_double (parameter);

  if (zoom > 0)
    fovea_canvas_zoom_to (fovea_window_canvas (self), zoom);
  else
    fovea_canvas_zoom_fit (fovea_window_canvas (self));
}

static void
act_duplicate_column (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  GListModel *columns = fovea_session_get_columns (self->session);

  if (g_list_model_get_n_items (columns) < MOST_COLUMNS)
    fovea_session_duplicate (self->session, self->column);
  else
    fovea_window_tell (self, GTK_MESSAGE_INFO, "More columns do not fit: remove one first.",
                       FALSE);
}

static void
act_remove_column (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_session_remove (self->session, self->column);
}

static void
act_move_column (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_session_move (self->session, self->column, g_variant_get_int32 (parameter));
}

static void
act_column (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_compare_set_position (self->compare, (guint) g_variant_get_int32 (parameter));
}

/* To the next column or the one before, around the ends. */
static void
act_step_column (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  gint n = (gint) g_list_model_get_n_items (fovea_session_get_columns (self->session));
  gint position = (gint) fovea_compare_get_position (self->compare);

  fovea_compare_set_position (
      self->compare, (guint) ((position + g_variant_get_int32 (parameter) + n) % n));
}

static void
act_objective (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (GError) error = NULL;
  FoveaObjectiveKind kind;

  if (fovea_objective_find (g_variant_get_string (parameter, NULL), &kind, &error))
    fovea_column_set_objective (self->column, kind);
  else
    fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
}

static void
act_find_class (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  adw_flap_set_reveal_flap (self->flap, TRUE);
  fovea_inspector_focus_search (self->inspector);
}

static void
act_panel (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_column_set_panel (self->column, g_variant_get_string (parameter, NULL));
}

static void
act_step_map (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_column_step_map (self->column, g_variant_get_int32 (parameter));
}

static void
change_linked (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;

  fovea_compare_set_linked (self->compare, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

/* Those whose weights come with the program, one beside the other. */
static void
compare_demo_models (FoveaWindow *self)
{
  g_autoptr (GPtrArray) entries = fovea_model_list ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const FoveaModelEntry *entry = g_ptr_array_index (entries, i);
      if (entry->is_demo)
        g_ptr_array_add (names, (gpointer) entry->name);
    }
  g_ptr_array_add (names, NULL);
  fovea_session_compare_models (self->session, self->column,
                                (const char *const *) names->pdata);
}

static void
act_compare (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *const methods[]
      = { "gradcam", "hirescam", "layercam", "eigencam", "scorecam", "rise", NULL };
  FoveaWindow *self = data;
  const char *what = g_variant_get_string (parameter, NULL);

  if (g_str_equal (what, "models"))
    compare_demo_models (self);
  else if (g_str_equal (what, "methods"))
    fovea_session_compare_methods (self->session, self->column, methods);
  else if (g_str_equal (what, "stages"))
    fovea_session_compare_stages (self->session, self->column);
}

static const GActionEntry entries[] = {
  { .name = "duplicate-column", .activate = act_duplicate_column },
  { .name = "remove-column", .activate = act_remove_column },
  { .name = "move-column", .activate = act_move_column, .parameter_type = "i" },
  { .name = "column", .activate = act_column, .parameter_type = "i" },
  { .name = "step-column", .activate = act_step_column, .parameter_type = "i" },
  { .name = "objective", .activate = act_objective, .parameter_type = "s" },
  { .name = "find-class", .activate = act_find_class },
  { .name = "panel", .activate = act_panel, .parameter_type = "s" },
  { .name = "step-map", .activate = act_step_map, .parameter_type = "i" },
  { .name = "linked", .state = "true", .change_state = change_linked },
  { .name = "compare", .activate = act_compare, .parameter_type = "s" },
  { .name = "open", .activate = act_open },
  { .name = "open-uri", .activate = act_open_uri, .parameter_type = "s" },
  { .name = "choose-weights", .activate = act_choose_weights },
  { .name = "open-weights", .activate = act_open_weights, .parameter_type = "s" },
  { .name = "model", .activate = act_model, .parameter_type = "s" },
  { .name = "model-card", .activate = act_model_card },
  { .name = "method", .activate = act_method, .parameter_type = "s" },
  { .name = "class", .activate = act_class, .parameter_type = "i" },
  { .name = "layer", .activate = act_layer, .parameter_type = "s" },
  { .name = "step-layer", .activate = act_step_layer, .parameter_type = "i" },
  { .name = "step-stage", .activate = act_step_stage, .parameter_type = "i" },
  { .name = "colormap", .activate = act_colormap, .parameter_type = "s" },
  { .name = "opacity", .activate = act_opacity, .parameter_type = "d" },
  { .name = "threshold", .activate = act_threshold, .parameter_type = "d" },
  { .name = "cells", .state = "false", .change_state = change_cells },
  { .name = "photo-alone", .state = "false", .change_state = change_photo_alone },
  { .name = "stop", .activate = act_stop },
  { .name = "export", .activate = act_export },
  { .name = "export-to", .activate = act_export_to, .parameter_type = "s" },
  { .name = "copy", .activate = act_copy },
  { .name = "copy-command", .activate = act_copy_command },
  { .name = "paste", .activate = act_paste },
  { .name = "zoom", .activate = act_zoom, .parameter_type = "d" },
};

void
fovea_window_add_actions (FoveaWindow *self)
{
  g_autoptr (GPropertyAction) inspector
      = g_property_action_new ("inspector", self->flap, "reveal-flap");
  g_autoptr (GPropertyAction) fullscreen
      = g_property_action_new ("fullscreen", self, "fullscreened");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (inspector));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (fullscreen));
}
