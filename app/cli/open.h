/* SPDX-License-Identifier: MIT */
#pragma once

/* Opening what a command line names: a model, a photograph, a tensor. */

#include "input.h"
#include "options.h"

/* Opens a model and says on stderr what the user should know of it. (transfer full) */
FoveaModel *cli_open_model (Cli *cli, const CliOptions *options, const char *name,
                            const char *weights, GError **error);

/* The one model of a command that takes one. (transfer full) */
FoveaModel *cli_open_single_model (Cli *cli, const CliOptions *options, GError **error);

/* Whether a photograph that comes with the program is meant: "demo:leopard.jpg". */
gboolean cli_is_demo_image (const char *path);

/* A file, the image in a bundle, or "demo:leopard.jpg" for a photograph that comes with the
 * program. */
FoveaImage *cli_open_image (Cli *cli, const CliOptions *options, const char *path,
                            GError **error);

/* The same of a photograph's bytes, read from `path`. (transfer full) */
FoveaImage *cli_open_image_bytes (Cli *cli, const CliOptions *options, GBytes *bytes,
                                  const char *path, GError **error);

/* What is explained: one image or --tensor, checked to be just one of both. `image`
 * receives NULL for a tensor. */
gboolean cli_open_subject (Cli *cli, const CliOptions *options, FoveaImage **image,
                           FoveaTensor **tensor, GError **error);

/* The input that a model makes of it; a bundle takes its own image alone. (transfer full) */
FoveaInput *cli_make_input (FoveaModel *model, FoveaImage *image, FoveaTensor *tensor,
                            GError **error);

/* What stands for the subject in results: the image's or the tensor's path. */
const char *cli_subject_path (const CliOptions *options);
