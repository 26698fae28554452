/* SPDX-License-Identifier: MIT */
#include "depth-strip.h"

#include "layer-tile.h"
#include "strip-group.h"
#include "thumbnails.h"

#include <glib/gi18n.h>

#define MOST_UNFOLDED 24 /* with more layers only the current stage is open at first */
#define MOST_OF_STAGE 12 /* with more it is grouped by its blocks, where these have parts */
#define REDRAW_MS 120    /* pictures are redone no more often */
#define REVEAL_MS 60     /* after which tiles have their places */

struct _FoveaDepthStrip
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkScrolledWindow *scroller;
  GtkWidget *groups;

  FoveaSession *session;
  FoveaColumn *column;
  FoveaThumbnails *thumbnails;
  GPtrArray *tiles;   /* of each layer; the tree's */
  GPtrArray *folds;   /* groups of stages and blocks; the tree's */
  GHashTable *chosen; /* what the hand opened or folded, by key */
  char *signature;    /* of the layers that tiles are there for */
  FoveaExplanation *shown;
  guint panel;
  guint redrawing, revealing; /* sources */
  gboolean allowed, filling;
};

G_DEFINE_FINAL_TYPE (FoveaDepthStrip, fovea_depth_strip, GTK_TYPE_WIDGET)

static const FoveaSite *
site_at (FoveaDepthStrip *self, guint layer)
{
  return &fovea_explanation_layer (self->shown, layer)->site;
}

static void
on_picture (guint layer, GdkTexture *picture, gpointer data)
{
  FoveaDepthStrip *self = data;

  if (layer < self->tiles->len)
    fovea_layer_tile_set_picture (g_ptr_array_index (self->tiles, layer), picture);
}

/* Those in what is unfolded, the current one first. */
static void
want_pictures (FoveaDepthStrip *self)
{
  gint current = fovea_column_get_layer (self->column);

  if (!fovea_depth_strip_is_shown (self))
    return;
  if (current >= 0)
    fovea_thumbnails_want (self->thumbnails, (guint) current);
  for (guint i = 0; i < self->tiles->len; i++)
    {
      gboolean open = TRUE;
      for (GtkWidget *widget = g_ptr_array_index (self->tiles, i); widget != self->groups;
           widget = gtk_widget_get_parent (widget))
        open = open && gtk_widget_get_visible (widget);
      if (open)
        fovea_thumbnails_want (self->thumbnails, i);
    }
}

static gboolean
redraw (gpointer data)
{
  FoveaDepthStrip *self = data;

  self->redrawing = 0;
  fovea_thumbnails_set (self->thumbnails, self->session, self->column);
  want_pictures (self);
  return G_SOURCE_REMOVE;
}

static void
queue_redraw (FoveaDepthStrip *self)
{
  if (!self->redrawing)
    self->redrawing = g_timeout_add (REDRAW_MS, redraw, self);
}

static gboolean
is_around (GtkWidget *group, GtkWidget *tile)
{
  return tile && gtk_widget_is_ancestor (tile, group);
}

static GtkWidget *
current_tile (FoveaDepthStrip *self)
{
  gint layer = self->column ? fovea_column_get_layer (self->column) : -1;

  return layer >= 0 && (guint) layer < self->tiles->len
             ? g_ptr_array_index (self->tiles, (guint) layer)
             : NULL;
}

/* Brings the current tile into view. */
static gboolean
reveal_current (gpointer data)
{
  FoveaDepthStrip *self = data;
  GtkWidget *tile = current_tile (self);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  graphene_rect_t place;

  self->revealing = 0;
  if (tile && gtk_widget_get_mapped (tile)
      && gtk_widget_compute_bounds (tile, self->groups, &place))
    gtk_adjustment_clamp_page (adjustment, (double) place.origin.x,
                               (double) (place.origin.x + place.size.width));
  return G_SOURCE_REMOVE;
}

/* The hand's choice; until then all, or with many layers what holds the current one. */
static gboolean
is_to_be_open (FoveaDepthStrip *self, GtkWidget *group)
{
  gpointer open;

  if (g_hash_table_lookup_extended (self->chosen, fovea_strip_group_get_key (group), NULL,
                                    &open))
    return GPOINTER_TO_INT (open);
  return self->tiles->len <= MOST_UNFOLDED || is_around (group, current_tile (self));
}

