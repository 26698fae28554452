/* SPDX-License-Identifier: MIT */
#pragma once

/* What the families' spellings of keys are made of: dictionaries that replace the
 * beginning of a key, numbers read off it, and the scopes that a family's own keys begin
 * with. A key that a dictionary does not know is given back as NULL, never half
 * translated. */

#include <glib.h>

typedef struct
{
  const char *theirs, *ours;
} FoveaWord;

/* What follows `prefix`, or NULL where the key begins otherwise. */
const char *fovea_after (const char *key, const char *prefix);

/* `rest` with its beginning replaced as the dictionary says (it ends with a NULL), after
 * `prefix`; NULL when no word fits. A word that ends with a dot fits what begins so,
 * another one only the whole of `rest`. (transfer full) */
char *fovea_translate (const char *prefix, const char *rest, const FoveaWord *words);

/* Reads "12." at *at and steps over it; FALSE when it is not there. */
gboolean fovea_read_number (const char **at, guint *number);

/* The key itself if it begins with one of these scopes (the list ends with NULL), in
 * which # stands for a number: "layer#."; otherwise NULL. (transfer full) */
char *fovea_own_spelling (const char *key, const char *const *scopes);
