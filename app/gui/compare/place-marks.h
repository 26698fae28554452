/* SPDX-License-Identifier: MIT */
#pragma once

/* The session's box and pins as marks on a canvas, the chosen pin bolder than the others;
 * `handles` to take the box by. */

#include "canvas.h"
#include "places.h"

void fovea_place_marks_show (FoveaCanvas *canvas, FoveaPlaces *places, gboolean handles);
