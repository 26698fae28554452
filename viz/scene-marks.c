/* SPDX-License-Identifier: MIT */
#include "scene-private.h"

#include "text.h"

#include <math.h>

#define PIN_RADIUS 6
#define DIM 0.5

/* Twice the same path: a dark halo, then a light line, so that it is seen on anything.
 * Keeps nothing. */
static void
stroke_seen (cairo_t *cr, double width, double light)
{
  cairo_set_source_rgba (cr, 0, 0, 0, 0.45);
  cairo_set_line_width (cr, width * 3);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, light);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

/* Moves a point so that lines `width` wide through it fill whole pixels, where the target
 * has any and they are not turned. */
static void
snap (cairo_t *cr, double width, double *x, double *y)
{
  cairo_matrix_t m;
  double sx, sy;

  cairo_get_matrix (cr, &m);
  if (!fovea_target_has_pixels (cr) || m.xy != 0 || m.yx != 0)
    return;
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &sx, &sy);
  double half = lrint (width * fabs (m.xx) * sx) % 2 ? 0.5 : 0;
  cairo_user_to_device (cr, x, y);
  *x = (floor (*x * sx + 0.5 - half) + half) / sx;
  *y = (floor (*y * sy + 0.5 - half) + half) / sy;
  cairo_device_to_user (cr, x, y);
}

/* The same for a rectangle's corners. */
static void
snap_rectangle (cairo_t *cr, double width, cairo_rectangle_t *r)
{
  double right = r->x + r->width, bottom = r->y + r->height;

  snap (cr, width, &r->x, &r->y);
  snap (cr, width, &right, &bottom);
  r->width = right - r->x;
  r->height = bottom - r->y;
}

/* A rectangle of the photograph in user space. */
static cairo_rectangle_t
to_user (const FoveaSceneLayout *layout, double x, double y, double width, double height)
{
  return (cairo_rectangle_t){ layout->picture.x + x * layout->scale,
                              layout->picture.y + y * layout->scale,
                              width * layout->scale, height * layout->scale };
}

void
fovea_scene_draw_crop (const FoveaScene *scene, cairo_t *cr,
                       const FoveaSceneLayout *layout)
{
  const cairo_rectangle_t *picture = &layout->picture;
  cairo_rectangle_t crop, seen;

  fovea_scene_crop (scene, &crop);
  /* A crop that leaves out less than a pixel is the whole picture. */
  if (crop.width > fovea_photo_width (scene->photo) - 1.0
      && crop.height > fovea_photo_height (scene->photo) - 1.0)
    return;
  seen = to_user (layout, crop.x, crop.y, crop.width, crop.height);

  cairo_save (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, picture->x, picture->y, picture->width, picture->height);
  cairo_rectangle (cr, seen.x, seen.y, seen.width, seen.height);
  cairo_set_source_rgba (cr, 0, 0, 0, DIM);
  cairo_fill (cr);

  /* Only the sides that lie inside the photograph get a line. */
  cairo_rectangle (cr, picture->x, picture->y, picture->width, picture->height);
  cairo_clip (cr);
  double half = scene->unit / 2;
  cairo_rectangle_t line
      = { seen.x - half, seen.y - half, seen.width + 2 * half, seen.height + 2 * half };
  snap_rectangle (cr, scene->unit, &line);
  cairo_rectangle (cr, line.x, line.y, line.width, line.height);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.7);
  cairo_set_line_width (cr, scene->unit);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
rounded_rectangle (cairo_t *cr, const cairo_rectangle_t *r, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, r->x + r->width - radius, r->y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, r->x + r->width - radius, r->y + r->height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, r->x + radius, r->y + r->height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, r->x + radius, r->y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Text on a scrim, its left edge at x and its middle at y, kept inside the picture. */
static void
draw_label (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout,
            const FoveaMark *mark, double x, double y)
{
  const char *label = mark->label;
  FoveaTextStyle style
      = { .family = scene->font, .size = scene->text_size * scene->unit };
  const cairo_rectangle_t *picture = &layout->picture;
  double width, height, pad = 6 * scene->unit;

  fovea_text_measure (label, &style, &width, &height);
  cairo_rectangle_t box
      = { x, y - height / 2 - pad / 3, width + 2 * pad, height + 2 * pad / 3 };
  box.x = MAX (picture->x, MIN (box.x, picture->x + picture->width - box.width));
  box.y = MAX (picture->y, MIN (box.y, picture->y + picture->height - box.height));
  rounded_rectangle (cr, &box, MIN (box.height / 2, pad));
  double scrim = mark->chosen ? 1 : 0, ink = 1 - scrim;
  cairo_set_source_rgba (cr, scrim, scrim, scrim, mark->chosen ? 0.95 : 0.65);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, ink, ink, ink);
  fovea_text_draw (cr, label, &style, box.x + pad, box.y + box.height / 2, 0, 0.5);
}

static void
draw_pin (const FoveaScene *scene, cairo_t *cr, const FoveaMark *mark,
          const cairo_rectangle_t *at)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, at->x, at->y, PIN_RADIUS * scene->unit, 0, 2 * G_PI);
  stroke_seen (cr, (mark->chosen ? 3 : 1.5) * scene->unit, 1);
  cairo_arc (cr, at->x, at->y, 1.5 * scene->unit, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);
}

/* The lines leave the point itself free. */
static void
draw_crosshair (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout,
                cairo_rectangle_t *at)
{
  const cairo_rectangle_t *p = &layout->picture;
  double gap = PIN_RADIUS * scene->unit;

  snap (cr, scene->unit, &at->x, &at->y);
  cairo_move_to (cr, p->x, at->y);
  cairo_line_to (cr, at->x - gap, at->y);
  cairo_move_to (cr, at->x + gap, at->y);
  cairo_line_to (cr, p->x + p->width, at->y);
  cairo_move_to (cr, at->x, p->y);
  cairo_line_to (cr, at->x, at->y - gap);
  cairo_move_to (cr, at->x, at->y + gap);
  cairo_line_to (cr, at->x, p->y + p->height);
  stroke_seen (cr, scene->unit, 0.85);
}

static void
draw_mark (const FoveaScene *scene, cairo_t *cr, const FoveaSceneLayout *layout,
           const FoveaMark *mark)
{
  cairo_rectangle_t at = to_user (layout, mark->x, mark->y, mark->width, mark->height);
  double label_x = at.x + 12 * scene->unit, label_y = at.y;

  if (mark->kind == FOVEA_MARK_PIN)
    draw_pin (scene, cr, mark, &at);
  else if (mark->kind == FOVEA_MARK_CROSSHAIR)
    draw_crosshair (scene, cr, layout, &at);
  else
    {
      snap_rectangle (cr, 1.5 * scene->unit, &at);
      cairo_rectangle (cr, at.x, at.y, at.width, at.height);
      stroke_seen (cr, 1.5 * scene->unit, 1);
      label_x = at.x;
      label_y = at.y - 12 * scene->unit;
    }
  if (mark->label)
    draw_label (scene, cr, layout, mark, label_x, label_y);
}

void
fovea_scene_draw_marks (const FoveaScene *scene, cairo_t *cr,
                        const FoveaSceneLayout *layout)
{
  const cairo_rectangle_t *p = &layout->picture;

  cairo_save (cr);
  cairo_rectangle (cr, p->x, p->y, p->width, p->height);
  cairo_clip (cr);
  for (guint i = 0; i < scene->marks->len; i++)
    draw_mark (scene, cr, layout, &g_array_index (scene->marks, FoveaMark, i));
  cairo_restore (cr);
}
