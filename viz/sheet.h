/* SPDX-License-Identifier: MIT */
#pragma once

/* A contact sheet: small pictures in rows, each with its name below, on one white page. A
 * page is as wide whatever it holds, so pages lie on each other. */

#include <glib.h>

typedef struct
{
  const char *picture; /* a file; what cannot be read is an empty frame */
  const char *title;   /* one line, its middle left out where it is too long */
  const char *detail;  /* another, in grey; NULL for none */
} FoveaTile;

/* The most on a page. */
#define FOVEA_SHEET_TILES 30

/* Writes the tiles, row by row, as a .png. `heading` stands above them (NULL: nothing).
 * Pictures are opened one at a time. FOVEA_ERROR_OUTPUT when it cannot be written. */
gboolean fovea_sheet_write (const FoveaTile *tiles, guint n, const char *heading,
                            const char *path, GError **error);
