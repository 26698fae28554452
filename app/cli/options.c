/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "output-json.h"
#include "parallel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_SIDE 16384
#define MAX_THREADS 256

void
cli_options_clear (CliOptions *options)
{
  g_strfreev (options->rest);
  g_strfreev (options->models);
  g_strfreev (options->weights);
  g_free (options->dictionary);
  g_free (options->labels);
  g_free (options->tensor);
  g_free (options->input_size);
  g_free (options->size);
  g_free (options->mean);
  g_free (options->std);
  g_free (options->crop);
  g_strfreev (options->erase);
}

guint
cli_count (char **values)
{
  return values ? g_strv_length (values) : 0;
}

gboolean
cli_check_single (char **values, const char *option, GError **error)
{
  return cli_count (values) <= 1
         || cli_refuse (error, "%s is given %u times; here it is taken once", option,
                        cli_count (values));
}

static void
add_entries (GOptionContext *context, CliOptions *o, CliTakes takes)
{
  const GOptionEntry model[] = {
    { "model", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &o->models,
      "The backbone (see `fovea-cli models`)", "NAME" },
    { "weights", 'w', 0, G_OPTION_ARG_FILENAME_ARRAY, &o->weights,
      "Its checkpoint; a demonstration model needs none", "FILE" },
    { "dictionary", 0, 0, G_OPTION_ARG_STRING, &o->dictionary,
      "Which of the checkpoint's dictionaries holds the weights", "NAME" },
    { NULL },
  };
  const GOptionEntry input[] = {
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &o->labels, "Names of the classes", "FILE" },
    { "input-size", 0, 0, G_OPTION_ARG_STRING, &o->input_size,
      "Size of the network's input", "HxW" },
    { "mean", 0, 0, G_OPTION_ARG_STRING, &o->mean, "Mean of the pixels, in 0 to 1",
      "R,G,B" },
    { "std", 0, 0, G_OPTION_ARG_STRING, &o->std, "Their standard deviation", "R,G,B" },
    { "crop", 0, 0, G_OPTION_ARG_STRING, &o->crop,
      "What the network sees: none, centre or a box in pixels", "X,Y,W,H" },
    { "rotate", 0, 0, G_OPTION_ARG_DOUBLE, &o->rotate,
      "Turn the photograph around its middle, counter-clockwise", "DEGREES" },
    { "erase", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->erase,
      "Before that, rub out along a line, in pixels", "R,X,Y,…" },
    { "torchvision-input", 0, 0, G_OPTION_ARG_NONE, &o->torchvision,
      "Leave the image as stored, do not turn it as its EXIF says", NULL },
    { "tensor", 0, 0, G_OPTION_ARG_FILENAME, &o->tensor,
      "Instead of an image: a prepared (3,H,W) float32 array", "X.npy" },
    { NULL },
  };
  const GOptionEntry size[] = {
    { "size", 0, 0, G_OPTION_ARG_STRING, &o->size, "Size of the network's input", "HxW" },
    { NULL },
  };
  const GOptionEntry always[] = {
    { "threads", 't', 0, G_OPTION_ARG_INT, &o->threads, "How many threads compute", "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, "Print JSON (schema 1)", NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &o->help, "Show this help", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->rest, NULL, NULL },
    { NULL },
  };

  if (takes & CLI_TAKES_MODEL)
    g_option_context_add_main_entries (context, model, NULL);
  if (takes & CLI_TAKES_INPUT)
    g_option_context_add_main_entries (context, input, NULL);
  if (takes & CLI_TAKES_SIZE)
    g_option_context_add_main_entries (context, size, NULL);
  g_option_context_add_main_entries (context, always, NULL);
}

static GOptionContext *
make_context (const CliCommand *command)
{
  GOptionContext *context = g_option_context_new (command->arguments);
  g_autofree char *summary = g_strconcat (command->summary, ".", NULL);
  g_autofree char *examples = g_strconcat ("Examples:\n", command->examples, NULL);
  g_autofree char *program = g_strconcat ("fovea-cli ", command->name, NULL);

  g_set_prgname (program);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, examples);
  return context;
}

static gboolean
apply_threads (const CliOptions *options, GError **error)
{
  if (options->threads < 0 || options->threads > MAX_THREADS)
    return cli_refuse (error, "--threads %d cannot be; give a number from 1 to %d",
                       options->threads, MAX_THREADS);
  fovea_set_threads ((guint) options->threads);
  return TRUE;
}

/* A bundle that is all that is named is the model and the image. */
static void
adopt_bundle (CliOptions *options, CliTakes takes)
{
  if (!(takes & CLI_TAKES_MODEL) || !(takes & CLI_TAKES_INPUT) || options->models
      || options->weights || options->tensor || cli_count (options->rest) != 1
      || !fovea_is_bundle (options->rest[0]))
    return;
  options->weights = g_strdupv (options->rest);
}

