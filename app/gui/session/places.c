/* SPDX-License-Identifier: MIT */
#include "places.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FoveaPlaces
{
  GObject parent_instance;

  double width, height; /* of the photograph */
  gboolean has_box;
  double box[4];
  GArray *pins; /* FoveaPin */
  guint chosen; /* a number; 0: none */
};

G_DEFINE_FINAL_TYPE (FoveaPlaces, fovea_places, G_TYPE_OBJECT)

enum
{
  BOX_CHANGED,
  PINS_CHANGED,
  REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
fovea_places_finalize (GObject *object)
{
  g_array_unref (FOVEA_PLACES (object)->pins);
  G_OBJECT_CLASS (fovea_places_parent_class)->finalize (object);
}

static void
fovea_places_class_init (FoveaPlacesClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = fovea_places_finalize;
  signals[BOX_CHANGED] = g_signal_new ("box-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[PINS_CHANGED] = g_signal_new ("pins-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[REFUSED] = g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fovea_places_init (FoveaPlaces *self)
{
  self->pins = g_array_new (FALSE, FALSE, sizeof (FoveaPin));
}

FoveaPlaces *
fovea_places_new (void)
{
  return g_object_new (FOVEA_TYPE_PLACES, NULL);
}

void
fovea_places_set_photo (FoveaPlaces *self, guint width, guint height)
{
  self->width = width;
  self->height = height;
  fovea_places_set_box (self, NULL);
  fovea_places_remove_pins (self);
}

void
fovea_places_get_size (FoveaPlaces *self, double *width, double *height)
{
  *width = self->width;
  *height = self->height;
}

void
fovea_places_set_box (FoveaPlaces *self, const double box[4])
{
  double left = box ? MAX (box[0], 0) : 0, top = box ? MAX (box[1], 0) : 0;
  double right = box ? MIN (box[0] + box[2], self->width) : 0;
  double bottom = box ? MIN (box[1] + box[3], self->height) : 0;
  double cut[4] = { left, top, right - left, bottom - top };
  gboolean has_box = cut[2] > 0 && cut[3] > 0; /* FALSE for NaN */

  if (has_box == self->has_box && (!has_box || memcmp (cut, self->box, sizeof cut) == 0))
    return;
  self->has_box = has_box;
  memcpy (self->box, cut, sizeof cut);
  g_signal_emit (self, signals[BOX_CHANGED], 0);
}

gboolean
fovea_places_get_box (FoveaPlaces *self, double box[4])
{
  if (self->has_box && box)
    memcpy (box, self->box, sizeof self->box);
  return self->has_box;
}

guint
fovea_places_n_pins (FoveaPlaces *self)
{
  return self->pins->len;
}

const FoveaPin *
fovea_places_get_pin (FoveaPlaces *self, guint index)
{
  return &g_array_index (self->pins, FoveaPin, index);
}

static gboolean
find_pin (FoveaPlaces *self, guint number, guint *index)
{
  for (*index = 0; *index < self->pins->len; ++*index)
    if (fovea_places_get_pin (self, *index)->number == number)
      return TRUE;
  return FALSE;
}

const FoveaPin *
fovea_places_get_chosen (FoveaPlaces *self)
{
  guint index;

  return find_pin (self, self->chosen, &index) ? fovea_places_get_pin (self, index)
                                               : NULL;
}

void
fovea_places_choose_pin (FoveaPlaces *self, guint number)
{
  guint index;

  if (number == self->chosen || !find_pin (self, number, &index))
    return;
  self->chosen = number;
  g_signal_emit (self, signals[PINS_CHANGED], 0);
}

void
fovea_places_add_pin (FoveaPlaces *self, double x, double y)
{
  FoveaPin pin = { x, y, 1 };
  guint index;

  if (!(x >= 0 && y >= 0 && x < self->width && y < self->height))
    g_signal_emit (self, signals[REFUSED], 0, _ ("A pin has to be on the photograph."));
  else if (self->pins->len >= FOVEA_MOST_PINS)
    g_signal_emit (self, signals[REFUSED], 0,
                   _ ("Nine pins are the most: remove one first."));
  else
    {
      while (find_pin (self, pin.number, &index))
        pin.number++;
      g_array_append_val (self->pins, pin);
      self->chosen = pin.number;
      g_signal_emit (self, signals[PINS_CHANGED], 0);
    }
}

void
fovea_places_remove_pin (FoveaPlaces *self, guint number)
{
  guint index;

  if (!find_pin (self, number, &index))
    return;
  g_array_remove_index (self->pins, index);
  if (number == self->chosen)
    self->chosen = self->pins->len > 0
                       ? fovea_places_get_pin (self, self->pins->len - 1)->number
                       : 0;
  g_signal_emit (self, signals[PINS_CHANGED], 0);
}

void
fovea_places_remove_pins (FoveaPlaces *self)
{
  if (self->pins->len == 0)
    return;
  g_array_set_size (self->pins, 0);
  self->chosen = 0;
  g_signal_emit (self, signals[PINS_CHANGED], 0);
}

char *
fovea_places_to_string (FoveaPlaces *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < self->pins->len; i++)
    {
      const FoveaPin *pin = fovea_places_get_pin (self, i);
      g_string_append_printf (text, "%u %s %s ", pin->number,
                              g_ascii_dtostr (x, sizeof x, pin->x),
                              g_ascii_dtostr (y, sizeof y, pin->y));
    }
  g_string_append_printf (text, "%u", self->chosen);
  return self->pins->len > 0 ? g_strdup (text->str) : NULL;
}

static gboolean
can_be (FoveaPlaces *self, const FoveaPin *pin)
{
  guint index;

  return pin->number >= 1 && pin->number <= FOVEA_MOST_PINS
         && !find_pin (self, pin->number, &index) && pin->x >= 0 && pin->y >= 0
         && pin->x < self->width && pin->y < self->height;
}

void
fovea_places_set_pins (FoveaPlaces *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text ? text : "", " ", 3 * FOVEA_MOST_PINS + 1);
  guint n = g_strv_length (parts), i = 0;

  g_array_set_size (self->pins, 0);
  for (; i + 3 < n; i += 3)
    {
      FoveaPin pin = { g_ascii_strtod (parts[i + 1], NULL), g_ascii_strtod (parts[i + 2], NULL),
                       (guint) g_ascii_strtoull (parts[i], NULL, 10) };
      if (can_be (self, &pin))
        g_array_append_val (self->pins, pin);
    }
  self->chosen = i < n ? (guint) g_ascii_strtoull (parts[i], NULL, 10) : 0;
  g_signal_emit (self, signals[PINS_CHANGED], 0);
}
