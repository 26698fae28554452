/* SPDX-License-Identifier: MIT */
#pragma once

/* A first recipe from what a command line names: images as rows, models, methods and layers as
 * columns. */

#include "columns.h"
#include "figure.h"

typedef struct
{
  char *venue, *scale, *unit; /* as given; or NULL */
  gboolean input;             /* the photograph alone as the first column */
  gboolean names;             /* the files' names at the left of their rows */
  gboolean whole;
} CliDraft;

/* `when` begins each help text: "With --new: "". */
#define CLI_DRAFT_ENTRIES(draft, when)                                                    \
  { "venue", 0, 0, G_OPTION_ARG_STRING, &(draft).venue,                                   \
    when "how wide, by the venue's name (cvpr-column)", "NAME" },                  \
      { "scale", 0, 0, G_OPTION_ARG_STRING, &(draft).scale,                               \
        when "own, row or figure (own)", "KIND" },                                 \
      { "unit", 0, 0, G_OPTION_ARG_STRING, &(draft).unit,                                 \
        when "range, raw or evidence (range)", "NAME" },                           \
      { "input", 0, 0, G_OPTION_ARG_NONE, &(draft).input,                                 \
        when "the photograph alone as the first column", NULL },                   \
      { "names", 0, 0, G_OPTION_ARG_NONE, &(draft).names,                                 \
        when "the files' names at the left of their rows", NULL },                 \
      { "whole", 0, 0, G_OPTION_ARG_NONE, &(draft).whole,                                 \
        when "the whole photographs, not only what the network sees", NULL }

void cli_draft_clear (CliDraft *draft);

/* Files are only read for their digests. (transfer full) */
FoveaRecipe *cli_draft_make (const CliDraft *draft, const CliOptions *options,
                             const CliWanted *wanted, GError **error);

/* Writes a file whole or not at all. FOVEA_ERROR_OUTPUT. */
gboolean cli_draft_write (const FoveaRecipe *recipe, const char *path, GError **error);
gboolean cli_write_text (const char *path, const char *text, GError **error);
