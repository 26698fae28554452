/* SPDX-License-Identifier: MIT */
#pragma once

/* What the tests of all backbone families ask. */

#include "compare-golden.h"
#include "model.h"

typedef struct
{
  const char *name, *title;
  guint64 parameters; /* with 1000 classes */
} FamilyVariant;

/* Each variant (the last has no name) opens without weights, is of this family and has so
 * many parameters. */
void check_variants (const char *family, const FamilyVariant *variants);

/* The backbone refuses an input of this size with FOVEA_ERROR_UNSUPPORTED and words that
 * contain `fragment`, and takes the other. */
void check_refused_size (const char *name, guint height, guint width, const char *fragment);
void check_taken_size (const char *name, guint height, guint width);
