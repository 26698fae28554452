/* SPDX-License-Identifier: MIT */
#pragma once

/* A backbone that is ready to run: its family and configuration, its bound weights, how its
 * input is prepared and what its classes are called. Immutable and reference-counted; may
 * be used from several threads. */

#include "binding.h"
#include "image/preprocess.h"
#include "tape.h"

typedef struct _FoveaModel FoveaModel;

/* An entry of the list of known backbones. */
typedef struct
{
  const char *name;   /* "van_b0" */
  const char *family; /* "van" */
  const char *title;  /* "VAN-B0" */
  guint64 parameters; /* with 1000 classes, or the demonstration's own */
  gboolean is_demo;   /* its weights are compiled in */
} FoveaModelEntry;

/* All of them, the demonstration's last. (transfer full) GPtrArray of FoveaModelEntry. */
GPtrArray *fovea_model_list (void);

/* The demonstration that the first start shows; its weights are compiled in. */
#define FOVEA_DEMO_MODEL "van_nano"

/* What `weights` may be instead of a file. */
#define FOVEA_WEIGHTS_SYNTHETIC "synthetic:"

typedef struct
{
  const char *name;       /* "van_b0"; NULL: recognised from the weights */
  const char *weights;    /* a file; NULL: the demonstration's. "synthetic:SEED": made up */
  const char *dictionary; /* which state dict; NULL: the usual one */
  const char *labels;     /* a file of class names; NULL: the checkpoint's, or ImageNet's */
  gboolean without_weights; /* only the network: it can be listed, not run */

  /* Instead of what the backbone's preset says; 0 or unset leaves it. */
  guint input_height, input_width;
  gboolean has_mean, has_std, has_crop;
  float mean[3], std[3];
  FoveaCropMode crop;
  double box[4];
} FoveaModelOptions;

/* Opens a backbone. Fails with FOVEA_ERROR_USAGE when the name is unknown or weights are
 * needed, FOVEA_ERROR_WEIGHTS when the file is rejected or its tensors do not fit (the
 * message lists those missing, unexpected or of another shape), FOVEA_ERROR_UNSUPPORTED
 * when no family is recognised. */
FoveaModel *fovea_model_open (const FoveaModelOptions *options, GError **error);
FoveaModel *fovea_model_ref (FoveaModel *model);
void fovea_model_unref (FoveaModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaModel, fovea_model_unref)

/* The same network with the same weights, but the switches that these patterns mean turned
 * off (fovea_tape_switch_off), besides those that are off already. Its title says so: "VAN-B0
 * without block3.*.conv_spatial". Fails with FOVEA_ERROR_USAGE when a pattern matches nothing.
 * (transfer full) */
FoveaModel *fovea_model_switched (FoveaModel *model, const char *const *patterns,
                                  GError **error);

/* The patterns whose switches are off; of a model as it was opened, none. */
const char *const *fovea_model_switches (const FoveaModel *model);

/* The same network with weights made up from `seed`, uniform and of a scale that keeps the
 * signal's. The model must have weights. (transfer full) */
FoveaModel *fovea_model_randomised (FoveaModel *model, guint64 seed, GError **error);

/* The weights of `lower` up to and with the layer called `path`, those of `upper` after it:
 * two models of one network. FOVEA_ERROR_UNSUPPORTED when there is no such layer.
 * (transfer full) */
FoveaModel *fovea_model_spliced (FoveaModel *lower, FoveaModel *upper, const char *path,
                                 GError **error);

const char *fovea_model_name (const FoveaModel *model);   /* "van_b0"; "van" if no variant */
const char *fovea_model_title (const FoveaModel *model);  /* "VAN-B0" */
const char *fovea_model_family (const FoveaModel *model); /* "van" */
const char *fovea_model_weights (const FoveaModel *model); /* path, or "demo weights" … */
gboolean fovea_model_is_demo (const FoveaModel *model);
gboolean fovea_model_has_weights (const FoveaModel *model);
guint64 fovea_model_parameters (const FoveaModel *model);
const FoveaPreprocess *fovea_model_preprocess (const FoveaModel *model);

/* 0 when the checkpoint has no head: class-free methods work, others say why not. */
guint fovea_model_n_classes (const FoveaModel *model);

/* "leopard"; never NULL for an index below n_classes ("class 17" where nobody named it). */
const char *fovea_model_class_name (const FoveaModel *model, guint index);

/* The class that `text` means: an index, a synset, or a name (exactly, else the only one
 * that contains it; case ignored). -1 and FOVEA_ERROR_USAGE when none or several do. */
gint fovea_model_find_class (const FoveaModel *model, const char *text, GError **error);

/* The only class whose index, synset or whole name `text` is; -1 when none or several are. */
gint fovea_model_match_class (const FoveaModel *model, const char *text);

/* What the user should know: "the file names 10 classes, the head has 1000". And objects of
 * the checkpoint that are no part of the network. */
const char *const *fovea_model_warnings (const FoveaModel *model);
const char *const *fovea_model_skipped (const FoveaModel *model);

/* The network for an input of this size (0 x 0: the preset's), recorded once and kept.
 * (transfer full) Fails in words when the size is too small. */
FoveaTape *fovea_model_tape (FoveaModel *model, guint height, guint width, GError **error);

/* NULL without weights. (transfer none) */
FoveaBinding *fovea_model_binding (const FoveaModel *model);

/* A recording (docs/bundle.md): what a network elsewhere did with one image. Its tensors can be
 * looked at like a backbone's, but it can be asked nothing: not about another image, and not
 * for the gradients of another class or objective. */
typedef struct
{
  FoveaImage *image;     /* as the network saw it */
  gint target;           /* the class whose gradients were recorded; -1: none were */
  const char *objective; /* what of it: "logit" … */
} FoveaRecorded;

/* NULL where the network itself is there. (transfer none) */
const FoveaRecorded *fovea_model_recorded (const FoveaModel *model);

/* Whether a file is a recording; and its image alone. FOVEA_ERROR_WEIGHTS when the file is
 * rejected, FOVEA_ERROR_IMAGE when it is something else. (transfer full) */
gboolean fovea_is_bundle (const char *path);
FoveaImage *fovea_bundle_open_image (const char *path, GError **error);

/* Recognises without loading: the family's title and the backbone's name, "VAN", "van_b0".
 * `path`'s tensors are checked against it; `problem` receives what is wrong, or NULL. For
 * `info`. */
typedef struct
{
  char *family;   /* NULL: not recognised */
  char *name;
  guint n_classes;
  char *recorded; /* what a bundle holds, in words; NULL: it is none */
  char *problem;
} FoveaRecognised;
void fovea_recognised_clear (FoveaRecognised *recognised);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoveaRecognised, fovea_recognised_clear)

struct _FoveaCheckpoint;
void fovea_model_recognise (struct _FoveaCheckpoint *checkpoint, FoveaRecognised *recognised);
