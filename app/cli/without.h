/* SPDX-License-Identifier: MIT */
#pragma once

/* The network beside itself with parts turned off (--off): what both say of a class, and
 * the maps of both for the class that the intact one chose. */

#include "columns.h"

#include <jansson.h>

/* The option, and what its patterns mean, for the help of a command. */
#define CLI_OFF_ENTRY(values)                                                            \
  {                                                                                      \
    "off", 0, 0, G_OPTION_ARG_STRING_ARRAY, (values),                                    \
        "Turn these switches off, and compare", "PATTERN"                                \
  }
#define CLI_OFF_HELP \
  "\n--off PATTERN runs the network a second time with parts turned off and compares. A\n" \
  "pattern is a path, in which * and ? stand for anything; it may be given several\n" \
  "times. `fovea-cli layers MODEL` lists what can be turned off. What is then done:\n" \
  "  …conv0                  the large kernel's 5x5 is left out: its input goes straight\n" \
  "                          to the dilated convolution\n" \
  "  …conv_spatial           the dilated 7x7 is left out: what is left reaches 2 cells far\n" \
  "  …conv1                  the 1x1 is left out: channels are not mixed\n" \
  "  …spatial_gating_unit    the gate is left out: the output is the attention itself,\n" \
  "                          not multiplied by its input\n" \
  "  …out_att, …out_conv     this path of two is zero\n" \
  "  …weights:2              head or weight map 2 is zero; without :2, all of them\n"

/* "without block3.*.conv_spatial (5 switches off)". (transfer full) */
char *cli_without_heading (FoveaModel *switched);

/* Sets "off", the patterns, and "switches", the paths that they turned off. */
void cli_without_add (json_t *object, FoveaModel *switched);

/* {"index", "name", "probability", "logit", "probability_change", "logit_change"} of the
 * switched prediction, the changes against the intact one. (transfer full) */
json_t *cli_change_json (FoveaModel *model, const FoveaPrediction *intact,
                         const FoveaPrediction *switched, guint target);

/* "leopard: 97.31 % → 61.20 % (−36.11 percentage points), logit …". (transfer full) */
char *cli_change_text (FoveaModel *model, const FoveaPrediction *intact,
                       const FoveaPrediction *switched, guint target);

/* For each explained column, one of the same network with these switches off: the same
 * input, method, layer and class. GPtrArray of CliColumn, to be freed before `columns`.
 * Fails with FOVEA_ERROR_USAGE when a pattern matches nothing, FOVEA_ERROR_UNSUPPORTED when
 * the layer is itself cut off. (transfer full) */
GPtrArray *cli_without_columns (GPtrArray *columns, char **patterns, GError **error);

/* Both in turns, borrowed: for a picture. `without` may be NULL. (transfer full) */
GPtrArray *cli_without_beside (GPtrArray *columns, GPtrArray *without);
