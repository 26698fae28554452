/* SPDX-License-Identifier: MIT */
#include "curve-view.h"

#include "number.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define TEXT 8.0      /* of a chart, in its points */
#define PANEL 128     /* height, with what surrounds it, in the chart's points */
#define FOOT 40       /* below and above all panels */
#define LEGEND_ROW 12
#define HANDLE 5
#define ON_DARK 0.5   /* light ink from this lightness on */

struct _FoveaCurveView
{
  GtkWidget parent_instance;

  FoveaCurves *curves; /* or NULL */
  guint line, point;   /* the handle's */
  guint height;        /* asked for, pixels */
};

G_DEFINE_FINAL_TYPE (FoveaCurveView, fovea_curve_view, GTK_TYPE_WIDGET)

static guint moved_signal;

gboolean
fovea_curve_view_has_chart (FoveaCurveView *self)
{
  return self->curves && self->curves->chart;
}

static guint
count_lines (FoveaCurveView *self)
{
  return fovea_curve_view_has_chart (self) ? self->curves->lines->len : 0;
}

const FoveaCurveLine *
fovea_curve_view_get_held (FoveaCurveView *self, guint *point)
{
  const FoveaCurveLine *line
      = count_lines (self) > 0 ? fovea_curves_line (self->curves, self->line) : NULL;

  if (!line || line->n == 0)
    return NULL;
  *point = MIN (self->point, line->n - 1);
  return line;
}

/* Pixels for a point of the chart: its letters are as large as the window's. */
static double
scale_of (FoveaCurveView *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= 96.0 / 72.0;
  return MAX (size, 6) * 0.9 / TEXT;
}

static gboolean
is_on_dark (FoveaCurveView *self)
{
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &ink);
  return (ink.red + ink.green + ink.blue) / 3 > ON_DARK;
}

/* The chart for the widget as it is now. */
static FoveaChart
fit_chart (FoveaCurveView *self)
{
  FoveaChart chart = self->curves->chart->chart;
  double scale = scale_of (self);

  chart.width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) / scale, 60);
  chart.height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) / scale, 60);
  chart.on_dark = is_on_dark (self);
  return chart;
}

static double
x_of (const FoveaCurveLine *line, guint point)
{
  return line->labels ? line->x[point] : 100 * line->x[point];
}

static void
draw_handle (FoveaCurveView *self, cairo_t *cr, const FoveaChart *chart)
{
  const GdkRGBA ink = chart->on_dark ? (GdkRGBA){ 1, 1, 1, 1 } : (GdkRGBA){ 0, 0, 0, 1 };
  guint point;
  const FoveaCurveLine *line = fovea_curve_view_get_held (self, &point);
  FoveaPlot plot;
  double x, y;

  if (!line || !isfinite (line->y[point]))
    return;
  fovea_chart_find_plot (chart, self->curves->chart->panel[self->line], &plot);
  fovea_chart_place (&plot, x_of (line, point), line->y[point], &x, &y);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, 0.6);
  cairo_set_line_width (cr, 0.7);
  cairo_move_to (cr, x, plot.top);
  cairo_line_to (cr, x, plot.bottom);
  cairo_stroke (cr);
  gdk_cairo_set_source_rgba (cr, &ink);
  cairo_arc (cr, x, y, HANDLE - 1, 0, 2 * G_PI);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
fovea_curve_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaCurveView *self = FOVEA_CURVE_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (!fovea_curve_view_has_chart (self))
    return;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  FoveaChart chart = fit_chart (self);
  cairo_scale (cr, scale_of (self), scale_of (self));
  fovea_chart_draw (&chart, cr);
  draw_handle (self, cr, &chart);
  cairo_destroy (cr);
}

static void
fovea_curve_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                          int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  FoveaCurveView *self = FOVEA_CURVE_VIEW (widget);

  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? (int) self->height : 240;
  *natural = MAX (*minimum, orientation == GTK_ORIENTATION_VERTICAL ? 0 : 480);
}

/* What is said of it. */

/* What titles of curves say after "share", for the catalogues. */
G_GNUC_UNUSED static const char *const shares[]
    = { N_ ("of the pixels shown"), N_ ("of the pixels removed"), N_ ("of the pixels kept") };

/* "a share of what": 12.5 % of the pixels removed. (transfer full) */
static char *
place_words (const FoveaCurveLine *line, guint point)
{
  const char *of = g_str_has_prefix (line->x_title, "share ") ? strchr (line->x_title, ' ') + 1
                                                              : line->x_title;

  return line->labels ? g_strdup (line->labels[point])
                      : g_strdup_printf (_ ("%.1f %% %s"), 100 * line->x[point], _ (of));
}

