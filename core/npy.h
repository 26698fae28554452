/* SPDX-License-Identifier: MIT */
#pragma once

/* Reading NumPy's .npy files, versions 1 to 3: little endian float32 or float64 in C order,
 * the file's size being exactly what its header says. The file is hostile until shown
 * otherwise: it is read whole into our own memory, bounded, and every size is checked
 * before it is used. */

#include "tensor.h"

/* The array in `path` as float32, of the shape that it has in the file (at least one
 * dimension, no dimension of 0). (transfer full) Fails with FOVEA_ERROR_IMAGE and a sentence
 * when it is no such file, FOVEA_ERROR_LIMIT when it is larger than 1 GiB. */
FoveaTensor *fovea_npy_open (const char *path, GError **error);

/* The same from memory; `name` stands in messages. */
FoveaTensor *fovea_npy_parse (gconstpointer data, gsize size, const char *name,
                              GError **error);
