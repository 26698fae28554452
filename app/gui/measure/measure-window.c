/* SPDX-License-Identifier: MIT */
#include "measure-window.h"

#include "curve-view.h"
#include "number.h"
#include "session-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* What is offered here, in this order. */
static const char *const offered[] = { "insertion", "deletion", "road", "randomisation" };

struct _FoveaMeasureWindow
{
  AdwWindow parent_instance;

  GtkDropDown *measures;
  GtkStack *stack;
  FoveaCurveView *curves;
  GtkLabel *legend, *summary, *remark, *place, *answers, *x_title;
  GtkPicture *picture;
  GtkFlowBox *maps;
  GtkProgressBar *progress;
  GtkWidget *stop, *again;

  FoveaSession *session;
  GPtrArray *measurings;
  guint n_maps; /* shown */
  guint ticker;
};

G_DEFINE_FINAL_TYPE (FoveaMeasureWindow, fovea_measure_window, ADW_TYPE_WINDOW)

static GdkTexture *
texture_of (FoveaImage *image)
{
  guint width = fovea_image_width (image), height = fovea_image_height (image);
  g_autoptr (GBytes) bytes
      = g_bytes_new (fovea_image_pixels (image), (gsize) width * height * 3);

  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes,
                                 (gsize) width * 3);
}

/* "VAN nano · Grad-CAM  0.714"; the number once it is whole. */
static void
append_legend (GString *text, FoveaMeasuring *measuring)
{
  const FoveaReading *reading = fovea_measuring_get_reading (measuring);

  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                          fovea_measuring_get_title (measuring));
  if (!reading || reading->numbers->len == 0)
    return;
  const FoveaNumber *number = &g_array_index (reading->numbers, FoveaNumber, 0);
  g_autofree char *value = fovea_number_format (number->value, 3);
  g_string_append_printf (text, "  %s (%s)", value, number->text);
}

static void
show_words (FoveaMeasureWindow *self)
{
  g_autoptr (GString) legend = g_string_new (NULL);
  g_autoptr (GString) remark = g_string_new (NULL);

  for (guint i = 0; i < self->measurings->len; i++)
    {
      FoveaMeasuring *measuring = self->measurings->pdata[i];
      append_legend (legend, measuring);
      if (fovea_measuring_get_failure (measuring))
        g_string_append_printf (remark, "%s\n", fovea_measuring_get_failure (measuring));
      else if (fovea_measuring_is_former (measuring))
        g_string_append_printf (remark, _ ("%s: of the former map.\n"),
                                fovea_measuring_get_title (measuring));
    }
  gtk_label_set_label (self->legend, legend->str);
  gtk_label_set_label (self->remark, g_strchomp (remark->str));
  gtk_widget_set_visible (GTK_WIDGET (self->remark), *remark->str != '\0');
}

static void
show_answers (FoveaMeasureWindow *self, FoveaMeasuring *owner,
              const FoveaMeasuredPoint *point)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < point->n_classes; i++)
    g_string_append_printf (text, "%s%.1f %%  %s", i > 0 ? "\n" : "",
                            100 * point->probabilities[i],
                            fovea_measuring_class_name (owner, point->classes[i]));
  gtk_label_set_label (self->answers, text->str);
}

/* The point under the handle: its image, and what the network makes of it. */
static void
show_point (FoveaMeasureWindow *self)
{
  FoveaMeasuring *owner = NULL;
  const FoveaMeasuredPoint *point = fovea_curve_view_get_point (self->curves, &owner);
  g_autoptr (GdkTexture) texture = NULL;

  if (!point)
    {
      gtk_picture_set_paintable (self->picture, NULL);
      gtk_label_set_label (self->place, "");
      gtk_label_set_label (self->answers, "");
      return;
    }
  const char *name = fovea_measuring_explained_name (owner);
  g_autofree char *value = fovea_number_format (point->y, 3);
  g_autofree char *text = g_strdup_printf (
      /* Column, 25 % “of the pixels shown”, score, class, its probability. */
      _ ("%s\n%.1f %% %s\nscore %s\n%s %.1f %%"), fovea_measuring_get_title (owner),
      100 * point->x, gtk_label_get_label (self->x_title), value,
      name ? name : _ ("top class"), 100 * point->explained);
  texture = point->picture ? texture_of (point->picture) : NULL;
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_label_set_label (self->place, text);
  show_answers (self, owner, point);
}

