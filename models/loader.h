/* SPDX-License-Identifier: MIT */
#pragma once

/* Matching a checkpoint's tensors with what a network needs. */

#include "family.h"
#include "weights/checkpoint.h"

/* A checkpoint read through one family's spelling. */
typedef struct
{
  FoveaKeys *keys;       /* published name -> const FoveaShape */
  GHashTable *spelled;   /* published name -> the file's own name */
  GPtrArray *unexpected; /* the file's names that are no part of the network, owned */
  GPtrArray *foreign;    /* the same, where the file is a detector around a backbone */
} FoveaSpelled;

FoveaSpelled *fovea_spelled_new (const FoveaFamily *family, FoveaCheckpoint *checkpoint);
void fovea_spelled_free (FoveaSpelled *spelled);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaSpelled, fovea_spelled_free)

/* Rows of the head's weight, or 0 where there is no head. */
guint fovea_spelled_classes (const FoveaSpelled *spelled, const FoveaFamily *family);

/* Whether the file holds just what the tape needs; otherwise FOVEA_ERROR_WEIGHTS with the
 * names of what is missing, unexpected or of another shape, after `subject` (the path, or a
 * beginning of the sentence that says more). Shapes may differ by dimensions of 1. */
gboolean fovea_spelled_check (const FoveaSpelled *spelled, const FoveaTape *tape,
                              const char *subject, GError **error);

/* All parameters of the tape, by index and in the tape's shapes. (transfer full) */
GPtrArray *fovea_spelled_read (const FoveaSpelled *spelled, const FoveaTape *tape,
                               FoveaCheckpoint *checkpoint, GError **error);
