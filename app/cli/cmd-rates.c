/* SPDX-License-Identifier: MIT */

/* How a backbone weighs attention against convolution over depth: its learned rates, as a
 * table, as JSON, as a chart. */

#include "interrupt.h"
#include "open.h"
#include "output-json.h"
#include "rates.h"

#include <math.h>
#include <stdio.h>

static json_t *
to_json (FoveaModel *model, const GArray *rates, const char *out)
{
  json_t *document = cli_json_document ();
  json_t *blocks = json_array ();

  json_object_set_new (document, "model", cli_json_text (fovea_model_name (model)));
  json_object_set_new (document, "weights", cli_json_path (fovea_model_weights (model)));
  json_object_set_new (document, "rates", blocks);
  for (guint i = 0; i < rates->len; i++)
    {
      const FoveaRate *rate = &g_array_index (rates, FoveaRate, i);
      json_t *block = cli_json_append_object (blocks);
      json_object_set_new (block, "path", cli_json_text (rate->path));
      json_object_set_new (block, "stage", json_integer (rate->stage));
      json_object_set_new (block, "block", json_integer (rate->block));
      json_object_set_new (block, "rate1", cli_json_real (rate->attention));
      json_object_set_new (block, "rate2", cli_json_real (rate->convolution));
      json_object_set_new (block, "log2_ratio", cli_json_real (fovea_rate_ratio (rate)));
    }
  json_object_set_new (document, "out", cli_json_path (out));
  return document;
}

static void
print_table (FoveaModel *model, const GArray *rates)
{
  printf ("%s, %s: rate1 attention + rate2 convolution\n", fovea_model_title (model),
          fovea_model_weights (model));
  printf ("  %-30s %5s %10s %10s %10s\n", "path", "stage", "rate1", "rate2", "log2 ratio");
  for (guint i = 0; i < rates->len; i++)
    {
      const FoveaRate *rate = &g_array_index (rates, FoveaRate, i);
      double ratio = fovea_rate_ratio (rate);

      printf ("  %-30s %5u %10.4f %10.4f ", rate->path, rate->stage, rate->attention,
              rate->convolution);
      if (isfinite (ratio))
        printf ("%+10.3f\n", ratio);
      else
        printf ("%10s\n", "-");
    }
  puts ("log2 ratio: of |rate1| to |rate2|; +1 where attention weighs twice as much");
}

static gboolean
write_chart (Cli *cli, FoveaModel *model, const GArray *rates, const char *path,
             GError **error)
{
  g_autoptr (FoveaRatesChart) chart = fovea_rates_chart_new (rates);
  g_autofree char *title
      = g_strdup_printf ("Learned rates of %s", fovea_model_title (model));
  g_autofree char *weights = g_filename_display_basename (fovea_model_weights (model));
  g_autofree char *about = g_strdup_printf (
      "|rate1| (attention), |rate2| (convolution) and log2 of their ratio by block; model "
      "%s; weights %s",
      fovea_model_name (model), weights);
  FoveaMetadata metadata[] = { { "Software", "Fovea " FOVEA_VERSION },
                               { "Title", title },
                               { "Description", about } };

  cli_at (cli, path);
  cli_interrupt_hold ();
  gboolean written = fovea_chart_write (fovea_rates_chart (chart), path, metadata,
                                        G_N_ELEMENTS (metadata), error);
  cli_interrupt_release ();
  return written;
}

static gboolean
show (Cli *cli, const CliOptions *options, FoveaModel *model, const char *out,
      GError **error)
{
  g_autoptr (GArray) rates = fovea_rates (model, error);

  if (!rates || (out && !write_chart (cli, model, rates, out, error)))
    return FALSE;
  if (options->json)
    {
      g_autoptr (JsonDocument) document = to_json (model, rates, out);
      return cli_json_print (document, error);
    }
  if (!out)
    print_table (model, rates);
  return cli_flush (error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_autofree char *out = NULL;
  const GOptionEntry own[] = {
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Write a .svg, .pdf or .png", "FILE" },
    { NULL },
  };

  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL, own, argc, argv, error))
    return FALSE;
  guint given = cli_count (options.rest) + cli_count (options.models);
  if (given > 1)
    return cli_refuse (error, "Name one backbone, not %u", given);
  if (!cli_check_single (options.weights, "--weights", error))
    return FALSE;
  const char *name = options.rest     ? options.rest[0]
                     : options.models ? options.models[0]
                                      : NULL;
  g_autoptr (FoveaModel) model = cli_open_model (
      cli, &options, name, options.weights ? options.weights[0] : NULL, error);
  return model && show (cli, &options, model, out, error);
}

const CliCommand cli_rates_command = {
  .name = "rates",
  .arguments = "MODEL",
  .summary = "Show how blocks weigh attention against convolution",
  .examples = "  fovea-cli rates --weights acmix_swin_tiny.pth\n"
              "  fovea-cli rates --weights acmix_swin_tiny.pth --out rates.pdf\n"
              "  fovea-cli rates acmix_resnet_nano --json",
  .run = run,
};
