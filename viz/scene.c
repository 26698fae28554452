/* SPDX-License-Identifier: MIT */
#include "scene.h"

#include "text.h"

#include <math.h>

/* Between the picture and what lies beside it, in units. */
#define STRIP_GAP 12

static void
mark_clear (gpointer data)
{
  FoveaMark *mark = data;
  g_free ((char *)mark->label);
}

static GArray *
marks_new (void)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (FoveaMark));
  g_array_set_clear_func (marks, mark_clear);
  return marks;
}

FoveaGeometry
fovea_geometry_whole (guint photo_width, guint photo_height, guint width, guint height)
{
  return (FoveaGeometry){ .scale_x = (double)photo_width / width,
                          .scale_y = (double)photo_height / height,
                          .width = width,
                          .height = height };
}

FoveaScene *
fovea_scene_new (FoveaPhoto *photo)
{
  FoveaScene *scene = g_new0 (FoveaScene, 1);
  guint width = fovea_photo_width (photo), height = fovea_photo_height (photo);

  scene->photo = fovea_photo_ref (photo);
  scene->marks = marks_new ();
  scene->geometry = fovea_geometry_whole (width, height, width, height);
  fovea_look_init (&scene->look);
  scene->show_crop = TRUE;
  scene->text_size = 11;
  scene->unit = 1;
  return scene;
}

FoveaScene *
fovea_scene_copy (const FoveaScene *scene)
{
  FoveaScene *copy = g_new (FoveaScene, 1);

  *copy = *scene;
  copy->photo = fovea_photo_ref (scene->photo);
  copy->map = scene->map ? fovea_map_ref (scene->map) : NULL;
  copy->bar_label = g_strdup (scene->bar_label);
  copy->caption = g_strdup (scene->caption);
  copy->font = g_strdup (scene->font);
  copy->marks = marks_new ();
  for (guint i = 0; i < scene->marks->len; i++)
    fovea_scene_add_mark (copy, &g_array_index (scene->marks, FoveaMark, i));
  return copy;
}

void
fovea_scene_free (FoveaScene *scene)
{
  g_clear_pointer (&scene->map, fovea_map_unref);
  fovea_photo_unref (scene->photo);
  g_array_unref (scene->marks);
  g_free (scene->bar_label);
  g_free (scene->caption);
  g_free (scene->font);
  g_free (scene);
}

void
fovea_scene_set_map (FoveaScene *scene, FoveaMap *map, const FoveaGeometry *geometry)
{
  FoveaMap *old = scene->map;
  guint width = fovea_photo_width (scene->photo);
  guint height = fovea_photo_height (scene->photo);

  scene->map = map ? fovea_map_ref (map) : NULL;
  scene->extent = (cairo_rectangle_t){ 0 };
  g_clear_pointer (&old, fovea_map_unref);
  scene->geometry
      = geometry ? *geometry : fovea_geometry_whole (width, height, width, height);
  g_assert (scene->geometry.scale_x > 0 && scene->geometry.scale_y > 0);
}

void
fovea_scene_add_mark (FoveaScene *scene, const FoveaMark *mark)
{
  FoveaMark copy = *mark;

  copy.label = g_strdup (mark->label);
  g_array_append_val (scene->marks, copy);
}

void
fovea_scene_clear_marks (FoveaScene *scene)
{
  g_array_set_size (scene->marks, 0);
}

static void
replace_text (char **field, const char *text)
{
  char *copy = g_strdup (text);
  g_free (*field);
  *field = copy;
}

void
fovea_scene_set_bar_label (FoveaScene *scene, const char *label)
{
  replace_text (&scene->bar_label, label);
}

void
fovea_scene_set_caption (FoveaScene *scene, const char *caption)
{
  replace_text (&scene->caption, caption);
}

void
fovea_scene_set_font (FoveaScene *scene, const char *family)
{
  replace_text (&scene->font, family);
}

void
fovea_scene_crop (const FoveaScene *scene, cairo_rectangle_t *crop)
{
  const FoveaGeometry *g = &scene->geometry;
  double right
      = MIN (g->origin_x + g->scale_x * g->width, fovea_photo_width (scene->photo));
  double bottom
      = MIN (g->origin_y + g->scale_y * g->height, fovea_photo_height (scene->photo));

  crop->x = MAX (g->origin_x, 0);
  crop->y = MAX (g->origin_y, 0);
  crop->width = MAX (right - crop->x, 0);
  crop->height = MAX (bottom - crop->y, 0);
}

