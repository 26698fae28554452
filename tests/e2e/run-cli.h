/* SPDX-License-Identifier: MIT */
#pragma once

/* Runs the built fovea-cli, whose path is in FOVEA_CLI, as a user would. */

#include <glib.h>
#include <jansson.h>

typedef struct
{
  int status; /* 0..255, or 128 + the signal */
  char *out, *err;
  json_t *json; /* of stdout, where it is JSON */
} Ran;

/* `format` makes the arguments, split as a shell would. (transfer full) */
Ran *run_cli (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The same with LC_ALL and LANG set. */
Ran *run_cli_in (const char *locale, const char *format, ...) G_GNUC_PRINTF (2, 3);
void ran_free (Ran *ran);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ran, ran_free)

/* Starts it with its output dropped. */
GPid start_cli (const char *arguments);

/* An empty folder, and its removal with what is in it. (transfer full) */
char *make_folder (void);
void remove_folder (char *folder);

/* The same with folders in it. */
void remove_tree (char *folder);
guint files_in (const char *folder);

/* The value under "a.b.0.c"; fails the test when there is none. */
json_t *at (const Ran *ran, const char *path);

/* A file of the repository. (transfer full) */
char *source_file (const char *path);

/* A prepared input, 3 x height x width, as .npy. */
void write_tensor (const char *path, guint height, guint width, guint64 seed);
