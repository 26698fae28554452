/* SPDX-License-Identifier: MIT */
#pragma once

/* One measure of what one column shows, taken by the worker while everything else goes on,
 * and followed while it grows. It keeps each point with the very image that the network was
 * asked about and what it answered, so that looking back at them asks nothing again. What is
 * measured is what was shown when it began.
 *
 * Signal "changed" (): points or maps were added, it has ended, or whether it is of what the
 * column shows has changed. */

#include "column.h"
#include "measure-table.h"

#define FOVEA_TYPE_MEASURING (fovea_measuring_get_type ())
G_DECLARE_FINAL_TYPE (FoveaMeasuring, fovea_measuring, FOVEA, MEASURING, GObject)

#define FOVEA_TOP_ANSWERS 5

typedef struct
{
  double x, y;
  FoveaImage *picture;              /* what the network was asked about; NULL: no picture */
  guint classes[FOVEA_TOP_ANSWERS]; /* the most probable, best first */
  double probabilities[FOVEA_TOP_ANSWERS];
  guint n_classes;
  double explained; /* probability of the class that is explained */
} FoveaMeasuredPoint;

typedef struct
{
  char *name, *title, *x_title;
  GPtrArray *points; /* FoveaMeasuredPoint, in order */
} FoveaMeasuredSeries;

/* A map made on the way, drawn over the photograph. */
typedef struct
{
  char *label;
  double similarity; /* NaN: none */
  FoveaImage *picture;
} FoveaMeasuredMap;

/* Begins at once; the column must show a map. (transfer full) */
FoveaMeasuring *fovea_measuring_new (FoveaColumn *column, FoveaWorker *worker,
                                     const FoveaMeasure *measure);
void fovea_measuring_stop (FoveaMeasuring *self);

/* All (transfer none). */
const FoveaMeasure *fovea_measuring_get_measure (FoveaMeasuring *self);
const char *fovea_measuring_get_title (FoveaMeasuring *self); /* "VAN nano · Grad-CAM" */
FoveaMeasured fovea_measuring_get_measured (FoveaMeasuring *self); /* what it is of */
const char *fovea_measuring_class_name (FoveaMeasuring *self, guint index);
const char *fovea_measuring_explained_name (FoveaMeasuring *self); /* NULL: no class */
GPtrArray *fovea_measuring_get_series (FoveaMeasuring *self); /* FoveaMeasuredSeries */
GPtrArray *fovea_measuring_get_maps (FoveaMeasuring *self);   /* FoveaMeasuredMap */

/* Done, in 0..1; whether it is under way; what went wrong, or NULL; what it says once it is
 * whole, or NULL. */
double fovea_measuring_get_share (FoveaMeasuring *self);
gboolean fovea_measuring_is_running (FoveaMeasuring *self);
const char *fovea_measuring_get_failure (FoveaMeasuring *self);
const FoveaReading *fovea_measuring_get_reading (FoveaMeasuring *self);

/* Whether the column shows something else by now. */
gboolean fovea_measuring_is_former (FoveaMeasuring *self);
