/* SPDX-License-Identifier: MIT */
#pragma once

/* A rule by which images are chosen out of many: one number for each image, from what the
 * networks say of it or from their maps. One per file; the table is what the command line
 * lists. The words that say how it was chosen go into the figure's caption. */

#include "explain.h"

/* One image as all columns see it. */
typedef struct
{
  FoveaExplanation *const *explanations;
  const guint *layers; /* which layer of each; unused by rules that ask for no map */
  guint n;
  const FoveaWatch *watch; /* or NULL */
} FoveaCandidate;

typedef struct
{
  const char *name;    /* "disagreement" */
  const char *summary; /* what the number is, in one sentence without a full stop */
  const char *most;    /* "on which {models} disagree most" */
  const char *least;   /* the other end */
  gboolean asks_map;   /* the explanations must have maps */
  gboolean compares;   /* the networks are compared: two at least, of the same classes */

  /* FOVEA_ERROR_FAILED where there is no such number, FOVEA_ERROR_CANCELLED, or the
   * network's errors. */
  gboolean (*score) (const FoveaCandidate *candidate, double *score, GError **error);
} FoveaRule;

/* All of them, NULL-terminated. */
extern const FoveaRule *const fovea_rules[];

/* By name; NULL and FOVEA_ERROR_USAGE with the names there are. */
const FoveaRule *fovea_rule_find (const char *name, GError **error);

/* Whether the rule can be asked of these networks: FOVEA_ERROR_UNSUPPORTED for one without
 * a head and for networks that do not name the same classes, FOVEA_ERROR_USAGE where two are
 * needed. */
gboolean fovea_rule_check (const FoveaRule *rule, FoveaModel *const *models, guint n,
                           GError **error);

/* What is to be told of a choice. */
typedef struct
{
  const FoveaRule *rule;
  gboolean least;            /* the lowest numbers were chosen */
  FoveaModel *const *models; /* each once */
  guint n_models, n_columns; /* columns: what the mean is taken over */
  guint chosen, ranked;      /* images */
  guint failed;              /* those that have no number */
} FoveaSelection;

/* "the 4 of 120 images on which VAN-B0 and SAN10 disagree most (…)". (transfer full) */
char *fovea_selection_words (const FoveaSelection *selection);

/* FOVEA_ERROR_FAILED for a score that is no number. */
gboolean fovea_score_check (double score, GError **error);

/* The mean over the columns of a number that each of them has by itself. */
typedef gboolean (*FoveaColumnScore) (const FoveaCandidate *candidate, guint column,
                                      double *score, GError **error);
gboolean fovea_rule_mean (const FoveaCandidate *candidate, FoveaColumnScore of_column,
                          double *score, GError **error);
