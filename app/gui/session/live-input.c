/* SPDX-License-Identifier: MIT */
#include "live-input.h"

#include <string.h>

/* A column that computes longer than this is not waited for. */
#define PATIENCE_MS 300

#define LEAST_CROP 8.0 /* pixels a side */

struct _FoveaLiveInput
{
  GListModel *columns; /* NULL after the end */
  FoveaWorker *worker;
  FoveaEdited edited;
  gpointer data;

  FoveaPhoto *photo; /* as it was opened */
  FoveaEdit *edit;
  gboolean has_crop;
  double crop[4];

  FoveaPhoto *made; /* by `made_of`: the last one handed out */
  FoveaEdit *made_of;
  guint serial;   /* of the photograph: an edit of an older one is dropped */
  gboolean wish;  /* not yet begun */
  gboolean under_way;
  guint patience; /* ends the wait for the columns */
};

/* An edited photograph in the making. */
typedef struct
{
  FoveaLiveInput *self;
  guint serial;
  FoveaPhoto *from, *made;
  FoveaEdit *edit;
  GError *error;
} Edit;

static void
live_input_clear (gpointer data)
{
  FoveaLiveInput *self = data;

  g_clear_pointer (&self->photo, fovea_photo_unref);
  g_clear_pointer (&self->made, fovea_photo_unref);
  g_clear_pointer (&self->made_of, fovea_edit_free);
  g_clear_pointer (&self->edit, fovea_edit_free);
  g_clear_pointer (&self->worker, fovea_worker_unref);
}

static void
edit_free (gpointer data)
{
  Edit *edit = data;

  fovea_photo_unref (edit->from);
  g_clear_pointer (&edit->made, fovea_photo_unref);
  g_clear_error (&edit->error);
  fovea_edit_free (edit->edit);
  g_rc_box_release_full (edit->self, live_input_clear);
  g_free (edit);
}

FoveaLiveInput *
fovea_live_input_new (GListModel *columns, FoveaWorker *worker, FoveaEdited edited,
                      gpointer data)
{
  FoveaLiveInput *self = g_rc_box_new0 (FoveaLiveInput);

  self->columns = columns;
  self->worker = fovea_worker_ref (worker);
  self->edited = edited;
  self->data = data;
  self->edit = fovea_edit_new ();
  return self;
}

void
fovea_live_input_end (FoveaLiveInput *self)
{
  self->columns = NULL;
  g_clear_handle_id (&self->patience, g_source_remove);
  g_rc_box_release_full (self, live_input_clear);
}

void
fovea_live_input_set_photo (FoveaLiveInput *self, FoveaPhoto *photo)
{
  self->serial++;
  fovea_photo_ref (photo);
  g_clear_pointer (&self->photo, fovea_photo_unref);
  self->photo = photo;
  g_clear_pointer (&self->made, fovea_photo_unref);
  g_clear_pointer (&self->made_of, fovea_edit_free);
  fovea_edit_free (self->edit);
  self->edit = fovea_edit_new ();
  self->has_crop = self->wish = FALSE;
}

static gboolean
is_any_busy (FoveaLiveInput *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->columns); i++)
    {
      g_autoptr (FoveaColumn) column = g_list_model_get_item (self->columns, i);
      if (fovea_column_is_busy (column))
        return TRUE;
    }
  return FALSE;
}

static void
hand_out (FoveaLiveInput *self)
{
  self->edited (self->made, self->data);
  for (guint i = 0; i < g_list_model_get_n_items (self->columns); i++)
    {
      g_autoptr (FoveaColumn) column = g_list_model_get_item (self->columns, i);
      fovea_column_set_input (column, self->made, self->has_crop ? self->crop : NULL);
    }
}

static void
run_edit (gpointer data, gpointer unused)
{
  Edit *edit = data;
  g_autoptr (FoveaImage) image
      = fovea_edit_apply (edit->edit, fovea_photo_image (edit->from), &edit->error);

  if (image)
    edit->made = fovea_photo_new (image);
}

