/* SPDX-License-Identifier: MIT */
#pragma once

/* A model as PyTorch source, so that what is computed here can be checked there: the
 * definition of its family (resources/python/), its configuration, and the reading of its
 * checkpoint. What a file says of itself reaches the source only as numbers and as quoted
 * strings. */

#include "model.h"

/* Python statements that leave `model`, in eval mode and filled from the file that `WEIGHTS`
 * names. They use torch, nn, F, OrderedDict and load_file, to be imported before. Fails with
 * FOVEA_ERROR_UNSUPPORTED when parts of the model are off or its weights are in no file.
 * (transfer full) */
char *fovea_model_python (const FoveaModel *model, GError **error);

/* A Python string literal, on one line and without control or formatting characters; of what
 * is not UTF-8, the expression os.fsdecode (b"…"). (transfer full) */
char *fovea_python_string (const char *text);
