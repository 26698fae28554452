/* SPDX-License-Identifier: MIT */
#pragma once

/* What of a class is explained, and how much is asked by methods that ask the network again
 * and again. Given once, for all columns. */

#include "cli.h"
#include "range.h"

typedef struct
{
  char *objective, *against; /* as given; or NULL */
  char *preset_name;         /* as given; or NULL */
  const FoveaPreset *preset; /* set by cli_asking_check */
  FoveaObjectiveKind kind;   /* set by cli_asking_check */
  int samples, patch, step;  /* 0: the method's own */
  char *smooth, *fuse;       /* as given; or NULL */
  gboolean keeps_sign;
  char *scale, *unit_name;   /* as given; or NULL */
  FoveaRange range;          /* set by cli_asking_check */
  FoveaUnit unit;            /* set by cli_asking_check */
  guint smoothing;           /* FoveaSmoothing; set by cli_asking_check */
  FoveaFusion fusion;
  gint64 seed;
  double noise;              /* 0: the method's own */
  gboolean seeds_more;       /* the seed is not for methods alone */
} CliAsking;

void cli_asking_clear (CliAsking *asking);

#define CLI_ASKING_ENTRIES(asking)                                                        \
  { "objective", 0, 0, G_OPTION_ARG_STRING, &(asking).objective,                          \
    "What of the class: logit, probability, contrast, …", "NAME" },                       \
      { "preset", 0, 0, G_OPTION_ARG_STRING, &(asking).preset_name,                       \
        "Whose numbers and colours: fovea, grad-cam, torch-cam, captum, paper", "NAME" }, \
      { "against", 0, 0, G_OPTION_ARG_STRING, &(asking).against,                          \
        "The other class of a contrast", "CLASS" },                                       \
      { "signed", 0, 0, G_OPTION_ARG_NONE, &(asking).keeps_sign,                          \
        "Show what speaks against the class too", NULL },                                 \
      { "scale", 0, 0, G_OPTION_ARG_STRING, &(asking).scale,                              \
        "Of the colours: own, shared by maps of one unit, or LOW,HIGH", "HOW" },          \
      { "unit", 0, 0, G_OPTION_ARG_STRING, &(asking).unit_name,                           \
        "Of the values: range (0 to 1), raw, or evidence (shares of it)", "NAME" },       \
      { "smooth", 0, 0, G_OPTION_ARG_STRING, &(asking).smooth,                            \
        "Steadier maps: views (mean over six views), eigen, or both", "HOW" },            \
      { "fuse", 0, 0, G_OPTION_ARG_STRING, &(asking).fuse,                                \
        "Of a --layer A+B+C or stages: mean, max or product", "HOW" },                    \
      { "samples", 0, 0, G_OPTION_ARG_INT, &(asking).samples,                             \
        "How many images, masks or steps are asked for", "N" },                           \
      { "seed", 0, 0, G_OPTION_ARG_INT64, &(asking).seed, "Of whatever is random (0)", "N" }, \
      { "noise", 0, 0, G_OPTION_ARG_DOUBLE, &(asking).noise,                              \
        "SmoothGrad: deviation, as a share of the range", "X" },                          \
      { "patch", 0, 0, G_OPTION_ARG_INT, &(asking).patch,                                 \
        "Occlusion: side of the squares, in pixels", "N" },                               \
      { "step", 0, 0, G_OPTION_ARG_INT, &(asking).step,                                   \
        "Occlusion: distance of the squares, in pixels", "N" }

#define CLI_ASKING_HELP                                                                   \
  "\n--objective is logit (z_c), probability (softmax), contrast (z_c less the logit of the\n" \
  "class --against), counterfactual (-z_c), centred (z_c less the mean), finer or\n"      \
  "finer_torch_cam (z_c against its three nearest, as the grad-cam and the torch-cam\n"   \
  "package have it).\n"

/* Checks what can be checked without a model. */
gboolean cli_asking_check (CliAsking *asking, GError **error);

/* Refuses what no method takes, `takes` and `explains_class` being those of all of them
 * together. */
gboolean cli_asking_check_takes (const CliAsking *asking, FoveaTakes takes,
                                 gboolean explains_class, GError **error);

/* Fills in a request's objective and sampling. `asking` may be NULL. */
gboolean cli_asking_make (const CliAsking *asking, const FoveaModel *model,
                          FoveaExplainRequest *request, GError **error);
