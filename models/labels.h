/* SPDX-License-Identifier: MIT */
#pragma once

/* Names of classes: line k of a list names class k of the head. */

#include <glib.h>

typedef struct
{
  char *synset; /* "n02128385", or NULL */
  char *name;
} FoveaLabel;

/* Reads a list: one name a line, "synset names" a line, a JSON list of names, or a JSON
 * object {"0": ["n01440764", "tench"], …}. (transfer full) GPtrArray of FoveaLabel; NULL
 * and FOVEA_ERROR_USAGE when it is none of these. `source` stands in messages. */
GPtrArray *fovea_labels_parse (const char *text, gsize length, const char *source,
                               GError **error);
GPtrArray *fovea_labels_open (const char *path, GError **error);

/* ImageNet's, for a head of 1000 or 21841 classes; otherwise NULL. (transfer full) */
GPtrArray *fovea_labels_imagenet (guint n_classes);
