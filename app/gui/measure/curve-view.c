/* SPDX-License-Identifier: MIT */
#include "curve-view.h"

#include "chart.h"
#include "number.h"

#include <math.h>

#define LEFT 54 /* of the plot, in units */
#define RIGHT 18
#define TOP 12
#define ROW 20 /* of the legend */
#define SAMPLE 30
#define BOTTOM 30
#define MOST_TICKS 5

struct _FoveaCurveView
{
  GtkWidget parent_instance;

  GPtrArray *measurings;
  guint n_lines;
  guint line, point; /* the handle's */
};

G_DEFINE_FINAL_TYPE (FoveaCurveView, fovea_curve_view, GTK_TYPE_WIDGET)

static guint moved_signal;

/* Told apart by colour-blind readers (Okabe and Ito), on light and on dark; and by dashes. */
static const double colours[][3] = {
  { 0.00, 0.45, 0.85 }, { 0.90, 0.45, 0.00 }, { 0.00, 0.62, 0.45 },
  { 0.80, 0.47, 0.65 }, { 0.60, 0.55, 0.00 }, { 0.34, 0.71, 0.91 },
};
static const double dashes[][2] = { { 0, 0 }, { 7, 3 }, { 2, 3 }, { 10, 2 } };

/* The plot on the widget, and what its ends stand for. */
typedef struct
{
  double x, y, width, height, low, high;
  FoveaTicks ticks;
} Plot;

static const FoveaMeasuredSeries *
line_at (FoveaCurveView *self, guint line, FoveaMeasuring **owner)
{
  for (guint i = 0; self->measurings && i < self->measurings->len; i++)
    {
      GPtrArray *series = fovea_measuring_get_series (self->measurings->pdata[i]);
      *owner = self->measurings->pdata[i];
      if (line < series->len)
        return series->pdata[line];
      line -= series->len;
    }
  return NULL;
}

const FoveaMeasuredPoint *
fovea_curve_view_get_point (FoveaCurveView *self, FoveaMeasuring **measuring)
{
  const FoveaMeasuredSeries *series = line_at (self, self->line, measuring);

  return series && series->points->len > 0
             ? series->points->pdata[MIN (self->point, series->points->len - 1)]
             : NULL;
}

/* The vertical axis that contains all points. */
static void
find_axis (FoveaCurveView *self, FoveaAxis *axis)
{
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  FoveaMeasuring *owner;
  const FoveaMeasuredSeries *line;

  for (guint i = 0; (line = line_at (self, i, &owner)); i++)
    for (guint k = 0; k < line->points->len; k++)
      g_array_append_val (y, ((FoveaMeasuredPoint *) line->points->pdata[k])->y);
  FoveaSeries all = { NULL, y->len, (double *) (gpointer) y->data,
                      (double *) (gpointer) y->data };
  FoveaChartPanel panel = { .series = &all, .n_series = 1, .from_zero = TRUE };
  fovea_chart_axis (&panel, MOST_TICKS, axis);
}

static guint
count_lines (FoveaCurveView *self)
{
  FoveaMeasuring *owner;
  guint n = 0;

  while (line_at (self, n, &owner))
    n++;
  return n;
}

static Plot
find_plot (FoveaCurveView *self)
{
  int top = TOP + ROW * (int) count_lines (self);
  FoveaAxis axis;

  find_axis (self, &axis);
  return (Plot){ LEFT,
                 top,
                 MAX (gtk_widget_get_width (GTK_WIDGET (self)) - LEFT - RIGHT, 1),
                 MAX (gtk_widget_get_height (GTK_WIDGET (self)) - top - BOTTOM, 1),
                 axis.low,
                 axis.high,
                 axis.ticks };
}

static double
at_x (const Plot *plot, double x)
{
  return plot->x + x * plot->width;
}

static double
at_y (const Plot *plot, double y)
{
  return plot->y + plot->height * (plot->high - y) / (plot->high - plot->low);
}

