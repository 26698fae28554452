/* SPDX-License-Identifier: MIT */
#pragma once

/* A figure: a recipe with what came of it. Each cell is an explanation of one image, drawn by
 * fovea_scene_draw like everything else; one that cannot be made says why in its place. */

#include "chart.h"
#include "figure-recipe.h"
#include "scene.h"

typedef struct
{
  FoveaScene *scene;            /* NULL: it is a chart, or failed */
  cairo_rectangle_t seen;       /* the part of the scene's photograph that fills the cell */
  FoveaScene *inset;            /* a place of it, magnified; NULL: none */
  cairo_rectangle_t inset_seen; /* the part of the inset's photograph that fills it */
  cairo_rectangle_t place;      /* what of the cell it magnifies, in shares of what is seen */
  FoveaExplanation *explanation; /* NULL: the photograph alone, or it failed */
  guint index, panel;           /* of what is shown */
  FoveaExplanation *layers;     /* of every layer: fovea_figure_find_layers; or NULL */
  FoveaChart chart;             /* without its size and font */
  gpointer chart_owner;         /* NULL: there is no chart */
  GDestroyNotify free_chart;
  char *model_title;            /* of a chart of rates; else NULL */
  char *note;                   /* for the caption; NULL: none */
  char *words;                  /* below it; NULL: none */
  char *failure;                /* why it could not be made; NULL: it could */
} FoveaFigureCell;

typedef struct
{
  const FoveaRecipe *recipe; /* outlives it */
  FoveaFigureCell *cells;    /* row by row */
  guint n_cells, n_failed;
  gboolean *row_scales; /* of each row: its maps have the same ends, colours and unit, by "row" */
  gboolean one_scale; /* all maps have the same ends, colours and unit: a bar speaks for all */
} FoveaFigure;

/* Where images and models come from. Both return NULL with an error that names what is missing;
 * (transfer full). */
typedef struct
{
  FoveaImage *(*image) (const FoveaFigureRow *row, gpointer data, GError **error);
  FoveaModel *(*model) (const FoveaFigureColumn *column, gpointer data, GError **error);

  /* What was explained before by its fovea_recipe_question, NULL for nothing (transfer full),
   * and a place to keep it; both NULL: nothing is kept. */
  FoveaExplanation *(*recall) (const char *question, gpointer data);
  void (*keep) (const char *question, FoveaExplanation *explanation, gpointer data);
  gpointer data;

  /* The image's file as it is, (transfer full); NULL where there is none. May be NULL. */
  GBytes *(*file) (const FoveaFigureRow *row, gpointer data);
} FoveaFigureSource;

/* Computes all cells. FOVEA_ERROR_CANCELLED, or the first failure where not one cell could be
 * made. `watch` may be NULL. (transfer full) */
FoveaFigure *fovea_figure_new (const FoveaRecipe *recipe, const FoveaFigureSource *source,
                               const FoveaWatch *watch, GError **error);
void fovea_figure_free (FoveaFigure *figure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaFigure, fovea_figure_free)

/* Whether a file of this name is a page in which one can look about, at other layers too. */
gboolean fovea_figure_is_living (const char *path);

/* Asks the same of every layer, where one pass through the network answers for all, so that a
 * living figure has them. FALSE only with FOVEA_ERROR_CANCELLED: a cell that cannot have
 * others keeps its one. `watch` may be NULL. */
gboolean fovea_figure_find_layers (FoveaFigure *figure, const FoveaWatch *watch,
                                   GError **error);

FoveaFigureCell *fovea_figure_cell (const FoveaFigure *figure, guint row, guint column);

/* Whether it shows a map on its photograph. */
gboolean fovea_figure_cell_has_map (const FoveaFigureCell *cell);

/* What stands above a column: its title, or what it shows. (transfer full) */
char *fovea_figure_heading (const FoveaFigure *figure, guint column);

/* The page's size in points. FALSE and FOVEA_ERROR_USAGE where it is too narrow for so many
 * columns. */
gboolean fovea_figure_size (const FoveaFigure *figure, double *width, double *height,
                            GError **error);

/* Draws the page, a point of user space being a point of the page. */
void fovea_figure_draw (const FoveaFigure *figure, cairo_t *cr);

/* What a caption has to say, in sentences; and the same in a figure environment of LaTeX for
 * the file called `name`. (transfer full) */
char *fovea_figure_caption (const FoveaFigure *figure);
char *fovea_figure_latex (const FoveaFigure *figure, const char *name);

/* Writes it: .pdf, .svg, .png, .tiff or .html by the name's end, with the recipe in it. With
 * SOURCE_DATE_EPOCH the same figure is the same file. FOVEA_ERROR_USAGE for another ending,
 * FOVEA_ERROR_OUTPUT. `software`: "Fovea 0.5.0". */
gboolean fovea_figure_write (const FoveaFigure *figure, const char *path,
                             const char *software, GError **error);

/* The recipe in a file that fovea_figure_write made, or in a recipe's own. FOVEA_ERROR_USAGE
 * where there is none. (transfer full) */
FoveaRecipe *fovea_figure_read_recipe (const char *path, GError **error);
