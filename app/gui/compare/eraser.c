/* SPDX-License-Identifier: MIT */
#include "eraser.h"

/* Strokes are kept on the photograph as it was opened: turning it turns them too. */
static void
draw (FoveaSession *session, FoveaEdit *edit, double share, double x, double y,
      gboolean begins)
{
  FoveaPhoto *photo = fovea_session_get_photo (session);
  guint width = fovea_photo_width (photo), height = fovea_photo_height (photo);
  double original_x, original_y;

  fovea_edit_to_original (edit, width, height, x, y, &original_x, &original_y);
  if (begins)
    fovea_edit_begin_stroke (edit, share * MIN (width, height), original_x, original_y);
  else
    fovea_edit_continue_stroke (edit, original_x, original_y);
}

void
fovea_eraser_drag (FoveaSession *session, double share, const double path[4],
                   FoveaDragPhase phase)
{
  g_autoptr (FoveaEdit) edit = fovea_edit_copy (fovea_session_get_edit (session));

  if (phase == FOVEA_DRAG_BEGIN)
    draw (session, edit, share, path[0], path[1], TRUE);
  else if (edit->strokes->len == 0)
    return;
  else if (phase == FOVEA_DRAG_MOVE)
    draw (session, edit, share, path[2], path[3], FALSE);
  else if (phase == FOVEA_DRAG_CANCEL)
    g_ptr_array_set_size (edit->strokes, (int) edit->strokes->len - 1);
  else
    return;
  fovea_session_set_edit (session, edit);
}
