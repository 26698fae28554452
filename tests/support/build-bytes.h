/* SPDX-License-Identifier: MIT */
#pragma once

/* Files made in memory for the tests of core/weights: little-endian numbers, safetensors,
 * and the helpers that open such bytes. A builder writes what it is told, right or wrong. */

#include "weights/checkpoint.h"

void put_u8 (GByteArray *to, guint value);
void put_le16 (GByteArray *to, guint value);
void put_le32 (GByteArray *to, guint64 value);
void put_le64 (GByteArray *to, guint64 value);
void put_text (GByteArray *to, const char *text);
void put_bytes (GByteArray *to, gconstpointer bytes, gsize length);
void put_floats (GByteArray *to, guint count, const float *values);

/* Length, `header`, and `n` zero bytes. (transfer full) */
GBytes *build_safetensors (const char *header, gsize n);

/* Opens `bytes` under the name "test"; fails the test when that fails. (transfer full) */
FoveaCheckpoint *open_good (GBytes *bytes, const char *dictionary);

/* Fails the test unless opening `bytes` fails in the FOVEA_ERROR domain, with a message that
 * contains `fragment`, or any message when that is NULL. */
void assert_rejected (const char *what, GBytes *bytes, const char *fragment);

/* Opens, reads every tensor and lets go. What comes of it does not matter; that it comes
 * back does. Gives the number of tensors that were read. */
guint exercise (const guint8 *data, gsize length);

/* Fails the test unless tensor `name` has the shape and exactly these values. */
void assert_tensor (FoveaCheckpoint *checkpoint, const char *name, const char *shape,
                    const float *values);

/* Fails the test unless a string of the NULL-terminated list contains `fragment`. */
void assert_listed (const char *const *list, const char *fragment);

/* The path of a file in tests/golden/checkpoints, and that file opened; the latter fails the
 * test when that fails. (transfer full) */
char *golden_path (const char *name);
FoveaCheckpoint *open_golden (const char *name, const char *dictionary);
