/* SPDX-License-Identifier: MIT */

/* HEIC and AVIF: nested boxes, each led by its length and a name. The loaders decode a
 * picture before they tell its size, so the sizes (ispe) are looked up here, in
 *
 *   meta > iprp > ipco > ispe: version, width, height
 *
 * and every one of them, tiles and thumbnails too, must be within the limits. */

#include "image/pixbuf-private.h"

#include "error.h"

typedef struct
{
  char name[5];
  Span body;
  gboolean whole; /* FALSE: the file ends within it */
  gsize next;     /* where the box after it begins */
} Box;

/* The box at `at`; FALSE at the end of the span. */
static gboolean
read_box (Span span, gsize at, Box *box)
{
  guint64 length = span_load (span, at, 4, FALSE);
  gsize header = 8;

  if (!span_holds (span, at, 8))
    return FALSE;
  if (length == 1) /* 64 bits, after the name */
    {
      length = (guint64)span_load (span, at + 8, 4, FALSE) << 32
               | span_load (span, at + 12, 4, FALSE);
      header = 16;
    }
  else if (length == 0) /* to the end */
    length = span.size - at;
  if (length < header)
    return FALSE;
  memcpy (box->name, span.data + at + 4, 4);
  box->name[4] = '\0';
  box->whole = length <= span.size - at;
  box->body = span_sub (span, at + header, (gsize)MIN (length - header, G_MAXSIZE));
  box->next = box->whole ? at + (gsize)length : span.size;
  return TRUE;
}

/* What is in the first box of that name; empty when there is none. */
static Span
find_body (Span span, const char *name)
{
  Box box;

  for (gsize at = 0; read_box (span, at, &box); at = box.next)
    if (strcmp (box.name, name) == 0)
      return box.body;
  return (Span){ span.data, 0 };
}

static gboolean
check_whole (const FoveaImageSource *source, Span file, const char *format,
             GError **error)
{
  Box box;

  for (gsize at = 0; read_box (file, at, &box); at = box.next)
    if (!box.whole)
      {
        g_autofree char *where = g_strdup_printf ("within the box “%s”", box.name);

        return fovea_container_cut_short (
            source, format, g_utf8_validate (where, -1, NULL) ? where : "within a box",
            error);
      }
  return TRUE;
}

gboolean
fovea_heif_inspect (const FoveaImageSource *source, const FoveaImageKind *kind,
                    GError **error)
{
  Span file = { source->data, source->size };
  Span meta = find_body (file, "meta"), properties;
  Box box;

  if (!check_whole (source, file, kind->format, error))
    return FALSE;
  meta = span_sub (meta, 4, meta.size); /* version and flags */
  properties = find_body (find_body (meta, "iprp"), "ipco");
  for (gsize at = 0; read_box (properties, at, &box); at = box.next)
    if (strcmp (box.name, "ispe") == 0
        && !fovea_image_check_size (source, span_load (box.body, 4, 4, FALSE),
                                    span_load (box.body, 8, 4, FALSE), error))
      return FALSE;
  return TRUE;
}
