/* SPDX-License-Identifier: MIT */
#pragma once

/* The options that commands share: which backbone, which weights, how its input is
 * prepared. Parsing is strict: an option or an argument that a command does not know is
 * refused in words. */

#include "cli.h"
#include "model.h"

typedef enum
{
  CLI_TAKES_MODEL = 1 << 0, /* --model --weights --dictionary */
  CLI_TAKES_INPUT = 1 << 1, /* labels, size, mean, deviation, crop, edits, --tensor */
  CLI_TAKES_SIZE = 1 << 2,  /* --size HxW */
} CliTakes;

typedef struct
{
  char **rest;              /* what is no option; or NULL */
  char **models, **weights; /* as often as given; or NULL */
  char *dictionary, *labels, *tensor;
  char *input_size, *size, *mean, *std, *crop;
  char **erase;
  double rotate;
  int threads;
  gboolean json, torchvision, help;
} CliOptions;

void cli_options_clear (CliOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliOptions, cli_options_clear)

/* Fills `options`, and what the command's `own` entries (may be NULL) point at. FALSE with
 * an error, or without one when help was asked for and has been printed. */
gboolean cli_options_parse (Cli *cli, const CliCommand *command, CliOptions *options,
                            CliTakes takes, const GOptionEntry *own, int argc, char **argv,
                            GError **error);

/* How often a repeatable option was given. */
guint cli_count (char **values);

/* Refuses an option that was given more than once where one is meant. */
gboolean cli_check_single (char **values, const char *option, GError **error);

/* "HxW", both between 1 and 16384. NULL text leaves both 0. */
gboolean cli_parse_size (const char *text, const char *option, guint *height, guint *width,
                         GError **error);

/* What the options say about one model. Strings stay the options'. */
gboolean cli_model_options (const CliOptions *options, const char *name,
                            const char *weights, FoveaModelOptions *model, GError **error);
