/* SPDX-License-Identifier: MIT */
#include "compare-private.h"

#include "agreement-note.h"
#include "held-note.h"
#include "picture.h"

#include <math.h>

#define LEAST_WIDTH 240 /* of a column */
#define GAP 1
#define ROOM 72 /* more height than the least, for pictures in rows */

G_DEFINE_FINAL_TYPE (FoveaCompare, fovea_compare, GTK_TYPE_WIDGET)

enum
{
  ACTIVE_CHANGED,
  VIEW_CHANGED,
  POINTER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

FoveaColumnView *
fovea_compare_view_at (FoveaCompare *self, guint position)
{
  return g_ptr_array_index (self->views, position);
}

static gboolean
is_wiping (FoveaCompare *self)
{
  return self->wiping && self->views->len > 1;
}

/* Of the active one alone, beside whatever it is wiped with. */
static void
update_wipe (FoveaCompare *self)
{
  gboolean wiping = self->wiping = is_wiping (self); /* one that is left alone ends it */
  guint partner = self->position + 1 < self->views->len ? self->position + 1
                                                        : self->position - 1;

  for (guint i = 0; i < self->views->len; i++)
    {
      gboolean here = wiping && i == self->position;
      fovea_column_view_set_wipe (
          fovea_compare_view_at (self, i),
          here ? fovea_column_view_get_column (fovea_compare_view_at (self, partner)) : NULL,
          self->wipe_share);
      gtk_widget_set_visible (GTK_WIDGET (fovea_compare_view_at (self, i)), here || !wiping);
    }
}

static void
mark_active (FoveaCompare *self)
{
  update_wipe (self);
  for (guint i = 0; i < self->views->len; i++)
    {
      fovea_column_view_set_headed (fovea_compare_view_at (self, i),
                                    self->views->len > 1);
      fovea_column_view_set_active (fovea_compare_view_at (self, i),
                                    self->views->len > 1 && i == self->position);
    }
}

void
fovea_compare_set_position (FoveaCompare *self, guint position)
{
  if (position == self->position || position >= self->views->len)
    return;
  self->position = position;
  mark_active (self);
  g_signal_emit (self, signals[ACTIVE_CHANGED], 0);
}

static void
on_chosen (FoveaColumnView *view, FoveaCompare *self)
{
  guint position;

  if (g_ptr_array_find (self->views, view, &position))
    fovea_compare_set_position (self, position);
}

static void
on_zoom_changed (FoveaCanvas *leader, FoveaCompare *self)
{
  if (self->following)
    return;
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
  if (!self->linked)
    return;
  self->following = TRUE;
  for (guint i = 0; i < self->views->len; i++)
    {
      FoveaCanvas *canvas
          = fovea_column_view_get_canvas (fovea_compare_view_at (self, i));
      if (canvas != leader)
        fovea_canvas_follow (canvas, leader);
    }
  self->following = FALSE;
}

static void
on_pointer (FoveaCanvas *source, double x, double y, FoveaCompare *self)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      FoveaCanvas *canvas
          = fovea_column_view_get_canvas (fovea_compare_view_at (self, i));
      gboolean shown = self->linked && canvas != source;
      fovea_canvas_set_crosshair (canvas, shown ? x : NAN, shown ? y : NAN);
    }
  if (source)
    fovea_compare_hover (self, source, x, y);
  g_signal_emit (self, signals[POINTER], 0, x, y);
}

static void
append_line (GString *text, char *line)
{
  if (line)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  g_free (line);
}

/* What there is to say of a column beside the others: its scale, that it holds still, how far
 * it agrees with the first. (transfer full) NULL for nothing. */
