/* SPDX-License-Identifier: MIT */

/* The hand on the photograph: what it turns, rubs out and crops, every column follows. */

#include "window-fixture.h"

#include "canvas.h"
#include "dial.h"
#include "input-section.h"
#include "npy.h"

#include <glib/gstdio.h>

static const char *
edits_of (WindowFixture *f, guint column)
{
  return fovea_image_edits (
      fovea_photo_image (fovea_column_get_photo (window_column (f, column))));
}

/* A drag on the first canvas, in pixels of the photograph. */
static void
drag (WindowFixture *f, double x0, double y0, double x1, double y1)
{
  FoveaCanvas *canvas = fovea_compare_get_canvas (f->compare, 0);

  g_signal_emit_by_name (canvas, "drag-region", x0, y0, x0, y0, (int) FOVEA_DRAG_BEGIN);
  for (guint i = 1; i <= 4; i++)
    g_signal_emit_by_name (canvas, "drag-region", x0, y0, x0 + (x1 - x0) * i / 4,
                           y0 + (y1 - y0) * i / 4, (int) FOVEA_DRAG_MOVE);
  g_signal_emit_by_name (canvas, "drag-region", x0, y0, x1, y1, (int) FOVEA_DRAG_END);
  window_settle (f);
}

/* By the dial, in all columns; the zoom stays. */
static void
test_turn (WindowFixture *f, gconstpointer unused)
{
  GtkWidget *dial = window_find (GTK_WIDGET (f->window), FOVEA_TYPE_DIAL);
  FoveaCanvas *canvas;

  window_act (f, "compare", g_variant_new_string ("models"));
  canvas = fovea_compare_get_canvas (f->compare, 0);
  window_act (f, "zoom", g_variant_new_double (3));
  g_signal_emit_by_name (dial, "turned", 41.5);
  window_settle (f);
  for (guint i = 0; i < window_count (f); i++)
    {
      FoveaColumn *column = window_column (f, i);
      g_assert_cmpstr (edits_of (f, i), ==, "rotate 41.5");
      g_assert_true (
          fovea_input_image (fovea_explanation_input (fovea_column_get_explanation (column)))
          == fovea_photo_image (fovea_session_get_photo (f->session)));
    }
  g_assert_cmpfloat (fovea_dial_get_value (FOVEA_DIAL (dial)), ==, 41.5);
  g_assert_cmpfloat (fovea_canvas_get_zoom (canvas), ==, 3);
  window_act (f, "rotate", g_variant_new_double (270));
  g_assert_cmpfloat (fovea_dial_get_value (FOVEA_DIAL (dial)), ==, -90);
}

/* What is rubbed where the turned photograph is, is kept where it was opened. */
static void
test_erase (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "rotate", g_variant_new_double (180));
  window_act (f, "pointer", g_variant_new_string ("erase"));
  window_act (f, "brush", g_variant_new_double (10));
  drag (f, 52, 28, 92, 68);
  const FoveaEdit *edit = fovea_session_get_edit (f->session);
  g_assert_cmpuint (edit->strokes->len, ==, 1);
  const FoveaStroke *stroke = edit->strokes->pdata[0];
  g_assert_cmpfloat (stroke->radius, ==, 12.8); /* of 192 x 128 */
  g_assert_cmpuint (stroke->n, ==, 5);
  g_assert_cmpfloat_with_epsilon (stroke->points[0], 140, 1e-9);
  g_assert_cmpfloat_with_epsilon (stroke->points[1], 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (stroke->points[8], 100, 1e-9);
  g_assert_true (g_str_has_prefix (edits_of (f, 0), "erase 12.8"));

  FoveaCanvas *canvas = fovea_compare_get_canvas (f->compare, 0);
  g_signal_emit_by_name (canvas, "drag-region", 9.0, 9.0, 9.0, 9.0, (int) FOVEA_DRAG_BEGIN);
  g_signal_emit_by_name (canvas, "drag-region", 0.0, 0.0, 0.0, 0.0,
                         (int) FOVEA_DRAG_CANCEL);
  window_settle (f);
  g_assert_cmpuint (fovea_session_get_edit (f->session)->strokes->len, ==, 1);
}

