/* SPDX-License-Identifier: MIT */

/* A backbone's card and its sites: what it is made of, what it costs, and what can be looked
 * at, with its shape. Needs no weights. */

#include "card-text.h"
#include "explain.h"
#include "interrupt.h"
#include "open.h"
#include "output-json.h"

#include <stdio.h>

static json_t *
site_shape (const FoveaSite *site)
{
  json_t *shape = json_array ();

  for (guint i = 0; i < site->shape.rank; i++)
    json_array_append_new (shape, json_integer ((json_int_t) site->shape.dim[i]));
  return shape;
}

static void
add_site (json_t *layers, const FoveaSite *site)
{
  json_t *layer = cli_json_append_object (layers);

  json_object_set_new (layer, "path", cli_json_text (site->path));
  json_object_set_new (layer, "kind", json_string (fovea_site_kind_name (site->kind)));
  json_object_set_new (layer, "role", json_string (fovea_site_role_name (site->role)));
  json_object_set_new (layer, "shape", site_shape (site));
  json_object_set_new (layer, "stride", json_integer (site->stride));
  json_object_set_new (layer, "stage", json_integer (site->stage));
  json_object_set_new (layer, "default", json_boolean (site->is_default));
}

static json_t *
to_json (const FoveaCard *card, const char *digest, const GPtrArray *sites)
{
  json_t *document = cli_json_document ();
  json_t *layers = json_array ();

  json_object_set_new (document, "model", cli_json_text (card->name));
  json_object_set_new (document, "parameters", json_integer ((json_int_t) card->parameters));
  json_object_set_new (document, "macs", json_integer ((json_int_t) card->macs));
  cli_card_add (document, card, digest);
  json_object_set_new (document, "layers", layers);
  for (guint i = 0; i < sites->len; i++)
    add_site (layers, g_ptr_array_index (sites, i));
  return document;
}

static void
print_table (const GPtrArray *sites)
{
  printf ("  %-46s %-18s %-16s %-16s %s\n", "path", "kind", "role", "shape", "stride");
  for (guint i = 0; i < sites->len; i++)
    {
      const FoveaSite *site = g_ptr_array_index (sites, i);
      g_autofree char *shape = fovea_shape_to_string (&site->shape);
      printf ("%c %-46s %-18s %-16s %-16s %u\n", site->is_default ? '*' : ' ', site->path,
              fovea_site_kind_name (site->kind), fovea_site_role_name (site->role), shape,
              site->stride);
    }
  puts ("* where a class activation map is read unless told otherwise");
}

static gboolean
print (const CliOptions *options, FoveaModel *model, guint height, guint width,
       GError **error)
{
  g_autoptr (FoveaCard) card = fovea_card_new (model, height, width, error);
  g_autoptr (GPtrArray) sites = card ? fovea_sites (model, NULL, height, width, error) : NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *digest
      = sites ? fovea_model_digest (model, cli_interrupt_flag (), &problem) : NULL;

  if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));
  if (!sites || (error && *error))
    return FALSE;
  if (options->json)
    {
      g_autoptr (JsonDocument) document = to_json (card, digest, sites);
      return cli_json_print (document, error);
    }
  cli_card_print (card, digest);
  print_table (sites);
  return cli_flush (error);
}

/* MODEL is an argument here; --model is taken too. */
static gboolean
choose_model (const CliOptions *options, const char **name, GError **error)
{
  guint given = cli_count (options->rest) + cli_count (options->models);

  if (given > 1)
    return cli_refuse (error, "Name one backbone, not %u", given);
  *name = options->rest ? options->rest[0] : options->models ? options->models[0] : NULL;
  return cli_check_single (options->weights, "--weights", error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  FoveaModelOptions model_options;
  const char *name = NULL;
  guint height, width;

  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL | CLI_TAKES_SIZE, NULL, argc,
                          argv, error)
      || !choose_model (&options, &name, error)
      || !cli_parse_size (options.size, "--size", &height, &width, error)
      || !cli_model_options (&options, name, options.weights ? options.weights[0] : NULL,
                             &model_options, error))
    return FALSE;
  model_options.without_weights = TRUE;
  cli_at (cli, model_options.weights);

  g_autoptr (FoveaModel) model = fovea_model_open (&model_options, error);
  return model && print (&options, model, height, width, error);
}

const CliCommand cli_layers_command = {
  .name = "layers",
  .arguments = "MODEL",
  .summary = "Show a backbone's card and what can be looked at in it",
  .examples = "  fovea-cli layers van_b0\n"
              "  fovea-cli layers van_b2 --size 384x384 --json\n"
              "  fovea-cli layers --weights mine.pth",
  .run = run,
};
