/* SPDX-License-Identifier: MIT */
#pragma once

/* Numbers as people read them: a true minus sign, powers of ten, a point in every locale. */

#include <glib.h>

/* "0.713", "−0.12", "3.1 × 10⁻⁵": `value` to `digits` significant digits, without trailing
 * zeros. (transfer full) */
char *fovea_number_format (double value, guint digits);

/* "10⁻⁵". (transfer full) */
char *fovea_number_power (int exponent);
