/* SPDX-License-Identifier: MIT */
#pragma once

/* The one way from a model and an input to maps; window and command line both call it. One
 * forward and at most one backward fill every layer asked for: each raw map is made the
 * moment its tensors exist, so no more than the activations that still wait for their
 * gradients is held. Synchronous; call it from a worker. */

#include "input.h"
#include "method.h"
#include "prediction.h"

#define FOVEA_TOP_CLASS (-1)

typedef struct
{
  const FoveaMethod *method; /* NULL: predictions only */
  gint target;               /* the class explained, or FOVEA_TOP_CLASS */
  const char *layer;         /* a site's path; NULL: every site that the method can read */
} FoveaExplainRequest;

/* Progress and cancel; both may be NULL. `progress` is called in the caller's thread with a
 * share in 0..1 and returns FALSE to stop; `stop` is atomic and may be set anywhere. */
typedef struct
{
  gboolean (*progress) (double share, gpointer data);
  gpointer data;
  const gint *stop;
} FoveaWatch;

typedef struct
{
  FoveaSite site;     /* its path is owned by the explanation */
  FoveaMap *raw;      /* of the site's own grid; NULL if not computed */
} FoveaLayerMap;

typedef struct _FoveaExplanation FoveaExplanation;

/* Fails with FOVEA_ERROR_UNSUPPORTED when the layer does not exist (the message names near
 * ones), when the method cannot read it, or when the method needs a class and there is no
 * head; FOVEA_ERROR_USAGE for a class out of range; FOVEA_ERROR_LIMIT for too little
 * memory; FOVEA_ERROR_CANCELLED. `watch` may be NULL. */
FoveaExplanation *fovea_explain (FoveaModel *model, FoveaInput *input,
                                 const FoveaExplainRequest *request, const FoveaWatch *watch,
                                 GError **error);
FoveaExplanation *fovea_explanation_ref (FoveaExplanation *explanation);
void fovea_explanation_unref (FoveaExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaExplanation, fovea_explanation_unref)

FoveaModel *fovea_explanation_model (const FoveaExplanation *explanation);
FoveaInput *fovea_explanation_input (const FoveaExplanation *explanation);
const FoveaMethod *fovea_explanation_method (const FoveaExplanation *explanation);

/* NULL for a model without a head. */
FoveaPrediction *fovea_explanation_prediction (const FoveaExplanation *explanation);

/* The class explained, or -1 where the method needs none. */
gint fovea_explanation_target (const FoveaExplanation *explanation);

/* One for each site, in the order of depth. */
guint fovea_explanation_n_layers (const FoveaExplanation *explanation);
const FoveaLayerMap *fovea_explanation_layer (const FoveaExplanation *explanation,
                                              guint index);

/* The index of the layer called `path`, of the default one for NULL; -1: not there. */
gint fovea_explanation_find (const FoveaExplanation *explanation, const char *path);

/* The map as shown: relu, scale, resize to the network's input, scale. (transfer full) */
FoveaMap *fovea_explanation_finish (const FoveaExplanation *explanation, guint index);

/* What there is to say of this map: that it is empty or constant and why, or NULL.
 * (transfer full) */
char *fovea_explanation_remark (const FoveaExplanation *explanation, guint index);

/* What it took: bytes of buffers, and milliseconds. */
gsize fovea_explanation_bytes (const FoveaExplanation *explanation);
double fovea_explanation_milliseconds (const FoveaExplanation *explanation);

/* The sites that a method can read in this model, in order of depth: GPtrArray of
 * FoveaSite. (transfer full) NULL method: all sites. `height`, `width` 0: the preset's. */
GPtrArray *fovea_sites (FoveaModel *model, const FoveaMethod *method, guint height,
                        guint width, GError **error);

/* The path that "auto" stands for: where the method is read by default. (transfer full) */
char *fovea_default_layer (FoveaModel *model, const FoveaMethod *method, GError **error);
