/* SPDX-License-Identifier: MIT */

/* The backbones known here, or the checkpoints of them in folders. */

#include "error.h"
#include "interrupt.h"
#include "shelf.h"
#include "model.h"
#include "options.h"
#include "output-json.h"

#include <stdio.h>

static json_t *
to_json (const GPtrArray *list)
{
  json_t *document = cli_json_document ();
  json_t *models = json_array ();

  json_object_set_new (document, "models", models);
  for (guint i = 0; i < list->len; i++)
    {
      const FoveaModelEntry *entry = g_ptr_array_index (list, i);
      json_t *model = cli_json_append_object (models);
      json_object_set_new (model, "name", cli_json_text (entry->name));
      json_object_set_new (model, "family", cli_json_text (entry->family));
      json_object_set_new (model, "title", cli_json_text (entry->title));
      json_object_set_new (model, "parameters", json_integer ((json_int_t) entry->parameters));
      json_object_set_new (model, "demo", json_boolean (entry->is_demo));
    }
  return document;
}

static gboolean
print_list (const CliOptions *options, GError **error)
{
  g_autoptr (GPtrArray) list = fovea_model_list ();

  if (options->json)
    {
      g_autoptr (JsonDocument) document = to_json (list);
      return cli_json_print (document, error);
    }
  for (guint i = 0; i < list->len; i++)
    {
      const FoveaModelEntry *entry = g_ptr_array_index (list, i);
      printf ("%-18s %-12s %12" G_GUINT64_FORMAT " parameters%s\n", entry->name,
              entry->title, entry->parameters, entry->is_demo ? ", with weights" : "");
    }
  return cli_flush (error);
}

/* Of a search: the array of a document, or NULL where lines are printed. */
static gboolean
on_found (const FoveaShelved *shelved, gpointer weights)
{
  if (shelved && weights)
    {
      json_t *o = cli_json_append_object (weights);
      json_object_set_new (o, "path", cli_json_path (shelved->path));
      json_object_set_new (o, "name", cli_json_text (shelved->name));
      json_object_set_new (o, "title", cli_json_text (shelved->title));
      json_object_set_new (o, "classes", json_integer (shelved->n_classes));
      json_object_set_new (o, "bytes", json_integer ((json_int_t) shelved->bytes));
      json_object_set_new (o, "recorded", cli_json_text (shelved->recorded));
      json_object_set_new (o, "problem", cli_json_text (shelved->problem));
    }
  else if (shelved)
    printf ("%-18s %6u classes %8.1f MB  %s%s%s\n", shelved->name, shelved->n_classes,
            (double) shelved->bytes / 1e6, shelved->path, shelved->problem ? ": " : "",
            shelved->problem ? shelved->problem : "");
  return !g_atomic_int_get (cli_interrupt_flag ());
}

static gboolean
search (const CliOptions *options, char **folders, GError **error)
{
  g_autoptr (JsonDocument) document = options->json ? cli_json_document () : NULL;
  json_t *weights = document ? json_array () : NULL;

  if (document)
    json_object_set_new (document, "weights", weights);
  for (; *folders; folders++)
    {
      if (!g_file_test (*folders, G_FILE_TEST_IS_DIR))
        return cli_refuse (error, "“%s” is no folder", *folders);
      if (!fovea_shelf_search (*folders, on_found, weights))
        {
          g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Interrupted");
          return FALSE;
        }
    }
  return document ? cli_json_print (document, error) : cli_flush (error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_auto (GStrv) folders = NULL;
  const GOptionEntry own[] = {
    { "folder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders,
      "Look for checkpoints in this folder and those in it (repeatable)", "DIR" },
    { NULL },
  };

  if (!cli_options_parse (cli, self, &options, 0, own, argc, argv, error))
    return FALSE;
  if (options.rest)
    return cli_refuse (error, "`fovea-cli models` takes no argument (“%s”)",
                       options.rest[0]);
  return folders ? search (&options, folders, error) : print_list (&options, error);
}

const CliCommand cli_models_command = {
  .name = "models",
  .arguments = "",
  .summary = "List the backbones, or the checkpoints of them in a folder",
  .examples = "  fovea-cli models\n  fovea-cli models --json\n"
              "  fovea-cli models --folder ~/weights --folder ~/.cache/torch/hub",
  .run = run,
};