static gboolean
check_edits (const CliOptions *options, GError **error)
{
  if (!options->tensor || (!options->erase && options->rotate == 0))
    return TRUE;
  return cli_refuse (error, "--rotate and --erase are of a photograph; a prepared tensor has "
                            "none");
}

gboolean
cli_options_parse (Cli *cli, const CliCommand *command, CliOptions *options, CliTakes takes,
                   const GOptionEntry *own, int argc, char **argv, GError **error)
{
  g_autoptr (GOptionContext) context = make_context (command);
  g_autoptr (GError) problem = NULL;

  options->json = cli->json;
  if (own)
    g_option_context_add_main_entries (context, own, NULL);
  add_entries (context, options, takes);
  if (!g_option_context_parse (context, &argc, &argv, &problem))
    return cli_refuse (error, "%s (`fovea-cli %s --help` lists the options)",
                       problem->message, command->name);
  if (options->help)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
      fputs (help, stdout);
      cli_flush (error);
      return FALSE;
    }
  adopt_bundle (options, takes);
  return check_edits (options, error) && apply_threads (options, error);
}

/* `count` numbers between commas. */
static gboolean
parse_numbers (const char *text, guint count, double *numbers)
{
  for (guint i = 0; i < count; i++)
    {
      char *end;

      numbers[i] = g_ascii_strtod (text, &end);
      if (end == text || !isfinite (numbers[i]) || *end != (i + 1 < count ? ',' : '\0'))
        return FALSE;
      text = end + 1;
    }
  return TRUE;
}

gboolean
cli_parse_size (const char *text, const char *option, guint *height, guint *width,
                GError **error)
{
  *height = *width = 0;
  if (!text)
    return TRUE;

  g_auto (GStrv) parts = g_strsplit (text, "x", 3);
  guint64 sides[2];
  if (g_strv_length (parts) != 2
      || !g_ascii_string_to_unsigned (parts[0], 10, 1, MAX_SIDE, &sides[0], NULL)
      || !g_ascii_string_to_unsigned (parts[1], 10, 1, MAX_SIDE, &sides[1], NULL))
    return cli_refuse (error,
                       "%s is height x width in pixels, such as 224x224, not “%s”", option,
                       text);
  *height = (guint) sides[0];
  *width = (guint) sides[1];
  return TRUE;
}

static gboolean
parse_colour (const char *text, const char *option, gboolean positive, gboolean *has,
              float out[3], GError **error)
{
  double numbers[3];

  if (!text)
    return TRUE;
  if (!parse_numbers (text, 3, numbers)
      || (positive && !(numbers[0] > 0 && numbers[1] > 0 && numbers[2] > 0)))
    return cli_refuse (error, "%s is three %snumbers, such as 0.5,0.5,0.5, not “%s”", option,
                       positive ? "positive " : "", text);
  for (guint i = 0; i < 3; i++)
    out[i] = (float) numbers[i];
  *has = TRUE;
  return TRUE;
}

static gboolean
parse_crop (const char *text, FoveaModelOptions *model, GError **error)
{
  if (!text)
    return TRUE;
  model->has_crop = TRUE;
  if (g_str_equal (text, "none"))
    model->crop = FOVEA_CROP_NONE;
  else if (g_str_equal (text, "centre") || g_str_equal (text, "center"))
    model->crop = FOVEA_CROP_CENTRE;
  else if (parse_numbers (text, 4, model->box) && model->box[2] > 0 && model->box[3] > 0)
    model->crop = FOVEA_CROP_BOX;
  else
    return cli_refuse (error,
                       "--crop is none, centre or a box X,Y,W,H in pixels, not “%s”", text);
  return TRUE;
}

/* Whether --model names a file, which no backbone is called like. */
static gboolean
is_path (const char *name)
{
  return strpbrk (name, "./") && g_file_test (name, G_FILE_TEST_IS_REGULAR);
}

gboolean
cli_model_options (const CliOptions *options, const char *name, const char *weights,
                   FoveaModelOptions *model, GError **error)
{
  gboolean is_file = name && !weights && is_path (name);

  *model = (FoveaModelOptions){ .name = is_file ? NULL : name,
                                .weights = is_file ? name : weights,
                                .dictionary = options->dictionary,
                                .labels = options->labels };
  return cli_parse_size (options->input_size, "--input-size", &model->input_height,
                         &model->input_width, error)
         && parse_colour (options->mean, "--mean", FALSE, &model->has_mean, model->mean,
                          error)
         && parse_colour (options->std, "--std", TRUE, &model->has_std, model->std, error)
         && parse_crop (options->crop, model, error);
}
