/* SPDX-License-Identifier: MIT */
#include "gallery.h"

struct _FoveaGallery
{
  GObject parent_instance;

  FoveaWorker *worker;
  GPtrArray *paths; /* owned strings */
  guint position;
  char *left; /* what was seen when it was gone to */
  guint serial, listing; /* of the last folder asked for; 0: none is on its way */
};

G_DEFINE_FINAL_TYPE (FoveaGallery, fovea_gallery, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
fovea_gallery_finalize (GObject *object)
{
  FoveaGallery *self = FOVEA_GALLERY (object);

  g_ptr_array_unref (self->paths);
  g_free (self->left);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  G_OBJECT_CLASS (fovea_gallery_parent_class)->finalize (object);
}

static void
fovea_gallery_class_init (FoveaGalleryClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = fovea_gallery_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fovea_gallery_init (FoveaGallery *self)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
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
  GPtrArray *paths;
  GError *error;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_clear_pointer (&listing->paths, g_ptr_array_unref);
  g_clear_error (&listing->error);
  g_free (listing->folder);
  g_free (listing->path);
  g_object_unref (listing->self);
  g_free (listing);
}

static gboolean
looks_like_image (const char *name)
{
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);

  return g_content_type_is_a (type, "image/*") && !g_content_type_is_a (type, "image/svg+xml");
}

/* Adds what lies in a folder; FALSE when it cannot be read. */
static gboolean
list_folder (const char *folder, gboolean deeper, GPtrArray *paths, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, error);
  const char *name;

  while (directory && (name = g_dir_read_name (directory)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (*name == '.')
        continue;
      if (looks_like_image (name))
        g_ptr_array_add (paths, g_steal_pointer (&path));
      else if (deeper && g_file_test (path, G_FILE_TEST_IS_DIR))
        list_folder (path, FALSE, paths, NULL);
    }
  return directory != NULL;
}

typedef struct
{
  char *key, *path;
} Named;

static int
compare_named (const void *a, const void *b)
{
  return strcmp (((const Named *) a)->key, ((const Named *) b)->key);
}

/* "photo2" before "photo10". Keys are made once: a folder may hold very many. */
static void
sort_paths (GPtrArray *paths)
{
  g_autofree Named *named = g_new (Named, paths->len);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *shown = g_filename_display_name (paths->pdata[i]);
      named[i] = (Named){ g_utf8_collate_key_for_filename (shown, -1), paths->pdata[i] };
    }
  qsort (named, paths->len, sizeof *named, compare_named);
  for (guint i = 0; i < paths->len; i++)
    {
      paths->pdata[i] = named[i].path;
      g_free (named[i].key);
    }
}

static void
run_listing (gpointer data, gpointer unused)
{
  Listing *listing = data;

  listing->paths = g_ptr_array_new_with_free_func (g_free);
  if (list_folder (listing->folder, TRUE, listing->paths, &listing->error))
    sort_paths (listing->paths);
}

static gboolean
find_path (GPtrArray *paths, const char *path, guint *position)
{
  return path
         && g_ptr_array_find_with_equal_func (paths, path, g_str_equal, position);
}

static char *
complain (const Listing *listing)
{
  g_autofree char *name = g_filename_display_name (listing->folder);

  if (listing->error)
    return g_strdup (listing->error->message);
  return g_strdup_printf ("There is no image in “%s”.", name);
}

static void
done_listing (gpointer data, gpointer unused)
{
  Listing *listing = data;
  FoveaGallery *self = listing->self;
  guint position = 0;

  if (listing->serial != self->listing)
    return;
  self->listing = 0;
  if (listing->paths->len == 0)
    {
      g_autofree char *sentence = complain (listing);
      g_signal_emit (self, signals[FAILED], 0, sentence);
      return;
    }
  g_ptr_array_unref (self->paths);
  self->paths = g_steal_pointer (&listing->paths);
  find_path (self->paths, listing->path, &position);
  self->position = (guint) CLAMP ((gint) position + listing->steps, 0,
                                  (gint) self->paths->len - 1);
  g_signal_emit (self, signals[CHANGED], 0);
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

gboolean
fovea_gallery_step (FoveaGallery *self, gint steps)
{
  gint last = (gint) self->paths->len - 1;
  guint position = (guint) CLAMP ((gint) self->position + CLAMP (steps, -last, last), 0, last);

  if (last < 0 || position == self->position)
    return FALSE;
  self->position = position;
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

gboolean
fovea_gallery_is_at (FoveaGallery *self, const char *path)
{
  return self->paths->len > 0 && g_strcmp0 (fovea_gallery_get_path (self), path) == 0;
}

gboolean
fovea_gallery_goes_on (FoveaGallery *self, const char *path)
{
  return self->paths->len > 0
         && (fovea_gallery_is_at (self, path) || g_strcmp0 (path, self->left) == 0);
}

void
fovea_gallery_leave (FoveaGallery *self, const char *path)
{
  char *copy = g_strdup (path);

  g_free (self->left);
  self->left = copy;
}

const char *
fovea_gallery_get_path (FoveaGallery *self)
{
  return self->paths->len > 0 ? self->paths->pdata[self->position] : NULL;
}

guint
fovea_gallery_get_position (FoveaGallery *self)
{
  return self->position;
}

guint
fovea_gallery_count (FoveaGallery *self)
{
  return self->paths->len;
}

gboolean
fovea_gallery_is_listing (FoveaGallery *self)
{
  return self->listing != 0;
}
