/* SPDX-License-Identifier: MIT */
#include "sheet.h"

#include "scene.h"
#include "text.h"
#include "writers.h"

#include <math.h>

#define ACROSS 5
#define SIDE 208    /* of the square a picture fits into, in pixels */
#define GAP 16      /* between squares, and around all */
#define TEXT 12     /* an em */
#define LINES 36    /* the height of the two lines below a picture */
#define HEADING 32
#define DPI 150

static void
draw_line (cairo_t *cr, const char *text, double x, double y, double width, double level,
           PangoEllipsizeMode left_out)
{
  FoveaTextStyle style = { .size = TEXT };
  PangoLayout *layout = fovea_text_layout (cr, text, &style);

  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, left_out);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  cairo_set_source_rgb (cr, level, level, level);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

static void
draw_frame (cairo_t *cr, double x, double y)
{
  cairo_set_source_rgb (cr, 0.75, 0.75, 0.75);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x + 0.5, y + 0.5, SIDE - 1, SIDE - 1);
  cairo_stroke (cr);
}

/* Centred at the foot of its square, so that names stand right below. */
static void
draw_picture (cairo_t *cr, const char *path, double x, double y)
{
  g_autoptr (FoveaImage) image = path ? fovea_image_open (path, NULL, NULL) : NULL;

  if (!image)
    {
      draw_frame (cr, x, y);
      return;
    }
  g_autoptr (FoveaPhoto) photo = fovea_photo_new (image);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);
  double scale = (double) SIDE / MAX (fovea_photo_width (photo), fovea_photo_height (photo));
  double height = MAX (1, round (fovea_photo_height (photo) * scale));
  scene->show_crop = FALSE;
  fovea_scene_draw (scene, cr, x, y + SIDE - height, SIDE, height);
}

static void
draw_tile (cairo_t *cr, const FoveaTile *tile, double x, double y)
{
  draw_picture (cr, tile->picture, x, y);
  draw_line (cr, tile->title, x, y + SIDE + 3, SIDE, 0, PANGO_ELLIPSIZE_MIDDLE);
  if (tile->detail)
    draw_line (cr, tile->detail, x, y + SIDE + 3 + TEXT * 1.35, SIDE, 0.35,
               PANGO_ELLIPSIZE_END);
}

/* (transfer full) */
static cairo_surface_t *
draw_page (const FoveaTile *tiles, guint n, const char *heading)
{
  guint rows = (n + ACROSS - 1) / ACROSS, top = heading ? HEADING : 0;
  int width = GAP + ACROSS * (SIDE + GAP);
  int height = (int) (GAP + top + rows * (SIDE + LINES + GAP));
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  if (heading)
    draw_line (cr, heading, GAP, GAP, width - 2 * GAP, 0, PANGO_ELLIPSIZE_END);
  for (guint i = 0; i < n; i++)
    draw_tile (cr, &tiles[i], GAP + i % ACROSS * (SIDE + GAP),
               GAP + top + i / ACROSS * (SIDE + LINES + GAP));
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

gboolean
fovea_sheet_write (const FoveaTile *tiles, guint n, const char *heading, const char *path,
                   GError **error)
{
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);

  g_assert (n > 0 && n <= FOVEA_SHEET_TILES);
  if (!output)
    return FALSE;
  cairo_surface_t *surface = draw_page (tiles, n, heading);
  gboolean written = fovea_png_write (output, surface, DPI, NULL, 0, error);
  cairo_surface_destroy (surface);
  return written && fovea_output_commit (output, error);
}
