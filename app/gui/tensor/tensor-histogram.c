/* SPDX-License-Identifier: MIT */
#include "tensor-histogram.h"

#include "number.h"
#include "text.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 90
#define LEAST_WIDTH 200
#define TEXT 11
#define FOOT 18  /* for the numbers below */
#define APART 24 /* the bar of what is no number, and the gap before it */

struct _FoveaTensorHistogram
{
  GtkWidget parent_instance;

  gboolean has_numbers, logarithmic;
  FoveaTensorNumbers numbers;
};

G_DEFINE_FINAL_TYPE (FoveaTensorHistogram, fovea_tensor_histogram, GTK_TYPE_WIDGET)

static gsize
count_missing (FoveaTensorHistogram *self)
{
  return self->numbers.nan + self->numbers.infinite;
}

/* Of the bars of numbers. */
static double
bars_width (FoveaTensorHistogram *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));

  return count_missing (self) ? width - APART : width;
}

static double
height_of (FoveaTensorHistogram *self, gsize count, gsize most)
{
  if (count == 0 || most == 0)
    return 0;
  double share = self->logarithmic ? log1p ((double)count) / log1p ((double)most)
                                   : (double)count / (double)most;
  return MAX (share * (HEIGHT - 1), 1);
}

static gsize
count_most (FoveaTensorHistogram *self)
{
  gsize most = count_missing (self);

  for (guint i = 0; i < FOVEA_TENSOR_BINS; i++)
    most = MAX (most, self->numbers.bins[i]);
  return most;
}

static void
set_ink (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, (double)colour->red, (double)colour->green,
                         (double)colour->blue, (double)colour->alpha * alpha);
}

static void
draw_bars (FoveaTensorHistogram *self, cairo_t *cr)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  double step = bars_width (self) / FOVEA_TENSOR_BINS;
  gsize most = count_most (self);
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (style, "accent_color", &colour))
    gtk_style_context_get_color (style, &colour);
  set_ink (cr, &colour, 1);
  for (guint i = 0; i < FOVEA_TENSOR_BINS; i++)
    {
      double height = height_of (self, self->numbers.bins[i], most);
      cairo_rectangle (cr, i * step, HEIGHT - height, MAX (step - 1, 1), height);
    }
  cairo_fill (cr);
}

static void
draw_missing (FoveaTensorHistogram *self, cairo_t *cr, const GdkRGBA *ink)
{
  double width = 14, left = gtk_widget_get_width (GTK_WIDGET (self)) - width;
  double height = height_of (self, count_missing (self), count_most (self));
  double top = HEIGHT - MAX (height, 4);

  if (count_missing (self) == 0)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, left, top, width, HEIGHT - top);
  cairo_clip (cr);
  set_ink (cr, ink, 0.7);
  cairo_set_line_width (cr, 1.5);
  for (double y = top - width; y < HEIGHT + width; y += 5)
    {
      cairo_move_to (cr, left, y + width);
      cairo_line_to (cr, left + width, y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
  fovea_text_draw (cr, "NaN", &(FoveaTextStyle){ .size = TEXT }, left + width, HEIGHT + 3,
                   1, 0);
}

static void
draw_number (cairo_t *cr, double number, double x, double align)
{
  g_autofree char *text = fovea_number_format (number, 3);

  fovea_text_draw (cr, text, &(FoveaTextStyle){ .size = TEXT }, x, HEIGHT + 3, align, 0);
}

/* The line below, the ends, and zero where there is room for it between them. */
static void
draw_axis (FoveaTensorHistogram *self, cairo_t *cr, const GdkRGBA *ink)
{
  double min = self->numbers.min, max = self->numbers.max, width = bars_width (self);
  double zero = max > min ? -min / (max - min) : 0;

  set_ink (cr, ink, 0.35);
  cairo_rectangle (cr, 0, HEIGHT, width, 1);
  if (zero > 0 && zero < 1)
    cairo_rectangle (cr, floor (zero * width), 0, 1, HEIGHT);
  cairo_fill (cr);
  set_ink (cr, ink, 0.8);
  if (self->numbers.finite == 0)
    return;
  draw_number (cr, min, 0, 0);
  if (max > min)
    draw_number (cr, max, width, 1);
  if (zero * width > 56 && (1 - zero) * width > 56)
    draw_number (cr, 0, zero * width, 0.5);
}

static void
fovea_tensor_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaTensorHistogram *self = FOVEA_TENSOR_HISTOGRAM (widget);
  float width = (float)gtk_widget_get_width (widget);
  float height = (float)gtk_widget_get_height (widget);
  GdkRGBA ink;

  if (!self->has_numbers)
    return;
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  draw_bars (self, cr);
  draw_axis (self, cr, &ink);
  draw_missing (self, cr, &ink);
  cairo_destroy (cr);
}

static void
fovea_tensor_histogram_measure (GtkWidget *widget, GtkOrientation orientation,
                                int for_size, int *minimum, int *natural,
                                int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : HEIGHT + FOOT;
  *natural = *minimum;
}

char *
fovea_tensor_histogram_describe (FoveaTensorHistogram *self, double x)
{
  double width = bars_width (self);

  if (!self->has_numbers || x < 0 || width <= 0)
    return NULL;
  if (x >= width)
    return count_missing (self) == 0
               ? NULL
               : g_strdup_printf (_ ("%zu not a number, %zu infinite"), self->numbers.nan,
                                  self->numbers.infinite);
  guint bin = MIN ((guint)(x / width * FOVEA_TENSOR_BINS), FOVEA_TENSOR_BINS - 1);
  g_autofree char *low
      = fovea_number_format (fovea_tensor_numbers_edge (&self->numbers, bin), 3);
  g_autofree char *high
      = fovea_number_format (fovea_tensor_numbers_edge (&self->numbers, bin + 1), 3);
  return g_strdup_printf (
      ngettext ("%s to %s: %zu value", "%s to %s: %zu values", self->numbers.bins[bin]),
      low, high, self->numbers.bins[bin]);
}

static gboolean
fovea_tensor_histogram_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                                      GtkTooltip *tooltip)
{
  g_autofree char *text
      = keyboard ? NULL
                 : fovea_tensor_histogram_describe (FOVEA_TENSOR_HISTOGRAM (widget), x);

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
fovea_tensor_histogram_class_init (FoveaTensorHistogramClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->measure = fovea_tensor_histogram_measure;
  widget_class->snapshot = fovea_tensor_histogram_snapshot;
  widget_class->query_tooltip = fovea_tensor_histogram_query_tooltip;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fovea_tensor_histogram_init (FoveaTensorHistogram *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

void
fovea_tensor_histogram_set_numbers (FoveaTensorHistogram *self,
                                    const FoveaTensorNumbers *numbers)
{
  g_autofree char *low = NULL, *high = NULL, *sentence = NULL;

  self->has_numbers = numbers != NULL;
  if (numbers)
    self->numbers = *numbers;
  low = fovea_number_format (self->numbers.min, 3);
  high = fovea_number_format (self->numbers.max, 3);
  sentence = g_strdup_printf (_ ("Histogram of the values, from %s to %s"), low, high);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fovea_tensor_histogram_set_logarithmic (FoveaTensorHistogram *self, gboolean logarithmic)
{
  self->logarithmic = logarithmic;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
