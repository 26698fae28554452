/* SPDX-License-Identifier: MIT */
#include "recorded.h"

#include <string.h>

#include "error.h"

gboolean
fovea_recorded_check_asking (const FoveaModel *model, const char *what, GError **error)
{
  if (!fovea_model_recorded (model))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s needs the network itself; a bundle holds what was recorded", what);
  return FALSE;
}

gboolean
fovea_recorded_check_method (const FoveaModel *model, const FoveaMethod *method,
                             GError **error)
{
  return !method || !(method->probe || method->of_input)
         || fovea_recorded_check_asking (model, method->title, error);
}

static gboolean
same_pixels (FoveaImage *a, FoveaImage *b)
{
  guint width = fovea_image_width (a), height = fovea_image_height (a);

  return a == b
         || (fovea_image_width (b) == width && fovea_image_height (b) == height
             && memcmp (fovea_image_pixels (a), fovea_image_pixels (b),
                        (gsize) 3 * width * height)
                    == 0);
}

gboolean
fovea_recorded_check_input (const FoveaModel *model, const FoveaInput *input, GError **error)
{
  const FoveaRecorded *recorded = fovea_model_recorded (model);
  FoveaImage *image = fovea_input_image (input);

  if (!recorded || (image && same_pixels (image, recorded->image)))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "%s is a bundle and holds its own image: open it alone, without another one",
               fovea_model_weights (model));
  return FALSE;
}

gint
fovea_recorded_top (const FoveaModel *model, gint top)
{
  const FoveaRecorded *recorded = fovea_model_recorded (model);

  return recorded && recorded->target >= 0 ? recorded->target : top;
}

static gboolean
check_objective (const FoveaRecorded *recorded, const FoveaObjective *objective,
                 GError **error)
{
  const char *name = fovea_objective_name (objective->kind);

  if (objective->kind != FOVEA_OBJECTIVE_CONTRAST && g_str_equal (name, recorded->objective))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "The bundle's gradients are of the objective \"%s\", not \"%s\": record it "
               "again for that",
               recorded->objective, name);
  return FALSE;
}

gboolean
fovea_recorded_check_target (const FoveaModel *model, gint target,
                             const FoveaObjective *objective, GError **error)
{
  const FoveaRecorded *recorded = fovea_model_recorded (model);

  if (!recorded)
    return TRUE;
  if (recorded->target < 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s holds no gradients: record it again with them",
                   fovea_model_weights (model));
      return FALSE;
    }
  if (target == recorded->target)
    return check_objective (recorded, objective, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "The bundle's gradients are of class %d, %s, not of class %d, %s: record it "
               "again for that",
               recorded->target, fovea_model_class_name (model, (guint) recorded->target),
               target, fovea_model_class_name (model, (guint) target));
  return FALSE;
}
