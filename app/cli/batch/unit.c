/* SPDX-License-Identifier: MIT */
#include "batch/unit.h"

#include "array.h"
#include "column-json.h"
#include "error.h"
#include "interrupt.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define TOP 5         /* classes told of */
#define MOST_NAME 200 /* bytes of a file's name before its ending */

void
batch_subject_clear (BatchSubject *subject)
{
  g_free (subject->digest);
  g_clear_pointer (&subject->image, fovea_image_unref);
  g_clear_pointer (&subject->input, fovea_input_unref);
}

json_t *
batch_line_new (const BatchSubject *subject, const BatchColumn *column)
{
  json_t *line = json_object ();

  json_object_set_new (line, "image", cli_json_path (subject->source->path));
  json_object_set_new (line, "sha256", cli_json_text (subject->digest));
  if (!column)
    return line;
  json_object_set_new (line, "model", cli_json_text (fovea_model_name (column->column->model)));
  json_object_set_new (line, "weights", cli_json_text (column->weights));
  json_object_set_new (line, "method", cli_json_text (column->column->method->name));
  json_object_set_new (line, "layer", cli_json_text (column->layer));
  return line;
}

void
batch_line_fail (json_t *line, const GError *error)
{
  json_t *detail = json_object ();

  json_object_set_new (detail, "code",
                       json_integer (error->domain == FOVEA_ERROR ? error->code
                                                                  : FOVEA_ERROR_FAILED));
  json_object_set_new (detail, "message", cli_json_text (error->message));
  json_object_set_new (line, "error", detail);
}

/* Prepared once for the columns of one model, which follow each other. */
static gboolean
prepare (BatchSubject *subject, FoveaModel *model, GError **error)
{
  if (subject->input && subject->model == model)
    return TRUE;
  g_clear_pointer (&subject->input, fovea_input_unref);
  subject->input = cli_make_input (model, subject->image, NULL, error);
  subject->model = model;
  return subject->input != NULL;
}

gboolean
batch_unit_explain (const BatchColumn *self, BatchSubject *subject, GError **error)
{
  CliColumn *column = self->column;
  const char *class_name = column->class_name;

  if (!prepare (subject, column->model, error))
    return FALSE;
  if (g_str_equal (class_name, "truth") && !subject->source->truth)
    return cli_refuse (error, "Its true class is not told, so it cannot be explained");
  if (g_str_equal (class_name, "truth"))
    column->class_name = subject->source->truth;
  gboolean explained = cli_column_explain (column, subject->input, error);
  column->class_name = class_name;
  return explained;
}

/* Whether it is among the best `n`; null where nobody knows. */
static json_t *
among (const FoveaPrediction *prediction, gint truth, guint n)
{
  if (truth < 0)
    return json_null ();
  for (guint rank = 0; rank < MIN (n, fovea_prediction_n_classes (prediction)); rank++)
    if (fovea_prediction_ranked (prediction, rank) == (guint) truth)
      return json_true ();
  return json_false ();
}

/* A class that the network has not is told with an index of null. */
static void
add_truth (json_t *line, const CliColumn *column, const char *truth)
{
  const FoveaPrediction *prediction = fovea_explanation_prediction (column->explanation);
  gint index = truth && prediction ? fovea_model_find_class (column->model, truth, NULL) : -1;
  json_t *o = truth ? json_object () : json_null ();

  if (truth)
    {
      json_object_set_new (o, "given", cli_json_text (truth));
      json_object_set_new (o, "index", index < 0 ? json_null () : json_integer (index));
      json_object_set_new (
          o, "name",
          cli_json_text (index < 0 ? NULL
                                   : fovea_model_class_name (column->model, (guint) index)));
    }
  json_object_set_new (line, "truth", o);
  json_object_set_new (line, "right", among (prediction, index, 1));
  json_object_set_new (line, "right_in_5", among (prediction, index, TOP));
}

static void
add_prediction (json_t *line, const CliColumn *column)
{
  const FoveaPrediction *prediction = fovea_explanation_prediction (column->explanation);
  guint top = prediction ? MIN (TOP, fovea_prediction_n_classes (prediction)) : 0;

  json_object_set_new (line, "class", cli_column_class_json (column));
  json_object_set_new (line, "top", prediction ? cli_predictions_json (column->model,
                                                                       prediction, top)
                                               : json_array ());
}

