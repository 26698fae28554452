/* SPDX-License-Identifier: MIT */

/* A chart as a file. */

#include "chart-private.h"
#include "error.h"
#include "writers.h"

#include <math.h>

#define DPI 300

typedef struct
{
  const FoveaChart *chart;
  GString *overlay;
} Drawing;

/* White all over: a reader may have a dark background. */
static void
draw (cairo_t *cr, gpointer data)
{
  const Drawing *drawing = data;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  fovea_chart_paint (drawing->chart, cr, drawing->overlay);
}

static gboolean
write_pixels (const FoveaChart *chart, FoveaOutput *output, const FoveaMetadata *metadata,
              guint n_metadata, GError **error)
{
  double width, height, scale = DPI / 72.0;

  fovea_chart_size (chart, &width, &height);
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width * scale),
                                    (int) ceil (height * scale));
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  draw (cr, &(Drawing){ chart, NULL });
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  gboolean written = status == CAIRO_STATUS_SUCCESS;
  if (written)
    written = fovea_png_write (output, surface, DPI, metadata, n_metadata, error);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT, "The chart cannot be drawn: %s",
                 cairo_status_to_string (status));
  cairo_surface_destroy (surface);
  return written;
}

static gboolean
write_page (const FoveaChart *chart, gboolean is_svg, FoveaOutput *output,
            const FoveaMetadata *metadata, guint n_metadata, GError **error)
{
  g_autoptr (GString) overlay = is_svg ? g_string_new (NULL) : NULL;
  Drawing drawing = { chart, overlay };
  FoveaPage page = { 0, 0, draw, &drawing, overlay };

  fovea_chart_size (chart, &page.width, &page.height);
  return (is_svg ? fovea_svg_write_page : fovea_pdf_write_page) (output, &page, metadata,
                                                                 n_metadata, error);
}

gboolean
fovea_chart_write (const FoveaChart *chart, const char *path, const FoveaMetadata *metadata,
                   guint n_metadata, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gboolean is_png = g_str_has_suffix (lower, ".png");
  gboolean is_svg = g_str_has_suffix (lower, ".svg");

  if (!is_png && !is_svg && !g_str_has_suffix (lower, ".pdf"))
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "“%s” does not tell which kind of chart to write. Let the name end in "
                   ".svg, .pdf or .png.",
                   path);
      return FALSE;
    }
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  if (!output)
    return FALSE;
  gboolean written = is_png ? write_pixels (chart, output, metadata, n_metadata, error)
                            : write_page (chart, is_svg, output, metadata, n_metadata, error);
  return written && fovea_output_commit (output, error);
}
