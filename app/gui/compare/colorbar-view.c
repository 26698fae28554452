/* SPDX-License-Identifier: MIT */
#include "colorbar-view.h"

#include <glib/gi18n.h>
#include <math.h>

struct _FoveaColorbarView
{
  GtkWidget parent_instance;

  FoveaLook look;
  char *unit;
};

G_DEFINE_FINAL_TYPE (FoveaColorbarView, fovea_colorbar_view, GTK_TYPE_WIDGET)

#define LEAST_WIDTH 120

static FoveaColorbar
make_bar (FoveaColorbarView *self)
{
  FoveaColorbar bar
      = { .look = self->look, .label = self->unit, .text_size = 11, .unit = 1 };
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &ink);
  bar.ink[0] = (double)ink.red;
  bar.ink[1] = (double)ink.green;
  bar.ink[2] = (double)ink.blue;
  return bar;
}

static void
fovea_colorbar_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  FoveaColorbar bar = make_bar (FOVEA_COLORBAR_VIEW (widget));
  int request;

  /* It does not get wider than it asks for, however much there is. */
  gtk_widget_get_size_request (widget, &request, NULL);
  if (gtk_widget_get_halign (widget) != GTK_ALIGN_FILL)
    for_size = MIN (for_size, MAX (request, LEAST_WIDTH));
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = LEAST_WIDTH;
  else
    *minimum = (int)ceil (
        fovea_colorbar_thickness (&bar, for_size > 0 ? for_size : LEAST_WIDTH));
  *natural = *minimum;
}

static void
fovea_colorbar_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaColorbar bar = make_bar (FOVEA_COLORBAR_VIEW (widget));
  float width = (float)gtk_widget_get_width (widget);
  float height = (float)gtk_widget_get_height (widget);
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  fovea_colorbar_draw (&bar, cr, 0, 0, (double)width);
  cairo_destroy (cr);
}

static void
fovea_colorbar_view_finalize (GObject *object)
{
  g_free (FOVEA_COLORBAR_VIEW (object)->unit);
  G_OBJECT_CLASS (fovea_colorbar_view_parent_class)->finalize (object);
}

static GtkSizeRequestMode
fovea_colorbar_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fovea_colorbar_view_class_init (FoveaColorbarViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = fovea_colorbar_view_finalize;
  widget_class->measure = fovea_colorbar_view_measure;
  widget_class->snapshot = fovea_colorbar_view_snapshot;
  widget_class->get_request_mode = fovea_colorbar_view_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fovea_colorbar_view_init (FoveaColorbarView *self)
{
  fovea_look_init (&self->look);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Colour bar from 0 to 1"), -1);
}

void
fovea_colorbar_view_set_look (FoveaColorbarView *self, const FoveaLook *look,
                              const char *unit)
{
  self->look = *look;
  g_free (self->unit);
  self->unit = g_strdup (unit);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
