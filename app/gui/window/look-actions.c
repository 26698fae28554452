/* SPDX-License-Identifier: MIT */

/* How maps look, and from how near. */

#include "window-private.h"

static void
act_colormap (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaStyle style = *fovea_session_get_style (self->session);
  g_autoptr (GError) error = NULL;
  const FoveaColormap *colormap
      = fovea_colormap_find (g_variant_get_string (parameter, NULL), &error);

  if (!colormap)
    {
      fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
      return;
    }
  style.colormap = colormap;
  fovea_session_set_style (self->session, &style);
}

static void
act_opacity (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaStyle style = *fovea_session_get_style (self->session);

  style.opacity = CLAMP (g_variant_get_double (parameter), 0, 1);
  fovea_session_set_style (self->session, &style);
}

static void
act_threshold (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  FoveaStyle style = *fovea_session_get_style (self->session);

  style.threshold = CLAMP (g_variant_get_double (parameter), 0, 1);
  fovea_session_set_style (self->session, &style);
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
act_zoom (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  double zoom = g_variant_get_double (parameter);

  if (zoom > 0)
    fovea_canvas_zoom_to (fovea_window_canvas (self), zoom);
  else
    fovea_canvas_zoom_fit (fovea_window_canvas (self));
}

static const GActionEntry entries[] = {
  { .name = "colormap", .activate = act_colormap, .parameter_type = "s" },
  { .name = "opacity", .activate = act_opacity, .parameter_type = "d" },
  { .name = "threshold", .activate = act_threshold, .parameter_type = "d" },
  { .name = "cells", .state = "false", .change_state = change_cells },
  { .name = "photo-alone", .state = "false", .change_state = change_photo_alone },
  { .name = "zoom", .activate = act_zoom, .parameter_type = "d" },
};

void
fovea_window_add_look_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
