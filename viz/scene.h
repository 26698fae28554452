/* SPDX-License-Identifier: MIT */
#pragma once

/* A picture to be drawn: a photograph, the map that lies on it, how its values look, and
 * what is marked. fovea_scene_draw is the only drawing routine of the program: window, PNG,
 * SVG, PDF and TIFF all come from it. A scene is a plain structure whose fields are set
 * directly, except those it owns; drawing never changes it. A copy shares the photograph
 * and the map, so it costs little and may be handed to another thread. */

#include "colorbar.h"
#include "image/preprocess.h"
#include "look.h"
#include "map.h"
#include "photo.h"

typedef enum
{
  FOVEA_MARK_PIN,       /* a ring around a point */
  FOVEA_MARK_CROSSHAIR, /* lines across the whole picture that meet at a point */
  FOVEA_MARK_OUTLINE,   /* a rectangle */
} FoveaMarkKind;

/* Places are in pixels of the original photograph, 0, 0 being its upper left corner and
 * pixel centres at half integers. */
typedef struct
{
  FoveaMarkKind kind;
  double x, y;
  double width, height; /* of an outline */
  const char *label;    /* a word or a number on a scrim beside it; NULL for none */
  gboolean chosen; /* one among several: a bolder ring, dark words on a light scrim */
} FoveaMark;

typedef enum
{
  FOVEA_BAR_NONE,
  FOVEA_BAR_RIGHT,
  FOVEA_BAR_BELOW,
} FoveaBarSide;

#define FOVEA_SCENE_CONTOURS 8

typedef struct
{
  /* Owned; see the setters. */
  FoveaPhoto *photo;
  FoveaMap *map;   /* NULL: the photograph alone */
  GArray *marks;   /* FoveaMark, labels owned */
  char *bar_label; /* unit of the colour bar */
  char *caption;   /* below the picture, wrapped to its width */
  char *font;      /* family of all text; NULL for the system's sans */

  FoveaGeometry geometry; /* where the network's input lies on the photograph */
  cairo_rectangle_t extent; /* what of that input the map covers, in its pixels; it may reach
                             * beyond. All of it where the width is 0 */
  FoveaLook look;
  double contours[FOVEA_SCENE_CONTOURS]; /* levels, as shares of the look's range, at which
                                          * lines are drawn */
  guint n_contours;
  gboolean cells;     /* sharp cells instead of smooth */
  gboolean squares;   /* the photograph's pixels as squares when drawn larger */
  gboolean show_crop; /* dim what the network did not see */
  double page_pixels; /* of the map for a photograph's pixel, on a page; 0: at least 1200 along
                       * its longer side. Never more than 2400 there */
  FoveaBarSide bar;
  double text_size; /* of bar and caption, in units */
  double unit;      /* what lines, gaps and text are measured in, in user space */
  double ink[3];    /* colour of bar and caption text, R G B in 0..1 */
} FoveaScene;

/* A scene of the whole photograph without a map; inferno, the crop shown, no bar, text of
 * 11 units of 1, in black. (transfer full) */
FoveaScene *fovea_scene_new (FoveaPhoto *photo);
FoveaScene *fovea_scene_copy (const FoveaScene *scene);
void fovea_scene_free (FoveaScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaScene, fovea_scene_free)

/* The map (any grid) is stretched over the network's input (or the part of it that `extent`
 * says, until another map is set), which lies on the photograph as `geometry` says. The scene takes a reference. NULL map: the photograph alone; `geometry`
 * NULL: the whole photograph. */
void fovea_scene_set_map (FoveaScene *scene, FoveaMap *map,
                          const FoveaGeometry *geometry);
void fovea_scene_add_mark (FoveaScene *scene, const FoveaMark *mark);
void fovea_scene_clear_marks (FoveaScene *scene);
void fovea_scene_set_bar_label (FoveaScene *scene, const char *label);
void fovea_scene_set_caption (FoveaScene *scene, const char *caption);
void fovea_scene_set_font (FoveaScene *scene, const char *family);

/* The geometry of a network input that is `width` x `height` pixels stretched over a whole
 * photograph. */
FoveaGeometry fovea_geometry_whole (guint photo_width, guint photo_height, guint width,
                                    guint height);

/* Where things are drawn, in user space. An absent part has no width. */
typedef struct
{
  cairo_rectangle_t picture, bar, caption;
  double scale; /* user-space units per photograph pixel */
} FoveaSceneLayout;

/* The picture, its bar and its caption as large as fits into the rectangle, centred, the
 * photograph's proportions kept. fovea_scene_draw uses this very layout: read it to find
 * the photograph's pixel under a point. */
void fovea_scene_layout (const FoveaScene *scene, double x, double y, double width,
                         double height, FoveaSceneLayout *layout);

/* The size of everything when the picture alone is `picture_width` wide. */
void fovea_scene_extent (const FoveaScene *scene, double picture_width, double *width,
                         double *height);

/* What the network saw, cut to the photograph, in photograph pixels. */
void fovea_scene_crop (const FoveaScene *scene, cairo_rectangle_t *crop);

/* Draws the scene into the rectangle. The map is computed at the resolution of the target
 * (for PDF, SVG and recording surfaces, and under a rotation, at a multiple of the
 * photograph's). The context is left as it was, but for its current path. Failures stay in
 * the context's status, as Cairo has it. */
void fovea_scene_draw (const FoveaScene *scene, cairo_t *cr, double x, double y,
                       double width, double height);

/* The map alone, where the scene would lay it: of the grad-cam blend with its photograph. */
void fovea_scene_draw_map (const FoveaScene *scene, cairo_t *cr, double x, double y,
                           double width, double height);

/* The marks by themselves, over a picture that was drawn as `layout` says. */
void fovea_scene_draw_marks (const FoveaScene *scene, cairo_t *cr,
                             const FoveaSceneLayout *layout);

/* The colour bar by itself, as the scene would draw it. The strings stay the scene's. */
void fovea_scene_colorbar (const FoveaScene *scene, gboolean vertical,
                           FoveaColorbar *bar);
