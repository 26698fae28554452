/* SPDX-License-Identifier: MIT */
#include "session-private.h"

#include "column-private.h"
#include "session-file.h"

#include <math.h>

struct _FoveaSession
{
  GObject parent_instance;

  FoveaWorker *worker;
  GListStore *columns;
  FoveaPhoto *photo; /* as edited */
  FoveaLiveInput *live;
  char *name;
  char *path; /* of its file, "demo:leopard.jpg"; NULL for pixels that were pasted */
  gboolean is_demo_photo;
  FoveaPlaces *places;
  FoveaStyle style;
  FoveaLook look; /* of our preset with it */
  FoveaRange range;
  FoveaUnit unit;
  gboolean cells;
  guint ripple; /* the source that tells of what a column adds to the others' pictures */

  guint loading;    /* files under way */
};

G_DEFINE_FINAL_TYPE (FoveaSession, fovea_session, G_TYPE_OBJECT)

enum
{
  IMAGE_CHANGED,
  INPUT_CHANGED,
  LOOK_CHANGED,
  PROGRESS,
  FAILED,
  EXPORTED,
  WARNED,
  FOLDER,
  RESTORED,
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
fovea_session_dispose (GObject *object)
{
  FoveaSession *self = FOVEA_SESSION (object);

  if (self->columns)
    fovea_session_stop (self);
  g_clear_handle_id (&self->ripple, g_source_remove);
  g_clear_pointer (&self->live, fovea_live_input_end);
  g_clear_object (&self->columns);
  g_clear_object (&self->places);
  g_clear_pointer (&self->photo, fovea_photo_unref);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (fovea_session_parent_class)->dispose (object);
}

static guint
add_signal (FoveaSessionClass *class, const char *name, guint n_params)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                       NULL, G_TYPE_NONE, n_params, G_TYPE_STRING);
}

static void
fovea_session_class_init (FoveaSessionClass *class)
{
  G_OBJECT_CLASS (class)->dispose = fovea_session_dispose;
  signals[IMAGE_CHANGED] = add_signal (class, "image-changed", 0);
  signals[INPUT_CHANGED] = add_signal (class, "input-changed", 0);
  signals[LOOK_CHANGED] = add_signal (class, "look-changed", 0);
  signals[PROGRESS] = add_signal (class, "progress", 0);
  signals[FAILED] = add_signal (class, "failed", 1);
  signals[EXPORTED] = add_signal (class, "exported", 1);
  signals[FOLDER] = add_signal (class, "folder", 1);
  signals[WARNED] = add_signal (class, "warned", 1);
  signals[SAVED] = add_signal (class, "saved", 1);
  signals[RESTORED]
      = g_signal_new ("restored", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
}

static void
on_rest (FoveaSession *self)
{
  if (self->live)
    fovea_live_input_advance (self->live);
}

/* Once all that changed together has. */
static gboolean
tell_others (gpointer data)
{
  FoveaSession *self = data;

  self->ripple = 0;
  g_signal_emit (self, signals[LOOK_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Others' pictures are made of this column's map too where a scale is shared or a difference
 * is shown. */
static void
on_column_changed (FoveaSession *self)
{
  gboolean concerns_others = self->range.kind == FOVEA_RANGE_SHARED;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->columns));

  for (guint i = 1; i < n && !concerns_others; i++)
    concerns_others = fovea_column_get_difference (fovea_session_get_column (self, i));
  if (concerns_others && !self->ripple)
    self->ripple = g_idle_add (tell_others, self);
}

static void
listen_to_columns (GListModel *columns, guint position, guint removed, guint added,
                   FoveaSession *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (FoveaColumn) column = g_list_model_get_item (columns, i);
      g_signal_handlers_disconnect_by_func (column, on_rest, self);
      g_signal_handlers_disconnect_by_func (column, on_column_changed, self);
      g_signal_connect_object (column, "progress", G_CALLBACK (on_rest), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (column, "changed", G_CALLBACK (on_column_changed), self,
                               G_CONNECT_SWAPPED);
    }
  on_column_changed (self);
}

static void
show_edited (FoveaPhoto *photo, gpointer data)
{
  FoveaSession *self = data;

  fovea_photo_ref (photo);
  g_clear_pointer (&self->photo, fovea_photo_unref);
  self->photo = photo;
  g_signal_emit (self, signals[PROGRESS], 0);
}

static void
on_box_changed (FoveaSession *self)
{
  double box[4];
  gboolean has_box = fovea_places_get_box (self->places, box);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    fovea_column_set_box (fovea_session_get_column (self, i), has_box ? box : NULL);
}

static void
fovea_session_init (FoveaSession *self)
{
  g_autoptr (FoveaColumn) column = NULL;

  self->worker = fovea_worker_new ();
  self->columns = g_list_store_new (FOVEA_TYPE_COLUMN);
  g_signal_connect (self->columns, "items-changed", G_CALLBACK (listen_to_columns), self);
  self->live = fovea_live_input_new (G_LIST_MODEL (self->columns), self->worker,
                                     show_edited, self);
  column = fovea_column_new (self->worker);
  g_list_store_append (self->columns, column);
  self->places = fovea_places_new ();
  g_signal_connect_object (self->places, "box-changed", G_CALLBACK (on_box_changed), self,
                           G_CONNECT_SWAPPED);
  self->style = (FoveaStyle) FOVEA_STYLE_NONE;
  fovea_style_look (&self->style, fovea_presets[0], &self->look);
}

FoveaSession *
fovea_session_new (void)
{
  return g_object_new (FOVEA_TYPE_SESSION, NULL);
}

GListModel *
fovea_session_get_columns (FoveaSession *self)
{
  return G_LIST_MODEL (self->columns);
}

FoveaColumn *
fovea_session_get_column (FoveaSession *self, guint position)
{
  g_autoptr (FoveaColumn) column
      = g_list_model_get_item (G_LIST_MODEL (self->columns), position);
  return column; /* the list keeps it */
}

void
fovea_session_show_image (FoveaSession *self, FoveaImage *image, const char *name,
                          const char *path)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->columns));
  char *new_name = g_strdup (name), *new_path = g_strdup (path);

  g_clear_pointer (&self->photo, fovea_photo_unref);
  self->photo = fovea_photo_new (image);
  g_free (self->name);
  self->name = new_name;
  g_free (self->path);
  self->path = new_path;
  self->is_demo_photo = path && g_str_has_prefix (path, "demo:");
  fovea_live_input_set_photo (self->live, self->photo);
  fovea_places_set_photo (self->places, fovea_photo_width (self->photo),
                          fovea_photo_height (self->photo));
  for (guint i = 0; i < n; i++)
    fovea_column_set_photo (fovea_session_get_column (self, i), self->photo);
  g_signal_emit (self, signals[IMAGE_CHANGED], 0);
}

