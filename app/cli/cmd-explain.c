/* SPDX-License-Identifier: MIT */

/* Where a classifier looks: maps as numbers, as pictures, as a summary. */

#include "array.h"
#include "as-python.h"
#include "column-json.h"
#include "columns.h"
#include "dump.h"
#include "interrupt.h"
#include "output-json.h"
#include "panels.h"
#include "picture.h"
#include "report.h"
#include "without.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The command's own options. */
typedef struct
{
  CliWanted wanted;
  char **off;
  char *out, *colormap, *blend, *dump;
  double opacity, threshold;
  gboolean raw, cells, bar, as_python, is_difference;
} Own;

static void
own_clear (Own *own)
{
  cli_wanted_clear (&own->wanted);
  g_strfreev (own->off);
  g_free (own->out);
  g_free (own->colormap);
  g_free (own->blend);
  g_free (own->dump);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

static CliStyle
style_of (const Own *own)
{
  return (CliStyle){ .preset = own->wanted.asking.preset,
                     .colormap = own->colormap,
                     .blend = own->blend,
                     .opacity = own->opacity,
                     .threshold = own->threshold,
                     .cells = own->cells,
                     .bar = own->bar,
                     .is_difference = own->is_difference };
}

static gboolean
is_array (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".npy");
}

/* What can be told before anything is computed. */
static gboolean
check_output (const Own *own, const CliOptions *options, guint columns, GError **error)
{
  CliStyle style = style_of (own);
  gboolean picture = own->out && cli_is_picture (own->out);

  if (!cli_style_check (&style, error))
    return FALSE;
  if (own->is_difference && (columns < 2 || !picture || own->off))
    return cli_refuse (error, "--difference draws a picture of columns less the first: give at "
                              "least two, such as --method A --method B, an --out that ends in "
                              ".png, .svg, .pdf or .tiff, and no --off");
  if (own->out && !picture && !is_array (own->out))
    return cli_refuse (error,
                       "“%s” does not tell what to write; let it end in .png, .svg, .pdf, "
                       ".tiff or .npy",
                       own->out);
  if (picture && options->tensor)
    return cli_refuse (error,
                       "A tensor has no picture to draw on: with --tensor, write a .npy or "
                       "print --json");
  if (picture && own->raw)
    return cli_refuse (error, "--raw asks for numbers: let --out end in .npy");
  if (own->dump && (columns > 1 || !g_str_has_suffix (own->dump, ".npz")))
    return cli_refuse (error, columns > 1
                                  ? "--dump writes the tensors of one column: explain them one "
                                    "by one"
                                  : "--dump writes a .npz: let its name end so");
  if (own->out && !picture && columns > 1)
    return cli_refuse (error,
                       "One .npy holds one map, not %u columns: write them one by one",
                       columns);
  return TRUE;
}

/* Of a column and the same one with parts turned off, an array is the second's, a picture
 * both. `without` may be NULL. */
static gboolean
write_output (Cli *cli, GPtrArray *columns, GPtrArray *without, const Own *own,
              GError **error)
{
  CliStyle style = style_of (own);
  g_autoptr (GPtrArray) all = cli_without_beside (columns, without);

  if (!own->out)
    return TRUE;
  cli_at (cli, own->out);
  cli_interrupt_hold ();
  gboolean written = is_array (own->out)
                         ? cli_array_write (all->pdata[all->len - 1], own->raw, own->out, error)
                         : cli_picture_write (all, &style, own->out, error);
  cli_interrupt_release ();
  return written;
}

static gboolean
write_dump (Cli *cli, const CliColumn *column, const char *path, GError **error)
{
  FoveaWatch watch = { .stop = cli_interrupt_flag () };

  if (!path)
    return TRUE;
  cli_at (cli, path);
  gboolean written
      = fovea_dump_write (column->explanation, column->index, path, &watch, error);
  if (written)
    cli_at (cli, NULL);
  return written;
}

static json_t *
without_json (const CliColumn *column, const CliColumn *without)
{
  gint target = fovea_explanation_target (column->explanation);
  g_autofree char *remark = cli_column_remark (without);
  json_t *o = json_object ();

  cli_without_add (o, without->model);
  json_object_set_new (o, "layer", cli_json_text (cli_column_site (without)->path));
  json_object_set_new (
      o, "target",
      target < 0 ? json_null ()
                 : cli_change_json (column->model,
                                    fovea_explanation_prediction (column->explanation),
                                    fovea_explanation_prediction (without->explanation),
                                    (guint) target));
  json_object_set_new (o, "map", cli_column_map_json (without));
  json_object_set_new (o, "remark", cli_json_text (remark));
  return o;
}

