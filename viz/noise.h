/* SPDX-License-Identifier: MIT */
#pragma once

/* Chance as a function of (seed, index) alone: the same whatever the order it is asked in. */

#include <glib.h>

/* The seed of one of many streams, which are independent of each other: one for each image,
 * say, so that what one draws does not move the next. */
guint64 fovea_noise_stream (guint64 seed, guint64 stream);

/* Even over [0, 1), in steps of 2^-53. */
double fovea_noise_uniform (guint64 seed, guint64 index);

/* Normal with mean 0 and deviation 1. */
double fovea_noise_normal (guint64 seed, guint64 index);
