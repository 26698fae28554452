/* SPDX-License-Identifier: MIT */
#pragma once

/* The images of a folder, and of the folders in it, one level deep, by their names alone and in
 * the order that a person expects of these. */

#include <glib.h>

/* Blocks. Owned strings; empty where there is no image; NULL when the folder cannot be read.
 * (transfer full) */
GPtrArray *fovea_list_folder (const char *folder, GError **error);

/* By its name alone. */
gboolean fovea_looks_like_image (const char *name);
