/* SPDX-License-Identifier: MIT */
#pragma once

/* What a session shows, as one row of a figure: the photograph with what a hand did to it, and
 * a column for each that has a map. Files are still named by their paths, since their digests
 * take a while. */

#include "figure-recipe.h"
#include "session.h"

typedef struct
{
  FoveaRecipe *recipe; /* one row; digests missing; the look and scale of the session */
  char *image;         /* its path; NULL: one of the program's own, which the row names */
  GPtrArray *models;   /* FoveaModel, of each column */
  guint
      n_left_out; /* columns that no figure can show: differences, and those without a map */
} FoveaViewRecipe;

/* NULL and FOVEA_ERROR_UNSUPPORTED with a sentence where there is nothing to keep.
 * (transfer full) */
FoveaViewRecipe *fovea_view_recipe_new (FoveaSession *session, GError **error);
void fovea_view_recipe_free (FoveaViewRecipe *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaViewRecipe, fovea_view_recipe_free)
