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

static json_t *
write_row (const FoveaFigureRow *row)
{
  json_t *o = json_object ();

  set_text (o, "sha256", row->sha256);
  set_text (o, "demo", row->demo);
  set_text (o, "title", row->title);
  set_text (o, "truth", row->truth);
  if (row->inset.width > 0)
    json_object_set_new (o, "inset", write_box (&row->inset));
  return o;
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
  set_text (o, "model", column->model);
  set_text (o, "weights", column->weights);
  set_text (o, "get", column->get);
  set_text (o, "method", column->method);
  set_text (o, "layer", column->layer);
  set_text (o, "class", column->target);
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
  set_text (o, "unit", fovea_unit_name (recipe->unit));
  json_object_set_new (o, "cells", json_boolean (recipe->cells));
}

char *
fovea_recipe_write (const FoveaRecipe *recipe)
{
  json_t *o = json_object (), *rows = json_array (), *columns = json_array ();

  set_number (o, "schema", FOVEA_RECIPE_SCHEMA);
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
