/* SPDX-License-Identifier: MIT */

/* A recipe as JSON. What is read is not believed: every member is checked for its kind and
 * range, and what is not known is refused, since it would be missing from the figure. */

#include "figure-recipe.h"

#include "colormap.h"
#include "error.h"
#include "figure-venues.h"
#include "look.h"

#include <jansson.h>
#include <math.h>

#define MOST_PIXELS 1000000

static const char *const scales[] = { "own", "row", "figure", "fixed" };

/* Writing. */

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

/* Of n / `each` lists of numbers, or of one where `each` is 0. */
static void
set_numbers (json_t *o, const char *key, const double *numbers, guint n, guint each)
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
    set_numbers (o, "crop", row->crop, 4, 0);
  if (!isnan (row->at[0]))
    set_numbers (o, "at", row->at, 2, 0);
}

static json_t *
write_row (const FoveaFigureRow *row)
{
  json_t *o = json_object ();

  write_shown (row, o);
  if (row->pins->len > 0)
    set_numbers (o, "pins", (const double *)(void *)row->pins->data, row->pins->len, 2);
  set_text (o, "title", row->title);
  set_text (o, "truth", row->truth);
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
  json_object_set_new (o, "whole", json_boolean (recipe->whole));
  json_object_set_new (o, "predictions", json_boolean (recipe->predictions));
  json_object_set_new (o, "bar", json_boolean (recipe->bar));
}