void
fovea_scene_colorbar (const FoveaScene *scene, gboolean vertical, FoveaColorbar *bar)
{
  *bar = (FoveaColorbar){
    .look = scene->look,
    .vertical = vertical,
    .label = scene->bar_label,
    .font = scene->font,
    .text_size = scene->text_size * scene->unit,
    .unit = scene->unit,
    .ink = { scene->ink[0], scene->ink[1], scene->ink[2] },
  };
}

/* What a picture of the given size needs at its right and below it. */
static void
strips_measure (const FoveaScene *scene, double picture_width, double picture_height,
                double *right, double *below_bar, double *below_caption)
{
  double gap = STRIP_GAP * scene->unit;
  FoveaColorbar bar;

  *right = *below_bar = *below_caption = 0;
  fovea_scene_colorbar (scene, scene->bar == FOVEA_BAR_RIGHT, &bar);
  if (scene->map && scene->bar == FOVEA_BAR_RIGHT)
    *right = gap + ceil (fovea_colorbar_thickness (&bar, picture_height));
  if (scene->map && scene->bar == FOVEA_BAR_BELOW)
    *below_bar = gap + ceil (fovea_colorbar_thickness (&bar, picture_width));
  if (scene->caption)
    {
      FoveaTextStyle style = { .family = scene->font,
                               .size = scene->text_size * scene->unit,
                               .wrap = picture_width };
      fovea_text_measure (scene->caption, &style, NULL, below_caption);
      *below_caption = gap + ceil (*below_caption);
    }
}

/* The layout around a picture whose place is known. */
static void
layout_around (const FoveaScene *scene, const cairo_rectangle_t *picture,
               FoveaSceneLayout *layout)
{
  double gap = STRIP_GAP * scene->unit, right, bar, caption;

  strips_measure (scene, picture->width, picture->height, &right, &bar, &caption);
  *layout = (FoveaSceneLayout){ .picture = *picture };
  layout->scale = picture->width / fovea_photo_width (scene->photo);
  double x = picture->x, bottom = picture->y + picture->height;
  if (right > 0)
    layout->bar = (cairo_rectangle_t){ x + picture->width + gap, picture->y, right - gap,
                                       picture->height };
  if (bar > 0)
    layout->bar = (cairo_rectangle_t){ x, bottom + gap, picture->width, bar - gap };
  if (caption > 0)
    layout->caption
        = (cairo_rectangle_t){ x, bottom + bar + gap, picture->width, caption - gap };
}

void
fovea_scene_extent (const FoveaScene *scene, double picture_width, double *width,
                    double *height)
{
  double right, bar, caption;
  double picture_height = picture_width * fovea_photo_height (scene->photo)
                          / fovea_photo_width (scene->photo);

  strips_measure (scene, picture_width, picture_height, &right, &bar, &caption);
  *width = picture_width + right;
  *height = picture_height + bar + caption;
}

static gboolean
fits (const FoveaScene *scene, double picture, double width, double height)
{
  double w, h;

  fovea_scene_extent (scene, picture, &w, &h);
  return w <= width + 1e-6 && h <= height + 1e-6;
}

/* The widest picture that fits with its strips. These change a little with the picture's
 * own size (a caption wraps), so it is sought by halving; unless there are none, or what is
 * left beside those of a wider picture is just right, as it is for a room made to measure. */
static double
fitting_width (const FoveaScene *scene, double width, double height)
{
  double aspect
      = (double)fovea_photo_height (scene->photo) / fovea_photo_width (scene->photo);
  double best = MIN (width, height / aspect), low = 0, high = best, w, h;

  if (fits (scene, best, width, height))
    return best;
  for (guint i = 0; i < 3 && best > 0; i++)
    {
      fovea_scene_extent (scene, best, &w, &h);
      best -= w - width;
      if (best > low && fits (scene, best, width, height))
        low = best;
    }
  for (guint i = 0; i < 12; i++)
    {
      double middle = (low + high) / 2;
      *(fits (scene, middle, width, height) ? &low : &high) = middle;
    }
  return low;
}

void
fovea_scene_layout (const FoveaScene *scene, double x, double y, double width,
                    double height, FoveaSceneLayout *layout)
{
  double picture = fitting_width (scene, width, height), all_width, all_height;

  fovea_scene_extent (scene, picture, &all_width, &all_height);
  cairo_rectangle_t place = {
    .x = x + (width - all_width) / 2,
    .y = y + (height - all_height) / 2,
    .width = picture,
    .height
    = picture * fovea_photo_height (scene->photo) / fovea_photo_width (scene->photo),
  };
  layout_around (scene, &place, layout);
}
