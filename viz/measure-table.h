/* SPDX-License-Identifier: MIT */
#pragma once

/* The numbers of measures as text for other programs: as they are listed, or one fact a row.
 * Numbers have a point in every locale and are whole. */

#include "measure.h"
#include "measured.h"

typedef struct
{
  FoveaMeasured of;
  const FoveaMeasure *measure;
  const FoveaReading *reading;
} FoveaMeasuredReading;

/* With tabs between: a row for every number (name, meaning, its value of each reading, of
 * which there may be none), headed by what tells the columns apart. Of one measure.
 * (transfer full) */
char *fovea_measure_tsv (const FoveaMeasuredReading *readings, guint n);

/* RFC 4180: measure, model, method, layer, class, kind (number, curve, note), name, x, value;
 * the points of the curves included. What is not finite is left empty. (transfer full) */
char *fovea_measure_csv (const FoveaMeasuredReading *readings, guint n);
