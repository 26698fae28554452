/* SPDX-License-Identifier: MIT */
#pragma once

/* Runs a backbone on a golden's synthetic weights and input and compares every number. */

#include "golden.h"

/* The tolerances of a backbone, relative to a point's range. */
typedef struct
{
  double activation, gradient;

  /* Whether a module of the golden may be without a name in the tape (a convolution that a
   * BatchNorm was folded into, say). */
  gboolean (*may_be_absent) (const char *name);
} GoldenRules;

/* Compares logits, every activation and every gradient; each point that differs is a
 * failure of the test, the first of each kind in the order of computing named first. */
void compare_with_golden (const char *name, const GoldenRules *rules);
