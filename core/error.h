/* SPDX-License-Identifier: MIT */
#pragma once

/* The one error domain. A code's value is the exit status of the command line, so that a
 * message raised deep in the core keeps its meaning all the way to a script. Messages are
 * sentences for a person: what went wrong, where, and what to do about it. */

#include <glib.h>

#define FOVEA_ERROR (fovea_error_quark ())

typedef enum
{
  FOVEA_ERROR_FAILED = 1,      /* failure while running */
  FOVEA_ERROR_USAGE = 2,       /* an option or a choice that cannot be */
  FOVEA_ERROR_IMAGE = 3,       /* input image unreadable */
  FOVEA_ERROR_WEIGHTS = 4,     /* model file rejected */
  FOVEA_ERROR_UNSUPPORTED = 5, /* unsupported architecture, layer or method */
  FOVEA_ERROR_LIMIT = 6,       /* memory, size or time limit exceeded */
  FOVEA_ERROR_OUTPUT = 7,      /* output cannot be written */
  FOVEA_ERROR_CANCELLED = 130, /* stopped by the user */
} FoveaError;

GQuark fovea_error_quark (void);
