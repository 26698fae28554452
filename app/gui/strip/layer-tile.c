/* SPDX-License-Identifier: MIT */
#include "layer-tile.h"

#include <glib/gi18n.h>

#define PICTURE 60     /* width and height of the map in the strip */
#define NAME_CHARS 9   /* of a path; more is left out at its beginning */
#define KEY_SITE "fovea-tile"

typedef struct
{
  char *path, *about;
  GtkWidget *image;
} Tile;

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  g_free (tile->path);
  g_free (tile->about);
  g_free (tile);
}

static Tile *
tile_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), KEY_SITE);
}

static GtkWidget *
picture_new (int size)
{
  GtkWidget *picture = g_object_new (GTK_TYPE_PICTURE, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_size_request (picture, size, size);
  return picture;
}

/* The map larger, above what there is to say of the layer. */
static gboolean
on_tooltip (GtkWidget *button, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip,
            gpointer unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (tile_of (button)->about);
  GdkPaintable *map = fovea_layer_tile_get_picture (button);

  if (map)
    {
      GtkWidget *picture = gtk_picture_new_for_paintable (map);
      gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
      gtk_box_append (GTK_BOX (box), picture);
    }
  gtk_box_append (GTK_BOX (box), label);
  gtk_tooltip_set_custom (tooltip, box);
  return TRUE;
}

/* Of a path the end says more than the beginning. */
static GtkWidget *
name_new (const char *path)
{
  GtkWidget *name = gtk_label_new (path);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_START);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
  gtk_widget_add_css_class (name, "fovea-small");
  return name;
}

static char *
about_site (const FoveaSite *site)
{
  return g_strdup_printf (_ ("%s\n%u × %u cells, stride %u pixels"), site->path,
                          site->height, site->width, site->stride);
}

GtkWidget *
fovea_layer_tile_new (const FoveaSite *site)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Tile *tile = g_new0 (Tile, 1);
  g_autofree char *sentence
      = g_strdup_printf (_ ("Layer %s, stage %u, %u by %u"), site->path, site->stage,
                         site->height, site->width);

  tile->path = g_strdup (site->path);
  tile->about = about_site (site);
  tile->image = picture_new (PICTURE);
  gtk_box_append (GTK_BOX (box), tile->image);
  gtk_box_append (GTK_BOX (box), name_new (site->path));
  gtk_button_set_child (GTK_BUTTON (button), box);
  g_object_set_data_full (G_OBJECT (button), KEY_SITE, tile, tile_free);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "fovea-tile");
  gtk_widget_set_has_tooltip (button, TRUE);
  g_signal_connect (button, "query-tooltip", G_CALLBACK (on_tooltip), NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.layer");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", site->path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence, -1);
  return button;
}

const char *
fovea_layer_tile_get_path (GtkWidget *tile)
{
  return tile_of (tile)->path;
}

void
fovea_layer_tile_set_picture (GtkWidget *tile, GdkTexture *picture)
{
  gtk_picture_set_paintable (GTK_PICTURE (tile_of (tile)->image),
                             picture ? GDK_PAINTABLE (picture) : NULL);
  gtk_widget_trigger_tooltip_query (tile);
}

GdkPaintable *
fovea_layer_tile_get_picture (GtkWidget *tile)
{
  return gtk_picture_get_paintable (GTK_PICTURE (tile_of (tile)->image));
}

void
fovea_layer_tile_set_current (GtkWidget *tile, gboolean current)
{
  if (current)
    gtk_widget_add_css_class (tile, "current");
  else
    gtk_widget_remove_css_class (tile, "current");
  gtk_accessible_update_state (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_STATE_SELECTED, current,
                               -1);
}

gboolean
fovea_layer_tile_is_current (GtkWidget *tile)
{
  return gtk_widget_has_css_class (tile, "current");
}
