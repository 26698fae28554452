/* SPDX-License-Identifier: MIT */
#include "colormap.h"

#include "colormap-private.h"
#include "error.h"

#include <math.h>

/* Built once, on the first look at the list: they follow from formulas. */
static guint8 blue_red[256][3];
static guint8 jet[256][3];
static guint8 jet_matplotlib[256][3];
static guint8 greens[256][3];

static const FoveaColormap colormaps[] = {
  { "inferno", "Inferno", FOVEA_COLORMAP_PERCEPTUAL, fovea_colormap_inferno },
  { "magma", "Magma", FOVEA_COLORMAP_PERCEPTUAL, fovea_colormap_magma },
  { "viridis", "Viridis", FOVEA_COLORMAP_PERCEPTUAL, fovea_colormap_viridis },
  { "blue-red", "Blue to red", FOVEA_COLORMAP_DIVERGING, blue_red },
  { "turbo", "Turbo", FOVEA_COLORMAP_LEGACY, fovea_colormap_turbo },
  { "jet", "Jet", FOVEA_COLORMAP_LEGACY, jet },
  { "jet-matplotlib", "Jet (Matplotlib)", FOVEA_COLORMAP_LEGACY, jet_matplotlib },
  { "greens", "Greens", FOVEA_COLORMAP_LEGACY, greens },
};

/* CIE L*a*b* (D65) to linear sRGB, which may lie outside 0..1 (CIE 15:2004; IEC 61966-2-1). */
static void
lab_to_linear (double l, double a, double b, double rgb[3])
{
  static const double white[3] = { 0.95047, 1.0, 1.08883 };
  static const double to_rgb[3][3] = { { 3.2404542, -1.5371385, -0.4985314 },
                                       { -0.9692660, 1.8760108, 0.0415560 },
                                       { 0.0556434, -0.2040259, 1.0572252 } };
  double fy = (l + 16) / 116;
  double f[3] = { fy + a / 500, fy, fy - b / 200 }, xyz[3];

  for (guint i = 0; i < 3; i++)
    xyz[i] = white[i]
             * (f[i] > 6.0 / 29 ? f[i] * f[i] * f[i]
                                : (f[i] - 4.0 / 29) * 3 * (6.0 / 29) * (6.0 / 29));
  for (guint i = 0; i < 3; i++)
    rgb[i] = to_rgb[i][0] * xyz[0] + to_rgb[i][1] * xyz[1] + to_rgb[i][2] * xyz[2];
}

static gboolean
in_gamut (const double rgb[3])
{
  for (guint i = 0; i < 3; i++)
    if (rgb[i] < -1e-4 || rgb[i] > 1 + 1e-4)
      return FALSE;
  return TRUE;
}

static guint8
encode_srgb (double linear)
{
  double v = CLAMP (linear, 0, 1);
  v = v <= 0.0031308 ? 12.92 * v : 1.055 * pow (v, 1 / 2.4) - 0.055;
  return (guint8)lrint (v * 255);
}

/* A colour of given lightness and hue with as much of `chroma` as sRGB has. */
static void
lch_to_srgb (double l, double chroma, double hue, guint8 srgb[3])
{
  double rgb[3];

  do
    {
      lab_to_linear (l, chroma * cos (hue), chroma * sin (hue), rgb);
      chroma -= 0.25;
    }
  while (!in_gamut (rgb) && chroma > 0);
  for (guint i = 0; i < 3; i++)
    srgb[i] = encode_srgb (rgb[i]);
}

/* Two arms of one hue each that run from L* = 36 to a near-white of L* = 96, lightness
 * linear in the value and equal on both sides, chroma vanishing in the middle. */
static void
build_blue_red (void)
{
  for (guint i = 0; i < 128; i++)
    {
      double t = i / 127.0; /* 0 in the middle, 1 at the ends */
      double l = 96 - 60 * t;
      double rise = sin (G_PI_2 * MIN (t / 0.65, 1));
      lch_to_srgb (l, 50 * rise, 280 * G_PI / 180, blue_red[127 - i]);
      lch_to_srgb (l, 60 * rise, 30 * G_PI / 180, blue_red[128 + i]);
    }
  /* Both middle entries, and what lies between them, are the same grey. */
  for (guint c = 0; c < 3; c++)
    blue_red[127][c] = blue_red[128][c] = blue_red[127][1];
}

