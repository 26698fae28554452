/* SPDX-License-Identifier: MIT */
#pragma once

/* The columns of one explanation: --model, --weights, --method, --layer and --class may each
 * be given several times, the k-th of each making the k-th column, and one given once
 * serving all. A model that several columns name is opened once. */

#include "asking.h"
#include "choice.h"
#include "explain.h"
#include "open.h"

typedef struct
{
  const char *model_name, *weights, *method_name, *layer, *class_name; /* as given */
  const CliChoice *choice; /* what else is chosen; NULL: nothing */
  const CliAsking *asking; /* what is explained and how much is asked; NULL: as usual */
  FoveaModel *model;
  const FoveaMethod *method;
  FoveaExplanation *explanation;
  guint index; /* of the explanation's layer */
  gint panel;  /* the one asked for; -1: all */
} CliColumn;

/* What a command asks of its columns, beside their models. */
typedef struct
{
  char **methods, **layers, **classes; /* as often as given; or NULL */
  CliChoice choice;                    /* of all columns */
  CliAsking asking;
} CliWanted;

#define CLI_WANTED_NONE { .choice = CLI_CHOICE_NONE }

#define CLI_WANTED_ENTRIES(wanted)                                                        \
  { "method", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(wanted).methods,                         \
    "How to explain (gradcam; see `fovea-cli methods`)", "NAME" },                        \
      { "layer", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &(wanted).layers,                     \
        "Where to look (auto; see `fovea-cli layers`)", "PATH" },                         \
      { "class", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &(wanted).classes,                    \
        "What to explain: an index, a name, or top", "CLASS" },                           \
      CLI_CHOICE_ENTRIES ((wanted).choice), CLI_ASKING_ENTRIES ((wanted).asking)

void cli_wanted_clear (CliWanted *wanted);

/* Checks what can be checked without a model. */
gboolean cli_wanted_check (CliWanted *wanted, GError **error);

/* GPtrArray of CliColumn, nothing opened yet; `wanted` and the options stay the caller's. FOVEA_ERROR_USAGE when the numbers do not fit
 * together. (transfer full) */
GPtrArray *cli_columns_new (const CliOptions *options, const CliWanted *wanted,
                            GError **error);

/* One of them, nothing opened yet; strings and `wanted` stay the caller's. Freed with
 * cli_column_free. (transfer full) */
CliColumn *cli_column_new (const CliWanted *wanted, const char *model, const char *weights,
                           const char *method, const char *layer, const char *class_name);
void cli_column_free (gpointer column);

/* Finds the methods and opens the models, each once. */
gboolean cli_columns_open (Cli *cli, GPtrArray *columns, const CliOptions *options,
                           GError **error);

/* The layer in full: "auto" and "stages" as paths. (transfer full) */
char *cli_column_layer (const CliColumn *column, GError **error);

/* Opens the models, runs the networks and makes every column's map. */
gboolean cli_columns_explain (Cli *cli, GPtrArray *columns, const CliOptions *options,
                              FoveaImage *image, FoveaTensor *tensor, GError **error);

/* One column whose model and method are set, for this input. */
gboolean cli_column_explain (CliColumn *column, FoveaInput *input, GError **error);

const FoveaPanels *cli_column_panels (const CliColumn *column);

/* The raw map of the panel asked for, else of the first. */
FoveaMap *cli_column_raw (const CliColumn *column);
const FoveaSite *cli_column_site (const CliColumn *column);

/* "leopard", or NULL where the method explains no class. */
const char *cli_column_class (const CliColumn *column);

/* "Grad-CAM at block4.1 for leopard". (transfer full) */
char *cli_column_title (const CliColumn *column);

/* What is worth knowing of it, or NULL. (transfer full) */
char *cli_column_note (const CliColumn *column);

/* What there is to say of the map: that it is empty, or NULL. (transfer full) */
char *cli_column_remark (const CliColumn *column);
