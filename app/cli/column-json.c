/* SPDX-License-Identifier: MIT */
#include "column-json.h"

json_t *
cli_column_class_json (const CliColumn *column)
{
  gint target = fovea_explanation_target (column->explanation);
  FoveaPrediction *prediction = fovea_explanation_prediction (column->explanation);

  if (target < 0)
    return json_null ();
  json_t *object = json_object ();
  json_object_set_new (object, "index", json_integer (target));
  json_object_set_new (object, "name", cli_json_text (cli_column_class (column)));
  json_object_set_new (
      object, "probability",
      cli_json_real (fovea_prediction_probability (prediction, (guint) target)));
  json_object_set_new (object, "logit",
                       cli_json_real (fovea_prediction_logit (prediction, (guint) target)));
  return object;
}

json_t *
cli_column_objective_json (const CliColumn *column)
{
  const FoveaObjective *objective = fovea_explanation_objective (column->explanation);
  json_t *object = json_object ();

  if (!cli_column_class (column))
    {
      json_decref (object);
      return json_null ();
    }
  json_object_set_new (object, "name",
                       cli_json_text (fovea_objective_name (objective->kind)));
  json_object_set_new (object, "against",
                       objective->kind == FOVEA_OBJECTIVE_CONTRAST
                           ? json_integer (objective->against)
                           : json_null ());
  json_object_set_new (object, "unit", cli_json_text (fovea_objective_unit (objective)));
  return object;
}

json_t *
cli_column_map_json (const CliColumn *column)
{
  FoveaMap *raw = cli_column_raw (column);
  FoveaMapStats stats;
  json_t *object = json_object ();

  fovea_map_stats (raw, &stats);
  json_object_set_new (object, "width", json_integer (fovea_map_width (raw)));
  json_object_set_new (object, "height", json_integer (fovea_map_height (raw)));
  json_object_set_new (object, "min", cli_json_real (stats.min));
  json_object_set_new (object, "max", cli_json_real (stats.max));
  json_object_set_new (object, "mean", cli_json_real (stats.mean));
  json_object_set_new (object, "negative", cli_json_real (stats.negative));
  json_object_set_new (object, "positive", cli_json_real (stats.positive));
  json_object_set_new (object, "nonfinite", json_integer (stats.nan + stats.infinite));
  return object;
}

json_t *
cli_predictions_json (FoveaModel *model, const FoveaPrediction *prediction, guint top)
{
  json_t *predictions = json_array ();

  for (guint rank = 0; rank < top; rank++)
    {
      guint index = fovea_prediction_ranked (prediction, rank);
      json_t *p = cli_json_append_object (predictions);
      json_object_set_new (p, "index", json_integer (index));
      json_object_set_new (p, "name", cli_json_text (fovea_model_class_name (model, index)));
      json_object_set_new (p, "probability",
                           cli_json_real (fovea_prediction_probability (prediction, index)));
      json_object_set_new (p, "logit",
                           cli_json_real (fovea_prediction_logit (prediction, index)));
    }
  return predictions;
}
