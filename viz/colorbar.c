/* SPDX-License-Identifier: MIT */
#include "colorbar.h"

#include "number.h"
#include "text.h"

#include <math.h>
#include <string.h>

#define BAR_THICKNESS 12
#define GAP 6
#define TICK 3
#define GREY 128 /* the photograph the bar pretends to lie on */

/* The smallest of 1, 2, 5 times a power of ten that puts at most `most` ticks in range. */
static double
tick_step (double low, double high, guint most)
{
  static const double steps[] = { 1, 2, 5, 10 };
  double base = pow (10, floor (log10 ((high - low) / most)));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      double step = base * steps[i];
      if (floor (high / step + 1e-9) - ceil (low / step - 1e-9) + 1 <= most)
        return step;
    }
  return base * 20;
}

static void
tick_text (double value, int exponent, int decimals, char text[16])
{
  char format[8], number[G_ASCII_DTOSTR_BUF_SIZE];

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (number, sizeof number, format, fabs (value) / pow (10, exponent));
  g_snprintf (text, 16, "%s%s", value < 0 ? "−" : "", number);
}

void
fovea_ticks (double low, double high, guint most, FoveaTicks *ticks)
{
  int magnitude = (int)floor (log10 (MAX (fabs (low), fabs (high))) + 1e-9);

  memset (ticks, 0, sizeof *ticks);
  most = CLAMP (most, 2, G_N_ELEMENTS (ticks->values));
  ticks->exponent = magnitude < -2 || magnitude > 3 ? magnitude : 0;
  double step = tick_step (low, high, most);
  int decimals = MAX (0, ticks->exponent - (int)floor (log10 (step) + 1e-9));
  double first = ceil (low / step - 1e-9);

  for (guint i = 0; i < most && (first + i) * step <= high + step * 1e-9; i++)
    {
      double value = (first + i) * step;
      if (fabs (value) < step * 1e-6)
        value = 0;
      ticks->values[i] = value;
      tick_text (value, ticks->exponent, MIN (decimals, 8), ticks->text[i]);
      ticks->count = i + 1;
    }
}

static void
bar_ticks (const FoveaColorbar *bar, double length, FoveaTicks *ticks)
{
  double room = bar->text_size * (bar->vertical ? 3 : 5), low, high;

  fovea_look_range (&bar->look, &low, &high);
  guint most = (guint)CLAMP (length / room, 2, 6);

  fovea_ticks (low, high, most, ticks);
  while (ticks->count < 2 && ++most <= 6) /* one alone tells no scale */
    fovea_ticks (low, high, most, ticks);
}

static FoveaTextStyle
bar_style (const FoveaColorbar *bar)
{
  return (FoveaTextStyle){ .family = bar->font, .size = bar->text_size };
}

/* The label with the power of ten its numbers leave out; NULL when there is nothing to
 * say. (transfer full) */
static char *
bar_label (const FoveaColorbar *bar, const FoveaTicks *ticks)
{
  if (ticks->exponent == 0)
    return g_strdup (bar->label);

  g_autofree char *power = fovea_number_power (ticks->exponent);
  return g_strdup_printf ("× %s%s%s", power, bar->label ? " " : "",
                          bar->label ? bar->label : "");
}

