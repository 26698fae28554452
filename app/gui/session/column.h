/* SPDX-License-Identifier: MIT */
#pragma once

/* A column: one backbone with its weights, the method, class and layer it is looked at
 * with, and the explanation these gave for the session's photograph. Setters return at once
 * and the work is done by the worker; of several requests of one kind only the newest
 * counts, and a result that is no longer wanted is dropped.
 *
 * Signals:
 *   "changed" (): the model, the explanation, the layer or the finished map is another
 *   "progress" (): fovea_column_is_busy or fovea_column_get_share changed
 *   "box-read" (): fovea_column_get_region changed
 *   "reverted" (): method and class are what is shown again, the others failed or were
 *     stopped; comes before "changed"
 *   "failed" (const char *sentence) */

#include "photo.h"
#include "range.h"
#include "region.h"
#include "worker.h"

#include <glib-object.h>

#define FOVEA_TYPE_COLUMN (fovea_column_get_type ())
G_DECLARE_FINAL_TYPE (FoveaColumn, fovea_column, FOVEA, COLUMN, GObject)

FoveaColumn *fovea_column_new (FoveaWorker *worker);

/* Another that looks at the same with the same: model, weights, method, class, layer,
 * photograph. */
FoveaColumn *fovea_column_new_like (FoveaColumn *other);

/* Goes as deep as `leader`: to the layer of the same stride (or the nearest) at the same place
 * among those. */
void fovea_column_follow_depth (FoveaColumn *self, FoveaColumn *leader);

/* Explains the class of `leader`'s that has the same name here; stays where there is none. */
void fovea_column_follow_class (FoveaColumn *self, FoveaColumn *leader);

/* Requests. `name` NULL: recognised from the weights; `weights` NULL: the demonstration's. */
void fovea_column_open_model (FoveaColumn *self, const char *name, const char *weights);
void fovea_column_set_photo (FoveaColumn *self, FoveaPhoto *photo);
void fovea_column_set_method (FoveaColumn *self, const FoveaMethod *method);
void fovea_column_set_target (FoveaColumn *self, gint target); /* or FOVEA_TOP_CLASS */
void fovea_column_set_layer (FoveaColumn *self, const char *path);

/* An edit of the same photograph, and the part of it (x, y, width, height in its pixels; NULL:
 * as the model's preset has it) that the network is to see. What was shown stays until this
 * is explained; where that fails too. */
void fovea_column_set_input (FoveaColumn *self, FoveaPhoto *photo, const double *crop);

/* The photograph that what is shown belongs to; NULL before there is one. (transfer none) */
FoveaPhoto *fovea_column_get_photo (FoveaColumn *self);

/* The crop, where one was set. */
gboolean fovea_column_get_crop (FoveaColumn *self, double crop[4]);

/* The place of the photograph that methods ask about which take one; it stays for those that
 * come. Getting it: FALSE where the explanation asked about none. And the attention head or weight map, -1 for all of them; `steps` on, around the
 * ends. */
void fovea_column_set_place (FoveaColumn *self, double photo_x, double photo_y);
/* What of the class is explained; as the method has it until something is chosen. A contrast
 * is with the most probable other class. */
void fovea_column_set_objective (FoveaColumn *self, FoveaObjectiveKind kind);
FoveaObjective fovea_column_get_objective (FoveaColumn *self);

/* Whose numbers, how steadied, and whether what speaks against the class is shown too. Of a
 * smoothing that the method does not take nothing is done. */
typedef struct
{
  const FoveaPreset *preset;
  guint smoothing; /* FoveaSmoothing */
  gboolean keeps_sign;
} FoveaAsking;

void fovea_column_set_asking (FoveaColumn *self, const FoveaAsking *asking);
const FoveaAsking *fovea_column_get_asking (FoveaColumn *self);

/* What the maps are in: the session sees to it. Their explanation says what they are in now. */
void fovea_column_set_unit (FoveaColumn *self, FoveaUnit unit);

/* Whether it is looked at less the session's first column. */
void fovea_column_set_difference (FoveaColumn *self, gboolean is_difference);
gboolean fovea_column_get_difference (FoveaColumn *self);

/* The finished panel that is shown; FALSE where there is no map yet. */
gboolean fovea_column_get_shown (FoveaColumn *self, FoveaShown *shown);

/* Which of several panels is shown, by name; the first where there is none of that name. */
void fovea_column_set_panel (FoveaColumn *self, const char *name);
guint fovea_column_get_panel (FoveaColumn *self);

gboolean fovea_column_get_place (FoveaColumn *self, double *photo_x, double *photo_y);
void fovea_column_step_map (FoveaColumn *self, gint steps);
gint fovea_column_get_chosen_map (FoveaColumn *self);

/* Goes `steps` layers deeper, or to the last layer of the stage that many stages on. */
void fovea_column_step_layer (FoveaColumn *self, gint steps);
void fovea_column_step_stage (FoveaColumn *self, gint steps);

/* Ends what runs for this column; what was shown stays. Of a map that grows the first stop
 * keeps what there is. */
void fovea_column_stop (FoveaColumn *self);

/* The box on the photograph that the map is measured in, NULL: none; and what was
 * measured, NULL while there is nothing, `failure` saying why where that is to be told.
 * While another is being read the last stays. */
void fovea_column_set_box (FoveaColumn *self, const double box[4]);
const FoveaRegion *fovea_column_get_region (FoveaColumn *self, const char **failure);
gboolean fovea_column_is_reading_box (FoveaColumn *self);

/* A backbone chosen whose weights are still to be named; NULL for none. */
void fovea_column_set_wanted (FoveaColumn *self, const char *name);
const char *fovea_column_get_wanted (FoveaColumn *self);

/* State, all (transfer none) and NULL where there is none yet. */
FoveaModel *fovea_column_get_model (FoveaColumn *self);
FoveaExplanation *fovea_column_get_explanation (FoveaColumn *self);
const FoveaMethod *fovea_column_get_method (FoveaColumn *self);
gint fovea_column_get_target (FoveaColumn *self);
gint fovea_column_get_layer (FoveaColumn *self); /* an index; -1 for none */

/* The layer's map: over the network's input, and on the layer's own grid. */
FoveaMap *fovea_column_get_map (FoveaColumn *self);
FoveaMap *fovea_column_get_cells (FoveaColumn *self);

/* Which layer these maps are of: while the next one is made, not yet its own. */
gint fovea_column_get_map_layer (FoveaColumn *self);
const char *fovea_column_get_remark (FoveaColumn *self);

gboolean fovea_column_is_opening (FoveaColumn *self); /* a model is on its way */
gboolean fovea_column_is_busy (FoveaColumn *self);
double fovea_column_get_share (FoveaColumn *self); /* done, 0..1 */
