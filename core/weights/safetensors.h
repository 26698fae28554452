/* SPDX-License-Identifier: MIT */
#pragma once

/* The safetensors container: eight bytes of header length N, N bytes of JSON, then the
 * tensors' bytes without gap, overlap or remainder. The whole file is accounted for: a
 * header that does not describe exactly the bytes that are there is refused.
 *
 * Source: the format's description and the checks of its reference implementation
 * (huggingface/safetensors), made again from the description. */

#include "manifest-private.h"

/* `data` is the whole file. Fails with FOVEA_ERROR_WEIGHTS or FOVEA_ERROR_LIMIT. */
FoveaManifest *fovea_safetensors_parse (const guint8 *data, gsize length, GError **error);
