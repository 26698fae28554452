/* SPDX-License-Identifier: MIT */

/* The explanation methods. */

#include "method.h"
#include "options.h"
#include "output-json.h"

#include <stdio.h>

static json_t *
needs_json (FoveaNeeds needs)
{
  json_t *array = json_array ();

  if (needs & FOVEA_NEEDS_ACTIVATION)
    json_array_append_new (array, json_string ("activation"));
  if (needs & FOVEA_NEEDS_GRADIENT)
    json_array_append_new (array, json_string ("gradient"));
  if (needs & FOVEA_NEEDS_CLASS)
    json_array_append_new (array, json_string ("network"));
  return array;
}

/* Names of options of `explain`. */
static const struct
{
  FoveaTakes what;
  const char *name, *option;
} choices[] = {
  { FOVEA_TAKES_PLACE, "place", "--at" },
  { FOVEA_TAKES_MAP, "map", "--map" },
  { FOVEA_TAKES_CHANNEL, "channel", "--channel" },
  { FOVEA_TAKES_SAMPLES, "samples", "--samples" },
  { FOVEA_TAKES_SEED, "seed", "--seed" },
  { FOVEA_TAKES_NOISE, "noise", "--noise" },
  { FOVEA_TAKES_PATCH, "patch", "--patch" },
};

static json_t *
takes_json (FoveaTakes takes)
{
  json_t *array = json_array ();

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (takes & choices[i].what)
      json_array_append_new (array, json_string (choices[i].name));
  return array;
}

/* " Takes --at, --map." (transfer full) */
static char *
takes_text (FoveaTakes takes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (takes & choices[i].what)
      g_string_append_printf (text, "%s %s", text->len ? "," : ". Takes", choices[i].option);
  return g_string_free (text, FALSE);
}

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
                           json_boolean (fovea_method_explains_class (method)));
      json_object_set_new (object, "needs", needs_json (method->needs));
      json_object_set_new (object, "takes", takes_json (method->takes));
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
    {
      g_autofree char *takes = takes_text (fovea_methods[i]->takes);
      printf ("%-20s %-24s %s%s\n", fovea_methods[i]->name, fovea_methods[i]->title,
              fovea_methods[i]->summary, takes);
    }
  return cli_flush (error);
}

const CliCommand cli_methods_command = {
  .name = "methods",
  .arguments = "",
  .summary = "List the explanation methods",
  .examples = "  fovea-cli methods\n  fovea-cli methods --json",
  .run = run,
};