static void
write_look (const FoveaRecipe *recipe, json_t *o)
{
  set_text (o, "colormap", recipe->colormap);
  set_text (o, "blend", recipe->blend);
  set_number (o, "opacity", recipe->opacity);
  set_number (o, "threshold", recipe->threshold);
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

char *
fovea_recipe_question (const FoveaRecipe *recipe, guint row, guint column)
{
  json_t *o = json_object ();

  write_shown (fovea_recipe_row (recipe, row), o);
  json_t *asked = json_object ();
  write_asked (fovea_recipe_column (recipe, column), asked);
  json_object_set_new (o, "asked", asked);
  set_text (o, "unit", fovea_unit_name (recipe->unit));
  set_text (o, "scale", recipe->scale == FOVEA_FIGURE_SCALE_OWN ? "own" : "shared");
  char *dumped = json_dumps (o, JSON_COMPACT | JSON_SORT_KEYS);
  char *text = g_strdup (dumped);
  free (dumped);
  json_decref (o);
  return text;
}

/* Reading. The first thing that is wrong is told, after that nothing is looked at. */

typedef struct
{
  const char *name; /* of the file */
  char *where;      /* "columns[2]." or "" */
  GError **error;
  gboolean failed;
} Reader;

static void G_GNUC_PRINTF (3, 4)
fail (Reader *reader, const char *key, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  if (reader->failed)
    return;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  reader->failed = TRUE;
  g_set_error (reader->error, FOVEA_ERROR, FOVEA_ERROR_USAGE, "%s: “%s%s” %s",
               reader->name, reader->where, key, what);
}

static void
get_text (Reader *reader, json_t *o, const char *key, char **text)
{
  json_t *value = json_object_get (o, key);

  if (value && !json_is_string (value))
    fail (reader, key, "must be a text");
  else if (value)
    {
      g_free (*text);
      *text = g_strdup (json_string_value (value));
    }
}

static void
get_number (Reader *reader, json_t *o, const char *key, double least, double most,
            double *number)
{
  json_t *value = json_object_get (o, key);

  if (!value)
    return;
  if (!json_is_number (value) || json_number_value (value) < least
      || json_number_value (value) > most)
    fail (reader, key, "must be a number between %g and %g", least, most);
  else
    *number = json_number_value (value);
}

static void
get_flag (Reader *reader, json_t *o, const char *key, gboolean *flag)
{
  json_t *value = json_object_get (o, key);

  if (value && !json_is_boolean (value))
    fail (reader, key, "must be true or false");
  else if (value)
    *flag = json_is_true (value);
}

/* Nothing but these, a NULL-terminated list. */
static void
check_keys (Reader *reader, json_t *o, const char *const *known)
{
  const char *key;
  json_t *value;

  json_object_foreach (o, key, value)
    if (!g_strv_contains (known, key))
      fail (reader, key, "is not known in a recipe of schema %d", FOVEA_RECIPE_SCHEMA);
}

static gboolean
is_digest (const char *text)
{
  for (guint i = 0; i < 64; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
  return text[64] == '\0';
}

/* As many as there must be. */
static void
get_numbers (Reader *reader, json_t *list, const char *key, double *numbers, guint n)
{
  gboolean good = json_array_size (list) == n;

  for (guint i = 0; good && i < n; i++)
    {
      json_t *value = json_array_get (list, i);
      numbers[i] = json_number_value (value);
      good = json_is_number (value) && fabs (numbers[i]) <= MOST_PIXELS;
    }
  if (!good)
    fail (reader, key, "must be %u numbers between -%d and %d", n, MOST_PIXELS,
          MOST_PIXELS);
}

static void
get_pins (Reader *reader, json_t *o, FoveaFigureRow *row)
{
  json_t *list = json_object_get (o, "pins"), *pin;
  gsize i;

  if (list && (!json_is_array (list) || json_array_size (list) > FOVEA_RECIPE_MOST))
    fail (reader, "pins", "must be a list of at most %d places", FOVEA_RECIPE_MOST);
  else
    json_array_foreach (list, i, pin)
    {
      double place[2] = { 0 };
      get_numbers (reader, pin, "pins", place, 2);
      g_array_append_vals (row->pins, place, 2);
    }
}

static void
get_strokes (Reader *reader, json_t *list, FoveaEdit *edit)
{
  json_t *stroke;
  gsize i;

  if (list && !json_is_array (list))
    fail (reader, "erased", "must be a list of strokes");
  json_array_foreach (list, i, stroke)
  {
    g_autoptr (GError) problem = NULL;
    if (!json_is_string (stroke)
        || !fovea_edit_add_stroke (edit, json_string_value (stroke), &problem))
      fail (reader, "erased", "must hold strokes, “RADIUS,X,Y,X,Y…”%s%s",
            problem ? ": " : "", problem ? problem->message : "");
  }
}

static void
read_shown (Reader *reader, json_t *o, FoveaFigureRow *row)
{
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();
  json_t *crop = json_object_get (o, "crop"), *at = json_object_get (o, "at");

  get_text (reader, o, "class", &row->target);
  get_number (reader, o, "rotation", -360, 360, &edit->rotation);
  get_strokes (reader, json_object_get (o, "erased"), edit);
  if (!fovea_edit_is_empty (edit))
    row->edit = g_steal_pointer (&edit);
  if (crop)
    get_numbers (reader, crop, "crop", row->crop, 4);
  if (crop && !reader->failed && !(row->crop[2] > 0 && row->crop[3] > 0))
    fail (reader, "crop", "must have a width and a height");
  if (at)
    get_numbers (reader, at, "at", row->at, 2);
  get_pins (reader, o, row);
}

static void
read_row (Reader *reader, json_t *o, FoveaRecipe *recipe)
{
  static const char *const known[] = { "sha256",   "demo",   "title", "truth", "class", "crop",
                                       "rotation", "erased", "at",    "pins",  NULL };
  FoveaFigureRow *row = fovea_recipe_add_row (recipe);

  check_keys (reader, o, known);
  get_text (reader, o, "sha256", &row->sha256);
  get_text (reader, o, "demo", &row->demo);
  get_text (reader, o, "title", &row->title);
  get_text (reader, o, "truth", &row->truth);
  read_shown (reader, o, row);
  if (!row->sha256 == !row->demo)
    fail (reader, "sha256", "or “demo” must name the image, one of them alone");
  if (row->sha256 && !is_digest (row->sha256))
    fail (reader, "sha256", "must be 64 hexadecimal digits");
}

/* What is there is not believed to be known. */
static void
read_asked (Reader *reader, json_t *o, FoveaFigureColumn *column)
{
  g_autofree char *smoothing = NULL;
  FoveaObjectiveKind kind;
  double map = -1;

  get_text (reader, o, "objective", &column->objective);
  get_text (reader, o, "against", &column->against);
  get_text (reader, o, "preset", &column->preset);
  get_text (reader, o, "smoothing", &smoothing);
  get_flag (reader, o, "signed", &column->keeps_sign);
  get_number (reader, o, "map", 0, 4096, &map);
  column->map = (gint)map;
  if (column->objective && !fovea_objective_find (column->objective, &kind, NULL))
    fail (reader, "objective", "must be one that `fovea-cli explain --help` lists");
  if (column->preset && !fovea_preset_find (column->preset, NULL))
    fail (reader, "preset", "must be one that `fovea-cli explain --help` lists");
  if (smoothing && !fovea_smoothing_find (smoothing, &column->smoothing, NULL))
    fail (reader, "smoothing", "must be none, views, eigen or both");
}

static void
read_column (Reader *reader, json_t *o, FoveaRecipe *recipe)
{
  static const char *const known[]
      = { "input",  "model",     "weights", "get",    "method",    "layer",  "class", "panel",
          "title",  "objective", "against", "preset", "smoothing", "signed", "map",   NULL };
  FoveaFigureColumn *column = fovea_recipe_add_column (recipe);

  check_keys (reader, o, known);
  get_flag (reader, o, "input", &column->is_input);
  get_text (reader, o, "model", &column->model);
  get_text (reader, o, "weights", &column->weights);
  get_text (reader, o, "get", &column->get);
  get_text (reader, o, "method", &column->method);
  get_text (reader, o, "layer", &column->layer);
  get_text (reader, o, "class", &column->target);
  get_text (reader, o, "panel", &column->panel);
  get_text (reader, o, "title", &column->title);
  read_asked (reader, o, column);
  if (!column->is_input && !column->model)
    fail (reader, "model", "is missing");
  if (!column->is_input && (!column->method || !fovea_method_find (column->method, NULL)))
    fail (reader, "method", "must be one that `fovea-cli methods` lists");
  if (column->weights && !is_digest (column->weights)
      && !g_str_equal (column->weights, FOVEA_RECIPE_ANY)
      && !g_str_has_prefix (column->weights, FOVEA_WEIGHTS_SYNTHETIC))
    fail (reader, "weights", "must be the SHA-256 of their file, any, or synthetic:SEED");
}

static void
read_list (Reader *reader, json_t *o, const char *key,
           void (*read) (Reader *reader, json_t *o, FoveaRecipe *recipe),
           FoveaRecipe *recipe)
{
  json_t *list = json_object_get (o, key);
  gsize n = json_array_size (list);

  if (!json_is_array (list) || n == 0 || n > FOVEA_RECIPE_MOST)
    {
      fail (reader, key, "must be a list of 1 to %d", FOVEA_RECIPE_MOST);
      return;
    }
  for (gsize i = 0; i < n && !reader->failed; i++)
    {
      json_t *one = json_array_get (list, i);
      reader->where = g_strdup_printf ("%s[%" G_GSIZE_FORMAT "].", key, i);
      if (json_is_object (one))
        read (reader, one, recipe);
      else
        fail (reader, "", "must be an object");
      g_free (reader->where);
      reader->where = (char *)"";
    }
}

static void
read_page (Reader *reader, json_t *o, FoveaRecipe *recipe)
{
  if (json_object_get (o, "width_mm"))
    g_clear_pointer (&recipe->venue, g_free);
  get_text (reader, o, "venue", &recipe->venue);
  get_number (reader, o, "width_mm", 10, 1000, &recipe->width_mm);
  get_text (reader, o, "font", &recipe->font);
  get_number (reader, o, "text_size", 3, 72, &recipe->text_size);
  get_number (reader, o, "gutter", 0, 72, &recipe->gutter);
  get_number (reader, o, "dpi", 30, 2400, &recipe->dpi);
  get_flag (reader, o, "whole", &recipe->whole);
  get_flag (reader, o, "predictions", &recipe->predictions);
  get_flag (reader, o, "bar", &recipe->bar);
  if (recipe->venue && json_object_get (o, "width_mm"))
    fail (reader, "venue", "and “width_mm” both say how wide it is");
  if (recipe->venue && !fovea_venue_find (recipe->venue, NULL))
    fail (reader, "venue", "must be one that `fovea-cli figure --help` lists");
}

static void
read_look (Reader *reader, json_t *o, FoveaRecipe *recipe)
{
  g_autofree char *scale = NULL, *unit = NULL;
  FoveaBlend blend;

  get_text (reader, o, "colormap", &recipe->colormap);
  get_text (reader, o, "blend", &recipe->blend);
  get_number (reader, o, "opacity", 0, 1, &recipe->opacity);
  get_number (reader, o, "threshold", 0, 1, &recipe->threshold);
  get_flag (reader, o, "cells", &recipe->cells);
  get_text (reader, o, "scale", &scale);
  get_number (reader, o, "low", -1e30, 1e30, &recipe->low);
  get_number (reader, o, "high", -1e30, 1e30, &recipe->high);
  get_text (reader, o, "unit", &unit);
  for (guint i = 0; scale && i < G_N_ELEMENTS (scales); i++)
    if (g_str_equal (scale, scales[i]))
      {
        recipe->scale = i;
        g_clear_pointer (&scale, g_free);
      }
  if (scale)
    fail (reader, "scale", "must be own, row, figure or fixed");
  if (!(recipe->low < recipe->high))
    fail (reader, "high", "must be above “low”");
  if (unit && !fovea_unit_find (unit, &recipe->unit, NULL))
    fail (reader, "unit", "must be range, raw or evidence");
  if (recipe->colormap && !fovea_colormap_find (recipe->colormap, NULL))
    fail (reader, "colormap", "must be one that the program has");
  if (recipe->blend && !fovea_blend_find (recipe->blend, &blend, NULL))
    fail (reader, "blend", "must be value, plain or grad-cam");
}

static void
read_all (Reader *reader, json_t *o, FoveaRecipe *recipe)
{
  static const char *const known[]
      = { "schema",   "venue",   "width_mm", "font",        "text_size", "gutter",
          "dpi",      "whole",   "bar",      "predictions", "colormap",  "blend",
          "opacity",  "cells",   "scale",    "threshold",   "unit",      "low",
          "high",     "rows",    "columns",  "selection",   NULL };
  json_t *schema = json_object_get (o, "schema");

  if (!json_is_integer (schema) || json_integer_value (schema) != FOVEA_RECIPE_SCHEMA)
    fail (reader, "schema", "must be %d: this is no recipe that is read here",
          FOVEA_RECIPE_SCHEMA);
  check_keys (reader, o, known);
  get_text (reader, o, "selection", &recipe->selection);
  read_page (reader, o, recipe);
  read_look (reader, o, recipe);
  read_list (reader, o, "rows", read_row, recipe);
  read_list (reader, o, "columns", read_column, recipe);
}

FoveaRecipe *
fovea_recipe_read (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (FoveaRecipe) recipe = fovea_recipe_new ();
  Reader reader = { .name = name, .where = (char *)"", .error = error };
  json_error_t problem;
  json_t *o = length <= FOVEA_RECIPE_MOST_BYTES
                  ? json_loadb (text, length, JSON_REJECT_DUPLICATES, &problem)
                  : NULL;

  if (json_is_object (o))
    read_all (&reader, o, recipe);
  else
    {
      reader.failed = TRUE;
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, "%s is no recipe: %s", name,
                   o || length > FOVEA_RECIPE_MOST_BYTES ? "it is no JSON object"
                                                         : problem.text);
    }
  json_decref (o);
  return reader.failed ? NULL : g_steal_pointer (&recipe);
}
