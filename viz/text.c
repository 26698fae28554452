/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <math.h>

/* Outlines rather than hinted bitmaps, in grey rather than in the screen's subpixels. */
static void
set_font_options (PangoContext *context)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
}

static PangoContext *
context_new (cairo_t *cr)
{
  PangoContext *context
      = cr ? pango_cairo_create_context (cr)
           : pango_font_map_create_context (pango_cairo_font_map_get_default ());
  set_font_options (context);
  return context;
}

/* No line may end between |a2|'s bar and what it encloses: a word joiner follows each bar. */
static char *
keep_bars (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);

  return g_strjoinv ("|\342\201\240", parts);
}

PangoLayout *
fovea_text_layout (cairo_t *cr, const char *text, const FoveaTextStyle *style)
{
  PangoContext *context = context_new (cr);
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family (font, style->family ? style->family : "Sans");
  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  if (style->bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_font_description (layout, font);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_alignment (layout, style->align);
  if (style->wrap > 0)
    {
      pango_layout_set_width (layout, (int)ceil (style->wrap * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }
  g_autofree char *whole = keep_bars (text);
  pango_layout_set_text (layout, whole, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
  g_object_unref (context);
  return layout;
}

void
fovea_text_measure (const char *text, const FoveaTextStyle *style, double *width,
                    double *height)
{
  PangoLayout *layout = fovea_text_layout (NULL, text, style);
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  if (width)
    *width = w / (double)PANGO_SCALE;
  if (height)
    *height = h / (double)PANGO_SCALE;
  g_object_unref (layout);
}

void
fovea_text_draw (cairo_t *cr, const char *text, const FoveaTextStyle *style, double x,
                 double y, double align_x, double align_y)
{
  PangoLayout *layout = fovea_text_layout (cr, text, style);
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  double width = style->wrap > 0 ? style->wrap : w / (double)PANGO_SCALE;
  cairo_move_to (cr, x - align_x * width, y - align_y * h / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}
