/* SPDX-License-Identifier: MIT */

/* What makes columns comparable: scale and unit, whose numbers, signs, differences. The states of
 * these actions are those of the session and of the active column. */

#include "window-private.h"

#include "picture.h"

#include <glib/gi18n.h>

static void
complain (FoveaWindow *self, const GError *error)
{
  fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
}

/* "fixed": between the numbers in use now. */
static gboolean
read_range (FoveaWindow *self, const char *text, FoveaRange *range, GError **error)
{
  if (!g_str_equal (text, "fixed"))
    return fovea_range_parse (text, range, error);
  *range = fovea_session_freeze_range (self->session, self->column);
  return TRUE;
}

/* What is fixed stays in the unit that its numbers are of. */
static void
change_scale (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (GError) error = NULL;
  FoveaRange range;

  if (!read_range (self, g_variant_get_string (state, NULL), &range, &error))
    complain (self, error);
  else
    fovea_session_set_range (self->session, &range);
  fovea_window_show_scale (self);
}

static void
change_unit (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (GError) error = NULL;
  FoveaUnit unit;

  if (fovea_unit_find (g_variant_get_string (state, NULL), &unit, &error))
    fovea_session_set_unit (self->session, unit);
  else
    complain (self, error);
  fovea_window_show_scale (self);
}

static void
change_blend (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;
  FoveaStyle style = *fovea_session_get_style (self->session);
  g_autoptr (GError) error = NULL;
  FoveaBlend blend;

  if (!fovea_blend_find (g_variant_get_string (state, NULL), &blend, &error))
    {
      complain (self, error);
      return;
    }
  style.blend = (gint)blend;
  fovea_session_set_style (self->session, &style);
}

static void
act_reset_look (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaStyle style = FOVEA_STYLE_NONE;

  fovea_session_set_style (self->session, &style);
}

static void
change_preset (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;
  FoveaAsking asking = *fovea_column_get_asking (self->column);
  g_autoptr (GError) error = NULL;

  asking.preset = fovea_preset_find (g_variant_get_string (state, NULL), &error);
  if (asking.preset)
    fovea_column_set_asking (self->column, &asking);
  else
    complain (self, error);
  fovea_window_show_scale (self);
}

static void
change_smoothing (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;
  FoveaAsking asking = *fovea_column_get_asking (self->column);
  g_autoptr (GError) error = NULL;

  if (fovea_smoothing_find (g_variant_get_string (state, NULL), &asking.smoothing,
                            &error))
    fovea_column_set_asking (self->column, &asking);
  else
    complain (self, error);
  fovea_window_show_scale (self);
}

static void
change_signed (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;
  FoveaAsking asking = *fovea_column_get_asking (self->column);

  asking.keeps_sign = g_variant_get_boolean (state);
  fovea_column_set_asking (self->column, &asking);
  fovea_window_show_scale (self);
}

static void
change_difference (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;

  if (self->column == fovea_session_get_column (self->session, 0)
      && g_variant_get_boolean (state))
    fovea_window_tell (
        self, GTK_MESSAGE_INFO,
        _ ("This is the first column, from which the others’ differences are "
           "taken: choose another one."),
        FALSE);
  else
    fovea_column_set_difference (self->column, g_variant_get_boolean (state));
  fovea_window_show_scale (self);
}

static void
change_wipe (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;
  GListModel *columns = fovea_session_get_columns (self->session);

  if (g_variant_get_boolean (state) && g_list_model_get_n_items (columns) < 2)
    fovea_window_tell (self, GTK_MESSAGE_INFO,
                       _ ("A wipe is between two columns: add another one first."),
                       FALSE);
  else
    fovea_compare_set_wiping (self->compare, g_variant_get_boolean (state));
  fovea_window_show_scale (self);
}

static void
act_wipe_at (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;

  fovea_compare_set_wipe_share (self->compare, g_variant_get_double (parameter));
}

static const GActionEntry entries[] = {
  { .name = "scale",
    .parameter_type = "s",
    .state = "'own'",
    .change_state = change_scale },
  { .name = "unit",
    .parameter_type = "s",
    .state = "'range'",
    .change_state = change_unit },
  { .name = "blend",
    .parameter_type = "s",
    .state = "'value'",
    .change_state = change_blend },
  { .name = "preset",
    .parameter_type = "s",
    .state = "'fovea'",
    .change_state = change_preset },
  { .name = "smoothing",
    .parameter_type = "s",
    .state = "'none'",
    .change_state = change_smoothing },
  { .name = "signed", .state = "false", .change_state = change_signed },
  { .name = "difference", .state = "false", .change_state = change_difference },
  { .name = "reset-look", .activate = act_reset_look },
  { .name = "wipe", .state = "false", .change_state = change_wipe },
  { .name = "wipe-at", .activate = act_wipe_at, .parameter_type = "d" },
};

static GSimpleAction *
find (FoveaWindow *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

/* Only where it is another: a state that is set again is told again. */
static void
show (FoveaWindow *self, const char *name, GVariant *state)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (state);
  g_autoptr (GVariant) before = g_action_get_state (G_ACTION (find (self, name)));

  if (!g_variant_equal (before, sunk))
    g_simple_action_set_state (find (self, name), sunk);
}

static gboolean
is_chosen (const FoveaStyle *style)
{
  return style->colormap || style->blend >= 0 || style->opacity >= 0
         || style->threshold >= 0;
}

void
fovea_window_show_scale (FoveaWindow *self)
{
  const FoveaAsking *asking = fovea_column_get_asking (self->column);
  const FoveaRange *range = fovea_session_get_range (self->session);
  g_autofree char *scale = fovea_range_format (range);
  FoveaUnit unit = fovea_range_unit (range, fovea_session_get_unit (self->session));
  FoveaLook look;

  if (!find (self, "scale"))
    return;
  fovea_session_column_look (self->session, self->column, &look);
  show (self, "scale", g_variant_new_string (scale));
  show (self, "unit", g_variant_new_string (fovea_unit_name (unit)));
  show (self, "blend", g_variant_new_string (fovea_blend_name (look.blend)));
  show (self, "preset", g_variant_new_string (asking->preset->name));
  show (self, "smoothing",
        g_variant_new_string (fovea_smoothing_name (asking->smoothing)));
  show (self, "signed", g_variant_new_boolean (asking->keeps_sign));
  show (self, "difference",
        g_variant_new_boolean (fovea_session_get_base (self->session, self->column)
                               != NULL));
  show (self, "wipe", g_variant_new_boolean (fovea_compare_get_wiping (self->compare)));
  g_simple_action_set_enabled (find (self, "reset-look"),
                               is_chosen (fovea_session_get_style (self->session)));
}

void
fovea_window_add_scale_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
