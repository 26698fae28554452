/* SPDX-License-Identifier: MIT */
#include "compare.h"

#include "column-view.h"

#include <math.h>

struct _FoveaCompare
{
  GtkWidget parent_instance;

  GtkBox *box;
  GtkSizeGroup *feet;
  FoveaSession *session;
  GPtrArray *views; /* FoveaColumnView, in order; the box owns them */
  guint position;
  gboolean linked, following;
  gboolean map_hidden;
};

G_DEFINE_FINAL_TYPE (FoveaCompare, fovea_compare, GTK_TYPE_WIDGET)

enum
{
  ACTIVE_CHANGED,
  POINTER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static FoveaColumnView *
view_at (FoveaCompare *self, guint position)
{
  return g_ptr_array_index (self->views, position);
}

static void
mark_active (FoveaCompare *self)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      fovea_column_view_set_headed (view_at (self, i), self->views->len > 1);
      fovea_column_view_set_active (view_at (self, i),
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
  if (!self->linked || self->following)
    return;
  self->following = TRUE;
  for (guint i = 0; i < self->views->len; i++)
    {
      FoveaCanvas *canvas = fovea_column_view_get_canvas (view_at (self, i));
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
      FoveaCanvas *canvas = fovea_column_view_get_canvas (view_at (self, i));
      gboolean shown = self->linked && canvas != source;
      fovea_canvas_set_crosshair (canvas, shown ? x : NAN, shown ? y : NAN);
    }
  g_signal_emit (self, signals[POINTER], 0, x, y);
}

static void
insert_view (FoveaCompare *self, guint position)
{
  FoveaColumn *column = fovea_session_get_column (self->session, position);
  GtkWidget *view = fovea_column_view_new (self->session, column);
  FoveaCanvas *canvas = fovea_column_view_get_canvas (FOVEA_COLUMN_VIEW (view));
  GtkWidget *before
      = position > 0 ? GTK_WIDGET (view_at (self, position - 1)) : NULL;

  gtk_box_insert_child_after (self->box, view, before);
  g_ptr_array_insert (self->views, (int) position, view);
  gtk_size_group_add_widget (self->feet,
                             fovea_column_view_get_foot (FOVEA_COLUMN_VIEW (view)));
  fovea_canvas_set_map_hidden (canvas, self->map_hidden);
  g_signal_connect_object (view, "chosen", G_CALLBACK (on_chosen), self, 0);
  g_signal_connect_object (canvas, "zoom-changed", G_CALLBACK (on_zoom_changed), self, 0);
  g_signal_connect_object (canvas, "pointer", G_CALLBACK (on_pointer), self, 0);
}

static void
remove_view (FoveaCompare *self, guint position)
{
  GtkWidget *view = GTK_WIDGET (view_at (self, position));

  g_ptr_array_remove_index (self->views, position);
  gtk_box_remove (self->box, view);
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
  g_signal_emit (self, signals[ACTIVE_CHANGED], 0);
}

void
fovea_compare_set_session (FoveaCompare *self, FoveaSession *session)
{
  GListModel *columns = fovea_session_get_columns (session);

  g_assert (!self->session);
  self->session = g_object_ref (session);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    insert_view (self, i);
  mark_active (self);
  g_signal_connect_object (columns, "items-changed", G_CALLBACK (on_items_changed), self, 0);
}

FoveaColumn *
fovea_compare_get_active (FoveaCompare *self)
{
  return fovea_column_view_get_column (view_at (self, self->position));
}

FoveaCanvas *
fovea_compare_get_canvas (FoveaCompare *self, guint position)
{
  return fovea_column_view_get_canvas (view_at (self, position));
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

  if (self->box)
    gtk_widget_unparent (GTK_WIDGET (self->box));
  self->box = NULL;
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_object (&self->feet);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fovea_compare_parent_class)->dispose (object);
}

static void
fovea_compare_class_init (FoveaCompareClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_compare_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[ACTIVE_CHANGED] = g_signal_new ("active-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
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
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 1));
  gtk_box_set_homogeneous (self->box, TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));
}
