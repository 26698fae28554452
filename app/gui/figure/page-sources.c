/* SPDX-License-Identifier: MIT */
#include "page-sources.h"

#include "bundle.h"
#include "embedded.h"
#include "error.h"
#include "file-digest.h"

#include <glib/gi18n.h>

#define MOST_KEPT_PIXELS (64 << 20) /* of decoded photographs */

static GHashTable *
explanations_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify)fovea_explanation_unref);
}

void
fovea_page_store_init (FoveaPageStore *store)
{
  store->kept = explanations_new ();
  store->images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify)fovea_image_unref);
}

void
fovea_page_store_clear (FoveaPageStore *store)
{
  g_hash_table_unref (store->kept);
  g_hash_table_unref (store->images);
}

void
fovea_page_request_init (FoveaPageRequest *request, FoveaPageStore *store,
                         FoveaTray *tray, const gint *stop)
{
  request->store = store;
  request->paths = fovea_tray_copy_paths (tray);
  request->models = fovea_tray_copy_models (tray);
  request->used = explanations_new ();
  request->stop = stop;
}

void
fovea_page_request_clear (FoveaPageRequest *request)
{
  g_hash_table_unref (request->paths);
  g_hash_table_unref (request->models);
  g_hash_table_unref (request->used);
}

/* Images. */

/* The file of that digest, if it is what it was. */
static FoveaImage *
read_image (FoveaPageRequest *request, const FoveaFigureRow *row, GError **error)
{
  const char *path = g_hash_table_lookup (request->paths, row->sha256);
  g_autofree char *digest = path ? fovea_file_digest (path, request->stop, error) : NULL;

  if (digest && g_ascii_strcasecmp (digest, row->sha256) == 0)
    return fovea_is_bundle (path) ? fovea_bundle_open_image (path, error)
                                  : fovea_image_open (path, NULL, error);
  if (digest || !path)
    g_set_error (
        error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
        path ? _ ("%s is another image than the one that was added: add it again.")
             : _ ("The image with the SHA-256 %.12s… is not there"),
        path ? path : row->sha256);
  return NULL;
}

static FoveaImage *
read_demo (const FoveaFigureRow *row, GError **error)
{
  g_autoptr (GBytes) bytes = fovea_embedded (row->demo);

  if (bytes)
    return fovea_image_open_bytes (bytes, row->demo, NULL, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               _ ("There is no demonstration image called “%s”"), row->demo);
  return NULL;
}

static guint64
count_pixels (FoveaImage *image)
{
  return (guint64)fovea_image_width (image) * fovea_image_height (image);
}

static void
keep_image (FoveaPageStore *store, const char *key, FoveaImage *image)
{
  guint64 pixels = count_pixels (image);
  GHashTableIter iter;
  gpointer other;

  g_hash_table_iter_init (&iter, store->images);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    pixels += count_pixels (other);
  if (pixels > MOST_KEPT_PIXELS)
    g_hash_table_remove_all (store->images);
  g_hash_table_replace (store->images, g_strdup (key), fovea_image_ref (image));
}

static FoveaImage *
get_image (const FoveaFigureRow *row, gpointer data, GError **error)
{
  FoveaPageRequest *request = data;
  const char *key = row->demo ? row->demo : row->sha256;
  FoveaImage *image = g_hash_table_lookup (request->store->images, key);

  if (image)
    return fovea_image_ref (image);
  image = row->demo ? read_demo (row, error) : read_image (request, row, error);
  if (image)
    keep_image (request->store, key, image);
  return image;
}

/* (transfer full) */
static GBytes *
get_file (const FoveaFigureRow *row, gpointer data)
{
  FoveaPageRequest *request = data;
  const char *path
      = row->sha256 ? g_hash_table_lookup (request->paths, row->sha256) : NULL;

  if (row->demo)
    return fovea_embedded (row->demo);
  return path && !fovea_is_bundle (path) ? fovea_image_read (path, NULL) : NULL;
}

/* Models and explanations. */

static FoveaModel *
get_model (const FoveaFigureColumn *column, gpointer data, GError **error)
{
  FoveaPageRequest *request = data;
  g_autofree char *key = fovea_tray_model_key (column);
  FoveaModel *model = g_hash_table_lookup (request->models, key);

  if (model)
    return fovea_model_ref (model);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               _ ("The weights of %s are not there"), column->model);
  return NULL;
}

static FoveaExplanation *
recall (const char *question, gpointer data)
{
  FoveaPageRequest *request = data;
  FoveaExplanation *explanation = g_hash_table_lookup (request->used, question);

  if (!explanation)
    explanation = g_hash_table_lookup (request->store->kept, question);
  return explanation ? fovea_explanation_ref (explanation) : NULL;
}

static void
keep (const char *question, FoveaExplanation *explanation, gpointer data)
{
  FoveaPageRequest *request = data;

  g_hash_table_replace (request->used, g_strdup (question),
                        fovea_explanation_ref (explanation));
}

FoveaFigureSource
fovea_page_request_source (FoveaPageRequest *request)
{
  return (FoveaFigureSource){ .image = get_image,
                              .model = get_model,
                              .recall = recall,
                              .keep = keep,
                              .file = get_file,
                              .data = request };
}

void
fovea_page_request_keep (FoveaPageRequest *request, gboolean is_finished)
{
  GHashTableIter iter;
  gpointer question, explanation;

  if (is_finished)
    g_hash_table_remove_all (request->store->kept);
  g_hash_table_iter_init (&iter, request->used);
  while (g_hash_table_iter_next (&iter, &question, &explanation))
    g_hash_table_replace (request->store->kept, g_strdup (question),
                          fovea_explanation_ref (explanation));
}
