/* SPDX-License-Identifier: MIT */

/* A column put back as it was: with an open model, a layer, a photograph. */

#include "column-private.h"

#include <string.h>

gboolean
fovea_column_is_opening (FoveaColumn *self)
{
  return self->tickets[FOVEA_JOB_MODEL] != NULL;
}

void
fovea_column_stop_opening (FoveaColumn *self)
{
  if (self->tickets[FOVEA_JOB_MODEL])
    g_atomic_int_set (&self->tickets[FOVEA_JOB_MODEL]->stop, TRUE);
  g_clear_pointer (&self->tickets[FOVEA_JOB_MODEL], fovea_ticket_unref);
}

void
fovea_column_set_model (FoveaColumn *self, FoveaModel *model)
{
  fovea_column_stop_opening (self);
  if (model)
    fovea_model_ref (model);
  g_clear_pointer (&self->model, fovea_model_unref);
  self->model = model;
  self->input++;
  g_clear_pointer (&self->explanation, fovea_explanation_unref);
  fovea_column_set_wanted (self, NULL);
  self->index = -1;
  fovea_column_drop_map (self);
  fovea_column_request_explanation (self);
  fovea_column_changed (self);
}

void
fovea_column_prefer_layer (FoveaColumn *self, const char *path)
{
  gint index = self->explanation ? fovea_explanation_find (self->explanation, path) : -1;
  char *copy = g_strdup (path);

  g_free (self->layer);
  self->layer = copy;
  if (index < 0 || index == self->index)
    return;
  self->index = index;
  fovea_column_request_map (self);
  fovea_column_changed (self);
}

static gboolean
has_crop (FoveaColumn *self, const double *crop)
{
  return self->has_crop == (crop != NULL)
         && (!crop || memcmp (self->crop, crop, sizeof self->crop) == 0);
}

void
fovea_column_share_photo (FoveaColumn *self, FoveaPhoto *photo, const double *crop)
{
  if (photo && self->photo != photo)
    fovea_column_set_photo (self, photo);
  if (photo && !has_crop (self, crop))
    fovea_column_set_input (self, photo, crop);
  else if (!self->explanation && !fovea_column_is_busy (self))
    fovea_column_request_explanation (self);
}
