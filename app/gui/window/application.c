/* SPDX-License-Identifier: MIT */
#include "application.h"

#include "preferences.h"
#include "session-actions.h"
#include "window.h"

#include <glib/gi18n.h>

#define APPLICATION_ID "io.github.fovea.Fovea"

struct _FoveaApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (FoveaApplication, fovea_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action, *keys[3];
} shortcuts[] = {
  { "app.quit", { "<Control>q" } },
  { "app.new-window", { "<Control>n" } },
  { "win.open", { "<Control>o" } },
  { "win.save-session", { "<Control>s" } },
  { "win.save-session-as", { "<Control><Shift>s" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.open-folder", { "<Control><Shift>o" } },
  { "win.folder", { "F6" } },
  { "win.folder-strip", { "F7" } },
  { "win.library", { "<Control><Shift>l" } },
  { "win.add-to-figure", { "<Control>d" } },
  { "win.figure", { "<Control><Shift>d" } },
  { "win.paste", { "<Control>v" } },
  { "win.paste-view", { "<Control><Shift>v" } },
  { "win.copy", { "<Control>c" } },
  { "win.copy-command", { "<Control><Shift>c" } },
  { "win.export", { "<Control>e" } },
  { "win.find-class", { "<Control>f" } },
  { "win.measure", { "<Control>m" } },
  { "win.model-card", { "<Alt>Return" } },
  { "win.tensor", { "<Control>i" } },
  { "win.inspector", { "F9" } },
  { "win.strip", { "F8" } },
  { "win.play", { "F5" } },
  { "win.fullscreen", { "F11" } },
  { "win.stop", { "Escape" } },
  { "win.duplicate-column", { "<Control>t" } },
  { "win.remove-column", { "<Control><Shift>t" } },
  { "win.step-column(1)", { "<Control>Page_Down" } },
  { "win.step-column(-1)", { "<Control>Page_Up" } },
  { "win.move-column(1)", { "<Control><Shift>Page_Down" } },
  { "win.move-column(-1)", { "<Control><Shift>Page_Up" } },
  { "win.column(0)", { "<Alt>1" } },
  { "win.column(1)", { "<Alt>2" } },
  { "win.column(2)", { "<Alt>3" } },
  { "win.column(3)", { "<Alt>4" } },
  { "win.column(4)", { "<Alt>5" } },
  { "win.column(5)", { "<Alt>6" } },
  { "win.column(6)", { "<Alt>7" } },
  { "win.column(7)", { "<Alt>8" } },
  { "win.column(8)", { "<Alt>9" } },
  { "win.linked", { "<Control>l" } },
  { "window.close", { "<Control>w" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
};

static void
on_new_window (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  FoveaWindow *window = fovea_window_new (self);

  fovea_window_open_demo (window);
  gtk_window_present (GTK_WINDOW (window));
}

/* Each window as if it were closed, the present one last; the program ends when all is
 * written. */
static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GList) windows
      = g_list_reverse (g_list_copy (gtk_application_get_windows (self)));

  for (GList *window = windows; window; window = window->next)
    if (FOVEA_IS_WINDOW (window->data))
      gtk_window_close (window->data);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  adw_show_about_window (gtk_application_get_active_window (self), "application-name",
                         "Fovea", "application-icon", APPLICATION_ID, "version",
                         FOVEA_VERSION, "license-type", GTK_LICENSE_MIT_X11, "comments",
                         _ ("Shows where an image classifier looks"), NULL);
}

static void
on_color_scheme (GSimpleAction *action, GVariant *state, gpointer self)
{
  const char *name = g_variant_get_string (state, NULL);
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (name, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (name, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  g_simple_action_set_state (action, state);
  fovea_preferences_set_style (fovea_preferences_get_default (), name);
}

static void
on_preferences (FoveaPreferences *preferences, GActionGroup *application)
{
  const char *style = fovea_preferences_get_style (preferences);
  g_autoptr (GVariant) state
      = g_action_group_get_action_state (application, "color-scheme");

  if (!g_str_equal (g_variant_get_string (state, NULL), style))
    g_action_group_change_action_state (application, "color-scheme",
                                        g_variant_new_string (style));
}

static void
load_preferences (gpointer application)
{
  FoveaPreferences *preferences = fovea_preferences_get_default ();
  g_autofree char *path = fovea_preferences_usual_path ();

  g_signal_connect_object (preferences, "changed", G_CALLBACK (on_preferences),
                           application, 0);
  fovea_preferences_load (preferences, path);
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = on_new_window },
  { .name = "quit", .activate = on_quit },
  { .name = "about", .activate = on_about },
  { .name = "color-scheme",
    .parameter_type = "s",
    .state = "'system'",
    .change_state = on_color_scheme },
};

static void
fovea_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (fovea_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions,
                                   G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application),
                                           shortcuts[i].action, shortcuts[i].keys);
  load_preferences (application);
}

/* What was open last, if that is wished for; FALSE when there is nothing. */
static gboolean
reopen_last (gpointer application)
{
  g_autofree char *path = fovea_last_session_path ();
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (!fovea_preferences_get_reopen (fovea_preferences_get_default ())
      || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  FoveaWindow *window = fovea_window_new (application);
  fovea_window_open_file (window, file);
  gtk_window_present (GTK_WINDOW (window));
  return TRUE;
}

static void
fovea_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window)
    gtk_window_present (window);
  else if (!reopen_last (application))
    on_new_window (NULL, NULL, application);
}

static gboolean
is_session (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_str_has_suffix (name, ".fovea");
}

/* Each session gets its window; all images share one and are gone through there, a checkpoint
 * named with them joins them, and one by itself meets the demonstration's photograph. */
static void
fovea_application_open (GApplication *application, GFile **files, gint n_files,
                        const gchar *hint)
{
  g_autoptr (GSList) together = NULL;

  for (gint i = n_files - 1; i >= 0; i--)
    if (!is_session (files[i]))
      together = g_slist_prepend (together, files[i]);
  for (gint i = 0; i < n_files; i++)
    if (is_session (files[i]) || (together && files[i] == together->data))
      {
        FoveaWindow *window = fovea_window_new (application);
        if (is_session (files[i]))
          fovea_window_open_file (window, files[i]);
        else
          fovea_window_open_files (window, NULL, together);
        gtk_window_present (GTK_WINDOW (window));
      }
}

static void
fovea_application_class_init (FoveaApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  application_class->startup = fovea_application_startup;
  application_class->activate = fovea_application_activate;
  application_class->open = fovea_application_open;
}

static void
fovea_application_init (FoveaApplication *self)
{
}

/* Without a session bus there is nothing to be unique on. */
FoveaApplication *
fovea_application_new (void)
{
  GApplicationFlags flags = G_APPLICATION_HANDLES_OPEN;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  if (!bus)
    flags |= G_APPLICATION_NON_UNIQUE;
  return g_object_new (FOVEA_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       "resource-base-path", "/io/github/fovea/Fovea", "flags", flags,
                       NULL);
}
