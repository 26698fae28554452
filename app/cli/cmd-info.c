/* SPDX-License-Identifier: MIT */

/* What a checkpoint holds: nothing in it is executed, and no weight is read. */

#include "error.h"
#include "model.h"
#include "options.h"
#include "output-json.h"
#include "weights/checkpoint.h"

#include <stdio.h>

typedef struct
{
  guint64 elements;
  guint dtypes[FOVEA_DTYPE_BOOL + 1]; /* tensors of each */
} Census;

static void
count_tensors (const FoveaCheckpoint *checkpoint, Census *census)
{
  for (guint i = 0; i < fovea_checkpoint_n_tensors (checkpoint); i++)
    {
      const FoveaTensorInfo *info = fovea_checkpoint_tensor (checkpoint, i);
      census->elements += fovea_shape_count (&info->shape);
      census->dtypes[info->dtype]++;
    }
}

static json_t *
backbone_json (const FoveaRecognised *recognised)
{
  if (!recognised->family)
    return json_null ();
  json_t *backbone = json_object ();
  json_object_set_new (backbone, "family", cli_json_text (recognised->family));
  json_object_set_new (backbone, "name", cli_json_text (recognised->name));
  return backbone;
}

static json_t *
dtypes_json (const Census *census)
{
  json_t *dtypes = json_object ();

  for (guint i = 0; i < G_N_ELEMENTS (census->dtypes); i++)
    if (census->dtypes[i])
      json_object_set_new (dtypes, fovea_dtype_name (i), json_integer (census->dtypes[i]));
  return dtypes;
}

static json_t *
to_json (const FoveaCheckpoint *checkpoint, const Census *census,
         const FoveaRecognised *recognised)
{
  json_t *o = cli_json_document ();

  json_object_set_new (o, "path", cli_json_path (fovea_checkpoint_path (checkpoint)));
  json_object_set_new (
      o, "container",
      cli_json_text (fovea_container_name (fovea_checkpoint_container (checkpoint))));
  json_object_set_new (o, "bytes",
                       json_integer ((json_int_t) fovea_checkpoint_file_size (checkpoint)));
  json_object_set_new (o, "dictionary",
                       cli_json_text (fovea_checkpoint_dictionary (checkpoint)));
  json_object_set_new (o, "dictionaries",
                       cli_json_texts (fovea_checkpoint_dictionaries (checkpoint)));
  json_object_set_new (o, "backbone", backbone_json (recognised));
  json_object_set_new (o, "recorded", cli_json_text (recognised->recorded));
  json_object_set_new (o, "classes", json_integer (recognised->n_classes));
  json_object_set_new (o, "tensors",
                       json_integer (fovea_checkpoint_n_tensors (checkpoint)));
  json_object_set_new (o, "elements", json_integer ((json_int_t) census->elements));
  json_object_set_new (o, "dtypes", dtypes_json (census));
  json_object_set_new (o, "skipped", cli_json_texts (fovea_checkpoint_skipped (checkpoint)));
  json_object_set_new (o, "warnings",
                       cli_json_texts (fovea_checkpoint_warnings (checkpoint)));
  json_object_set_new (o, "problem", cli_json_text (recognised->problem));
  return o;
}

static void
print_list (const char *title, const char *const *texts)
{
  for (gsize i = 0; texts && texts[i]; i++)
    printf ("%-13s %s\n", i ? "" : title, texts[i]);
}

static void
print_tensors (const FoveaCheckpoint *checkpoint, const Census *census)
{
  printf ("%-13s %u with %" G_GUINT64_FORMAT " elements (", "tensors",
          fovea_checkpoint_n_tensors (checkpoint), census->elements);
  for (guint i = 0, shown = 0; i < G_N_ELEMENTS (census->dtypes); i++)
    if (census->dtypes[i])
      printf ("%s%u %s", shown++ ? ", " : "", census->dtypes[i], fovea_dtype_name (i));
  puts (")");
}

static void
print_text (const FoveaCheckpoint *checkpoint, const Census *census,
            const FoveaRecognised *recognised)
{
  const char *dictionary = fovea_checkpoint_dictionary (checkpoint);

  printf ("%-13s %s\n", "file", fovea_checkpoint_path (checkpoint));
  printf ("%-13s %s, %" G_GUINT64_FORMAT " bytes\n", "container",
          fovea_container_name (fovea_checkpoint_container (checkpoint)),
          fovea_checkpoint_file_size (checkpoint));
  printf ("%-13s %s\n", "dictionary", dictionary[0] ? dictionary : "(the file itself)");
  print_list ("could be", fovea_checkpoint_dictionaries (checkpoint));
  printf ("%-13s %s\n", "backbone",
          recognised->family ? recognised->name : "not recognised");
  if (recognised->family)
    printf ("%-13s %u\n", "classes", recognised->n_classes);
  if (recognised->recorded)
    printf ("%-13s %s\n", "recorded", recognised->recorded);
  print_tensors (checkpoint, census);
  print_list ("skipped", fovea_checkpoint_skipped (checkpoint));
  print_list ("warning", fovea_checkpoint_warnings (checkpoint));
  if (recognised->problem)
    printf ("%-13s %s\n", "problem", recognised->problem);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  char *dictionary = NULL;
  const GOptionEntry own[] = {
    { "dictionary", 0, 0, G_OPTION_ARG_STRING, &dictionary,
      "Which of the checkpoint's dictionaries holds the weights", "NAME" },
    { NULL },
  };

  gboolean parsed = cli_options_parse (cli, self, &options, 0, own, argc, argv, error);
  options.dictionary = dictionary;
  if (!parsed)
    return FALSE;
  if (cli_count (options.rest) != 1)
    return cli_refuse (error, "Name one checkpoint");

  cli_at (cli, options.rest[0]);
  g_autoptr (FoveaCheckpoint) checkpoint
      = fovea_checkpoint_open (options.rest[0], options.dictionary, error);
  if (!checkpoint)
    return FALSE;
  g_auto (FoveaRecognised) recognised = { 0 };
  Census census = { 0 };
  fovea_model_recognise (checkpoint, &recognised);
  count_tensors (checkpoint, &census);
  if (options.json)
    {
      g_autoptr (JsonDocument) document = to_json (checkpoint, &census, &recognised);
      return cli_json_print (document, error);
    }
  print_text (checkpoint, &census, &recognised);
  return cli_flush (error);
}

const CliCommand cli_info_command = {
  .name = "info",
  .arguments = "CHECKPOINT",
  .summary = "Tell what a checkpoint holds, and what is wrong with it",
  .examples = "  fovea-cli info van_tiny_754.pth.tar\n"
              "  fovea-cli info model.safetensors --json\n"
              "  fovea-cli info checkpoint.pth --dictionary state_dict_ema",
  .run = run,
};
