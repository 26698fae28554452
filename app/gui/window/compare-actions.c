/* SPDX-License-Identifier: MIT */

/* Which columns there are, and whether they go together. */

#include "window-private.h"

#include <glib/gi18n.h>

static void
act_duplicate_column (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  GListModel *columns = fovea_session_get_columns (self->session);

  if (g_list_model_get_n_items (columns) < FOVEA_MOST_COLUMNS)
    fovea_session_duplicate (self->session, self->column);
  else
    fovea_window_tell (self, GTK_MESSAGE_INFO,
                       _ ("More columns do not fit: remove one first."), FALSE);
}

static void
act_remove_column (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  GListModel *columns = fovea_session_get_columns (self->session);
  guint before = g_list_model_get_n_items (columns);

  fovea_session_remove (self->session, self->column);
  if (g_list_model_get_n_items (columns) < before)
    fovea_window_offer_undo (self, _ ("Column removed"));
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
  { .name = "linked", .state = "true", .change_state = change_linked },
  { .name = "compare", .activate = act_compare, .parameter_type = "s" },
};

void
fovea_window_add_compare_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
