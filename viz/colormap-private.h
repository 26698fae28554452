/* SPDX-License-Identifier: MIT */
#pragma once

/* The published tables, kept apart since they are data (colormap-tables.c). */

#include "colormap.h"

extern const guint8 fovea_colormap_viridis[256][3];
extern const guint8 fovea_colormap_inferno[256][3];
extern const guint8 fovea_colormap_magma[256][3];
extern const guint8 fovea_colormap_turbo[256][3];
