/* SPDX-License-Identifier: MIT */

/* What a hand does to the photograph: turn it, rub it out, choose what is seen of it. */

#include "window-private.h"

#include <math.h>

static void
act_rotate (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (FoveaEdit) edit = fovea_edit_copy (fovea_session_get_edit (self->session));
  double degrees = g_variant_get_double (parameter);

  if (!isfinite (degrees))
    return;
  edit->rotation = remainder (degrees, 360);
  fovea_session_set_edit (self->session, edit);
}

/* A stroke as fovea_edit_add_stroke reads it. */
static void
act_erase (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (FoveaEdit) edit = fovea_edit_copy (fovea_session_get_edit (self->session));
  g_autoptr (GError) error = NULL;

  if (fovea_edit_add_stroke (edit, g_variant_get_string (parameter, NULL), &error))
    fovea_session_set_edit (self->session, edit);
  else
    fovea_window_tell (self, GTK_MESSAGE_ERROR, error->message, FALSE);
}

static void
act_crop (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  double crop[4];

  g_variant_get (parameter, "(dddd)", &crop[0], &crop[1], &crop[2], &crop[3]);
  fovea_session_set_crop (self->session, crop[2] > 0 && crop[3] > 0 ? crop : NULL);
}

static void
act_crop_whole (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  double crop[4] = { 0 };

  fovea_places_get_size (fovea_session_get_places (self->session), &crop[2], &crop[3]);
  fovea_session_set_crop (self->session, crop);
}

static void
act_crop_preset (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_session_set_crop (self->session, NULL);
}

static void
act_brush (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  double percent = g_variant_get_double (parameter);

  fovea_compare_set_brush (self->compare, CLAMP (percent, 0.1, 50) / 100);
}

static void
act_reset_input (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  g_autoptr (FoveaEdit) nothing = fovea_edit_new ();

  fovea_session_set_edit (self->session, nothing);
  fovea_session_set_crop (self->session, NULL);
}

static const GActionEntry entries[] = {
  { .name = "rotate", .activate = act_rotate, .parameter_type = "d" },
  { .name = "erase", .activate = act_erase, .parameter_type = "s" },
  { .name = "crop", .activate = act_crop, .parameter_type = "(dddd)" },
  { .name = "crop-whole", .activate = act_crop_whole },
  { .name = "crop-preset", .activate = act_crop_preset },
  { .name = "brush", .activate = act_brush, .parameter_type = "d" },
  { .name = "reset-input", .activate = act_reset_input },
};

void
fovea_window_add_live_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
}
