/* SPDX-License-Identifier: MIT */

/* What a state keeps of a column: all that was chosen in it but its model. */

#include "column-private.h"
#include "state.h"

#include <math.h>

static GVariant *
text_or_none (const char *text)
{
  return text ? g_variant_new_string (text) : NULL;
}

static const char *
text_of (GVariant *value)
{
  return value ? g_variant_get_string (value, NULL) : NULL;
}

static GVariant *
get_method (gpointer column)
{
  return g_variant_new_string (((FoveaColumn *)column)->method->name);
}

static void
set_method (gpointer column, GVariant *value)
{
  const FoveaMethod *method = value ? fovea_method_find (text_of (value), NULL) : NULL;

  fovea_column_set_method (column, method ? method : fovea_methods[0]);
}

static GVariant *
get_layer (gpointer column)
{
  return text_or_none (((FoveaColumn *)column)->layer);
}

static void
set_layer (gpointer column, GVariant *value)
{
  fovea_column_prefer_layer (column, text_of (value));
}

/* Index and name; the name counts, since another head may have another order. */
static GVariant *
get_class (gpointer data)
{
  FoveaColumn *self = data;

  if (self->wanted_class && !self->model)
    return g_variant_new ("(is)", -1, self->wanted_class);
  if (self->target < 0 || !self->model)
    return NULL;
  return g_variant_new ("(is)", self->target,
                        fovea_model_class_name (self->model, (guint)self->target));
}

/* The class called `name`, which `index` tells apart from others called so too; -1. */
static gint
find_class (FoveaModel *model, gint index, const char *name)
{
  gint n = (gint)fovea_model_n_classes (model);

  if (index >= 0 && index < n
      && g_str_equal (fovea_model_class_name (model, (guint)index), name))
    return index;
  return *name ? fovea_model_find_class (model, name, NULL) : -1;
}

static void
set_class (gpointer data, GVariant *value)
{
  FoveaColumn *self = data;
  const char *name = "";
  gint index = FOVEA_TOP_CLASS;

  if (value)
    g_variant_get (value, "(i&s)", &index, &name);
  g_clear_pointer (&self->wanted_class, g_free);
  if (self->model)
    fovea_column_set_target (self, value ? find_class (self->model, index, name)
                                         : FOVEA_TOP_CLASS);
  else if (*name)
    self->wanted_class = g_strdup (name);
}

static GVariant *
get_objective (gpointer data)
{
  FoveaColumn *self = data;
  guint against = self->objective.against;
  gboolean named = self->objective.kind == FOVEA_OBJECTIVE_CONTRAST && self->model
                   && against < fovea_model_n_classes (self->model);

  return self->has_objective
             ? g_variant_new ("(sis)", fovea_objective_name (self->objective.kind),
                              (gint)against,
                              named ? fovea_model_class_name (self->model, against) : "")
             : NULL;
}

static void
set_objective (gpointer data, GVariant *value)
{
  FoveaColumn *self = data;
  const char *kind = "", *rival = "";
  gint against = 0;

  if (value)
    g_variant_get (value, "(&si&s)", &kind, &against, &rival);
  self->has_objective = value && fovea_objective_find (kind, &self->objective.kind, NULL);
  gint found = self->model && *rival ? find_class (self->model, against, rival) : against;
  self->objective.against = (guint)MAX (found, 0);
  if (fovea_method_explains_class (self->method))
    fovea_column_request_explanation (self);
}

static GVariant *
get_panel (gpointer column)
{
  return text_or_none (((FoveaColumn *)column)->panel);
}

static void
set_panel (gpointer column, GVariant *value)
{
  fovea_column_set_panel (column, text_of (value));
}

static GVariant *
get_map (gpointer data)
{
  FoveaColumn *self = data;
  return self->chosen_map >= 0 ? g_variant_new_int32 (self->chosen_map) : NULL;
}

static void
set_map (gpointer data, GVariant *value)
{
  FoveaColumn *self = data;

  self->chosen_map = value ? g_variant_get_int32 (value) : -1;
  if (self->method->takes & FOVEA_TAKES_MAP)
    fovea_column_request_explanation (self);
}

static GVariant *
get_place (gpointer data)
{
  FoveaColumn *self = data;
  return isnan (self->place_x) ? NULL
                               : g_variant_new ("(dd)", self->place_x, self->place_y);
}

/* Where nothing is pinned the place follows the pointer. */
static void
set_place (gpointer column, GVariant *value)
{
  double x, y;

  if (!value)
    return;
  g_variant_get (value, "(dd)", &x, &y);
  fovea_column_set_place (column, x, y);
}

static GVariant *
get_preset (gpointer column)
{
  const FoveaPreset *preset = fovea_column_get_asking (column)->preset;

  return preset && preset != fovea_presets[0] ? g_variant_new_string (preset->name) : NULL;
}

static void
set_preset (gpointer column, GVariant *value)
{
  FoveaAsking asking = *fovea_column_get_asking (column);

  asking.preset = value ? fovea_preset_find (text_of (value), NULL) : NULL;
  if (!asking.preset)
    asking.preset = fovea_presets[0];
  fovea_column_set_asking (column, &asking);
}

static GVariant *
get_smoothing (gpointer column)
{
  guint smoothing = fovea_column_get_asking (column)->smoothing;

  return smoothing ? g_variant_new_string (fovea_smoothing_name (smoothing)) : NULL;
}

static void
set_smoothing (gpointer column, GVariant *value)
{
  FoveaAsking asking = *fovea_column_get_asking (column);

  if (!value || !fovea_smoothing_find (text_of (value), &asking.smoothing, NULL))
    asking.smoothing = 0;
  fovea_column_set_asking (column, &asking);
}

static GVariant *
get_signed (gpointer column)
{
  return g_variant_new_boolean (fovea_column_get_asking (column)->keeps_sign);
}

static void
set_signed (gpointer column, GVariant *value)
{
  FoveaAsking asking = *fovea_column_get_asking (column);

  asking.keeps_sign = value && g_variant_get_boolean (value);
  fovea_column_set_asking (column, &asking);
}

static GVariant *
get_difference (gpointer column)
{
  return g_variant_new_boolean (fovea_column_get_difference (column));
}

static void
set_difference (gpointer column, GVariant *value)
{
  fovea_column_set_difference (column, value && g_variant_get_boolean (value));
}

#define STEP FOVEA_MEMBER_STEP
#define SLIDE (FOVEA_MEMBER_STEP | FOVEA_MEMBER_SMOOTH)

const FoveaMember fovea_column_members[] = {
  { "method", "s", NULL, 0, 0, STEP, get_method, set_method },
  { "class", "(is)", "index name", -1, 1e6, STEP, get_class, set_class },
  { "objective", "(sis)", "kind against rival", 0, 1e6, STEP, get_objective,
    set_objective },
  { "preset", "s", NULL, 0, 0, STEP, get_preset, set_preset },
  { "smoothing", "s", NULL, 0, 0, STEP, get_smoothing, set_smoothing },
  { "signed", "b", NULL, 0, 0, STEP, get_signed, set_signed },
  { "difference", "b", NULL, 0, 0, STEP, get_difference, set_difference },
  { "layer", "s", NULL, 0, 0, SLIDE, get_layer, set_layer },
  { "panel", "s", NULL, 0, 0, STEP, get_panel, set_panel },
  { "map", "i", NULL, 0, 1e6, SLIDE, get_map, set_map },
  { "place", "(dd)", "x y", -1e6, 1e6, SLIDE, get_place, set_place },
  { NULL, NULL, NULL, 0, 0, 0, NULL, NULL },
};
