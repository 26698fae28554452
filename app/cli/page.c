/* SPDX-License-Identifier: MIT */
#include "page.h"

#include "error.h"
#include "writers.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>

#define MAX_SIDE 32767     /* of a Cairo image */
#define POINTS 234         /* 3.25 inches: one column of two */
#define TEXT_POINTS 8
#define GAP 12             /* between scenes, in units */
#define DPI 300

/* The page: every scene gets the same picture width. */
typedef struct
{
  GPtrArray *scenes; /* FoveaScene, copies for paper */
  double picture;    /* width of a picture */
  double gap;
  double width, height;
} Row;

static void
row_clear (Row *row)
{
  g_ptr_array_unref (row->scenes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static void
measure (Row *row, double picture, double unit)
{
  row->picture = picture;
  row->gap = GAP * unit;
  row->width = row->gap * (row->scenes->len - 1);
  row->height = 0;
  for (guint k = 0; k < row->scenes->len; k++)
    {
      FoveaScene *scene = g_ptr_array_index (row->scenes, k);
      double width, height;

      scene->unit = unit;
      fovea_scene_extent (scene, picture, &width, &height);
      row->width += width;
      row->height = MAX (row->height, height);
    }
}

static void
row_init (Row *row, GPtrArray *scenes)
{
  *row = (Row){ .scenes = g_ptr_array_new_with_free_func (
                    (GDestroyNotify) fovea_scene_free) };
  for (guint k = 0; k < scenes->len; k++)
    {
      FoveaScene *copy = fovea_scene_copy (g_ptr_array_index (scenes, k));
      copy->ink[0] = copy->ink[1] = copy->ink[2] = 0;
      g_ptr_array_add (row->scenes, copy);
    }
}

/* Draws the row, the scenes' upper edges in line. */
static cairo_status_t
draw (const Row *row, cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);
  double x = 0;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  for (guint k = 0; k < row->scenes->len; k++)
    {
      const FoveaScene *scene = g_ptr_array_index (row->scenes, k);
      double width, height;

      fovea_scene_extent (scene, row->picture, &width, &height);
      fovea_scene_draw (scene, cr, x, 0, width, height);
      x += width + row->gap;
    }
  cairo_show_page (cr);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

static gboolean
check (cairo_status_t status, const char *path, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, FOVEA_ERROR,
               status == CAIRO_STATUS_NO_MEMORY ? FOVEA_ERROR_LIMIT : FOVEA_ERROR_FAILED,
               "“%s” could not be drawn: %s", path, cairo_status_to_string (status));
  return FALSE;
}

static gboolean
write_pixels (Row *row, gboolean is_png, FoveaOutput *output,
              const FoveaExportOptions *options, GError **error)
{
  const FoveaScene *first = g_ptr_array_index (row->scenes, 0);
  double picture = fovea_photo_width (first->photo);

  measure (row, picture, MAX (1, picture / 640));
  if (MAX (row->width, row->height) > MAX_SIDE)
    {
      picture *= (MAX_SIDE - 16) / MAX (row->width, row->height);
      measure (row, picture, MAX (1, picture / 640));
    }
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int) ceil (row->width), (int) ceil (row->height));
  gboolean written = check (draw (row, surface), fovea_output_path (output), error);
  cairo_surface_flush (surface);
  if (written)
    written = (is_png ? fovea_png_write : fovea_tiff_write) (
        output, surface, DPI, options->metadata, options->n_metadata, error);
  cairo_surface_destroy (surface);
  return written;
}

static cairo_status_t
to_output (void *closure, const unsigned char *data, unsigned int length)
{
  return fovea_output_write (closure, data, length) ? CAIRO_STATUS_SUCCESS
                                                    : CAIRO_STATUS_WRITE_ERROR;
}

static void
set_pdf_metadata (cairo_surface_t *surface, const FoveaExportOptions *options)
{
  const char *title = fovea_metadata_find (options->metadata, options->n_metadata, "Title");
  const char *about
      = fovea_metadata_find (options->metadata, options->n_metadata, "Description");
  const char *software
      = fovea_metadata_find (options->metadata, options->n_metadata, "Software");

  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, about);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, software);
}

static gboolean
write_vectors (Row *row, gboolean is_pdf, FoveaOutput *output,
               const FoveaExportOptions *options, GError **error)
{
  const FoveaScene *first = g_ptr_array_index (row->scenes, 0);

  measure (row, POINTS, TEXT_POINTS / first->text_size);
  cairo_surface_t *surface
      = is_pdf ? cairo_pdf_surface_create_for_stream (to_output, output, row->width,
                                                      row->height)
               : cairo_svg_surface_create_for_stream (to_output, output, row->width,
                                                      row->height);
  if (is_pdf)
    set_pdf_metadata (surface, options);
  cairo_status_t status = draw (row, surface);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  /* A failed write is told with its reason by the commit. */
  return status == CAIRO_STATUS_WRITE_ERROR || check (status, fovea_output_path (output), error);
}

gboolean
cli_page_write (GPtrArray *scenes, const char *path, const FoveaExportOptions *options,
                GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gboolean is_png = g_str_has_suffix (lower, ".png");
  gboolean is_pdf = g_str_has_suffix (lower, ".pdf");
  g_auto (Row) row = { 0 };

  row_init (&row, scenes);
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  if (!output)
    return FALSE;
  gboolean written = is_pdf || g_str_has_suffix (lower, ".svg")
                         ? write_vectors (&row, is_pdf, output, options, error)
                         : write_pixels (&row, is_png, output, options, error);
  return written && fovea_output_commit (output, error);
}
