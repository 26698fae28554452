/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The published spelling of a VAN checkpoint's key, whether it was published, written by
 * Hugging Face's transformers or by mmpretrain; NULL for a key of something else (a
 * detector's neck, say). (transfer full) */
char *fovea_van_spelling (const char *key);