static void
done_edit (gpointer data, gpointer unused)
{
  Edit *edit = data;
  FoveaLiveInput *self = edit->self;

  self->under_way = FALSE;
  if (!self->columns)
    return;
  if (edit->made && edit->serial == self->serial)
    {
      g_clear_pointer (&self->made, fovea_photo_unref);
      self->made = g_steal_pointer (&edit->made);
      g_clear_pointer (&self->made_of, fovea_edit_free);
      self->made_of = fovea_edit_copy (edit->edit);
      hand_out (self);
    }
  fovea_live_input_advance (self);
}

static void
begin_edit (FoveaLiveInput *self)
{
  Edit *edit = g_new0 (Edit, 1);

  edit->self = g_rc_box_acquire (self);
  edit->serial = self->serial;
  edit->from = fovea_photo_ref (self->photo);
  edit->edit = fovea_edit_copy (self->edit);
  self->under_way = TRUE;
  fovea_worker_push (self->worker, FOVEA_URGENT, run_edit, done_edit, edit, edit_free);
}

/* Nothing to make where only the crop is another, or nothing is edited. */
static void
meet_wish (FoveaLiveInput *self)
{
  self->wish = FALSE;
  g_clear_handle_id (&self->patience, g_source_remove);
  if (fovea_edit_is_empty (self->edit) && self->made != self->photo)
    {
      g_clear_pointer (&self->made, fovea_photo_unref);
      g_clear_pointer (&self->made_of, fovea_edit_free);
      self->made = fovea_photo_ref (self->photo);
      self->made_of = fovea_edit_copy (self->edit);
    }
  if (self->made_of && fovea_edit_equal (self->made_of, self->edit))
    hand_out (self);
  else
    begin_edit (self);
}

static gboolean
on_patience (gpointer data)
{
  FoveaLiveInput *self = data;

  self->patience = 0;
  if (self->wish && !self->under_way)
    meet_wish (self);
  return G_SOURCE_REMOVE;
}

void
fovea_live_input_advance (FoveaLiveInput *self)
{
  if (!self->wish || self->under_way)
    return;
  if (!is_any_busy (self))
    meet_wish (self);
  else if (!self->patience)
    self->patience = g_timeout_add (PATIENCE_MS, on_patience, self);
}

static void
wish (FoveaLiveInput *self)
{
  self->wish = self->photo != NULL;
  fovea_live_input_advance (self);
}

const FoveaEdit *
fovea_live_input_get_edit (FoveaLiveInput *self)
{
  return self->edit;
}

void
fovea_live_input_set_edit (FoveaLiveInput *self, const FoveaEdit *edit)
{
  FoveaEdit *copy = fovea_edit_copy (edit);

  fovea_edit_free (self->edit);
  self->edit = copy;
  wish (self);
}

gboolean
fovea_live_input_get_crop (FoveaLiveInput *self, double crop[4])
{
  memcpy (crop, self->crop, sizeof self->crop);
  return self->has_crop;
}

/* Cut to `size`, no shorter than the least that is worth looking at. */
static void
cut_side (double *from, double *length, double size)
{
  double least = MIN (LEAST_CROP, size);
  double end = CLAMP (*from + *length, least, size);

  *from = CLAMP (*from, 0, end - least);
  *length = end - *from;
}

void
fovea_live_input_set_crop (FoveaLiveInput *self, const double *crop)
{
  self->has_crop = crop && self->photo;
  if (self->has_crop)
    {
      memcpy (self->crop, crop, sizeof self->crop);
      cut_side (&self->crop[0], &self->crop[2], fovea_photo_width (self->photo));
      cut_side (&self->crop[1], &self->crop[3], fovea_photo_height (self->photo));
    }
  wish (self);
}

gboolean
fovea_live_input_is_busy (FoveaLiveInput *self)
{
  return self->wish || self->under_way;
}
