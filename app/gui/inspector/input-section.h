/* SPDX-License-Identifier: MIT */
#pragma once

/* What the column's network reads, to the pixel: the picture after resizing and cropping, beside
 * the photograph that it was made from. Made only while the section is open. */

#include "column.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_INPUT_SECTION (fovea_input_section_get_type ())
G_DECLARE_FINAL_TYPE (FoveaInputSection, fovea_input_section, FOVEA, INPUT_SECTION, GtkWidget)

void fovea_input_section_set_column (FoveaInputSection *self, FoveaColumn *column);

/* Opens it and brings it into sight, or closes it. */
void fovea_input_section_set_open (FoveaInputSection *self, gboolean is_open);
gboolean fovea_input_section_is_open (FoveaInputSection *self);

/* The picture that is shown; NULL: none. (transfer none) */
GdkPaintable *fovea_input_section_get_picture (FoveaInputSection *self);