/* {"insertion": {"auc": 0.5}}. */
static json_t *
figures_json (const GPtrArray *readings)
{
  json_t *o = json_object ();

  for (guint i = 0; i < readings->len; i++)
    {
      const CliReading *taken = g_ptr_array_index (readings, i);
      json_t *numbers = json_object ();
      for (guint j = 0; j < taken->reading->numbers->len; j++)
        {
          const FoveaNumber *number
              = &g_array_index (taken->reading->numbers, FoveaNumber, j);
          json_object_set_new (numbers, number->name, cli_json_real (number->value));
        }
      json_object_set_new (o, taken->measure->name, numbers);
    }
  return o;
}

static gboolean
add_measures (json_t *line, const BatchJob *job, const BatchColumn *column,
              const BatchColumn *first, GError **error)
{
  if (!job->measuring.names)
    return TRUE;
  g_autoptr (GPtrArray) readings
      = cli_measuring_take (&job->measuring, column->column, first->column, NULL, error);
  if (readings)
    json_object_set_new (line, "measures", figures_json (readings));
  return readings != NULL;
}

/* An image's path as a path below a folder of ours, whose names are not too long.
 * (transfer full) */
static char *
place_of (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i]; i++)
    {
      g_autofree char *digest
          = g_compute_checksum_for_string (G_CHECKSUM_SHA256, parts[i], -1);
      if (strlen (parts[i]) > MOST_NAME)
        g_ptr_array_add (kept,
                         g_strdup_printf ("%.*s~%.8s", MOST_NAME - 9, parts[i], digest));
      else if (g_str_equal (parts[i], ".."))
        g_ptr_array_add (kept, g_strdup ("%2E%2E"));
      else if (*parts[i] && !g_str_equal (parts[i], "."))
        g_ptr_array_add (kept, g_strdup (parts[i]));
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

/* The file's name in the batch's folder, "maps/van_nano/gradcam/block4.1/a.jpg.npy", whose
 * folders are there then. NULL: they cannot be made. (transfer full) */
static char *
make_place (const BatchJob *job, const char *kind, const BatchColumn *column,
            const char *path, const char *ending, GError **error)
{
  g_autofree char *place = place_of (path);
  g_autofree char *name
      = g_strdup_printf ("%s/%s/%s.%s", kind, column->folder, place, ending);
  g_autofree char *file = g_build_filename (job->out, name, NULL);
  g_autofree char *folder = g_path_get_dirname (file);

  if (g_mkdir_with_parents (folder, 0777) == 0)
    return g_steal_pointer (&name);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT, "“%s” cannot be made: %s.", folder,
               g_strerror (errno));
  return NULL;
}

static gboolean
write_overlay (const BatchJob *job, const BatchColumn *column, const char *file,
               GError **error)
{
  CliStyle style = batch_job_style (job);
  g_autoptr (GPtrArray) alone = g_ptr_array_new ();

  g_ptr_array_add (alone, column->column);
  return cli_picture_write (alone, &style, file, error);
}

/* Maps or overlays, as `kind` says. */
static gboolean
add_file (json_t *files, const BatchJob *job, const char *kind, const char *ending,
          const BatchColumn *column, const BatchSubject *subject, GError **error)
{
  if (!ending)
    return TRUE;
  g_autofree char *name
      = make_place (job, kind, column, subject->source->path, ending, error);
  g_autofree char *file = name ? g_build_filename (job->out, name, NULL) : NULL;
  gboolean is_map = g_str_equal (kind, "maps");

  if (!file
      || !(is_map ? cli_array_write (column->column, job->raw, file, error)
                  : write_overlay (job, column, file, error)))
    return FALSE;
  json_object_set_new (files, is_map ? "map" : "overlay", cli_json_path (name));
  return TRUE;
}

gboolean
batch_unit_tell (const BatchJob *job, const BatchColumn *column, const BatchColumn *first,
                 const BatchSubject *subject, json_t *line, GError **error)
{
  g_autofree char *remark = cli_column_remark (column->column);
  json_t *files = json_object ();

  add_prediction (line, column->column);
  add_truth (line, column->column, subject->source->truth);
  json_object_set_new (line, "map", cli_column_map_json (column->column));
  json_object_set_new (line, "remark", cli_json_text (remark));
  if (!add_measures (line, job, column, first, error))
    {
      json_decref (files);
      return FALSE;
    }
  json_object_set_new (line, "files", files);
  return add_file (files, job, "maps", job->maps, column, subject, error)
         && add_file (files, job, "overlays", job->overlays, column, subject, error);
}
