/* SPDX-License-Identifier: MIT */
#include "figure-parts.h"

#include "error.h"
#include "figure-drawing.h"
#include "npz-writer.h"
#include "writers.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>

#define POINTS_PER_INCH 72
#define MOST_LEVEL 65535
#define N_TEXTS 4

/* (transfer full) */
static char *
name_of (const FoveaFigure *figure, guint cell)
{
  guint columns = figure->recipe->columns->len;

  return g_strdup_printf ("r%uc%u", cell / columns + 1, cell % columns + 1);
}

static gboolean
check_maps (const FoveaFigure *figure, guint *n, GError **error)
{
  *n = 0;
  for (guint i = 0; i < figure->n_cells; i++)
    *n += fovea_figure_cell_has_map (&figure->cells[i]) ? 1 : 0;
  if (*n == 0)
    g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                         "No cell of the figure shows a map");
  return *n > 0;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir (folder, 0777) == 0 || errno == EEXIST)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT,
               "The folder “%s” cannot be made: %s.", folder, g_strerror (errno));
  return FALSE;
}

/* Raw maps. */

static const FoveaMap *
raw_of (const FoveaFigureCell *cell)
{
  const FoveaPanels *panels
      = fovea_explanation_layer (cell->explanation, cell->index)->panels;

  return fovea_panels_get (panels, cell->panel)->raw;
}

static gboolean
write_all_maps (const FoveaFigure *figure, FoveaOutput *output, GError **error)
{
  g_autoptr (FoveaNpz) npz = fovea_npz_new (output);

  for (guint i = 0; i < figure->n_cells; i++)
    if (fovea_figure_cell_has_map (&figure->cells[i]))
      {
        const FoveaMap *raw = raw_of (&figure->cells[i]);
        const gsize dims[] = { fovea_map_height (raw), fovea_map_width (raw) };
        g_autofree char *name = name_of (figure, i);
        fovea_npz_add (npz, name, dims, G_N_ELEMENTS (dims), fovea_map_values (raw));
      }
  return fovea_npz_finish (npz, error);
}

static void
write_first_map (const FoveaFigure *figure, FoveaOutput *output)
{
  guint i = 0;

  while (!fovea_figure_cell_has_map (&figure->cells[i]))
    i++;
  const FoveaMap *raw = raw_of (&figure->cells[i]);
  fovea_npy_write (output, fovea_map_values (raw), fovea_map_height (raw),
                   fovea_map_width (raw));
}

gboolean
fovea_figure_write_maps (const FoveaFigure *figure, const char *path, GError **error)
{
  gboolean all = g_str_has_suffix (path, ".npz"), one = g_str_has_suffix (path, ".npy");
  g_autoptr (FoveaOutput) output = NULL;
  guint n;

  if (!check_maps (figure, &n, error))
    return FALSE;
  if ((!all && !one) || (one && n > 1))
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   one ? "“%s” holds one array, and there are %u maps: let it end in .npz"
                       : "“%s” is neither .npz nor .npy",
                   path, n);
      return FALSE;
    }
  output = fovea_output_open (path, error);
  if (!output || (all && !write_all_maps (figure, output, error)))
    return FALSE;
  if (one)
    write_first_map (figure, output);
  return fovea_output_commit (output, error);
}

/* Layers. */

/* What the cell shows of its map, and nothing else. (transfer full) */
static cairo_surface_t *
draw_layer (const FoveaFigure *figure, const FoveaFigureCell *cell, double points)
{
  double width = points * figure->recipe->dpi / POINTS_PER_INCH;
  double scale = width / cell->seen.width;
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)lrint (width),
                                    MAX ((int)lrint (cell->seen.height * scale), 1));
  cairo_t *cr = cairo_create (surface);

  fovea_scene_draw_map (cell->scene, cr, -cell->seen.x * scale, -cell->seen.y * scale,
                        fovea_photo_width (cell->scene->photo) * scale,
                        fovea_photo_height (cell->scene->photo) * scale);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
write_layer (const FoveaFigure *figure, guint cell, double points, const char *folder,
             const char *software, GError **error)
{
  const FoveaMetadata metadata[] = { { "Software", software } };
  g_autofree char *name = name_of (figure, cell);
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);

  if (!output)
    return FALSE;
  cairo_surface_t *surface = draw_layer (figure, &figure->cells[cell], points);
  gboolean good = cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  if (!good)
    g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                         "A layer of that resolution is too large");
  good = good
         && fovea_png_write_clear (output, surface, figure->recipe->dpi, metadata,
                                   G_N_ELEMENTS (metadata), error)
         && fovea_output_commit (output, error);
  cairo_surface_destroy (surface);
  return good;
}

