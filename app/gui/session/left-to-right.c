/* SPDX-License-Identifier: MIT */
#include "left-to-right.h"

char *
fovea_left_to_right (const char *text)
{
  return g_strconcat ("\u200e", text, NULL);
}
