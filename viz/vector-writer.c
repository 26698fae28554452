/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "writers.h"

#include "error.h"
#include "svg-numbers.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <string.h>

static cairo_status_t
to_output (void *closure, const unsigned char *data, unsigned int length)
{
  return fovea_output_write (closure, data, length) ? CAIRO_STATUS_SUCCESS
                                                    : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_status_t
to_memory (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Draws, finishes and checks. Takes the surface. */
static gboolean
draw_page (cairo_surface_t *surface, FoveaOutput *output, const FoveaPage *page,
           GError **error)
{
  cairo_t *cr = cairo_create (surface);

  page->draw (cr, page->data);
  cairo_show_page (cr);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  /* A failed write is told with its reason by the commit. */
  if (status == CAIRO_STATUS_SUCCESS || !fovea_output_write (output, NULL, 0))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT, "“%s” cannot be written: %s.",
               fovea_output_path (output), cairo_status_to_string (status));
  return FALSE;
}

/* The time to put into the file, as ISO 8601: SOURCE_DATE_EPOCH where it is set, so that
 * the same figure is the same file. (transfer full) */
static char *
creation_date (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  gint64 seconds = g_get_real_time () / G_USEC_PER_SEC, fixed;

  if (epoch && g_ascii_string_to_signed (epoch, 10, 0, G_MAXINT32, &fixed, NULL))
    seconds = fixed;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);
  return g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
}

static void
set_pdf_metadata (cairo_surface_t *surface, const FoveaMetadata *metadata,
                  guint n_metadata)
{
  static const struct
  {
    const char *key;
    cairo_pdf_metadata_t field;
  } fields[] = {
    { "Title", CAIRO_PDF_METADATA_TITLE },
    { "Author", CAIRO_PDF_METADATA_AUTHOR },
    { "Description", CAIRO_PDF_METADATA_SUBJECT },
    { "Recipe", CAIRO_PDF_METADATA_KEYWORDS },
    { "Software", CAIRO_PDF_METADATA_CREATOR },
  };
  g_autofree char *date = creation_date ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *text = fovea_metadata_find (metadata, n_metadata, fields[i].key);
      if (text)
        cairo_pdf_surface_set_metadata (surface, fields[i].field, text);
    }
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

gboolean
fovea_pdf_write_page (FoveaOutput *output, const FoveaPage *page,
                      const FoveaMetadata *metadata, guint n_metadata, GError **error)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      to_output, output, page->width, page->height);

  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_5);
  set_pdf_metadata (surface, metadata, n_metadata);
  return draw_page (surface, output, page, error);
}

/* It has no control characters but tab and line ends. */
char *
fovea_xml_text (const char *text)
{
  g_autofree char *clean = g_utf8_make_valid (text, -1);

  for (char *c = clean; *c; c++)
    if ((guchar)*c < 0x20 && !strchr ("\t\n\r", *c))
      *c = ' ';
  return g_markup_escape_text (clean, -1);
}

/* <title> for whoever listens, <metadata> for whoever rebuilds. (transfer full) */
static GString *
svg_metadata (const FoveaMetadata *metadata, guint n_metadata)
{
  GString *xml = g_string_new ("\n");
  const char *title = fovea_metadata_find (metadata, n_metadata, "Title");
  const char *description = fovea_metadata_find (metadata, n_metadata, "Description");

  if (title)
    {
      g_autofree char *text = fovea_xml_text (title);
      g_string_append_printf (xml, "<title>%s</title>\n", text);
    }
  if (description)
    {
      g_autofree char *text = fovea_xml_text (description);
      g_string_append_printf (xml, "<desc>%s</desc>\n", text);
    }
  if (n_metadata > 0)
    g_string_append (xml, "<metadata xmlns:fovea=\"urn:fovea\">\n");
  for (guint i = 0; i < n_metadata; i++)
    {
      g_autofree char *key = fovea_xml_text (metadata[i].key);
      g_autofree char *text = fovea_xml_text (metadata[i].text);
      g_string_append_printf (xml, "<fovea:entry name=\"%s\">%s</fovea:entry>\n", key,
                              text);
    }
  if (n_metadata > 0)
    g_string_append (xml, "</metadata>\n");
  return xml;
}

/* Where the closing tag begins. */
static gsize
find_end (const GByteArray *drawing)
{
  static const char tag[] = "</svg>";
  gsize length = strlen (tag);

  for (gsize i = drawing->len; i-- > length;)
    if (memcmp (drawing->data + i - length, tag, length) == 0)
      return i - length;
  return drawing->len;
}

/* Cairo writes the drawing; what is about it goes right behind its opening tag, what lies on
 * it right before the closing one. */
static void
write_svg (FoveaOutput *output, const GByteArray *drawing, const GString *about,
           const GString *overlay)
{
  const guint8 *data = drawing->data, *end = data + drawing->len;
  const guint8 *tag = memmem (data, drawing->len, "<svg", 4);
  const guint8 *close = tag ? memchr (tag, '>', (gsize)(end - tag)) : NULL;
  gsize head = close ? (gsize)(close + 1 - data) : drawing->len;

  fovea_output_write (output, data, head);
  if (close)
    fovea_output_write (output, about->str, about->len);
  gsize tail = MAX (head, find_end (drawing));
  fovea_output_write (output, data + head, tail - head);
  if (overlay)
    fovea_output_write (output, overlay->str, overlay->len);
  fovea_output_write (output, data + tail, drawing->len - tail);
}

gboolean
fovea_svg_write_page (FoveaOutput *output, const FoveaPage *page,
                      const FoveaMetadata *metadata, guint n_metadata, GError **error)
{
  g_autoptr (GByteArray) drawing = g_byte_array_new ();
  cairo_surface_t *surface
      = cairo_svg_surface_create_for_stream (to_memory, drawing, page->width, page->height);

  if (!draw_page (surface, output, page, error))
    return FALSE;
  GString *about = svg_metadata (metadata, n_metadata);
  g_autoptr (GByteArray) numbered = fovea_svg_renumber (drawing);
  write_svg (output, numbered, about, page->overlay);
  g_string_free (about, TRUE);
  return TRUE;
}

/* A scene as what a page draws. */
typedef struct
{
  const FoveaScene *scene;
  double width, height;
} SceneOnPage;

static void
draw_scene (cairo_t *cr, gpointer data)
{
  const SceneOnPage *on = data;

  fovea_scene_draw (on->scene, cr, 0, 0, on->width, on->height);
}

gboolean
fovea_pdf_write (FoveaOutput *output, const FoveaScene *scene, double width,
                 double height, const FoveaMetadata *metadata, guint n_metadata,
                 GError **error)
{
  SceneOnPage on = { scene, width, height };
  FoveaPage page = { width, height, draw_scene, &on, NULL };

  return fovea_pdf_write_page (output, &page, metadata, n_metadata, error);
}

gboolean
fovea_svg_write (FoveaOutput *output, const FoveaScene *scene, double width,
                 double height, const FoveaMetadata *metadata, guint n_metadata,
                 GError **error)
{
  SceneOnPage on = { scene, width, height };
  FoveaPage page = { width, height, draw_scene, &on, NULL };

  return fovea_svg_write_page (output, &page, metadata, n_metadata, error);
}
