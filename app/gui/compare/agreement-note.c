/* SPDX-License-Identifier: MIT */
#include "agreement-note.h"

#include "measures/agreement.h"
#include "number.h"

#include <glib/gi18n.h>
#include <math.h>

#define SAME 0.5 /* of a pixel of the photograph */

/* Whether both see the same part of the photograph. */
static gboolean
see_the_same (FoveaExplanation *a, FoveaExplanation *b)
{
  double one[4], other[4];

  fovea_geometry_crop (fovea_input_geometry (fovea_explanation_input (a)), one);
  fovea_geometry_crop (fovea_input_geometry (fovea_explanation_input (b)), other);
  for (guint i = 0; i < 4; i++)
    if (fabs (one[i] - other[i]) > SAME)
      return FALSE;
  return TRUE;
}

static gboolean
covers_all (FoveaColumn *column)
{
  const FoveaPanels *panels
      = fovea_explanation_layer (fovea_column_get_explanation (column),
                                 (guint) fovea_column_get_map_layer (column))
            ->panels;

  return panels && fovea_column_get_panel (column) < fovea_panels_count (panels)
         && fovea_panels_get (panels, fovea_column_get_panel (column))->width <= 0;
}

char *
fovea_agreement_note (FoveaColumn *column, FoveaColumn *first)
{
  FoveaExplanation *one = fovea_column_get_explanation (first);
  FoveaExplanation *other = fovea_column_get_explanation (column);
  FoveaMap *a = fovea_column_get_map (first), *b = fovea_column_get_map (column);
  double r;

  if (!one || !other || !a || !b || !see_the_same (one, other) || !covers_all (first)
      || !covers_all (column))
    return NULL;
  guint width = fovea_map_width (a), height = fovea_map_height (a);
  g_autoptr (FoveaMap) resized = fovea_map_resize (b, width, height);
  if (!fovea_pearson (fovea_map_values (a), fovea_map_values (resized),
                      (gsize) width * height, &r, NULL))
    return NULL;
  g_autofree char *number = fovea_number_format (r, 2);
  return g_strdup_printf (_ ("agrees with %s’s %s: r = %s"),
                          fovea_model_title (fovea_explanation_model (one)),
                          _ (fovea_explanation_method (one)->title), number);
}
