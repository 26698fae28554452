/* SPDX-License-Identifier: MIT */

/* How good, how concentrated, how steady maps are: in numbers, for one image or many. */

#include "curves.h"
#include "interrupt.h"
#include "open.h"
#include "output-json.h"

#include <math.h>
#include <stdio.h>

typedef struct
{
  CliWanted wanted;
  CliMeasuring measuring;
  char *out;
} Own;

static void
own_clear (Own *own)
{
  cli_wanted_clear (&own->wanted);
  cli_measuring_clear (&own->measuring);
  g_free (own->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

/* One number of one column over all images. */
typedef struct
{
  const FoveaMeasure *measure;
  const FoveaNumber *number;
  double sum;
  guint n;
} Mean;

typedef struct
{
  const CliOptions *options;
  const Own *own;
  GPtrArray *columns;
  FoveaImage *mask;
  json_t *results;  /* NULL: print */
  GPtrArray *means; /* GArray of Mean, by column */
  GPtrArray *taken; /* of the one image there is, the readings by column */
  guint images;
} Task;

/* Readings come in the same order for every image. */
static void
add_to_means (GArray *means, const GPtrArray *readings)
{
  guint k = 0;

  for (guint i = 0; i < readings->len; i++)
    {
      const CliReading *taken = g_ptr_array_index (readings, i);
      for (guint j = 0; j < taken->reading->numbers->len; j++, k++)
        {
          const FoveaNumber *number
              = &g_array_index (taken->reading->numbers, FoveaNumber, j);
          Mean fresh = { taken->measure, NULL, 0, 0 };

          if (k == means->len)
            g_array_append_val (means, fresh);
          Mean *mean = &g_array_index (means, Mean, k);
          g_free ((gpointer) mean->number);
          mean->number = g_memdup2 (number, sizeof *number);
          mean->sum += isfinite (number->value) ? number->value : 0;
          mean->n += isfinite (number->value) ? 1 : 0;
        }
    }
}

static void
mean_clear (gpointer data)
{
  g_free ((gpointer) ((Mean *) data)->number);
}

static json_t *
column_json (const CliColumn *column)
{
  json_t *o = json_object ();

  json_object_set_new (o, "model", cli_json_text (fovea_model_name (column->model)));
  json_object_set_new (o, "weights", cli_json_path (fovea_model_weights (column->model)));
  json_object_set_new (o, "method", cli_json_text (column->method->name));
  json_object_set_new (o, "layer", cli_json_text (cli_column_site (column)->path));
  json_object_set_new (o, "class", cli_json_text (cli_column_class (column)));
  return o;
}

static gboolean
measure_column (Task *task, guint k, json_t *columns, GError **error)
{
  const CliColumn *column = g_ptr_array_index (task->columns, k);
  g_autoptr (GPtrArray) readings
      = cli_measuring_take (&task->own->measuring, column, task->columns->pdata[0],
                            task->mask, error);
  g_autofree char *title = cli_column_title (column);

  if (!readings)
    return FALSE;
  add_to_means (task->means->pdata[k], readings);
  g_ptr_array_add (task->taken, g_ptr_array_ref (readings));
  if (!columns)
    {
      printf ("%s: %s\n", fovea_model_title (column->model), title);
      cli_readings_print (readings);
      return TRUE;
    }
  json_t *o = column_json (column);
  json_object_set_new (o, "measures", cli_readings_json (readings));
  json_array_append_new (columns, o);
  return TRUE;
}

static gboolean
measure_image (Cli *cli, Task *task, const char *path, GError **error)
{
  CliOptions one = *task->options;
  char *paths[] = { (char *) path, NULL };
  g_autoptr (FoveaImage) image = NULL;
  g_autoptr (FoveaTensor) tensor = NULL;
  json_t *columns = task->results ? json_array () : NULL;

  if (columns)
    {
      json_t *result = cli_json_append_object (task->results);
      json_object_set_new (result, "path", cli_json_path (path));
      json_object_set_new (result, "columns", columns);
    }
  else
    printf ("%s\n", path);
  one.rest = task->options->tensor ? NULL : paths;
  if (!cli_open_subject (cli, &one, &image, &tensor, error)
      || !cli_columns_explain (cli, task->columns, task->options, image, tensor, error))
    return FALSE;
  cli_at (cli, path);
  for (guint k = 0; k < task->columns->len; k++)
    if (!measure_column (task, k, columns, error))
      return FALSE;
  cli_at (cli, NULL);
  task->images++;
  return TRUE;
}

static json_t *
means_json (const Task *task)
{
  json_t *array = json_array ();

  for (guint k = 0; k < task->columns->len; k++)
    {
      const GArray *means = g_ptr_array_index (task->means, k);
      json_t *numbers = json_object ();

      for (guint i = 0; i < means->len; i++)
        {
          const Mean *mean = &g_array_index (means, Mean, i);
          g_autofree char *name
              = g_strconcat (mean->measure->name, ".", mean->number->name, NULL);
          json_object_set_new (numbers, name,
                               json_pack ("{sosi}", "mean",
                                          cli_json_real (mean->sum / mean->n), "n",
                                          (int) mean->n));
        }
      json_array_append_new (array, numbers);
    }
  return array;
}

static void
print_means (const Task *task)
{
  for (guint k = 0; k < task->columns->len && task->images > 1; k++)
    {
      const CliColumn *column = g_ptr_array_index (task->columns, k);
      const GArray *means = g_ptr_array_index (task->means, k);

      printf ("mean of %u images, %s, %s\n", task->images, fovea_model_title (column->model),
              column->method->title);
      for (guint i = 0; i < means->len; i++)
        {
          const Mean *mean = &g_array_index (means, Mean, i);
          printf ("    %-12s %-18s %10.5g  (%u)\n", mean->measure->name, mean->number->name,
                  mean->sum / mean->n, mean->n);
        }
    }
}

static gboolean
check_subjects (const CliOptions *options, const Own *own, GError **error)
{
  guint images = cli_count (options->rest);

  if (options->tensor && images)
    return cli_refuse (error, "Name images or one --tensor, not both");
  if (!options->tensor && !images)
    return cli_refuse (error, "Name an image, or a prepared tensor with --tensor X.npy");
  if (images > 1 && own->out)
    return cli_refuse (error, "--out draws the curves of one image, and there are %u", images);
  return images < 2 || !(own->measuring.box || own->measuring.mask)
         || cli_refuse (error, "--box and --mask tell where the object is in one image, and "
                               "there are %u", images);
}

static gboolean
write_chart (Cli *cli, const Task *task, GError **error)
{
  if (!task->own->out)
    return TRUE;
  cli_at (cli, task->own->out);
  cli_interrupt_hold ();
  gboolean written
      = cli_curves_write (task->columns, task->taken, task->own->out, error);
  cli_interrupt_release ();
  return written;
}

static gboolean
measure_all (Cli *cli, Task *task, GError **error)
{
  const CliOptions *options = task->options;
  g_autoptr (JsonDocument) document = options->json ? cli_json_document () : NULL;

  if (document)
    json_object_set_new (document, "results", task->results = json_array ());
  if (options->tensor && !measure_image (cli, task, options->tensor, error))
    return FALSE;
  for (guint i = 0; i < cli_count (options->rest); i++)
    if (!measure_image (cli, task, options->rest[i], error))
      return FALSE;
  if (!write_chart (cli, task, error))
    return FALSE;
  if (document)
    {
      json_object_set_new (document, "score",
                           cli_json_text (fovea_objective_name (task->own->measuring.kind)));
      json_object_set_new (document, "means", means_json (task));
      return cli_json_print (document, error);
    }
  print_means (task);
  return cli_flush (error);
}

static gboolean
measure (Cli *cli, const CliOptions *options, const Own *own, GError **error)
{
  g_autoptr (GPtrArray) columns = cli_columns_new (options, &own->wanted, error);
  g_autoptr (GPtrArray) means
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) taken
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (FoveaImage) mask = NULL;

  if (!columns || !check_subjects (options, own, error)
      || (own->measuring.mask
          && !(mask = cli_open_image (cli, options, own->measuring.mask, error))))
    return FALSE;
  for (guint k = 0; k < columns->len; k++)
    {
      GArray *array = g_array_new (FALSE, FALSE, sizeof (Mean));
      g_array_set_clear_func (array, mean_clear);
      g_ptr_array_add (means, array);
    }
  Task task = { options, own, columns, mask, NULL, means, taken, 0 };
  return measure_all (cli, &task, error);
}

static gboolean
print_list (GError **error)
{
  for (gsize i = 0; fovea_measures[i]; i++)
    printf ("%-14s %-24s %s\n", fovea_measures[i]->name, fovea_measures[i]->title,
            fovea_measures[i]->summary);
  return cli_flush (error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_auto (Own) own = { .wanted = { .choice = CLI_CHOICE_NONE, .asking = { .seeds_more = TRUE } },
                    .measuring = CLI_MEASURING_NONE };
  gboolean list = FALSE;
  CliMeasuring *m = &own.measuring;
  const GOptionEntry entries[] = {
    CLI_WANTED_ENTRIES (own.wanted),
    { "measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &m->names,
      "Only this one (may be repeated; --list names them)", "NAME" },
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, "List the measures", NULL },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &own.out,
      "Draw the curves: a .svg, .pdf or .png", "FILE" },
    { "box", 0, 0, G_OPTION_ARG_STRING, &m->box,
      "Where the object is, in pixels of the photograph", "X,Y,W,H" },
    { "mask", 0, 0, G_OPTION_ARG_FILENAME, &m->mask,
      "The same as a picture of the photograph's size, the object light", "FILE" },
    CLI_MEASURING_ENTRIES (*m),
    { NULL },
  };

  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL | CLI_TAKES_INPUT, entries,
                          argc, argv, error))
    return FALSE;
  if (list)
    return print_list (error);
  return cli_wanted_check (&own.wanted, error)
         && cli_measuring_check (m, error) && measure (cli, &options, &own, error);
}

const CliCommand cli_measure_command = {
  .name = "measure",
  .arguments = "IMAGE… --model M",
  .summary = "Measure how good, how concentrated and how steady a map is",
  .examples
  = "  fovea-cli measure photo.jpg --model van_nano\n"
    "  fovea-cli measure photo.jpg --model van_nano --method gradcam --method rise --json\n"
    "  fovea-cli measure photo.jpg --model van_nano --measure pointing --measure energy \\\n"
    "      --box 40,60,200,180\n"
    "  fovea-cli measure photo.jpg --model van_nano --measure randomisation\n"
    "  fovea-cli measure *.jpg --weights mine.safetensors --measure insertion --json\n"
    "\nWithout --measure all are taken that need nothing more; sensitivity, stability and\n"
    "randomisation explain many times and are taken when named. Of several columns each is\n"
    "compared with the first. Over several images means are given.\n" CLI_ASKING_HELP,
  .run = run,
};
