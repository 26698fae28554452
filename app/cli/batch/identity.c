/* SPDX-License-Identifier: MIT */
#include "batch/identity.h"

#include "error.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

static json_t *
columns_json (const GPtrArray *columns)
{
  json_t *array = json_array ();

  for (guint i = 0; i < columns->len; i++)
    {
      const BatchColumn *column = g_ptr_array_index (columns, i);
      json_t *o = cli_json_append_object (array);
      json_object_set_new (o, "model",
                           cli_json_text (fovea_model_name (column->column->model)));
      json_object_set_new (o, "weights", cli_json_text (column->weights));
      json_object_set_new (o, "method", cli_json_text (column->column->method->name));
      json_object_set_new (o, "layer", cli_json_text (column->layer));
    }
  return array;
}

typedef struct
{
  const char *name, *text;
} Word;

typedef struct
{
  const char *name;
  double value, none; /* `none`: as it is unless given */
} Amount;

/* Only what was given, so that a new option does not make an old batch another one. */
static void
add_given (json_t *o, const Word *words, guint n_words, const Amount *amounts, guint n_amounts)
{
  for (guint i = 0; i < n_words; i++)
    if (words[i].text)
      json_object_set_new (o, words[i].name, cli_json_text (words[i].text));
  for (guint i = 0; i < n_amounts; i++)
    if (amounts[i].value < amounts[i].none || amounts[i].value > amounts[i].none)
      json_object_set_new (o, amounts[i].name, cli_json_real (amounts[i].value));
}

static json_t *
input_json (const CliOptions *options)
{
  const Word words[] = { { "dictionary", options->dictionary }, { "labels", options->labels },
                         { "input-size", options->input_size }, { "mean", options->mean },
                         { "std", options->std },               { "crop", options->crop } };
  const Amount amounts[] = { { "rotate", options->rotate, 0 },
                             { "torchvision-input", options->torchvision, 0 } };
  json_t *o = json_object ();

  add_given (o, words, G_N_ELEMENTS (words), amounts, G_N_ELEMENTS (amounts));
  return o;
}

static json_t *
asking_json (const CliWanted *wanted)
{
  const CliAsking *asking = &wanted->asking;
  const CliChoice *choice = &wanted->choice;
  const Word words[] = {
    { "class", wanted->classes ? wanted->classes[0] : NULL },
    { "objective", asking->objective },
    { "against", asking->against },
    { "preset", asking->preset_name },
    { "smooth", asking->smooth },
    { "fuse", asking->fuse },
    { "unit", asking->unit_name },
    { "at", choice->at },
    { "panel", choice->panel },
  };
  const Amount amounts[] = {
    { "signed", asking->keeps_sign, 0 },  { "samples", asking->samples, 0 },
    { "patch", asking->patch, 0 },        { "step", asking->step, 0 },
    { "seed", (double) asking->seed, 0 }, { "noise", asking->noise, 0 },
    { "map", choice->map, CLI_UNSET },    { "channel", choice->channel, CLI_UNSET },
  };
  json_t *o = json_object ();

  add_given (o, words, G_N_ELEMENTS (words), amounts, G_N_ELEMENTS (amounts));
  return o;
}

static json_t *
files_json (const BatchJob *job)
{
  const Word words[] = { { "maps", job->maps },
                         { "overlays", job->overlays },
                         { "colormap", job->colormap },
                         { "blend", job->blend },
                         { "scale", job->wanted.asking.scale } };
  const Amount amounts[] = { { "raw", job->raw, 0 },
                             { "width", job->width, 0 },
                             { "cells", job->cells, 0 },
                             { "bar", job->bar, 0 },
                             { "opacity", isnan (job->opacity) ? -1 : job->opacity, -1 },
                             { "threshold", isnan (job->threshold) ? -1 : job->threshold, -1 } };
  json_t *o = json_object ();

  add_given (o, words, G_N_ELEMENTS (words), amounts, G_N_ELEMENTS (amounts));
  return o;
}

static json_t *
measures_json (const CliMeasuring *m)
{
  const Word words[] = { { "score", m->score } };
  const Amount amounts[]
      = { { "pixels", m->pixels, 0 },   { "imputer-noise", m->imputer_noise, -1 },
          { "tries", m->tries, 0 },     { "radius", m->radius, -1 },
          { "tolerance", m->tolerance, -1 }, { "top", m->top, 0 } };
  json_t *o = json_object ();

  json_object_set_new (o, "names", cli_json_texts ((const char *const *) m->names));
  add_given (o, words, G_N_ELEMENTS (words), amounts, G_N_ELEMENTS (amounts));
  return o;
}

json_t *
batch_identity (const BatchJob *job, const CliOptions *options, const GPtrArray *columns)
{
  json_t *o = json_object ();

  json_object_set_new (o, "columns", columns_json (columns));
  json_object_set_new (o, "asking", asking_json (&job->wanted));
  json_object_set_new (o, "input", input_json (options));
  json_object_set_new (o, "files", files_json (job));
  json_object_set_new (o, "measures", measures_json (&job->measuring));
  return o;
}

/* "files {"maps":"npy"} there and {} here": the first part that is different.
 * (transfer full) */
static char *
tell_apart (const json_t *there, const json_t *here)
{
  const char *name;
  json_t *part;

  json_object_foreach ((json_t *) here, name, part)
    if (!json_equal (part, json_object_get (there, name)))
      {
        json_t *other = json_object_get (there, name);
        char *a = other ? json_dumps (other, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
        char *b = json_dumps (part, JSON_COMPACT | JSON_ENCODE_ANY);
        char *text = g_strdup_printf ("its %s are %s, not %s", name, a ? a : "unknown", b);
        free (a);
        free (b);
        return text;
      }
  return g_strdup ("it was begun by another version");
}

/* As it reads once it was written: reals have lost digits. (transfer full) */
static json_t *
as_written (const json_t *identity)
{
  char *text = json_dumps (identity, JSON_REAL_PRECISION (9));
  json_t *read = json_loads (text, 0, NULL);

  free (text);
  return read;
}

static gboolean
compare (const json_t *identity, const char *path, const char *folder, GError **error)
{
  g_autoptr (JsonDocument) document = json_load_file (path, 0, NULL);
  g_autoptr (JsonDocument) here = as_written (identity);
  const json_t *there = json_object_get (document, "batch");

  if (document && json_equal (there, here))
    return TRUE;
  g_autofree char *difference = tell_apart (there, here);
  return cli_refuse (error, "“%s” holds another batch: %s. Choose another folder, or replace "
                            "what is there with --restart",
                     folder, difference);
}

gboolean
batch_identity_settle (const json_t *identity, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, BATCH_FILE, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return compare (identity, path, folder, error);
  g_autoptr (JsonDocument) document = cli_json_document ();
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  if (!output)
    return FALSE;
  json_object_set_new (document, "program", json_string ("Fovea " FOVEA_VERSION));
  json_object_set_new (document, "batch", json_deep_copy (identity));
  char *text = json_dumps (document, JSON_INDENT (2) | JSON_REAL_PRECISION (9));
  fovea_output_write (output, text, strlen (text));
  fovea_output_write (output, "\n", 1);
  free (text);
  return fovea_output_commit (output, error);
}
