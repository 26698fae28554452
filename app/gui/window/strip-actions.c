/* SPDX-License-Identifier: MIT */

/* The depth strip: whether it is there, and a walk through all layers of the active column.
 * The walk ends by itself as soon as something else is shown than it went to. */

#include "window-private.h"

#define STEP_MS 500
#define LEAST_HEIGHT 480 /* of a window that has room for the strip */

static void
set_state (FoveaWindow *self, const char *name, gboolean state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (state));
}

/* Whether what is shown is still what the walk began with, at the layer that it went to. */
static gboolean
is_on_its_way (FoveaWindow *self)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (self->column);
  gint layer = fovea_column_get_layer (self->column);

  return explanation && layer >= 0
         && fovea_column_get_model (self->column) == self->played_model
         && fovea_column_get_photo (self->column) == self->played_photo
         && g_str_equal (fovea_explanation_layer (explanation, (guint) layer)->site.path,
                         self->played);
}

static void
forget (FoveaWindow *self)
{
  g_clear_handle_id (&self->playing, g_source_remove);
  g_clear_pointer (&self->played, g_free);
  g_clear_pointer (&self->played_photo, fovea_photo_unref);
  g_clear_pointer (&self->played_model, fovea_model_unref);
}

gboolean
fovea_window_stop_playing (FoveaWindow *self)
{
  if (!self->playing)
    return FALSE;
  forget (self);
  set_state (self, "play", FALSE);
  fovea_window_note_state (self); /* all of it is one step */
  return TRUE;
}

void
fovea_window_check_playing (FoveaWindow *self)
{
  if (self->playing && !is_on_its_way (self))
    fovea_window_stop_playing (self);
}

/* The next layer that has a map, from the beginning again after the last; -1: there is no
 * other. */
static gint
next_layer (FoveaColumn *column)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  guint n = explanation ? fovea_explanation_n_layers (explanation) : 0;
  gint layer = fovea_column_get_layer (column);

  for (guint i = 1; layer >= 0 && i < n; i++)
    {
      guint next = ((guint) layer + i) % n;
      if (fovea_explanation_layer (explanation, next)->panels)
        return (gint) next;
    }
  return -1;
}

static gboolean
play_on (gpointer data)
{
  FoveaWindow *self = data;
  gint next = next_layer (self->column);

  if (fovea_window_is_busy (self))
    return G_SOURCE_CONTINUE;
  if (next < 0)
    {
      fovea_window_stop_playing (self);
      return G_SOURCE_REMOVE;
    }
  g_free (self->played);
  self->played = g_strdup (
      fovea_explanation_layer (fovea_column_get_explanation (self->column), (guint) next)
          ->site.path);
  fovea_window_show_layer (self, self->played);
  return G_SOURCE_CONTINUE;
}

static void
start_playing (FoveaWindow *self)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (self->column);
  gint layer = fovea_column_get_layer (self->column);

  if (next_layer (self->column) < 0)
    return;
  self->played
      = g_strdup (fovea_explanation_layer (explanation, (guint) layer)->site.path);
  self->played_photo = fovea_photo_ref (fovea_column_get_photo (self->column));
  self->played_model = fovea_model_ref (fovea_column_get_model (self->column));
  self->playing = g_timeout_add (STEP_MS, play_on, self);
  set_state (self, "play", TRUE);
}

static void
change_play (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;

  fovea_window_stop_playing (self);
  if (g_variant_get_boolean (state))
    start_playing (self);
}

static gboolean
is_wished (FoveaWindow *self)
{
  g_autoptr (GVariant) state
      = g_action_group_get_action_state (G_ACTION_GROUP (self), "strip");

  return g_variant_get_boolean (state);
}

/* Once the window has its new size. */
static gboolean
on_sized (gpointer data)
{
  FoveaWindow *self = data;
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->strip)
    fovea_depth_strip_set_allowed (self->strip, is_wished (self)
                                                    && (height == 0 || height >= LEAST_HEIGHT));
  return G_SOURCE_REMOVE;
}

static void
on_height (FoveaWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_sized, g_object_ref (self), g_object_unref);
}

static void
on_realize (FoveaWindow *self)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)), "notify::height",
                           G_CALLBACK (on_height), self, G_CONNECT_SWAPPED);
}

static void
change_strip (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  on_sized (data);
}

static const GActionEntry entries[] = {
  { .name = "play", .state = "false", .change_state = change_play },
  { .name = "strip", .state = "true", .change_state = change_strip },
};

void
fovea_window_add_strip_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect (self, "realize", G_CALLBACK (on_realize), NULL);
}