static void
draw_text (FoveaCurveView *self, cairo_t *cr, const char *text, double x, double y,
           double align_x)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, floor (x - align_x * width), floor (y - height / 2.0));
  pango_cairo_show_layout (cr, layout);
}

static void
draw_rule (cairo_t *cr, const GdkRGBA *ink, double alpha, double x0, double y0, double x1,
           double y1)
{
  cairo_set_source_rgba (cr, ink->red, ink->green, ink->blue, alpha);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, floor (x0) + 0.5, floor (y0) + 0.5);
  cairo_line_to (cr, floor (x1) + 0.5, floor (y1) + 0.5);
  cairo_stroke (cr);
}

static void
draw_axes (FoveaCurveView *self, cairo_t *cr, const Plot *plot, const GdkRGBA *ink)
{
  for (guint i = 0; i < plot->ticks.count; i++)
    {
      double value = plot->ticks.values[i], y = at_y (plot, value);
      g_autofree char *text = fovea_number_format (value, 3);
      draw_rule (cr, ink, value == 0 ? 0.5 : 0.15, plot->x, y, plot->x + plot->width, y);
      cairo_set_source_rgba (cr, ink->red, ink->green, ink->blue, 0.75);
      draw_text (self, cr, text, plot->x - 6, y, 1);
    }
  for (guint i = 0; i <= 4; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u %%", 25 * i);
      cairo_set_source_rgba (cr, ink->red, ink->green, ink->blue, 0.75);
      draw_text (self, cr, text, at_x (plot, i / 4.0), plot->y + plot->height + 15,
                 i / 4.0);
    }
}

static void
set_style (cairo_t *cr, guint line)
{
  const double *colour = colours[line % G_N_ELEMENTS (colours)];
  const double *dash = dashes[line % G_N_ELEMENTS (dashes)];

  cairo_set_source_rgb (cr, colour[0], colour[1], colour[2]);
  cairo_set_line_width (cr, 2);
  cairo_set_dash (cr, dash, dash[0] > 0 ? 2 : 0, 0);
}

static void
draw_line (cairo_t *cr, const Plot *plot, const FoveaMeasuredSeries *line, guint style)
{
  cairo_new_path (cr);
  set_style (cr, style);
  for (guint k = 0; k < line->points->len; k++)
    {
      const FoveaMeasuredPoint *point = line->points->pdata[k];
      cairo_line_to (cr, at_x (plot, point->x), at_y (plot, point->y));
    }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* "VAN nano · Grad-CAM, most relevant removed". (transfer full) */
static char *
name_line (FoveaMeasuring *owner, const FoveaMeasuredSeries *line)
{
  return fovea_measuring_get_series (owner)->len > 1
             ? g_strdup_printf ("%s · %s", fovea_measuring_get_title (owner), line->title)
             : g_strdup (fovea_measuring_get_title (owner));
}

/* A stretch of each line, and whose it is. */
static void
draw_legend (FoveaCurveView *self, cairo_t *cr, const GdkRGBA *ink)
{
  FoveaMeasuring *owner;
  const FoveaMeasuredSeries *line;

  for (guint i = 0; (line = line_at (self, i, &owner)); i++)
    {
      g_autofree char *name = name_line (owner, line);
      double y = TOP / 2.0 + ROW * (i + 0.5);
      cairo_new_path (cr);
      set_style (cr, i);
      cairo_move_to (cr, LEFT, y);
      cairo_line_to (cr, LEFT + SAMPLE, y);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      gdk_cairo_set_source_rgba (cr, ink);
      draw_text (self, cr, name, LEFT + SAMPLE + 12, y, 0);
    }
}

static void
draw_handle (FoveaCurveView *self, cairo_t *cr, const Plot *plot, const GdkRGBA *ink)
{
  FoveaMeasuring *owner;
  const FoveaMeasuredPoint *point = fovea_curve_view_get_point (self, &owner);

  if (!point)
    return;
  double x = at_x (plot, point->x), y = at_y (plot, point->y);
  draw_rule (cr, ink, 0.6, x, plot->y, x, plot->y + plot->height);
  set_style (cr, self->line);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, 5, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
fovea_curve_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaCurveView *self = FOVEA_CURVE_VIEW (widget);
  Plot plot = find_plot (self);
  FoveaMeasuring *owner;
  const FoveaMeasuredSeries *line;
  GdkRGBA ink;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                     (float) gtk_widget_get_height (widget)));

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  draw_axes (self, cr, &plot, &ink);
  draw_legend (self, cr, &ink);
  for (guint i = 0; (line = line_at (self, i, &owner)); i++)
    draw_line (cr, &plot, line, i);
  draw_handle (self, cr, &plot, &ink);
  cairo_destroy (cr);
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0,
                               gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

