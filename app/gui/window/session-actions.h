/* SPDX-License-Identifier: MIT */
#pragma once

/* Where what was open last is kept, as a session: in the user's state folder. (transfer
 * full) */

#include <glib.h>

char *fovea_last_session_path (void);
