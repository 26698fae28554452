/* SPDX-License-Identifier: MIT */

/* What a state keeps of a session: how maps look. */

#include "state.h"

static const char *const blends[] = {
  [FOVEA_BLEND_VALUE] = "value",
  [FOVEA_BLEND_PLAIN] = "plain",
  [FOVEA_BLEND_GRAD_CAM] = "grad-cam",
};

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
  return g_variant_new_string (blends[fovea_session_get_look (session)->blend]);
}

static void
set_blend (gpointer session, GVariant *value)
{
  FoveaLook look = *fovea_session_get_look (session);

  for (guint i = 0; value && i < G_N_ELEMENTS (blends); i++)
    if (g_str_equal (blends[i], g_variant_get_string (value, NULL)))
      look.blend = (FoveaBlend)i;
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

#define STEP FOVEA_MEMBER_STEP
#define SLIDE (FOVEA_MEMBER_STEP | FOVEA_MEMBER_SMOOTH)

const FoveaMember fovea_session_members[] = {
  { "colormap", "s", NULL, 0, 0, STEP, get_colormap, set_colormap },
  { "blend", "s", NULL, 0, 0, STEP, get_blend, set_blend },
  { "opacity", "d", NULL, 0, 1, SLIDE, get_opacity, set_opacity },
  { "threshold", "d", NULL, 0, 1, SLIDE, get_threshold, set_threshold },
  { "power", "d", NULL, 0, 100, SLIDE, get_power, set_power },
  { "cells", "b", NULL, 0, 0, STEP, get_cells, set_cells },
  { NULL, NULL, NULL, 0, 0, 0, NULL, NULL },
};
