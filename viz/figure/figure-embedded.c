/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

/* The recipe back out of what was made from it. Files are not believed: all that is found is
 * read as a recipe is. */

#include "figure.h"

#include "error.h"
#include "figure-living.h"

#include <png.h>
#include <string.h>

#define MOST_BYTES ((gsize)512 << 20)

/* Of a PDF: its keywords, as Cairo writes them: a string in parentheses, or UTF-16 in
 * hexadecimal. (transfer full) NULL: there are none. */

static char *
read_literal (const char *at, const char *end)
{
  GString *text = g_string_new (NULL);

  for (; at < end && *at != ')'; at++)
    {
      if (*at == '\\' && at + 1 < end)
        at++;
      g_string_append_c (text, *at);
    }
  return g_string_free (text, FALSE);
}

static char *
read_hexadecimal (const char *at, const char *end)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; at + 1 < end && g_ascii_isxdigit (at[0]) && g_ascii_isxdigit (at[1]); at += 2)
    {
      guint8 byte = (guint8)(g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
      g_byte_array_append (bytes, &byte, 1);
    }
  return g_convert ((const char *)bytes->data, bytes->len, "UTF-8", "UTF-16", NULL, NULL,
                    NULL);
}

static char *
find_in_pdf (const char *data, gsize size)
{
  static const char key[] = "/Keywords ";
  const char *end = data + size;
  const char *at = memmem (data, size, key, strlen (key));

  at = at ? at + strlen (key) : NULL;
  if (!at || at >= end)
    return NULL;
  return *at == '(' ? read_literal (at + 1, end)
         : *at == '<' ? read_hexadecimal (at + 1, end)
                      : NULL;
}

/* Of an SVG: an element of its metadata. (transfer full) */

static char *
unescape_xml (const char *text, gsize length)
{
  static const char *const entities[][2]
      = { { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&apos;", "'" },
          { "&#39;", "'" }, { "&amp;", "&" } };
  GString *plain = g_string_new_len (text, (gssize)length);

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    g_string_replace (plain, entities[i][0], entities[i][1], 0);
  return g_string_free (plain, FALSE);
}

static char *
find_in_svg (const char *data, gsize size)
{
  static const char tag[] = "<fovea:entry name=\"Recipe\">";
  const char *at = memmem (data, size, tag, strlen (tag));
  const char *end
      = at ? memmem (at, size - (gsize)(at - data), "</fovea:entry>", 14) : NULL;

  at = at ? at + strlen (tag) : NULL;
  return end ? unescape_xml (at, (gsize)(end - at)) : NULL;
}

/* Of a living figure: a block of data, in which "<" is written as \u003c. (transfer full) */
static char *
find_in_page (const char *data, gsize size)
{
  static const char tag[] = FOVEA_LIVING_RECIPE, closing[] = "</script>";
  const char *at = memmem (data, size, tag, strlen (tag));

  at = at ? at + strlen (tag) : NULL;
  const char *end
      = at ? memmem (at, size - (gsize)(at - data), closing, strlen (closing)) : NULL;
  return end ? g_strndup (at, (gsize)(end - at)) : NULL;
}

/* Of a PNG: a text chunk. (transfer full) */

typedef struct
{
  const char *data;
  gsize size, at;
} Bytes;

static void
read_bytes (png_structp png, png_bytep to, gsize count)
{
  Bytes *bytes = png_get_io_ptr (png);

  if (count > bytes->size - bytes->at)
    png_error (png, "cut short");
  memcpy (to, bytes->data + bytes->at, count);
  bytes->at += count;
}

static void
stay_silent (png_structp png, png_const_charp message)
{
}

static char *
text_of_png (png_structp png, png_infop info)
{
  png_textp texts;
  int n = 0;

  png_get_text (png, info, &texts, &n);
  for (int i = 0; i < n; i++)
    if (g_str_equal (texts[i].key, "Recipe"))
      return g_strdup (texts[i].text);
  return NULL;
}

static char *
find_in_png (const char *data, gsize size)
{
  png_structp png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, stay_silent);
  png_infop info = png ? png_create_info_struct (png) : NULL;
  Bytes bytes = { data, size, 0 };
  char *volatile text = NULL;

  if (info && setjmp (png_jmpbuf (png)) == 0)
    {
      png_set_read_fn (png, &bytes, read_bytes);
      png_read_info (png, info);
      text = text_of_png (png, info);
    }
  png_destroy_read_struct (&png, &info, NULL);
  return text;
}

static char *
find_recipe (const char *data, gsize size)
{
  if (size >= 5 && memcmp (data, "%PDF-", 5) == 0)
    return find_in_pdf (data, size);
  if (size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return find_in_png (data, size);
  if (size >= 15 && g_ascii_strncasecmp (data, "<!DOCTYPE html>", 15) == 0)
    return find_in_page (data, size);
  if (size > 0 && memmem (data, MIN (size, 1024), "<svg", 4))
    return find_in_svg (data, size);
  return g_strndup (data, size);
}

FoveaRecipe *
fovea_figure_read_recipe (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

  if (!file)
    return NULL;
  gsize size = g_mapped_file_get_length (file);
  if (size > MOST_BYTES)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT, "“%s” is too large for a figure",
                   name);
      return NULL;
    }
  g_autofree char *text
      = size > 0 ? find_recipe (g_mapped_file_get_contents (file), size) : NULL;
  if (text)
    return fovea_recipe_read (text, strlen (text), name, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, "There is no recipe in “%s”", name);
  return NULL;
}
