/* SPDX-License-Identifier: MIT */
#pragma once

/* Where the images and weights of a recipe are found: by the SHA-256 of the files in the folders
 * that the user names, or among what comes with the program. A model is opened once. */

#include "figure.h"
#include "open.h"

typedef struct _CliFigureSources CliFigureSources;

/* `folders` (or NULL) stays the caller's. (transfer full) */
CliFigureSources *cli_figure_sources_new (Cli *cli, const CliOptions *options,
                                          char **folders);
void cli_figure_sources_free (CliFigureSources *sources);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliFigureSources, cli_figure_sources_free)

/* Looks through the folders for what the recipe names, and says on stderr what is missing. Where
 * any weights of a model will do, those found take their place in the recipe. FALSE when
 * interrupted. */
gboolean cli_figure_sources_find (CliFigureSources *sources, FoveaRecipe *recipe,
                                  GError **error);

/* For fovea_figure_new. */
FoveaFigureSource cli_figure_sources_get (CliFigureSources *sources);
