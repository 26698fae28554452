/* SPDX-License-Identifier: MIT */

/* What a classifier says of one or more images. */

#include "column-json.h"
#include "error.h"
#include "explain.h"
#include "interrupt.h"
#include "open.h"
#include "output-json.h"
#include "report.h"
#include "without.h"

#include <stdio.h>

#define NAME_WIDTH 22 /* characters, of a class in the left of two lists */

/* The network, and beside it (or NULL) the same one with parts turned off. */
typedef struct
{
  FoveaModel *model, *switched;
  guint top;
} Task;

/* What they say of one image. */
typedef struct
{
  FoveaPrediction *intact, *switched;
} Said;

static void
said_clear (Said *said)
{
  g_clear_pointer (&said->intact, fovea_prediction_unref);
  g_clear_pointer (&said->switched, fovea_prediction_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

static void
add_result (json_t *results, const char *path, const Task *task, const Said *said,
            guint top)
{
  json_t *result = cli_json_append_object (results);

  json_object_set_new (result, "path", cli_json_path (path));
  json_object_set_new (result, "model", cli_json_text (fovea_model_name (task->model)));
  json_object_set_new (result, "predictions",
                       cli_predictions_json (task->model, said->intact, top));
  if (!task->switched)
    return;
  json_t *without = json_object ();
  json_object_set_new (result, "without", without);
  cli_without_add (without, task->switched);
  json_object_set_new (without, "predictions",
                       cli_predictions_json (task->model, said->switched, top));
  json_object_set_new (without, "target",
                       cli_change_json (task->model, said->intact, said->switched,
                                        fovea_prediction_ranked (said->intact, 0)));
}

/* Cut to NAME_WIDTH characters and filled up to them. (transfer full) */
static char *
fit (const char *text)
{
  glong length = g_utf8_strlen (text, -1);

  if (length <= NAME_WIDTH)
    return g_strdup_printf ("%s%*s", text, (int) (NAME_WIDTH - length), "");
  g_autofree char *start = g_utf8_substring (text, 0, NAME_WIDTH - 1);
  return g_strconcat (start, "…", NULL);
}

static void
print_rank (FoveaModel *model, const FoveaPrediction *prediction, guint rank,
            gboolean is_left)
{
  guint index = fovea_prediction_ranked (prediction, rank);
  g_autofree char *name = fit (fovea_model_class_name (model, index));

  printf ("  %6.2f %%  %9.4f  %5u  %s", 100 * fovea_prediction_probability (prediction, index),
          (double) fovea_prediction_logit (prediction, index), index,
          is_left ? name : fovea_model_class_name (model, index));
}

/* Side by side, each in its own order, and what became of the first's best. */
static void
print_both (const char *path, const Task *task, const Said *said, guint top)
{
  g_autofree char *heading = cli_without_heading (task->switched);
  g_autofree char *change
      = cli_change_text (task->model, said->intact, said->switched,
                         fovea_prediction_ranked (said->intact, 0));

  printf ("%s: %s, %s\n", path, fovea_model_title (task->model),
          fovea_model_weights (task->model));
  printf ("  %-50s   %s\n", "intact", heading);
  for (guint rank = 0; rank < top; rank++)
    {
      print_rank (task->model, said->intact, rank, TRUE);
      putchar (' ');
      print_rank (task->model, said->switched, rank, FALSE);
      putchar ('\n');
    }
  printf ("  %s\n", change);
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
classify_path (Cli *cli, const CliOptions *options, const Task *task, const char *path,
               json_t *results, GError **error)
{
  CliOptions one = *options;
  char *paths[] = { (char *) path, NULL };
  g_autoptr (FoveaImage) image = NULL;
  g_autoptr (FoveaTensor) tensor = NULL;

  one.rest = options->tensor ? NULL : paths;
  if (!cli_open_subject (cli, &one, &image, &tensor, error))
    return FALSE;
  cli_at (cli, path);
  g_auto (Said) said = { 0 };
  said.intact = classify (task->model, image, tensor, error);
  if (said.intact && task->switched)
    said.switched = classify (task->switched, image, tensor, error);
  if (!said.intact || (task->switched && !said.switched))
    return FALSE;
  guint top = MIN (task->top, fovea_prediction_n_classes (said.intact));
  if (results)
    add_result (results, path, task, &said, top);
  else if (task->switched)
    print_both (path, task, &said, top);
  else
    print_result (path, task->model, said.intact, top);
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
classify_all (Cli *cli, const CliOptions *options, const Task *task, GError **error)
{
  g_autoptr (JsonDocument) document = options->json ? cli_json_document () : NULL;
  json_t *results = document ? json_array () : NULL;

  if (document)
    json_object_set_new (document, "results", results);
  if (options->tensor
      && !classify_path (cli, options, task, options->tensor, results, error))
    return FALSE;
  for (guint i = 0; i < cli_count (options->rest); i++)
    if (!classify_path (cli, options, task, options->rest[i], results, error))
      return FALSE;
  return document ? cli_json_print (document, error) : cli_flush (error);
}

static gboolean
check_head (FoveaModel *model, GError **error)
{
  if (fovea_model_n_classes (model) > 0)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s has no head in this checkpoint, so it cannot classify",
               fovea_model_title (model));
  return FALSE;
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_auto (GStrv) off = NULL;
  int top = 5;
  const GOptionEntry own[] = {
    { "top", 'k', 0, G_OPTION_ARG_INT, &top, "How many classes to print (5)", "K" },
    CLI_OFF_ENTRY (&off),
    { NULL },
  };

  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL | CLI_TAKES_INPUT, own, argc,
                          argv, error)
      || !check (&options, top, error))
    return FALSE;

  g_autoptr (FoveaModel) model = cli_open_single_model (cli, &options, error);
  if (!model || !check_head (model, error))
    return FALSE;
  g_autoptr (FoveaModel) switched
      = off ? fovea_model_switched (model, (const char *const *) off, error) : NULL;
  Task task = { model, switched, (guint) top };
  return (!off || switched) && classify_all (cli, &options, &task, error);
}

const CliCommand cli_classify_command = {
  .name = "classify",
  .arguments = "IMAGE… --model M",
  .summary = "Tell what a classifier sees in images",
  .examples = "  fovea-cli classify photo.jpg --model van_nano\n"
              "  fovea-cli classify *.jpg --model van_b2 --weights van_base_828.pth.tar "
              "--top 3\n"
              "  fovea-cli classify --tensor x.npy --weights mine.safetensors --json\n"
              "  fovea-cli classify photo.jpg --model van_nano --off '*.conv_spatial'\n"
              CLI_OFF_HELP,
  .run = run,
};
