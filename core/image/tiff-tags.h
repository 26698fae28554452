/* SPDX-License-Identifier: MIT */
#pragma once

/* The first directory of a TIFF, which is also what EXIF is: a header that gives the byte
 * order and the offset of a list of 12-byte entries. A look-up walks that one list once and
 * follows no other pointer of the file than the entry's own, so that loops cannot be built. */

#include "image/span.h"

typedef struct
{
  guint type;    /* 3: SHORT, 4: LONG */
  guint32 count; /* of numbers */
  guint32 value; /* the first of them */
  gsize offset;  /* where that first number lies */
} FoveaTiffTag;

/* FALSE when the directory has no such tag, or not as SHORT or LONG. */
gboolean fovea_tiff_find (Span tiff, guint number, FoveaTiffTag *tag);

/* Whether another directory (page) follows the first. */
gboolean fovea_tiff_has_more (Span tiff);

gboolean fovea_tiff_is_little (Span tiff);
