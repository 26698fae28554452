/* SPDX-License-Identifier: MIT */
#pragma once

/* Cairo numbers the images of an SVG by a counter of the whole program. Counted anew in each
 * file, the same drawing is the same text. */

#include <glib.h>

/* The same with "image17" and "surface17" as ids and references counted from 1, in the order
 * of their appearance. (transfer full) */
GByteArray *fovea_svg_renumber (const GByteArray *drawing);
