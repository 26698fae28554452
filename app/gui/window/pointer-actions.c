/* SPDX-License-Identifier: MIT */

/* What the pointer means and what it has marked: the mode, the box, the pins. */

#include "window-private.h"

#include <glib/gi18n.h>

#define NUDGE 0.01 /* of the photograph: one press of an arrow */

static const char *const modes[] = {
  [FOVEA_POINTER_LOOK] = "look",
  [FOVEA_POINTER_BOX] = "box",
  [FOVEA_POINTER_CROP] = "crop",
  [FOVEA_POINTER_ERASE] = "erase",
};

static FoveaPlaces *
places_of (FoveaWindow *self)
{
  return fovea_session_get_places (self->session);
}

static void
change_pointer (GSimpleAction *action, GVariant *state, gpointer data)
{
  FoveaWindow *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_str_equal (g_variant_get_string (state, NULL), modes[i]))
      {
        fovea_compare_set_pointer (self->compare, (FoveaPointer) i);
        g_simple_action_set_state (action, state);
      }
}

static void
act_box (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  double box[4];

  g_variant_get (parameter, "(dddd)", &box[0], &box[1], &box[2], &box[3]);
  fovea_places_set_box (places_of (data), box);
}

static void
act_pin (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  double x, y;

  g_variant_get (parameter, "(dd)", &x, &y);
  fovea_places_add_pin (places_of (data), x, y);
}

static void
act_toggle_pin (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  fovea_compare_toggle_pin (self->compare);
}

static void
act_choose_pin (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  fovea_places_choose_pin (places_of (data), (guint) g_variant_get_int32 (parameter));
}

static void
act_unpin (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  fovea_places_remove_pin (places_of (data), (guint) g_variant_get_int32 (parameter));
}

static void
act_unpin_all (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  fovea_places_remove_pins (places_of (data));
}

/* Which methods can. (transfer full) */
static char *
name_weighted (void)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; fovea_methods[i]; i++)
    if (fovea_methods[i]->by_class)
      g_string_append_printf (names, names->len ? _ (", “%s”") : _ ("“%s”"),
                              _ (fovea_methods[i]->title));
  return g_strdup (names->str);
}

/* Between what is looked at and the same weighted by the class's gradient. */
static void
act_weight_by_class (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FoveaWindow *self = data;
  const FoveaMethod *method = fovea_column_get_method (self->column);
  const FoveaMethod *partner = fovea_method_partner (method);
  g_autofree char *names = name_weighted ();
  g_autofree char *sentence = g_strdup_printf (
      _ ("%s has no form that is weighted by the gradient of a class. These have: %s."),
      _ (method->title), names);

  if (partner)
    fovea_column_set_method (self->column, partner);
  else
    fovea_window_tell (self, GTK_MESSAGE_INFO, sentence, FALSE);
}

static gboolean
is_mode (FoveaWindow *self, FoveaPointer pointer)
{
  return fovea_compare_get_pointer (self->compare) == pointer;
}

static void
set_pointer (FoveaWindow *self, const char *name)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self), "pointer",
                                      g_variant_new_string (name));
}

static void
toggle_mode (FoveaWindow *self, FoveaPointer pointer)
{
  set_pointer (self, modes[is_mode (self, pointer) ? FOVEA_POINTER_LOOK : pointer]);
}

void
fovea_window_leave_pointer (FoveaWindow *self)
{
  FoveaPlaces *places = places_of (self);
  guint n_pins = fovea_places_n_pins (places);

  if (!is_mode (self, FOVEA_POINTER_LOOK))
    set_pointer (self, "look");
  else if (n_pins > 0)
    fovea_places_remove_pin (places, fovea_places_get_pin (places, n_pins - 1)->number);
}

/* With Shift the lower right corner alone. */
static gboolean
box_key (FoveaWindow *self, guint key, gboolean shift)
{
  double right = key == GDK_KEY_Right ? NUDGE : key == GDK_KEY_Left ? -NUDGE : 0;
  double down = key == GDK_KEY_Down ? NUDGE : key == GDK_KEY_Up ? -NUDGE : 0;

  if (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete)
    fovea_compare_drop_rectangle (self->compare);
  else if (right == 0 && down == 0)
    return FALSE;
  else if (shift)
    fovea_compare_nudge (self->compare, 0, 0, right, down);
  else
    fovea_compare_nudge (self->compare, right, down, 0, 0);
  return TRUE;
}

gboolean
fovea_window_pointer_key (FoveaWindow *self, guint key, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return FALSE;
  if ((is_mode (self, FOVEA_POINTER_BOX) || is_mode (self, FOVEA_POINTER_CROP))
      && box_key (self, key, (state & GDK_SHIFT_MASK) != 0))
    return TRUE;
  if (state & GDK_SHIFT_MASK)
    return FALSE;
  if (key == GDK_KEY_b)
    toggle_mode (self, FOVEA_POINTER_BOX);
  else if (key == GDK_KEY_c)
    toggle_mode (self, FOVEA_POINTER_CROP);
  else if (key == GDK_KEY_e)
    toggle_mode (self, FOVEA_POINTER_ERASE);
  else if (key == GDK_KEY_p)
    fovea_compare_toggle_pin (self->compare);
  else if (key == GDK_KEY_g)
    act_weight_by_class (NULL, NULL, self);
  else
    return FALSE;
  return TRUE;
}

static void
on_refused (FoveaWindow *self, const char *sentence)
{
  fovea_window_tell (self, GTK_MESSAGE_INFO, sentence, FALSE);
}

static const GActionEntry entries[] = {
  { .name = "pointer",
    .parameter_type = "s",
    .state = "'look'",
    .change_state = change_pointer },
  { .name = "box", .activate = act_box, .parameter_type = "(dddd)" },
  { .name = "pin", .activate = act_pin, .parameter_type = "(dd)" },
  { .name = "toggle-pin", .activate = act_toggle_pin },
  { .name = "choose-pin", .activate = act_choose_pin, .parameter_type = "i" },
  { .name = "unpin", .activate = act_unpin, .parameter_type = "i" },
  { .name = "unpin-all", .activate = act_unpin_all },
  { .name = "weight-by-class", .activate = act_weight_by_class },
};

void
fovea_window_add_pointer_actions (FoveaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (places_of (self), "refused", G_CALLBACK (on_refused), self,
                           G_CONNECT_SWAPPED);
}
