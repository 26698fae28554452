/* SPDX-License-Identifier: MIT */
#include "share-bar.h"

#define HEIGHT 8
#define LEAST_WIDTH 48
#define SWATCH 10

struct _FoveaShareBar
{
  GtkWidget parent_instance;

  double shares[FOVEA_N_SHARES];
  gboolean is_swatch;
};

G_DEFINE_FINAL_TYPE (FoveaShareBar, fovea_share_bar, GTK_TYPE_WIDGET)

/* Blue and orange are told apart by everyone; the rest is the text's own colour, faded. */
static void
get_colour (GtkWidget *widget, FoveaShare share, GdkRGBA *colour)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  if (share == FOVEA_SHARE_ATTENTION)
    gdk_rgba_parse (colour, "#3584e4");
  else if (share == FOVEA_SHARE_CONVOLUTION)
    gdk_rgba_parse (colour, "#e66100");
  else if (share != FOVEA_SHARE_UNDIVIDED
           || !gtk_style_context_lookup_color (style, "accent_bg_color", colour))
    {
      gtk_style_context_get_color (style, colour);
      colour->alpha *= 0.55f;
    }
}

static void
fovea_share_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                         int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  if (FOVEA_SHARE_BAR (widget)->is_swatch)
    *minimum = SWATCH;
  else
    *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : HEIGHT;
  *natural = *minimum;
}

static void
fovea_share_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaShareBar *self = FOVEA_SHARE_BAR (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget), x = 0;
  GskRoundedRect shape;
  GdkRGBA colour;

  gsk_rounded_rect_init_from_rect (&shape, &GRAPHENE_RECT_INIT (0, 0, width, height), 2);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= 0.1f;
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (guint i = 0; i < FOVEA_N_SHARES; i++)
    {
      float part = (float) CLAMP (self->shares[i], 0, 1) * width;

      get_colour (widget, i, &colour);
      if (part > 0)
        gtk_snapshot_append_color (snapshot, &colour,
                                   &GRAPHENE_RECT_INIT (x, 0, MAX (part, 1), height));
      x += part;
    }
  gtk_snapshot_pop (snapshot);
}

static void
fovea_share_bar_class_init (FoveaShareBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->measure = fovea_share_bar_measure;
  widget_class->snapshot = fovea_share_bar_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
fovea_share_bar_init (FoveaShareBar *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
fovea_share_bar_new (const double shares[FOVEA_N_SHARES])
{
  FoveaShareBar *self = g_object_new (FOVEA_TYPE_SHARE_BAR, "hexpand", TRUE, NULL);

  for (guint i = 0; i < FOVEA_N_SHARES; i++)
    self->shares[i] = shares[i];
  return GTK_WIDGET (self);
}

GtkWidget *
fovea_share_swatch_new (FoveaShare share)
{
  FoveaShareBar *self = g_object_new (FOVEA_TYPE_SHARE_BAR, NULL);

  self->is_swatch = TRUE;
  self->shares[share] = 1;
  return GTK_WIDGET (self);
}
