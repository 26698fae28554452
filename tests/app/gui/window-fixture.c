/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

GtkWidget *
window_find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = window_find (child, type);
  return found;
}

guint
window_count (WindowFixture *f)
{
  return g_list_model_get_n_items (fovea_session_get_columns (f->session));
}

FoveaColumn *
window_column (WindowFixture *f, guint position)
{
  return fovea_session_get_column (f->session, position);
}

static gboolean
is_busy (WindowFixture *f)
{
  for (guint i = 0; i < window_count (f); i++)
    if (fovea_column_is_busy (window_column (f, i))
        || fovea_column_is_reading_box (window_column (f, i)))
      return TRUE;
  return fovea_session_is_loading (f->session);
}

void
window_settle (WindowFixture *f)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (is_busy (f))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
window_act (WindowFixture *f, const char *action, GVariant *parameter)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (f->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, parameter);
  window_settle (f);
}

void
window_set_up (WindowFixture *f, gconstpointer unused)
{
  f->window = fovea_window_new (NULL);
  f->session = fovea_window_get_session (f->window);
  f->places = fovea_session_get_places (f->session);
  f->compare = FOVEA_COMPARE (window_find (GTK_WIDGET (f->window), FOVEA_TYPE_COMPARE));
  fovea_window_open_demo (f->window);
  gtk_window_present (GTK_WINDOW (f->window));
  window_settle (f);
  while (gtk_widget_get_width (GTK_WIDGET (f->compare)) == 0) /* until it has its size */
    g_main_context_iteration (NULL, TRUE);
  window_settle (f);
}

void
window_tear_down (WindowFixture *f, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
