/* SPDX-License-Identifier: MIT */
#include "figure-living.h"

#include "embedded.h"
#include "error.h"
#include "writers.h"

#include <string.h>

#define TEXT_OF_JSON (JSON_COMPACT | JSON_SORT_KEYS)

/* Photographs: each once, however many cells show it. */

static gboolean
same_pixels (FoveaPhoto *a, FoveaPhoto *b)
{
  gsize size = (gsize)fovea_photo_width (a) * fovea_photo_height (a) * 3;

  return a == b
         || (fovea_photo_width (a) == fovea_photo_width (b)
             && fovea_photo_height (a) == fovea_photo_height (b)
             && memcmp (fovea_image_pixels (fovea_photo_image (a)),
                        fovea_image_pixels (fovea_photo_image (b)), size)
                    == 0);
}

static json_t *
write_photo (FoveaPhoto *photo)
{
  guint level = 0;
  cairo_surface_t *surface = fovea_photo_surface (photo, &level);
  g_autoptr (GBytes) jpeg = fovea_jpeg_encode (surface, 96);
  g_autofree char *text = NULL;

  cairo_surface_destroy (surface);
  if (!jpeg)
    return NULL;
  text = g_base64_encode (g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));
  return json_pack ("{s:i, s:i, s:s}", "width", (int)fovea_photo_width (photo), "height",
                    (int)fovea_photo_height (photo), "jpeg", text);
}

/* The place of a cell's photograph among them, added where it is not there; -1: it has
 * none. `kept` are those that were added. */
static gint
place_of_photo (const FoveaFigureCell *cell, GPtrArray *kept, json_t *photos)
{
  if (!cell->scene)
    return -1;
  for (guint i = 0; i < kept->len; i++)
    if (same_pixels (kept->pdata[i], cell->scene->photo))
      return (gint)i;
  json_t *photo = write_photo (cell->scene->photo);
  if (!photo)
    return -1;
  json_array_append_new (photos, photo);
  g_ptr_array_add (kept, cell->scene->photo);
  return (gint)kept->len - 1;
}

static gboolean
write_cells (const FoveaFigure *figure, json_t *o, GError **error)
{
  json_t *cells = json_array (), *photos = json_array ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  json_object_set_new (o, "cells", cells);
  json_object_set_new (o, "photos", photos);
  for (guint i = 0; i < figure->n_cells; i++)
    {
      const FoveaFigureCell *cell = &figure->cells[i];
      json_t *written = fovea_living_cell (figure->recipe, cell);
      gint photo = place_of_photo (cell, kept, photos);

      json_object_set_new (written, "photo", json_integer (photo));
      if (cell->chart_owner)
        json_object_set_new (written, "chart", fovea_living_chart (figure, cell));
      json_array_append_new (cells, written);
      if (cell->scene && photo < 0)
        {
          g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                               "A photograph cannot be written as JPEG");
          return FALSE;
        }
    }
  return TRUE;
}

static void
write_contours (const FoveaRecipe *recipe, json_t *o)
{
  json_t *levels = json_array ();

  for (guint i = 0; i < recipe->contours->len; i++)
    json_array_append_new (levels,
                           json_real (g_array_index (recipe->contours, double, i)));
  json_object_set_new (o, "contours", levels);
}

/* Which cells have one scale: the number of the first one that is alike, in the same row
 * where rows share; its own number where nothing is shared. */
static void
write_groups (const FoveaFigure *figure, json_t *o)
{
  guint columns = figure->recipe->columns->len;
  json_t *groups = json_array ();

  for (guint i = 0; i < figure->n_cells; i++)
    {
      guint first = figure->recipe->scale == FOVEA_FIGURE_SCALE_OWN   ? i
                    : figure->recipe->scale == FOVEA_FIGURE_SCALE_ROW ? i - i % columns
                                                                      : 0;
      FoveaFigureCell *own = &figure->cells[i];
      FoveaShown shown = { own->explanation, own->index, own->panel };
      for (; first < i; first++)
        {
          const FoveaFigureCell *other = &figure->cells[first];
          FoveaShown earlier = { other->explanation, other->index, other->panel };
          if (own->scene && other->scene && own->explanation && other->explanation
              && fovea_shown_alike (&shown, &earlier, NULL))
            break;
        }
      json_array_append_new (groups, json_integer (first));
    }
  json_object_set_new (o, "groups", groups);
}

/* The tables of the colours: 256 of R G B each. */
static void
write_colours (json_t *o)
{
  json_t *colours = json_object ();
  guint n;
  const FoveaColormap *all = fovea_colormaps (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_base64_encode (all[i].table[0], sizeof (guint8[256][3]));
      json_object_set_new (colours, all[i].name, json_string (text));
    }
  json_object_set_new (o, "colours", colours);
}

static json_t *
valid_text (const char *text)
{
  g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  return valid ? json_string (valid) : json_null ();
}

