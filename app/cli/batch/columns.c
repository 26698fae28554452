/* SPDX-License-Identifier: MIT */

/* The columns of a batch: every model with every method at every layer. */

#include "batch/job.h"

#include "card.h"
#include "error.h"
#include "fusion.h"
#include "interrupt.h"
#include "report.h"

#include <string.h>

#define MOST_COLUMNS 1000
#define MOST_NAME 120 /* bytes of a layer as a folder's name */

static void
batch_column_free (gpointer data)
{
  BatchColumn *self = data;

  cli_column_free (self->column);
  g_free (self->layer);
  g_free (self->weights);
  g_free (self->folder);
  g_free (self);
}

/* The one of a list that goes with the k-th model, or NULL. */
static const char *
pick (char **list, guint k)
{
  guint n = cli_count (list);

  return n ? list[n == 1 ? 0 : k] : NULL;
}

static void
add_of_model (GPtrArray *columns, const BatchJob *job, const CliOptions *options, guint k)
{
  static const char *const gradcam[] = { "gradcam", NULL }, *const deepest[] = { "auto", NULL };
  const char *const *methods
      = job->wanted.methods ? (const char *const *) job->wanted.methods : gradcam;
  const char *const *layers
      = job->wanted.layers ? (const char *const *) job->wanted.layers : deepest;
  const char *class_name = job->wanted.classes ? job->wanted.classes[0] : "top";

  for (guint i = 0; methods[i]; i++)
    for (guint j = 0; layers[j]; j++)
      g_ptr_array_add (columns, cli_column_new (&job->wanted, pick (options->models, k),
                                                pick (options->weights, k), methods[i],
                                                layers[j], class_name));
}

/* GPtrArray of CliColumn, nothing opened yet. (transfer full) */
static GPtrArray *
list_columns (const BatchJob *job, const CliOptions *options, GError **error)
{
  guint n_models = cli_count (options->models), n_weights = cli_count (options->weights);
  guint n = MAX (1, MAX (n_models, n_weights));
  guint each = MAX (1, cli_count (job->wanted.methods)) * MAX (1, cli_count (job->wanted.layers));

  if ((n_models > 1 && n_models != n) || (n_weights > 1 && n_weights != n))
    {
      cli_refuse (error, "--model is given %u times and --weights %u times: give one once, or "
                         "both as often", n_models, n_weights);
      return NULL;
    }
  if (n * each > MOST_COLUMNS)
    {
      cli_refuse (error, "%u maps of each image are too many; %u are the most", n * each,
                  MOST_COLUMNS);
      return NULL;
    }
  GPtrArray *columns = g_ptr_array_new_with_free_func (cli_column_free);
  for (guint k = 0; k < n; k++)
    add_of_model (columns, job, options, k);
  return columns;
}

static gboolean
has_site (const GPtrArray *sites, const char *path)
{
  for (guint i = 0; i < sites->len; i++)
    if (g_str_equal (((const FoveaSite *) sites->pdata[i])->path, path))
      return TRUE;
  return FALSE;
}

/* Whether the method can read the layer, or all of those that a list names. */
static gboolean
check_layer (const CliColumn *column, const char *layer, GError **error)
{
  g_autoptr (GPtrArray) sites = fovea_sites (column->model, column->method, 0, 0, error);
  g_auto (GStrv) parts = g_strsplit (layer, "+", -1);

  for (guint i = 0; sites && parts[i]; i++)
    if (!has_site (sites, parts[i]))
      {
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                     "%s cannot be read at “%s” in %s (`fovea-cli layers` lists what there "
                     "is)",
                     column->method->title, parts[i], fovea_model_title (column->model));
        return FALSE;
      }
  return sites != NULL;
}

static gboolean
check_class (const CliColumn *column, GError **error)
{
  const char *name = column->class_name;

  return g_str_equal (name, "top") || g_str_equal (name, "truth")
         || !fovea_method_explains_class (column->method)
         || fovea_model_find_class (column->model, name, error) >= 0;
}

