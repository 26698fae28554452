/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "build-torch.h"

static GByteArray *
copy (const guint8 *data, gsize length)
{
  GByteArray *array = g_byte_array_new ();

  put_bytes (array, data, length);
  return array;
}

/* The input is the pickle of an otherwise faultless archive, and of a legacy stream, each
 * with a storage "0" of 64 bytes: what mutates gets past signatures and checksums. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  static const guint8 content[64] = { 0, 0, 128, 63 };
  static const StoredBytes storage
      = { .key = "0", .content = content, .length = sizeof content, .numel = 16 };
  g_autoptr (GBytes) archive = build_torch_zip (copy (data, length), &storage, 1);
  g_autoptr (GBytes) stream = build_legacy (copy (data, length), &storage, 1);

  fuzz_checkpoint (archive);
  fuzz_checkpoint (stream);
  return 0;
}
