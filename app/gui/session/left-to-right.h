/* SPDX-License-Identifier: MIT */
#pragma once

/* Numbers read from left to right also where words read from right to left: “−0.12” and
 * “71 %” would else have sign and unit on the other side. */

#include <glib.h>

/* The text behind a mark that is not seen (U+200E). (transfer full) */
char *fovea_left_to_right (const char *text);
