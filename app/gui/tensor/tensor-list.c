/* SPDX-License-Identifier: MIT */

/* The channels as tiles: the list in its order, and the grid that shows it. */

#include "tensor-window-private.h"

#include "tensor-tile.h"

static void
set_pictures (FoveaTensorWindow *self, FoveaTensorPictures *pictures)
{
  if (pictures)
    fovea_tensor_pictures_ref (pictures);
  g_clear_pointer (&self->pictures, fovea_tensor_pictures_unref);
  self->pictures = pictures;
}

static void
redraw_tiles (FoveaTensorWindow *self, GtkWidget *widget)
{
  if (FOVEA_IS_TENSOR_TILE (widget))
    fovea_tensor_tile_set_pictures (FOVEA_TENSOR_TILE (widget), self->pictures,
                                    self->pictures != NULL);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
         child = gtk_widget_get_next_sibling (child))
      redraw_tiles (self, child);
}

void
fovea_tensor_window_adopt_pictures (FoveaTensorWindow *self,
                                    FoveaTensorPictures *pictures)
{
  set_pictures (self, pictures);
  redraw_tiles (self, GTK_WIDGET (self->grid));
}

static GPtrArray *
make_items (FoveaTensorWindow *self)
{
  guint n = fovea_tensor_view_n_channels (self->view);
  g_autofree guint *indices = fovea_tensor_view_order (self->view, self->order);
  const char *meaning = fovea_tensor_window_meaning (self);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = fovea_tensor_view_title (self->view, indices[i]);
      g_autofree char *label = fovea_tensor_view_label (self->view, indices[i]);
      g_autofree char *measure
          = fovea_tensor_view_measure (self->view, indices[i], self->order);
      g_autofree char *sentence = g_strdup_printf ("%s, %s %s", title, meaning, measure);
      g_ptr_array_add (items,
                       fovea_tensor_channel_new (indices[i], label, measure, sentence));
    }
  return items;
}

void
fovea_tensor_window_fill_channels (FoveaTensorWindow *self)
{
  guint old = g_list_model_get_n_items (G_LIST_MODEL (self->channels));

  if (!self->view)
    return;
  g_autoptr (GPtrArray) items = make_items (self);
  g_list_store_splice (self->channels, 0, old, items->pdata, items->len);
  if (items->len)
    {
      gtk_single_selection_set_selected (self->selection, 0);
      gtk_widget_activate_action (GTK_WIDGET (self->grid), "list.scroll-to-item", "u",
                                  0u);
    }
  fovea_tensor_window_show_channel (self);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, FoveaTensorWindow *self)
{
  gtk_list_item_set_child (item, fovea_tensor_tile_new ());
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, FoveaTensorWindow *self)
{
  FoveaTensorTile *tile = FOVEA_TENSOR_TILE (gtk_list_item_get_child (item));

  fovea_tensor_tile_set_channel (tile, gtk_list_item_get_item (item));
  fovea_tensor_tile_set_pictures (tile, self->pictures, self->pictures != NULL);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, FoveaTensorWindow *self)
{
  FoveaTensorTile *tile = FOVEA_TENSOR_TILE (gtk_list_item_get_child (item));

  fovea_tensor_tile_set_channel (tile, NULL);
  fovea_tensor_tile_set_pictures (tile, NULL, FALSE);
}

void
fovea_tensor_window_make_grid (FoveaTensorWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, 0);
  self->channels = g_list_store_new (FOVEA_TYPE_TENSOR_CHANNEL);
  self->selection
      = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->channels)));
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
  gtk_grid_view_set_factory (self->grid, factory);
  g_object_unref (factory);
}
