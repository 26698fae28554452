/* SPDX-License-Identifier: MIT */
#include "gallery.h"

#include "folder-listing.h"

#include <glib/gi18n.h>

struct _FoveaGallery
{
  GObject parent_instance;

  FoveaWorker *worker;
  GListStore *items;
  GListModel *order; /* NULL: the items; a weak pointer */
  FoveaGalleryItem *current;
  char *folder;
  char *left;            /* what was seen when it was gone to */
  guint serial, listing; /* of the last folder asked for; 0: none is on its way */
};

G_DEFINE_FINAL_TYPE (FoveaGallery, fovea_gallery, G_TYPE_OBJECT)

enum
{
  LISTED,
  ORDERED,
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
fovea_gallery_finalize (GObject *object)
{
  FoveaGallery *self = FOVEA_GALLERY (object);

  g_clear_weak_pointer (&self->order);
  g_clear_object (&self->current);
  g_clear_object (&self->items);
  g_free (self->folder);
  g_free (self->left);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  G_OBJECT_CLASS (fovea_gallery_parent_class)->finalize (object);
}

static void
fovea_gallery_class_init (FoveaGalleryClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = fovea_gallery_finalize;
  signals[LISTED] = g_signal_new ("listed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[ORDERED] = g_signal_new ("ordered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fovea_gallery_init (FoveaGallery *self)
{
  self->items = g_list_store_new (FOVEA_TYPE_GALLERY_ITEM);
}

FoveaGallery *
fovea_gallery_new (FoveaWorker *worker)
{
  FoveaGallery *self = g_object_new (FOVEA_TYPE_GALLERY, NULL);

  self->worker = fovea_worker_ref (worker);
  return self;
}

/* A folder being listed. */
typedef struct
{
  FoveaGallery *self;
  guint serial;
  char *folder, *path;
  gint steps;
  GPtrArray *items;
  GError *error;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_clear_pointer (&listing->items, g_ptr_array_unref);
  g_clear_error (&listing->error);
  g_free (listing->folder);
  g_free (listing->path);
  g_object_unref (listing->self);
  g_free (listing);
}

/* (transfer full) */
static GPtrArray *
make_items (const char *const *paths, guint n)
{
  GPtrArray *items = g_ptr_array_new_full (n, g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, fovea_gallery_item_new (paths[i]));
  return items;
}

static void
run_listing (gpointer data, gpointer unused)
{
  Listing *listing = data;
  g_autoptr (GPtrArray) paths = fovea_list_folder (listing->folder, &listing->error);

  if (paths)
    listing->items = make_items ((const char *const *)paths->pdata, paths->len);
}

static char *
complain (const Listing *listing)
{
  g_autofree char *name = g_filename_display_name (listing->folder);

  if (listing->error)
    return g_strdup (listing->error->message);
  return g_strdup_printf (_ ("There is no image in “%s”."), name);
}

static guint
find_path (GPtrArray *items, const char *path)
{
  for (guint i = 0; path && i < items->len; i++)
    if (g_str_equal (fovea_gallery_item_get_path (items->pdata[i]), path))
      return i;
  return 0;
}

static void
adopt (FoveaGallery *self, const char *folder, GPtrArray *items, guint position)
{
  char *copy = g_strdup (folder);

  g_free (self->folder);
  self->folder = copy;
  g_set_object (&self->current, FOVEA_GALLERY_ITEM (items->pdata[position]));
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  g_signal_emit (self, signals[LISTED], 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
done_listing (gpointer data, gpointer unused)
{
  Listing *listing = data;
  FoveaGallery *self = listing->self;

  if (listing->serial != self->listing)
    return;
  self->listing = 0;
  if (!listing->items || listing->items->len == 0)
    {
      g_autofree char *sentence = complain (listing);
      g_signal_emit (self, signals[FAILED], 0, sentence);
      return;
    }
  gint position = (gint)find_path (listing->items, listing->path) + listing->steps;
  adopt (self, listing->folder, listing->items,
         (guint)CLAMP (position, 0, (gint)listing->items->len - 1));
}

void
fovea_gallery_open (FoveaGallery *self, const char *folder, const char *path, gint steps)
{
  Listing *listing = g_new0 (Listing, 1);

  listing->self = g_object_ref (self);
  listing->serial = self->listing = ++self->serial;
  listing->folder = g_strdup (folder);
  listing->path = g_strdup (path);
  listing->steps = steps;
  fovea_worker_push (self->worker, FOVEA_URGENT, run_listing, done_listing, listing,
                     listing_free);
}

void
fovea_gallery_open_paths (FoveaGallery *self, const char *const *paths)
{
  guint n = g_strv_length ((char **)paths);
  g_autoptr (GPtrArray) items = make_items (paths, n);

  self->listing = 0;
  if (n > 0)
    adopt (self, NULL, items, 0);
}

GListModel *
fovea_gallery_get_items (FoveaGallery *self)
{
  return G_LIST_MODEL (self->items);
}

GListModel *
fovea_gallery_get_order (FoveaGallery *self)
{
  return self->order ? self->order : G_LIST_MODEL (self->items);
}

void
fovea_gallery_set_order (FoveaGallery *self, GListModel *order)
{
  if (g_set_weak_pointer (&self->order, order))
    g_signal_emit (self, signals[ORDERED], 0);
}

void
fovea_gallery_select (FoveaGallery *self, FoveaGalleryItem *item)
{
  if (g_set_object (&self->current, item))
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
fovea_gallery_step (FoveaGallery *self, gint steps)
{
  gint position = fovea_gallery_get_position (self);
  gint last = (gint)fovea_gallery_count (self) - 1;

  if (last < 0 || steps == 0)
    return FALSE;
  if (position < 0)
    position = steps > 0 ? 0 : last;
  else
    position = CLAMP (position + CLAMP (steps, -last, last), 0, last);
  g_autoptr (FoveaGalleryItem) item
      = g_list_model_get_item (fovea_gallery_get_order (self), (guint)position);
  if (item == self->current)
    return FALSE;
  fovea_gallery_select (self, item);
  return TRUE;
}

gboolean
fovea_gallery_is_at (FoveaGallery *self, const char *path)
{
  return self->current && g_strcmp0 (fovea_gallery_get_path (self), path) == 0;
}

gboolean
fovea_gallery_goes_on (FoveaGallery *self, const char *path)
{
  return self->current
         && (fovea_gallery_is_at (self, path) || g_strcmp0 (path, self->left) == 0);
}

void
fovea_gallery_leave (FoveaGallery *self, const char *path)
{
  char *copy = g_strdup (path);

  g_free (self->left);
  self->left = copy;
}

FoveaGalleryItem *
fovea_gallery_get_current (FoveaGallery *self)
{
  return self->current;
}

const char *
fovea_gallery_get_path (FoveaGallery *self)
{
  return self->current ? fovea_gallery_item_get_path (self->current) : NULL;
}

gint
fovea_gallery_get_position (FoveaGallery *self)
{
  GListModel *order = fovea_gallery_get_order (self);

  for (guint i = 0; self->current && i < g_list_model_get_n_items (order); i++)
    {
      g_autoptr (FoveaGalleryItem) item = g_list_model_get_item (order, i);
      if (item == self->current)
        return (gint)i;
    }
  return -1;
}

guint
fovea_gallery_count (FoveaGallery *self)
{
  return g_list_model_get_n_items (fovea_gallery_get_order (self));
}

const char *
fovea_gallery_get_folder (FoveaGallery *self)
{
  return self->folder;
}

gboolean
fovea_gallery_is_listing (FoveaGallery *self)
{
  return self->listing != 0;
}
