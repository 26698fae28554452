/* SPDX-License-Identifier: MIT */
#pragma once

/* Arrays under names in one file, as numpy.savez writes them: a ZIP of .npy members, stored
 * without compression. */

#include "output.h"
#include "tensor.h"

typedef struct _FoveaNpz FoveaNpz;

/* Writes to `output`, which stays the caller's to commit. (transfer full) */
FoveaNpz *fovea_npz_new (FoveaOutput *output);
void fovea_npz_free (FoveaNpz *npz);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaNpz, fovea_npz_free)

/* float32 in C order. `name` without ".npy"; it may hold slashes. */
void fovea_npz_add (FoveaNpz *npz, const char *name, const gsize *dims, guint rank,
                    const float *values);

/* Writes what ends the file. FOVEA_ERROR_LIMIT where it is 4 GiB or more; a failure to write
 * is told by the output's commit. */
gboolean fovea_npz_finish (FoveaNpz *npz, GError **error);