static void
mark_current (FoveaDepthStrip *self)
{
  GtkWidget *current = current_tile (self);

  self->filling = TRUE;
  for (guint i = 0; i < self->folds->len; i++)
    {
      GtkWidget *group = g_ptr_array_index (self->folds, i);
      fovea_strip_group_set_open (group, is_to_be_open (self, group));
      fovea_strip_group_set_current (group, is_around (group, current));
    }
  self->filling = FALSE;
  for (guint i = 0; i < self->tiles->len; i++)
    {
      GtkWidget *tile = g_ptr_array_index (self->tiles, i);
      fovea_layer_tile_set_current (tile, tile == current);
    }
  if (!self->revealing)
    self->revealing = g_timeout_add (REVEAL_MS, reveal_current, self);
}

static void
on_fold (GtkToggleButton *button, FoveaDepthStrip *self)
{
  GtkWidget *group = gtk_widget_get_parent (GTK_WIDGET (button));

  if (self->filling)
    return;
  g_hash_table_insert (self->chosen, g_strdup (fovea_strip_group_get_key (group)),
                       GINT_TO_POINTER (gtk_toggle_button_get_active (button)));
  mark_current (self);
  want_pictures (self);
}

/* How many layers from `first` on belong to its stage, or to its block. */
static guint
count_alike (FoveaDepthStrip *self, guint first, gboolean same_block)
{
  guint n = fovea_explanation_n_layers (self->shown), i = first;

  while (i < n && site_at (self, i)->stage == site_at (self, first)->stage
         && (!same_block || site_at (self, i)->block == site_at (self, first)->block))
    i++;
  return i - first;
}

static GtkBox *
add_group (FoveaDepthStrip *self, GtkBox *around, const char *title, guint n,
           const char *key)
{
  GtkWidget *group = fovea_strip_group_new (title, n, key);

  g_signal_connect (fovea_strip_group_get_button (group), "toggled", G_CALLBACK (on_fold),
                    self);
  g_ptr_array_add (self->folds, group);
  gtk_box_append (around, group);
  return fovea_strip_group_get_body (group);
}

static void
add_tiles (FoveaDepthStrip *self, GtkBox *body, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    {
      GtkWidget *tile = fovea_layer_tile_new (site_at (self, i));
      g_ptr_array_add (self->tiles, tile);
      gtk_box_append (body, tile);
    }
}

/* A block with several layers becomes a group; others are tiles like those of small
 * stages. */
static void
add_blocks (FoveaDepthStrip *self, GtkBox *body, guint first, guint n)
{
  const char *model = fovea_model_name (fovea_explanation_model (self->shown));

  for (guint i = first, same; i < first + n; i += same)
    {
      const FoveaSite *site = site_at (self, i);
      g_autofree char *title = g_strdup_printf (_ ("Block %u"), site->block);
      g_autofree char *key = g_strdup_printf ("%s/%u/%u", model, site->stage, i);
      same = count_alike (self, i, TRUE);
      add_tiles (self, same > 1 ? add_group (self, body, title, same, key) : body, i, same);
    }
}

static void
add_stages (FoveaDepthStrip *self)
{
  const char *model = fovea_model_name (fovea_explanation_model (self->shown));

  for (guint i = 0, n; i < fovea_explanation_n_layers (self->shown); i += n)
    {
      guint stage = site_at (self, i)->stage;
      g_autofree char *title
          = stage > 0 ? g_strdup_printf (_ ("Stage %u"), stage) : g_strdup (_ ("Stem"));
      g_autofree char *key = g_strdup_printf ("%s/%u", model, stage);
      n = count_alike (self, i, FALSE);
      GtkBox *body = add_group (self, GTK_BOX (self->groups), title, n, key);
      if (n > MOST_OF_STAGE)
        add_blocks (self, body, i, n);
      else
        add_tiles (self, body, i, n);
    }
}

static char *
sign (FoveaExplanation *explanation)
{
  GString *signature
      = g_string_new (fovea_model_name (fovea_explanation_model (explanation)));

  for (guint i = 0; i < fovea_explanation_n_layers (explanation); i++)
    {
      const FoveaSite *site = &fovea_explanation_layer (explanation, i)->site;
      g_string_append_printf (signature, "\n%s %u %u", site->path, site->height, site->width);
    }
  return g_string_free (signature, FALSE);
}

/* Tiles for the layers that there are; those of the same layers stay. */
static void
rebuild (FoveaDepthStrip *self)
{
  g_autofree char *signature = sign (self->shown);
  GtkWidget *child;

  if (g_strcmp0 (signature, self->signature) == 0)
    return;
  g_free (self->signature);
  self->signature = g_steal_pointer (&signature);
  g_ptr_array_set_size (self->tiles, 0);
  g_ptr_array_set_size (self->folds, 0);
  while ((child = gtk_widget_get_first_child (self->groups)))
    gtk_box_remove (GTK_BOX (self->groups), child);
  add_stages (self);
}

