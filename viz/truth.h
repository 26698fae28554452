/* SPDX-License-Identifier: MIT */
#pragma once

/* What the images of a folder really show: told by a list of files, or by the folder that each
 * of them lies in. Immutable, reference-counted. */

#include "model.h"

typedef struct _FoveaTruth FoveaTruth;

/* By the name of the folder that an image lies in. (transfer full) */
FoveaTruth *fovea_truth_new_folders (void);

/* A list of lines "file, class", parted by a comma, semicolon or tab, quoted or not, with or
 * without a heading; or "file class" by a space, as lists of ImageNet are. A file is a path or
 * its end, with or without what follows the last point. Of a class that begins with a synset
 * ("n01751748 111 108 380 373") only that counts. FOVEA_ERROR_USAGE where there is no such
 * line; `source` stands in messages. (transfer full) */
FoveaTruth *fovea_truth_parse (const char *text, const char *source, GError **error);
FoveaTruth *fovea_truth_open (const char *path, GError **error);

FoveaTruth *fovea_truth_ref (FoveaTruth *truth);
void fovea_truth_unref (FoveaTruth *truth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaTruth, fovea_truth_unref)

/* The word for an image's class; NULL: nothing is told of it. (transfer full) */
char *fovea_truth_word (const FoveaTruth *truth, const char *path);

/* Which class of a model the word is: an index, a synset (also in front of more), a whole
 * name, with "_" for a space; -1: none of them. */
gint fovea_truth_class (const FoveaModel *model, const char *word);
