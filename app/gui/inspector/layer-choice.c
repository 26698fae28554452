/* SPDX-License-Identifier: MIT */
#include "layer-choice.h"

/* Each string of the model carries what is said beside it. */
#define KEY_WORDS "fovea-words"

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *path = gtk_label_new (NULL), *words = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (path), 0);
  gtk_label_set_ellipsize (GTK_LABEL (path), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (path, TRUE);
  gtk_widget_add_css_class (words, "fovea-small");
  gtk_box_append (GTK_BOX (box), path);
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer unused)
{
  GtkStringObject *object = gtk_list_item_get_item (item);
  GtkWidget *path = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *words = gtk_widget_get_next_sibling (path);

  gtk_label_set_label (GTK_LABEL (path), gtk_string_object_get_string (object));
  gtk_label_set_label (GTK_LABEL (words), g_object_get_data (G_OBJECT (object), KEY_WORDS));
}

static void
append (GListStore *layers, const FoveaSite *site)
{
  g_autoptr (GtkStringObject) object = gtk_string_object_new (site->path);

  g_object_set_data_full (
      G_OBJECT (object), KEY_WORDS,
      g_strdup_printf ("%u × %u · /%u", site->height, site->width, site->stride), g_free);
  g_list_store_append (layers, object);
}

void
fovea_layer_choice_fill (GtkDropDown *down, FoveaExplanation *explanation)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GListStore) layers = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  guint n = explanation ? fovea_explanation_n_layers (explanation) : 0;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  for (guint i = 0; i < n; i++)
    append (layers, &fovea_explanation_layer (explanation, i)->site);
  gtk_drop_down_set_factory (down, factory);
  gtk_drop_down_set_model (down, G_LIST_MODEL (layers));
  gtk_widget_set_sensitive (GTK_WIDGET (down), n > 1);
}

void
fovea_layer_choice_mark (GtkDropDown *down, gint index)
{
  gtk_drop_down_set_selected (down, index < 0 ? GTK_INVALID_LIST_POSITION : (guint) index);
}

const char *
fovea_layer_choice_get (GtkDropDown *down)
{
  GtkStringObject *object = gtk_drop_down_get_selected_item (down);

  return object ? gtk_string_object_get_string (object) : NULL;
}