gboolean
fovea_figure_write_layers (const FoveaFigure *figure, const char *folder,
                           const char *software, GError **error)
{
  double points;
  guint n;

  if (!check_maps (figure, &n, error)
      || !fovea_figure_cell_points (figure, &points, error)
      || !make_folder (folder, error))
    return FALSE;
  for (guint i = 0; i < figure->n_cells; i++)
    if (fovea_figure_cell_has_map (&figure->cells[i])
        && !write_layer (figure, i, points, folder, software, error))
      return FALSE;
  return TRUE;
}

/* Values as grey levels. */

/* The texts of one picture, owned. */
typedef struct
{
  FoveaMetadata metadata[N_TEXTS];
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
} Texts;

static void
fill_levels (const FoveaMap *map, const FoveaMapStats *stats, guint16 *levels)
{
  gsize n = (gsize)fovea_map_width (map) * fovea_map_height (map);
  double span = (double)stats->max - (double)stats->min;

  for (gsize i = 0; i < n; i++)
    {
      double value = (double)fovea_map_values (map)[i];
      double share = span > 0 ? (value - (double)stats->min) / span : 0;
      levels[i] = isnan (share) ? 0 : (guint16)lrint (CLAMP (share, 0, 1) * MOST_LEVEL);
    }
}

static void
make_grey (const FoveaFigure *figure, guint cell, const char *software, Texts *texts,
           FoveaGrey *grey)
{
  const FoveaScene *scene = figure->cells[cell].scene;
  FoveaMapStats stats;

  fovea_map_stats (scene->map, &stats);
  g_ascii_formatd (texts->low, sizeof texts->low, "%.9g", (double)stats.min);
  g_ascii_formatd (texts->high, sizeof texts->high, "%.9g", (double)stats.max);
  texts->metadata[0] = (FoveaMetadata){ "Software", software };
  texts->metadata[1] = (FoveaMetadata){ "Low", texts->low };
  texts->metadata[2] = (FoveaMetadata){ "High", texts->high };
  texts->metadata[3]
      = (FoveaMetadata){ "Unit", scene->bar_label ? scene->bar_label : "" };
  *grey = (FoveaGrey){ .name = name_of (figure, cell),
                       .width = fovea_map_width (scene->map),
                       .height = fovea_map_height (scene->map),
                       .metadata = texts->metadata,
                       .n_metadata = N_TEXTS };
  grey->levels = g_new (guint16, (gsize)grey->width * grey->height);
  fill_levels (scene->map, &stats, grey->levels);
}

static gboolean
write_tiff (const FoveaGrey *greys, guint n, const char *path, GError **error)
{
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);

  return output && fovea_tiff_write_grey (output, greys, n, error)
         && fovea_output_commit (output, error);
}

static gboolean
write_png (const FoveaGrey *grey, const char *folder, GError **error)
{
  g_autofree char *file = g_strconcat (grey->name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);

  return output && fovea_png_write_grey (output, grey, error)
         && fovea_output_commit (output, error);
}

static gboolean
write_greys (const FoveaGrey *greys, guint n, const char *path, GError **error)
{
  if (g_str_has_suffix (path, ".tiff") || g_str_has_suffix (path, ".tif"))
    return write_tiff (greys, n, path, error);
  if (!make_folder (path, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!write_png (&greys[i], path, error))
      return FALSE;
  return TRUE;
}

gboolean
fovea_figure_write_values (const FoveaFigure *figure, const char *path,
                           const char *software, GError **error)
{
  guint n, made = 0;

  if (!check_maps (figure, &n, error))
    return FALSE;
  g_autofree FoveaGrey *greys = g_new0 (FoveaGrey, n);
  g_autofree Texts *texts = g_new0 (Texts, n);
  for (guint i = 0; i < figure->n_cells; i++)
    if (fovea_figure_cell_has_map (&figure->cells[i]))
      {
        make_grey (figure, i, software, &texts[made], &greys[made]);
        made++;
      }
  gboolean good = write_greys (greys, n, path, error);
  for (guint i = 0; i < n; i++)
    {
      g_free (greys[i].name);
      g_free (greys[i].levels);
    }
  return good;
}
