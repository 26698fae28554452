/* SPDX-License-Identifier: MIT */
#include "items.h"

#include "left-to-right.h"

#include <glib/gi18n.h>

/* The list is short and its rows never change, so what a row stands for is kept on the row
 * itself. */
#define KEY_CLASS "fovea-class"

static GtkWidget *
label_new (const char *text, const char *css, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  if (css)
    gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
row_new (GtkWidget *child, const char *sentence)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence, -1);
  return row;
}

GtkWidget *
fovea_prediction_row_new (FoveaExplanation *explanation, guint class)
{
  FoveaPrediction *prediction = fovea_explanation_prediction (explanation);
  const char *name
      = fovea_model_class_name (fovea_explanation_model (explanation), class);
  double share = fovea_prediction_probability (prediction, class);
  g_autofree char *plain = g_strdup_printf ("%.1f %%", 100 * share);
  g_autofree char *percent = fovea_left_to_right (plain);
  g_autofree char *sentence = g_strdup_printf (_ ("%s, %.1f percent"), name, 100 * share);
  GtkWidget *grid = gtk_grid_new (), *title = label_new (name, NULL, 0);
  GtkWidget *number = label_new (percent, "numeric", 1), *row;
  GtkWidget *bar = g_object_new (GTK_TYPE_LEVEL_BAR, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (number), PANGO_ELLIPSIZE_NONE);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), CLAMP (share, 0, 1));
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_attach (GTK_GRID (grid), title, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), number, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), bar, 0, 1, 2, 1);
  row = row_new (grid, sentence);
  gtk_widget_set_tooltip_text (row, name);
  g_object_set_data (G_OBJECT (row), KEY_CLASS, GINT_TO_POINTER ((gint) class));
  return row;
}

gint
fovea_prediction_row_get_class (GtkWidget *row)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), KEY_CLASS));
}
