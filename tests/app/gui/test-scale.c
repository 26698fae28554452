/* SPDX-License-Identifier: MIT */

/* Scales, signs, presets, differences and the wipe, under a virtual display, driven by the window's
 * actions. */

#include "window-fixture.h"

#include "action-down.h"
#include "column-view.h"
#include "picture.h"
#include "window.h"
#include "wipe.h"

#include <string.h>

typedef WindowFixture Fixture;

static void
act (Fixture *f, const char *action, GVariant *parameter)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (f->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, parameter);
}

static void
set (Fixture *f, const char *action, const char *word)
{
  act (f, action, g_variant_new_string (word));
  window_settle (f);
}

static void
assert_state (Fixture *f, const char *action, const char *expected)
{
  g_autoptr (GVariant) state
      = g_action_group_get_action_state (G_ACTION_GROUP (f->window), action);
  g_autofree char *text = g_variant_print (state, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

/* The first widget of a type, and of a name where the type has templates. */
static GtkWidget *
find_type (GtkWidget *widget, GType type, const char *name)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && (!name
          || g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name)
                 == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type, name);
  return found;
}

static GtkDropDown *
down_of (Fixture *f, const char *action)
{
  GtkWidget *down = find_type (GTK_WIDGET (f->window), FOVEA_TYPE_ACTION_DOWN, action);

  g_assert_nonnull (down);
  return GTK_DROP_DOWN (gtk_widget_get_first_child (down));
}

/* Two columns of one network share a scale in its unit; what is fixed stays, what is wrong is
 * refused and says so; the inspector follows and leads. */
static void
test_scale (Fixture *f, gconstpointer unused)
{
  act (f, "duplicate-column", NULL);
  window_settle (f);
  act (f, "class", g_variant_new_int32 (4));
  act (f, "linked", NULL);
  window_settle (f);
  set (f, "scale", "shared");
  g_autoptr (FoveaScene) one = fovea_session_scene (f->session, window_column (f, 0));
  g_autoptr (FoveaScene) two = fovea_session_scene (f->session, window_column (f, 1));
  g_assert_cmpstr (one->bar_label, ==, "logit");
  g_assert_cmpfloat (one->look.high, ==, two->look.high);
  assert_state (f, "unit", "'raw'");
  g_assert_cmpuint (gtk_drop_down_get_selected (down_of (f, "scale")), ==, 1);

  gtk_drop_down_set_selected (down_of (f, "scale"), 2);
  window_settle (f);
  g_assert_cmpint (fovea_session_get_range (f->session)->kind, ==, FOVEA_RANGE_FIXED);
  g_assert_cmpfloat (fovea_session_get_range (f->session)->high, ==, one->look.high);
  set (f, "scale", "0.25,0.5");
  assert_state (f, "scale", "'0.25,0.5'");
  set (f, "scale", "0.5,0.25");
  assert_state (f, "scale", "'0.25,0.5'");
  g_autoptr (FoveaScene) fixed = fovea_session_scene (f->session, window_column (f, 1));
  g_assert_cmpfloat (fixed->look.low, ==, 0.25);
  set (f, "scale", "own");
  set (f, "scale", "fixed");
  g_assert_cmpfloat (fovea_session_get_range (f->session)->high, <,
                     one->look.high + 1e-9);
  g_assert_cmpfloat (fovea_session_get_range (f->session)->high, !=, 1);
  set (f, "scale", "own");
  g_assert_cmpuint (gtk_drop_down_get_selected (down_of (f, "scale")), ==, 0);
  assert_state (f, "unit", "'range'");
}

/* Of the active column alone; the states are its. */
static void
test_asking (Fixture *f, gconstpointer unused)
{
  act (f, "duplicate-column", NULL);
  window_settle (f);
  set (f, "preset", "captum");
  set (f, "smoothing", "views");
  FoveaExplanation *explanation = fovea_column_get_explanation (window_column (f, 1));
  g_assert_cmpstr (fovea_explanation_preset (explanation)->name, ==, "captum");
  g_assert_cmpuint (fovea_explanation_smoothing (explanation), ==, FOVEA_SMOOTH_VIEWS);
  g_autoptr (FoveaScene) scene = fovea_session_scene (f->session, window_column (f, 1));
  const guint8 *pixels = fovea_image_pixels (fovea_photo_image (scene->photo));
  for (guint i = 0; i < 300; i += 3)
    g_assert_true (pixels[i] == pixels[i + 1] && pixels[i] == pixels[i + 2]);
  g_assert_cmpint (scene->look.blend, ==, FOVEA_BLEND_PLAIN);
  assert_state (f, "blend", "'plain'");

  act (f, "column", g_variant_new_int32 (0));
  assert_state (f, "preset", "'fovea'");
  assert_state (f, "smoothing", "'none'");
  set (f, "preset", "beauty");
  assert_state (f, "preset", "'fovea'");
  set (f, "method", "eigencam");
  g_assert_cmpuint (
      g_list_model_get_n_items (gtk_drop_down_get_model (down_of (f, "smoothing"))), ==,
      2);
  set (f, "method", "gradcam");
  g_assert_cmpuint (
      g_list_model_get_n_items (gtk_drop_down_get_model (down_of (f, "smoothing"))), ==,
      4);
  set (f, "blend", "grad-cam");
  g_autoptr (FoveaScene) blended = fovea_session_scene (f->session, window_column (f, 0));
  g_assert_cmpint (blended->look.blend, ==, FOVEA_BLEND_GRAD_CAM);
  act (f, "reset-look", NULL);
  assert_state (f, "blend", "'value'");
}

