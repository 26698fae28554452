/* SPDX-License-Identifier: MIT */
#include "gallery-strip.h"

#include <glib/gi18n.h>

#define WIDTH 84
#define HEIGHT 63
#define REVEAL_MS 50
#define KEY_HANDLER "fovea-changed"

struct _FoveaGalleryStrip
{
  AdwBin parent_instance;

  GtkListView *list;
  GtkScrolledWindow *scroller;
  GtkSingleSelection *selection;
  FoveaGallery *gallery;
  FoveaGalleryPictures *pictures;
  guint revealing; /* a source */
};

G_DEFINE_FINAL_TYPE (FoveaGalleryStrip, fovea_gallery_strip, ADW_TYPE_BIN)

static void
on_item_changed (FoveaGalleryItem *item, GtkListItem *cell)
{
  GtkWidget *picture = gtk_list_item_get_child (cell);
  const char *name = fovea_gallery_item_get_name (item);
  const char *failure = fovea_gallery_item_get_failure (item);
  GdkTexture *texture = fovea_gallery_item_get_picture (item);

  gtk_picture_set_paintable (GTK_PICTURE (picture), (GdkPaintable *)texture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_tooltip_text (picture, failure ? failure : name);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *cell, FoveaGalleryStrip *self)
{
  GtkWidget *picture = gtk_picture_new ();

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_size_request (picture, WIDTH, HEIGHT);
  gtk_list_item_set_child (cell, picture);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *cell, FoveaGalleryStrip *self)
{
  FoveaGalleryItem *item = gtk_list_item_get_item (cell);
  gulong handler
      = g_signal_connect_object (item, "changed", G_CALLBACK (on_item_changed), cell, 0);

  g_object_set_data (G_OBJECT (cell), KEY_HANDLER, GSIZE_TO_POINTER (handler));
  fovea_gallery_pictures_want (self->pictures, item);
  on_item_changed (item, cell);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *cell, FoveaGalleryStrip *self)
{
  gulong handler = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (cell), KEY_HANDLER));

  g_signal_handler_disconnect (gtk_list_item_get_item (cell), handler);
}

static void
on_activated (FoveaGalleryStrip *self, guint position)
{
  g_autoptr (FoveaGalleryItem) item
      = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item)
    fovea_gallery_select (self->gallery, item);
}

/* Once the row has the room that it is to have. */
static gboolean
reveal (gpointer data)
{
  FoveaGalleryStrip *self = data;
  gint position = fovea_gallery_get_position (self->gallery);

  self->revealing = 0;
  if (position >= 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                                (guint)position);
  return G_SOURCE_REMOVE;
}

static void
on_current (FoveaGalleryStrip *self)
{
  gint position = fovea_gallery_get_position (self->gallery);

  gtk_single_selection_set_selected (
      self->selection, position >= 0 ? (guint)position : GTK_INVALID_LIST_POSITION);
  if (!self->revealing)
    self->revealing = g_timeout_add (REVEAL_MS, reveal, self);
}

static void
on_ordered (FoveaGalleryStrip *self)
{
  gtk_single_selection_set_model (self->selection, fovea_gallery_get_order (self->gallery));
  on_current (self);
}

/* A wheel that only turns one way scrolls along. */
static gboolean
on_scroll (GtkEventControllerScroll *scroll, double dx, double dy, FoveaGalleryStrip *self)
{
  GtkAdjustment *along = gtk_scrolled_window_get_hadjustment (self->scroller);

  if (dx != 0)
    return FALSE;
  gtk_adjustment_set_value (along, gtk_adjustment_get_value (along)
                                       + dy * gtk_adjustment_get_page_size (along) / 6);
  return TRUE;
}

static void
fovea_gallery_strip_dispose (GObject *object)
{
  FoveaGalleryStrip *self = FOVEA_GALLERY_STRIP (object);

  g_clear_handle_id (&self->revealing, g_source_remove);
  if (self->list)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  self->scroller = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->gallery);
  g_clear_object (&self->pictures);
  G_OBJECT_CLASS (fovea_gallery_strip_parent_class)->dispose (object);
}

static void
fovea_gallery_strip_class_init (FoveaGalleryStripClass *class)
{
  G_OBJECT_CLASS (class)->dispose = fovea_gallery_strip_dispose;
}

static void
add_scrolling (FoveaGalleryStrip *self)
{
  GtkEventController *wheel
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), wheel);
}

static void
fovea_gallery_strip_init (FoveaGalleryStrip *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, 0);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (
      GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->list), GTK_ORIENTATION_HORIZONTAL);
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "fovea-gallery");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Images"), -1);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activated), self,
                           G_CONNECT_SWAPPED);
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scroller));
  add_scrolling (self);
}

void
fovea_gallery_strip_set_gallery (FoveaGalleryStrip *self, FoveaGallery *gallery,
                                 FoveaGalleryPictures *pictures)
{
  self->gallery = g_object_ref (gallery);
  self->pictures = g_object_ref (pictures);
  g_signal_connect_object (gallery, "ordered", G_CALLBACK (on_ordered), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gallery, "changed", G_CALLBACK (on_current), self,
                           G_CONNECT_SWAPPED);
  on_ordered (self);
}

guint
fovea_gallery_strip_count (FoveaGalleryStrip *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}