static char *
note_of (FoveaCompare *self, guint position)
{
  FoveaColumnView *view = fovea_compare_view_at (self, position);
  FoveaColumn *column = fovea_column_view_get_column (view);
  FoveaColumn *first = fovea_column_view_get_column (fovea_compare_view_at (self, 0));
  g_autoptr (GString) text = g_string_new (NULL);

  append_line (text, fovea_session_note (self->session, column));
  append_line (text, fovea_held_note (column, fovea_column_view_get_held (view)));
  append_line (text, position == 0 ? NULL : fovea_agreement_note (column, first));
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* The others against the first, once all that changed together has. */
static gboolean
write_notes (gpointer data)
{
  FoveaCompare *self = data;

  self->notes = 0;
  update_wipe (self);
  for (guint i = 0; i < self->views->len; i++)
    {
      FoveaColumnView *view = fovea_compare_view_at (self, i);
      g_autofree char *text = note_of (self, i);
      fovea_column_view_set_note (view, text);
    }
  return G_SOURCE_REMOVE;
}

static void
queue_notes (FoveaCompare *self)
{
  if (!self->notes)
    self->notes = g_idle_add (write_notes, self);
}

void
fovea_compare_set_held (FoveaCompare *self, guint position, gint layers)
{
  fovea_column_view_set_held (fovea_compare_view_at (self, position), layers);
  queue_notes (self);
}

static void
insert_view (FoveaCompare *self, guint position)
{
  FoveaColumn *column = fovea_session_get_column (self->session, position);
  GtkWidget *view = fovea_column_view_new (self->session, column);
  FoveaCanvas *canvas = fovea_column_view_get_canvas (FOVEA_COLUMN_VIEW (view));
  GtkWidget *before
      = position > 0 ? GTK_WIDGET (fovea_compare_view_at (self, position - 1)) : NULL;

  gtk_widget_insert_after (view, GTK_WIDGET (self), before);
  g_ptr_array_insert (self->views, (int) position, view);
  gtk_size_group_add_widget (self->feet,
                             fovea_column_view_get_foot (FOVEA_COLUMN_VIEW (view)));
  fovea_canvas_set_map_hidden (canvas, self->map_hidden);
  g_signal_connect_object (column, "changed", G_CALLBACK (queue_notes), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "chosen", G_CALLBACK (on_chosen), self, 0);
  g_signal_connect_object (canvas, "zoom-changed", G_CALLBACK (on_zoom_changed), self, 0);
  g_signal_connect_object (canvas, "pointer", G_CALLBACK (on_pointer), self, 0);
  fovea_compare_watch_canvas (self, canvas);
}

static void
remove_view (FoveaCompare *self, guint position)
{
  GtkWidget *view = GTK_WIDGET (fovea_compare_view_at (self, position));

  g_signal_handlers_disconnect_by_func (
      fovea_column_view_get_column (fovea_compare_view_at (self, position)), queue_notes,
      self);
  fovea_compare_forget_canvas (self, fovea_compare_get_canvas (self, position));
  g_ptr_array_remove_index (self->views, position);
  gtk_widget_unparent (view);
}

/* A new one is looked at next; a removed one leaves its place to the next. */
static void
on_items_changed (GListModel *columns, guint position, guint removed, guint added,
                  FoveaCompare *self)
{
  for (guint i = 0; i < removed; i++)
    remove_view (self, position);
  for (guint i = 0; i < added; i++)
    insert_view (self, position + i);
  self->position = MIN (added > 0 ? position : self->position, self->views->len - 1);
  mark_active (self);
  queue_notes (self);
  g_signal_emit (self, signals[ACTIVE_CHANGED], 0);
}

void
fovea_compare_set_session (FoveaCompare *self, FoveaSession *session)
{
  GListModel *columns = fovea_session_get_columns (session);

  g_assert (!self->session);
  self->session = g_object_ref (session);
  fovea_compare_watch_places (self);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    insert_view (self, i);
  mark_active (self);
  g_signal_connect_object (session, "look-changed", G_CALLBACK (queue_notes), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (columns, "items-changed", G_CALLBACK (on_items_changed), self, 0);
}

FoveaColumn *
fovea_compare_get_active (FoveaCompare *self)
{
  return fovea_column_view_get_column (fovea_compare_view_at (self, self->position));
}

FoveaCanvas *
fovea_compare_get_canvas (FoveaCompare *self, guint position)
{
  return fovea_column_view_get_canvas (fovea_compare_view_at (self, position));
}

guint
fovea_compare_get_position (FoveaCompare *self)
{
  return self->position;
}

gboolean
fovea_compare_get_linked (FoveaCompare *self)
{
  return self->linked;
}

void
fovea_compare_set_linked (FoveaCompare *self, gboolean linked)
{
  self->linked = linked;
  if (linked && self->views->len > 0)
    on_zoom_changed (fovea_compare_get_canvas (self, self->position), self);
  else
    on_pointer (NULL, NAN, NAN, self);
}

void
fovea_compare_set_wiping (FoveaCompare *self, gboolean wiping)
{
  self->wiping = wiping;
  update_wipe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gboolean
fovea_compare_get_wiping (FoveaCompare *self)
{
  return is_wiping (self);
}

void
fovea_compare_set_wipe_share (FoveaCompare *self, double share)
{
  self->wipe_share = CLAMP (share, 0, 1);
  if (is_wiping (self))
    fovea_column_view_move_wipe (fovea_compare_view_at (self, self->position), self->wipe_share);
}

double
fovea_compare_get_wipe_share (FoveaCompare *self)
{
  return self->wipe_share;
}

void
fovea_compare_set_map_hidden (FoveaCompare *self, gboolean hidden)
{
  self->map_hidden = hidden;
  for (guint i = 0; i < self->views->len; i++)
    fovea_canvas_set_map_hidden (fovea_compare_get_canvas (self, i), hidden);
}

static void
fovea_compare_dispose (GObject *object)
{
  FoveaCompare *self = FOVEA_COMPARE (object);

  g_clear_handle_id (&self->notes, g_source_remove);
  for (guint i = 0; self->views && i < self->views->len; i++)
    gtk_widget_unparent (GTK_WIDGET (fovea_compare_view_at (self, i)));
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_object (&self->feet);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fovea_compare_parent_class)->dispose (object);
}

/* How many stand beside each other: as many as are not too narrow, in rows as equal as can
 * be. */
static guint
count_across (FoveaCompare *self, int width)
{
  guint n = is_wiping (self) ? 1 : MAX (self->views->len, 1);
  guint most = CLAMP ((guint) (width + GAP) / (LEAST_WIDTH + GAP), 1, n);
  guint rows = (n + most - 1) / most;

  return (n + rows - 1) / rows;
}

static GtkSizeRequestMode
fovea_compare_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The tallest of what the columns need at this width. */
static void
measure_height (FoveaCompare *self, int width, int *minimum, int *natural)
{
  guint n = is_wiping (self) ? 1 : self->views->len, across = count_across (self, width);
  int rows = (int) ((n + across - 1) / MAX (across, 1));
  int cell = (width - ((int) across - 1) * GAP) / (int) across;

  *minimum = *natural = 0;
  for (guint i = 0; i < n; i++)
    {
      int least, usual;
      guint shown = is_wiping (self) ? self->position : i;
      gtk_widget_measure (GTK_WIDGET (fovea_compare_view_at (self, shown)),
                          GTK_ORIENTATION_VERTICAL, MAX (cell, LEAST_WIDTH), &least,
                          &usual, NULL, NULL);
      *minimum = MAX (*minimum, least + (rows > 1 ? ROOM : 0));
      *natural = MAX (*natural, usual);
    }
  *minimum = *minimum * rows + (rows - 1) * GAP;
  *natural = *natural * rows + (rows - 1) * GAP;
}

static void
fovea_compare_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  FoveaCompare *self = FOVEA_COMPARE (widget);
  int n = is_wiping (self) ? 1 : (int) MAX (self->views->len, 1);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_height (self, for_size < 0 ? n * LEAST_WIDTH : for_size, minimum, natural);
      return;
    }
  *minimum = LEAST_WIDTH;
  *natural = n * 360;
}

