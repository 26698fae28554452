/* SPDX-License-Identifier: MIT */

/* Pictures and ways of looking on the clipboard. */

#include "window-fixture.h"

#include <string.h>

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static void
wait_for_words (WindowFixture *f, const char *text)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!says (GTK_WIDGET (f->window), text))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  window_settle (f);
}

/* Once something has been drawn. */
static void
copy (WindowFixture *f)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!says (GTK_WIDGET (f->window), "Picture copied"))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
      window_act (f, "copy", NULL);
    }
}

static const char *
layer_of (FoveaColumn *column)
{
  return fovea_explanation_layer (fovea_column_get_explanation (column),
                                  (guint) fovea_column_get_layer (column))
      ->site.path;
}

/* Another window takes over how the first is looked at; its photograph stays turned. */
static void
test_view (WindowFixture *f, gconstpointer unused)
{
  WindowFixture other;
  FoveaColumn *column = window_column (f, 0);

  window_act (f, "method", g_variant_new_string ("layercam"));
  window_act (f, "layer", g_variant_new_string ("block3.1"));
  window_act (f, "class", g_variant_new_int32 (5));
  window_act (f, "colormap", g_variant_new_string ("viridis"));
  copy (f);
  window_set_up (&other, NULL);
  window_act (&other, "rotate", g_variant_new_double (40));
  window_act (&other, "paste-view", NULL);
  wait_for_words (&other, "View pasted");
  column = window_column (&other, 0);
  g_assert_cmpstr (fovea_column_get_method (column)->name, ==, "layercam");
  g_assert_cmpstr (layer_of (column), ==, "block3.1");
  g_assert_cmpint (fovea_column_get_target (column), ==, 5);
  g_assert_cmpstr (fovea_session_get_look (other.session)->colormap->name, ==, "viridis");
  g_assert_cmpfloat (fovea_session_get_edit (other.session)->rotation, ==, 40);
  window_act (&other, "undo", NULL);
  g_assert_cmpstr (fovea_column_get_method (column)->name, ==, "gradcam");
  window_tear_down (&other, NULL);
}

/* The picture is there for other programs, and for Ctrl+V here. */
static void
test_picture (WindowFixture *f, gconstpointer unused)
{
  copy (f);
  GdkContentFormats *formats
      = gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (f->window)));
  g_assert_true (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE));
  window_act (f, "paste", NULL);
  wait_for_words (f, "Pasted image");
}

static void
test_nothing (WindowFixture *f, gconstpointer unused)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (f->window)), "words");
  window_act (f, "paste-view", NULL);
  wait_for_words (f, "There is no view to paste");
}

#define ADD(name, test)                                                                  \
  g_test_add ("/clipboard/" name, WindowFixture, NULL, window_set_up, test,              \
              window_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("view", test_view);
  ADD ("picture", test_picture);
  ADD ("nothing", test_nothing);
  return g_test_run ();
}
