/* SPDX-License-Identifier: MIT */
#pragma once

/* What produced a picture, in words that travel with it: window and command line say the same,
 * so that the same picture is the same file. */

#include "explain.h"

/* "Grad-CAM at block4.1 for leopard (contrast with tiger)". (transfer full) */
char *fovea_explanation_title (const FoveaExplanation *explanation, guint index);

/* "method gradcam; layer block4.1; class leopard; objective logit; model van_nano; weights …;
 * preset fovea", and what was turned off or chosen. (transfer full) */
char *fovea_explanation_describe (const FoveaExplanation *explanation, guint index);
