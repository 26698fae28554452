/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include "describe.h"
#include "fusion.h"
#include "interrupt.h"
#include "report.h"

#define MAX_COLUMNS 16

void
cli_column_free (gpointer data)
{
  CliColumn *column = data;

  g_clear_pointer (&column->model, fovea_model_unref);
  g_clear_pointer (&column->explanation, fovea_explanation_unref);
  g_free (column);
}

/* The k-th of a list, or the only one, or `fallback`. */
static const char *
pick (char **list, guint k, const char *fallback)
{
  guint n = cli_count (list);

  return n == 0 ? fallback : list[n == 1 ? 0 : k];
}

void
cli_wanted_clear (CliWanted *wanted)
{
  g_strfreev (wanted->methods);
  g_strfreev (wanted->layers);
  g_strfreev (wanted->classes);
  cli_choice_clear (&wanted->choice);
  cli_asking_clear (&wanted->asking);
}

gboolean
cli_wanted_check (CliWanted *wanted, GError **error)
{
  return cli_choice_check (&wanted->choice, error)
         && cli_asking_check (&wanted->asking, error);
}

CliColumn *
cli_column_new (const CliWanted *wanted, const char *model, const char *weights,
                const char *method, const char *layer, const char *class_name)
{
  CliColumn *column = g_new0 (CliColumn, 1);

  *column = (CliColumn){ .model_name = model,
                         .weights = weights,
                         .method_name = method,
                         .layer = layer,
                         .class_name = class_name,
                         .choice = &wanted->choice,
                         .asking = &wanted->asking,
                         .panel = -1 };
  return column;
}

GPtrArray *
cli_columns_new (const CliOptions *options, const CliWanted *wanted, GError **error)
{
  char **const all[] = { options->models, options->weights, wanted->methods, wanted->layers,
                         wanted->classes };
  static const char *const names[]
      = { "--model", "--weights", "--method", "--layer", "--class" };
  guint n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    n = MAX (n, cli_count (all[i]));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (cli_count (all[i]) > 1 && cli_count (all[i]) != n)
      {
        cli_refuse (error,
                    "%s is given %u times, which does not fit %u columns: give it once, "
                    "or once for each",
                    names[i], cli_count (all[i]), n);
        return NULL;
      }
  if (n > MAX_COLUMNS)
    {
      cli_refuse (error, "%u columns are too many; %u are the most", n, MAX_COLUMNS);
      return NULL;
    }

  GPtrArray *columns = g_ptr_array_new_with_free_func (cli_column_free);
  for (guint k = 0; k < n; k++)
    g_ptr_array_add (columns,
                     cli_column_new (wanted, pick (options->models, k, NULL),
                                     pick (options->weights, k, NULL),
                                     pick (wanted->methods, k, "gradcam"),
                                     pick (wanted->layers, k, "auto"),
                                     pick (wanted->classes, k, "top")));
  return columns;
}

static gboolean
open_model (Cli *cli, GPtrArray *columns, CliColumn *column, const CliOptions *options,
            GError **error)
{
  for (guint k = 0; k < columns->len; k++)
    {
      const CliColumn *other = g_ptr_array_index (columns, k);
      if (other->model && g_strcmp0 (other->model_name, column->model_name) == 0
          && g_strcmp0 (other->weights, column->weights) == 0)
        {
          column->model = fovea_model_ref (other->model);
          return TRUE;
        }
    }
  column->model = cli_open_model (cli, options, column->model_name, column->weights, error);
  return column->model != NULL;
}

static gboolean
find_class (const CliColumn *column, gint *target, GError **error)
{
  gboolean needed = fovea_method_explains_class (column->method);

  *target = FOVEA_TOP_CLASS;
  if (g_str_equal (column->class_name, "top")
      || (!needed && fovea_model_n_classes (column->model) == 0))
    return TRUE;
  *target = fovea_model_find_class (column->model, column->class_name, error);
  return *target >= 0;
}

static gboolean
find_panel (CliColumn *column, GError **error)
{
  const char *name = column->choice ? column->choice->panel : NULL;
  const FoveaPanels *panels = cli_column_panels (column);

  column->panel = name ? fovea_panels_find (panels, name) : -1;
  return !name || column->panel >= 0
         || cli_choice_refuse_panel (name, column->method->title, panels, error);
}

