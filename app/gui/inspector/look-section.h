/* SPDX-License-Identifier: MIT */
#pragma once

/* The inspector's part on how maps look: colours, opacity, blend, scale and unit, of all columns.
 * It shows what is in use in the one that the inspector speaks of. */

#include "session.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_LOOK_SECTION (fovea_look_section_get_type ())
G_DECLARE_FINAL_TYPE (FoveaLookSection, fovea_look_section, FOVEA, LOOK_SECTION,
                      GtkWidget)

void fovea_look_section_set_column (FoveaLookSection *self, FoveaSession *session,
                                    FoveaColumn *column);
