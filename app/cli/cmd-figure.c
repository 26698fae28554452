/* SPDX-License-Identifier: MIT */

/* Figures for papers, from recipes. */

#include "draft.h"
#include "error.h"
#include "figure-parts.h"
#include "figure-venues.h"
#include "interrupt.h"
#include "output-json.h"
#include "report.h"
#include "sources.h"

#include <stdio.h>

typedef struct
{
  CliWanted wanted;
  CliDraft draft;
  char **folders;
  char *out, *latex;
  char *maps, *layers, *values;
  gboolean is_new, tells_caption;
} Figure;

static void
figure_clear (Figure *figure)
{
  cli_wanted_clear (&figure->wanted);
  cli_draft_clear (&figure->draft);
  g_strfreev (figure->folders);
  g_free (figure->out);
  g_free (figure->latex);
  g_free (figure->maps);
  g_free (figure->layers);
  g_free (figure->values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Figure, figure_clear)

static gboolean
write_draft (const Figure *figure, const CliOptions *options, GError **error)
{
  g_autoptr (FoveaRecipe) recipe
      = cli_draft_make (&figure->draft, options, &figure->wanted, error);

  return recipe && cli_draft_write (recipe, figure->out, error);
}

/* Whether a colour bar is wanted somewhere that none is true of. */
static gboolean
lacks_bar (const FoveaFigure *figure)
{
  for (guint i = 0; i < figure->n_cells; i++)
    if (fovea_figure_cell_has_map (&figure->cells[i])
        && !figure->row_scales[i / figure->recipe->columns->len])
      return figure->recipe->bar && !figure->one_scale;
  return FALSE;
}

static void
tell_failures (const FoveaFigure *figure)
{
  for (guint i = 0; i < figure->n_cells; i++)
    if (figure->cells[i].failure)
      cli_warn ("row %u, column %u: %s", i / figure->recipe->columns->len + 1,
                i % figure->recipe->columns->len + 1, figure->cells[i].failure);
  if (lacks_bar (figure))
    cli_warn ("maps have different scales, so there is no colour bar for them; "
              "see \"scale\" and \"unit\" of the recipe");
}

/* Beside the figure: what it is made of. */
static gboolean
write_parts (const Figure *figure, const FoveaFigure *made, GError **error)
{
  const char *software = "Fovea " FOVEA_VERSION;

  return (!figure->maps || fovea_figure_write_maps (made, figure->maps, error))
         && (!figure->layers
             || fovea_figure_write_layers (made, figure->layers, software, error))
         && (!figure->values
             || fovea_figure_write_values (made, figure->values, software, error));
}

static gboolean
write_all (const Figure *figure, const FoveaFigure *made, GError **error)
{
  g_autofree char *name = g_path_get_basename (figure->out);
  g_autofree char *latex = fovea_figure_latex (made, name);
  g_autofree char *caption = fovea_figure_caption (made);

  cli_interrupt_hold ();
  gboolean good
      = fovea_figure_write (made, figure->out, "Fovea " FOVEA_VERSION, error)
        && (!figure->latex || cli_write_text (figure->latex, latex, error))
        && write_parts (figure, made, error);
  cli_interrupt_release ();
  if (good && figure->tells_caption)
    puts (caption);
  return good && cli_flush (error);
}

static gboolean
make (Cli *cli, const Figure *figure, const CliOptions *options, GError **error)
{
  g_autoptr (FoveaRecipe) recipe = fovea_figure_read_recipe (options->rest[0], error);
  g_autoptr (CliFigureSources) sources
      = cli_figure_sources_new (cli, options, figure->folders);
  CliProgress progress;

  if (!recipe || !cli_figure_sources_find (sources, recipe, error))
    return FALSE;
  FoveaFigureSource source = cli_figure_sources_get (sources);
  FoveaWatch watch = { cli_progress_show, &progress, cli_interrupt_flag () };
  cli_progress_start (&progress, "composing");
  g_autoptr (FoveaFigure) made = fovea_figure_new (recipe, &source, &watch, error);
  gboolean good = made && (!fovea_figure_is_living (figure->out)
                           || fovea_figure_find_layers (made, &watch, error));
  cli_progress_end (&progress);
  cli_at (cli, NULL);
  if (!good)
    return FALSE;
  tell_failures (made);
  return write_all (figure, made, error);
}

static gboolean
check (const Figure *figure, const CliOptions *options, GError **error)
{
  if (!figure->out)
    return cli_refuse (error, "Say where to write it with --out");
  if (!options->rest)
    return cli_refuse (error, figure->is_new ? "Name the images of the new recipe"
                                             : "Name a recipe, or a figure that holds one");
  if (!figure->is_new && options->rest[1])
    return cli_refuse (error, "One recipe makes one figure (“%s”); "
                              "images make a recipe with --new",
                       options->rest[1]);
  if (figure->latex && fovea_figure_is_living (figure->out))
    return cli_refuse (error, "LaTeX includes no page: --latex goes with a PDF");
  return TRUE;
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_auto (Figure) figure = { .wanted = CLI_WANTED_NONE };
  const GOptionEntry own[] = {
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &figure.out,
      "Where to write it: .pdf, .svg, .png, .tiff, or .html to look about in; with --new the "
      "recipe", "FILE" },
    { "find", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &figure.folders,
      "Where images and weights are found by their digests (repeatable)", "DIR" },
    { "latex", 0, 0, G_OPTION_ARG_FILENAME, &figure.latex,
      "Write the figure environment with its caption too", "FILE" },
    { "maps", 0, 0, G_OPTION_ARG_FILENAME, &figure.maps,
      "Write the raw maps of all cells too: .npz, or .npy of one", "FILE" },
    { "layers", 0, 0, G_OPTION_ARG_FILENAME, &figure.layers,
      "Write each cell's heat map as a transparent PNG: DIR/r1c2.png", "DIR" },
    { "values", 0, 0, G_OPTION_ARG_FILENAME, &figure.values,
      "Write each map as 16-bit grey: a .tiff of many pages, or DIR/r1c2.png", "PATH" },
    { "caption", 0, 0, G_OPTION_ARG_NONE, &figure.tells_caption, "Print the caption", NULL },
    { "new", 0, 0, G_OPTION_ARG_NONE, &figure.is_new,
      "Write a recipe of these images, models, methods and layers", NULL },
    { "method", 0, 0, G_OPTION_ARG_STRING_ARRAY, &figure.wanted.methods,
      "With --new: how to explain (gradcam)", "NAME" },
    { "layer", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &figure.wanted.layers,
      "With --new: where to look (auto)", "PATH" },
    { "class", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &figure.wanted.classes,
      "With --new: what to explain (top)", "CLASS" },
    CLI_DRAFT_ENTRIES (figure.draft, "With --new: "),
    { NULL },
  };

  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL, own, argc, argv, error)
      || !check (&figure, &options, error))
    return FALSE;
  return figure.is_new ? write_draft (&figure, &options, error)
                       : make (cli, &figure, &options, error);
}

const CliCommand cli_figure_command = {
  .name = "figure",
  .arguments = "RECIPE --out FILE",
  .summary = "Compose a figure for a paper from a recipe, or from a figure that holds one",
  .examples = "  fovea-cli figure --new a.jpg b.jpg --model van_nano --model san_nano --input "
              "--out figure.json\n"
              "  fovea-cli figure figure.json --find photos --find weights --out figure.pdf\n"
              "  fovea-cli figure figure.pdf --find photos --out again.pdf --latex figure.tex\n"
              "  fovea-cli figure figure.json --find photos --out living.html\n"
              "  fovea-cli figure figure.json --out figure.png --maps maps.npz --layers layers\n"
              "\nVenues: aaai, aistats, cvpr, iccv, icml and ieee, each also with -column;\n"
              "eccv, iclr, jmlr, neurips, tmlr.\n",
  .run = run,
};
