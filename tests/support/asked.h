/* SPDX-License-Identifier: MIT */
#pragma once

/* A small network and image for the tests of methods that ask the network, and the brute
 * force that they are compared with: whole forward passes through the one public call. */

#include "explain.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"
#include "synthetic.h"

#define ASKED_SIDE 112

/* The demonstration's ACmix: ReLUs, and a pooled linear head after layer4.0. */
static inline FoveaModel *
asked_model (void)
{
  g_autoptr (GError) error = NULL;
  FoveaModelOptions options = { .name = "acmix_resnet_nano" };
  FoveaModel *model = fovea_model_open (&options, &error);

  g_assert_no_error (error);
  return model;
}

static inline FoveaTensor *
asked_image (void)
{
  return fovea_synthetic_image (ASKED_SIDE, ASKED_SIDE, 3);
}

static inline const FoveaMethod *
asked_method (const char *name)
{
  g_autoptr (GError) error = NULL;
  const FoveaMethod *method = fovea_method_find (name, &error);

  g_assert_no_error (error);
  return method;
}

static inline FoveaExplanation *
asked_explain (FoveaModel *model, FoveaTensor *image, const FoveaExplainRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, &error);
  FoveaExplanation *explanation = fovea_explain (model, input, request, NULL, &error);

  g_assert_no_error (error);
  return explanation;
}

/* The image with pixel p of channel c times factor[p] (NULL: 1) plus add[c plane + p] (NULL:
 * 0). (transfer full) */
static inline FoveaTensor *
asked_changed (FoveaTensor *image, const double *factor, const double *add)
{
  gsize plane = (gsize) ASKED_SIDE * ASKED_SIDE, n = fovea_tensor_count (image);
  float *fill;
  FoveaTensor *changed = fovea_tensor_new (fovea_tensor_shape (image), &fill);

  for (gsize i = 0; i < n; i++)
    fill[i] = (float) (fovea_tensor_data (image)[i] * (factor ? factor[i % plane] : 1)
                       + (add ? add[i] : 0));
  return changed;
}

/* The class's logit, or probability, for an image. */
static inline double
asked_score (FoveaModel *model, FoveaTensor *image, guint target, gboolean probability)
{
  FoveaExplainRequest request = { NULL };
  g_autoptr (FoveaExplanation) explanation = asked_explain (model, image, &request);
  FoveaPrediction *prediction = fovea_explanation_prediction (explanation);

  return probability ? fovea_prediction_probability (prediction, target)
                     : fovea_prediction_logit (prediction, target);
}

static inline const FoveaMap *
asked_panel (const FoveaExplanation *explanation, const char *name)
{
  const FoveaPanels *panels = fovea_explanation_layer (explanation, 0)->panels;
  gint index = fovea_panels_find (panels, name);

  g_assert_cmpint (index, >=, 0);
  return fovea_panels_get (panels, (guint) index)->raw;
}

static inline double
asked_fact (const FoveaExplanation *explanation, const char *name)
{
  const GArray *facts = fovea_explanation_layer (explanation, 0)->panels->facts;

  for (guint i = 0; i < facts->len; i++)
    if (g_str_equal (g_array_index (facts, FoveaFact, i).name, name))
      return g_array_index (facts, FoveaFact, i).value;
  g_error ("there is no fact %s", name);
}
