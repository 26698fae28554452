/* SPDX-License-Identifier: MIT */
#pragma once

/* Presets: everything by which the pictures of one package differ from another's, in one
 * table, so that a published figure can be met: the small numbers in the formulas, how a raw
 * map becomes one of 0 to 1, colours and blend. The method is the user's choice as ever; a
 * method that the package has not is computed as by default and drawn as the package would. */

#include "look.h"
#include "map.h"

/* How maps of several layers become one; see fusion.h. */
typedef enum
{
  FOVEA_FUSE_BY_PRESET,
  FOVEA_FUSE_MEAN,
  FOVEA_FUSE_MAX,
  FOVEA_FUSE_PRODUCT,
} FoveaFusion;

typedef struct
{
  const char *name, *title, *summary;

  /* Of Grad-CAM++ and XGrad-CAM. */
  double plusplus_epsilon;
  gboolean plusplus_inside; /* its sum is over A G^3, not over A alone */
  double xgrad_epsilon;

  FoveaFinish finish;
  FoveaFusion fusion; /* of several layers */

  const char *colormap; /* NULL: by the kind of map */
  FoveaBlend blend;
  double opacity;
  double power;       /* the map's, before it is coloured */
  gboolean is_grey;   /* the photograph without its colours */
  gboolean show_crop; /* dim what the network did not see */
} FoveaPreset;

/* All of them, NULL-terminated; the first is ours. */
extern const FoveaPreset *const fovea_presets[];

/* By name; NULL and FOVEA_ERROR_USAGE with the names there are. */
const FoveaPreset *fovea_preset_find (const char *name, GError **error);

/* Colours, blend and opacity. */
void fovea_preset_look (const FoveaPreset *preset, FoveaLook *look);

/* What is chosen of a look in a preset's place. */
typedef struct
{
  const FoveaColormap *colormap; /* NULL: the preset's */
  double opacity, threshold;     /* NaN: the preset's */
  gint blend;                    /* FoveaBlend, or -1: the preset's */
} FoveaStyle;

#define FOVEA_STYLE_NONE { NULL, NAN, NAN, -1 } /* <math.h> */

void fovea_style_look (const FoveaStyle *style, const FoveaPreset *preset, FoveaLook *look);
