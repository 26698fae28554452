/* SPDX-License-Identifier: MIT */
#pragma once

/* What the .npy and .npz writers share. */

#include <glib.h>

/* NumPy's format 1.0 of little endian float32 in C order: what comes before the values, a
 * multiple of 64 bytes. (transfer full) */
GByteArray *fovea_npy_header (const gsize *dims, guint rank);
