/* SPDX-License-Identifier: MIT */
#pragma once

/* What every fuzz target has in common: an entry that takes bytes, as libFuzzer and AFL call
 * it, and a main for builds without either, which replays the files and folders it is given
 * and fails when there were none. */

#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize length);

/* Fails unless opening these bytes as a checkpoint, and reading every tensor of it, does
 * what the header promises: either a checkpoint or an error; a tensor of the announced shape
 * or an error; and a name that finds what it names. */
void fuzz_checkpoint (GBytes *bytes);
