/* SPDX-License-Identifier: MIT */
#pragma once

/* Finds the files that a recipe names by their SHA-256 in given folders and the folders in
 * them. */

#include "figure-recipe.h"

typedef struct _FoveaFigureFind FoveaFigureFind;

/* Nothing is found yet. (transfer full) */
FoveaFigureFind *fovea_figure_find_new (void);
void fovea_figure_find_free (FoveaFigureFind *find);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaFigureFind, fovea_figure_find_free)

/* Reads a file that may be one of those wanted. */
void fovea_figure_find_try (FoveaFigureFind *find, const char *path, const gint *stop);

/* Looks through the folders (NULL-terminated; NULL: none), reading every file until all is
 * found. Where any weights of a model will do, the first found take their place in the recipe.
 * FOVEA_ERROR_CANCELLED when the atomic `stop` (NULL: never) has become 1. */
gboolean fovea_figure_find_run (FoveaFigureFind *find, FoveaRecipe *recipe,
                                const char *const *folders, const gint *stop,
                                GError **error);

/* Where the file of this digest is; NULL: it was not found. (transfer none) */
const char *fovea_figure_find_path (FoveaFigureFind *find, const char *digest);

/* The digests that were looked for in vain. (transfer full), NULL-terminated */
char **fovea_figure_find_missing (FoveaFigureFind *find);
