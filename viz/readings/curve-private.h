/* SPDX-License-Identifier: MIT */
#pragma once

/* What insertion and deletion have in common. */

#include "measure.h"
#include "measures/insertion-deletion.h"

typedef gboolean (*FoveaCurveMaker) (const FoveaScorer *scorer, const float *image,
                                     const float *map, const FoveaCurveOptions *options,
                                     FoveaCurve *curve, GError **error);

gboolean fovea_read_curve (const FoveaSubject *subject, FoveaCurveMaker make,
                           const char *name, const char *title, const char *x_title,
                           FoveaReading *reading, GError **error);
