/* SPDX-License-Identifier: MIT */

/* What a state keeps of a session: how maps look, what is marked on the photograph and what
 * was done to it. */

#include "state.h"

static FoveaLook
usual_look (void)
{
  FoveaLook look;

  fovea_look_init (&look);
  return look;
}

static GVariant *
get_colormap (gpointer session)
{
  return g_variant_new_string (fovea_session_get_look (session)->colormap->name);
}

static void
set_colormap (gpointer session, GVariant *value)
{
  FoveaLook look = *fovea_session_get_look (session);
  const FoveaColormap *found
      = value ? fovea_colormap_find (g_variant_get_string (value, NULL), NULL) : NULL;

  look.colormap = found ? found : usual_look ().colormap;
  fovea_session_set_look (session, &look);
}

static GVariant *
get_blend (gpointer session)
{
  return g_variant_new_string (fovea_blend_name (fovea_session_get_look (session)->blend));
}

static void
set_blend (gpointer session, GVariant *value)
{
  FoveaLook look = *fovea_session_get_look (session);

  if (!value || !fovea_blend_find (g_variant_get_string (value, NULL), &look.blend, NULL))
    look.blend = usual_look ().blend;
  fovea_session_set_look (session, &look);
}

/* A number of the look. */
#define NUMBER(field)                                                                    \
  static GVariant *get_##field (gpointer session)                                        \
  {                                                                                      \
    return g_variant_new_double (fovea_session_get_look (session)->field);               \
  }                                                                                      \
  static void set_##field (gpointer session, GVariant *value)                            \
  {                                                                                      \
    FoveaLook look = *fovea_session_get_look (session);                                  \
    look.field = value ? g_variant_get_double (value) : usual_look ().field;             \
    fovea_session_set_look (session, &look);                                             \
  }

NUMBER (opacity)
NUMBER (threshold)
NUMBER (power)

static GVariant *
get_cells (gpointer session)
{
  return g_variant_new_boolean (fovea_session_get_cells (session));
}

static void
set_cells (gpointer session, GVariant *value)
{
  fovea_session_set_cells (session, value && g_variant_get_boolean (value));
}

static GVariant *
get_scale (gpointer session)
{
  const FoveaRange *range = fovea_session_get_range (session);
  g_autofree char *text = fovea_range_format (range);

  return range->kind == FOVEA_RANGE_OWN ? NULL : g_variant_new_string (text);
}

static void
set_scale (gpointer session, GVariant *value)
{
  FoveaRange range;

  if (!value || !fovea_range_parse (g_variant_get_string (value, NULL), &range, NULL))
    range = (FoveaRange){ .kind = FOVEA_RANGE_OWN };
  fovea_session_set_range (session, &range);
}

static GVariant *
get_unit (gpointer session)
{
  FoveaUnit unit = fovea_session_get_unit (session);

  return unit == FOVEA_UNIT_RANGE ? NULL : g_variant_new_string (fovea_unit_name (unit));
}

static void
set_unit (gpointer session, GVariant *value)
{
  FoveaUnit unit;

  if (!value || !fovea_unit_find (g_variant_get_string (value, NULL), &unit, NULL))
    unit = FOVEA_UNIT_RANGE;
  fovea_session_set_unit (session, unit);
}

static GVariant *
get_pins (gpointer session)
{
  g_autofree char *text = fovea_places_to_string (fovea_session_get_places (session));

  return text ? g_variant_new_string (text) : NULL;
}

static void
set_pins (gpointer session, GVariant *value)
{
  fovea_places_set_pins (fovea_session_get_places (session),
                         value ? g_variant_get_string (value, NULL) : NULL);
}

static GVariant *
new_rectangle (const double *rectangle)
{
  return g_variant_new ("(dddd)", rectangle[0], rectangle[1], rectangle[2], rectangle[3]);
}

/* NULL without a value. */
static const double *
read_rectangle (GVariant *value, double rectangle[4])
{
  if (value)
    g_variant_get (value, "(dddd)", &rectangle[0], &rectangle[1], &rectangle[2],
                   &rectangle[3]);
  return value ? rectangle : NULL;
}

static GVariant *
get_box (gpointer session)
{
  double box[4];

  return fovea_places_get_box (fovea_session_get_places (session), box)
             ? new_rectangle (box)
             : NULL;
}

static void
set_box (gpointer session, GVariant *value)
{
  double box[4];

  fovea_places_set_box (fovea_session_get_places (session), read_rectangle (value, box));
}

static GVariant *
get_crop (gpointer session)
{
  double crop[4];

  return fovea_session_get_crop (session, crop) ? new_rectangle (crop) : NULL;
}

static void
set_crop (gpointer session, GVariant *value)
{
  double crop[4];

  fovea_session_set_crop (session, read_rectangle (value, crop));
}

static GVariant *
get_rotation (gpointer session)
{
  double rotation = fovea_session_get_edit (session)->rotation;

  return rotation != 0 ? g_variant_new_double (rotation) : NULL;
}

static void
set_rotation (gpointer session, GVariant *value)
{
  g_autoptr (FoveaEdit) edit = fovea_edit_copy (fovea_session_get_edit (session));

  edit->rotation = value ? g_variant_get_double (value) : 0;
  fovea_session_set_edit (session, edit);
}

/* Strokes as fovea_stroke_to_string has them, between spaces. */
static GVariant *
get_erased (gpointer session)
{
  const FoveaEdit *edit = fovea_session_get_edit (session);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < edit->strokes->len; i++)
    {
      g_autofree char *stroke = fovea_stroke_to_string (edit->strokes->pdata[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", stroke);
    }
  return text->len > 0 ? g_variant_new_string (text->str) : NULL;
}

static void
set_erased (gpointer session, GVariant *value)
{
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();
  g_auto (GStrv) strokes
      = g_strsplit (value ? g_variant_get_string (value, NULL) : "", " ", -1);

  edit->rotation = fovea_session_get_edit (session)->rotation;
  for (guint i = 0; strokes[i]; i++)
    fovea_edit_add_stroke (edit, strokes[i], NULL);
  fovea_session_set_edit (session, edit);
}

#define STEP FOVEA_MEMBER_STEP
#define SLIDE (FOVEA_MEMBER_STEP | FOVEA_MEMBER_SMOOTH)

const FoveaMember fovea_session_members[] = {
  { "colormap", "s", NULL, 0, 0, STEP, get_colormap, set_colormap },
  { "blend", "s", NULL, 0, 0, STEP, get_blend, set_blend },
  { "opacity", "d", NULL, 0, 1, SLIDE, get_opacity, set_opacity },
  { "threshold", "d", NULL, 0, 1, SLIDE, get_threshold, set_threshold },
  { "power", "d", NULL, 0, 100, SLIDE, get_power, set_power },
  { "cells", "b", NULL, 0, 0, STEP, get_cells, set_cells },
  { "scale", "s", NULL, 0, 0, SLIDE, get_scale, set_scale },
  { "unit", "s", NULL, 0, 0, STEP, get_unit, set_unit },
  { "erased", "s", NULL, 0, 0, SLIDE, get_erased, set_erased },
  { "rotation", "d", NULL, -360, 360, SLIDE, get_rotation, set_rotation },
  { "crop", "(dddd)", "x y width height", 0, 1e6, SLIDE, get_crop, set_crop },
  { "box", "(dddd)", "x y width height", 0, 1e6, SLIDE, get_box, set_box },
  { "pins", "s", NULL, 0, 0, STEP, get_pins, set_pins },
  { NULL, NULL, NULL, 0, 0, 0, NULL, NULL },
};
