/* SPDX-License-Identifier: MIT */
#pragma once

/* The parts of a scene's drawing that have a file of their own. */

#include "scene.h"

/* scene-overlay.c: the map over the photograph, clipped to the crop. */
void fovea_scene_draw_overlay (const FoveaScene *scene, cairo_t *cr,
                               const FoveaSceneLayout *layout);

/* grad-cam-blend.c: photograph and map mixed as grad-cam's show_cam_on_image does, in place
 * of the photograph's pixels whose centres lie in the crop. `x` and `y` receive the first
 * of them. (transfer full) */
cairo_surface_t *fovea_grad_cam_blend (const FoveaScene *scene, guint *x, guint *y);

/* scene-contours.c: the lines at the scene's levels. */
void fovea_scene_draw_contours (const FoveaScene *scene, cairo_t *cr,
                                const FoveaSceneLayout *layout);

/* scene-marks.c: the crop with its outside dimmed. */
void fovea_scene_draw_crop (const FoveaScene *scene, cairo_t *cr,
                            const FoveaSceneLayout *layout);

/* Where the map lies on the photograph: all of it, as a geometry of the network's size; and
 * what is drawn of it, cut to the crop. */
void fovea_scene_map_geometry (const FoveaScene *scene, FoveaGeometry *geometry);
void fovea_scene_map_rectangle (const FoveaScene *scene, cairo_rectangle_t *rectangle);

/* Whether pixels can be computed for the target one by one: an image or a screen, not a
 * page. */
gboolean fovea_target_has_pixels (cairo_t *cr);
