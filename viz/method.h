/* SPDX-License-Identifier: MIT */
#pragma once

/* An explanation method: a formula that turns what was recorded at one site into a raw map.
 * One per file in methods/. A method says what it needs and which sites it can read; a model
 * says which sites it has; the lists that a user sees are the product of the two. */

#include "map.h"
#include "site.h"

typedef enum
{
  FOVEA_NEEDS_ACTIVATION = 1 << 0,
  FOVEA_NEEDS_GRADIENT = 1 << 1, /* hence a class */
} FoveaNeeds;

/* What was recorded at one site for one image: A and G, each channels x height x width. */
typedef struct
{
  const FoveaSite *site;
  gsize channels, height, width;
  const float *activation;
  const float *gradient; /* NULL unless needed */
} FoveaEvidence;

typedef struct
{
  const char *name;    /* "gradcam" */
  const char *title;   /* "Grad-CAM" */
  const char *summary; /* one sentence with the formula in words */
  const char *unit;    /* of a raw value */
  FoveaNeeds needs;
  gboolean (*suits) (const FoveaSite *site);

  /* Writes height * width values. */
  void (*compute) (const FoveaEvidence *evidence, float *map);
} FoveaMethod;

/* All of them, NULL-terminated; the first is the one to begin with. */
extern const FoveaMethod *const fovea_methods[];

/* By name; NULL and FOVEA_ERROR_USAGE with the names there are. */
const FoveaMethod *fovea_method_find (const char *name, GError **error);
