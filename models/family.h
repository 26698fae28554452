/* SPDX-License-Identifier: MIT */
#pragma once

/* What a backbone family is: how its network is written on a tape from a configuration,
 * how a configuration is recognised from a checkpoint, and how other libraries spell its
 * keys. One family per file; registry.c lists them. A named variant ("van_b0") is just a
 * configuration, in the same JSON that a checkpoint may carry as `fovea.config`. */

#include <jansson.h>

#include "image/preprocess.h"
#include "tape.h"

/* The tensors of a checkpoint under their published names: name -> const FoveaShape. */
typedef GHashTable FoveaKeys;

typedef struct
{
  const char *name;
  const char *title;  /* "VAN-B0" */
  const char *config; /* JSON */
} FoveaVariant;

typedef struct
{
  const char *name;  /* "van" */
  const char *title; /* "VAN" */
  const char *summary; /* one sentence on what is special about it; NULL: none */
  const char *paper;   /* its number at arXiv, "2202.09741"; NULL: none */
  const char *python[3]; /* the PyTorch sources in resources/python/ that define it, in order */
  const char *head;  /* scope of the classifying layer, whose tensors alone may be missing */
  const FoveaVariant *variants; /* ends with a NULL name */
  FoveaPreprocess preprocess;   /* of the published evaluation */

  /* The published spelling of a key, or NULL when it is no part of the network.
   * (transfer full) */
  char *(*rename) (const char *key);

  /* NULL, or called once more with each such name where only the others tell what it means:
   * the name to take for it. (transfer full) */
  char *(*respell) (const char *name, FoveaKeys *keys);

  /* The configuration that these tensors belong to, or NULL. (transfer full) */
  json_t *(*recognise) (FoveaKeys *keys);

  /* Writes the network after `input` and returns its output: the logits, or with no classes
   * the pooled features. Mistakes in the configuration fail the tape. */
  FoveaNode *(*build) (FoveaTape *tape, FoveaNode *input, const json_t *config,
                       guint classes);
} FoveaFamily;

/* All of them, NULL-terminated. */
extern const FoveaFamily *const fovea_families[];

/* The family of this name, or NULL; the variant's family and configuration, or NULL. */
const FoveaFamily *fovea_family_find (const char *name);
const FoveaFamily *fovea_variant_find (const char *name, json_t **config);

/* The variant with just this configuration, or NULL. */
const char *fovea_variant_name (const FoveaFamily *family, const json_t *config);

/* Element `index` of the configuration's list `key`; fails the tape when there is none or
 * it is not between 1 and 65536. */
guint fovea_config_at (FoveaTape *tape, const json_t *config, const char *key, gsize index);

/* The configuration's number `key`, between 1 and 65536, or `fallback` where it is missing
 * and that is not 0; fails the tape likewise. */
guint fovea_config_number (FoveaTape *tape, const json_t *config, const char *key,
                           guint fallback);

/* How many stages the list `key` describes; fails the tape when there is none. */
gsize fovea_config_stages (FoveaTape *tape, const json_t *config, const char *key);

/* For recognising: dimension `d` of the tensor that a printf format names, 0 where there is
 * no such tensor or dimension. */
gsize fovea_keys_dim (FoveaKeys *keys, guint d, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* The title of what is called `name`: a variant's, or the family's and the name's own rest.
 * (transfer full) */
char *fovea_family_title (const FoveaFamily *family, const char *name);
