/* SPDX-License-Identifier: MIT */
#pragma once

/* What a file is, told from its first bytes and never from its name. People open what their
 * browser or git left on disk; the answer for everything that is no checkpoint is a sentence
 * about what it is and how to get the right one. */

#include "checkpoint.h"

/* TRUE with the container to parse `data` (the whole file) as; its parser may still refuse
 * it. Otherwise FALSE with FOVEA_ERROR_WEIGHTS. */
gboolean fovea_sniff (const guint8 *data, gsize length, FoveaContainer *container,
                      GError **error);

/* The bytes that the magic number of a legacy stream takes, 0 when it is not one. */
gsize fovea_sniff_legacy_magic (const guint8 *data, gsize length);

/* The start of the SHA-256 that a name such as "van_b2-1a2b3c4d.pth" promises, or NULL.
 * (transfer full) */
char *fovea_sniff_hash (const char *name);
