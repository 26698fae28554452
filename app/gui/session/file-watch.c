/* SPDX-License-Identifier: MIT */
#include "file-watch.h"

#define SETTLE_MS 300

typedef struct
{
  FoveaFileWatch *watch; /* not owned */
  GFile *file;
  char *path;
  GFileMonitor *monitor;
  guint settling; /* the source that ends it */
  gboolean gone;  /* and told */
} Entry;

struct _FoveaFileWatch
{
  GObject parent_instance;

  GHashTable *entries;       /* path to Entry */
  GCancellable *cancellable; /* of what is asked about files */
};

G_DEFINE_FINAL_TYPE (FoveaFileWatch, fovea_file_watch, G_TYPE_OBJECT)

enum
{
  CHANGED,
  DELETED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_handle_id (&entry->settling, g_source_remove);
  if (entry->monitor)
    g_file_monitor_cancel (entry->monitor);
  g_clear_object (&entry->monitor);
  g_object_unref (entry->file);
  g_free (entry->path);
  g_free (entry);
}

static void
fovea_file_watch_dispose (GObject *object)
{
  FoveaFileWatch *self = FOVEA_FILE_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->entries);
  G_OBJECT_CLASS (fovea_file_watch_parent_class)->dispose (object);
}

static void
fovea_file_watch_finalize (GObject *object)
{
  FoveaFileWatch *self = FOVEA_FILE_WATCH (object);

  g_hash_table_unref (self->entries);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (fovea_file_watch_parent_class)->finalize (object);
}

static void
fovea_file_watch_class_init (FoveaFileWatchClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_file_watch_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_file_watch_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DELETED] = g_signal_new ("deleted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fovea_file_watch_init (FoveaFileWatch *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->cancellable = g_cancellable_new ();
}

FoveaFileWatch *
fovea_file_watch_new (void)
{
  return g_object_new (FOVEA_TYPE_FILE_WATCH, NULL);
}

static void
tell (FoveaFileWatch *self, Entry *entry, gboolean exists)
{
  g_autofree char *path = g_strdup (entry->path);
  gboolean was_gone = entry->gone;

  entry->gone = !exists;
  if (exists || !was_gone)
    g_signal_emit (self, signals[exists ? CHANGED : DELETED], 0, path);
}

static void
on_asked (GObject *file, GAsyncResult *result, gpointer data)
{
  g_autoptr (FoveaFileWatch) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (file), result, &error);
  Entry *entry = g_hash_table_lookup (self->entries, g_file_peek_path (G_FILE (file)));

  if (entry && (info || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)))
    tell (self, entry, info != NULL);
}

static gboolean
on_settled (gpointer data)
{
  Entry *entry = data;

  entry->settling = 0;
  g_file_query_info_async (entry->file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                           entry->watch->cancellable, on_asked,
                           g_object_ref (entry->watch));
  return G_SOURCE_REMOVE;
}

/* What only concerns its permissions or its disk is no change. */
static void
on_event (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
          Entry *entry)
{
  if (event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED
      || event == G_FILE_MONITOR_EVENT_PRE_UNMOUNT
      || event == G_FILE_MONITOR_EVENT_UNMOUNTED)
    return;
  g_clear_handle_id (&entry->settling, g_source_remove);
  entry->settling = g_timeout_add (SETTLE_MS, on_settled, entry);
}

static Entry *
entry_new (FoveaFileWatch *self, const char *path)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->watch = self;
  entry->file = g_file_new_for_path (path);
  entry->path = g_strdup (path);
  entry->monitor
      = g_file_monitor_file (entry->file, G_FILE_MONITOR_NONE, self->cancellable, NULL);
  if (entry->monitor)
    g_signal_connect (entry->monitor, "changed", G_CALLBACK (on_event), entry);
  return entry;
}

static gboolean
is_unwanted (gpointer path, gpointer entry, gpointer paths)
{
  return !g_strv_contains (paths, path);
}

void
fovea_file_watch_set (FoveaFileWatch *self, const char *const *paths)
{
  g_hash_table_foreach_remove (self->entries, is_unwanted, (gpointer)paths);
  for (; *paths; paths++)
    if (!g_hash_table_contains (self->entries, *paths))
      {
        Entry *entry = entry_new (self, *paths);
        g_hash_table_insert (self->entries, entry->path, entry);
      }
}
