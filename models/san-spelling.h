/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The key of a SAN, which its authors alone publish; NULL for a key of something else.
 * (transfer full) */
char *fovea_san_spelling (const char *key);
