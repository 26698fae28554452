/* SPDX-License-Identifier: MIT */
#pragma once

/* Looking through folders for checkpoints of backbones known here. Files are only read as far
 * as their tensors' names and shapes; nothing in them is executed. */

#include <glib.h>

/* A checkpoint that is recognised. */
typedef struct
{
  const char *path;
  const char *name;  /* "van_b2"; what fovea_model_open takes */
  const char *title; /* "VAN-B2" */
  guint n_classes;   /* 0: no head */
  guint64 bytes;
  const char *recorded; /* of a bundle, what it holds in words; NULL: it is none */
  const char *problem;  /* why it cannot be opened; NULL: it can */
} FoveaShelved;

/* Valid during the call only. FALSE ends the search. `shelved` NULL: another file that was
 * looked at in vain. */
typedef gboolean (*FoveaShelfFunc) (const FoveaShelved *shelved, gpointer data);

/* Looks into a folder and the folders in it, in the order of their names, as deep as the caches
 * of torch and Hugging Face are; by their endings first: .pth, .pt, .tar, .bin, .ckpt,
 * .safetensors. A file that is reached twice by links is told once. What cannot be read is
 * passed over; FALSE when it was ended. */
gboolean fovea_shelf_search (const char *folder, FoveaShelfFunc shelf, gpointer data);

/* Where torch and Hugging Face keep what they downloaded, as their environment variables or
 * habits say; those that there are. NULL-terminated. (transfer full) */
char **fovea_shelf_caches (void);
