/* SPDX-License-Identifier: MIT */
#include "without.h"

#include "error.h"
#include "output-json.h"

#include <string.h>

static GPtrArray *
list_off (FoveaModel *switched)
{
  GPtrArray *paths = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autoptr (FoveaTape) tape = fovea_model_tape (switched, 0, 0, NULL);
  guint n = 0;
  const FoveaSwitch *switches = tape ? fovea_tape_switches (tape, &n) : NULL;

  for (guint i = 0; i < n; i++)
    if (switches[i].off)
      g_ptr_array_add (paths, g_strdup (switches[i].path));
  return paths;
}

char *
cli_without_heading (FoveaModel *switched)
{
  g_autoptr (GPtrArray) paths = list_off (switched);
  const char *title = fovea_model_title (switched);
  const char *without = strstr (title, "without ");

  return g_strdup_printf ("%s (%u switch%s off)", without ? without : title, paths->len,
                          paths->len == 1 ? "" : "es");
}

void
cli_without_add (json_t *object, FoveaModel *switched)
{
  g_autoptr (GPtrArray) paths = list_off (switched);

  json_object_set_new (object, "off", cli_json_texts (fovea_model_switches (switched)));
  json_object_set_new (object, "switches",
                       cli_json_texts ((const char *const *) paths->pdata));
}

json_t *
cli_change_json (FoveaModel *model, const FoveaPrediction *intact,
                 const FoveaPrediction *switched, guint target)
{
  double before = fovea_prediction_probability (intact, target);
  double after = fovea_prediction_probability (switched, target);
  double logit = (double) fovea_prediction_logit (switched, target);
  json_t *object = json_object ();

  json_object_set_new (object, "index", json_integer (target));
  json_object_set_new (object, "name",
                       cli_json_text (fovea_model_class_name (model, target)));
  json_object_set_new (object, "probability", cli_json_real (after));
  json_object_set_new (object, "logit", cli_json_real (logit));
  json_object_set_new (object, "probability_change", cli_json_real (after - before));
  json_object_set_new (
      object, "logit_change",
      cli_json_real (logit - (double) fovea_prediction_logit (intact, target)));
  return object;
}

/* With a true minus, and a plus where asked for. (transfer full) */
static char *
write_number (double value, guint decimals, const char *plus)
{
  char format[8], number[G_ASCII_DTOSTR_BUF_SIZE];

  g_snprintf (format, sizeof format, "%%.%uf", decimals);
  g_ascii_formatd (number, sizeof number, format, ABS (value));
  return g_strconcat (value < 0 ? "−" : plus, number, NULL);
}

char *
cli_change_text (FoveaModel *model, const FoveaPrediction *intact,
                 const FoveaPrediction *switched, guint target)
{
  double before = fovea_prediction_probability (intact, target);
  double after = fovea_prediction_probability (switched, target);
  double logit = (double) fovea_prediction_logit (intact, target);
  double other = (double) fovea_prediction_logit (switched, target);
  g_autofree char *points = write_number (100 * (after - before), 2, "+");
  g_autofree char *change = write_number (other - logit, 3, "+");
  g_autofree char *from = write_number (logit, 3, "");
  g_autofree char *to = write_number (other, 3, "");

  return g_strdup_printf ("%s: %.2f %% → %.2f %% (%s percentage points), "
                          "logit %s → %s (%s)",
                          fovea_model_class_name (model, target), 100 * before, 100 * after,
                          points,
                          from, to, change);
}

/* What the switched columns need that nobody else keeps alive. */
typedef struct
{
  CliColumn column;
  char *layer, *class_name;
} Switched;

static void
switched_free (gpointer data)
{
  Switched *switched = data;

  g_clear_pointer (&switched->column.model, fovea_model_unref);
  g_clear_pointer (&switched->column.explanation, fovea_explanation_unref);
  g_free (switched->layer);
  g_free (switched->class_name);
  g_free (switched);
}

/* Whether the output depends on the site called `path`; TRUE where there is no such site. */
static gboolean
is_used (const FoveaTape *tape, const char *path)
{
  g_autofree gboolean *used = g_new0 (gboolean, fovea_tape_n_nodes (tape));
  const FoveaNode *output = fovea_tape_get_output (tape);

  used[output->index] = TRUE;
  for (guint i = output->index + 1; i-- > 0;)
    {
      const FoveaNode *node = fovea_tape_node (tape, i);
      for (guint k = 0; used[i] && k < node->n_inputs; k++)
        used[node->inputs[k]->index] = TRUE;
    }
  for (guint i = 0; i < fovea_tape_n_nodes (tape); i++)
    {
      const FoveaNode *node = fovea_tape_node (tape, i);
      if (node->site && !node->absorbed && g_str_equal (node->site->path, path))
        return used[i];
    }
  return TRUE;
}

static gboolean
check_layer (const CliColumn *column, FoveaInput *input, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (
      column->model, fovea_input_height (input), fovea_input_width (input), error);

  if (!tape || is_used (tape, column->layer))
    return tape != NULL;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s is no part of %s: choose a layer that is still in use", column->layer,
               fovea_model_title (column->model));
  return FALSE;
}

static gboolean
explain_without (Switched *switched, const CliColumn *intact, char **patterns,
                 GError **error)
{
  CliColumn *column = &switched->column;
  FoveaInput *input = fovea_explanation_input (intact->explanation);
  gint target = fovea_explanation_target (intact->explanation);

  *column = *intact;
  column->explanation = NULL;
  column->model = fovea_model_switched (intact->model, (const char *const *) patterns, error);
  if (!column->model)
    return FALSE;
  switched->layer = g_strdup (cli_column_site (intact)->path);
  switched->class_name = target < 0 ? g_strdup ("top") : g_strdup_printf ("%d", target);
  column->layer = switched->layer;
  column->class_name = switched->class_name;
  return check_layer (column, input, error) && cli_column_explain (column, input, error);
}

GPtrArray *
cli_without_columns (GPtrArray *columns, char **patterns, GError **error)
{
  g_autoptr (GPtrArray) without = g_ptr_array_new_with_free_func (switched_free);

  for (guint k = 0; k < columns->len; k++)
    {
      Switched *switched = g_new0 (Switched, 1);

      g_ptr_array_add (without, switched);
      if (!explain_without (switched, g_ptr_array_index (columns, k), patterns, error))
        return NULL;
    }
  return g_steal_pointer (&without);
}

GPtrArray *
cli_without_beside (GPtrArray *columns, GPtrArray *without)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint k = 0; k < columns->len; k++)
    {
      g_ptr_array_add (all, g_ptr_array_index (columns, k));
      if (without)
        g_ptr_array_add (all, g_ptr_array_index (without, k));
    }
  return all;
}
