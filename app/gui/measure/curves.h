/* SPDX-License-Identifier: MIT */
#pragma once

/* The curves of several measures at one moment: those of the reading where it is whole, else
 * as far as they have grown. It stays as it is while the measures go on, so that another
 * thread can draw it into a file. */

#include "measure-chart.h"
#include "measuring.h"

/* One line of the chart. */
typedef struct
{
  FoveaMeasuring *owner;
  const char *title, *x_title;
  guint n;
  double *x, *y;
  char **labels;                    /* of named steps, or NULL */
  const FoveaMeasuredSeries *asked; /* the questions its points answer, or NULL */
} FoveaCurveLine;

typedef struct
{
  FoveaMeasureChart *chart; /* NULL: there is nothing to draw yet */
  GArray *lines;            /* FoveaCurveLine, in the order of the chart's curves */
  GPtrArray *measurings;
} FoveaCurves;

/* Of FoveaMeasuring, of one measure; keeps a reference to the array. (transfer full) */
FoveaCurves *fovea_curves_new (GPtrArray *measurings);
void fovea_curves_free (FoveaCurves *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaCurves, fovea_curves_free)

const FoveaCurveLine *fovea_curves_line (const FoveaCurves *self, guint index);

/* "VAN nano · Grad-CAM. Deletion: from 0.971 at 0 % to …": the line in a sentence; of named
 * steps their values. NULL: it has no point. (transfer full) */
char *fovea_curve_line_sentence (const FoveaCurveLine *line);
