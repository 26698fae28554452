/* SPDX-License-Identifier: MIT */
#pragma once

/* What goes to stderr, errors to wherever they belong, and the exit status. */

#include "cli.h"

/* The exit status that an error stands for: its FoveaError code, 2 for an option that
 * cannot be, 130 or 143 for a signal. */
int cli_exit_status (const GError *error);

/* "fovea-cli: sentence" on stderr, or with --json the error document on stdout. */
void cli_report (const Cli *cli, const GError *error);

/* A remark for people, on stderr. */
void cli_warn (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Progress: shown on a terminal, once half a second has passed. */
typedef struct
{
  const char *what;  /* "explaining" */
  gint64 started;
  gboolean shown;
} CliProgress;

/* Shows none from here on: of a command that has its own. */
void cli_progress_mute (void);

void cli_progress_start (CliProgress *progress, const char *what);

/* For FoveaWatch; `data` is a CliProgress. Always TRUE. */
gboolean cli_progress_show (double share, gpointer data);
void cli_progress_end (CliProgress *progress);
