/* SPDX-License-Identifier: MIT */

/* A figure as a file. */

#include "figure.h"

#include "error.h"
#include "figure-living.h"
#include "writers.h"

#include <math.h>
#include <string.h>

#define POINTS_PER_INCH 72
#define MOST_PIXELS 32767

static void
draw_page (cairo_t *cr, gpointer figure)
{
  fovea_figure_draw (figure, cr);
}

/* On white, at the recipe's resolution. (transfer full) NULL where it is too large. */
static cairo_surface_t *
draw_pixels (const FoveaFigure *figure, double width, double height)
{
  double scale = figure->recipe->dpi / POINTS_PER_INCH;
  int across = (int)ceil (width * scale), down = (int)ceil (height * scale);
  cairo_surface_t *surface;

  if (across > MOST_PIXELS || down > MOST_PIXELS)
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, across, down);
  cairo_t *cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  fovea_figure_draw (figure, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

typedef gboolean (*WritePixels) (FoveaOutput *output, cairo_surface_t *surface, double dpi,
                                 const FoveaMetadata *metadata, guint n_metadata,
                                 GError **error);

static gboolean
write_pixels (const FoveaFigure *figure, WritePixels write, FoveaOutput *output,
              const FoveaPage *page, const FoveaMetadata *metadata, guint n_metadata,
              GError **error)
{
  cairo_surface_t *surface = draw_pixels (figure, page->width, page->height);

  if (!surface || cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "At %.0f dpi it is more than %d pixels wide or high", figure->recipe->dpi,
                   MOST_PIXELS);
      g_clear_pointer (&surface, cairo_surface_destroy);
      return FALSE;
    }
  gboolean good
      = write (output, surface, figure->recipe->dpi, metadata, n_metadata, error);
  cairo_surface_destroy (surface);
  return good;
}

static gboolean
write_living (const FoveaFigure *figure, FoveaOutput *output, const char *software,
              GError **error)
{
  g_autofree char *page = fovea_living_page (figure, software, error);

  if (page)
    fovea_output_write (output, page, strlen (page));
  return page != NULL;
}

static gboolean
write_as (const FoveaFigure *figure, const char *ending, FoveaOutput *output,
          const FoveaPage *page, const FoveaMetadata *metadata, guint n, GError **error)
{
  if (g_str_has_suffix (ending, ".pdf"))
    return fovea_pdf_write_page (output, page, metadata, n, error);
  if (g_str_has_suffix (ending, ".svg"))
    return fovea_svg_write_page (output, page, metadata, n, error);
  if (g_str_has_suffix (ending, ".html"))
    return write_living (figure, output, fovea_metadata_find (metadata, n, "Software"),
                         error);
  return write_pixels (figure,
                       g_str_has_suffix (ending, ".png") ? fovea_png_write
                                                         : fovea_tiff_write,
                       output, page, metadata, n, error);
}

static gboolean
is_known (const char *name)
{
  static const char *const endings[] = { ".pdf", ".svg", ".png", ".tif", ".tiff", ".html" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

gboolean
fovea_figure_write (const FoveaFigure *figure, const char *path, const char *software,
                    GError **error)
{
  g_autofree char *name = g_ascii_strdown (path, -1);
  g_autofree char *recipe = fovea_recipe_write (figure->recipe);
  g_autofree char *caption = fovea_figure_caption (figure);
  FoveaMetadata metadata[] = { { "Software", software },
                               { "Description", caption },
                               { "Recipe", recipe } };
  FoveaPage page = { .draw = draw_page, .data = (gpointer)figure };
  g_autoptr (FoveaOutput) output = NULL;

  if (!is_known (name))
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "“%s” is neither .pdf, .svg, .png, .tiff nor .html", path);
      return FALSE;
    }
  if (!fovea_figure_size (figure, &page.width, &page.height, error))
    return FALSE;
  output = fovea_output_open (path, error);
  return output
         && write_as (figure, name, output, &page, metadata, G_N_ELEMENTS (metadata), error)
         && fovea_output_commit (output, error);
}
