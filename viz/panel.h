/* SPDX-License-Identifier: MIT */
#pragma once

/* What a method makes of one layer: one or several panels, each a map with a name, and facts,
 * numbers with a name. Panels of one layer share a scale unless their units differ. The name
 * of a panel is unique within its layer. */

#include "map.h"
#include "preset.h"
#include "scene.h"

typedef struct
{
  char *name;         /* "attention", "map3": a word for the command line and JSON */
  char *title;        /* "Attention path" */
  char *unit;         /* of a raw value */
  gboolean is_signed; /* zero is the middle of its scale, and there is no relu */
  FoveaMap *raw;

  /* The ends of its scale where they are known beforehand, a share's 0 and 1; both 0: they
   * follow from the values. */
  double low, high;

  /* A range of values below this is rounding, and nothing is drawn of it; 0: there is no such
   * bound. */
  double noise;

  /* What of the network's input the map covers, in its pixels; all of it where width is 0. It
   * may reach beyond. */
  double x, y, width, height;
  GArray *marks; /* FoveaMark without labels, in pixels of the network's input */
} FoveaPanel;

typedef struct
{
  const char *name; /* "half_energy_radius"; not owned */
  const char *text; /* "radius that holds half the energy, in cells"; not owned */
  double value;
} FoveaFact;

typedef struct
{
  GPtrArray *panels; /* FoveaPanel */
  GArray *facts;     /* FoveaFact */
} FoveaPanels;

FoveaPanels *fovea_panels_new (void);
void fovea_panels_free (FoveaPanels *panels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaPanels, fovea_panels_free)

/* Appends a map of width x height values (copied); strings are copied. The panel stays
 * `panels`'s and may be filled in further. */
FoveaPanel *fovea_panels_add (FoveaPanels *panels, const char *name, const char *title,
                              const char *unit, gboolean is_signed, guint width, guint height,
                              const float *values);
void fovea_panels_add_fact (FoveaPanels *panels, const char *name, const char *text,
                            double value);

guint fovea_panels_count (const FoveaPanels *panels);
FoveaPanel *fovea_panels_get (const FoveaPanels *panels, guint index);

/* The index of the panel called `name`, or -1. */
gint fovea_panels_find (const FoveaPanels *panels, const char *name);

/* Panels whose unit begins with "logit" get `unit` in its place: what is explained is not
 * always a logit. */
void fovea_panels_rename_logit (FoveaPanels *panels, const char *unit);

/* The packages have no colours for what speaks against a class: whether the preset draws such a
 * panel. FOVEA_ERROR_USAGE. */
gboolean fovea_preset_check_panel (const FoveaPreset *preset, const FoveaPanel *panel,
                                   GError **error);

/* Whether nothing is to be seen of it but rounding. */
gboolean fovea_panel_is_noise (const FoveaPanel *panel);

/* Adds a mark in pixels of the network's input. */
void fovea_panel_add_pin (FoveaPanel *panel, double x, double y);
void fovea_panel_add_outline (FoveaPanel *panel, double x, double y, double width,
                              double height);