/* Those at both ends that stay are not touched. */
static void
splice_columns (FoveaSession *self, GPtrArray *columns)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->columns)), start = 0, end = 0;

  while (start < MIN (n, columns->len)
         && fovea_session_get_column (self, start) == columns->pdata[start])
    start++;
  while (end < MIN (n, columns->len) - start
         && fovea_session_get_column (self, n - 1 - end)
                == columns->pdata[columns->len - 1 - end])
    end++;
  if (n != columns->len || start < n)
    g_list_store_splice (self->columns, start, n - start - end, columns->pdata + start,
                         columns->len - start - end);
}

void
fovea_session_set_columns (FoveaSession *self, GPtrArray *columns)
{
  double crop[4];
  gboolean has_crop = fovea_session_get_crop (self, crop);

  g_return_if_fail (columns->len > 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    if (!g_ptr_array_find (columns, fovea_session_get_column (self, i), NULL))
      fovea_column_stop (fovea_session_get_column (self, i));
  splice_columns (self, columns);
  for (guint i = 0; i < columns->len; i++)
    fovea_column_share_photo (columns->pdata[i], self->photo, has_crop ? crop : NULL);
}

void
fovea_session_stop (FoveaSession *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->columns));

  fovea_session_stop_files (self);
  for (guint i = 0; i < n; i++)
    fovea_column_stop (fovea_session_get_column (self, i));
}

FoveaPhoto *
fovea_session_get_photo (FoveaSession *self)
{
  return self->photo;
}

const char *
fovea_session_get_name (FoveaSession *self)
{
  return self->name;
}

const char *
fovea_session_get_path (FoveaSession *self)
{
  return self->path;
}

gboolean
fovea_session_is_demo_photo (FoveaSession *self)
{
  return self->is_demo_photo;
}

