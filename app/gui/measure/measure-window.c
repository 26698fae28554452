/* SPDX-License-Identifier: MIT */
#include "measure-window-private.h"

#include "command-line.h"
#include "companion.h"
#include "parts.h"

#include <glib/gi18n.h>

/* What is offered here, in this order. */
static const char *const offered[] = { "insertion", "deletion", "road", "randomisation" };

G_DEFINE_FINAL_TYPE (FoveaMeasureWindow, fovea_measure_window, ADW_TYPE_WINDOW)

void
fovea_measure_window_toast (FoveaMeasureWindow *self, const char *text)
{
  fovea_show_toast (self->toasts, text);
}

static void
show_remark (FoveaMeasureWindow *self)
{
  g_autoptr (GString) remark = g_string_new (NULL);

  for (guint i = 0; i < self->measurings->len; i++)
    {
      FoveaMeasuring *measuring = self->measurings->pdata[i];
      if (fovea_measuring_get_failure (measuring))
        g_string_append_printf (remark, "%s\n", fovea_measuring_get_failure (measuring));
      else if (fovea_measuring_is_former (measuring))
        g_string_append_printf (remark, _ ("%s: of the former map.\n"),
                                fovea_measuring_get_title (measuring));
    }
  gtk_label_set_label (self->remark, g_strchomp (remark->str));
  gtk_widget_set_visible (GTK_WIDGET (self->remark), *remark->str != '\0');
}

/* Made anew only when another measuring has come to its end. */
static void
show_numbers (FoveaMeasureWindow *self, gboolean anew)
{
  guint settled = 0;

  for (guint i = 0; i < self->measurings->len; i++)
    settled += fovea_measuring_is_running (self->measurings->pdata[i]) ? 0 : 1;
  if (settled == self->n_settled && !anew)
    return;
  self->n_settled = settled;
  gtk_widget_set_visible (self->numbers_box,
                          fovea_measure_numbers_fill (self->numbers, self->measurings));
}

static void
show_progress (FoveaMeasureWindow *self)
{
  gboolean running = fovea_measure_window_is_running (self);
  double sum = 0;

  for (guint i = 0; i < self->measurings->len; i++)
    sum += fovea_measuring_is_running (self->measurings->pdata[i])
               ? fovea_measuring_get_share (self->measurings->pdata[i])
               : 1;
  gtk_progress_bar_set_fraction (self->progress, sum / MAX (self->measurings->len, 1));
  gtk_widget_set_opacity (GTK_WIDGET (self->progress), running ? 1 : 0);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->again, !running);
}

static void
show_curves (FoveaMeasureWindow *self)
{
  fovea_curve_view_take (self->curves, fovea_curves_new (self->measurings));
  gtk_widget_set_visible (GTK_WIDGET (self->curves),
                          fovea_curve_view_has_chart (self->curves));
  fovea_measure_window_show_point (self);
}

static void
update (FoveaMeasureWindow *self)
{
  show_remark (self);
  show_numbers (self, FALSE);
  fovea_measure_window_show_maps (self);
  show_curves (self);
  show_progress (self);
}

static gboolean
on_tick (gpointer self)
{
  show_progress (self);
  return G_SOURCE_CONTINUE;
}

void
fovea_measure_window_stop (FoveaMeasureWindow *self)
{
  for (guint i = 0; i < self->measurings->len; i++)
    fovea_measuring_stop (self->measurings->pdata[i]);
}

/* Stops all, and hears of them no more. */
static void
leave (FoveaMeasureWindow *self)
{
  for (guint i = 0; i < self->measurings->len; i++)
    g_signal_handlers_disconnect_by_data (self->measurings->pdata[i], self);
  fovea_measure_window_stop (self);
}

static void
add_measuring (FoveaMeasureWindow *self, FoveaColumn *column, const FoveaMeasure *measure)
{
  FoveaMeasuring *measuring
      = fovea_measuring_new (column, fovea_session_get_worker (self->session), measure);
  g_signal_connect_object (measuring, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->measurings, measuring);
}

/* FoveaColumn that show a map. (transfer full) */
static GPtrArray *
list_columns (FoveaMeasureWindow *self)
{
  GListModel *columns = fovea_session_get_columns (self->session);
  GPtrArray *shown = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      if (fovea_column_get_explanation (column) && fovea_column_get_map (column))
        g_ptr_array_add (shown, column);
    }
  return shown;
}

/* The line that measures what is shown now, or why there is none. */
static void
find_command (FoveaMeasureWindow *self, GPtrArray *columns, const FoveaMeasure *measure)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->command, g_free);
  g_clear_pointer (&self->no_command, g_free);
  if (columns->len > 0)
    self->command
        = fovea_command_line_measure (self->session, columns, measure->name, &error);
  if (error)
    self->no_command = g_strdup (error->message);
}

