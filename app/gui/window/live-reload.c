/* SPDX-License-Identifier: MIT */

/* Image and weights follow their files: what changed on disk is opened again, what was
 * deleted stays as it is shown. */

#include "window-private.h"

#include "file-watch.h"
#include "parts.h"

#include <glib/gi18n.h>

struct _FoveaReload
{
  FoveaFileWatch *watch;
  char *image;        /* that is being opened again; NULL: none */
  FoveaState *before; /* what was shown of it */
  GHashTable *models; /* FoveaModel that gives way, by the column it is in */
};

void
fovea_reload_free (FoveaReload *self)
{
  g_object_unref (self->watch);
  g_hash_table_unref (self->models);
  g_clear_pointer (&self->before, fovea_state_free);
  g_free (self->image);
  g_free (self);
}

static gboolean
is_file (const char *path)
{
  return path && g_path_is_absolute (path);
}

static const char *
weights_of (FoveaColumn *column)
{
  FoveaModel *model = fovea_column_get_model (column);
  const char *path
      = model && !fovea_model_is_demo (model) ? fovea_model_weights (model) : NULL;

  return is_file (path) ? path : NULL;
}

static void
update_paths (FoveaWindow *window)
{
  const char *image = fovea_session_get_path (window->session);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  guint n = g_list_model_get_n_items (fovea_session_get_columns (window->session));

  if (is_file (image))
    g_ptr_array_add (paths, (gpointer)image);
  for (guint i = 0; i < n; i++)
    {
      const char *path = weights_of (fovea_session_get_column (window->session, i));
      if (path)
        g_ptr_array_add (paths, (gpointer)path);
    }
  g_ptr_array_add (paths, NULL);
  fovea_file_watch_set (window->reload->watch, (const char *const *)paths->pdata);
}

static void
tell (FoveaWindow *window, const char *path, const char *what)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf ("%s %s", name, what);

  fovea_show_toast (window->toasts, text);
}

static void
reopen_image (FoveaWindow *window, const char *path)
{
  FoveaReload *self = window->reload;
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_free (self->image);
  self->image = g_strdup (path);
  g_clear_pointer (&self->before, fovea_state_free);
  self->before = fovea_window_take_state (window);
  fovea_session_open_file (window->session, window->column, file);
}

static void
reopen_weights (FoveaWindow *window, FoveaColumn *column)
{
  FoveaModel *model = fovea_column_get_model (column);

  g_hash_table_replace (window->reload->models, column, fovea_model_ref (model));
  fovea_column_open_model (column, NULL, fovea_model_weights (model));
}

/* A bundle is both; then the image brings the weights of the active column along. */
static void
on_changed (FoveaWindow *window, const char *path)
{
  FoveaSession *session = window->session;
  gboolean is_image = g_strcmp0 (fovea_session_get_path (session), path) == 0;

  if (is_image)
    reopen_image (window, path);
  for (guint i = 0; i < g_list_model_get_n_items (fovea_session_get_columns (session));
       i++)
    {
      FoveaColumn *column = fovea_session_get_column (session, i);
      if (!(is_image && column == window->column)
          && g_strcmp0 (weights_of (column), path) == 0)
        reopen_weights (window, column);
    }
}

static void
on_deleted (FoveaWindow *window, const char *path)
{
  tell (window, path, _ ("was deleted: what is shown of it stays"));
}

/* It is looked at from where it was. */
static void
on_image_changed (FoveaWindow *window)
{
  FoveaReload *self = window->reload;
  const char *path = fovea_session_get_path (window->session);

  update_paths (window);
  if (self->image && g_strcmp0 (self->image, path) == 0)
    {
      fovea_window_show_view (window, self->before);
      tell (window, path, _ ("changed on disk: reopened"));
    }
  g_clear_pointer (&self->image, g_free);
  g_clear_pointer (&self->before, fovea_state_free);
}

/* Undoing earlier steps does not bring back weights that are in no file any more. */
static void
on_column_changed (FoveaWindow *window, FoveaColumn *column)
{
  FoveaReload *self = window->reload;
  FoveaModel *before = g_hash_table_lookup (self->models, column);
  FoveaModel *now = fovea_column_get_model (column);

  update_paths (window);
  if (!before || now == before)
    return;
  if (g_strcmp0 (weights_of (column), fovea_model_weights (before)) == 0)
    {
      fovea_history_exchange (window->history, before, now);
      if (g_hash_table_size (self->models) == 1)
        tell (window, fovea_model_weights (now), _ ("changed on disk: reopened"));
    }
  g_hash_table_remove (self->models, column);
}

static void
listen_to (FoveaWindow *window, guint position)
{
  FoveaColumn *column = fovea_session_get_column (window->session, position);

  g_signal_handlers_disconnect_by_func (column, on_column_changed, window);
  g_signal_connect_object (column, "changed", G_CALLBACK (on_column_changed), window,
                           G_CONNECT_SWAPPED);
}

static void
on_columns_changed (FoveaWindow *window, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    listen_to (window, i);
  update_paths (window);
}

void
fovea_window_add_reload (FoveaWindow *window)
{
  FoveaReload *self = window->reload = g_new0 (FoveaReload, 1);

  self->watch = fovea_file_watch_new ();
  self->models
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)fovea_model_unref);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (on_changed), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "deleted", G_CALLBACK (on_deleted), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window->session, "image-changed",
                           G_CALLBACK (on_image_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (fovea_session_get_columns (window->session), "items-changed",
                           G_CALLBACK (on_columns_changed), window, G_CONNECT_SWAPPED);
  listen_to (window, 0);
}
