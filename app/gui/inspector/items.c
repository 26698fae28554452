/* SPDX-License-Identifier: MIT */
#include "items.h"

/* The two lists are short and their rows never change, so what a row stands for is kept on
 * the row itself. */
#define KEY_CLASS "fovea-class"
#define KEY_PATH "fovea-path"
#define KEY_STAGE "fovea-stage"

/* A longer path has its numbers below it. */
#define SHORT_PATH 18

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
  g_autofree char *percent = g_strdup_printf ("%.1f %%", 100 * share);
  g_autofree char *sentence = g_strdup_printf ("%s, %.1f percent", name, 100 * share);
  GtkWidget *grid = gtk_grid_new (), *title = label_new (name, NULL, 0);
  GtkWidget *number = label_new (percent, "numeric", 1), *bar = gtk_level_bar_new ();
  GtkWidget *row;

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

GtkWidget *
fovea_layer_row_new (const FoveaSite *site)
{
  gsize channels = site->shape.dim[1], height = site->shape.dim[2];
  gsize width = site->shape.dim[3];
  g_autofree char *shape = g_strdup_printf ("%" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT
                                            " × %" G_GSIZE_FORMAT " · /%u",
                                            channels, height, width, site->stride);
  g_autofree char *sentence
      = g_strdup_printf ("%s, %" G_GSIZE_FORMAT " channels, %" G_GSIZE_FORMAT
                         " by %" G_GSIZE_FORMAT " cells, stride %u pixels",
                         site->path, channels, width, height, site->stride);
  gboolean is_long = strlen (site->path) > SHORT_PATH;
  GtkWidget *box = is_long ? gtk_box_new (GTK_ORIENTATION_VERTICAL, 0)
                           : gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = label_new (site->path, NULL, 0);
  GtkWidget *small = label_new (shape, "fovea-small", is_long ? 0 : 1), *row;

  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (small), PANGO_ELLIPSIZE_NONE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), small);
  row = row_new (box, sentence);
  gtk_widget_set_tooltip_text (row, sentence);
  g_object_set_data_full (G_OBJECT (row), KEY_PATH, g_strdup (site->path), g_free);
  g_object_set_data (G_OBJECT (row), KEY_STAGE, GUINT_TO_POINTER (site->stage));
  return row;
}

const char *
fovea_layer_row_get_path (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), KEY_PATH);
}

guint
fovea_layer_row_get_stage (GtkWidget *row)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), KEY_STAGE));
}
