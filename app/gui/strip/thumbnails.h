/* SPDX-License-Identifier: MIT */
#pragma once

/* Small pictures of an explanation's layers, drawn by the worker one after the other, the
 * most wanted first. A picture always belongs to what was asked for last: what was begun
 * before that is dropped when it comes back. */

#include "session.h"

#include <gtk/gtk.h>

#define FOVEA_THUMBNAIL_SIZE 240 /* of the longer side, in pixels */

typedef struct _FoveaThumbnails FoveaThumbnails;

/* The layer's picture has come. */
typedef void (*FoveaThumbnailFunc) (guint layer, GdkTexture *picture, gpointer data);

/* Calls `func` in the thread of the window. (transfer full) */
FoveaThumbnails *fovea_thumbnails_new (FoveaThumbnailFunc func, gpointer data);

/* Nothing comes after this. */
void fovea_thumbnails_free (FoveaThumbnails *self);

/* From now on these are pictures of what the column shows now, with the session's look;
 * nothing is wanted until fovea_thumbnails_want. Without an explanation, of nothing. */
void fovea_thumbnails_set (FoveaThumbnails *self, FoveaSession *session,
                           FoveaColumn *column);

/* Puts the layer last in the row, once; a layer that has no map is passed over. */
void fovea_thumbnails_want (FoveaThumbnails *self, guint layer);