static json_t *
add_column (json_t *array, const CliColumn *column, const char *out)
{
  g_autofree char *remark = cli_column_remark (column);
  g_autofree char *note = cli_column_note (column);
  json_t *o = cli_json_append_object (array);

  json_object_set_new (o, "model", cli_json_text (fovea_model_name (column->model)));
  json_object_set_new (o, "weights", cli_json_path (fovea_model_weights (column->model)));
  json_object_set_new (o, "method", cli_json_text (column->method->name));
  json_object_set_new (o, "layer", cli_json_text (cli_column_site (column)->path));
  json_object_set_new (o, "class", cli_column_class_json (column));
  json_object_set_new (o, "objective", cli_column_objective_json (column));
  json_object_set_new (
      o, "preset",
      cli_json_text (fovea_explanation_preset (column->explanation)->name));
  json_object_set_new (o, "map", cli_column_map_json (column));
  cli_panels_add_json (o, column);
  json_object_set_new (o, "remark", cli_json_text (remark));
  json_object_set_new (o, "note", cli_json_text (note));
  json_object_set_new (
      o, "milliseconds",
      cli_json_real (fovea_explanation_milliseconds (column->explanation)));
  json_object_set_new (o, "out", cli_json_path (out));
  return o;
}

static gboolean
print_json (GPtrArray *columns, GPtrArray *without, const CliOptions *options, const char *out, GError **error)
{
  g_autoptr (JsonDocument) document = cli_json_document ();
  json_t *array = json_array ();

  json_object_set_new (document, "path", cli_json_path (cli_subject_path (options)));
  json_object_set_new (document, "columns", array);
  for (guint k = 0; k < columns->len; k++)
    {
      json_t *column = add_column (array, columns->pdata[k], out);
      if (without)
        json_object_set_new (column, "without",
                             without_json (columns->pdata[k], without->pdata[k]));
    }
  return cli_json_print (document, error);
}

static void
print_column (const CliColumn *column)
{
  g_autofree char *title = cli_column_title (column);
  gint target = fovea_explanation_target (column->explanation);

  printf ("%s\n  model     %s, %s\n", title, fovea_model_title (column->model),
          fovea_model_weights (column->model));
  if (target >= 0)
    {
      FoveaPrediction *p = fovea_explanation_prediction (column->explanation);
      printf ("  class     %d %s, probability %.4f, logit %.5g\n", target,
              cli_column_class (column), fovea_prediction_probability (p, (guint) target),
              fovea_prediction_logit (p, (guint) target));
    }
  if (fovea_explanation_preset (column->explanation) != fovea_presets[0])
    printf ("  preset    %s\n", fovea_explanation_preset (column->explanation)->name);
  cli_panels_print (column);
  g_autofree char *note = cli_column_note (column);
  if (note)
    printf ("  note      %s\n", note);
  printf ("  time      %.1f ms\n", fovea_explanation_milliseconds (column->explanation));
}

/* How the class explained fares without what is off. */
static void
print_change (const CliColumn *column, const CliColumn *without)
{
  gint target = fovea_explanation_target (column->explanation);
  g_autofree char *heading = cli_without_heading (without->model);

  printf ("%s\n", heading);
  if (target >= 0)
    {
      g_autofree char *change = cli_change_text (
          column->model, fovea_explanation_prediction (column->explanation),
          fovea_explanation_prediction (without->explanation), (guint) target);
      printf ("  change    %s\n", change);
    }
}

static gboolean
print_text (GPtrArray *columns, GPtrArray *without, const char *out, GError **error)
{
  for (guint k = 0; k < columns->len; k++)
    {
      if (!out)
        print_column (columns->pdata[k]);
      if (without)
        print_change (columns->pdata[k], without->pdata[k]);
      if (without && !out)
        print_column (without->pdata[k]);
    }
  return cli_flush (error);
}

static void
warn_remarks (GPtrArray *columns)
{
  for (guint k = 0; k < columns->len; k++)
    {
      g_autofree char *remark = cli_column_remark (columns->pdata[k]);
      const CliColumn *column = columns->pdata[k];
      const char *path = cli_column_site (column)->path;
      if (remark && fovea_model_switches (column->model)[0])
        cli_warn ("%s, %s: %s", fovea_model_title (column->model), path, remark);
      else if (remark)
        cli_warn ("%s: %s", path, remark);
    }
}

