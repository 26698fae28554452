/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a survey, shared by what asks (survey.c) and what counts (survey-tally.c). */

#include "survey.h"

/* One image on its way: read by the reader, then classified by the worker. */
typedef struct
{
  FoveaSurvey *survey;
  FoveaGalleryItem *item;
  FoveaWorker *worker;
  GPtrArray *models;
  char *path;
  gint stop; /* atomic */

  FoveaImage *image; /* NULL: being read, or not readable */
  GPtrArray *predictions;
  GError *error;
} Task;

struct _FoveaSurvey
{
  GObject parent_instance;

  FoveaWorker *worker, *reader;
  GListModel *items;
  GPtrArray *models; /* FoveaModel */
  FoveaTruth *truth;
  GHashTable *classes; /* of each model: a hash of words to classes, plus one */
  gboolean is_running;
  Task *reading, *ready, *asking; /* not owned: the worker that has it frees it, or we */
  guint next;                     /* items before it have been gone past */
  guint taken;                    /* images classified in this run */
  gint64 since;                   /* µs */
};