char *
cli_column_layer (const CliColumn *column, GError **error)
{
  if (g_str_equal (column->layer, "auto"))
    return fovea_default_layer (column->model, column->method, error);
  if (!g_str_equal (column->layer, "stages"))
    return g_strdup (column->layer);
  g_autoptr (GPtrArray) sites = fovea_sites (column->model, column->method, 0, 0, error);
  return sites ? fovea_fusion_stages (sites) : NULL;
}

static gboolean
explain (CliColumn *column, FoveaInput *input, GError **error)
{
  FoveaChoice choice;
  FoveaExplainRequest request = { .method = column->method, .choice = &choice };
  g_autofree char *layer = NULL;
  CliProgress progress;

  if (!find_class (column, &request.target, error)
      || !cli_choice_make (column->choice, column->method, input, &choice, error)
      || !cli_asking_make (column->asking, column->model, &request, error))
    return FALSE;
  layer = cli_column_layer (column, error);
  if (!layer)
    return FALSE;
  request.layer = layer;
  cli_progress_start (&progress, "explaining");
  FoveaWatch watch = { cli_progress_show, &progress, cli_interrupt_flag () };
  g_clear_pointer (&column->explanation, fovea_explanation_unref);
  column->explanation = fovea_explain (column->model, input, &request, &watch, error);
  cli_progress_end (&progress);
  if (!column->explanation)
    return FALSE;
  column->index = (guint) fovea_explanation_find (column->explanation, layer);
  return find_panel (column, error);
}

/* And whether what was chosen is of use to any. */
static gboolean
find_methods (GPtrArray *columns, GError **error)
{
  const CliColumn *first = g_ptr_array_index (columns, 0);
  FoveaTakes takes = 0;
  gboolean explains_class = FALSE;

  for (guint k = 0; k < columns->len; k++)
    {
      CliColumn *column = g_ptr_array_index (columns, k);
      column->method = fovea_method_find (column->method_name, error);
      if (!column->method)
        return FALSE;
      takes |= column->method->takes;
      explains_class |= fovea_method_explains_class (column->method);
    }
  return cli_choice_check_takes (first->choice, takes,
                                 columns->len == 1 ? first->method->title : NULL, error)
         && cli_asking_check_takes (first->asking, takes, explains_class, error);
}

gboolean
cli_columns_open (Cli *cli, GPtrArray *columns, const CliOptions *options, GError **error)
{
  if (!find_methods (columns, error))
    return FALSE;
  for (guint k = 0; k < columns->len; k++)
    if (!((CliColumn *) columns->pdata[k])->model
        && !open_model (cli, columns, g_ptr_array_index (columns, k), options, error))
      return FALSE;
  return TRUE;
}

gboolean
cli_columns_explain (Cli *cli, GPtrArray *columns, const CliOptions *options,
                     FoveaImage *image, FoveaTensor *tensor, GError **error)
{
  if (!cli_columns_open (cli, columns, options, error))
    return FALSE;
  for (guint k = 0; k < columns->len; k++)
    {
      CliColumn *column = g_ptr_array_index (columns, k);
      g_autoptr (FoveaInput) input = cli_make_input (column->model, image, tensor, error);

      if (!input || !explain (column, input, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
cli_column_explain (CliColumn *column, FoveaInput *input, GError **error)
{
  return explain (column, input, error);
}

const FoveaPanels *
cli_column_panels (const CliColumn *column)
{
  return fovea_explanation_layer (column->explanation, column->index)->panels;
}

FoveaMap *
cli_column_raw (const CliColumn *column)
{
  return fovea_panels_get (cli_column_panels (column), (guint) MAX (column->panel, 0))->raw;
}

const FoveaSite *
cli_column_site (const CliColumn *column)
{
  return &fovea_explanation_layer (column->explanation, column->index)->site;
}

const char *
cli_column_class (const CliColumn *column)
{
  gint target = fovea_explanation_target (column->explanation);

  return target < 0 ? NULL : fovea_model_class_name (column->model, (guint) target);
}

char *
cli_column_title (const CliColumn *column)
{
  return fovea_explanation_title (column->explanation, column->index);
}

char *
cli_column_remark (const CliColumn *column)
{
  return fovea_explanation_remark (column->explanation, column->index);
}

char *
cli_column_note (const CliColumn *column)
{
  return fovea_explanation_note (column->explanation, column->index);
}
