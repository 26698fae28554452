/* SPDX-License-Identifier: MIT */
#pragma once

/* Small parts that several windows are made of. */

#include <adwaita.h>

/* A flat button of an icon alone, with a tooltip and a name for screen readers, that activates
 * an action with a target (floating; NULL: none). */
GtkWidget *fovea_icon_button_new (const char *icon, const char *label, const char *action,
                                  GVariant *target);

/* Words that go by themselves. `toasts` may be NULL, when a window is going: nothing is said. */
void fovea_show_toast (AdwToastOverlay *toasts, const char *text);

typedef struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action; /* without a parameter */
} FoveaKey;

/* Keys of a whole class of windows. */
void fovea_add_keys (GtkWidgetClass *class, const FoveaKey *keys, guint n);
