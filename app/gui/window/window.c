/* SPDX-License-Identifier: MIT */
#include "window-private.h"

#include "parts.h"
#include "place-words.h"
#include "weights-name.h"

#include <glib/gi18n.h>

/* Shorter work shows neither bar nor button. */
#define PATIENCE_MS 300

G_DEFINE_FINAL_TYPE (FoveaWindow, fovea_window, ADW_TYPE_APPLICATION_WINDOW)

void
fovea_window_tell (FoveaWindow *self, GtkMessageType type, const char *sentence,
                   gboolean ask_weights)
{
  gtk_label_set_label (self->notice_text, sentence);
  gtk_info_bar_set_message_type (self->notice, type);
  gtk_widget_set_visible (self->notice_weights, ask_weights);
  gtk_info_bar_set_revealed (self->notice, TRUE);
}

static void
on_failed (FoveaWindow *self, const char *sentence)
{
  fovea_window_tell (self, GTK_MESSAGE_ERROR, sentence, FALSE);
}

static void
on_exported (FoveaWindow *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (_ ("Saved “%s”"), name);

  fovea_show_toast (self->toasts, text);
}

FoveaCanvas *
fovea_window_canvas (FoveaWindow *self)
{
  return fovea_compare_get_canvas (self->compare,
                                   fovea_compare_get_position (self->compare));
}

static guint
count_columns (FoveaWindow *self)
{
  return g_list_model_get_n_items (fovea_session_get_columns (self->session));
}

/* "VAN nano · demo weights", or how many there are. (transfer full) */
static char *
name_columns (FoveaWindow *self)
{
  FoveaModel *model = fovea_column_get_model (self->column);

  if (count_columns (self) > 1)
    return g_strdup_printf (ngettext ("%u column, same photograph",
                                      "%u columns, same photograph",
                                      count_columns (self)),
                            count_columns (self));
  if (!model)
    return g_strdup ("");
  g_autofree char *weights = fovea_weights_name (model);
  return g_strdup_printf ("%s · %s", fovea_model_title (model), weights);
}

/* And which image of its folder it is. (transfer full) */
static char *
make_subtitle (FoveaWindow *self)
{
  g_autofree char *columns = name_columns (self);
  gint position = self->gallery ? fovea_gallery_get_position (self->gallery) : -1;

  if (position < 0
      || !fovea_gallery_is_at (self->gallery, fovea_session_get_path (self->session)))
    return g_steal_pointer (&columns);
  g_autofree char *place = g_strdup_printf (_ ("%d of %u"), position + 1,
                                            fovea_gallery_count (self->gallery));
  return *columns ? g_strdup_printf ("%s · %s", place, columns) : g_steal_pointer (&place);
}

void
fovea_window_update_title (FoveaWindow *self)
{
  g_autofree char *title = fovea_window_make_title (self);
  g_autofree char *subtitle = make_subtitle (self);

  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/* Of all columns together. */
static void
update_status (FoveaWindow *self)
{
  double milliseconds = 0, bytes = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < count_columns (self); i++)
    {
      FoveaExplanation *explanation
          = fovea_column_get_explanation (fovea_session_get_column (self->session, i));
      milliseconds += explanation ? fovea_explanation_milliseconds (explanation) : 0;
      bytes += explanation ? (double) fovea_explanation_bytes (explanation) : 0;
    }
  if (bytes > 0)
    text = g_strdup_printf ("%.0f ms · %.0f MB", milliseconds, bytes / 1e6);
  gtk_label_set_label (self->status, text ? text : "");
}

static void
update_hint (FoveaWindow *self)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (self->column);

  gtk_label_set_label (
      self->hint,
      explanation && fovea_explanation_target (explanation) < 0
          ? _ ("Bright is where this layer responds most. Try another "
               "layer or method, add a column, or drop your own image here.")
          : _ ("Bright is where the evidence for this class lies. Try another "
               "class or layer, add a column, or drop your own image here."));
  gtk_widget_set_visible (GTK_WIDGET (self->hint),
                          explanation && !fovea_column_get_remark (self->column)
                              && count_columns (self) == 1
                              && fovea_session_is_demo_photo (self->session));
}

static void
update (FoveaWindow *self)
{
  gtk_stack_set_visible_child_name (
      self->stack, fovea_session_get_photo (self->session) ? "view" : "empty");
  fovea_window_show_scale (self);
  fovea_window_update_title (self);
  update_status (self);
  update_hint (self);
  fovea_window_check_playing (self);
}

static void
on_image_changed (FoveaWindow *self)
{
  gtk_info_bar_set_revealed (self->notice, FALSE);
  update (self);
}

gboolean
fovea_window_is_busy (FoveaWindow *self)
{
  for (guint i = 0; i < count_columns (self); i++)
    if (fovea_column_is_busy (fovea_session_get_column (self->session, i)))
      return TRUE;
  return fovea_session_is_loading (self->session);
}

/* Of all columns: the mean. */
static double
share_done (FoveaWindow *self)
{
  double sum = 0;

  for (guint i = 0; i < count_columns (self); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      sum += fovea_column_is_busy (column) ? fovea_column_get_share (column) : 1;
    }
  return sum / count_columns (self);
}

static void
show_progress (FoveaWindow *self, gboolean visible)
{
  gtk_widget_set_opacity (GTK_WIDGET (self->progress), visible ? 1 : 0);
  gtk_widget_set_visible (self->stop, visible);
}

