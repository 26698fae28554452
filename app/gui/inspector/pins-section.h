/* SPDX-License-Identifier: MIT */
#pragma once

/* A small table: what every column's map says at every pin. A row's choice makes its pin
 * the place that methods are asked about. Not seen without pins. */

#include "session.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_PINS_SECTION (fovea_pins_section_get_type ())
G_DECLARE_FINAL_TYPE (FoveaPinsSection, fovea_pins_section, FOVEA, PINS_SECTION,
                      GtkWidget)

/* To be called once. */
void fovea_pins_section_set_session (FoveaPinsSection *self, FoveaSession *session);
