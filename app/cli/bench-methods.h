/* SPDX-License-Identifier: MIT */
#pragma once

/* How long whole explanations take, network and maps: a method at every layer that it reads,
 * or, where it asks the network itself, at the default one. */

#include "cli.h"
#include "explain.h"
#include "output-json.h"

typedef struct
{
  const FoveaMethod *method;
  guint layers, runs;
  double min; /* milliseconds */
} CliMethodTiming;

/* GArray of CliMethodTiming for the methods named (NULL-terminated; NULL: none), on the
 * synthetic image. (transfer full) */
GArray *cli_bench_methods (FoveaModel *model, char **names, guint height, guint width,
                           GError **error);

/* For text and JSON. */
void cli_bench_methods_print (const GArray *timings);
json_t *cli_bench_methods_json (const GArray *timings);