/* An option that a script does not follow, or NULL. */
static const char *
python_clash (const Own *own)
{
  const CliAsking *asking = &own->wanted.asking;

  if (own->out || own->off || own->dump)
    return own->out ? "--out" : own->off ? "--off" : "--dump";
  if (asking->smooth || asking->fuse || (own->wanted.layers && strchr (own->wanted.layers[0], '+')))
    return asking->smooth ? "--smooth" : asking->fuse ? "--fuse" : "all layers but one";
  return asking->preset == fovea_presets[0] || asking->preset == fovea_presets[1]
             ? NULL
             : "--preset, but for grad-cam";
}

static gboolean
explain (Cli *cli, const CliOptions *options, const Own *own, GError **error)
{
  g_autoptr (GPtrArray) columns = cli_columns_new (options, &own->wanted, error);
  g_autoptr (GPtrArray) without = NULL;
  g_autoptr (FoveaImage) image = NULL;
  g_autoptr (FoveaTensor) tensor = NULL;

  if (columns && own->as_python)
    return cli_as_python (cli, columns, options, python_clash (own), error);
  if (!columns || !check_output (own, options, columns->len, error)
      || !cli_open_subject (cli, options, &image, &tensor, error)
      || !cli_columns_explain (cli, columns, options, image, tensor, error)
      || (own->off && !(without = cli_without_columns (columns, own->off, error)))
      || !write_output (cli, columns, without, own, error)
      || !write_dump (cli, columns->pdata[0], own->dump, error))
    return FALSE;
  warn_remarks (columns);
  if (without)
    warn_remarks (without);
  return options->json ? print_json (columns, without, options, own->out, error)
                       : print_text (columns, without, own->out, error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_auto (Own) own = { .opacity = NAN, .threshold = NAN, .wanted = CLI_WANTED_NONE };
  const GOptionEntry entries[] = {
    CLI_WANTED_ENTRIES (own.wanted),
    CLI_OFF_ENTRY (&own.off),
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &own.out,
      "Write a .png, .svg, .pdf, .tiff or .npy", "FILE" },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &own.raw,
      "The .npy holds the map before relu, scaling and resizing", NULL },
    { "dump", 0, 0, G_OPTION_ARG_FILENAME, &own.dump,
      "Write the tensors behind the map: image, logits, A, G, attention weights", "FILE.npz" },
    { "as-python", 0, 0, G_OPTION_ARG_NONE, &own.as_python,
      "Print a PyTorch script that computes the same raw map", NULL },
    { "colormap", 0, 0, G_OPTION_ARG_STRING, &own.colormap, "Colours", "NAME" },
    { "opacity", 0, 0, G_OPTION_ARG_DOUBLE, &own.opacity, "Of the map, 0 to 1", "X" },
    { "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &own.threshold,
      "Hide what is below this share, 0 to 1", "X" },
    { "blend", 0, 0, G_OPTION_ARG_STRING, &own.blend,
      "Opacity that follows the value, plain, or as grad-cam", "HOW" },
    { "difference", 0, 0, G_OPTION_ARG_NONE, &own.is_difference,
      "Draw each further column less the first", NULL },
    { "cells", 0, 0, G_OPTION_ARG_NONE, &own.cells, "Sharp cells, not smoothed", NULL },
    { "bar", 0, 0, G_OPTION_ARG_NONE, &own.bar, "With a colour bar", NULL },
    { NULL },
  };

  return cli_options_parse (cli, self, &options, CLI_TAKES_MODEL | CLI_TAKES_INPUT, entries,
                            argc, argv, error)
         && cli_wanted_check (&own.wanted, error) && explain (cli, &options, &own, error);
}

const CliCommand cli_explain_command = {
  .name = "explain",
  .arguments = "IMAGE --model M",
  .summary = "Show where a classifier looks",
  .examples
  = "  fovea-cli explain photo.jpg --model van_nano --out overlay.png\n"
    "  fovea-cli explain photo.jpg --model van_b2 --weights van_base_828.pth.tar \\\n"
    "      --class \"tabby\" --layer block4.2 --out figure.pdf --bar\n"
    "  fovea-cli explain photo.jpg --model van_nano --method gradcam \\\n"
    "      --method lka_response --out both.png\n"
    "  fovea-cli explain --tensor x.npy --model van_nano --out map.npy --raw\n"
    "  fovea-cli explain photo.jpg --model van_nano --off '*.conv_spatial' --out both.png\n"
    "  fovea-cli explain photo.jpg --model van_nano --method lka_kernel --at 120,80 \\\n"
    "      --out kernel.png --bar\n"
    "  fovea-cli explain photo.jpg --model van_nano --as-python > check.py\n"
    "\n--model, --weights, --method, --layer and --class may be repeated: the k-th of each\n"
    "makes the k-th column, and one given once serves all.\n" CLI_OFF_HELP CLI_CHOICE_HELP
    CLI_ASKING_HELP,
  .run = run,
};
