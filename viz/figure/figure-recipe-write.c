/* SPDX-License-Identifier: MIT */

/* A recipe as JSON. What is as it would be without being said is said all the same, except what
 * a row or a column does not have. */

#include "figure-recipe-words.h"

#include "look.h"

#include <jansson.h>
#include <math.h>

static void
set_text (json_t *o, const char *key, const char *text)
{
  if (text)
    json_object_set_new (o, key, json_string (text));
}

static void
set_number (json_t *o, const char *key, double number)
{
  if (!isnan (number))
    json_object_set_new (o, key,
                         number == floor (number) ? json_integer ((json_int_t)number)
                                                  : json_real (number));
}

static json_t *
write_box (const cairo_rectangle_t *box)
{
  json_t *o = json_object ();

  set_number (o, "x", box->x);
  set_number (o, "y", box->y);
  set_number (o, "width", box->width);
  set_number (o, "height", box->height);
  return o;
}

/* Of n / `each` lists of numbers, or of one where `each` is 0. */
static void
set_places (json_t *o, const char *key, const double *numbers, guint n, guint each)
{
  json_t *list = json_array (), *inner = list;

  for (guint i = 0; i < n; i++)
    {
      if (each > 0 && i % each == 0)
        {
          inner = json_array ();
          json_array_append_new (list, inner);
        }
      json_array_append_new (inner, json_real (numbers[i]));
    }
  json_object_set_new (o, key, list);
}

static void
write_edit (const FoveaEdit *edit, json_t *o)
{
  json_t *strokes = json_array ();

  for (guint i = 0; i < edit->strokes->len; i++)
    {
      g_autofree char *stroke = fovea_stroke_to_string (edit->strokes->pdata[i]);
      json_array_append_new (strokes, json_string (stroke));
    }
  if (edit->strokes->len > 0)
    json_object_set (o, "erased", strokes);
  if (edit->rotation != 0)
    set_number (o, "rotation", edit->rotation);
  json_decref (strokes);
}

/* What its maps depend on. */
static void
write_shown (const FoveaFigureRow *row, json_t *o)
{
  set_text (o, "sha256", row->sha256);
  set_text (o, "demo", row->demo);
  set_text (o, "class", row->target);
  if (row->edit)
    write_edit (row->edit, o);
  if (row->crop[2] > 0)
    set_places (o, "crop", row->crop, 4, 0);
  if (!isnan (row->at[0]))
    set_places (o, "at", row->at, 2, 0);
}

static json_t *
write_row (const FoveaFigureRow *row)
{
  json_t *o = json_object ();

  write_shown (row, o);
  if (row->pins->len > 0)
    set_places (o, "pins", (const double *)(void *)row->pins->data, row->pins->len, 2);
  set_text (o, "title", row->title);
  set_text (o, "truth", row->truth);
  if (row->inset.width > 0)
    json_object_set_new (o, "inset", write_box (&row->inset));
  return o;
}

/* What its maps depend on. */
static void
write_asked (const FoveaFigureColumn *column, json_t *o)
{
  set_text (o, "model", column->model);
  set_text (o, "weights", column->weights);
  set_text (o, "method", column->method);
  set_text (o, "layer", column->layer);
  set_text (o, "class", column->target);
  set_text (o, "objective", column->objective);
  set_text (o, "against", column->against);
  set_text (o, "preset", column->preset);
  if (column->smoothing)
    set_text (o, "smoothing", fovea_smoothing_name (column->smoothing));
  if (column->keeps_sign)
    json_object_set_new (o, "signed", json_true ());
  if (column->map >= 0)
    set_number (o, "map", column->map);
}

static json_t *
write_column (const FoveaFigureColumn *column)
{
  json_t *o = json_object ();

  if (column->is_input)
    json_object_set_new (o, "input", json_true ());
  set_text (o, "curve", column->curve);
  if (column->rates)
    json_object_set_new (o, "rates", json_true ());
  write_asked (column, o);
  set_text (o, "get", column->get);
  set_text (o, "panel", column->panel);
  set_text (o, "title", column->title);
  return o;
}

