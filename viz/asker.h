/* SPDX-License-Identifier: MIT */
#pragma once

/* A model as measures see it: images in, the score of one class out. A question is one
 * forward of batch 1, so that it has the same bits whatever else is asked. */

#include "explain.h"
#include "measures/max-sensitivity.h"
#include "measures/score.h"

typedef struct _FoveaAsker FoveaAsker;

/* For images of the explanation's size and for the class it explains, or the most probable.
 * `objective`: which score. Fails where the model has no head. `watch` (or NULL) stays the
 * caller's. */
FoveaAsker *fovea_asker_new (const FoveaExplanation *explanation,
                             const FoveaObjective *objective, const FoveaWatch *watch,
                             GError **error);
void fovea_asker_free (FoveaAsker *asker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaAsker, fovea_asker_free)

/* The asker must outlive it. */
FoveaScorer fovea_asker_scorer (FoveaAsker *asker);

/* How many questions a measure is about to ask, for the progress: they are the share `base`
 * to `base + span` of the whole. */
void fovea_asker_expect (FoveaAsker *asker, double base, double span, guint questions);

/* A question that has just been answered. All of it is valid during the call only. */
typedef struct
{
  guint index; /* counted from the last fovea_asker_expect */
  const float *image; /* channels x height x width, as the network reads it */
  double score;
  const float *logits;
  guint n_logits;
} FoveaQuestion;

/* Tells each of them from now on, in the caller's thread, before progress is told; NULL: no
 * more. */
typedef void (*FoveaAsked) (const FoveaQuestion *question, gpointer data);
void fovea_asker_tell (FoveaAsker *asker, FoveaAsked asked, gpointer data);

/* The logits of the image last asked for: `n` values, until the next question. */
const float *fovea_asker_logits (const FoveaAsker *asker, guint *n);
