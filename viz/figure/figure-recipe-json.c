/* SPDX-License-Identifier: MIT */

/* A recipe from JSON. What is read is not believed: every member is checked for its kind and
 * range, and what is not known is refused, since it would be missing from the figure. */

#include "figure-recipe-words.h"

#include "colormap.h"
#include "error.h"
#include "figure-venues.h"
#include "look.h"
#include "measure.h"
#include "scene.h"

#include <jansson.h>
#include <math.h>

#define MOST_PIXELS 1000000

/* The first thing that is wrong is told, after that nothing is looked at. */

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

  json_object_foreach (o, key, value) if (!g_strv_contains (known, key))
      fail (reader, key, "is not known in a recipe of schema %d", FOVEA_RECIPE_SCHEMA);
}

/* At most `most` numbers between `least` and `greatest`. */
static void
get_numbers (Reader *reader, json_t *o, const char *key, double least, double greatest,
             guint most, GArray *numbers)
{
  json_t *list = json_object_get (o, key), *one;
  gboolean good = !list || (json_is_array (list) && json_array_size (list) <= most);
  gsize i;

  json_array_foreach (list, i, one)
  {
    double number = json_number_value (one);
    good = good && json_is_number (one) && number >= least && number <= greatest;
    g_array_append_val (numbers, number);
  }
  if (!good)
    fail (reader, key, "must be a list of at most %u numbers between %g and %g", most,
          least, greatest);
}

/* One of these words, as its index. */
static void
get_word (Reader *reader, json_t *o, const char *key, const char *const *words, guint n,
          guint *index)
{
  g_autofree char *word = NULL, *all = NULL;

  get_text (reader, o, key, &word);
  for (guint i = 0; word && i < n; i++)
    {
      g_autofree char *before = g_steal_pointer (&all);
      if (g_str_equal (word, words[i]))
        {
          *index = i;
          return;
        }
      all = g_strconcat (before ? before : "", before ? i + 1 < n ? ", " : " or " : "",
                         words[i], NULL);
    }
  if (word)
    fail (reader, key, "must be %s", all);
}

static gboolean
is_digest (const char *text)
{
  for (guint i = 0; i < 64; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
  return text[64] == '\0';
}

/* A place in shares of the cell: half of it at the most, so that it can be magnified. */
static void
get_inset (Reader *reader, json_t *o, cairo_rectangle_t *box)
{
  static const char *const known[] = { "x", "y", "width", "height", NULL };
  json_t *inset = json_object_get (o, "inset");

  if (inset && !json_is_object (inset))
    fail (reader, "inset", "must be an object");
  if (!json_is_object (inset))
    return;
  box->width = box->height = 0;
  check_keys (reader, inset, known);
  get_number (reader, inset, "x", 0, 1, &box->x);
  get_number (reader, inset, "y", 0, 1, &box->y);
  get_number (reader, inset, "width", 0.01, 0.5, &box->width);
  get_number (reader, inset, "height", 0.01, 0.5, &box->height);
  if (box->width == 0 || box->height == 0 || box->x + box->width > 1 + 1e-9
      || box->y + box->height > 1 + 1e-9)
    fail (reader, "inset", "must have a width and a height and lie within 0 and 1");
}

/* As many as there must be. */
static void
get_place (Reader *reader, json_t *list, const char *key, double *numbers, guint n)
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
      get_place (reader, pin, "pins", place, 2);
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
    get_place (reader, crop, "crop", row->crop, 4);
  if (crop && !reader->failed && !(row->crop[2] > 0 && row->crop[3] > 0))
    fail (reader, "crop", "must have a width and a height");
  if (at)
    get_place (reader, at, "at", row->at, 2);
  get_pins (reader, o, row);
}

