/* SPDX-License-Identifier: MIT */
#pragma once

/* What every command of fovea-cli shares: its entry in the table of commands, and the state
 * of one invocation. stdout is data, stderr is for people; an error travels as a GError to
 * main.c, which alone reports it and turns its code into the exit status. */

#include <glib.h>

typedef struct
{
  gboolean json; /* errors are reported as JSON on stdout */
  char *path;    /* the file at hand, which an error is about; or NULL */
} Cli;

/* Remembers which file is being worked on, for the report of an error. NULL: none. */
void cli_at (Cli *cli, const char *path);

typedef struct _CliCommand CliCommand;
struct _CliCommand
{
  const char *name;
  const char *arguments; /* "IMAGE… --model M" */
  const char *summary;   /* one sentence, without a full stop */
  const char *examples;  /* lines */

  /* argv[0] is the command's name. FALSE without an error: help was asked for and given. */
  gboolean (*run) (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error);
};

extern const CliCommand cli_models_command;
extern const CliCommand cli_methods_command;
extern const CliCommand cli_layers_command;
extern const CliCommand cli_info_command;
extern const CliCommand cli_classify_command;
extern const CliCommand cli_explain_command;
extern const CliCommand cli_figure_command;
extern const CliCommand cli_find_command;
extern const CliCommand cli_measure_command;
extern const CliCommand cli_batch_command;
extern const CliCommand cli_rates_command;
extern const CliCommand cli_trace_command;
extern const CliCommand cli_bench_command;

/* Sets FOVEA_ERROR_USAGE; always FALSE, so that a check can return it. */
gboolean cli_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