static void
show_or_hide (FoveaDepthStrip *self)
{
  gboolean show = self->allowed && self->tiles->len > 1;

  gtk_widget_set_visible (GTK_WIDGET (self), show);
  if (show)
    want_pictures (self);
}

/* Nothing of what was there before is seen any longer. */
static void
adopt (FoveaDepthStrip *self, FoveaExplanation *explanation)
{
  g_clear_pointer (&self->shown, fovea_explanation_unref);
  self->shown = explanation ? fovea_explanation_ref (explanation) : NULL;
  if (explanation)
    rebuild (self);
  for (guint i = 0; i < self->tiles->len; i++)
    fovea_layer_tile_set_picture (g_ptr_array_index (self->tiles, i), NULL);
  fovea_thumbnails_set (self->thumbnails, self->session, self->column);
  queue_redraw (self);
}

static void
on_changed (FoveaDepthStrip *self)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (self->column);
  guint panel = fovea_column_get_panel (self->column);

  if (explanation != self->shown)
    adopt (self, explanation);
  else if (panel != self->panel)
    queue_redraw (self);
  self->panel = panel;
  mark_current (self);
  show_or_hide (self);
}

void
fovea_depth_strip_set_column (FoveaDepthStrip *self, FoveaColumn *column)
{
  if (column == self->column)
    return;
  if (self->column)
    g_signal_handlers_disconnect_by_func (self->column, on_changed, self);
  g_set_object (&self->column, column);
  g_signal_connect_object (column, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  on_changed (self);
}

void
fovea_depth_strip_set_session (FoveaDepthStrip *self, FoveaSession *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "look-changed", G_CALLBACK (queue_redraw), self,
                           G_CONNECT_SWAPPED);
  fovea_depth_strip_set_column (self, fovea_session_get_column (session, 0));
}

void
fovea_depth_strip_set_allowed (FoveaDepthStrip *self, gboolean allowed)
{
  self->allowed = allowed;
  show_or_hide (self);
}

gboolean
fovea_depth_strip_is_shown (FoveaDepthStrip *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

guint
fovea_depth_strip_n_tiles (FoveaDepthStrip *self)
{
  return self->tiles->len;
}

GtkWidget *
fovea_depth_strip_get_tile (FoveaDepthStrip *self, guint layer)
{
  return g_ptr_array_index (self->tiles, layer);
}

/* Left and right stay in the strip. */
static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        FoveaDepthStrip *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
      || (key != GDK_KEY_Left && key != GDK_KEY_Right))
    return FALSE;
  gtk_widget_child_focus (self->groups, key == GDK_KEY_Left ? GTK_DIR_LEFT : GTK_DIR_RIGHT);
  return TRUE;
}

/* A wheel that only turns one way scrolls along. */
static gboolean
on_scroll (GtkEventControllerScroll *scroll, double dx, double dy, FoveaDepthStrip *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);

  if (dx != 0)
    return FALSE;
  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment)
                                + dy * gtk_adjustment_get_page_size (adjustment) / 6);
  return TRUE;
}

static void
fovea_depth_strip_dispose (GObject *object)
{
  FoveaDepthStrip *self = FOVEA_DEPTH_STRIP (object);

  g_clear_handle_id (&self->redrawing, g_source_remove);
  g_clear_handle_id (&self->revealing, g_source_remove);
  g_clear_pointer (&self->thumbnails, fovea_thumbnails_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_DEPTH_STRIP);
  g_clear_object (&self->column);
  g_clear_object (&self->session);
  g_clear_pointer (&self->tiles, g_ptr_array_unref);
  g_clear_pointer (&self->folds, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  g_clear_pointer (&self->signature, g_free);
  g_clear_pointer (&self->shown, fovea_explanation_unref);
  G_OBJECT_CLASS (fovea_depth_strip_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaDepthStrip, member)

static void
fovea_depth_strip_class_init (FoveaDepthStripClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_depth_strip_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/depth-strip.ui");
  BIND (box);
  BIND (scroller);
  BIND (groups);
}

static void
fovea_depth_strip_init (FoveaDepthStrip *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->tiles = g_ptr_array_new ();
  self->folds = g_ptr_array_new ();
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->thumbnails = fovea_thumbnails_new (on_picture, self);
  self->allowed = TRUE;
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->groups, keys);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), scroll);
}