static void
check_crop (WindowFixture *f, double x, double y, double width, double height)
{
  double crop[4], seen[4];

  g_assert_true (fovea_session_get_crop (f->session, crop));
  fovea_geometry_crop (
      fovea_input_geometry (fovea_explanation_input (
          fovea_column_get_explanation (window_column (f, 0)))),
      seen);
  const double wanted[4] = { x, y, width, height };
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (crop[i], wanted[i], 1e-9);
      g_assert_cmpfloat_with_epsilon (seen[i], wanted[i], 1e-6);
    }
}

/* Drawn, moved, as a whole, and back to the preset. */
static void
test_crop (WindowFixture *f, gconstpointer unused)
{
  double crop[4];

  window_act (f, "pointer", g_variant_new_string ("crop"));
  drag (f, 20, 30, 120, 110);
  check_crop (f, 20, 30, 100, 80);
  drag (f, 70, 70, 80, 75);
  check_crop (f, 30, 35, 100, 80);
  window_act (f, "crop-whole", NULL);
  check_crop (f, 0, 0, 192, 128);
  window_act (f, "crop", g_variant_new ("(dddd)", 150.0, 100.0, 100.0, 100.0));
  check_crop (f, 150, 100, 42, 28);
  window_act (f, "crop-preset", NULL);
  g_assert_false (fovea_session_get_crop (f->session, crop));
}

static void
test_reset (WindowFixture *f, gconstpointer unused)
{
  FoveaImage *before = fovea_photo_image (fovea_session_get_photo (f->session));
  double crop[4];

  window_act (f, "rotate", g_variant_new_double (12));
  window_act (f, "erase", g_variant_new_string ("5,10,10,50,60"));
  window_act (f, "crop", g_variant_new ("(dddd)", 5.0, 5.0, 90.0, 90.0));
  window_act (f, "reset-input", NULL);
  g_assert_true (fovea_photo_image (fovea_session_get_photo (f->session)) == before);
  g_assert_false (fovea_session_get_crop (f->session, crop));
  g_assert_false (fovea_column_get_crop (window_column (f, 0), crop));
  g_assert_null (edits_of (f, 0));
}

/* The inspector shows what the network reads, follows the hand, and saves it. */
static void
test_input (WindowFixture *f, gconstpointer unused)
{
  FoveaInputSection *section = FOVEA_INPUT_SECTION (
      window_find (GTK_WIDGET (f->window), FOVEA_TYPE_INPUT_SECTION));
  g_autofree char *folder = g_dir_make_tmp ("fovea-live-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "input.npy", NULL);

  g_assert_null (fovea_input_section_get_picture (section));
  window_act (f, "input", NULL);
  g_autoptr (GdkPaintable) before
      = g_object_ref (fovea_input_section_get_picture (section));
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (before), ==, 160);
  window_act (f, "rotate", g_variant_new_double (30));
  g_assert_true (fovea_input_section_get_picture (section) != before);
  window_act (f, "save-input-to", g_variant_new_string (path));
  g_autoptr (FoveaTensor) saved = fovea_npy_open (path, NULL);
  FoveaTensor *read = fovea_input_tensor (
      fovea_explanation_input (fovea_column_get_explanation (window_column (f, 0))));
  g_assert_cmpmem (fovea_tensor_data (saved), fovea_tensor_count (saved) * sizeof (float),
                   fovea_tensor_data (read), fovea_tensor_count (read) * sizeof (float));
  window_act (f, "input", NULL);
  g_assert_false (fovea_input_section_is_open (section));
  g_remove (path);
  g_rmdir (folder);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/live/" name, WindowFixture, NULL, window_set_up, test, window_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("turn", test_turn);
  ADD ("erase", test_erase);
  ADD ("crop", test_crop);
  ADD ("reset", test_reset);
  ADD ("input", test_input);
  return g_test_run ();
}
