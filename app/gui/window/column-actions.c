/* SPDX-License-Identifier: MIT */

/* What the active column looks at and with: model, method, class, layer. */

#include "window-private.h"

#include "card-dialog.h"
#include "measure-window.h"

#include <glib/gi18n.h>

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
  sentence = g_strdup_printf (_ ("%s needs its weights: open the checkpoint file you "
                                 "have for it, or drop it here. "
                                 "Until then nothing changes."),
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
    fovea_window_tell (self, GTK_MESSAGE_INFO, _ ("No model is open yet."), FALSE);
}

static void
act_measure (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  if (fovea_column_get_map (self->column))
    gtk_window_present (
        GTK_WINDOW (fovea_measure_window_new (GTK_WINDOW (self), self->session)));
  else
    fovea_window_tell (self, GTK_MESSAGE_INFO, _ ("There is no map yet to measure."),
                       FALSE);
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
act_find_class (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  adw_flap_set_reveal_flap (self->flap, TRUE);
  fovea_inspector_focus_search (self->inspector);
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

/* `before`: the active one's layer until now. */
static void
follow_depth (FoveaWindow *self, gint before)
{
  GListModel *columns = fovea_session_get_columns (self->session);
  gint moved = fovea_column_get_layer (self->column) - before;

  if (moved == 0)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      gboolean follows
          = column != self->column && fovea_compare_get_linked (self->compare);
      gint layer = fovea_column_get_layer (column);
      if (follows)
        fovea_column_follow_depth (column, self->column);
      fovea_compare_set_held (
          self->compare, i,
          follows && fovea_column_get_layer (column) == layer ? moved : 0);
    }
}

void
fovea_window_show_layer (FoveaWindow *self, const char *path)
{
  gint before = fovea_column_get_layer (self->column);

  fovea_column_set_layer (self->column, path);
  follow_depth (self, before);
}

void
fovea_window_step_layer (FoveaWindow *self, gint steps)
{
  gint before = fovea_column_get_layer (self->column);

  fovea_column_step_layer (self->column, steps);
  follow_depth (self, before);
}

void
fovea_window_step_stage (FoveaWindow *self, gint steps)
{
  gint before = fovea_column_get_layer (self->column);

  fovea_column_step_stage (self->column, steps);
  follow_depth (self, before);
}

static void
act_layer (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  fovea_window_show_layer (data, g_variant_get_string (parameter, NULL));
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

static const GActionEntry entries[] = {
  { .name = "model", .activate = act_model, .parameter_type = "s" },
  { .name = "model-card", .activate = act_model_card },
  { .name = "measure", .activate = act_measure },
  { .name = "method", .activate = act_method, .parameter_type = "s" },
  { .name = "class", .activate = act_class, .parameter_type = "i" },
  { .name = "find-class", .activate = act_find_class },
  { .name = "objective", .activate = act_objective, .parameter_type = "s" },
  { .name = "panel", .activate = act_panel, .parameter_type = "s" },
  { .name = "step-map", .activate = act_step_map, .parameter_type = "i" },
  { .name = "layer", .activate = act_layer, .parameter_type = "s" },
  { .name = "step-layer", .activate = act_step_layer, .parameter_type = "i" },
  { .name = "step-stage", .activate = act_step_stage, .parameter_type = "i" },
};

void
fovea_window_add_column_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