static void
write_page (const FoveaRecipe *recipe, json_t *o)
{
  set_text (o, "venue", recipe->venue);
  if (!recipe->venue)
    set_number (o, "width_mm", recipe->width_mm);
  set_text (o, "font", recipe->font);
  set_number (o, "text_size", recipe->text_size);
  set_number (o, "gutter", recipe->gutter);
  set_number (o, "dpi", recipe->dpi);
  set_text (o, "inset_place", inset_places[recipe->inset_below]);
  set_text (o, "photographs", photographs[recipe->lossless]);
  json_object_set_new (o, "whole", json_boolean (recipe->whole));
  json_object_set_new (o, "predictions", json_boolean (recipe->predictions));
  json_object_set_new (o, "bar", json_boolean (recipe->bar));
}

/* An empty list is left out. */
static void
set_numbers (json_t *o, const char *key, const GArray *numbers)
{
  json_t *list = numbers->len > 0 ? json_array () : NULL;

  for (guint i = 0; i < numbers->len; i++)
    json_array_append_new (list, json_real (g_array_index (numbers, double, i)));
  if (list)
    json_object_set_new (o, key, list);
}

static void
write_look (const FoveaRecipe *recipe, json_t *o)
{
  set_text (o, "colormap", recipe->colormap);
  set_text (o, "blend", recipe->blend);
  set_number (o, "opacity", recipe->opacity);
  set_number (o, "threshold", recipe->threshold);
  set_numbers (o, "contours", recipe->contours);
  set_text (o, "scale", scales[recipe->scale]);
  if (recipe->scale == FOVEA_FIGURE_SCALE_FIXED)
    {
      set_number (o, "low", recipe->low);
      set_number (o, "high", recipe->high);
    }
  set_text (o, "unit", fovea_unit_name (recipe->unit));
  json_object_set_new (o, "cells", json_boolean (recipe->cells));
}

char *
fovea_recipe_write (const FoveaRecipe *recipe)
{
  json_t *o = json_object (), *rows = json_array (), *columns = json_array ();

  set_number (o, "schema", FOVEA_RECIPE_SCHEMA);
  set_text (o, "selection", recipe->selection);
  set_text (o, "note", recipe->note);
  write_page (recipe, o);
  write_look (recipe, o);
  for (guint i = 0; i < recipe->rows->len; i++)
    json_array_append_new (rows, write_row (fovea_recipe_row (recipe, i)));
  for (guint i = 0; i < recipe->columns->len; i++)
    json_array_append_new (columns, write_column (fovea_recipe_column (recipe, i)));
  json_object_set_new (o, "rows", rows);
  json_object_set_new (o, "columns", columns);
  char *dumped = json_dumps (o, JSON_INDENT (2) | JSON_SORT_KEYS);
  char *text = g_strconcat (dumped, "\n", NULL);
  free (dumped);
  json_decref (o);
  return text;
}

/* Comparing. */

/* Of two objects, which it frees. */
static gboolean
equal (json_t *one, json_t *other)
{
  gboolean same = json_equal (one, other);

  json_decref (one);
  json_decref (other);
  return same;
}

static json_t *
untitled (json_t *o)
{
  json_object_del (o, "title");
  json_object_del (o, "truth");
  json_object_del (o, "get");
  return o;
}

gboolean
fovea_figure_row_equal (const FoveaFigureRow *one, const FoveaFigureRow *other)
{
  return equal (untitled (write_row (one)), untitled (write_row (other)));
}

gboolean
fovea_figure_column_equal (const FoveaFigureColumn *one, const FoveaFigureColumn *other)
{
  return equal (untitled (write_column (one)), untitled (write_column (other)));
}

/* (transfer full) */
static json_t *
asked_of (const FoveaFigureColumn *column)
{
  json_t *o = json_object ();

  write_asked (column, o);
  return o;
}

gboolean
fovea_figure_column_asks_like (const FoveaFigureColumn *one,
                               const FoveaFigureColumn *other)
{
  return equal (asked_of (one), asked_of (other));
}

char *
fovea_recipe_question (const FoveaRecipe *recipe, const FoveaFigureRow *row,
                       const FoveaFigureColumn *column)
{
  json_t *o = json_object ();

  write_shown (row, o);
  json_object_set_new (o, "asked", asked_of (column));
  set_text (o, "unit", fovea_unit_name (recipe->unit));
  set_text (o, "scale", recipe->scale == FOVEA_FIGURE_SCALE_OWN ? "own" : "shared");
  char *dumped = json_dumps (o, JSON_COMPACT | JSON_SORT_KEYS);
  char *text = g_strdup (dumped);
  free (dumped);
  json_decref (o);
  return text;
}
