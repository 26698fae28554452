/* SPDX-License-Identifier: MIT */

/* What a classifier says of one or more images. */

#include "error.h"
#include "explain.h"
#include "interrupt.h"
#include "open.h"
#include "output-json.h"
#include "report.h"

#include <stdio.h>

static void
add_result (json_t *results, const char *path, FoveaModel *model,
            const FoveaPrediction *prediction, guint top)
{
  json_t *result = cli_json_append_object (results);
  json_t *predictions = json_array ();

  json_object_set_new (result, "path", cli_json_path (path));
  json_object_set_new (result, "model", cli_json_text (fovea_model_name (model)));
  json_object_set_new (result, "predictions", predictions);
  for (guint rank = 0; rank < top; rank++)
    {
      guint index = fovea_prediction_ranked (prediction, rank);
      json_t *p = cli_json_append_object (predictions);
      json_object_set_new (p, "index", json_integer (index));
      json_object_set_new (p, "name", cli_json_text (fovea_model_class_name (model, index)));
      json_object_set_new (p, "probability",
                           cli_json_real (fovea_prediction_probability (prediction, index)));
      json_object_set_new (p, "logit",
                           cli_json_real (fovea_prediction_logit (prediction, index)));
    }
}

static void
print_result (const char *path, FoveaModel *model, const FoveaPrediction *prediction,
              guint top)
{
  printf ("%s: %s, %s\n", path, fovea_model_title (model), fovea_model_weights (model));
  for (guint rank = 0; rank < top; rank++)
    {
      guint index = fovea_prediction_ranked (prediction, rank);
      printf ("  %6.2f %%  %9.4f  %5u  %s\n",
              100 * fovea_prediction_probability (prediction, index),
              fovea_prediction_logit (prediction, index), index,
              fovea_model_class_name (model, index));
    }
}

/* (transfer full) */
static FoveaPrediction *
classify (FoveaModel *model, FoveaImage *image, FoveaTensor *tensor, GError **error)
{
  CliProgress progress;
  FoveaExplainRequest request = { .target = FOVEA_TOP_CLASS };
  g_autoptr (FoveaInput) input = cli_make_input (model, image, tensor, error);

  if (!input)
    return NULL;
  cli_progress_start (&progress, "classifying");
  FoveaWatch watch = { cli_progress_show, &progress, cli_interrupt_flag () };
  g_autoptr (FoveaExplanation) explanation
      = fovea_explain (model, input, &request, &watch, error);
  cli_progress_end (&progress);
  return explanation ? fovea_prediction_ref (fovea_explanation_prediction (explanation))
                     : NULL;
}

/* One image, or the tensor where `path` is the tensor's. */
static gboolean
classify_path (Cli *cli, const CliOptions *options, FoveaModel *model, const char *path,
               guint top, json_t *results, GError **error)
{
  CliOptions one = *options;
  char *paths[] = { (char *) path, NULL };
  g_autoptr (FoveaImage) image = NULL;
  g_autoptr (FoveaTensor) tensor = NULL;

  one.rest = options->tensor ? NULL : paths;
  if (!cli_open_subject (cli, &one, &image, &tensor, error))
    return FALSE;
  cli_at (cli, path);
  g_autoptr (FoveaPrediction) prediction = classify (model, image, tensor, error);
  if (!prediction)
    return FALSE;
  top = MIN (top, fovea_prediction_n_classes (prediction));
  if (results)
    add_result (results, path, model, prediction, top);
  else
    print_result (path, model, prediction, top);
  return TRUE;
}

static gboolean
check (const CliOptions *options, int top, GError **error)
{
  if (top < 1)
    return cli_refuse (error, "--top %d cannot be; give 1 or more", top);
  if (options->tensor && options->rest)
    return cli_refuse (error, "Name images or one --tensor, not both");
  if (!options->tensor && !options->rest)
    return cli_refuse (error, "Name an image, or a prepared tensor with --tensor X.npy");
  return TRUE;
}

static gboolean
classify_all (Cli *cli, const CliOptions *options, FoveaModel *model, guint top,
              GError **error)
{
  g_autoptr (JsonDocument) document = options->json ? cli_json_document () : NULL;
  json_t *results = document ? json_array () : NULL;

  if (document)
    json_object_set_new (document, "results", results);
  if (options->tensor
      && !classify_path (cli, options, model, options->tensor, top, results, error))
    return FALSE;
  for (guint i = 0; i < cli_count (options->rest); i++)
    if (!classify_path (cli, options, model, options->rest[i], top, results, error))
      return FALSE;
  return document ? cli_json_print (document, error) : cli_flush (error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  int top = 5;
  const GOptionEntry own[] = {
    { "top", 'k', 0, G_OPTION_ARG_INT, &top, "How many classes to print (5)", "K" },
    { NULL },
  };

  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL | CLI_TAKES_INPUT, own, argc,
                          argv, error)
      || !check (&options, top, error))
    return FALSE;

  g_autoptr (FoveaModel) model = cli_open_single_model (cli, &options, error);
  if (!model)
    return FALSE;
  if (fovea_model_n_classes (model) == 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s has no head in this checkpoint, so it cannot classify",
                   fovea_model_title (model));
      return FALSE;
    }
  return classify_all (cli, &options, model, (guint) top, error);
}

const CliCommand cli_classify_command = {
  .name = "classify",
  .arguments = "IMAGE… --model M",
  .summary = "Tell what a classifier sees in images",
  .examples = "  fovea-cli classify photo.jpg --model van_nano\n"
              "  fovea-cli classify *.jpg --model van_b2 --weights van_base_828.pth.tar "
              "--top 3\n"
              "  fovea-cli classify --tensor x.npy --weights mine.safetensors --json",
  .run = run,
};