/* Where all speaks against the class a button beside that remark shows it. */
static void
test_signed (Fixture *f, gconstpointer unused)
{
  GtkWidget *button = NULL;

  set (f, "model", "san_nano");
  for (gint class = 0; class < 22 && !(button && gtk_widget_get_visible (button));
       class ++)
    {
      act (f, "class", g_variant_new_int32 (class));
      window_settle (f);
      button = find_type (GTK_WIDGET (f->window), GTK_TYPE_BUTTON, "show_signed");
      g_assert_nonnull (button);
    }
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_nonnull (strstr (fovea_column_get_remark (window_column (f, 0)), "speaks for"));
  g_signal_emit_by_name (button, "clicked");
  window_settle (f);
  assert_state (f, "signed", "true");
  g_autoptr (FoveaScene) scene = fovea_session_scene (f->session, window_column (f, 0));
  g_assert_true (scene->look.is_signed);
  g_assert_cmpfloat (scene->look.low, ==, -scene->look.high);
  g_assert_null (fovea_column_get_remark (window_column (f, 0)));
  g_assert_false (gtk_widget_get_visible (button));
}

/* The active column less the first, which has nothing to be less than. */
static void
test_difference (Fixture *f, gconstpointer unused)
{
  act (f, "difference", NULL);
  assert_state (f, "difference", "false");
  act (f, "duplicate-column", NULL);
  window_settle (f);
  set (f, "method", "layercam");
  act (f, "difference", NULL);
  assert_state (f, "difference", "true");
  g_autoptr (FoveaScene) scene = fovea_session_scene (f->session, window_column (f, 1));
  g_autofree char *note = fovea_session_note (f->session, window_column (f, 1));
  g_assert_nonnull (strstr (scene->bar_label, "difference"));
  g_assert_nonnull (strstr (note, "Grad-CAM"));

  /* What the first shows is followed. */
  act (f, "column", g_variant_new_int32 (0));
  set (f, "method", "layercam");
  g_autoptr (FoveaScene) same = fovea_session_scene (f->session, window_column (f, 1));
  g_assert_cmpfloat (same->look.high, <, 1e-6);
  g_assert_cmpfloat (scene->look.high, >, 0.01);

  /* The first leaves: the next has nothing any more. */
  act (f, "remove-column", NULL);
  window_settle (f);
  g_autoptr (FoveaScene) own = fovea_session_scene (f->session, window_column (f, 0));
  g_assert_null (strstr (own->bar_label, "difference"));
  assert_state (f, "difference", "false");
}

static guint
visible_views (Fixture *f)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (f->compare)); child;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_get_visible (child) ? 1 : 0;
  return n;
}

static FoveaWipe *
active_wipe (Fixture *f)
{
  GtkWidget *canvas = GTK_WIDGET (
      fovea_compare_get_canvas (f->compare, fovea_compare_get_position (f->compare)));

  return FOVEA_WIPE (find_type (gtk_widget_get_parent (canvas), FOVEA_TYPE_WIPE, NULL));
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget)
                   && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = says (child, text);
  return found;
}

/* One column is wiped with none; two are seen in one place, with both names, and the line goes
 * where it is told. */
static void
test_wipe (Fixture *f, gconstpointer unused)
{
  act (f, "wipe", NULL);
  assert_state (f, "wipe", "false");
  act (f, "duplicate-column", NULL);
  window_settle (f);
  set (f, "method", "layercam");
  act (f, "wipe", NULL);
  window_settle (f);
  assert_state (f, "wipe", "true");
  g_assert_cmpuint (visible_views (f), ==, 1);
  g_assert_true (says (GTK_WIDGET (active_wipe (f)), "Grad-CAM"));
  g_assert_true (says (GTK_WIDGET (active_wipe (f)), "LayerCAM"));
  FoveaCanvas *canvas = fovea_compare_get_canvas (f->compare, 1);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (canvas));
  act (f, "wipe-at", g_variant_new_double (0.25));
  g_assert_cmpfloat_with_epsilon (fovea_canvas_wipe_line (canvas),
                                  0.25 * gtk_widget_get_width (GTK_WIDGET (canvas)), 1);
  act (f, "wipe-at", g_variant_new_double (7));
  g_assert_cmpfloat (fovea_compare_get_wipe_share (f->compare), ==, 1);

  act (f, "step-column", g_variant_new_int32 (1));
  window_settle (f);
  g_assert_cmpuint (visible_views (f), ==, 1);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (active_wipe (f))));
  act (f, "remove-column", NULL);
  window_settle (f);
  g_assert_cmpuint (visible_views (f), ==, 1);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (active_wipe (f))));
  assert_state (f, "wipe", "false");
  act (f, "duplicate-column", NULL);
  window_settle (f);
  g_assert_cmpuint (visible_views (f), ==, 2);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/scale/" name, Fixture, NULL, window_set_up, test, window_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("scale", test_scale);
  ADD ("asking", test_asking);
  ADD ("signed", test_signed);
  ADD ("difference", test_difference);
  ADD ("wipe", test_wipe);
  return g_test_run ();
}
