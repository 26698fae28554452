/* SPDX-License-Identifier: MIT */

/* grad-cam 1.5 (the package), torch-cam 0.4, captum 0.7 (LayerGradCam, interpolated and drawn
 * as a blended heat map of positive values), and the Grad-CAM papers' own formulas. Read in
 * their sources. */

#include "preset.h"

#include "error.h"

#include <math.h>

static const FoveaPreset fovea = {
  .name = "fovea",
  .title = "Fovea",
  .summary = "perceptual colours, opacity by value; numbers as the grad-cam package's",
  .plusplus_epsilon = 1e-6,
  .xgrad_epsilon = 1e-7,
  .finish = { FOVEA_SCALE_TWICE, 1e-7, FOVEA_RESIZE_LINEAR },
  .fusion = FOVEA_FUSE_MEAN,
  .blend = FOVEA_BLEND_VALUE,
  .opacity = 0.8,
  .power = 1,
  .show_crop = TRUE,
};

static const FoveaPreset grad_cam = {
  .name = "grad-cam",
  .title = "grad-cam package",
  .summary = "OpenCV's jet, half and half, divided by the brightest level",
  .plusplus_epsilon = 1e-6,
  .xgrad_epsilon = 1e-7,
  .finish = { FOVEA_SCALE_TWICE, 1e-7, FOVEA_RESIZE_LINEAR },
  .fusion = FOVEA_FUSE_MEAN,
  .colormap = "jet",
  .blend = FOVEA_BLEND_GRAD_CAM,
  .opacity = 0.5,
  .power = 1,
};

static const FoveaPreset torch_cam = {
  .name = "torch-cam",
  .title = "torch-cam",
  .summary = "scaled, then resized by Pillow's bicubic; Matplotlib's jet of the square, 30 %",
  .plusplus_epsilon = 1e-8,
  .plusplus_inside = TRUE,
  .xgrad_epsilon = 1e-8,
  .finish = { FOVEA_SCALE_BEFORE, 1e-8, FOVEA_RESIZE_CUBIC },
  .fusion = FOVEA_FUSE_MAX,
  .colormap = "jet-matplotlib",
  .blend = FOVEA_BLEND_PLAIN,
  .opacity = 0.3,
  .power = 2,
};

static const FoveaPreset captum = {
  .name = "captum",
  .title = "Captum",
  .summary = "nearest cells, ends at 98 % of the mass; greens, half and half on grey",
  .plusplus_epsilon = 1e-6,
  .xgrad_epsilon = 1e-7,
  .finish = { FOVEA_SCALE_BY_MASS, 0, FOVEA_RESIZE_NEAREST },
  .fusion = FOVEA_FUSE_MEAN,
  .colormap = "greens",
  .blend = FOVEA_BLEND_PLAIN,
  .opacity = 0.5,
  .power = 1,
  .is_grey = TRUE,
};

static const FoveaPreset paper = {
  .name = "paper",
  .title = "the papers",
  .summary = "formulas without small numbers; resized, then divided by the greatest; jet",
  .finish = { FOVEA_SCALE_BY_GREATEST, 0, FOVEA_RESIZE_LINEAR },
  .fusion = FOVEA_FUSE_MEAN,
  .colormap = "jet",
  .blend = FOVEA_BLEND_PLAIN,
  .opacity = 0.5,
  .power = 1,
};

const FoveaPreset *const fovea_presets[]
    = { &fovea, &grad_cam, &torch_cam, &captum, &paper, NULL };

const FoveaPreset *
fovea_preset_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; fovea_presets[i]; i++)
    {
      if (g_str_equal (fovea_presets[i]->name, name))
        return fovea_presets[i];
      g_string_append_printf (names, "%s%s", i ? ", " : "", fovea_presets[i]->name);
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no preset “%s”; there are %s", name, names->str);
  return NULL;
}

void
fovea_preset_look (const FoveaPreset *preset, FoveaLook *look)
{
  fovea_look_init (look);
  if (preset->colormap)
    look->colormap = fovea_colormap_find (preset->colormap, NULL);
  look->blend = preset->blend;
  look->opacity = preset->opacity;
  look->power = preset->power;
}

void
fovea_style_look (const FoveaStyle *style, const FoveaPreset *preset, FoveaLook *look)
{
  fovea_preset_look (preset, look);
  if (style->colormap)
    look->colormap = style->colormap;
  if (!isnan (style->opacity))
    look->opacity = style->opacity;
  if (!isnan (style->threshold))
    look->threshold = style->threshold;
  if (style->blend >= 0)
    look->blend = (FoveaBlend) style->blend;
}