static void
read_row (Reader *reader, json_t *o, FoveaRecipe *recipe)
{
  static const char *const known[]
      = { "sha256",   "demo",   "title", "truth", "class", "crop",
          "rotation", "erased", "at",    "pins",  "inset", NULL };
  FoveaFigureRow *row = fovea_recipe_add_row (recipe);

  check_keys (reader, o, known);
  get_text (reader, o, "sha256", &row->sha256);
  get_text (reader, o, "demo", &row->demo);
  get_text (reader, o, "title", &row->title);
  get_text (reader, o, "truth", &row->truth);
  read_shown (reader, o, row);
  get_inset (reader, o, &row->inset);
  if (row->sha256 && row->demo)
    fail (reader, "sha256", "and “demo” both name the image");
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

/* What belongs together, and what is known by name. */
static void
check_column (Reader *reader, const FoveaFigureColumn *column)
{
  if (!column->is_input && !column->model)
    fail (reader, "model", "is missing");
  if (column->curve && !fovea_measure_find (column->curve, NULL))
    fail (reader, "curve", "must be a measure with a curve: insertion, deletion or road");
  if (column->is_input + column->rates + (column->curve != NULL) > 1)
    fail (reader, "", "can be only one of “input”, “curve” and “rates”");
  if (!column->is_input && !column->rates
      && (!column->method || !fovea_method_find (column->method, NULL)))
    fail (reader, "method", "must be one that `fovea-cli methods` lists");
  if (column->weights && !is_digest (column->weights)
      && !g_str_equal (column->weights, FOVEA_RECIPE_ANY)
      && !g_str_has_prefix (column->weights, FOVEA_WEIGHTS_SYNTHETIC))
    fail (reader, "weights", "must be the SHA-256 of their file, any, or synthetic:SEED");
}

static void
read_column (Reader *reader, json_t *o, FoveaRecipe *recipe)
{
  static const char *const known[]
      = { "input",   "model",  "weights",   "get",    "method", "layer",
          "class",   "panel",  "title",     "curve",  "rates",  "objective",
          "against", "preset", "smoothing", "signed", "map",    NULL };
  FoveaFigureColumn *column = fovea_recipe_add_column (recipe);

  check_keys (reader, o, known);
  get_flag (reader, o, "input", &column->is_input);
  get_text (reader, o, "curve", &column->curve);
  get_flag (reader, o, "rates", &column->rates);
  get_text (reader, o, "model", &column->model);
  get_text (reader, o, "weights", &column->weights);
  get_text (reader, o, "get", &column->get);
  get_text (reader, o, "method", &column->method);
  get_text (reader, o, "layer", &column->layer);
  get_text (reader, o, "class", &column->target);
  get_text (reader, o, "panel", &column->panel);
  get_text (reader, o, "title", &column->title);
  read_asked (reader, o, column);
  check_column (reader, column);
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
  guint lossless = recipe->lossless, below = recipe->inset_below;

  if (json_object_get (o, "width_mm"))
    g_clear_pointer (&recipe->venue, g_free);
  get_text (reader, o, "venue", &recipe->venue);
  get_number (reader, o, "width_mm", 10, 1000, &recipe->width_mm);
  get_text (reader, o, "font", &recipe->font);
  get_number (reader, o, "text_size", 3, 72, &recipe->text_size);
  get_number (reader, o, "gutter", 0, 72, &recipe->gutter);
  get_number (reader, o, "dpi", 30, 2400, &recipe->dpi);
  get_word (reader, o, "photographs", photographs, G_N_ELEMENTS (photographs), &lossless);
  recipe->lossless = lossless == 1;
  get_word (reader, o, "inset_place", inset_places, G_N_ELEMENTS (inset_places), &below);
  recipe->inset_below = below == 1;
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
  g_autofree char *unit = NULL;
  guint scale = recipe->scale;
  FoveaBlend blend;

  get_text (reader, o, "colormap", &recipe->colormap);
  get_text (reader, o, "blend", &recipe->blend);
  get_number (reader, o, "opacity", 0, 1, &recipe->opacity);
  get_number (reader, o, "threshold", 0, 1, &recipe->threshold);
  get_numbers (reader, o, "contours", 0, 1, FOVEA_SCENE_CONTOURS, recipe->contours);
  get_flag (reader, o, "cells", &recipe->cells);
  get_word (reader, o, "scale", scales, G_N_ELEMENTS (scales), &scale);
  recipe->scale = scale;
  get_number (reader, o, "low", -1e30, 1e30, &recipe->low);
  get_number (reader, o, "high", -1e30, 1e30, &recipe->high);
  if (!(recipe->low < recipe->high))
    fail (reader, "high", "must be above “low”");
  get_text (reader, o, "unit", &unit);
  if (unit && !fovea_unit_find (unit, &recipe->unit, NULL))
    fail (reader, "unit", "must be range, raw or evidence");
  if (recipe->colormap && !fovea_colormap_find (recipe->colormap, NULL))
    fail (reader, "colormap", "must be one that the program has");
  if (recipe->blend && !fovea_blend_find (recipe->blend, &blend, NULL))
    fail (reader, "blend", "must be value, plain or grad-cam");
}

/* Only a column of rates does without. */
static void
check_images (Reader *reader, const FoveaRecipe *recipe)
{
  gboolean wanted = FALSE;

  for (guint i = 0; i < recipe->columns->len; i++)
    wanted = wanted || !fovea_recipe_column (recipe, i)->rates;
  for (guint i = 0; i < recipe->rows->len && wanted; i++)
    if (!fovea_figure_row_has_image (fovea_recipe_row (recipe, i)))
      fail (reader, "rows",
            "must name their images: “sha256” or “demo” of row %u is missing", i + 1);
}

static void
read_all (Reader *reader, json_t *o, FoveaRecipe *recipe)
{
  static const char *const known[]
      = { "schema",    "venue", "width_mm",    "font",        "text_size", "gutter",
          "dpi",       "whole", "bar",         "predictions", "colormap",  "blend",
          "opacity",   "cells", "photographs", "contours",    "scale",     "threshold",
          "unit",      "low",   "high",        "rows",        "columns",   "inset_place",
          "selection", "note",  NULL };
  json_t *schema = json_object_get (o, "schema");

  if (!json_is_integer (schema) || json_integer_value (schema) != FOVEA_RECIPE_SCHEMA)
    fail (reader, "schema", "must be %d: this is no recipe that is read here",
          FOVEA_RECIPE_SCHEMA);
  check_keys (reader, o, known);
  get_text (reader, o, "selection", &recipe->selection);
  get_text (reader, o, "note", &recipe->note);
  read_page (reader, o, recipe);
  read_look (reader, o, recipe);
  read_list (reader, o, "rows", read_row, recipe);
  read_list (reader, o, "columns", read_column, recipe);
  check_images (reader, recipe);
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
