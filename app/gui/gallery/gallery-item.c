/* SPDX-License-Identifier: MIT */
#include "gallery-item.h"

#include <math.h>
#include <string.h>

struct _FoveaGalleryItem
{
  GObject parent_instance;

  char *path, *name, *key; /* that it is sorted by */
  char *word, *failure;
  GdkTexture *picture;
  GArray *results; /* FoveaGalleryResult; NULL: none */
  double disagreement;
};

G_DEFINE_FINAL_TYPE (FoveaGalleryItem, fovea_gallery_item, G_TYPE_OBJECT)

static guint changed;

static void
fovea_gallery_item_finalize (GObject *object)
{
  FoveaGalleryItem *self = FOVEA_GALLERY_ITEM (object);

  g_free (self->path);
  g_free (self->name);
  g_free (self->key);
  g_free (self->word);
  g_free (self->failure);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->results, g_array_unref);
  G_OBJECT_CLASS (fovea_gallery_item_parent_class)->finalize (object);
}

static void
fovea_gallery_item_class_init (FoveaGalleryItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fovea_gallery_item_finalize;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
fovea_gallery_item_init (FoveaGalleryItem *self)
{
  self->disagreement = NAN;
}

FoveaGalleryItem *
fovea_gallery_item_new (const char *path)
{
  FoveaGalleryItem *self = g_object_new (FOVEA_TYPE_GALLERY_ITEM, NULL);

  self->path = g_strdup (path);
  self->name = g_filename_display_basename (path);
  self->key = g_utf8_collate_key_for_filename (self->name, -1);
  return self;
}

const char *
fovea_gallery_item_get_path (FoveaGalleryItem *self)
{
  return self->path;
}

const char *
fovea_gallery_item_get_name (FoveaGalleryItem *self)
{
  return self->name;
}

int
fovea_gallery_item_compare (FoveaGalleryItem *a, FoveaGalleryItem *b)
{
  return strcmp (a->key, b->key);
}

static void
set_text (FoveaGalleryItem *self, char **member, const char *text)
{
  if (g_strcmp0 (*member, text) == 0)
    return;
  g_free (*member);
  *member = g_strdup (text);
  g_signal_emit (self, changed, 0);
}

void
fovea_gallery_item_set_word (FoveaGalleryItem *self, const char *word)
{
  set_text (self, &self->word, word);
}

const char *
fovea_gallery_item_get_word (FoveaGalleryItem *self)
{
  return self->word;
}

void
fovea_gallery_item_set_picture (FoveaGalleryItem *self, GdkTexture *picture)
{
  if (g_set_object (&self->picture, picture))
    g_signal_emit (self, changed, 0);
}

GdkTexture *
fovea_gallery_item_get_picture (FoveaGalleryItem *self)
{
  return self->picture;
}

static void
clear_result (gpointer data)
{
  g_clear_pointer (&((FoveaGalleryResult *)data)->model, fovea_model_unref);
}

static FoveaGalleryResult *
find_result (FoveaGalleryItem *self, FoveaModel *model)
{
  for (guint i = 0; self->results && i < self->results->len; i++)
    if (g_array_index (self->results, FoveaGalleryResult, i).model == model)
      return &g_array_index (self->results, FoveaGalleryResult, i);
  return NULL;
}

void
fovea_gallery_item_add_result (FoveaGalleryItem *self, const FoveaGalleryResult *result)
{
  FoveaGalleryResult *there = find_result (self, result->model), copy = *result;

  if (!self->results)
    {
      self->results = g_array_new (FALSE, FALSE, sizeof copy);
      g_array_set_clear_func (self->results, clear_result);
    }
  if (there)
    {
      there->verdict = copy.verdict;
      there->truth = copy.truth;
    }
  else
    {
      fovea_model_ref (copy.model);
      g_array_append_val (self->results, copy);
    }
  g_signal_emit (self, changed, 0);
}

void
fovea_gallery_item_keep_results (FoveaGalleryItem *self, GPtrArray *models)
{
  guint before = self->results ? self->results->len : 0;

  for (guint i = before; i > 0; i--)
    if (!g_ptr_array_find (
            models, g_array_index (self->results, FoveaGalleryResult, i - 1).model, NULL))
      g_array_remove_index (self->results, i - 1);
  if (self->results && self->results->len < before)
    fovea_gallery_item_set_disagreement (self, NAN);
}

const FoveaGalleryResult *
fovea_gallery_item_get_result (FoveaGalleryItem *self, FoveaModel *model)
{
  return find_result (self, model);
}

void
fovea_gallery_item_set_disagreement (FoveaGalleryItem *self, double disagreement)
{
  self->disagreement = disagreement;
  g_signal_emit (self, changed, 0);
}

double
fovea_gallery_item_get_disagreement (FoveaGalleryItem *self)
{
  return self->disagreement;
}

void
fovea_gallery_item_set_failure (FoveaGalleryItem *self, const char *failure)
{
  set_text (self, &self->failure, failure);
}

const char *
fovea_gallery_item_get_failure (FoveaGalleryItem *self)
{
  return self->failure;
}
