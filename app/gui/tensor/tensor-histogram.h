/* SPDX-License-Identifier: MIT */
#pragma once

/* How a tensor's values are spread: a bar for each part of their range, from zero counts
 * up, on a linear or logarithmic axis; zero is marked where it lies inside, and values
 * that are no numbers stand apart at the end, hatched. The bar under the pointer says
 * its range and its exact count. */

#include "tensor-numbers.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_TENSOR_HISTOGRAM (fovea_tensor_histogram_get_type ())
G_DECLARE_FINAL_TYPE (FoveaTensorHistogram, fovea_tensor_histogram, FOVEA,
                      TENSOR_HISTOGRAM, GtkWidget)

/* NULL: nothing is shown. */
void fovea_tensor_histogram_set_numbers (FoveaTensorHistogram *self,
                                         const FoveaTensorNumbers *numbers);
void fovea_tensor_histogram_set_logarithmic (FoveaTensorHistogram *self,
                                             gboolean logarithmic);

/* What is said of the bar at a place of the widget; NULL beside all. (transfer full) */
char *fovea_tensor_histogram_describe (FoveaTensorHistogram *self, double x);
