/* SPDX-License-Identifier: MIT */
#include "preferences.h"

#define GROUP "Fovea"
#define SETTLE_MS 200

struct _FoveaPreferences
{
  GObject parent_instance;

  char *path; /* NULL: not loaded */
  char *style;
  gboolean reopen;
  char **folders; /* of weights */
  gboolean caches;
  FoveaLook look;
  guint saving;       /* the source that writes it */
  GApplication *held; /* until then */
};

G_DEFINE_FINAL_TYPE (FoveaPreferences, fovea_preferences, G_TYPE_OBJECT)

static guint changed;

static void
fovea_preferences_finalize (GObject *object)
{
  FoveaPreferences *self = FOVEA_PREFERENCES (object);

  g_clear_handle_id (&self->saving, g_source_remove);
  g_free (self->path);
  g_free (self->style);
  g_strfreev (self->folders);
  G_OBJECT_CLASS (fovea_preferences_parent_class)->finalize (object);
}

static void
fovea_preferences_class_init (FoveaPreferencesClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fovea_preferences_finalize;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fovea_preferences_init (FoveaPreferences *self)
{
  self->style = g_strdup ("system");
  self->folders = g_new0 (char *, 1);
  fovea_look_init (&self->look);
}

FoveaPreferences *
fovea_preferences_get_default (void)
{
  static FoveaPreferences *preferences;

  if (!preferences)
    preferences = g_object_new (FOVEA_TYPE_PREFERENCES, NULL);
  return preferences;
}

char *
fovea_preferences_usual_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "fovea", "preferences", NULL);
}

/* Writing. */

static GBytes *
make_text (FoveaPreferences *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gsize length;

  g_key_file_set_string (file, GROUP, "style", self->style);
  g_key_file_set_boolean (file, GROUP, "reopen", self->reopen);
  g_key_file_set_string (file, GROUP, "colormap", self->look.colormap->name);
  g_key_file_set_double (file, GROUP, "opacity", self->look.opacity);
  g_key_file_set_string_list (file, GROUP, "folders", (const char *const *)self->folders,
                              g_strv_length (self->folders));
  g_key_file_set_boolean (file, GROUP, "caches", self->caches);
  char *text = g_key_file_to_data (file, &length, NULL);
  return g_bytes_new_take (text, length);
}

/* In another thread. */
static void
write_file (GTask *task, gpointer unused, gpointer text, GCancellable *cancellable)
{
  const char *path = g_object_get_data (G_OBJECT (task), "path");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents (path, g_bytes_get_data (text, NULL),
                            (gssize)g_bytes_get_size (text), &error))
    g_message ("The preferences could not be saved: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
on_written (GObject *unused, GAsyncResult *result, gpointer application)
{
  if (application)
    g_application_release (application);
}

static gboolean
save (gpointer data)
{
  FoveaPreferences *self = data;
  g_autoptr (GTask) task
      = g_task_new (NULL, NULL, on_written, g_steal_pointer (&self->held));

  self->saving = 0;
  g_task_set_name (task, "fovea-preferences");
  g_task_set_task_data (task, make_text (self), (GDestroyNotify)g_bytes_unref);
  g_object_set_data_full (G_OBJECT (task), "path", g_strdup (self->path), g_free);
  g_task_run_in_thread (task, write_file);
  return G_SOURCE_REMOVE;
}

static void
queue_saving (FoveaPreferences *self)
{
  GApplication *application = g_application_get_default ();

  if (!self->path || self->saving)
    return;
  if (application && g_application_get_is_registered (application))
    {
      g_application_hold (application);
      self->held = application;
    }
  self->saving = g_timeout_add (SETTLE_MS, save, self);
}

static void
touch (FoveaPreferences *self)
{
  queue_saving (self);
  g_signal_emit (self, changed, 0);
}

/* Reading. */

static gboolean
is_style (const char *name)
{
  return name
         && (g_str_equal (name, "system") || g_str_equal (name, "light")
             || g_str_equal (name, "dark"));
}

static void
read_look (FoveaPreferences *self, GKeyFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_key_file_get_string (file, GROUP, "colormap", NULL);
  double opacity = g_key_file_get_double (file, GROUP, "opacity", &error);
  const FoveaColormap *colormap = name ? fovea_colormap_find (name, NULL) : NULL;

  if (colormap)
    self->look.colormap = colormap;
  if (!error && opacity >= 0 && opacity <= 1)
    self->look.opacity = opacity;
}

static void
read_library (FoveaPreferences *self, GKeyFile *file)
{
  char **folders = g_key_file_get_string_list (file, GROUP, "folders", NULL, NULL);

  self->caches = g_key_file_get_boolean (file, GROUP, "caches", NULL);
  if (!folders)
    return;
  g_strfreev (self->folders);
  self->folders = folders;
}

void
fovea_preferences_load (FoveaPreferences *self, const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_free (self->path);
  self->path = g_strdup (path);
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  g_autofree char *style = g_key_file_get_string (file, GROUP, "style", NULL);
  if (is_style (style))
    {
      g_free (self->style);
      self->style = g_steal_pointer (&style);
    }
  self->reopen = g_key_file_get_boolean (file, GROUP, "reopen", NULL);
  read_look (self, file);
  read_library (self, file);
  g_signal_emit (self, changed, 0);
}

/* What there is. */

const char *
fovea_preferences_get_style (FoveaPreferences *self)
{
  return self->style;
}

void
fovea_preferences_set_style (FoveaPreferences *self, const char *style)
{
  if (!is_style (style) || g_str_equal (style, self->style))
    return;
  g_free (self->style);
  self->style = g_strdup (style);
  touch (self);
}

gboolean
fovea_preferences_get_reopen (FoveaPreferences *self)
{
  return self->reopen;
}

void
fovea_preferences_set_reopen (FoveaPreferences *self, gboolean reopen)
{
  if (self->reopen == reopen)
    return;
  self->reopen = reopen;
  touch (self);
}

const FoveaColormap *
fovea_preferences_get_colormap (FoveaPreferences *self)
{
  return self->look.colormap;
}

void
fovea_preferences_set_colormap (FoveaPreferences *self, const FoveaColormap *colormap)
{
  if (self->look.colormap == colormap)
    return;
  self->look.colormap = colormap;
  touch (self);
}

double
fovea_preferences_get_opacity (FoveaPreferences *self)
{
  return self->look.opacity;
}

void
fovea_preferences_set_opacity (FoveaPreferences *self, double opacity)
{
  if (self->look.opacity == opacity)
    return;
  self->look.opacity = CLAMP (opacity, 0, 1);
  touch (self);
}

const char *const *
fovea_preferences_get_folders (FoveaPreferences *self)
{
  return (const char *const *)self->folders;
}

void
fovea_preferences_set_folders (FoveaPreferences *self, const char *const *folders)
{
  char **copy = g_strdupv ((char **)folders);

  g_strfreev (self->folders);
  self->folders = copy;
  touch (self);
}

gboolean
fovea_preferences_get_caches (FoveaPreferences *self)
{
  return self->caches;
}

void
fovea_preferences_set_caches (FoveaPreferences *self, gboolean caches)
{
  if (self->caches == caches)
    return;
  self->caches = caches;
  touch (self);
}
