/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of fovea_figure_new: what every kind of cell is made with. A kind of cell has a
 * file of its own, figure-cell-KIND.c, which fills a cell or says why it cannot. */

#include "figure-photo.h"
#include "figure.h"

typedef struct
{
  FoveaFigure *figure;
  const FoveaFigureSource *source;
  const FoveaWatch *watch;
  FoveaFigurePhotos *photos;
  guint done; /* cells */
} FoveaFigureMaking;

/* A cell that is to be made, and of what. */
typedef struct
{
  const FoveaFigureRow *row;
  const FoveaFigureColumn *column;
  FoveaImage *image;
  GBytes *stream; /* the image as JPEG, or NULL */
  FoveaFigureCell *cell;
} FoveaFigureTask;

/* Progress of the whole; `data` is the making. */
gboolean fovea_figure_tell (double share, gpointer data);

/* figure-cell-map.c */
gboolean fovea_figure_make_map (FoveaFigureMaking *making, const FoveaFigureTask *task,
                                GError **error);

/* The cell's explanation, and which of its panels. */
gboolean fovea_figure_make_explanation (FoveaFigureMaking *making,
                                        const FoveaFigureTask *task, GError **error);

/* figure-cell-curve.c */
gboolean fovea_figure_make_curve (FoveaFigureMaking *making, const FoveaFigureTask *task,
                                  GError **error);
void fovea_figure_share_axes (FoveaFigure *figure);

/* figure-cell-rates.c */
gboolean fovea_figure_make_rates (FoveaFigureMaking *making, const FoveaFigureTask *task,
                                  GError **error);

/* The photograph as the first network that is asked sees it, so that all cells are alike. */
void fovea_figure_make_input (FoveaFigureMaking *making, const FoveaFigureTask *task);

/* figure-view.c: the cell's scene and inset, of which `crop` (pixels of the photograph; NULL:
 * all of it) is seen; with the map of the cell's explanation if it has one. */
void fovea_figure_make_view (FoveaFigureMaking *making, const FoveaFigureTask *task,
                             const double *crop);

/* figure-scales.c: gives maps that share a scale its ends. */
void fovea_figure_set_scales (FoveaFigure *figure);
