/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include "error.h"

json_t *
fovea_settings_json (const FoveaCheckpoint *checkpoint, const char *key, GError **error)
{
  const char *text = fovea_checkpoint_metadata (checkpoint, key);
  json_error_t problem;

  if (!text)
    return NULL;

  json_t *value = json_loads (text, JSON_REJECT_DUPLICATES, &problem);
  if (!value)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "%s: its \"%s\" is not JSON: %s (line %d)",
                 fovea_checkpoint_path (checkpoint), key, problem.text, problem.line);
  return value;
}

static gboolean
read_side (const json_t *object, const char *key, guint *side)
{
  const json_t *value = json_object_get (object, key);
  json_int_t number = json_integer_value (value);

  if (!value)
    return TRUE;
  if (number < 1 || number > 16384)
    return FALSE;
  *side = (guint) number;
  return TRUE;
}

static gboolean
read_triple (const json_t *object, const char *key, gboolean positive, float triple[3])
{
  const json_t *value = json_object_get (object, key);

  if (!value)
    return TRUE;
  for (gsize i = 0; i < 3; i++)
    {
      const json_t *number = json_array_get (value, i);
      if (!json_is_number (number) || (positive && json_number_value (number) <= 0))
        return FALSE;
      triple[i] = (float) json_number_value (number);
    }
  return TRUE;
}

static gboolean
read_filter (const json_t *object, FoveaFilter *filter)
{
  const json_t *value = json_object_get (object, "filter");
  const char *name = json_string_value (value);

  if (g_strcmp0 (name, "bilinear") == 0)
    *filter = FOVEA_FILTER_BILINEAR;
  else if (g_strcmp0 (name, "bicubic") == 0)
    *filter = FOVEA_FILTER_BICUBIC;
  else
    return value == NULL;
  return TRUE;
}

gboolean
fovea_settings_preprocess (const FoveaCheckpoint *checkpoint, FoveaPreprocess *preprocess,
                           GError **error)
{
  g_autoptr (GError) problem = NULL;
  json_t *object = fovea_settings_json (checkpoint, "fovea.preprocess", &problem);

  if (problem)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  gboolean good = read_side (object, "resize", &preprocess->resize)
                  && read_side (object, "crop", &preprocess->crop)
                  && read_filter (object, &preprocess->filter)
                  && read_triple (object, "mean", FALSE, preprocess->mean)
                  && read_triple (object, "std", TRUE, preprocess->std);
  json_decref (object);
  if (!good)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "%s: its \"fovea.preprocess\" needs resize and crop in pixels, filter "
                 "bilinear or bicubic, mean and std of three numbers",
                 fovea_checkpoint_path (checkpoint));
  return good;
}
