/* SPDX-License-Identifier: MIT */
#pragma once

/* What a measure says of a map: numbers with their meaning, curves, and what belongs to them
 * in a caption (baseline, order of equal values, seed), without which the numbers mean
 * nothing. Names are words for the command line and JSON. */

#include <glib.h>

typedef struct
{
  const char *name, *text; /* not owned */
  double value;            /* NaN: not defined here */
} FoveaNumber;

typedef struct
{
  const char *name; /* not owned */
  char *text;
} FoveaNote;

typedef struct
{
  const char *name, *title;        /* not owned */
  const char *x_title, *y_title;   /* of its axes, with units; not owned */
  guint n;
  double *x, *y;
  char **labels; /* of each point, or NULL; NULL-terminated */
} FoveaReadCurve;

typedef struct
{
  GArray *numbers;   /* FoveaNumber */
  GArray *notes;     /* FoveaNote */
  GPtrArray *curves; /* FoveaReadCurve */
} FoveaReading;

FoveaReading *fovea_reading_new (void);
void fovea_reading_free (FoveaReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaReading, fovea_reading_free)

void fovea_reading_add (FoveaReading *reading, const char *name, const char *text,
                        double value);
void fovea_reading_note (FoveaReading *reading, const char *name, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Copies `n` points. The curve stays the reading's: its labels may be filled in. */
FoveaReadCurve *fovea_reading_curve (FoveaReading *reading, const char *name,
                                     const char *title, const char *x_title,
                                     const char *y_title, guint n, const double *x,
                                     const double *y);

/* The number called `name`; NaN where there is none. */
double fovea_reading_value (const FoveaReading *reading, const char *name);