/* OpenCV's COLORMAP_JET: four ramps of four levels a step; its entry 159 is off by one. */
static void
build_jet (void)
{
  for (int i = 0; i < 256; i++)
    {
      jet[i][0] = (guint8)CLAMP (MIN (4 * i - 382, 1148 - 4 * i), 0, 255);
      jet[i][1] = (guint8)CLAMP (MIN (4 * i - 128, 892 - 4 * i), 0, 255);
      jet[i][2] = (guint8)CLAMP (MIN (4 * i + 128, 638 - 4 * i), 0, 255);
    }
  jet[159][2] = 1;
}

/* A level at a place along a line through corners, 0 to 1 in both. */
typedef struct
{
  double at, level;
} Corner;

static double
level_at (const Corner *corners, double t)
{
  while (corners[1].at < t)
    corners++;
  return corners[0].level
         + (corners[1].level - corners[0].level) * (t - corners[0].at)
               / (corners[1].at - corners[0].at);
}

/* Matplotlib's jet, which is another than OpenCV's: by up to 34 levels. */
static void
build_jet_matplotlib (void)
{
  static const Corner red[]
      = { { 0, 0 }, { 0.35, 0 }, { 0.66, 1 }, { 0.89, 1 }, { 1, 0.5 } };
  static const Corner green[]
      = { { 0, 0 }, { 0.125, 0 }, { 0.375, 1 }, { 0.64, 1 }, { 0.91, 0 }, { 1, 0 } };
  static const Corner blue[]
      = { { 0, 0.5 }, { 0.11, 1 }, { 0.34, 1 }, { 0.65, 0 }, { 1, 0 } };

  for (guint i = 0; i < 256; i++)
    {
      jet_matplotlib[i][0] = (guint8) (255 * level_at (red, i / 255.0));
      jet_matplotlib[i][1] = (guint8) (255 * level_at (green, i / 255.0));
      jet_matplotlib[i][2] = (guint8) (255 * level_at (blue, i / 255.0));
    }
}

/* ColorBrewer's nine greens, straight lines between them, as Matplotlib has it. */
static void
build_greens (void)
{
  static const guint8 nine[9][3]
      = { { 247, 252, 245 }, { 229, 245, 224 }, { 199, 233, 192 },
          { 161, 217, 155 }, { 116, 196, 118 }, { 65, 171, 93 },
          { 35, 139, 69 },   { 0, 109, 44 },    { 0, 68, 27 } };

  for (guint i = 0; i < 256; i++)
    for (guint c = 0; c < 3; c++)
      {
        double at = i * 8 / 255.0;
        guint low = MIN ((guint) at, 7);
        greens[i][c] = (guint8) (nine[low][c] + (at - low) * (nine[low + 1][c] - nine[low][c]));
      }
}

const FoveaColormap *
fovea_colormaps (guint *count)
{
  static gsize built;

  if (g_once_init_enter (&built))
    {
      build_blue_red ();
      build_jet ();
      build_jet_matplotlib ();
      build_greens ();
      g_once_init_leave (&built, 1);
    }
  if (count)
    *count = G_N_ELEMENTS (colormaps);
  return colormaps;
}

const FoveaColormap *
fovea_colormap_find (const char *name, GError **error)
{
  guint count;
  const FoveaColormap *all = fovea_colormaps (&count);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    {
      if (g_strcmp0 (all[i].name, name) == 0)
        return &all[i];
      g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ", all[i].name);
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no colour map “%s”. Choose one of %s.", name ? name : "",
               names->str);
  return NULL;
}

const FoveaColormap *
fovea_colormap_default (FoveaColormapGroup group)
{
  guint count;
  const FoveaColormap *all = fovea_colormaps (&count);

  for (guint i = 0; i < count; i++)
    if (all[i].group == group)
      return &all[i];
  g_assert_not_reached ();
}

void
fovea_colormap_color (const FoveaColormap *colormap, double t, double rgb[3])
{
  double at = CLAMP (t, 0, 1) * 255;
  guint low = MIN ((guint)at, 254);

  for (guint i = 0; i < 3; i++)
    rgb[i]
        = colormap->table[low][i]
          + (at - low) * ((double)colormap->table[low + 1][i] - colormap->table[low][i]);
}
