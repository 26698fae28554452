/* SPDX-License-Identifier: MIT */
#pragma once

/* What may be chosen beside method, class and layer: a place, an attention head or weight map,
 * a channel, one of several panels. Given once, for every column whose method takes it; refused
 * where none does. */

#include "cli.h"
#include "input.h"
#include "method.h"

typedef struct
{
  char *at, *panel; /* as given; or NULL */
  int map, channel; /* CLI_UNSET: not given */
  double x, y;      /* of the place; set by cli_choice_check */
} CliChoice;

#define CLI_UNSET G_MININT
#define CLI_CHOICE_NONE { .map = CLI_UNSET, .channel = CLI_UNSET }

void cli_choice_clear (CliChoice *choice);

#define CLI_CHOICE_ENTRIES(choice)                                                        \
  { "at", 0, 0, G_OPTION_ARG_STRING, &(choice).at,                                        \
    "A place, in pixels of the photograph; else the centre", "X,Y" },                 \
      { "map", 0, 0, G_OPTION_ARG_INT, &(choice).map,                                     \
        "One attention head or weight map, from 0", "N" },                                \
      { "channel", 0, 0, G_OPTION_ARG_INT, &(choice).channel, "One channel, from 0", "N" }, \
      { "panel", 0, 0, G_OPTION_ARG_STRING, &(choice).panel,                              \
        "Of several panels only this one", "NAME" }

#define CLI_CHOICE_HELP                                                                   \
  "\n--at, --map and --channel are for methods that take them (`fovea-cli methods`). A\n"  \
  "method that makes several panels draws them side by side; a .npy holds one of them,\n" \
  "the one that --panel names (--json lists the names).\n"

/* Reads the place and checks what can be checked without a model. */
gboolean cli_choice_check (CliChoice *choice, GError **error);

/* Refuses what no method takes. `title` is that of the only method, or NULL. */
gboolean cli_choice_check_takes (const CliChoice *choice, FoveaTakes takes, const char *title,
                                 GError **error);

/* What this method gets of it: the place in pixels of the network's input. FOVEA_ERROR_USAGE
 * when the network does not see it. `choice` may be NULL. */
gboolean cli_choice_make (const CliChoice *choice, const FoveaMethod *method,
                          const FoveaInput *input, FoveaChoice *made, GError **error);

/* Says which panels there are. Always FALSE. */
gboolean cli_choice_refuse_panel (const char *name, const char *title,
                                  const FoveaPanels *panels, GError **error);
