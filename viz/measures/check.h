/* SPDX-License-Identifier: MIT */
#pragma once

/* What every measure asks of the maps it is given: numbers, and for a share of a whole also
 * a whole. A cell that is not a number has no place in an order and would spoil a sum
 * without a sign of it, so that a measure refuses such a map rather than measuring something
 * else. */

#include <glib.h>

/* FOVEA_ERROR_FAILED unless all `n` values are finite; `what` begins the sentence ("The
 * map"), which counts the others. */
gboolean fovea_check_finite (const char *what, const float *values, gsize n,
                             GError **error);

/* FOVEA_ERROR_USAGE where one of the (finite) values is below 0, with their number and the
 * lowest. */
gboolean fovea_check_not_negative (const char *what, const float *values, gsize n,
                                   GError **error);

/* FOVEA_ERROR_FAILED where what all cells add up to, without their signs, is 0. */
gboolean fovea_check_mass (const char *what, double mass, GError **error);
