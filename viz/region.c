/* SPDX-License-Identifier: MIT */
#include "region.h"

#include "error.h"
#include "measure.h"
#include "object.h"

#define SLACK 0.5 /* of a pixel of the photograph: a crop may end between two */

static gboolean
reaches_beyond (const FoveaInput *input, const double box[4])
{
  double crop[4];

  fovea_geometry_crop (fovea_input_geometry (input), crop);
  return box[0] < crop[0] - SLACK || box[1] < crop[1] - SLACK
         || box[0] + box[2] > crop[0] + crop[2] + SLACK
         || box[1] + box[3] > crop[1] + crop[3] + SLACK;
}

static gboolean
read_masked (FoveaSubject *subject, FoveaRegion *region, GError **error)
{
  guint width = fovea_map_width (subject->map), height = fovea_map_height (subject->map);

  return fovea_energy_inside (fovea_map_values (subject->share), width, height,
                              subject->object, &region->energy, error)
         && fovea_pointing_game (fovea_map_values (subject->map), width, height,
                                 subject->object, FOVEA_POINTING_TOLERANCE,
                                 &region->pointing, error);
}

gboolean
fovea_region_read (FoveaExplanation *explanation, guint layer, guint panel,
                   const double box[4], FoveaRegion *region, GError **error)
{
  FoveaInput *input = fovea_explanation_input (explanation);
  const FoveaPanels *panels = fovea_explanation_layer (explanation, layer)->panels;
  FoveaSubject subject = { .explanation = explanation, .layer = layer, .panel = panel };

  if (fovea_panels_get (panels, panel)->width > 0)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                           "This map covers only a part of what the network sees, so its "
                           "share inside a box says nothing.");
      return FALSE;
    }
  g_autofree guint8 *object
      = fovea_object_from_box (input, box[0], box[1], box[2], box[3], error);
  if (!object)
    return FALSE;
  subject.object = object;
  region->is_cut = reaches_beyond (input, box);
  fovea_subject_init (&subject);
  gboolean done = read_masked (&subject, region, error);
  fovea_subject_clear (&subject);
  return done;
}
