/* SPDX-License-Identifier: MIT */
#pragma once

/* What rebuilds a figure: a grid whose rows are images and whose columns are ways of looking at
 * them, and how it is set on the page. One JSON document with "schema" 1. Images and weights
 * are named by the SHA-256 of their files, so that no path is in it, and no name that nobody
 * asked for. */

#include "image/edit.h"
#include "range.h"

#include <cairo.h>

#define FOVEA_RECIPE_SCHEMA 1
#define FOVEA_RECIPE_ANY "any"
#define FOVEA_RECIPE_MOST 64        /* rows or columns */
#define FOVEA_RECIPE_MOST_BYTES (1 << 20)

typedef struct
{
  char *sha256; /* of the image's file; or: */
  char *demo;   /* one that comes with the program; neither where no column asks for one */
  char *title;  /* at its left; NULL: none */
  cairo_rectangle_t inset; /* what is also shown magnified, in shares of what is seen; as wide
                            * as 0: nothing */
  char *truth;  /* what it really shows: an index, a synset or a name; NULL: not told */
  char *target; /* the class explained where a column names none; NULL: the most probable one */
  FoveaEdit *edit; /* what is done to the photograph first; NULL: nothing */
  double crop[4];  /* what every network sees of it, x, y, width, height in its pixels; no width:
                    * as each model's preset has it */
  double at[2];    /* the place that methods ask about which take one; NAN: the middle */
  GArray *pins;    /* double: x, y of each place that is marked; may be empty */
} FoveaFigureRow;

typedef struct
{
  gboolean is_input; /* the photograph alone; nothing below counts but the title */
  char *curve;       /* a measure, "insertion": its curve is shown, not the map; NULL: the map */
  gboolean rates;    /* how the model weighs its two paths, over depth; no image is asked for */
  char *model;       /* "van_b0" */
  char *weights;     /* SHA-256 of their file, "synthetic:SEED", or FOVEA_RECIPE_ANY: of the first
                      * file that is found of this model; NULL: the demonstration's */
  char *get;         /* where they are got from, in words; NULL: not told */
  char *method;      /* "gradcam" */
  char *layer;       /* NULL: the default one */
  char *target;      /* the class explained; NULL: the row's */
  char *objective;   /* what of it, by name; NULL: the method's own */
  char *against;     /* of a contrast: the other class */
  char *preset;      /* whose numbers, by name; NULL: our own */
  guint smoothing;   /* FoveaSmoothing */
  gboolean keeps_sign;
  gint map;          /* one head or weight map; -1: all of them */
  char *panel;       /* of several, by name; NULL: the first */
  char *title;       /* above it; NULL: the model's, with the method's where they differ */
} FoveaFigureColumn;

/* What shares the ends of its scale. */
typedef enum
{
  FOVEA_FIGURE_SCALE_OWN,
  FOVEA_FIGURE_SCALE_ROW,
  FOVEA_FIGURE_SCALE_FIGURE,
  FOVEA_FIGURE_SCALE_FIXED, /* nothing: its ends are given */
} FoveaFigureScale;

typedef struct
{
  char *venue;      /* figure-venues.h; NULL: */
  double width_mm;  /* of the page */
  char *font;       /* family; NULL: the venue's, or the system's sans */
  double text_size; /* points */
  double gutter;    /* points between cells */
  double dpi;       /* that photographs are reduced to where they have more */

  char *note;      /* more for the caption, in sentences; NULL: none */
  char *selection; /* how the images were chosen, "the 4 of 120 images …"; NULL: not told */
  GPtrArray *rows;    /* FoveaFigureRow */
  GPtrArray *columns; /* FoveaFigureColumn */

  char *colormap, *blend;    /* by name; NULL: the program's own */
  double opacity, threshold; /* NAN: the program's own */
  GArray *contours;          /* of double: levels, as shares of the scale */
  gboolean cells;            /* sharp cells */
  FoveaFigureScale scale;
  double low, high; /* of a fixed one */
  FoveaUnit unit;
  gboolean inset_below; /* insets stand below their cells; else in the cells' corners */
  gboolean lossless;    /* photographs in PDF and SVG as they are; else as JPEG */
  gboolean whole;       /* the whole photograph, not only what the network sees */
  gboolean predictions; /* class and probability below each cell */
  gboolean bar;         /* a colour bar where one is true of all that it stands for */
} FoveaRecipe;

/* An empty one: a CVPR column, 8 points, gutters of 2, 600 dpi, predictions and bar.
 * (transfer full) */
FoveaRecipe *fovea_recipe_new (void);
void fovea_recipe_free (FoveaRecipe *recipe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaRecipe, fovea_recipe_free)

FoveaFigureRow *fovea_recipe_add_row (FoveaRecipe *recipe);
FoveaFigureColumn *fovea_recipe_add_column (FoveaRecipe *recipe);

/* One that puts the same question, without a title. */
FoveaFigureColumn *fovea_recipe_add_column_like (FoveaRecipe *recipe,
                                                 const FoveaFigureColumn *other);
FoveaFigureRow *fovea_recipe_row (const FoveaRecipe *recipe, guint i);
FoveaFigureColumn *fovea_recipe_column (const FoveaRecipe *recipe, guint i);

gboolean fovea_figure_row_has_image (const FoveaFigureRow *row);

/* The page's width in points of 1/72 inch, and the family of its text (NULL: the system's
 * sans). */
double fovea_recipe_width (const FoveaRecipe *recipe);
const char *fovea_recipe_font (const FoveaRecipe *recipe);

/* As JSON: the same recipe is the same text. (transfer full) */
char *fovea_recipe_write (const FoveaRecipe *recipe);

/* All that a cell's map depends on, as text: what has the same question has the same map.
 * (transfer full) */
char *fovea_recipe_question (const FoveaRecipe *recipe, const FoveaFigureRow *row,
                             const FoveaFigureColumn *column);

/* Whether they show the same, whatever stands beside or above them. */
gboolean fovea_figure_row_equal (const FoveaFigureRow *one, const FoveaFigureRow *other);
gboolean fovea_figure_column_equal (const FoveaFigureColumn *one,
                                    const FoveaFigureColumn *other);

/* Whether both put the same question to the same network. */
gboolean fovea_figure_column_asks_like (const FoveaFigureColumn *one,
                                        const FoveaFigureColumn *other);

/* FOVEA_ERROR_USAGE with a sentence that begins with `name` and says which member is wrong,
 * "columns[2].model", and how. What is not known is refused. (transfer full) */
FoveaRecipe *fovea_recipe_read (const char *text, gsize length, const char *name,
                                GError **error);
