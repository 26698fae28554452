/* SPDX-License-Identifier: MIT */
#pragma once

/* The curves of measures as a chart: one panel for each curve, a line for each column. The
 * window draws and writes the same chart as the command line. */

#include "chart.h"
#include "measured.h"

typedef struct
{
  guint column;
  const char *title, *x_title; /* of the curve, and of what its x are shares */
  gboolean named;              /* x counts named steps instead */
  guint n;
  const double *x, *y;
} FoveaMeasuredCurve;

typedef struct
{
  FoveaChart chart; /* its size and ground may be set */
  guint n_curves;   /* that are drawn */
  guint *panel;     /* of each of them */
  guint *style;     /* likewise, its place in the panel */
  guint *which;     /* likewise, its index among the curves given */
  GPtrArray *owned, *panels;
  FoveaChartPanel *made;
} FoveaMeasureChart;

/* Curves over shares are drawn in percent; only where there are none, those over named steps.
 * NULL where there is no curve. Borrows the titles and y. (transfer full) */
FoveaMeasureChart *fovea_measure_chart_new (const FoveaMeasured *columns, guint n_columns,
                                            const FoveaMeasuredCurve *curves, guint n_curves);
void fovea_measure_chart_free (FoveaMeasureChart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaMeasureChart, fovea_measure_chart_free)

/* As fovea_chart_write; `version` of the program. */
gboolean fovea_measure_chart_write (const FoveaMeasureChart *self, const char *path,
                                    const char *version, GError **error);