static void
fovea_curve_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                          int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  int legend = ROW * (int) count_lines (FOVEA_CURVE_VIEW (widget));

  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? 240 + legend : 240;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? 240 + legend : 480;
}

static void
hold (FoveaCurveView *self, guint line, guint point)
{
  if (self->line == line && self->point == point)
    return;
  self->line = line;
  self->point = point;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, moved_signal, 0);
}

void
fovea_curve_view_step (FoveaCurveView *self, gint points)
{
  FoveaMeasuring *owner;
  const FoveaMeasuredSeries *line = line_at (self, self->line, &owner);
  gint last = line ? (gint) line->points->len - 1 : -1;

  if (last >= 0)
    hold (self, self->line,
          (guint) CLAMP ((gint) MIN (self->point, (guint) last) + points, 0, last));
}

/* The nearest point: of the nearest line while a drag begins, then of that one. */
static void
hold_near (FoveaCurveView *self, double x, double y, gboolean any_line)
{
  Plot plot = find_plot (self);
  double least = INFINITY;
  guint best_line = self->line, best = self->point;
  FoveaMeasuring *owner;
  const FoveaMeasuredSeries *line;

  for (guint i = 0; (line = line_at (self, i, &owner)); i++)
    for (guint k = 0; (any_line || i == self->line) && k < line->points->len; k++)
      {
        const FoveaMeasuredPoint *point = line->points->pdata[k];
        double distance = fabs (at_x (&plot, point->x) - x)
                          + (any_line ? fabs (at_y (&plot, point->y) - y) : 0);
        if (distance >= least)
          continue;
        least = distance;
        best_line = i;
        best = k;
      }
  hold (self, best_line, best);
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, FoveaCurveView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  hold_near (self, x, y, TRUE);
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, FoveaCurveView *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  hold_near (self, x + dx, y + dy, FALSE);
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        FoveaCurveView *self)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Left || key == GDK_KEY_Right)
    fovea_curve_view_step (self, key == GDK_KEY_Left ? -1 : 1);
  else if (key == GDK_KEY_Home || key == GDK_KEY_End)
    fovea_curve_view_step (self, key == GDK_KEY_Home ? -G_MAXINT16 : G_MAXINT16);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

void
fovea_curve_view_show (FoveaCurveView *self, GPtrArray *measurings)
{
  FoveaMeasuring *owner;

  g_ptr_array_ref (measurings);
  g_clear_pointer (&self->measurings, g_ptr_array_unref);
  self->measurings = measurings;
  if (!line_at (self, self->line, &owner))
    self->line = 0;
  if (self->n_lines != count_lines (self))
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->n_lines = count_lines (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
fovea_curve_view_dispose (GObject *object)
{
  g_clear_pointer (&FOVEA_CURVE_VIEW (object)->measurings, g_ptr_array_unref);
  G_OBJECT_CLASS (fovea_curve_view_parent_class)->dispose (object);
}

static void
fovea_curve_view_class_init (FoveaCurveViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_curve_view_dispose;
  widget_class->snapshot = fovea_curve_view_snapshot;
  widget_class->measure = fovea_curve_view_measure;
  gtk_widget_class_set_css_name (widget_class, "fovea-curves");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  moved_signal = g_signal_new ("moved", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fovea_curve_view_init (FoveaCurveView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->point = G_MAXUINT; /* the newest, until a hand takes another */
  gtk_widget_set_focusable (widget, TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, keys);
}
