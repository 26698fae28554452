/* SPDX-License-Identifier: MIT */

/* Finds the images of a figure: ranks many by a rule and writes a recipe of the first, in
 * which the rule is told. */

#include "draft.h"
#include "find/listing.h"
#include "interrupt.h"
#include "report.h"

#define TOP 10

typedef struct
{
  CliWanted wanted;
  CliDraft draft;
  char *by, *out, *list, *root;
  gboolean least, folder_classes, quiet;
  int top;
  const FoveaRule *rule; /* set by check */
} Find;

static void
find_clear (Find *find)
{
  cli_wanted_clear (&find->wanted);
  cli_draft_clear (&find->draft);
  g_free (find->by);
  g_free (find->out);
  g_free (find->list);
  g_free (find->root);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Find, find_clear)

/* (transfer full) */
static char *
words_of (const Find *find, FindSearch *search)
{
  FoveaSelection selection
      = { .rule = find->rule,
          .least = find->least,
          .models = (FoveaModel *const *)search->models->pdata,
          .n_models = search->models->len,
          .n_columns = find->rule->asks_map ? search->columns->len : search->models->len,
          .ranked = fovea_shortlist_added (search->list),
          .failed = search->failures->len };

  fovea_shortlist_get (search->list, &selection.chosen);
  return fovea_selection_words (&selection);
}

/* The files of those that were found. (transfer full) */
static GPtrArray *
files_of (FindSearch *search)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  guint n;
  const FoveaListed *all = fovea_shortlist_get (search->list, &n);

  for (guint i = 0; i < n; i++)
    {
      const FindImage *image = all[i].data;
      g_ptr_array_add (files, batch_sources_file (search->sources, image->source));
    }
  g_ptr_array_add (files, NULL);
  return files;
}

static gboolean
write_recipe (const Find *find, const CliOptions *options, const FindListing *listing,
              GError **error)
{
  g_autoptr (GPtrArray) files = files_of (listing->search);
  CliOptions chosen = *options;
  guint n;
  const FoveaListed *all = fovea_shortlist_get (listing->search->list, &n);

  chosen.rest = (char **)files->pdata;
  g_autoptr (FoveaRecipe) recipe
      = cli_draft_make (&find->draft, &chosen, &find->wanted, error);
  if (!recipe)
    return FALSE;
  recipe->selection = g_strdup (listing->words);
  for (guint i = 0; i < n; i++)
    fovea_recipe_row (recipe, i)->truth = find_truth_word (listing, all[i].data);
  return cli_draft_write (recipe, find->out, error);
}

static gboolean
tell (const Find *find, const CliOptions *options, FindSearch *search,
      const FoveaTruth *truth, GError **error)
{
  g_autofree char *words = words_of (find, search);
  FindListing listing = { search, truth, words, find->least };

  if (find->out && !write_recipe (find, options, &listing, error))
    return FALSE;
  if (options->json)
    {
      g_autoptr (JsonDocument) document = find_listing_json (&listing);
      return cli_json_print (document, error);
    }
  find_listing_print (&listing);
  return cli_flush (error);
}

/* (transfer full) */
static BatchSources *
open_sources (const Find *find, const CliOptions *options, GError **error)
{
  BatchSourcesOptions one = { .source = options->rest[0],
                              .root = find->root,
                              .folder_classes = find->folder_classes };

  return find->root ? batch_sources_open (&one, error)
                    : batch_sources_open_all (options->rest, find->folder_classes, error);
}

static gboolean
search (Cli *cli, const Find *find, const CliOptions *options, GError **error)
{
  g_autoptr (GPtrArray) columns = cli_columns_new (options, &find->wanted, error);
  g_autoptr (FoveaTruth) truth = find->list ? fovea_truth_open (find->list, error) : NULL;
  g_auto (FindSearch) search = { 0 };

  if (!columns || (find->list && !truth))
    return FALSE;
  g_autoptr (BatchSources) sources = open_sources (find, options, error);
  if (!sources || !cli_columns_open (cli, columns, options, error))
    return FALSE;
  find_search_init (&search, find->rule, columns, sources, (guint)find->top, find->least);
  search.quiet = find->quiet;
  return fovea_rule_check (find->rule, (FoveaModel *const *)search.models->pdata,
                           search.models->len, error)
         && find_search_run (&search, cli, options, error)
         && tell (find, options, &search, truth, error);
}

