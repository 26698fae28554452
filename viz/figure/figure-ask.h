/* SPDX-License-Identifier: MIT */
#pragma once

/* The question that a cell of a figure puts to its network. */

#include "explain.h"
#include "figure-recipe.h"

/* What the model is shown of the row's photograph, which is edited already. (transfer full)
 * FOVEA_ERROR_USAGE for a crop outside. */
FoveaInput *fovea_figure_input (const FoveaFigureRow *row, FoveaModel *model,
                                FoveaImage *image, GError **error);

/* The answer; errors as of fovea_explain, and of names that the model does not know.
 * `watch` may be NULL. (transfer full) */
FoveaExplanation *fovea_figure_ask (const FoveaRecipe *recipe, const FoveaFigureRow *row,
                                    const FoveaFigureColumn *column, FoveaModel *model,
                                    FoveaImage *image, const FoveaWatch *watch,
                                    GError **error);
