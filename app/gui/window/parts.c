/* SPDX-License-Identifier: MIT */
#include "parts.h"

#define TOAST_SECONDS 3

GtkWidget *
fovea_icon_button_new (const char *icon, const char *label, const char *action,
                       GVariant *target)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  return button;
}

void
fovea_show_toast (AdwToastOverlay *toasts, const char *text)
{
  if (!toasts)
    return;
  AdwToast *toast = adw_toast_new (text);
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (toasts, toast);
}

void
fovea_add_keys (GtkWidgetClass *class, const FoveaKey *keys, guint n)
{
  for (guint i = 0; i < n; i++)
    gtk_widget_class_add_binding_action (class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
}
