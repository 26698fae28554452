/* SPDX-License-Identifier: MIT */
#pragma once

/* One writer per file format. Each writes all of its format to an open output and leaves
 * committing it to the caller. Surfaces are CAIRO_FORMAT_RGB24. */

#include "export.h"
#include "output.h"

/* Light compression: twelve megapixels in about half a second. Fails with
 * FOVEA_ERROR_OUTPUT. */
gboolean fovea_png_write (FoveaOutput *output, cairo_surface_t *surface, double dpi,
                          const FoveaMetadata *metadata, guint n_metadata,
                          GError **error);

/* The same in memory; NULL when libpng refuses. (transfer full) */
GBytes *fovea_png_encode (cairo_surface_t *surface);

/* A CAIRO_FORMAT_ARGB32 surface with its transparency, colours no longer multiplied by it. */
gboolean fovea_png_write_clear (FoveaOutput *output, cairo_surface_t *surface, double dpi,
                                const FoveaMetadata *metadata, guint n_metadata,
                                GError **error);

/* A picture of 16-bit grey levels, row by row. */
typedef struct
{
  char *name; /* of the page */
  guint width, height;
  guint16 *levels;
  const FoveaMetadata *metadata;
  guint n_metadata;
} FoveaGrey;

gboolean fovea_png_write_grey (FoveaOutput *output, const FoveaGrey *grey, GError **error);

/* One page for each. Metadata is in each page's description, "Low: 0.5", a pair a line. */
gboolean fovea_tiff_write_grey (FoveaOutput *output, const FoveaGrey *greys, guint n,
                                GError **error);

/* Quality 90, colours at full resolution. Fails with FOVEA_ERROR_OUTPUT. */
gboolean fovea_jpeg_write (FoveaOutput *output, cairo_surface_t *surface, double dpi,
                           const FoveaMetadata *metadata, guint n_metadata,
                           GError **error);

/* The same in memory, of this quality (1..100); NULL when libjpeg refuses. (transfer full) */
GBytes *fovea_jpeg_encode (cairo_surface_t *surface, int quality);

/* Deflate with horizontal differences, in strips. Fails with FOVEA_ERROR_OUTPUT. */
gboolean fovea_tiff_write (FoveaOutput *output, cairo_surface_t *surface, double dpi,
                           const FoveaMetadata *metadata, guint n_metadata,
                           GError **error);

/* A page of width x height points, which are the user space of whoever draws it. */
typedef struct
{
  double width, height;
  void (*draw) (cairo_t *cr, gpointer data);
  gpointer data;
  GString *overlay; /* SVG elements that drawing appends, put after the drawing; or NULL */
} FoveaPage;
gboolean fovea_pdf_write_page (FoveaOutput *output, const FoveaPage *page,
                               const FoveaMetadata *metadata, guint n_metadata,
                               GError **error);
gboolean fovea_svg_write_page (FoveaOutput *output, const FoveaPage *page,
                               const FoveaMetadata *metadata, guint n_metadata,
                               GError **error);

/* A text as it may stand in XML 1.0. (transfer full) */
char *fovea_xml_text (const char *text);

/* The same of a scene. */
gboolean fovea_pdf_write (FoveaOutput *output, const FoveaScene *scene, double width,
                          double height, const FoveaMetadata *metadata, guint n_metadata,
                          GError **error);
gboolean fovea_svg_write (FoveaOutput *output, const FoveaScene *scene, double width,
                          double height, const FoveaMetadata *metadata, guint n_metadata,
                          GError **error);

/* NumPy format 1.0, little endian float32, C order, data aligned to 64 bytes. */
gboolean fovea_npy_write (FoveaOutput *output, const float *values, guint height,
                          guint width);

/* A row of a RGB24 surface as packed R G B. */
void fovea_surface_row (cairo_surface_t *surface, guint y, guint8 *rgb);

/* The text of a key, or NULL. */
const char *fovea_metadata_find (const FoveaMetadata *metadata, guint n_metadata,
                                 const char *key);
