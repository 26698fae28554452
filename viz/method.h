/* SPDX-License-Identifier: MIT */
#pragma once

/* An explanation method: a formula that turns what was recorded of a layer into maps. One per
 * file in methods/. A method says what it needs and which sites it can read; a model says
 * which sites it has; the lists that a user sees are the product of the two. Its title, summary
 * and unit are English, marked by N_() for the window, which may show them translated. */

#include "objective.h"
#include "panel.h"
#include "preset.h"
#include "site.h"

#include <glib/gi18n.h>

typedef enum
{
  FOVEA_NEEDS_ACTIVATION = 1 << 0,
  FOVEA_NEEDS_GRADIENT = 1 << 1, /* hence a class */
  FOVEA_NEEDS_CLASS = 1 << 2,    /* without a gradient of the layer */
} FoveaNeeds;

typedef struct _FoveaProbe FoveaProbe; /* probe.h */

/* What a user may choose beside method, class and layer. */
typedef enum
{
  FOVEA_TAKES_PLACE = 1 << 0,   /* a place on the image */
  FOVEA_TAKES_MAP = 1 << 1,     /* one attention head or weight map */
  FOVEA_TAKES_CHANNEL = 1 << 2, /* one channel */
  FOVEA_TAKES_SAMPLES = 1 << 3, /* how often the network is asked */
  FOVEA_TAKES_SEED = 1 << 4,    /* of what is random */
  FOVEA_TAKES_NOISE = 1 << 5,   /* how far noise goes */
  FOVEA_TAKES_PATCH = 1 << 6,   /* the side and distance of patches */
  FOVEA_TAKES_EIGEN = 1 << 7,   /* a principal component in the place of a sum over channels */
} FoveaTakes;

typedef struct
{
  gboolean has_place;
  double x, y;   /* in pixels of the network's input, pixel centres at half integers */
  gint map;      /* -1: each of them and their mean */
  gint channel;  /* -1: over all channels */
} FoveaChoice;

/* Nothing chosen. fovea_explain fills in the centre of the input for a place that was not. */
#define FOVEA_CHOICE_NONE ((FoveaChoice){ .map = -1, .channel = -1 })

/* What was recorded at one site for one image. */
typedef struct
{
  const FoveaSite *site;
  FoveaShape shape;        /* channels, height and width are dim[1], dim[2], dim[3] */
  const float *activation; /* NULL where not needed */
  const float *gradient;
  const float *param[2];   /* the node's first parameters as prepared: a convolution's weight
                              and bias, ACmix's two rates; NULL where it has none */
} FoveaRecord;

/* Everything a method sees. The first record is that of the layer itself, those of the other
 * sites that it reads follow in order of depth. */
typedef struct
{
  const FoveaSite *site;
  gsize channels, height, width; /* of the first record's tensor */
  const float *activation;       /* the first record's; each channels x height x width */
  const float *gradient;         /* NULL unless needed */

  const FoveaRecord *records;
  guint n_records;
  const FoveaChoice *choice; /* its place is always set */
  guint input_width, input_height; /* of the network's input, in pixels */
  guint64 seed;                    /* of what is random */
  double score;                    /* S, where a class is explained */
  const FoveaPreset *preset;       /* NULL: ours */
  gboolean eigen; /* what would be added up over channels is projected on its first principal
                     component */
} FoveaEvidence;

typedef struct _FoveaMethod FoveaMethod;

struct _FoveaMethod
{
  const char *name;    /* "gradcam" */
  const char *title;   /* "Grad-CAM" */
  const char *summary; /* one sentence with the formula in words */
  const char *unit;    /* of a raw value */
  FoveaNeeds needs;
  FoveaTakes takes;
  gboolean (*suits) (const FoveaSite *site);

  /* Whether it also reads `other` to explain `site`; NULL: it reads the one site alone. */
  gboolean (*reads) (const FoveaSite *site, const FoveaSite *other);

  FoveaObjectiveKind objective; /* what is explained of a class unless something is chosen */

  /* It asks for the image itself, not for a layer: its only site is the input, "input". */
  gboolean of_input;

  /* One of the three. compute: one map; writes height * width values. panels and probe append
   * one or more panels; probe asks the network itself, for one layer at a time, or fails
   * as the network does. panels fails with FOVEA_ERROR_USAGE when the choice cannot be (a head that
   * there is not) or FOVEA_ERROR_UNSUPPORTED. */
  void (*compute) (const FoveaEvidence *evidence, float *map);
  gboolean (*panels) (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error);
  gboolean (*probe) (FoveaProbe *probe, FoveaPanels *panels, GError **error);

  /* Its gradient holds gates, attention weights and a norm's deviation constant. */
  gboolean frozen;

  /* It is one map of several layers, made so; by default of each stage's last block. */
  FoveaFusion fusion;

  /* Why a map of it may be 0 everywhere; NULL: as with the others. */
  const char *zero_words;

  /* torch-cam fuses tanh (2 M) of it. */
  gboolean squashed;

  /* Where the gradient is the same at every place it is one with the others of which this is
   * said. */
  gboolean coincides;

  /* Its values are exact parts of the score, in logits: the same quantity in every network. */
  gboolean adds_up;

  /* It reads what the head reads: one layer at a time, by default the last. */
  gboolean at_the_head;

  /* Its rule is one for ReLUs: a network without any is refused. */
  gboolean needs_relu;

  /* It adds up G A over the channels, which is zero before a LayerNorm: "auto" then stands for
   * the norm's output. */
  gboolean vanishes_before_norm;

  /* The method that shows the same weighted by the gradient of a class; NULL: there is
   * none, or this is it. */
  const FoveaMethod *by_class;
};

/* Whether it explains a class. */
static inline gboolean
fovea_method_explains_class (const FoveaMethod *method)
{
  return (method->needs & (FOVEA_NEEDS_GRADIENT | FOVEA_NEEDS_CLASS)) != 0;
}

/* Whether it can read the site, which a recording may have without a gradient. */
static inline gboolean
fovea_method_suits (const FoveaMethod *method, const FoveaSite *site)
{
  return method->suits (site)
         && !(site->without_gradient && (method->needs & FOVEA_NEEDS_GRADIENT));
}

/* All of them, NULL-terminated; the first is the one to begin with. */
extern const FoveaMethod *const fovea_methods[];

/* The same weighted by the gradient of a class, or of one that is, the same without;
 * NULL: there is no such method. */
const FoveaMethod *fovea_method_partner (const FoveaMethod *method);

/* By name; NULL and FOVEA_ERROR_USAGE with the names there are. */
const FoveaMethod *fovea_method_find (const char *name, GError **error);

/* The evidence's preset, or ours. */
const FoveaPreset *fovea_evidence_preset (const FoveaEvidence *evidence);

/* The first of the records with this role, or NULL. */
const FoveaRecord *fovea_evidence_find (const FoveaEvidence *evidence, FoveaSiteRole role);

/* Whether both are parts of the same block: what most `reads` need. */
gboolean fovea_site_same_block (const FoveaSite *site, const FoveaSite *other);

/* Suits no site: of methods of the input. */
gboolean fovea_site_none (const FoveaSite *site);

/* Moves a map of a site that was rolled (`shift`) back to where it lies on the input, in
 * place. Done by itself for what `compute` makes. */
void fovea_site_unroll (const FoveaSite *site, gsize height, gsize width, float *map);

/* Whether the channel that was chosen, if any, is one of the layer's. FOVEA_ERROR_USAGE. */
gboolean fovea_evidence_check_channel (const FoveaEvidence *evidence, GError **error);
