/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "shelf.h"

#include <glib/gi18n.h>

struct _FoveaShelvedWeights
{
  GObject parent_instance;

  char *path, *title, *problem;
  guint n_classes;
  guint64 bytes;
};

G_DEFINE_FINAL_TYPE (FoveaShelvedWeights, fovea_shelved_weights, G_TYPE_OBJECT)

static void
fovea_shelved_weights_finalize (GObject *object)
{
  FoveaShelvedWeights *self = FOVEA_SHELVED_WEIGHTS (object);

  g_free (self->path);
  g_free (self->title);
  g_free (self->problem);
  G_OBJECT_CLASS (fovea_shelved_weights_parent_class)->finalize (object);
}

static void
fovea_shelved_weights_class_init (FoveaShelvedWeightsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fovea_shelved_weights_finalize;
}

static void
fovea_shelved_weights_init (FoveaShelvedWeights *self)
{
}

static FoveaShelvedWeights *
weights_new (const FoveaShelved *shelved)
{
  FoveaShelvedWeights *self = g_object_new (FOVEA_TYPE_SHELVED_WEIGHTS, NULL);

  self->path = g_strdup (shelved->path);
  self->title = g_strdup (shelved->title);
  self->problem = g_strdup (shelved->problem);
  self->n_classes = shelved->n_classes;
  self->bytes = shelved->bytes;
  return self;
}

const char *
fovea_shelved_weights_get_path (FoveaShelvedWeights *self)
{
  return self->path;
}

const char *
fovea_shelved_weights_get_title (FoveaShelvedWeights *self)
{
  return self->title;
}

const char *
fovea_shelved_weights_get_problem (FoveaShelvedWeights *self)
{
  return self->problem;
}

/* With "~" for the user's own folder. (transfer full) */
static char *
show_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (folder);
  const char *home = g_get_home_dir ();

  return g_str_has_prefix (shown, home) && strlen (home) > 1
             ? g_strconcat ("~", shown + strlen (home), NULL)
             : g_steal_pointer (&shown);
}

char *
fovea_shelved_weights_describe (FoveaShelvedWeights *self)
{
  g_autofree char *name = g_filename_display_basename (self->path);
  g_autofree char *folder = show_folder (self->path);
  g_autofree char *size = g_format_size (self->bytes);
  g_autofree char *classes
      = self->n_classes
            ? g_strdup_printf (ngettext ("%u class", "%u classes", self->n_classes),
                               self->n_classes)
            : g_strdup (_ ("no head"));

  return g_strdup_printf ("%s · %s · %s · %s", name, classes, size, folder);
}

struct _FoveaLibrary
{
  GObject parent_instance;

  FoveaWorker *reader;
  GListStore *found;
  guint others;
  gint *stop; /* of the search under way, atomic, kept with g_atomic_rc_box; NULL: none */
};

G_DEFINE_FINAL_TYPE (FoveaLibrary, fovea_library, G_TYPE_OBJECT)

static guint changed;

static void
fovea_library_finalize (GObject *object)
{
  FoveaLibrary *self = FOVEA_LIBRARY (object);

  g_clear_pointer (&self->stop, g_atomic_rc_box_release);
  g_clear_object (&self->found);
  g_clear_pointer (&self->reader, fovea_worker_unref);
  G_OBJECT_CLASS (fovea_library_parent_class)->finalize (object);
}

static void
fovea_library_class_init (FoveaLibraryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fovea_library_finalize;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
fovea_library_init (FoveaLibrary *self)
{
  self->found = g_list_store_new (FOVEA_TYPE_SHELVED_WEIGHTS);
}

FoveaLibrary *
fovea_library_new (FoveaWorker *reader)
{
  FoveaLibrary *self = g_object_new (FOVEA_TYPE_LIBRARY, NULL);

  self->reader = fovea_worker_ref (reader);
  return self;
}

/* A search, and each thing that it found on its way into the window's thread. */

typedef struct
{
  FoveaLibrary *self;
  char **folders;
  gint *stop;
} Search;

typedef struct
{
  FoveaLibrary *self;
  gint *stop;
  FoveaShelvedWeights *weights; /* NULL: another file */
} Message;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_strfreev (search->folders);
  g_atomic_rc_box_release (search->stop);
  g_object_unref (search->self);
  g_free (search);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_object (&message->weights);
  g_atomic_rc_box_release (message->stop);
  g_object_unref (message->self);
  g_free (message);
}

static int
compare_weights (gconstpointer a, gconstpointer b, gpointer unused)
{
  FoveaShelvedWeights *one = (gpointer)a, *other = (gpointer)b;
  int by_title = g_utf8_collate (one->title, other->title);

  return by_title ? by_title : g_strcmp0 (one->path, other->path);
}

/* Two folders may lead to one file. */
static gboolean
is_listed (FoveaLibrary *self, const char *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->found)); i++)
    {
      g_autoptr (FoveaShelvedWeights) there
          = g_list_model_get_item (G_LIST_MODEL (self->found), i);
      if (g_str_equal (there->path, path))
        return TRUE;
    }
  return FALSE;
}

static gboolean
deliver (gpointer data)
{
  Message *message = data;
  FoveaLibrary *self = message->self;

  if (self->stop != message->stop)
    return G_SOURCE_REMOVE;
  if (!message->weights)
    self->others++;
  else if (!is_listed (self, message->weights->path))
    g_list_store_insert_sorted (self->found, message->weights, compare_weights, NULL);
  g_signal_emit (self, changed, 0);
  return G_SOURCE_REMOVE;
}

static gboolean
on_found (const FoveaShelved *shelved, gpointer data)
{
  Search *search = data;
  Message *message = g_new0 (Message, 1);

  message->self = g_object_ref (search->self);
  message->stop = g_atomic_rc_box_acquire (search->stop);
  message->weights = shelved ? weights_new (shelved) : NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver, message, message_free);
  return !g_atomic_int_get (search->stop);
}

static void
run_search (gpointer data, gpointer unused)
{
  Search *search = data;

  for (char **folder = search->folders; *folder; folder++)
    if (!g_atomic_int_get (search->stop))
      fovea_shelf_search (*folder, on_found, search);
}

static void
done_search (gpointer data, gpointer unused)
{
  Search *search = data;

  if (search->self->stop != search->stop)
    return;
  g_clear_pointer (&search->self->stop, g_atomic_rc_box_release);
  g_signal_emit (search->self, changed, 0);
}

void
fovea_library_start (FoveaLibrary *self, const char *const *folders)
{
  Search *search = g_new0 (Search, 1);

  fovea_library_stop (self);
  g_list_store_remove_all (self->found);
  self->others = 0;
  search->self = g_object_ref (self);
  search->folders = g_strdupv ((char **)folders);
  search->stop = g_atomic_rc_box_new0 (gint);
  self->stop = g_atomic_rc_box_acquire (search->stop);
  fovea_worker_push (self->reader, FOVEA_PATIENT, run_search, done_search, search,
                     search_free);
  g_signal_emit (self, changed, 0);
}

void
fovea_library_stop (FoveaLibrary *self)
{
  if (!self->stop)
    return;
  g_atomic_int_set (self->stop, TRUE);
  g_clear_pointer (&self->stop, g_atomic_rc_box_release);
  g_signal_emit (self, changed, 0);
}

gboolean
fovea_library_is_searching (FoveaLibrary *self)
{
  return self->stop != NULL;
}

GListModel *
fovea_library_get_found (FoveaLibrary *self)
{
  return G_LIST_MODEL (self->found);
}

guint
fovea_library_get_others (FoveaLibrary *self)
{
  return self->others;
}