static gboolean
check_model (const CliColumn *column, GError **error)
{
  if (!fovea_model_recorded (column->model))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s is a recording of one image: a batch needs the network itself",
               fovea_model_weights (column->model));
  return FALSE;
}

/* A name that a folder can have. (transfer full) */
static char *
layer_folder (const char *layer)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, layer, -1);

  return strlen (layer) <= MOST_NAME ? g_strdup (layer)
                                     : g_strdup_printf ("%.*s~%.8s", MOST_NAME, layer, digest);
}

/* Two checkpoints of one backbone have folders of their own. (transfer full) */
static char *
model_folder (const GPtrArray *columns, const BatchColumn *self)
{
  const char *name = fovea_model_name (self->column->model);

  for (guint i = 0; i < columns->len; i++)
    {
      const BatchColumn *other = g_ptr_array_index (columns, i);
      if (g_str_equal (fovea_model_name (other->column->model), name)
          && !g_str_equal (other->weights, self->weights))
        {
          g_autofree char *part = g_strndup (self->weights, 40);
          g_strdelimit (part, "/:", '-');
          return g_strdup_printf ("%s-%.*s", name, strlen (self->weights) == 64 ? 8 : 40, part);
        }
    }
  return g_strdup (name);
}

static gboolean
complete (BatchColumn *self, GError **error)
{
  FoveaModel *model = self->column->model;
  g_autoptr (GError) problem = NULL;

  if (!check_model (self->column, error) || !check_class (self->column, error))
    return FALSE;
  self->layer = cli_column_layer (self->column, error);
  if (!self->layer || !check_layer (self->column, self->layer, error))
    return FALSE;
  self->column->layer = self->layer;
  self->weights = fovea_model_digest (model, cli_interrupt_flag (), &problem);
  if (problem)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (!self->weights)
    self->weights = g_strdup (fovea_model_weights (model));
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const BatchColumn *x = *(const BatchColumn *const *) a, *y = *(const BatchColumn *const *) b;
  int order = strcmp (fovea_model_name (x->column->model), fovea_model_name (y->column->model));

  if (order == 0)
    order = strcmp (x->weights, y->weights);
  if (order == 0)
    order = strcmp (x->column->method->name, y->column->method->name);
  return order ? order : strcmp (x->layer, y->layer);
}

static gboolean
name_folders (GPtrArray *columns, GError **error)
{
  for (guint i = 0; i < columns->len; i++)
    {
      BatchColumn *self = g_ptr_array_index (columns, i);
      g_autofree char *model = model_folder (columns, self);
      g_autofree char *layer = layer_folder (self->layer);

      self->folder = g_build_filename (model, self->column->method->name, layer, NULL);
      if (i > 0 && compare (&columns->pdata[i - 1], &columns->pdata[i]) == 0)
        return cli_refuse (error, "%s with %s at “%s” is asked for twice",
                           fovea_model_title (self->column->model),
                           self->column->method->title, self->layer);
    }
  return TRUE;
}

GPtrArray *
batch_columns_new (Cli *cli, const BatchJob *job, const CliOptions *options, GError **error)
{
  g_autoptr (GPtrArray) plain = list_columns (job, options, error);
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (batch_column_free);

  if (!plain || !cli_columns_open (cli, plain, options, error))
    return NULL;
  while (plain->len > 0)
    {
      BatchColumn *self = g_new0 (BatchColumn, 1);
      self->column = g_ptr_array_steal_index (plain, 0);
      g_ptr_array_add (columns, self);
      if (!complete (self, error))
        return NULL;
    }
  g_ptr_array_sort (columns, compare);
  if (!name_folders (columns, error))
    return NULL;
  if (columns->len > 1 || !batch_job_compares (job))
    return g_steal_pointer (&columns);
  cli_refuse (error, "A measure that compares maps with the first needs a second model, method "
                     "or layer");
  return NULL;
}