void
fovea_measure_window_take (FoveaMeasureWindow *self, const FoveaMeasure *measure)
{
  g_autoptr (GPtrArray) columns = list_columns (self);

  leave (self);
  g_ptr_array_unref (self->measurings);
  self->measurings = g_ptr_array_new_with_free_func (g_object_unref);
  fovea_measure_window_clear_maps (self);
  find_command (self, columns, measure);
  for (guint i = 0; i < columns->len; i++)
    add_measuring (self, columns->pdata[i], measure);
  gtk_label_set_label (self->summary, _ (measure->summary));
  show_numbers (self, TRUE);
  update (self);
}

gboolean
fovea_measure_window_is_running (FoveaMeasureWindow *self)
{
  for (guint i = 0; i < self->measurings->len; i++)
    if (fovea_measuring_is_running (self->measurings->pdata[i]))
      return TRUE;
  return FALSE;
}

GPtrArray *
fovea_measure_window_get_measurings (FoveaMeasureWindow *self)
{
  return self->measurings;
}

void
fovea_measure_window_take_selected (FoveaMeasureWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->measures);

  if (self->session && selected < G_N_ELEMENTS (offered))
    fovea_measure_window_take (self, fovea_measure_find (offered[selected], NULL));
}

static void
on_measure (GtkDropDown *measures, GParamSpec *pspec, FoveaMeasureWindow *self)
{
  fovea_measure_window_take_selected (self);
}

static void
on_moved (FoveaCurveView *curves, FoveaMeasureWindow *self)
{
  fovea_measure_window_show_point (self);
}

static void
fovea_measure_window_dispose (GObject *object)
{
  FoveaMeasureWindow *self = FOVEA_MEASURE_WINDOW (object);

  g_clear_handle_id (&self->ticker, g_source_remove);
  leave (self);
  self->toasts = NULL;
  g_clear_object (&self->actions);
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_MEASURE_WINDOW);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fovea_measure_window_parent_class)->dispose (object);
}

static void
fovea_measure_window_finalize (GObject *object)
{
  FoveaMeasureWindow *self = FOVEA_MEASURE_WINDOW (object);

  g_ptr_array_unref (self->measurings);
  g_free (self->command);
  g_free (self->no_command);
  G_OBJECT_CLASS (fovea_measure_window_parent_class)->finalize (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaMeasureWindow, member)

static void
add_keys (GtkWidgetClass *class)
{
  static const FoveaKey keys[] = {
    { GDK_KEY_w, GDK_CONTROL_MASK, "window.close" },
    { GDK_KEY_Escape, 0, "measure.stop" },
    { GDK_KEY_F5, 0, "measure.again" },
    { GDK_KEY_c, GDK_CONTROL_MASK, "measure.copy" },
    { GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "measure.copy-command" },
    { GDK_KEY_s, GDK_CONTROL_MASK, "measure.save-numbers" },
    { GDK_KEY_e, GDK_CONTROL_MASK, "measure.save-chart" },
  };

  fovea_add_keys (class, keys, G_N_ELEMENTS (keys));
}

static void
fovea_measure_window_class_init (FoveaMeasureWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_measure_window_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_measure_window_finalize;
  g_type_ensure (FOVEA_TYPE_CURVE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/measure-window.ui");
  BIND (toasts);
  BIND (measures);
  BIND (curves);
  BIND (numbers_box);
  BIND (numbers);
  BIND (details);
  BIND (summary);
  BIND (remark);
  BIND (place);
  BIND (answers);
  BIND (picture);
  BIND (maps);
  BIND (progress);
  BIND (stop);
  BIND (again);
  gtk_widget_class_bind_template_callback (widget_class, on_measure);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);
  add_keys (widget_class);
}

static void
fovea_measure_window_init (FoveaMeasureWindow *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->measurings = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  fovea_measure_window_add_actions (self);
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    gtk_string_list_append (titles, _ (fovea_measure_find (offered[i], NULL)->title));
  gtk_drop_down_set_model (self->measures, G_LIST_MODEL (titles));
  self->ticker = g_timeout_add (100, on_tick, self);
}

FoveaMeasureWindow *
fovea_measure_window_new (GtkWindow *parent, FoveaSession *session)
{
  FoveaMeasureWindow *self = g_object_new (FOVEA_TYPE_MEASURE_WINDOW, NULL);

  fovea_accompany (GTK_WINDOW (self), parent);
  self->session = g_object_ref (session);
  fovea_measure_window_take_selected (self);
  return self;
}
