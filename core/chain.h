/* SPDX-License-Identifier: MIT */
#pragma once

/* How a kernel lets pointwise nodes ride on it: as soon as a row of its result stands in
 * the cache it calls fovea_chain_row, which keeps what must be kept and applies the links
 * in place. For kernels only. */

#include "op.h"

/* A row of the head's own result, at `row` = step->out + offset: `count` pixels of one
 * channel. Offsets count floats from the start of the whole tensor, batch included. */
void fovea_chain_row (const FoveaStep *step, gsize channel, gsize offset, gsize count);

/* The launch of a pointwise node that found nothing to ride on: copies its first input (or
 * what `row` it is to start from) and applies the links. */
void fovea_chain_run (const FoveaStep *step, const float *source);
