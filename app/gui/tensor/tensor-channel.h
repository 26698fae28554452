/* SPDX-License-Identifier: MIT */
#pragma once

/* A row of the list of channels: which channel stands there, its words, and its small
 * picture, which the worker makes. Rows are cheap; the picture is shared with all others
 * of the tensor and comes later. */

#include <gtk/gtk.h>

#define FOVEA_TENSOR_SIDE 72 /* of a picture at most, in pixels */

/* The small pictures of all channels: `stride` pixels from one to the next, each of
 * `width` x `height` ARGB32 pixels, premultiplied. Immutable, reference-counted with
 * g_atomic_rc_box. */
typedef struct
{
  guint width, height;
  gsize stride;
  guint32 *pixels;
} FoveaTensorPictures;

FoveaTensorPictures *fovea_tensor_pictures_new (guint channels, gsize stride);
FoveaTensorPictures *fovea_tensor_pictures_ref (FoveaTensorPictures *pictures);
void fovea_tensor_pictures_unref (FoveaTensorPictures *pictures);

#define FOVEA_TYPE_TENSOR_CHANNEL (fovea_tensor_channel_get_type ())
G_DECLARE_FINAL_TYPE (FoveaTensorChannelItem, fovea_tensor_channel, FOVEA, TENSOR_CHANNEL,
                      GObject)

/* `label` "Head 2 · 24", `measure` "+0.42", `sentence` both in full. */
FoveaTensorChannelItem *fovea_tensor_channel_new (guint index, const char *label,
                                                  const char *measure,
                                                  const char *sentence);
guint fovea_tensor_channel_get_index (FoveaTensorChannelItem *self);
const char *fovea_tensor_channel_get_label (FoveaTensorChannelItem *self);
const char *fovea_tensor_channel_get_measure (FoveaTensorChannelItem *self);
const char *fovea_tensor_channel_get_sentence (FoveaTensorChannelItem *self);
