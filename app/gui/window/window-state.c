/* SPDX-License-Identifier: MIT */

/* What a state keeps of the window itself: which columns go together, which one is
 * looked at, from how near. */

#include "window-private.h"

static FoveaCompare *
compare_of (gpointer window)
{
  return ((FoveaWindow *)window)->compare;
}

static GVariant *
get_linked (gpointer window)
{
  return g_variant_new_boolean (fovea_compare_get_linked (compare_of (window)));
}

static void
set_linked (gpointer window, GVariant *value)
{
  gboolean linked = !value || g_variant_get_boolean (value);

  g_action_group_change_action_state (G_ACTION_GROUP (window), "linked",
                                      g_variant_new_boolean (linked));
}

static GVariant *
get_active (gpointer window)
{
  return g_variant_new_int32 ((gint32)fovea_compare_get_position (compare_of (window)));
}

static void
set_active (gpointer window, GVariant *value)
{
  fovea_compare_set_position (compare_of (window),
                              value ? (guint)g_variant_get_int32 (value) : 0);
}

static GVariant *
get_wipe (gpointer window)
{
  return g_variant_new_boolean (fovea_compare_get_wiping (compare_of (window)));
}

static void
set_wipe (gpointer window, GVariant *value)
{
  fovea_compare_set_wiping (compare_of (window), value && g_variant_get_boolean (value));
  fovea_window_show_scale (window);
}

static GVariant *
get_inspector (gpointer window)
{
  return g_variant_new_boolean (adw_flap_get_reveal_flap (((FoveaWindow *)window)->flap));
}

static void
set_inspector (gpointer window, GVariant *value)
{
  adw_flap_set_reveal_flap (((FoveaWindow *)window)->flap,
                            !value || g_variant_get_boolean (value));
}

/* What was gathered for a figure. */
static GVariant *
get_figure (gpointer window)
{
  char *text = fovea_tray_to_text (((FoveaWindow *)window)->tray);

  return text ? g_variant_new_take_string (text) : NULL;
}

static void
set_figure (gpointer window, GVariant *value)
{
  fovea_tray_restore (((FoveaWindow *)window)->tray,
                      value ? g_variant_get_string (value, NULL) : NULL);
}

const FoveaMember fovea_window_members[] = {
  { "linked", "b", NULL, 0, 0, FOVEA_MEMBER_STEP, get_linked, set_linked },
  { "wipe", "b", NULL, 0, 0, FOVEA_MEMBER_STEP, get_wipe, set_wipe },
  { "active", "i", NULL, 0, 100, 0, get_active, set_active },
  { "inspector", "b", NULL, 0, 0, FOVEA_MEMBER_KEPT, get_inspector, set_inspector },
  { "figure", "s", NULL, 0, 0, FOVEA_MEMBER_KEPT, get_figure, set_figure },
  { NULL, NULL, NULL, 0, 0, 0, NULL, NULL },
};

/* Nothing while it is fitted. */
static GVariant *
get_view (gpointer canvas)
{
  double zoom, x, y;

  return fovea_canvas_get_place (canvas, &zoom, &x, &y)
             ? g_variant_new ("(ddd)", zoom, x, y)
             : NULL;
}

static void
set_view (gpointer canvas, GVariant *value)
{
  double zoom = 0, x = 0, y = 0;

  if (value)
    g_variant_get (value, "(ddd)", &zoom, &x, &y);
  fovea_canvas_set_place (canvas, zoom, x, y);
}

const FoveaMember fovea_canvas_members[] = {
  { "view", "(ddd)", "zoom x y", -1e6, 1e6, FOVEA_MEMBER_SMOOTH | FOVEA_MEMBER_BY_HAND,
    get_view, set_view },
  { NULL, NULL, NULL, 0, 0, 0, NULL, NULL },
};

/* A place that only follows the pointer is nobody's choice. */
FoveaState *
fovea_window_take_state (FoveaWindow *self)
{
  FoveaState *state = fovea_state_take (self->session);

  fovea_state_note (state->values, fovea_window_members, self);
  for (guint i = 0; i < state->columns->len; i++)
    {
      FoveaColumnState *column = fovea_state_column (state, i);
      fovea_state_note (column->values, fovea_canvas_members,
                        fovea_compare_get_canvas (self->compare, i));
      if (fovea_places_n_pins (fovea_session_get_places (self->session)) == 0)
        g_hash_table_remove (column->values, "place");
    }
  return state;
}

void
fovea_window_show_view (FoveaWindow *self, const FoveaState *state)
{
  guint n = g_list_model_get_n_items (fovea_session_get_columns (self->session));

  for (guint i = 0; i < MIN (n, state->columns->len); i++)
    fovea_state_restore (fovea_state_column (state, i)->values, fovea_canvas_members,
                         fovea_compare_get_canvas (self->compare, i), 0);
}

void
fovea_window_show_state (FoveaWindow *self, const FoveaState *state, guint but_not)
{
  fovea_state_restore (state->values, fovea_window_members, self, but_not);
  fovea_window_show_view (self, state);
}
