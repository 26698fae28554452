/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of an explanation, shared by making (explain.c) and reading (explanation.c). */

#include "explain.h"
#include "map-private.h"
#include "overflow.h"

struct _FoveaExplanation
{
  gatomicrefcount references;
  FoveaModel *model;
  FoveaInput *input;
  FoveaTape *tape;
  const FoveaMethod *method;
  FoveaPrediction *prediction;
  gint target;
  FoveaExplainRequest request; /* as it was asked, without layer and choice; its preset is
                                  resolved */
  FoveaChoice choice;          /* as it was resolved */
  double score; /* S, once it is known */
  FoveaOverflow *overflow; /* where numbers ran over; NULL where none did */
  GPtrArray *layers; /* FoveaLayerMap */
  gsize bytes;
  double milliseconds;
};

void fovea_layer_map_free (gpointer layer);

/* The same question with these panels as the one layer's answer. Takes `panels`. (transfer
 * full) */
FoveaExplanation *fovea_explanation_snapshot (const FoveaExplanation *explanation,
                                              FoveaPanels *panels);

/* The list of layers that become one map: `path` if it is one, or the method's own for NULL;
 * NULL where none do. (transfer full) */
char *fovea_explanation_list (const FoveaExplanation *explanation, const char *path);

/* Fills `layers` with the sites that the method can read, or the one called `path`. */
gboolean fovea_explanation_list_layers (FoveaExplanation *explanation, FoveaTape *tape,
                                        const char *path, GError **error);
