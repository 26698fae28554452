/* SPDX-License-Identifier: MIT */
#pragma once

/* The order of a map's cells. Equal values keep the order of their flat indices, lower
 * first, in either direction: a map after a ReLU has many equal zeros, and a measure that
 * cuts the order somewhere depends on how they are told apart. So LEAST_FIRST is not
 * MOST_FIRST reversed, and a constant map has one order only. */

#include <glib.h>

typedef enum
{
  FOVEA_RANK_MOST_FIRST,  /* descending values */
  FOVEA_RANK_LEAST_FIRST, /* ascending values */
} FoveaRank;

/* The rule above as a caption says it. */
#define FOVEA_RANKING_TIES "equal values: lower flat index first"

/* The flat indices of `n` values (at most 2^31 - 1), in order. FOVEA_ERROR_FAILED where one
 * is not finite: NULL. (transfer full) */
guint32 *fovea_ranking_new (const float *values, gsize n, FoveaRank rank, GError **error);

/* How many cells have been told apart by the rule for equal values alone when the order is
 * cut after `cut` of `n` cells: all that equal both the last before and the first after the
 * cut; 0 where those two differ. */
gsize fovea_ranking_tied (const float *values, const guint32 *order, gsize n, gsize cut);

/* The place of each value among `n` in ascending order, counted from 1; equal values share
 * the mean of their places, as Spearman's correlation has it. Errors as
 * fovea_ranking_new. (transfer full) */
double *fovea_ranking_average (const float *values, gsize n, GError **error);
