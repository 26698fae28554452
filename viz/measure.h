/* SPDX-License-Identifier: MIT */
#pragma once

/* A measure: a number or a curve that says how good, how concentrated or how steady a map is.
 * One per file in readings/, which asks the algorithm of the same name in measures/ and puts
 * what it says into words. The table is what the command line and the window list; title and
 * summary are marked by N_() for the window. */

#include "asker.h"
#include "reading.h"

#include <glib/gi18n.h>

typedef enum
{
  FOVEA_MEASURES_SCORE = 1 << 0,  /* asks the network for a class's score */
  FOVEA_MEASURES_OBJECT = 1 << 1, /* needs to know where the object is */
  FOVEA_MEASURES_PAIR = 1 << 2,   /* compares two maps */
  FOVEA_MEASURES_LONG = 1 << 3,   /* explains many times: only when asked for */
} FoveaMeasureKind;

/* 0 stands for what the measure has by default. */
typedef struct
{
  guint step;     /* insertion, deletion: pixels at a time */
  guint64 seed;   /* of whatever is random */
  double noise;   /* ROAD: the imputer's, sensitivity: the radius; below 0: the published one */
  guint samples;  /* sensitivity: images tried */
  double top;     /* overlap: percentage of the highest cells */
  double dilation; /* pointing game: how far beside the object still counts, in pixels; below
                      0: the published 15 */
} FoveaMeasureOptions;

#define FOVEA_MEASURE_OPTIONS_NONE ((FoveaMeasureOptions){ .noise = -1, .dilation = -1 })

/* A point of a curve, as soon as it is known; `question` is the very question that it is the
 * answer to, NULL where it is none. Valid during the call only. */
typedef struct
{
  const char *series, *title, *x_title; /* of the curve it belongs to, as in the reading */
  guint index;                /* in it */
  double x, y;
  const FoveaQuestion *question;
} FoveaPoint;

/* A map that was made on the way: of the network after `label`. */
typedef struct
{
  const char *label; /* "everything", "after block3.2" */
  guint index, n;
  FoveaMap *map;     /* in 0..1 over the network's input */
  double similarity; /* with the first one: rank correlation; NaN where there is none */
} FoveaWayMap;

/* Whoever looks on while a measure is taken, in its thread. Both may be NULL. */
typedef struct
{
  void (*point) (const FoveaPoint *point, gpointer data);
  void (*map) (const FoveaWayMap *map, gpointer data);
  gpointer data;
} FoveaWitness;

/* What is measured: one panel of an explanation, over the network's input. */
typedef struct
{
  FoveaExplanation *explanation;
  guint layer, panel;
  FoveaMap *map;    /* finished: what is shown, in its range */
  FoveaMap *share;  /* relu, scaled to 0..1: what an image is multiplied by */
  FoveaAsker *asker; /* NULL unless the measure asks for scores */
  const guint8 *object; /* width x height of the input, not 0 inside; or NULL */
  FoveaMap *other;  /* the map it is compared with, of the same size; or NULL */
  const FoveaMeasureOptions *options;
  const FoveaWatch *watch; /* or NULL */
  const FoveaWitness *witness; /* or NULL */
  double base, span; /* of the progress */
} FoveaSubject;

typedef struct
{
  const char *name, *title, *summary;
  FoveaMeasureKind kind;
  gboolean (*read) (const FoveaSubject *subject, FoveaReading *reading, GError **error);
} FoveaMeasure;

/* All of them, NULL-terminated. */
extern const FoveaMeasure *const fovea_measures[];

/* By name; NULL and FOVEA_ERROR_USAGE with the names there are. */
const FoveaMeasure *fovea_measure_find (const char *name, GError **error);

/* Fills in the maps of the subject, whose explanation, layer and panel are set; cleared with
 * fovea_subject_clear. */
void fovea_subject_init (FoveaSubject *subject);
void fovea_subject_clear (FoveaSubject *subject);

/* For readings: the preprocessed image, channels x height x width; its size; progress within
 * the reading, FALSE and FOVEA_ERROR_CANCELLED when stopped. */
const float *fovea_subject_image (const FoveaSubject *subject);
gsize fovea_subject_pixels (const FoveaSubject *subject);
gboolean fovea_subject_tick (const FoveaSubject *subject, guint done, guint total,
                             GError **error);

/* Tells the witness, if there is one. */
void fovea_subject_point (const FoveaSubject *subject, const FoveaPoint *point);

/* The raw map of the same question put to another model or input (NULL: the subject's), or
 * NULL. (transfer full) */
FoveaMap *fovea_subject_ask_again (const FoveaSubject *subject, FoveaModel *model,
                                   FoveaInput *input, GError **error);
