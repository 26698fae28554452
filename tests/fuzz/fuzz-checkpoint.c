/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

/* The input is a whole file. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);

  fuzz_checkpoint (bytes);
  return 0;
}
