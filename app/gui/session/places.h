/* SPDX-License-Identifier: MIT */
#pragma once

/* What is marked by hand on the session's photograph: one box and up to nine pins, each
 * with a number that it keeps, one of them chosen: the place that methods are asked
 * about. All in pixels of the photograph and inside it; another photograph begins without
 * any.
 *
 * Signals:
 *   "box-changed" ()
 *   "pins-changed" (): pins, or which is chosen
 *   "refused" (const char *sentence): a pin that cannot be */

#include <glib-object.h>

#define FOVEA_MOST_PINS 9

#define FOVEA_TYPE_PLACES (fovea_places_get_type ())
G_DECLARE_FINAL_TYPE (FoveaPlaces, fovea_places, FOVEA, PLACES, GObject)

FoveaPlaces *fovea_places_new (void);

/* Forgets everything: another photograph, of this size. */
void fovea_places_set_photo (FoveaPlaces *self, guint width, guint height);
void fovea_places_get_size (FoveaPlaces *self, double *width, double *height);

/* x, y, width, height. Setting cuts to the photograph; NULL, or nothing left, takes the
 * box away. Getting is FALSE where there is none; `box` may be NULL. */
void fovea_places_set_box (FoveaPlaces *self, const double box[4]);
gboolean fovea_places_get_box (FoveaPlaces *self, double box[4]);

typedef struct
{
  double x, y;
  guint number; /* from 1; the lowest that was free */
} FoveaPin;

/* In the order in which they were set. (transfer none) until the next change. */
guint fovea_places_n_pins (FoveaPlaces *self);
const FoveaPin *fovea_places_get_pin (FoveaPlaces *self, guint index);

/* The chosen one, the newest unless another was chosen; NULL without pins. */
const FoveaPin *fovea_places_get_chosen (FoveaPlaces *self);

/* Numbers that there are not do nothing. */
void fovea_places_choose_pin (FoveaPlaces *self, guint number);
void fovea_places_add_pin (FoveaPlaces *self, double x, double y);
void fovea_places_remove_pin (FoveaPlaces *self, guint number);
void fovea_places_remove_pins (FoveaPlaces *self);

/* All of them and which is chosen, "1 120.5 66 3 14 20.25 3": number, x, y of each, and the
 * number chosen; NULL for none. (transfer full) Setting leaves out what cannot be. */
char *fovea_places_to_string (FoveaPlaces *self);
void fovea_places_set_pins (FoveaPlaces *self, const char *text);
