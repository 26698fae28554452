/* SPDX-License-Identifier: MIT */
#pragma once

/* The words that a recipe's JSON has for choices, in the order of their numbers. */

#include "figure-recipe.h"

static const char *const scales[] = { "own", "row", "figure", "fixed" };
static const char *const inset_places[] = { "corner", "below" };
static const char *const photographs[] = { "jpeg", "lossless" };
