/* SPDX-License-Identifier: MIT */
#include "san-spelling.h"

#include "spelling-private.h"

char *
fovea_san_spelling (const char *key)
{
  static const char *const own[]
      = { "conv_in.", "bn_in.", "conv#.", "bn#.", "layer#.#.", "fc.", NULL };

  return fovea_own_spelling (key, own);
}
