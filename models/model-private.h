/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a model, shared by opening (model.c), reading (model-info.c, card.c), naming
 * its classes (model-classes.c) and turning parts of it off (model-switched.c). */

#include "loader.h"
#include "model.h"

struct _FoveaModel
{
  gatomicrefcount references;
  const FoveaFamily *family;
  json_t *config;
  char *name, *title;
  char *intact_title; /* with nothing off; NULL where that is the title */
  char *weights;
  gboolean is_demo;
  guint n_classes;
  GPtrArray *labels; /* FoveaLabel, or NULL */
  FoveaPreprocess preprocess;
  FoveaBinding *binding;
  FoveaRecorded *recorded; /* NULL: the network itself is there */
  GPtrArray *off; /* patterns of the switches that are off, NULL-terminated */
  GPtrArray *warnings, *skipped; /* strings, NULL-terminated */

  /* Of a checkpoint: where in it the weights lie. */
  FoveaContainer container;
  char *dictionary;     /* "" for a bare file; NULL: there is no checkpoint */
  GPtrArray *respelled; /* "theirs: ours," in Python, sorted, of names that differ */

  GMutex lock; /* of the tape last recorded */
  FoveaTape *tape;
  guint tape_height, tape_width;
};

/* A model of nothing yet. (transfer full) */
FoveaModel *fovea_model_new (void);

/* All but the tape and the title. (transfer full) */
FoveaModel *fovea_model_copy (FoveaModel *from);

/* What training would learn: a BatchNorm's running statistics are not counted, nor what the
 * checkpoint does without. */
gboolean fovea_model_learns (const FoveaModel *model, const FoveaParam *param);

/* Made-up parameters (synthetic.h) for those that `like` holds; with NULL, as the
 * specification's networks have them: without what a checkpoint may lack. (transfer full) */
FoveaBinding *fovea_model_make_up (const FoveaTape *tape, const FoveaBinding *like,
                                   guint64 seed);

gboolean fovea_model_is_demo_name (const char *name);

/* Finds family and configuration: stated by the file, named, or recognised. */
gboolean fovea_model_find_config (FoveaModel *model, FoveaCheckpoint *checkpoint,
                                  const char *name, GError **error);

/* Whether the tensors fit the model's network, recorded as `tape`; otherwise
 * FOVEA_ERROR_WEIGHTS, which begins with what the file holds where that shows. */
gboolean fovea_model_check_fit (const FoveaModel *model, FoveaCheckpoint *checkpoint,
                                const FoveaSpelled *spelled, const FoveaTape *tape,
                                GError **error);

/* Remembers for fovea_model_python how the checkpoint is read. */
void fovea_model_note_source (FoveaModel *model, const FoveaCheckpoint *checkpoint,
                              const FoveaSpelled *spelled);

/* From `path`, else the checkpoint (may be NULL), else ImageNet's. */
gboolean fovea_model_read_labels (FoveaModel *model, const FoveaCheckpoint *checkpoint,
                                  const char *path, GError **error);
