/* SPDX-License-Identifier: MIT */
#pragma once

/* A VAN, or another network, small enough to be written to a file in a test, with synthetic weights, spelled and
 * spoiled as the test says; and what such a file computes. */

#include "model.h"

#define TINY_CLASSES 5

typedef struct
{
  char *(*rename) (const char *key); /* (transfer full); NULL: as published */
  const char *without;    /* leaves out the tensors whose published key begins so ("": all) */
  const char *misshapen;  /* the published key of a tensor that gets a row too many */
  void (*reshape) (const char *key, FoveaShape *shape); /* of as many values; or NULL */
  const char *extra[3];   /* keys, as in the file, of tensors that do not belong */
  const char *network;    /* JSON of another configuration, for inputs of 128 x 128 pixels; NULL:
                             the VAN */
  const char *metadata;   /* JSON object for __metadata__; NULL: none */
  guint64 seed;
} TinyVan;

/* Writes the file and gives its path, to be removed with tiny_van_remove. (transfer full) */
char *tiny_van_write (const TinyVan *how);
void tiny_van_remove (char *path);

/* Opens such a file, which is then removed; fails the test when that fails. (transfer full) */
FoveaModel *tiny_van_open (const TinyVan *how);

/* Expects FOVEA_ERROR_WEIGHTS. The message. (transfer full) */
char *tiny_van_refusal (const TinyVan *how);

/* The network's output for a synthetic image of 64 x 96. (transfer full) */
FoveaTensor *model_output (FoveaModel *model);
