/* SPDX-License-Identifier: MIT */

/* The explanation methods. */

#include "method.h"
#include "options.h"
#include "output-json.h"

#include <stdio.h>

static json_t *
to_json (void)
{
  json_t *document = cli_json_document ();
  json_t *methods = json_array ();

  json_object_set_new (document, "methods", methods);
  for (gsize i = 0; fovea_methods[i]; i++)
    {
      const FoveaMethod *method = fovea_methods[i];
      json_t *object = cli_json_append_object (methods);
      json_object_set_new (object, "name", cli_json_text (method->name));
      json_object_set_new (object, "title", cli_json_text (method->title));
      json_object_set_new (object, "summary", cli_json_text (method->summary));
      json_object_set_new (object, "unit", cli_json_text (method->unit));
      json_object_set_new (object, "needs_class",
                           json_boolean (method->needs & FOVEA_NEEDS_GRADIENT));
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
    return cli_refuse (error, "`fovea-cli methods` takes no argument (“%s”)",
                       options.rest[0]);
  if (options.json)
    {
      g_autoptr (JsonDocument) document = to_json ();
      return cli_json_print (document, error);
    }
  for (gsize i = 0; fovea_methods[i]; i++)
    printf ("%-14s %-14s %s\n", fovea_methods[i]->name, fovea_methods[i]->title,
            fovea_methods[i]->summary);
  return cli_flush (error);
}

const CliCommand cli_methods_command = {
  .name = "methods",
  .arguments = "",
  .summary = "List the explanation methods",
  .examples = "  fovea-cli methods\n  fovea-cli methods --json",
  .run = run,
};