static gboolean
on_patience (gpointer data)
{
  FoveaWindow *self = data;

  self->patience = 0;
  show_progress (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_progress (FoveaWindow *self)
{
  gtk_progress_bar_set_fraction (self->progress, share_done (self));
  if (!fovea_window_is_busy (self))
    {
      g_clear_handle_id (&self->patience, g_source_remove);
      self->busy_since = 0;
      show_progress (self, FALSE);
    }
  else if (self->busy_since == 0)
    {
      self->busy_since = g_get_monotonic_time ();
      self->patience = g_timeout_add (PATIENCE_MS, on_patience, self);
    }
}

static void
on_pointer (FoveaWindow *self, double x, double y)
{
  g_autofree char *text = fovea_place_words (self->column, x, y);

  fovea_inspector_set_readout (self->inspector, text);
}

static void
on_notice_response (FoveaWindow *self, gint response)
{
  gtk_info_bar_set_revealed (self->notice, FALSE);
}

static void
on_folded (FoveaWindow *self)
{
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
connect (FoveaWindow *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
on_active_changed (FoveaWindow *self)
{
  g_set_object (&self->column, fovea_compare_get_active (self->compare));
  fovea_inspector_set_column (self->inspector, self->column);
  fovea_depth_strip_set_column (self->strip, self->column);
  update (self);
}

static void
listen_to (FoveaWindow *self, FoveaColumn *column)
{
  connect (self, column, "changed", G_CALLBACK (update));
  connect (self, column, "progress", G_CALLBACK (on_progress));
  connect (self, column, "failed", G_CALLBACK (on_failed));
  connect (self, column, "changed", G_CALLBACK (fovea_window_note_state));
  connect (self, column, "changed", G_CALLBACK (fovea_window_remember_weights));
  connect (self, column, "reverted", G_CALLBACK (fovea_window_note_revert));
}

static void
on_columns_changed (GListModel *columns, guint position, guint removed, guint added,
                    FoveaWindow *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (FoveaColumn) column = g_list_model_get_item (columns, i);
      g_signal_handlers_disconnect_by_data (column, self);
      listen_to (self, column);
    }
  on_progress (self);
}

static void
fovea_window_dispose (GObject *object)
{
  FoveaWindow *self = FOVEA_WINDOW (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  fovea_window_stop_playing (self);
  g_clear_handle_id (&self->noting, g_source_remove);
  if (self->session)
    fovea_session_stop (self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_WINDOW);
  g_clear_object (&self->column);
  g_clear_object (&self->gallery);
  g_clear_object (&self->pictures);
  g_clear_object (&self->tray);
  g_clear_pointer (&self->reader, fovea_worker_unref);
  g_clear_object (&self->session);
  g_clear_handle_id (&self->noting, g_source_remove);
  g_clear_pointer (&self->reload, fovea_reload_free);
  g_clear_object (&self->recent);
  g_clear_pointer (&self->history, fovea_history_free);
  g_clear_pointer (&self->saved, fovea_state_free);
  g_clear_pointer (&self->session_path, g_free);
  G_OBJECT_CLASS (fovea_window_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaWindow, member)

static void
fovea_window_class_init (FoveaWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_window_dispose;
  g_type_ensure (FOVEA_TYPE_COMPARE);
  g_type_ensure (FOVEA_TYPE_INSPECTOR);
  g_type_ensure (FOVEA_TYPE_DEPTH_STRIP);
  g_type_ensure (FOVEA_TYPE_GALLERY_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/window.ui");
  BIND (toasts);
  BIND (title);
  BIND (flap);
  BIND (stack);
  BIND (compare);
  BIND (inspector);
  BIND (strip);
  BIND (gallery_strip);
  BIND (notice);
  BIND (notice_text);
  BIND (notice_weights);
  BIND (hint);
  BIND (status);
  BIND (stop);
  BIND (progress);
  BIND (recent_menu);
}

static void
fovea_window_init (FoveaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session = fovea_session_new ();
  self->column = g_object_ref (fovea_session_get_column (self->session, 0));
  connect (self, self->session, "image-changed", G_CALLBACK (on_image_changed));
  connect (self, self->session, "look-changed", G_CALLBACK (update));
  connect (self, self->session, "progress", G_CALLBACK (on_progress));
  connect (self, self->session, "failed", G_CALLBACK (on_failed));
  connect (self, self->session, "exported", G_CALLBACK (on_exported));
  listen_to (self, self->column);
  fovea_compare_set_session (self->compare, self->session);
  g_signal_connect_object (fovea_session_get_columns (self->session), "items-changed",
                           G_CALLBACK (on_columns_changed), self, 0);
  connect (self, self->compare, "active-changed", G_CALLBACK (on_active_changed));
  connect (self, self->compare, "pointer", G_CALLBACK (on_pointer));
  connect (self, self->notice, "response", G_CALLBACK (on_notice_response));
  connect (self, self->flap, "notify::folded", G_CALLBACK (on_folded));
  fovea_window_add_actions (self);
  fovea_window_add_input (self);
  fovea_inspector_set_session (self->inspector, self->session);
  fovea_depth_strip_set_session (self->strip, self->session);
  update (self);
}

FoveaWindow *
fovea_window_new (gpointer application)
{
  FoveaWindow *self = g_object_new (FOVEA_TYPE_WINDOW, "application", application, NULL);

  fovea_column_open_model (self->column, FOVEA_DEMO_MODEL, NULL);
  return self;
}

void
fovea_window_open_demo (FoveaWindow *self)
{
  fovea_session_open_demo (self->session);
}

void
fovea_window_open_file (FoveaWindow *self, GFile *file)
{
  fovea_session_open_file (self->session, self->column, file);
}

FoveaSession *
fovea_window_get_session (FoveaWindow *self)
{
  return self->session;
}
