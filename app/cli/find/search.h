/* SPDX-License-Identifier: MIT */
#pragma once

/* Ranking images by a rule: each is opened, asked of every network, given its number and let
 * go; what stays is the shortlist. One that fails is remembered with its reason and does not
 * stop the rest. */

#include "batch/sources.h"
#include "columns.h"
#include "rule.h"
#include "shortlist.h"

/* What a network says of an image: its first class. */
typedef struct
{
  guint index;
  double probability;
} FindAnswer;

/* Of one image on the shortlist. */
typedef struct
{
  guint source;        /* its place among the sources */
  FindAnswer *answers; /* one of each network with a head, in the order of `models` */
} FindImage;

typedef struct
{
  char *path, *reason;
  int code; /* of FoveaError */
} FindFailure;

typedef struct
{
  const FoveaRule *rule;
  GPtrArray *columns; /* CliColumn, opened */
  GPtrArray *models;  /* FoveaModel, each once; the columns keep them */
  const BatchSources *sources;
  FoveaShortlist *list; /* of FindImage */
  GArray *failures;     /* FindFailure */
  gboolean quiet;
} FindSearch;

/* `columns` and `sources` stay the caller's and outlive it. The best `most` (0: all) are
 * kept. */
void find_search_init (FindSearch *search, const FoveaRule *rule, GPtrArray *columns,
                       const BatchSources *sources, guint most, gboolean least);
void find_search_clear (FindSearch *search);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FindSearch, find_search_clear)

/* Asks about all images. FOVEA_ERROR_CANCELLED, or the first failure where not one image could
 * be ranked. */
gboolean find_search_run (FindSearch *search, Cli *cli, const CliOptions *options,
                          GError **error);
