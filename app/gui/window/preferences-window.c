/* SPDX-License-Identifier: MIT */
#include "preferences-window.h"

#include "swatches.h"
#include "window-private.h"

struct _FoveaPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *style;
  GtkSwitch *reopen;
  GtkDropDown *colormaps;
  GtkRange *opacity;

  FoveaPreferences *preferences;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (FoveaPreferencesWindow, fovea_preferences_window,
                     ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the list. */
static const char *const styles[] = { "system", "light", "dark" };

static void
on_style (FoveaPreferencesWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->style);

  if (!self->filling && selected < G_N_ELEMENTS (styles))
    fovea_preferences_set_style (self->preferences, styles[selected]);
}

static void
on_reopen (FoveaPreferencesWindow *self)
{
  if (!self->filling)
    fovea_preferences_set_reopen (self->preferences,
                                  gtk_switch_get_active (self->reopen));
}

static void
on_colormap (FoveaPreferencesWindow *self)
{
  guint n, selected = gtk_drop_down_get_selected (self->colormaps);
  const FoveaColormap *all = fovea_colormaps (&n);

  if (!self->filling && selected < n)
    fovea_preferences_set_colormap (self->preferences, &all[selected]);
}

static void
on_opacity (FoveaPreferencesWindow *self)
{
  if (!self->filling)
    fovea_preferences_set_opacity (self->preferences,
                                   gtk_range_get_value (self->opacity));
}

static void
fill (FoveaPreferencesWindow *self)
{
  guint n;
  const FoveaColormap *all = fovea_colormaps (&n);

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_str_equal (styles[i], fovea_preferences_get_style (self->preferences)))
      adw_combo_row_set_selected (self->style, i);
  gtk_switch_set_active (self->reopen, fovea_preferences_get_reopen (self->preferences));
  for (guint i = 0; i < n; i++)
    if (&all[i] == fovea_preferences_get_colormap (self->preferences))
      gtk_drop_down_set_selected (self->colormaps, i);
  gtk_range_set_value (self->opacity, fovea_preferences_get_opacity (self->preferences));
  self->filling = FALSE;
}

static void
fovea_preferences_window_dispose (GObject *object)
{
  FoveaPreferencesWindow *self = FOVEA_PREFERENCES_WINDOW (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_PREFERENCES_WINDOW);
  g_clear_object (&self->preferences);
  G_OBJECT_CLASS (fovea_preferences_window_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaPreferencesWindow, member)

static void
fovea_preferences_window_class_init (FoveaPreferencesWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/fovea/Fovea/preferences-window.ui");
  BIND (style);
  BIND (reopen);
  BIND (colormaps);
  BIND (opacity);
  gtk_widget_class_bind_template_callback (widget_class, on_style);
  gtk_widget_class_bind_template_callback (widget_class, on_reopen);
  gtk_widget_class_bind_template_callback (widget_class, on_colormap);
  gtk_widget_class_bind_template_callback (widget_class, on_opacity);
}

static void
fovea_preferences_window_init (FoveaPreferencesWindow *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fovea_swatches_fill (self->colormaps);
}

GtkWidget *
fovea_preferences_window_new (GtkWindow *parent, FoveaPreferences *preferences)
{
  FoveaPreferencesWindow *self = g_object_new (
      FOVEA_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  self->preferences = g_object_ref (preferences);
  fill (self);
  return GTK_WIDGET (self);
}

static void
act_preferences (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  gtk_window_present (GTK_WINDOW (
      fovea_preferences_window_new (window, fovea_preferences_get_default ())));
}

static const GActionEntry entries[] = {
  { .name = "preferences", .activate = act_preferences },
};

/* What maps look like at first is the preferences' too. */
void
fovea_window_add_preferences (FoveaWindow *self)
{
  FoveaPreferences *preferences = fovea_preferences_get_default ();
  FoveaLook look = *fovea_session_get_look (self->session);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  look.colormap = fovea_preferences_get_colormap (preferences);
  look.opacity = fovea_preferences_get_opacity (preferences);
  fovea_session_set_look (self->session, &look);
}
