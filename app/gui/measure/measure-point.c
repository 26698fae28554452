/* SPDX-License-Identifier: MIT */

/* What belongs to a point of a measure: the image the network was asked about, its answers,
 * the maps made on the way. */

#include "measure-window-private.h"

#include "number.h"
#include "texture.h"

#include <glib/gi18n.h>
#include <math.h>

static const FoveaMeasuredPoint *
point_of (const FoveaCurveLine *line, guint point)
{
  return line && line->asked && point < line->asked->points->len
             ? line->asked->points->pdata[point]
             : NULL;
}

static void
show_answers (FoveaMeasureWindow *self, FoveaMeasuring *owner,
              const FoveaMeasuredPoint *point)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; point && i < point->n_classes; i++)
    g_string_append_printf (text, "%s%.1f %%  %s", i > 0 ? "\n" : "",
                            100 * point->probabilities[i],
                            fovea_measuring_class_name (owner, point->classes[i]));
  gtk_label_set_label (self->answers, text->str);
}

static void
show_picture (FoveaMeasureWindow *self, const FoveaMeasuredPoint *point, const char *value)
{
  g_autoptr (GdkTexture) texture
      = point && point->picture ? fovea_texture_of_image (point->picture) : NULL;
  g_autofree char *text = g_strdup_printf (_ ("The image with %s"), value);

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->picture), texture != NULL);
}

void
fovea_measure_window_show_point (FoveaMeasureWindow *self)
{
  guint index = 0;
  const FoveaCurveLine *line = fovea_curve_view_get_held (self->curves, &index);
  const FoveaMeasuredPoint *point = point_of (line, index);
  g_autofree char *value = fovea_curve_view_value (self->curves);
  g_autoptr (GString) text = g_string_new (NULL);

  gtk_widget_set_visible (self->details, line != NULL);
  show_picture (self, point, value);
  if (line)
    g_string_append_printf (text, "%s\n%s\n%s", fovea_measuring_get_title (line->owner),
                            line->title, value);
  if (point)
    {
      const char *name = fovea_measuring_explained_name (line->owner);
      g_string_append_printf (text, "\n%s %.1f %%", name ? name : _ ("top class"),
                              100 * point->explained);
    }
  gtk_label_set_label (self->place, text->str);
  show_answers (self, line ? line->owner : NULL, point);
}

/* "after block3.1 / r = 0.31", of several columns with their name before. (transfer full) */
static char *
name_map (const FoveaMeasuredMap *map, const char *column)
{
  g_autofree char *similarity
      = isnan (map->similarity) ? g_strdup ("–") : fovea_number_format (map->similarity, 2);

  return column ? g_strdup_printf ("%s\n%s\nr = %s", column, map->label, similarity)
                : g_strdup_printf ("%s\nr = %s", map->label, similarity);
}

static GtkWidget *
new_map (const FoveaMeasuredMap *map, const char *column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GdkTexture) texture = fovea_texture_of_image (map->picture);
  GtkWidget *picture
      = g_object_new (GTK_TYPE_PICTURE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                      "paintable", texture, NULL);
  g_autofree char *text = name_map (map, column);
  GtkWidget *label = gtk_label_new (text);

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_add_css_class (label, "fovea-small");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

/* At its place: after those of its column that are shown. It is named as a whole. */
static void
insert_map (FoveaMeasureWindow *self, FoveaMeasuring *measuring, guint place, guint index)
{
  const FoveaMeasuredMap *map = fovea_measuring_get_maps (measuring)->pdata[index];
  const char *column
      = self->measurings->len > 1 ? fovea_measuring_get_title (measuring) : NULL;
  GtkWidget *child = gtk_flow_box_child_new ();
  g_autofree char *words = name_map (map, column);

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), new_map (map, column));
  g_strdelimit (words, "\n", ' ');
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  gtk_flow_box_insert (self->maps, child, (int) place);
}

void
fovea_measure_window_show_maps (FoveaMeasureWindow *self)
{
  guint before = 0;

  for (guint i = 0; i < self->measurings->len; i++)
    {
      GPtrArray *maps = fovea_measuring_get_maps (self->measurings->pdata[i]);
      for (guint k = 0; k < maps->len; k++, before++)
        if (before >= self->n_maps)
          insert_map (self, self->measurings->pdata[i], before, k);
    }
  self->n_maps = before;
  gtk_widget_set_visible (GTK_WIDGET (self->maps), before > 0);
}

void
fovea_measure_window_clear_maps (FoveaMeasureWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->maps))))
    gtk_flow_box_remove (self->maps, child);
  self->n_maps = 0;
}
