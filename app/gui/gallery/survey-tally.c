/* SPDX-License-Identifier: MIT */

/* What a survey has found out, counted. */

#include "survey-private.h"

#include <math.h>

#define SETTLING 3 /* images, before time left is told */

static const FoveaGalleryResult *
get_result (FoveaSurvey *self, FoveaGalleryItem *item, guint model)
{
  return fovea_gallery_item_get_result (item, self->models->pdata[model]);
}

gboolean
fovea_survey_is_wrong (FoveaSurvey *self, FoveaGalleryItem *item)
{
  for (guint i = 0; i < self->models->len; i++)
    {
      const FoveaGalleryResult *result = get_result (self, item, i);
      if (result && result->truth >= 0
          && fovea_verdict_rank (&result->verdict, (guint)result->truth) != 0)
        return TRUE;
    }
  return FALSE;
}

/* By their names: the same class may have another index elsewhere. */
gboolean
fovea_survey_disagrees (FoveaSurvey *self, FoveaGalleryItem *item)
{
  const char *first = NULL;

  for (guint i = 0; i < self->models->len; i++)
    {
      const FoveaGalleryResult *result = get_result (self, item, i);
      const char *name = result ? fovea_model_class_name (result->model,
                                                          result->verdict.classes[0])
                                : NULL;
      if (first && name && !g_str_equal (first, name))
        return TRUE;
      first = first ? first : name;
    }
  return FALSE;
}

double
fovea_survey_margin (FoveaSurvey *self, FoveaGalleryItem *item)
{
  double least = NAN;

  for (guint i = 0; i < self->models->len; i++)
    {
      const FoveaGalleryResult *result = get_result (self, item, i);
      if (result)
        least = fmin (least, result->verdict.margin);
    }
  return least;
}

static gboolean
is_classified (FoveaSurvey *self, FoveaGalleryItem *item)
{
  for (guint i = 0; i < self->models->len; i++)
    if (!get_result (self, item, i))
      return FALSE;
  return self->models->len > 0;
}

static double
seconds_left (FoveaSurvey *self, guint images)
{
  double seconds = (double)(g_get_monotonic_time () - self->since) / G_USEC_PER_SEC;

  return self->is_running && self->taken >= SETTLING ? seconds / self->taken * images : -1;
}

void
fovea_survey_get_tally (FoveaSurvey *self, FoveaTally *tally)
{
  *tally = (FoveaTally){ .images = g_list_model_get_n_items (self->items) };
  for (guint i = 0; i < tally->images; i++)
    {
      g_autoptr (FoveaGalleryItem) item = g_list_model_get_item (self->items, i);
      tally->failed += fovea_gallery_item_get_failure (item) != NULL;
      tally->done += is_classified (self, item);
      tally->wrong += fovea_survey_is_wrong (self, item);
      tally->disagreeing += fovea_survey_disagrees (self, item);
    }
  tally->seconds_left = seconds_left (self, tally->images - tally->done - tally->failed);
}

void
fovea_survey_get_score (FoveaSurvey *self, FoveaModel *model, FoveaScore *score)
{
  *score = (FoveaScore){ 0 };
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (FoveaGalleryItem) item = g_list_model_get_item (self->items, i);
      const FoveaGalleryResult *result = fovea_gallery_item_get_result (item, model);
      gint rank = result && result->truth >= 0
                      ? fovea_verdict_rank (&result->verdict, (guint)result->truth)
                      : -1;
      score->known += result && result->truth >= 0;
      score->right += rank == 0;
      score->near += rank >= 0;
    }
}
