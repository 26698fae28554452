/* SPDX-License-Identifier: MIT */
#pragma once

/* The measures of one column: which are taken, of what, and how they are said. */

#include "columns.h"
#include "measure.h"
#include "output-json.h"

typedef struct
{
  char **names;        /* --measure, as often as given; or NULL: those that fit */
  char *score;         /* --score */
  char *box, *mask;    /* where the object is; or NULL */
  int pixels, tries;   /* 0: the measure's own */
  double imputer_noise, radius, tolerance; /* below 0: the measure's own */
  double top;          /* 0: the measure's own */

  /* Set by cli_measuring_check. */
  GPtrArray *measures; /* FoveaMeasure; NULL: those that fit */
  FoveaObjectiveKind kind;
  double corners[4];
} CliMeasuring;

#define CLI_MEASURING_NONE { .imputer_noise = -1, .radius = -1, .tolerance = -1 }

#define CLI_MEASURING_ENTRIES(measuring)                                                  \
  { "score", 0, 0, G_OPTION_ARG_STRING, &(measuring).score,                               \
    "What the network is asked for: probability (default) or logit", "NAME" },            \
      { "pixels", 0, 0, G_OPTION_ARG_INT, &(measuring).pixels,                            \
        "Insertion, deletion: pixels at a time (224)", "N" },                             \
      { "imputer-noise", 0, 0, G_OPTION_ARG_DOUBLE, &(measuring).imputer_noise,           \
        "ROAD: deviation of the noise (0.01)", "X" },                                     \
      { "tries", 0, 0, G_OPTION_ARG_INT, &(measuring).tries,                              \
        "Sensitivity: images tried (10)", "N" },                                          \
      { "radius", 0, 0, G_OPTION_ARG_DOUBLE, &(measuring).radius,                         \
        "Sensitivity: how far a value moves (0.02)", "X" },                               \
      { "tolerance", 0, 0, G_OPTION_ARG_DOUBLE, &(measuring).tolerance,                   \
        "Pointing game: pixels beside the object that count (15)", "N" },                 \
      { "top", 0, 0, G_OPTION_ARG_DOUBLE, &(measuring).top,                               \
        "Agreement: percentage of the highest cells (10)", "Q" }

void cli_measuring_clear (CliMeasuring *measuring);
gboolean cli_measuring_check (CliMeasuring *measuring, GError **error);

/* One measure of one column. */
typedef struct
{
  const FoveaMeasure *measure;
  FoveaReading *reading;
} CliReading;

/* GPtrArray of CliReading: of the column, whose first one is `first` (itself, of the first).
 * `mask` or NULL. (transfer full) */
GPtrArray *cli_measuring_take (const CliMeasuring *measuring, const CliColumn *column,
                               const CliColumn *first, FoveaImage *mask, GError **error);

json_t *cli_readings_json (const GPtrArray *readings);
void cli_readings_print (const GPtrArray *readings);
