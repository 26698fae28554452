/* SPDX-License-Identifier: MIT */
#pragma once

/* How long the main loop was away: the time between one wait for events and the next, in
 * which nothing that the user does is answered. */

#include <glib.h>

/* From now on, of the default main context. */
void main_loop_watch (void);

/* The longest absence since it was last asked, in milliseconds. */
double main_loop_longest (void);
