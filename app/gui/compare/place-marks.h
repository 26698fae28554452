/* SPDX-License-Identifier: MIT */
#pragma once

/* The session's box and pins as marks on a canvas, the chosen pin bolder than the others;
 * and handles around a rectangle of the photograph, to take it by, or NULL. */

#include "canvas.h"
#include "places.h"

void fovea_place_marks_show (FoveaCanvas *canvas, FoveaPlaces *places,
                             const double *handles);
