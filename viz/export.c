/* SPDX-License-Identifier: MIT */
#include "export.h"

#include "error.h"
#include "writers.h"

#include <math.h>
#include <string.h>

#define DEFAULT_POINTS 234 /* 3.25 inches: one column of two */
#define DEFAULT_DPI 300
#define DEFAULT_TEXT_POINTS 8
#define MAX_SIDE 32767 /* of a Cairo image */

typedef gboolean (*RasterWriter) (FoveaOutput *, cairo_surface_t *, double,
                                  const FoveaMetadata *, guint, GError **);
typedef gboolean (*PageWriter) (FoveaOutput *, const FoveaScene *, double, double,
                                const FoveaMetadata *, guint, GError **);

typedef struct
{
  const char *ending;
  RasterWriter raster;
  PageWriter page;
} Format;

static const Format formats[] = {
  { ".png", fovea_png_write, NULL },  { ".svg", NULL, fovea_svg_write },
  { ".pdf", NULL, fovea_pdf_write },  { ".tiff", fovea_tiff_write, NULL },
  { ".tif", fovea_tiff_write, NULL },  { ".jpg", fovea_jpeg_write, NULL },
  { ".jpeg", fovea_jpeg_write, NULL },
};

static const Format *
format_of (const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].ending))
      return &formats[i];
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
      "“%s” does not tell which kind of picture to write%s. Let the name end in "
      ".png, .jpg, .svg, .pdf or .tiff.",
      path, g_str_has_suffix (lower, ".npy") ? " (.npy holds the numbers of a map)" : "");
  return NULL;
}

void
fovea_surface_row (cairo_surface_t *surface, guint y, guint8 *rgb)
{
  guint width = (guint)cairo_image_surface_get_width (surface);
  const guint32 *row
      = (const guint32 *)(void *)(cairo_image_surface_get_data (surface)
                                  + (gsize)y * cairo_image_surface_get_stride (surface));

  for (guint x = 0; x < width; x++, rgb += 3)
    {
      rgb[0] = (guint8)(row[x] >> 16);
      rgb[1] = (guint8)(row[x] >> 8);
      rgb[2] = (guint8)row[x];
    }
}

const char *
fovea_metadata_find (const FoveaMetadata *metadata, guint n_metadata, const char *key)
{
  for (guint i = 0; i < n_metadata; i++)
    if (strcmp (metadata[i].key, key) == 0)
      return metadata[i].text;
  return NULL;
}

/* The scene as it goes to paper. (transfer full) */
static FoveaScene *
scene_for_paper (const FoveaScene *scene, const FoveaExportOptions *options)
{
  FoveaScene *copy = fovea_scene_copy (scene);

  memset (copy->ink, 0, sizeof copy->ink);
  if (!options->strips)
    {
      copy->bar = FOVEA_BAR_NONE;
      fovea_scene_set_caption (copy, NULL);
    }
  return copy;
}

/* Draws the scene on white pixels. (transfer full) */
static cairo_surface_t *
render (const FoveaScene *scene, double width, double height, GError **error)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)width, (int)height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  fovea_scene_draw (scene, cr, 0, 0, width, height);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (surface);
      return surface;
    }
  cairo_surface_destroy (surface);
  g_set_error (error, FOVEA_ERROR,
               status == CAIRO_STATUS_NO_MEMORY ? FOVEA_ERROR_LIMIT : FOVEA_ERROR_FAILED,
               "A picture of %.0f × %.0f pixels could not be drawn: %s.", width, height,
               cairo_status_to_string (status));
  return NULL;
}

static gboolean
export_raster (const FoveaScene *scene, RasterWriter writer, FoveaOutput *output,
               const FoveaExportOptions *options, GError **error)
{
  g_autoptr (FoveaScene) paper = scene_for_paper (scene, options);
  guint pixels = options->pixels ? options->pixels : fovea_photo_width (scene->photo);
  double width, height;

  /* What is 1 on a screen is 1/640 of a picture. */
  paper->unit = MAX (1, pixels / 640.0);
  fovea_scene_extent (paper, pixels, &width, &height);
  width = ceil (width - 1e-6);
  height = MAX (1, options->strips ? ceil (height - 1e-6) : round (height));
  if (width > MAX_SIDE || height > MAX_SIDE)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "A picture of %.0f × %.0f pixels is too large: %d a side is the most. "
                   "Choose a smaller width, or write a PDF.",
                   width, height, MAX_SIDE);
      return FALSE;
    }
  cairo_surface_t *surface = render (paper, width, height, error);
  if (!surface)
    return FALSE;
  gboolean written
      = writer (output, surface, options->dpi > 0 ? options->dpi : DEFAULT_DPI,
                options->metadata, options->n_metadata, error);
  cairo_surface_destroy (surface);
  return written;
}

static gboolean
export_page (const FoveaScene *scene, PageWriter writer, FoveaOutput *output,
             const FoveaExportOptions *options, GError **error)
{
  g_autoptr (FoveaScene) paper = scene_for_paper (scene, options);
  double width, height;

  /* Gaps and lines keep their proportion to the text. */
  paper->unit = (options->text_size > 0 ? options->text_size : DEFAULT_TEXT_POINTS)
                / paper->text_size;
  fovea_scene_extent (paper, options->points > 0 ? options->points : DEFAULT_POINTS,
                      &width, &height);
  return writer (output, paper, width, height, options->metadata, options->n_metadata,
                 error);
}

gboolean
fovea_export_scene (const FoveaScene *scene, const char *path,
                    const FoveaExportOptions *options, GError **error)
{
  static const FoveaExportOptions defaults;
  const Format *format = format_of (path, error);

  options = options ? options : &defaults;
  if (!format)
    return FALSE;
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  if (!output)
    return FALSE;
  gboolean written = format->raster
                         ? export_raster (scene, format->raster, output, options, error)
                         : export_page (scene, format->page, output, options, error);
  return written && fovea_output_commit (output, error);
}

gboolean
fovea_export_map_npy (const FoveaMap *map, const char *path, GError **error)
{
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);

  if (!output)
    return FALSE;
  /* A failure is remembered by the output and told by the commit. */
  fovea_npy_write (output, fovea_map_values (map), fovea_map_height (map),
                   fovea_map_width (map));
  return fovea_output_commit (output, error);
}
