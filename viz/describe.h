/* SPDX-License-Identifier: MIT */
#pragma once

/* What produced a picture, in words that travel with it: window and command line say the same,
 * so that the same picture is the same file. */

#include "range.h"

/* "Grad-CAM at block4.1 for leopard (contrast with tiger)". (transfer full) */
char *fovea_explanation_title (const FoveaExplanation *explanation, guint index);

/* "method gradcam; layer block4.1; class leopard; objective logit; model van_nano; weights …;
 * preset fovea", and what was turned off or chosen. (transfer full) */
char *fovea_explanation_describe (const FoveaExplanation *explanation, guint index);

/* The same with the scale, where it is not its own, and which of several panels it is.
 * (transfer full) */
char *fovea_shown_describe (const FoveaShown *shown, gboolean names_panel,
                            const FoveaRange *range);

/* The last line of a description of columns of which the first is subtracted. */
#define FOVEA_DIFFERENCE_NOTE "shown less the first"

/* "VAN-B0, Grad-CAM at block4.1 for leopard − SAN10, …". (transfer full) */
char *fovea_difference_title (const FoveaShown *shown, const FoveaShown *less);
