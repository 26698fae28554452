/* SPDX-License-Identifier: MIT */
#pragma once

/* The one way from a model and an input to maps; window and command line both call it. One
 * forward and at most one backward fill every layer asked for: the panels of a layer are made
 * the moment all that its method reads exists, of that layer and of the others it looks at,
 * and no more is held than what still waits for something. Synchronous; call it from a
 * worker. */

#include "input.h"
#include "method.h"
#include "objective.h"
#include "prediction.h"
#include "probe.h"

typedef struct _FoveaExplanation FoveaExplanation;

#define FOVEA_TOP_CLASS (-1)

/* What steadies a map: see the grad-cam package's aug_smooth and eigen_smooth. */
typedef enum
{
  FOVEA_SMOOTH_VIEWS = 1 << 0, /* smoothing.h */
  FOVEA_SMOOTH_EIGEN = 1 << 1, /* for methods that take it: FoveaEvidence.eigen */
} FoveaSmoothing;

/* FoveaSmoothing by name: "none", "views", "eigen", "both". FOVEA_ERROR_USAGE. */
gboolean fovea_smoothing_find (const char *name, guint *smoothing, GError **error);
const char *fovea_smoothing_name (guint smoothing);

/* What the values of a finished map are in. */
typedef enum
{
  FOVEA_UNIT_RANGE,    /* 0..1, a share of the map's range; what has a sign or shares a scale with
                          other panels is in the method's own unit */
  FOVEA_UNIT_RAW,      /* the method's own */
  FOVEA_UNIT_EVIDENCE, /* the share of all positive evidence that lies in a hundredth of the
                          network's input: the raw map divided by the sum of its positive cells,
                          whatever their size. One quantity for every network */
} FoveaUnit;

typedef struct
{
  const FoveaMethod *method; /* NULL: predictions only */
  gint target;               /* the class explained, or FOVEA_TOP_CLASS */
  const char *layer;         /* a site's path; NULL: every site that the method can read, of a
                                method that asks the network itself the default one */
  const FoveaChoice *choice; /* what else is chosen; NULL: nothing, FOVEA_CHOICE_NONE */
  FoveaObjective objective;  /* what of the class is explained */
  FoveaSampling sampling;    /* for methods that ask the network themselves */
  const FoveaPreset *preset; /* whose numbers and whose scale; NULL: ours */
  guint smoothing;           /* FoveaSmoothing */
  FoveaUnit unit;            /* of finished maps */
  gboolean keeps_sign;       /* what speaks against the class is shown too: no relu */
  FoveaFusion fusion;        /* of a layer that is a list: see fusion.h */
} FoveaExplainRequest;

/* Progress and cancel; both may be NULL. `progress` is called in the caller's thread with a
 * share in 0..1 and returns FALSE to stop; `stop` is atomic and may be set anywhere. All may be
 * NULL. */
typedef struct
{
  gboolean (*progress) (double share, gpointer data);
  gpointer data;
  const gint *stop;
  const gint *enough; /* atomic; when it becomes 1, a method that samples ends with what it has */

  /* Shown now and then what such a method has so far, in the caller's thread. The explanation
   * stays as it is: another is shown next. */
  void (*partial) (FoveaExplanation *so_far, gpointer data);
} FoveaWatch;

/* Says how much is done; FALSE and FOVEA_ERROR_CANCELLED when the watcher wants to stop.
 * `watch` may be NULL. */
gboolean fovea_watch_tell (const FoveaWatch *watch, double share, GError **error);

typedef struct
{
  FoveaSite site;      /* its path is owned by the explanation */
  FoveaPanels *panels; /* one or more; NULL if not computed */
  FoveaMap *raw;       /* the first panel's; NULL if not computed */
  gboolean is_linear_tail; /* the gradient was read, and is the same at every place */
} FoveaLayerMap;

/* Fails with FOVEA_ERROR_UNSUPPORTED when the layer does not exist (the message names near
 * ones), when the method cannot read it, or when the method needs a class and there is no
 * head; FOVEA_ERROR_USAGE for a class out of range and for a choice that the method does not
 * take or that there is not; FOVEA_ERROR_LIMIT for too little memory; FOVEA_ERROR_CANCELLED. Of a recording, whatever it
 * does not hold is refused (recorded.h). `watch` may be NULL. */
FoveaExplanation *fovea_explain (FoveaModel *model, FoveaInput *input,
                                 const FoveaExplainRequest *request, const FoveaWatch *watch,
                                 GError **error);