/* All of exactly the same size, so that linked pictures are the same picture. */
static void
fovea_compare_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FoveaCompare *self = FOVEA_COMPARE (widget);
  int across = (int) count_across (self, width), n = (int) self->views->len;
  int rows = MAX ((n + across - 1) / across, 1);
  int cell_width = (width - (across - 1) * GAP) / across;
  int cell_height = (height - (rows - 1) * GAP) / rows;

  if (is_wiping (self))
    {
      gtk_widget_size_allocate (GTK_WIDGET (fovea_compare_view_at (self, self->position)),
                                &(GtkAllocation){ 0, 0, width, height }, -1);
      return;
    }
  for (int i = 0; i < n; i++)
    {
      int column = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
                       ? across - 1 - i % across
                       : i % across;
      GtkAllocation place = { column * (cell_width + GAP), i / across * (cell_height + GAP),
                              cell_width, cell_height };
      gtk_widget_size_allocate (GTK_WIDGET (fovea_compare_view_at (self, (guint) i)),
                                &place, -1);
    }
}

static void
fovea_compare_class_init (FoveaCompareClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_compare_dispose;
  GTK_WIDGET_CLASS (class)->get_request_mode = fovea_compare_request_mode;
  GTK_WIDGET_CLASS (class)->measure = fovea_compare_measure;
  GTK_WIDGET_CLASS (class)->size_allocate = fovea_compare_size_allocate;
  signals[ACTIVE_CHANGED] = g_signal_new ("active-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[POINTER] = g_signal_new ("pointer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
fovea_compare_init (FoveaCompare *self)
{
  self->views = g_ptr_array_new ();
  self->feet = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
  self->linked = TRUE;
  self->brush = 0.05;
  self->wipe_share = 0.5;
}