static double
widest_tick (const FoveaColorbar *bar, const FoveaTicks *ticks)
{
  FoveaTextStyle style = bar_style (bar);
  double widest = 0;

  for (guint i = 0; i < ticks->count; i++)
    {
      double width;
      fovea_text_measure (ticks->text[i], &style, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

/* A label longer than the bar is broken into lines. */
static FoveaTextStyle
label_style (const FoveaColorbar *bar, double length)
{
  FoveaTextStyle style = bar_style (bar);

  style.wrap = length;
  style.align = PANGO_ALIGN_CENTER;
  return style;
}

double
fovea_colorbar_thickness (const FoveaColorbar *bar, double length)
{
  FoveaTicks ticks;
  FoveaTextStyle style = bar_style (bar), wrapped = label_style (bar, length);
  double numbers, lines = 0;

  bar_ticks (bar, length, &ticks);
  g_autofree char *label = bar_label (bar, &ticks);
  if (bar->vertical)
    numbers = GAP * bar->unit + ceil (widest_tick (bar, &ticks));
  else
    {
      fovea_text_measure ("0", &style, NULL, &numbers);
      numbers += GAP / 2 * bar->unit;
    }
  if (label)
    {
      fovea_text_measure (label, &wrapped, NULL, &lines);
      lines += bar->vertical ? GAP * bar->unit : 0;
    }
  return BAR_THICKNESS * bar->unit + numbers + lines;
}

/* The bar as a surface of one row (or column) of colours. */
static cairo_surface_t *
bar_surface (const FoveaColorbar *bar)
{
  guint32 table[FOVEA_LOOK_LEVELS];
  guint count = FOVEA_LOOK_LEVELS;
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, bar->vertical ? 1 : (int)count, bar->vertical ? (int)count : 1);

  fovea_look_table (&bar->look, table);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  guchar *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  for (guint i = 0; i < count; i++)
    {
      guint32 c = table[bar->vertical ? count - 1 - i : i], out = 0;
      guint rest = GREY * (255 - (c >> 24)) / 255;
      for (guint shift = 0; shift < 24; shift += 8)
        out |= MIN ((c >> shift & 0xff) + rest, 255) << shift;
      guchar *at = bar->vertical ? data + i * stride : data + i * sizeof (guint32);
      memcpy (at, &out, sizeof out);
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
draw_colours (const FoveaColorbar *bar, cairo_t *cr, double x, double y, double width,
              double height)
{
  cairo_surface_t *surface = bar_surface (bar);

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, width / (bar->vertical ? 1 : FOVEA_LOOK_LEVELS),
               height / (bar->vertical ? FOVEA_LOOK_LEVELS : 1));
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* The number's text lies beside its line, but never beyond the bar's ends. Numbers one
 * below the other end in one column, `widest` wide. */
static void
draw_tick (const FoveaColorbar *bar, cairo_t *cr, const char *text, double along,
           double length, double x, double y, double widest)
{
  FoveaTextStyle style = bar_style (bar);
  double unit = bar->unit, across = BAR_THICKNESS * unit, width, height;

  fovea_text_measure (text, &style, &width, &height);
  /* A line's logical box is taller than its figures. */
  double half = bar->vertical ? height * 0.36 : width / 2;
  double centre = CLAMP (along, MIN (half, length / 2), MAX (length - half, length / 2));
  double line = CLAMP (along, 0.375 * unit, length - 0.375 * unit);
  cairo_set_line_width (cr, 0.75 * unit);
  if (bar->vertical)
    {
      cairo_move_to (cr, x + across, y + line);
      cairo_rel_line_to (cr, TICK * unit, 0);
      cairo_stroke (cr);
      fovea_text_draw (cr, text, &style, x + across + GAP * unit + widest, y + centre, 1,
                       0.5);
    }
  else
    {
      cairo_move_to (cr, x + line, y + across);
      cairo_rel_line_to (cr, 0, TICK * unit);
      cairo_stroke (cr);
      fovea_text_draw (cr, text, &style, x + centre, y + across + GAP / 2 * unit, 0.5, 0);
    }
}

static void
draw_label (const FoveaColorbar *bar, cairo_t *cr, const char *label, double x, double y,
            double length, double thickness)
{
  FoveaTextStyle style = label_style (bar, length);

  cairo_save (cr);
  if (bar->vertical)
    {
      cairo_translate (cr, x + thickness, y + length / 2);
      cairo_rotate (cr, -G_PI_2);
    }
  else
    cairo_translate (cr, x + length / 2, y + thickness);
  fovea_text_draw (cr, label, &style, 0, 0, 0.5, 1);
  cairo_restore (cr);
}

void
fovea_colorbar_draw (const FoveaColorbar *bar, cairo_t *cr, double x, double y,
                     double length)
{
  FoveaTicks ticks;
  double low, high, across = BAR_THICKNESS * bar->unit;

  fovea_look_range (&bar->look, &low, &high);
  bar_ticks (bar, length, &ticks);
  g_autofree char *label = bar_label (bar, &ticks);
  double widest = ceil (widest_tick (bar, &ticks));

  cairo_save (cr);
  draw_colours (bar, cr, x, y, bar->vertical ? across : length,
                bar->vertical ? length : across);
  cairo_set_source_rgb (cr, bar->ink[0], bar->ink[1], bar->ink[2]);
  for (guint i = 0; i < ticks.count; i++)
    {
      double along = (ticks.values[i] - low) / (high - low) * length;
      draw_tick (bar, cr, ticks.text[i], bar->vertical ? length - along : along, length,
                 x, y, widest);
    }
  if (label)
    draw_label (bar, cr, label, x, y, length, fovea_colorbar_thickness (bar, length));
  cairo_restore (cr);
}
