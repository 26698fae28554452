/* SPDX-License-Identifier: MIT */
#pragma once

/* What commands say of a column in JSON, each part under the same names wherever it
 * stands. */

#include "columns.h"
#include "output-json.h"

/* {"index", "name", "probability", "logit"} of the class explained, or null.
 * (transfer full) */
json_t *cli_column_class_json (const CliColumn *column);

/* What of the class, and against which; null where no class is explained. (transfer full) */
json_t *cli_column_objective_json (const CliColumn *column);

/* The raw map's size and range. (transfer full) */
json_t *cli_column_map_json (const CliColumn *column);

/* The `top` best classes, a list; `top` must not be more than there are. (transfer full) */
json_t *cli_predictions_json (FoveaModel *model, const FoveaPrediction *prediction,
                              guint top);