static gboolean
check (Find *find, const CliOptions *options, GError **error)
{
  find->rule = find->by ? fovea_rule_find (find->by, error) : NULL;
  if (!find->by)
    return cli_refuse (error,
                       "By which rule? Give --by disagreement, confidence, margin, "
                       "size or stability");
  if (!find->rule)
    return FALSE;
  if (!options->rest)
    return cli_refuse (error, "Name the images: a folder, a list, or photographs");
  if (find->root && options->rest[1])
    return cli_refuse (error, "--root is for the paths of one list");
  if (find->top < 0)
    return cli_refuse (error, "--top %d cannot be; give 1 or more, or 0 for all",
                       find->top);
  if (find->out && (find->top == 0 || find->top > FOVEA_RECIPE_MOST))
    return cli_refuse (error,
                       "A recipe has at most %d images: give --top a number up to it",
                       FOVEA_RECIPE_MOST);
  if (find->out && !options->models)
    return cli_refuse (error, "A recipe names its models: give --model");
  return cli_wanted_check (&find->wanted, error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_auto (Find) find = { .wanted = CLI_WANTED_NONE, .top = TOP };
  const GOptionEntry own[] = {
    { "by", 0, 0, G_OPTION_ARG_STRING, &find.by,
      "The rule: disagreement, confidence, margin, size or stability", "RULE" },
    { "least", 0, 0, G_OPTION_ARG_NONE, &find.least, "The least first, not the most",
      NULL },
    { "top", 'k', 0, G_OPTION_ARG_INT, &find.top, "How many (10); 0: all", "N" },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &find.out, "Write a figure's recipe of them",
      "FILE" },
    { "list", 0, 0, G_OPTION_ARG_FILENAME, &find.list,
      "What the images show: a file and its class a line", "FILE" },
    { "class-from-folder", 0, 0, G_OPTION_ARG_NONE, &find.folder_classes,
      "The true class of an image is its folder's name", NULL },
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &find.root,
      "What the paths of a list are relative to", "FOLDER" },
    { "method", 0, 0, G_OPTION_ARG_STRING_ARRAY, &find.wanted.methods,
      "How to explain (gradcam)", "NAME" },
    { "layer", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &find.wanted.layers,
      "Where to look (auto)", "PATH" },
    { "class", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &find.wanted.classes,
      "What to explain (top)", "CLASS" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &find.quiet, "Show no progress", NULL },
    CLI_DRAFT_ENTRIES (find.draft, "With --out: "),
    { NULL },
  };

  return cli_options_parse (cli, self, &options, CLI_TAKES_MODEL, own, argc, argv, error)
         && check (&find, &options, error) && search (cli, &find, &options, error);
}

const CliCommand cli_find_command = {
  .name = "find",
  .arguments = "FOLDER|LIST|IMAGE… --model M --by RULE",
  .summary = "Find the images of a figure: rank many by a rule that the caption tells",
  .examples
  = "  fovea-cli find photos --model van_nano --model san_nano --by disagreement --top 4 \\\n"
    "      --input --out figure.json\n"
    "  fovea-cli find val --class-from-folder --by confidence --least --model van_b2 \\\n"
    "      --weights van_base_828.pth.tar\n"
    "  fovea-cli find list.txt --root /data --model van_nano --by size --json\n"
    "\nRules, the most first or with --least the least:\n"
    "  disagreement  Jensen–Shannon divergence of the models' class probabilities\n"
    "  confidence    probability of the first class\n"
    "  margin        first probability less the second\n"
    "  size          share of the input where the map is at least half its greatest "
    "value\n"
    "  stability     rank correlation of the map with those of the image moved a little\n"
    "Of several models or columns the mean is taken, but for disagreement. Images that fail are\n"
    "listed and the rest is ranked; equal numbers are sorted by path.\n",
  .run = run,
};
