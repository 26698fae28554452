/* SPDX-License-Identifier: MIT */
#include "strip-group.h"

#include <glib/gi18n.h>

#define KEY_GROUP "fovea-group"

typedef struct
{
  char *key;
  GtkWidget *button, *arrow, *body;
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->key);
  g_free (group);
}

static Group *
group_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), KEY_GROUP);
}

static GtkWidget *
small_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "fovea-small");
  return label;
}

/* Arrow, title and how many it holds, one above the other. */
static GtkWidget *
button_new (const char *title, guint n_layers, GtkWidget *arrow)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *count = g_strdup_printf ("%u", n_layers);
  g_autofree char *name = g_strdup_printf (
      ngettext ("%s, %u layer", "%s, %u layers", n_layers), title, n_layers);

  gtk_box_append (GTK_BOX (box), arrow);
  gtk_box_append (GTK_BOX (box), gtk_label_new (title));
  gtk_box_append (GTK_BOX (box), small_new (count));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "fovea-fold");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return button;
}

static void
on_toggled (GtkToggleButton *button, Group *group)
{
  gboolean open = gtk_toggle_button_get_active (button);

  gtk_widget_set_visible (group->body, open);
  gtk_image_set_from_icon_name (GTK_IMAGE (group->arrow),
                                open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_EXPANDED, open,
                               -1);
}

GtkWidget *
fovea_strip_group_new (const char *title, guint n_layers, const char *key)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Group *group = g_new0 (Group, 1);

  group->key = g_strdup (key);
  group->arrow = gtk_image_new ();
  group->button = button_new (title, n_layers, group->arrow);
  group->body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (box), group->button);
  gtk_box_append (GTK_BOX (box), group->body);
  g_object_set_data_full (G_OBJECT (box), KEY_GROUP, group, group_free);
  g_signal_connect (group->button, "toggled", G_CALLBACK (on_toggled), group);
  on_toggled (GTK_TOGGLE_BUTTON (group->button), group);
  return box;
}

const char *
fovea_strip_group_get_key (GtkWidget *group)
{
  return group_of (group)->key;
}

GtkBox *
fovea_strip_group_get_body (GtkWidget *group)
{
  return GTK_BOX (group_of (group)->body);
}

GtkToggleButton *
fovea_strip_group_get_button (GtkWidget *group)
{
  return GTK_TOGGLE_BUTTON (group_of (group)->button);
}

void
fovea_strip_group_set_open (GtkWidget *group, gboolean open)
{
  gtk_toggle_button_set_active (fovea_strip_group_get_button (group), open);
}

gboolean
fovea_strip_group_is_open (GtkWidget *group)
{
  return gtk_toggle_button_get_active (fovea_strip_group_get_button (group));
}

void
fovea_strip_group_set_current (GtkWidget *group, gboolean current)
{
  if (current && !fovea_strip_group_is_open (group))
    gtk_widget_add_css_class (group_of (group)->button, "current");
  else
    gtk_widget_remove_css_class (group_of (group)->button, "current");
}
