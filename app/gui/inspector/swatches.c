/* SPDX-License-Identifier: MIT */
#include "swatches.h"

#include "colormap.h"

#include <glib/gi18n.h>

#define WIDTH 72
#define HEIGHT 12

/* (transfer full) */
static GdkTexture *
swatch_new (const FoveaColormap *colormap)
{
  guint8 *pixels = g_malloc (WIDTH * HEIGHT * 3);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, WIDTH * HEIGHT * 3);

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    {
      double rgb[3];
      fovea_colormap_color (colormap, (i % WIDTH) / (WIDTH - 1.0), rgb);
      for (guint c = 0; c < 3; c++)
        pixels[3 * i + c] = (guint8)(rgb[c] + 0.5);
    }
  return gdk_memory_texture_new (WIDTH, HEIGHT, GDK_MEMORY_R8G8B8, bytes, 3 * WIDTH);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *picture = gtk_picture_new (), *label = gtk_label_new (NULL);

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  gtk_widget_set_halign (picture, GTK_ALIGN_START);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer unused)
{
  static const char *const remarks[] = { "", N_ (" · signed"), N_ (" · legacy") };
  GtkWidget *picture = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *label = gtk_widget_get_next_sibling (picture);
  guint count, position = gtk_list_item_get_position (item);
  const FoveaColormap *colormap = &fovea_colormaps (&count)[position];
  g_autoptr (GdkTexture) swatch = swatch_new (colormap);
  g_autofree char *text = g_strconcat (
      colormap->title, colormap->group ? _ (remarks[colormap->group]) : "", NULL);

  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (swatch));
  gtk_label_set_label (GTK_LABEL (label), text);
}

void
fovea_swatches_fill (GtkDropDown *down)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint count;
  const FoveaColormap *all = fovea_colormaps (&count);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  for (guint i = 0; i < count; i++)
    gtk_string_list_append (titles, all[i].title);
  gtk_drop_down_set_factory (down, factory);
  gtk_drop_down_set_model (down, G_LIST_MODEL (titles));
}
