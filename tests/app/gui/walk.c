/* SPDX-License-Identifier: MIT */
#include "walk.h"

#include <adwaita.h>

/* What GTK and libadwaita build inside their widgets they name themselves. */
static gboolean
is_closed (GtkWidget *widget)
{
  return GTK_IS_DROP_DOWN (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_INFO_BAR (widget)
         || ADW_IS_COMBO_ROW (widget) || GTK_IS_EDITABLE (widget) || GTK_IS_RANGE (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_SCROLLBAR (widget)
         || GTK_IS_POPOVER_MENU (widget)
         || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow") || GTK_IS_SEARCH_BAR (widget)
         || ADW_IS_VIEW_SWITCHER_TITLE (widget);
}

static gboolean
is_of_project (GtkWidget *widget)
{
  return g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Fovea");
}

/* What tells something by itself or is acted on. */
static gboolean
has_to_be_told (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_RANGE (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_LIST_BOX (widget)
         || GTK_IS_FLOW_BOX (widget) || GTK_IS_FLOW_BOX_CHILD (widget)
         || GTK_IS_LIST_BASE (widget) || GTK_IS_SPIN_BUTTON (widget)
         || GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_ENTRY (widget)
         || GTK_IS_PICTURE (widget) || GTK_IS_PROGRESS_BAR (widget)
         || GTK_IS_LEVEL_BAR (widget)
         || (is_of_project (widget) && gtk_widget_get_focusable (widget)
             && !GTK_IS_ROOT (widget));
}

static gboolean
is_presentation (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  return role == GTK_ACCESSIBLE_ROLE_PRESENTATION || role == GTK_ACCESSIBLE_ROLE_NONE;
}

/* A picture that is not shown says nothing. */
static gboolean
is_silent (GtkWidget *widget)
{
  return is_presentation (widget)
         || (GTK_IS_PICTURE (widget) && !gtk_picture_get_paintable (GTK_PICTURE (widget)));
}

static gboolean
is_named (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (accessible,
                                              GTK_ACCESSIBLE_RELATION_LABELLED_BY)
         || (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)));
}

static gboolean
is_icon_alone (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    return gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)) != NULL;
  return GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget));
}

/* "FoveaWindow > GtkBox > GtkButton". (transfer full) */
static char *
path_of (GtkWidget *widget)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (GtkWidget *at = widget; at; at = gtk_widget_get_parent (at))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (at));
      g_autofree char *step
          = g_strdup_printf ("%s%s%s%s", G_OBJECT_TYPE_NAME (at), id ? " " : "", id ? id : "",
                             path->len > 0 ? " > " : "");
      g_string_prepend (path, step);
    }
  return g_strdup (path->str);
}

static void
fail (GtkWidget *widget, const char *where, const char *lack)
{
  g_autofree char *path = path_of (widget);

  g_test_message ("%s: %s: %s", where, lack, path);
  g_test_fail_printf ("%s: %s: %s", where, lack, path);
}

static void
check (GtkWidget *widget, const char *where)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (!is_named (widget))
    fail (widget, where, "no accessible name");
  if (is_icon_alone (widget) && !(tooltip && *tooltip))
    fail (widget, where, "an icon without a tooltip");
}

guint
walk_widgets (GtkWidget *widget, const char *where)
{
  gboolean told = has_to_be_told (widget) && !is_silent (widget);
  guint count = told ? 1 : 0;

  if (told)
    check (widget, where);
  if (is_closed (widget))
    return count;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    count += walk_widgets (child, where);
  return count;
}