static void
write_titles (const FoveaFigure *figure, json_t *o)
{
  json_t *headings = json_array (), *titles = json_array ();

  for (guint i = 0; i < figure->recipe->columns->len; i++)
    {
      g_autofree char *heading = fovea_figure_heading (figure, i);
      json_array_append_new (headings, valid_text (heading));
    }
  for (guint i = 0; i < figure->recipe->rows->len; i++)
    json_array_append_new (titles,
                           valid_text (fovea_recipe_row (figure->recipe, i)->title));
  json_object_set_new (o, "headings", headings);
  json_object_set_new (o, "titles", titles);
}

/* As it may stand between two tags: no "<" is left that could end it. (transfer full) */
static char *
data_text (const json_t *o)
{
  char *dumped = json_dumps (o, TEXT_OF_JSON);
  GString *text = g_string_new (dumped);

  free (dumped);
  g_string_replace (text, "<", "\\u003c", 0);
  return g_string_free (text, FALSE);
}

/* (transfer full) */
static char *
figure_data (const FoveaFigure *figure, GError **error)
{
  const FoveaRecipe *recipe = figure->recipe;
  json_t *o = json_pack ("{s:i, s:b, s:b, s:b, s:f}", "schema", 1, "sharp", recipe->cells,
                         "bar", recipe->bar, "whole", recipe->whole, "points",
                         fovea_recipe_width (recipe) / recipe->columns->len);

  write_titles (figure, o);
  write_contours (recipe, o);
  write_groups (figure, o);
  write_colours (o);
  char *text = write_cells (figure, o, error) ? data_text (o) : NULL;
  json_decref (o);
  return text;
}

/* The page. */

/* The hash by which a browser lets this script or style through, and no other. (transfer
 * full) */
static char *
source_hash (const char *text)
{
  guint8 digest[32];
  gsize size = sizeof digest;
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (sum, (const guchar *)text, (gssize)strlen (text));
  g_checksum_get_digest (sum, digest, &size);
  g_checksum_free (sum);
  g_autofree char *base64 = g_base64_encode (digest, size);
  return g_strconcat ("sha256-", base64, NULL);
}

typedef struct
{
  const char *name;
  char *text;
} Part;

/* Each {{name}} of `page` replaced by its part, in one pass: what is put in is not looked
 * through. (transfer full) */
static char *
fill_in (const char *page, const Part *parts, guint n)
{
  GString *out = g_string_new (NULL);

  for (const char *next; (next = strstr (page, "{{")); page = strstr (next, "}}") + 2)
    {
      g_string_append_len (out, page, next - page);
      for (guint i = 0; i < n; i++)
        if (g_str_has_prefix (next + 2, parts[i].name)
            && g_str_has_prefix (next + 2 + strlen (parts[i].name), "}}"))
          g_string_append (out, parts[i].text);
    }
  g_string_append (out, page);
  return g_string_free (out, FALSE);
}

/* (transfer full) */
static char *
embedded_text (const char *name)
{
  g_autoptr (GBytes) bytes = fovea_embedded (name);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* (transfer full) */
static char *
escape (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return g_markup_escape_text (valid, -1);
}

/* The headings of the columns with maps in one line. (transfer full) */
static char *
make_title (const FoveaFigure *figure)
{
  GString *title = g_string_new (NULL);

  for (guint i = 0; i < figure->recipe->columns->len; i++)
    {
      g_autofree char *heading = fovea_figure_heading (figure, i);
      if (fovea_recipe_column (figure->recipe, i)->is_input)
        continue;
      g_strdelimit (heading, "\n", ' ');
      g_string_append_printf (title, "%s%s", title->len > 0 ? ", " : "", heading);
    }
  if (title->len == 0)
    g_string_append (title, "Photographs");
  g_autofree char *plain = g_string_free (title, FALSE);
  return escape (plain);
}

static char *
make_recipe (const FoveaRecipe *recipe)
{
  g_autofree char *text = fovea_recipe_write (recipe);
  GString *out = g_string_new (text);

  g_string_replace (out, "<", "\\u003c", 0);
  return g_string_free (out, FALSE);
}

char *
fovea_living_page (const FoveaFigure *figure, const char *software, GError **error)
{
  g_autofree char *page = embedded_text ("living.html"),
                  *data = figure_data (figure, error);
  g_autofree char *maps = embedded_text ("living-maps.js");
  g_autofree char *rest = embedded_text ("living-page.js");
  g_autofree char *style = embedded_text ("living.css");
  g_autofree char *script = g_strconcat (maps, "\n", rest, NULL);
  g_autofree char *caption = fovea_figure_caption (figure);
  Part parts[] = { { "title", make_title (figure) },
                   { "caption", escape (caption) },
                   { "software", escape (software) },
                   { "recipe", make_recipe (figure->recipe) },
                   { "figure", data },
                   { "style", style },
                   { "script", script },
                   { "style-hash", source_hash (style) },
                   { "script-hash", source_hash (script) } };
  char *filled = data ? fill_in (page, parts, G_N_ELEMENTS (parts)) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].text != data && parts[i].text != style && parts[i].text != script)
      g_free (parts[i].text);
  return filled;
}
