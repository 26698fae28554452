/* SPDX-License-Identifier: MIT */
#include "image/tiff-tags.h"

#define SHORT 3
#define LONG 4

gboolean
fovea_tiff_is_little (Span tiff)
{
  return span_has (tiff, 0, "II*\0", 4);
}

/* Where the entries begin and how many there are; none when this is no TIFF. */
static gsize
find_entries (Span tiff, gsize *count)
{
  gboolean little = fovea_tiff_is_little (tiff);
  gsize directory = span_load (tiff, 4, 4, little);

  *count = 0;
  if (little || span_has (tiff, 0, "MM\0*", 4))
    *count = span_load (tiff, directory, 2, little);
  return directory + 2;
}

static gboolean
read_entry (Span tiff, gsize at, FoveaTiffTag *tag)
{
  gboolean little = fovea_tiff_is_little (tiff);
  gsize size;

  tag->type = span_load (tiff, at + 2, 2, little);
  tag->count = span_load (tiff, at + 4, 4, little);
  size = tag->type == SHORT ? 2 : 4;
  if ((tag->type != SHORT && tag->type != LONG) || tag->count == 0)
    return FALSE;
  tag->offset = tag->count <= 4 / size ? at + 8 : span_load (tiff, at + 8, 4, little);
  tag->value = span_load (tiff, tag->offset, (guint)size, little);
  return span_holds (tiff, tag->offset, size);
}

gboolean
fovea_tiff_find (Span tiff, guint number, FoveaTiffTag *tag)
{
  gboolean little = fovea_tiff_is_little (tiff);
  gsize count, first = find_entries (tiff, &count);

  for (gsize i = 0; i < count && span_holds (tiff, first + i * 12, 12); i++)
    if (span_load (tiff, first + i * 12, 2, little) == number)
      return read_entry (tiff, first + i * 12, tag);
  return FALSE;
}

gboolean
fovea_tiff_has_more (Span tiff)
{
  gsize count, first = find_entries (tiff, &count);

  return count > 0
         && span_load (tiff, first + count * 12, 4, fovea_tiff_is_little (tiff)) != 0;
}
