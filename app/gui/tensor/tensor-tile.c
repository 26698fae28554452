/* SPDX-License-Identifier: MIT */
#include "tensor-tile.h"

#include "left-to-right.h"

#define GAP 3

struct _FoveaTensorTile
{
  GtkWidget parent_instance;

  GtkWidget *title, *measure;
  FoveaTensorChannelItem *channel;
  FoveaTensorPictures *pictures;
  gboolean room;
};

G_DEFINE_FINAL_TYPE (FoveaTensorTile, fovea_tensor_tile, GTK_TYPE_WIDGET)

static int
room_of (FoveaTensorTile *self)
{
  return self->room ? FOVEA_TENSOR_SIDE + GAP : 0;
}

static GtkSizeRequestMode
fovea_tensor_tile_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
fovea_tensor_tile_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  FoveaTensorTile *self = FOVEA_TENSOR_TILE (widget);
  int title, measure;

  gtk_widget_measure (self->title, orientation, -1, NULL, &title, NULL, NULL);
  gtk_widget_measure (self->measure, orientation, -1, NULL, &measure, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = room_of (self) + title + measure;
  else
    *minimum = FOVEA_TENSOR_SIDE + 4 * GAP;
  *natural = *minimum;
}

static void
fovea_tensor_tile_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FoveaTensorTile *self = FOVEA_TENSOR_TILE (widget);
  GtkAllocation place = { 0, room_of (self), width, 0 };

  gtk_widget_measure (self->title, GTK_ORIENTATION_VERTICAL, -1, NULL, &place.height,
                      NULL, NULL);
  gtk_widget_size_allocate (self->title, &place, -1);
  place.y += place.height;
  gtk_widget_measure (self->measure, GTK_ORIENTATION_VERTICAL, -1, NULL, &place.height,
                      NULL, NULL);
  gtk_widget_size_allocate (self->measure, &place, -1);
}

/* What shows through where a value is missing. */
static void
draw_hole (cairo_t *cr, const GdkRGBA *ink, double width, double height)
{
  cairo_set_source_rgba (cr, (double)ink->red, (double)ink->green, (double)ink->blue,
                         0.12);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill_preserve (cr);
  cairo_save (cr);
  cairo_clip (cr);
  cairo_set_source_rgba (cr, (double)ink->red, (double)ink->green, (double)ink->blue,
                         0.6);
  cairo_set_line_width (cr, 1);
  for (double x = -height; x < width; x += 4)
    {
      cairo_move_to (cr, x, height);
      cairo_line_to (cr, x + height, 0);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_picture (FoveaTensorTile *self, cairo_t *cr, double side)
{
  const FoveaTensorPictures *pictures = self->pictures;
  guint index = fovea_tensor_channel_get_index (self->channel);
  double scale = side / MAX (pictures->width, pictures->height);
  guint32 *pixels = pictures->pixels + index * pictures->stride;
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      (guchar *)pixels, CAIRO_FORMAT_ARGB32, (int)pictures->width, (int)pictures->height,
      (int)(pictures->width * sizeof (guint32)));
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &ink);
  cairo_translate (cr, (side - pictures->width * scale) / 2,
                   (side - pictures->height * scale) / 2);
  draw_hole (cr, &ink, pictures->width * scale, pictures->height * scale);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, pictures->width, pictures->height);
  cairo_fill (cr);
  cairo_surface_destroy (surface);
}

/* Copied into the node at once: pictures may go while it is still shown. */
static void
fovea_tensor_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaTensorTile *self = FOVEA_TENSOR_TILE (widget);
  float side = FOVEA_TENSOR_SIDE;
  float left = ((float)gtk_widget_get_width (widget) - side) / 2;

  if (self->channel && self->pictures && self->room)
    {
      int scale = gtk_widget_get_scale_factor (widget);
      cairo_surface_t *image = cairo_image_surface_create (
          CAIRO_FORMAT_ARGB32, (int)side * scale, (int)side * scale);
      cairo_t *inner = cairo_create (image);
      cairo_scale (inner, scale, scale);
      draw_picture (self, inner, (double)side);
      cairo_destroy (inner);
      cairo_surface_set_device_scale (image, scale, scale);
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                               &GRAPHENE_RECT_INIT (left, 0, side, side));
      cairo_set_source_surface (cr, image, (double)left, 0);
      cairo_paint (cr);
      cairo_destroy (cr);
      cairo_surface_destroy (image);
    }
  gtk_widget_snapshot_child (widget, self->title, snapshot);
  gtk_widget_snapshot_child (widget, self->measure, snapshot);
}

static void
fovea_tensor_tile_dispose (GObject *object)
{
  FoveaTensorTile *self = FOVEA_TENSOR_TILE (object);

  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->measure, gtk_widget_unparent);
  g_clear_pointer (&self->pictures, fovea_tensor_pictures_unref);
  g_clear_object (&self->channel);
  G_OBJECT_CLASS (fovea_tensor_tile_parent_class)->dispose (object);
}

static void
fovea_tensor_tile_class_init (FoveaTensorTileClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_tensor_tile_dispose;
  widget_class->get_request_mode = fovea_tensor_tile_get_request_mode;
  widget_class->measure = fovea_tensor_tile_measure;
  widget_class->size_allocate = fovea_tensor_tile_size_allocate;
  widget_class->snapshot = fovea_tensor_tile_snapshot;
  gtk_widget_class_set_css_name (widget_class, "fovea-tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static GtkWidget *
label_new (FoveaTensorTile *self, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
fovea_tensor_tile_init (FoveaTensorTile *self)
{
  self->title = label_new (self, "fovea-small");
  self->measure = label_new (self, "numeric");
}

GtkWidget *
fovea_tensor_tile_new (void)
{
  return g_object_new (FOVEA_TYPE_TENSOR_TILE, NULL);
}

void
fovea_tensor_tile_set_channel (FoveaTensorTile *self, FoveaTensorChannelItem *channel)
{
  const char *label = channel ? fovea_tensor_channel_get_label (channel) : "";
  const char *measure = channel ? fovea_tensor_channel_get_measure (channel) : "";
  const char *sentence = channel ? fovea_tensor_channel_get_sentence (channel) : "";
  g_autofree char *number = fovea_left_to_right (measure);

  g_set_object (&self->channel, channel);
  gtk_label_set_label (GTK_LABEL (self->title), label);
  gtk_label_set_label (GTK_LABEL (self->measure), number);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fovea_tensor_tile_set_pictures (FoveaTensorTile *self, FoveaTensorPictures *pictures,
                                gboolean room)
{
  if (pictures)
    fovea_tensor_pictures_ref (pictures);
  g_clear_pointer (&self->pictures, fovea_tensor_pictures_unref);
  self->pictures = pictures;
  if (room != self->room)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->room = room;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
