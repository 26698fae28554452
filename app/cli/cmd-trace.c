/* SPDX-License-Identifier: MIT */
#include "cli.h"
const CliCommand cli_trace_command = { .name = "trace", .summary = "x" };
