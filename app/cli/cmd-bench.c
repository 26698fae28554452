/* SPDX-License-Identifier: MIT */
#include "cli.h"
const CliCommand cli_bench_command = { .name = "trace", .summary = "x" };
