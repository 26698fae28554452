/* SPDX-License-Identifier: MIT */
#pragma once

/* A tile of the grid of channels: the small picture as sharp cells, and below it the
 * channel's name and number. Without a picture (one number a channel) the words alone.
 * What is not a number shows as a hole with a line through it. */

#include "tensor-channel.h"

#define FOVEA_TYPE_TENSOR_TILE (fovea_tensor_tile_get_type ())
G_DECLARE_FINAL_TYPE (FoveaTensorTile, fovea_tensor_tile, FOVEA, TENSOR_TILE, GtkWidget)

GtkWidget *fovea_tensor_tile_new (void);

/* NULL: shows nothing. */
void fovea_tensor_tile_set_channel (FoveaTensorTile *self,
                                    FoveaTensorChannelItem *channel);

/* NULL: not there yet. `room` whether there will be one. */
void fovea_tensor_tile_set_pictures (FoveaTensorTile *self, FoveaTensorPictures *pictures,
                                     gboolean room);
