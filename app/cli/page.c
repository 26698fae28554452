/* SPDX-License-Identifier: MIT */
#include "page.h"

#include "error.h"
#include "writers.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>

#define MAX_SIDE 32767     /* of a Cairo image */
#define MAX_PIXELS 100e6
#define POINTS 234         /* 3.25 inches: one column of two */
#define TEXT_POINTS 8
#define GAP 12             /* between scenes, in units */
#define ROW_GAP 24
#define DPI 300

/* The page: every scene gets the same picture width, those below each other the same left
 * edge, those beside each other the same upper edge. */
typedef struct
{
  GPtrArray *rows; /* of GPtrArray of FoveaScene, copies for paper */
  double picture;  /* width of a picture */
  double gap, row_gap;
  GArray *widths, *heights; /* double: of columns and rows */
  double width, height;
} Page;

static void
page_clear (Page *page)
{
  g_ptr_array_unref (page->rows);
  g_array_unref (page->widths);
  g_array_unref (page->heights);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Page, page_clear)

static double *
side (GArray *sides, guint index)
{
  if (sides->len <= index)
    g_array_set_size (sides, index + 1);
  return &g_array_index (sides, double, index);
}

static double
total (GArray *sides, double gap)
{
  double sum = gap * (sides->len - 1);

  for (guint i = 0; i < sides->len; i++)
    sum += *side (sides, i);
  return sum;
}

static void
measure_scene (Page *page, guint r, guint k, double unit)
{
  FoveaScene *scene = g_ptr_array_index ((GPtrArray *) page->rows->pdata[r], k);
  double width, height;

  scene->unit = unit;
  fovea_scene_extent (scene, page->picture, &width, &height);
  *side (page->widths, k) = MAX (*side (page->widths, k), width);
  *side (page->heights, r) = MAX (*side (page->heights, r), height);
}

static void
measure (Page *page, double picture, double unit)
{
  page->picture = picture;
  page->gap = GAP * unit;
  page->row_gap = ROW_GAP * unit;
  g_array_set_size (page->widths, 0);
  g_array_set_size (page->heights, 0);
  for (guint r = 0; r < page->rows->len; r++)
    for (guint k = 0; k < ((GPtrArray *) page->rows->pdata[r])->len; k++)
      measure_scene (page, r, k, unit);
  page->width = total (page->widths, page->gap);
  page->height = total (page->heights, page->row_gap);
}

static GPtrArray *
copy_row (const GPtrArray *scenes)
{
  GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) fovea_scene_free);

  for (guint k = 0; k < scenes->len; k++)
    {
      FoveaScene *copy = fovea_scene_copy (g_ptr_array_index (scenes, k));
      copy->ink[0] = copy->ink[1] = copy->ink[2] = 0;
      g_ptr_array_add (row, copy);
    }
  return row;
}

static void
page_init (Page *page, GPtrArray *rows)
{
  *page = (Page){ .rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref),
                  .widths = g_array_new (FALSE, TRUE, sizeof (double)),
                  .heights = g_array_new (FALSE, TRUE, sizeof (double)) };
  for (guint r = 0; r < rows->len; r++)
    g_ptr_array_add (page->rows, copy_row (g_ptr_array_index (rows, r)));
}

static void
draw_row (const Page *page, guint r, cairo_t *cr, double y)
{
  const GPtrArray *row = g_ptr_array_index (page->rows, r);
  double x = 0;

  for (guint k = 0; k < row->len; k++)
    {
      const FoveaScene *scene = g_ptr_array_index (row, k);
      double width, height;

      fovea_scene_extent (scene, page->picture, &width, &height);
      fovea_scene_draw (scene, cr, x, y, width, height);
      x += *side (page->widths, k) + page->gap;
    }
}

static cairo_status_t
draw (const Page *page, cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);
  double y = 0;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  for (guint r = 0; r < page->rows->len; r++)
    {
      draw_row (page, r, cr, y);
      y += *side (page->heights, r) + page->row_gap;
    }
  cairo_show_page (cr);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

static const FoveaScene *
first_scene (const Page *page)
{
  return g_ptr_array_index ((GPtrArray *) page->rows->pdata[0], 0);
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

/* At `pixels` a picture (0: the photograph's resolution), or as much of it as the page may have. */
static void
measure_pixels (Page *page, guint pixels)
{
  double picture = pixels ? pixels : fovea_photo_width (first_scene (page)->photo);

  measure (page, picture, MAX (1, picture / 640));
  double shrink = MIN ((MAX_SIDE - 16) / MAX (page->width, page->height),
                       sqrt (MAX_PIXELS / (page->width * page->height)));
  if (shrink >= 1)
    return;
  picture = MAX (1, picture * shrink);
  measure (page, picture, MAX (1, picture / 640));
}

typedef gboolean (*PixelWriter) (FoveaOutput *, cairo_surface_t *, double,
                                 const FoveaMetadata *, guint, GError **);

static PixelWriter
writer_for (const char *lower)
{
  if (g_str_has_suffix (lower, ".png"))
    return fovea_png_write;
  return g_str_has_suffix (lower, ".jpg") ? fovea_jpeg_write : fovea_tiff_write;
}

static gboolean
write_pixels (Page *page, PixelWriter writer, FoveaOutput *output,
              const FoveaExportOptions *options, GError **error)
{
  measure_pixels (page, options->pixels);
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int) ceil (page->width), (int) ceil (page->height));
  gboolean written = check (draw (page, surface), fovea_output_path (output), error);
  cairo_surface_flush (surface);
  if (written)
    written = writer (output, surface, DPI, options->metadata, options->n_metadata, error);
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
write_vectors (Page *page, gboolean is_pdf, FoveaOutput *output,
               const FoveaExportOptions *options, GError **error)
{
  measure (page, POINTS, TEXT_POINTS / first_scene (page)->text_size);
  cairo_surface_t *surface
      = is_pdf ? cairo_pdf_surface_create_for_stream (to_output, output, page->width,
                                                      page->height)
               : cairo_svg_surface_create_for_stream (to_output, output, page->width,
                                                      page->height);
  if (is_pdf)
    set_pdf_metadata (surface, options);
  cairo_status_t status = draw (page, surface);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  /* A failed write is told with its reason by the commit. */
  return status == CAIRO_STATUS_WRITE_ERROR || check (status, fovea_output_path (output), error);
}

gboolean
cli_page_write (GPtrArray *rows, const char *path, const FoveaExportOptions *options,
                GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gboolean is_pdf = g_str_has_suffix (lower, ".pdf");
  g_auto (Page) page = { 0 };

  page_init (&page, rows);
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  if (!output)
    return FALSE;
  gboolean written = is_pdf || g_str_has_suffix (lower, ".svg")
                         ? write_vectors (&page, is_pdf, output, options, error)
                         : write_pixels (&page, writer_for (lower), output, options, error);
  return written && fovea_output_commit (output, error);
}
