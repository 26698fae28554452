/* SPDX-License-Identifier: MIT */
#pragma once

/* The inspector's part on how a column's map is made of what the method finds: whose numbers, how
 * steadied, with or without what speaks against. It offers what suits the method. */

#include "session.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_ASKING_SECTION (fovea_asking_section_get_type ())
G_DECLARE_FINAL_TYPE (FoveaAskingSection, fovea_asking_section, FOVEA, ASKING_SECTION,
                      GtkWidget)

void fovea_asking_section_set_column (FoveaAskingSection *self, FoveaColumn *column);