static GtkWidget *
new_map (const FoveaMeasuredMap *map)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GdkTexture) texture = texture_of (map->picture);
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  g_autofree char *similarity
      = isnan (map->similarity) ? g_strdup ("–") : fovea_number_format (map->similarity, 2);
  g_autofree char *text = g_strdup_printf ("%s\nr = %s", map->label, similarity);
  GtkWidget *label = gtk_label_new (text);

  gtk_picture_set_alternative_text (GTK_PICTURE (picture), map->label);
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "fovea-small");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
show_maps (FoveaMeasureWindow *self)
{
  guint before = 0;

  for (guint i = 0; i < self->measurings->len; i++)
    {
      GPtrArray *maps = fovea_measuring_get_maps (self->measurings->pdata[i]);
      for (guint k = 0; k < maps->len; k++, before++)
        if (before >= self->n_maps)
          gtk_flow_box_append (self->maps, new_map (maps->pdata[k]));
    }
  self->n_maps = before;
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
update (FoveaMeasureWindow *self)
{
  show_words (self);
  show_maps (self);
  fovea_curve_view_show (self->curves, self->measurings);
  show_point (self);
  show_progress (self);
}

static gboolean
on_tick (gpointer self)
{
  show_progress (self);
  return G_SOURCE_CONTINUE;
}

static void
stop (FoveaMeasureWindow *self)
{
  for (guint i = 0; i < self->measurings->len; i++)
    {
      g_signal_handlers_disconnect_by_data (self->measurings->pdata[i], self);
      fovea_measuring_stop (self->measurings->pdata[i]);
    }
}

static void
on_stop (GtkButton *button, FoveaMeasureWindow *self)
{
  for (guint i = 0; i < self->measurings->len; i++)
    fovea_measuring_stop (self->measurings->pdata[i]);
}

static void
add_measuring (FoveaMeasureWindow *self, FoveaColumn *column, const FoveaMeasure *measure)
{
  if (!fovea_column_get_explanation (column) || !fovea_column_get_map (column))
    return;
  FoveaMeasuring *measuring
      = fovea_measuring_new (column, fovea_session_get_worker (self->session), measure);
  g_signal_connect_object (measuring, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->measurings, measuring);
}

static void
clear_maps (FoveaMeasureWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->maps))))
    gtk_flow_box_remove (self->maps, child);
  self->n_maps = 0;
}

void
fovea_measure_window_take (FoveaMeasureWindow *self, const FoveaMeasure *measure)
{
  GListModel *columns = fovea_session_get_columns (self->session);

  stop (self);
  g_ptr_array_unref (self->measurings);
  self->measurings = g_ptr_array_new_with_free_func (g_object_unref);
  clear_maps (self);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    add_measuring (self, fovea_session_get_column (self->session, i), measure);
  gtk_stack_set_visible_child_name (
      self->stack, g_str_equal (measure->name, "randomisation") ? "maps" : "curves");
  gtk_label_set_label (self->summary, _ (measure->summary));
  gtk_label_set_label (self->x_title, g_str_equal (measure->name, "insertion")
                                          ? _ ("of the pixels shown")
                                      : g_str_equal (measure->name, "deletion")
                                          ? _ ("of the pixels removed")
                                          : _ ("of the pixels kept"));
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

static void
take_selected (FoveaMeasureWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->measures);

  if (self->session && selected < G_N_ELEMENTS (offered))
    fovea_measure_window_take (self, fovea_measure_find (offered[selected], NULL));
}

static void
on_measure (GtkDropDown *measures, GParamSpec *pspec, FoveaMeasureWindow *self)
{
  take_selected (self);
}

static void
on_again (GtkButton *button, FoveaMeasureWindow *self)
{
  take_selected (self);
}

static void
on_moved (FoveaCurveView *curves, FoveaMeasureWindow *self)
{
  show_point (self);
}

static void
fovea_measure_window_dispose (GObject *object)
{
  FoveaMeasureWindow *self = FOVEA_MEASURE_WINDOW (object);

  g_clear_handle_id (&self->ticker, g_source_remove);
  stop (self);
  g_ptr_array_set_size (self->measurings, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_MEASURE_WINDOW);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fovea_measure_window_parent_class)->dispose (object);
}

static void
fovea_measure_window_finalize (GObject *object)
{
  g_ptr_array_unref (FOVEA_MEASURE_WINDOW (object)->measurings);
  G_OBJECT_CLASS (fovea_measure_window_parent_class)->finalize (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaMeasureWindow, member)

static void
fovea_measure_window_class_init (FoveaMeasureWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_measure_window_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_measure_window_finalize;
  g_type_ensure (FOVEA_TYPE_CURVE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/measure-window.ui");
  BIND (measures);
  BIND (stack);
  BIND (curves);
  BIND (legend);
  BIND (summary);
  BIND (remark);
  BIND (place);
  BIND (answers);
  BIND (x_title);
  BIND (picture);
  BIND (maps);
  BIND (progress);
  BIND (stop);
  BIND (again);
  gtk_widget_class_bind_template_callback (widget_class, on_measure);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "window.close", NULL);
}

static void
fovea_measure_window_init (FoveaMeasureWindow *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->measurings = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    gtk_string_list_append (titles, _ (fovea_measure_find (offered[i], NULL)->title));
  gtk_drop_down_set_model (self->measures, G_LIST_MODEL (titles));
  self->ticker = g_timeout_add (100, on_tick, self);
}

FoveaMeasureWindow *
fovea_measure_window_new (GtkWindow *parent, FoveaSession *session)
{
  FoveaMeasureWindow *self
      = g_object_new (FOVEA_TYPE_MEASURE_WINDOW, "transient-for", parent,
                      "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  take_selected (self);
  return self;
}
