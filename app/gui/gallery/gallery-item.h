/* SPDX-License-Identifier: MIT */
#pragma once

/* One image of a gallery: where it lies, a small picture of it, and what models said of it. Only
 * touched by the window's thread.
 *
 * Signals:
 *   "changed" (): the picture, a verdict, the failure or the true class is another */

#include "model.h"
#include "verdict.h"

#include <gdk/gdk.h>

#define FOVEA_TYPE_GALLERY_ITEM (fovea_gallery_item_get_type ())
G_DECLARE_FINAL_TYPE (FoveaGalleryItem, fovea_gallery_item, FOVEA, GALLERY_ITEM, GObject)

/* What one model said. */
typedef struct
{
  FoveaModel *model; /* kept alive */
  FoveaVerdict verdict;
  gint truth; /* the true class as one of the model's; -1: not known */
} FoveaGalleryResult;

FoveaGalleryItem *fovea_gallery_item_new (const char *path);

const char *fovea_gallery_item_get_path (FoveaGalleryItem *self);
const char *fovea_gallery_item_get_name (FoveaGalleryItem *self); /* to be shown */

/* By their names as a person expects: "photo2" before "photo10". Less than, equal to, or
 * greater than 0. */
int fovea_gallery_item_compare (FoveaGalleryItem *a, FoveaGalleryItem *b);

/* The word for what it really shows; NULL: not known. */
void fovea_gallery_item_set_word (FoveaGalleryItem *self, const char *word);
const char *fovea_gallery_item_get_word (FoveaGalleryItem *self);

/* NULL: none yet, or no more. */
void fovea_gallery_item_set_picture (FoveaGalleryItem *self, GdkTexture *picture);
GdkTexture *fovea_gallery_item_get_picture (FoveaGalleryItem *self);

/* Takes the place of what the same model said before. */
void fovea_gallery_item_add_result (FoveaGalleryItem *self,
                                    const FoveaGalleryResult *result);
const FoveaGalleryResult *fovea_gallery_item_get_result (FoveaGalleryItem *self,
                                                         FoveaModel *model);

/* Forgets what other models than these FoveaModel said. */
void fovea_gallery_item_keep_results (FoveaGalleryItem *self, GPtrArray *models);

/* Of all models that were asked together; NAN where there is none. */
void fovea_gallery_item_set_disagreement (FoveaGalleryItem *self, double disagreement);
double fovea_gallery_item_get_disagreement (FoveaGalleryItem *self);

/* Why it could not be read or classified; NULL: it could, or nobody has tried. */
void fovea_gallery_item_set_failure (FoveaGalleryItem *self, const char *failure);
const char *fovea_gallery_item_get_failure (FoveaGalleryItem *self);