char *
fovea_curve_view_value (FoveaCurveView *self)
{
  guint point;
  const FoveaCurveLine *line = fovea_curve_view_get_held (self, &point);

  if (!line)
    return g_strdup ("");
  g_autofree char *place = place_words (line, point);
  g_autofree char *value = fovea_number_format (line->y[point], 3);
  return line->labels ? g_strdup_printf ("%s: %s", place, value)
                      /* Translators: "12.5 % of the pixels removed: score 0.43" */
                      : g_strdup_printf (_ ("%s: score %s"), place, value);
}

static void
say (FoveaCurveView *self)
{
  guint point;
  const FoveaCurveLine *line = fovea_curve_view_get_held (self, &point);
  g_autofree char *sentence = line ? fovea_curve_line_sentence (line) : NULL;
  g_autofree char *value = fovea_curve_view_value (self);

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
      sentence ? sentence : _ ("Curves: there is no point yet"),
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
      GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, line ? x_of (line, line->n - 1) : 0.0,
      GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, line ? x_of (line, point) : 0.0,
      GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value, -1);
}

/* The hand. */

static void
hold (FoveaCurveView *self, guint line, guint point)
{
  if (self->line == line && self->point == point)
    return;
  self->line = line;
  self->point = point;
  say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, moved_signal, 0);
}

void
fovea_curve_view_step (FoveaCurveView *self, gint points)
{
  guint point;
  const FoveaCurveLine *line = fovea_curve_view_get_held (self, &point);

  if (line)
    hold (self, self->line, (guint) CLAMP ((gint) point + points, 0, (gint) line->n - 1));
}

/* At the point of the same share, as near as there is one. */
void
fovea_curve_view_change_line (FoveaCurveView *self, gint lines)
{
  guint point, nearest = 0;
  const FoveaCurveLine *line = fovea_curve_view_get_held (self, &point);

  if (!line)
    return;
  gint wanted = CLAMP ((gint) self->line + lines, 0, (gint) count_lines (self) - 1);
  const FoveaCurveLine *other = fovea_curves_line (self->curves, (guint) wanted);
  for (guint i = 1; i < other->n; i++)
    if (fabs (other->x[i] - line->x[point]) < fabs (other->x[nearest] - line->x[point]))
      nearest = i;
  hold (self, (guint) wanted, nearest);
}

/* How far a point of a line is from the place; `sideways` alone while a drag goes on. */
static double
distance_to (FoveaCurveView *self, const FoveaPlot *plot, const FoveaCurveLine *line,
             guint point, double x, double y, gboolean sideways)
{
  double across, down;

  fovea_chart_place (plot, x_of (line, point), line->y[point], &across, &down);
  return sideways ? fabs (across - x) : hypot (across - x, down - y);
}

/* The nearest point: of the nearest line while a drag begins, then of that one. */
static void
hold_near (FoveaCurveView *self, double x, double y, gboolean any_line)
{
  double least = INFINITY, scale = scale_of (self);
  guint best_line = self->line, best = self->point;

  if (count_lines (self) == 0)
    return;
  FoveaChart chart = fit_chart (self);
  for (guint i = 0; i < count_lines (self); i++)
    {
      const FoveaCurveLine *line = fovea_curves_line (self->curves, i);
      FoveaPlot plot;
      fovea_chart_find_plot (&chart, self->curves->chart->panel[i], &plot);
      for (guint k = 0; (any_line || i == self->line) && k < line->n; k++)
        {
          double distance
              = distance_to (self, &plot, line, k, x / scale, y / scale, !any_line);
          if (!(distance < least))
            continue;
          least = distance;
          best_line = i;
          best = k;
        }
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
  else if ((key == GDK_KEY_Up || key == GDK_KEY_Down) && count_lines (self) > 1)
    fovea_curve_view_change_line (self, key == GDK_KEY_Up ? -1 : 1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* The height that suits the panels and the legend of one column's width. */
static guint
height_for (FoveaCurveView *self)
{
  const FoveaMeasureChart *chart = self->curves ? self->curves->chart : NULL;

  if (!chart)
    return 0;
  guint points = PANEL * chart->chart.n_panels + FOOT
                 + LEGEND_ROW * MIN (chart->chart.panels[0].n_series, 6);
  return (guint) ceil (points * scale_of (self));
}

void
fovea_curve_view_take (FoveaCurveView *self, FoveaCurves *curves)
{
  guint before = self->height;

  g_clear_pointer (&self->curves, fovea_curves_free);
  self->curves = curves;
  if (self->line >= count_lines (self))
    self->line = 0;
  self->height = height_for (self);
  if (self->height != before)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
fovea_curve_view_dispose (GObject *object)
{
  g_clear_pointer (&FOVEA_CURVE_VIEW (object)->curves, fovea_curves_free);
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
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
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
