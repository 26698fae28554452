/* SPDX-License-Identifier: MIT */

/* The backbones known here. */

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
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };

  if (!cli_options_parse (cli, self, &options, 0, NULL, argc, argv, error))
    return FALSE;
  if (options.rest)
    return cli_refuse (error, "`fovea-cli models` takes no argument (“%s”)",
                       options.rest[0]);

  g_autoptr (GPtrArray) list = fovea_model_list ();
  if (options.json)
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

const CliCommand cli_models_command = {
  .name = "models",
  .arguments = "",
  .summary = "List the backbones",
  .examples = "  fovea-cli models\n  fovea-cli models --json",
  .run = run,
};
