/* SPDX-License-Identifier: MIT */

/* Finds the first frame of a GIF and makes it a GIF of its own:
 *
 *   header and colours | the frame | end mark
 *
 * What lies between, above all the extension that names a transparent colour, is left out:
 * PIL's convert ("RGB") shows that colour as it stands in the table. A million further
 * frames cost nothing. */

#include "image/pixbuf-private.h"

#include "error.h"

#define EXTENSION 0x21
#define FRAME 0x2c
#define END 0x3b

#define HEADER 13
#define FRAME_HEADER 10

static const guint8 end_mark[] = { END };

/* Bytes of the colour table that these flags announce. */
static gsize
table_size (guint flags)
{
  return flags & 0x80 ? (gsize)3 << ((flags & 7) + 1) : 0;
}

/* Past a chain of sub-blocks, each led by its length, the last of length 0; FALSE when the
 * file ends within. */
static gboolean
skip_sub_blocks (Span file, gsize *at)
{
  while (*at < file.size)
    {
      gsize length = file.data[*at];

      *at += 1 + length;
      if (length == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
skip_frame (Span file, gsize *at)
{
  *at += FRAME_HEADER + table_size (span_byte (file, *at + 9)) + 1; /* 1: code size */
  return skip_sub_blocks (file, at);
}

/* To the next frame from `*at`; FALSE when there is none. */
static gboolean
find_frame (Span file, gsize *at)
{
  while (span_byte (file, *at) == EXTENSION)
    {
      *at += 2;
      if (!skip_sub_blocks (file, at))
        return FALSE;
    }
  return span_byte (file, *at) == FRAME;
}

/* The screen, the frame, and how far the frame reaches: it may lie beyond the screen. */
static gboolean
check_sizes (const FoveaImageSource *source, Span file, gsize frame, GError **error)
{
  guint width = span_le16 (file, frame + 5), height = span_le16 (file, frame + 7);

  return fovea_image_check_size (source, span_le16 (file, 6), span_le16 (file, 8), error)
         && fovea_image_check_size (source, width, height, error)
         && fovea_image_check_size (source, span_le16 (file, frame + 1) + width,
                                    span_le16 (file, frame + 3) + height, error);
}

gboolean
fovea_gif_inspect (FoveaContainer *container, const FoveaImageSource *source,
                   GError **error)
{
  Span file = { source->data, source->size };
  gsize colours_end = HEADER + table_size (span_byte (file, 10));
  gsize frame = colours_end, frame_end;

  if (!find_frame (file, &frame))
    {
      if (span_byte (file, frame) != END && frame >= file.size)
        return fovea_container_cut_short (source, "GIF", "before its first frame", error);
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                   "The GIF file “%s” is damaged: it holds no picture.", source->name);
      return FALSE;
    }
  frame_end = frame;
  if (!skip_frame (file, &frame_end))
    return fovea_container_cut_short (source, "GIF", "within its first frame", error);
  if (!check_sizes (source, file, frame, error))
    return FALSE;
  container->parts[0] = span_sub (file, 0, colours_end);
  container->parts[1] = span_sub (file, frame, frame_end - frame);
  container->parts[2] = (Span){ end_mark, sizeof end_mark };
  if (find_frame (file, &frame_end))
    container->note = "This is the first frame of an animation.";
  return TRUE;
}
