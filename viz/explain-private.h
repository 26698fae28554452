/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of an explanation, shared by making (explain.c) and reading (explanation.c). */

#include "explain.h"

struct _FoveaExplanation
{
  gatomicrefcount references;
  FoveaModel *model;
  FoveaInput *input;
  FoveaTape *tape;
  const FoveaMethod *method;
  FoveaPrediction *prediction;
  gint target;
  FoveaObjective objective; /* what is explained of it */
  FoveaChoice choice;       /* as it was resolved */
  FoveaSampling sampling;
  GPtrArray *layers; /* FoveaLayerMap */
  gsize bytes;
  double milliseconds;
};

void fovea_layer_map_free (gpointer layer);

/* Fills `layers` with the sites that the method can read, or the one called `path`. */
gboolean fovea_explanation_list_layers (FoveaExplanation *explanation, FoveaTape *tape,
                                        const char *path, GError **error);