/* The same question, of one layer, put to another model or another input (NULL: the same):
 * method, class, objective, choice and seeds as resolved then. */
FoveaExplanation *fovea_explain_again (const FoveaExplanation *explanation, guint layer,
                                       FoveaModel *model, FoveaInput *input,
                                       const FoveaWatch *watch, GError **error);

/* The same question of every layer that the method can read. */
FoveaExplanation *fovea_explain_layers (const FoveaExplanation *explanation,
                                        const FoveaWatch *watch, GError **error);
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

/* What is explained of it. (transfer none) */
const FoveaObjective *fovea_explanation_objective (const FoveaExplanation *explanation);

guint fovea_explanation_smoothing (const FoveaExplanation *explanation);
FoveaUnit fovea_explanation_unit_of_maps (const FoveaExplanation *explanation);
gboolean fovea_explanation_keeps_sign (const FoveaExplanation *explanation);

/* The same maps, finished in another unit: costs next to nothing. NULL where they have to be
 * computed anew for it, being means of finished maps. (transfer full) */
FoveaExplanation *fovea_explanation_in_unit (const FoveaExplanation *explanation,
                                             FoveaUnit unit);
const FoveaPreset *fovea_explanation_preset (const FoveaExplanation *explanation);

/* One for each site, in the order of depth. */
guint fovea_explanation_n_layers (const FoveaExplanation *explanation);
const FoveaLayerMap *fovea_explanation_layer (const FoveaExplanation *explanation,
                                              guint index);

/* The index of the layer called `path`, of the default one for NULL; -1: not there. */
gint fovea_explanation_find (const FoveaExplanation *explanation, const char *path);

/* The first panel as shown. (transfer full) */
FoveaMap *fovea_explanation_finish (const FoveaExplanation *explanation, guint index);

/* A panel as shown, in the range that fovea_explanation_range gives; its layer must have
 * panels. By default relu, scale, resize to the network's input, scale: values in 0..1. Signed
 * panels, those with ends of their own, and several of one unit, which share their ends, are
 * only resized and stay in their unit. `cells`: on the panel's own grid instead; and a panel
 * that covers a part of the input has as many pixels as that part. Where only rounding is
 * left, all 0. (transfer full) */
FoveaMap *fovea_explanation_finish_panel (const FoveaExplanation *explanation, guint index,
                                          guint panel, gboolean cells);

/* What the ends of a finished panel's scale stand for: 0 and 1 where it was scaled, else in
 * its unit; equal and opposite when it is signed. */
void fovea_explanation_range (const FoveaExplanation *explanation, guint index, guint panel,
                              double *low, double *high);

/* By name: "range", "raw", "evidence". FOVEA_ERROR_USAGE. */
gboolean fovea_unit_find (const char *name, FoveaUnit *unit, GError **error);
const char *fovea_unit_name (FoveaUnit unit);

/* The unit of a finished panel: what a colour bar says. (transfer none) */
const char *fovea_explanation_unit (const FoveaExplanation *explanation, guint index,
                                    guint panel);

/* Lays a finished panel on the photograph: map, place, range, marks and unit. A signed panel
 * gets a diverging colour map unless the look has one. */
void fovea_explanation_lay (const FoveaExplanation *explanation, guint index, guint panel,
                            FoveaMap *map, FoveaScene *scene);

/* What there is to say of this layer's panels: that one is empty or constant and why, or NULL.
 * (transfer full) */
char *fovea_explanation_remark (const FoveaExplanation *explanation, guint index);

/* What is worth knowing of it, though nothing is wrong: that methods coincide at this layer;
 * or NULL. (transfer full) */
char *fovea_explanation_note (const FoveaExplanation *explanation, guint index);

/* What it took: bytes of buffers, and milliseconds. */
gsize fovea_explanation_bytes (const FoveaExplanation *explanation);
double fovea_explanation_milliseconds (const FoveaExplanation *explanation);

/* The sites that a method can read in this model, in order of depth: GPtrArray of
 * FoveaSite. (transfer full) NULL method: all sites. `height`, `width` 0: the preset's. */
GPtrArray *fovea_sites (FoveaModel *model, const FoveaMethod *method, guint height,
                        guint width, GError **error);

/* The path that "auto" stands for: where the method is read by default. (transfer full) */
char *fovea_default_layer (FoveaModel *model, const FoveaMethod *method, GError **error);
