/* SPDX-License-Identifier: MIT */
#pragma once

/* What several models say of all images of a gallery, found out one image after the other while
 * nothing more urgent is to be done: one thread reads ahead, the session's worker classifies.
 * Verdicts are left in the items; an item that has them of all models is passed over.
 *
 * Signals:
 *   "changed" (): it runs or rests, another image is done, the tally is another */

#include "gallery-item.h"
#include "truth.h"
#include "worker.h"

#include <gio/gio.h>

#define FOVEA_TYPE_SURVEY (fovea_survey_get_type ())
G_DECLARE_FINAL_TYPE (FoveaSurvey, fovea_survey, FOVEA, SURVEY, GObject)

/* How many of the images are what; all of them, and of one model. */
typedef struct
{
  guint images, done, failed, wrong;
  guint disagreeing; /* the first classes of two models have different names */
  double seconds_left; /* negative: not known */
} FoveaTally;

typedef struct
{
  guint known;       /* with a verdict and a true class */
  guint right, near; /* as the first class; among the first five */
} FoveaScore;

/* `worker` classifies, `reader` reads files. */
FoveaSurvey *fovea_survey_new (FoveaWorker *worker, FoveaWorker *reader, GListModel *items);

/* The models that are asked; those that have no head are left out. (transfer none) */
void fovea_survey_set_models (FoveaSurvey *self, GPtrArray *models);
GPtrArray *fovea_survey_get_models (FoveaSurvey *self);

/* What tells the true classes; NULL: nothing does. */
void fovea_survey_set_truth (FoveaSurvey *self, FoveaTruth *truth);
FoveaTruth *fovea_survey_get_truth (FoveaSurvey *self);

/* Whether it tells a class of any model for any image; and the true class of one, as one of
 * the model's, -1: not known. */
gboolean fovea_survey_knows_truth (FoveaSurvey *self);
gint fovea_survey_find_truth (FoveaSurvey *self, FoveaModel *model, FoveaGalleryItem *item);

/* Goes on with what is missing; ends with the image in hand. */
void fovea_survey_start (FoveaSurvey *self);
void fovea_survey_stop (FoveaSurvey *self);
gboolean fovea_survey_is_running (FoveaSurvey *self);

void fovea_survey_get_tally (FoveaSurvey *self, FoveaTally *tally);
void fovea_survey_get_score (FoveaSurvey *self, FoveaModel *model, FoveaScore *score);

/* Of one image. Nothing is wrong whose true class or verdict is not known. */
gboolean fovea_survey_is_wrong (FoveaSurvey *self, FoveaGalleryItem *item);
gboolean fovea_survey_disagrees (FoveaSurvey *self, FoveaGalleryItem *item);

/* The least margin of all models; NAN: not known. */
double fovea_survey_margin (FoveaSurvey *self, FoveaGalleryItem *item);
