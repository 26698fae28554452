/* SPDX-License-Identifier: MIT */
#include "batch/contact.h"

#include "sheet.h"

#include <glib/gstdio.h>

typedef struct
{
  char *picture, *title, *detail;
  double probability; /* of the best class */
  guint64 order;      /* as it came */
} Tile;

struct _BatchSheet
{
  guint size;
  gboolean uncertain;
  guint64 seen;
  GArray *tiles; /* Tile */
};

static void
tile_clear (gpointer data)
{
  Tile *tile = data;

  g_free (tile->picture);
  g_free (tile->title);
  g_free (tile->detail);
}

BatchSheet *
batch_sheet_new (guint size, gboolean uncertain)
{
  BatchSheet *self = g_new0 (BatchSheet, 1);

  self->size = size;
  self->uncertain = uncertain;
  self->tiles = g_array_new (FALSE, FALSE, sizeof (Tile));
  g_array_set_clear_func (self->tiles, tile_clear);
  return self;
}

void
batch_sheet_free (BatchSheet *self)
{
  g_array_unref (self->tiles);
  g_free (self);
}

static const char *
word (const json_t *object, const char *name)
{
  const char *text = json_string_value (json_object_get (object, name));

  return text ? text : "";
}

/* "leopard 93 % (is cheetah), gradcam at block4.1". (transfer full) */
static char *
make_detail (const json_t *line, const json_t *best)
{
  const json_t *truth = json_object_get (line, "truth");
  GString *text = g_string_new (NULL);

  if (best)
    g_string_append_printf (
        text, "%s %.0f %%", word (best, "name"),
        100 * json_number_value (json_object_get (best, "probability")));
  if (json_is_false (json_object_get (line, "right")))
    g_string_append_printf (text, " (is %s)", word (truth, "name"));
  g_string_append_printf (text, "%s%s at %s", best ? ", " : "", word (line, "method"),
                          word (line, "layer"));
  return g_string_free (text, FALSE);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Tile *x = a, *y = b;

  if (x->probability < y->probability || x->probability > y->probability)
    return x->probability < y->probability ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

/* Keeps the least certain. */
static void
trim (BatchSheet *self)
{
  g_array_sort (self->tiles, compare);
  if (self->tiles->len > self->size)
    g_array_set_size (self->tiles, self->size);
}

void
batch_sheet_add (BatchSheet *self, const json_t *line)
{
  const char *overlay = word (json_object_get (line, "files"), "overlay");
  const json_t *best = json_array_get (json_object_get (line, "top"), 0);

  if (!*overlay || (!self->uncertain && self->tiles->len == self->size))
    return;
  Tile tile = { g_strdup (overlay), g_strdup (word (line, "image")), make_detail (line, best),
                self->uncertain && best
                    ? json_number_value (json_object_get (best, "probability"))
                    : 1,
                self->seen++ };
  g_array_append_val (self->tiles, tile);
  if (self->tiles->len > 2 * self->size)
    trim (self);
}

/* (transfer full) */
static char *
page_path (const char *folder, guint page)
{
  g_autofree char *name = g_strdup_printf ("contact-%u.png", page);

  return g_build_filename (folder, name, NULL);
}

static gboolean
write_page (const BatchSheet *self, const char *folder, guint page, guint n_pages,
            GError **error)
{
  guint first = page * FOVEA_SHEET_TILES;
  guint n = MIN (FOVEA_SHEET_TILES, self->tiles->len - first);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_free);
  FoveaTile tiles[FOVEA_SHEET_TILES];
  g_autofree char *path = page_path (folder, page + 1);
  g_autofree char *heading = g_strdup_printf (
      "%s, page %u of %u", self->uncertain ? "The least certain results" : "The first results",
      page + 1, n_pages);

  for (guint i = 0; i < n; i++)
    {
      const Tile *tile = &g_array_index (self->tiles, Tile, first + i);
      g_ptr_array_add (pictures, g_build_filename (folder, tile->picture, NULL));
      tiles[i] = (FoveaTile){ pictures->pdata[i], tile->title, tile->detail };
    }
  return fovea_sheet_write (tiles, n, heading, path, error);
}

static void
remove_further (const char *folder, guint n_pages)
{
  for (guint page = n_pages + 1;; page++)
    {
      g_autofree char *path = page_path (folder, page);
      if (g_unlink (path) != 0)
        return;
    }
}

gboolean
batch_sheet_write (BatchSheet *self, const char *folder, GError **error)
{
  trim (self);
  guint n_pages = (self->tiles->len + FOVEA_SHEET_TILES - 1) / FOVEA_SHEET_TILES;
  for (guint page = 0; page < n_pages; page++)
    if (!write_page (self, folder, page, n_pages, error))
      return FALSE;
  remove_further (folder, n_pages);
  return TRUE;
}