gboolean
fovea_session_is_loading (FoveaSession *self)
{
  return self->loading > 0 || fovea_live_input_is_busy (self->live);
}

const FoveaEdit *
fovea_session_get_edit (FoveaSession *self)
{
  return fovea_live_input_get_edit (self->live);
}

void
fovea_session_set_edit (FoveaSession *self, const FoveaEdit *edit)
{
  fovea_live_input_set_edit (self->live, edit);
  g_signal_emit (self, signals[INPUT_CHANGED], 0);
  g_signal_emit (self, signals[PROGRESS], 0);
}

gboolean
fovea_session_get_crop (FoveaSession *self, double crop[4])
{
  return fovea_live_input_get_crop (self->live, crop);
}

void
fovea_session_set_crop (FoveaSession *self, const double *crop)
{
  fovea_live_input_set_crop (self->live, crop);
  g_signal_emit (self, signals[INPUT_CHANGED], 0);
  g_signal_emit (self, signals[PROGRESS], 0);
}

FoveaPlaces *
fovea_session_get_places (FoveaSession *self)
{
  return self->places;
}

const FoveaLook *
fovea_session_get_look (FoveaSession *self)
{
  return &self->look;
}

void
fovea_session_set_look (FoveaSession *self, const FoveaLook *look)
{
  FoveaStyle style = self->style;

  if (look->colormap != self->look.colormap)
    style.colormap = look->colormap;
  if (look->opacity != self->look.opacity)
    style.opacity = look->opacity;
  if (look->threshold != self->look.threshold)
    style.threshold = look->threshold;
  if (look->blend != self->look.blend)
    style.blend = (gint) look->blend;
  fovea_session_set_style (self, &style);
}

const FoveaStyle *
fovea_session_get_style (FoveaSession *self)
{
  return &self->style;
}

void
fovea_session_set_style (FoveaSession *self, const FoveaStyle *style)
{
  self->style = *style;
  fovea_style_look (style, fovea_presets[0], &self->look);
  g_signal_emit (self, signals[LOOK_CHANGED], 0);
}

static void
apply_unit (FoveaSession *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->columns));

  for (guint i = 0; i < n; i++)
    fovea_column_set_unit (fovea_session_get_column (self, i),
                           fovea_range_unit (&self->range, self->unit));
  g_signal_emit (self, signals[LOOK_CHANGED], 0);
}

const FoveaRange *
fovea_session_get_range (FoveaSession *self)
{
  return &self->range;
}

void
fovea_session_set_range (FoveaSession *self, const FoveaRange *range)
{
  self->range = *range;
  apply_unit (self);
}

FoveaUnit
fovea_session_get_unit (FoveaSession *self)
{
  return self->unit;
}

void
fovea_session_set_unit (FoveaSession *self, FoveaUnit unit)
{
  self->unit = unit;
  apply_unit (self);
}

gboolean
fovea_session_get_cells (FoveaSession *self)
{
  return self->cells;
}

void
fovea_session_set_cells (FoveaSession *self, gboolean cells)
{
  self->cells = cells;
  g_signal_emit (self, signals[LOOK_CHANGED], 0);
}

FoveaWorker *
fovea_session_get_worker (FoveaSession *self)
{
  return self->worker;
}

void
fovea_session_begin (FoveaSession *self)
{
  self->loading++;
  g_signal_emit (self, signals[PROGRESS], 0);
}

void
fovea_session_end (FoveaSession *self)
{
  self->loading--;
  g_signal_emit (self, signals[PROGRESS], 0);
}

void
fovea_session_fail (FoveaSession *self, const char *sentence)
{
  g_signal_emit (self, signals[FAILED], 0, sentence);
}

void
fovea_session_exported (FoveaSession *self, const char *path)
{
  g_signal_emit (self, signals[EXPORTED], 0, path);
}

void
fovea_session_folder (FoveaSession *self, const char *path)
{
  g_signal_emit (self, signals[FOLDER], 0, path);
}

void
fovea_session_warn (FoveaSession *self, const char *sentence)
{
  g_signal_emit (self, signals[WARNED], 0, sentence);
}

void
fovea_session_restored (FoveaSession *self, const FoveaState *state, const char *path)
{
  g_signal_emit (self, signals[RESTORED], 0, state, path);
}

void
fovea_session_saved (FoveaSession *self, const char *path)
{
  g_signal_emit (self, signals[SAVED], 0, path);
}
