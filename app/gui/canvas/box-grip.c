/* SPDX-License-Identifier: MIT */
#include "box-grip.h"

#include <math.h>

FoveaGrip
fovea_grip_at (const double box[4], double x, double y, double reach)
{
  FoveaGrip grip = FOVEA_GRIP_NEW;

  if (!box || x < box[0] - reach || x > box[0] + box[2] + reach || y < box[1] - reach
      || y > box[1] + box[3] + reach)
    return FOVEA_GRIP_NEW;
  double left = fabs (x - box[0]), right = fabs (x - box[0] - box[2]);
  double top = fabs (y - box[1]), bottom = fabs (y - box[1] - box[3]);
  if (MIN (left, right) <= reach)
    grip |= left < right ? FOVEA_GRIP_LEFT : FOVEA_GRIP_RIGHT;
  if (MIN (top, bottom) <= reach)
    grip |= top < bottom ? FOVEA_GRIP_TOP : FOVEA_GRIP_BOTTOM;
  return grip ? grip : FOVEA_GRIP_ALL;
}

const char *
fovea_grip_cursor (FoveaGrip grip)
{
  static const char *const names[16] = {
    [FOVEA_GRIP_NEW] = "crosshair",
    [FOVEA_GRIP_LEFT] = "ew-resize",
    [FOVEA_GRIP_RIGHT] = "ew-resize",
    [FOVEA_GRIP_TOP] = "ns-resize",
    [FOVEA_GRIP_BOTTOM] = "ns-resize",
    [FOVEA_GRIP_TOP | FOVEA_GRIP_LEFT] = "nwse-resize",
    [FOVEA_GRIP_BOTTOM | FOVEA_GRIP_RIGHT] = "nwse-resize",
    [FOVEA_GRIP_TOP | FOVEA_GRIP_RIGHT] = "nesw-resize",
    [FOVEA_GRIP_BOTTOM | FOVEA_GRIP_LEFT] = "nesw-resize",
    [FOVEA_GRIP_ALL] = "move",
  };

  return names[grip];
}

/* One axis: the sides held go along, in order and inside 0..limit. */
static void
drag_sides (gboolean low_held, gboolean high_held, double *start, double *length,
            double moved, double limit)
{
  double low = *start + (low_held ? moved : 0);
  double high = *start + *length + (high_held ? moved : 0);

  if (low_held && high_held)
    {
      *start = CLAMP (low, 0, limit - *length);
      return;
    }
  *start = CLAMP (MIN (low, high), 0, limit);
  *length = CLAMP (MAX (low, high), 0, limit) - *start;
}

void
fovea_grip_drag (FoveaGrip grip, const double box[4], double x0, double y0, double x1,
                 double y1, double photo_width, double photo_height, double dragged[4])
{
  const double point[4] = { x0, y0, 0, 0 };
  const double *from = grip == FOVEA_GRIP_NEW ? point : box;
  FoveaGrip held = grip == FOVEA_GRIP_NEW ? FOVEA_GRIP_RIGHT | FOVEA_GRIP_BOTTOM : grip;

  for (guint i = 0; i < 4; i++)
    dragged[i] = from[i];
  drag_sides (held & FOVEA_GRIP_LEFT, held & FOVEA_GRIP_RIGHT, &dragged[0], &dragged[2],
              x1 - x0, photo_width);
  drag_sides (held & FOVEA_GRIP_TOP, held & FOVEA_GRIP_BOTTOM, &dragged[1], &dragged[3],
              y1 - y0, photo_height);
}

void
fovea_box_nudge (double box[4], double right, double down, double wider, double higher,
                 double photo_width, double photo_height)
{
  box[2] = CLAMP (box[2] + wider, photo_width / 100, photo_width - box[0]);
  box[3] = CLAMP (box[3] + higher, photo_height / 100, photo_height - box[1]);
  box[0] = CLAMP (box[0] + right, 0, photo_width - box[2]);
  box[1] = CLAMP (box[1] + down, 0, photo_height - box[3]);
}
