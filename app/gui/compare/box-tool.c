/* SPDX-License-Identifier: MIT */
#include "box-tool.h"

#include <math.h>

#define REACH 8 /* of a handle, in units of the widget */
#define LEAST 4 /* a smaller new box was a click */

/* Pixels of the photograph in so many units of the widget. */
static double
units (FoveaCanvas *canvas, double count)
{
  double from, to, y;

  if (!fovea_canvas_to_photo (canvas, 0, 0, &from, &y)
      || !fovea_canvas_to_photo (canvas, count, 0, &to, &y))
    return count;
  return to - from;
}

static FoveaGrip
grip_at (const FoveaBoxTarget *target, FoveaCanvas *canvas, double x, double y)
{
  double box[4];

  return fovea_grip_at (target->get (target->data, box) ? box : NULL, x, y,
                        units (canvas, REACH));
}

static void
restore (FoveaBoxTool *tool, const FoveaBoxTarget *target)
{
  target->set (target->data, tool->has_box ? tool->box : NULL);
}

static void
follow (FoveaBoxTool *tool, const FoveaBoxTarget *target, const double path[4])
{
  double box[4];

  fovea_grip_drag (tool->grip, tool->box, path[0], path[1], path[2], path[3],
                   target->width, target->height, box);
  target->set (target->data, box);
}

void
fovea_box_tool_drag (FoveaBoxTool *tool, const FoveaBoxTarget *target, FoveaCanvas *canvas,
                     const double path[4], FoveaDragPhase phase)
{
  double least = units (canvas, LEAST);

  if (phase == FOVEA_DRAG_BEGIN)
    {
      tool->grip = grip_at (target, canvas, path[0], path[1]);
      tool->has_box = target->get (target->data, tool->box);
    }
  else if (phase == FOVEA_DRAG_MOVE)
    follow (tool, target, path);
  else if (phase == FOVEA_DRAG_CANCEL
           || (tool->grip == FOVEA_GRIP_NEW
               && (fabs (path[2] - path[0]) < least || fabs (path[3] - path[1]) < least)))
    restore (tool, target);
}

void
fovea_box_tool_hover (const FoveaBoxTarget *target, FoveaCanvas *canvas, double x, double y)
{
  fovea_canvas_set_cursor (
      canvas, isnan (x) ? NULL : fovea_grip_cursor (grip_at (target, canvas, x, y)));
}
