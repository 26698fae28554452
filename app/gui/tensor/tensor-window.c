/* SPDX-License-Identifier: MIT */
#include "tensor-window-private.h"

#include "companion.h"
#include "parts.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (FoveaTensorWindow, fovea_tensor_window, ADW_TYPE_WINDOW)

void
fovea_tensor_window_say (FoveaTensorWindow *self, const char *title, const char *sentence,
                         gboolean again)
{
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, sentence);
  gtk_widget_set_visible (self->again, again);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

void
fovea_tensor_window_toast (FoveaTensorWindow *self, const char *text)
{
  fovea_show_toast (self->toasts, text);
}

/* What is looked at. */

static gboolean
same_input (FoveaInput *a, FoveaInput *b)
{
  const FoveaGeometry *here = a ? fovea_input_geometry (a) : NULL;
  const FoveaGeometry *there = b ? fovea_input_geometry (b) : NULL;

  if (a == b || !a || !b)
    return a == b;
  return memcmp (here, there, sizeof *here) == 0
         && memcmp (fovea_tensor_data (fovea_input_tensor (a)),
                    fovea_tensor_data (fovea_input_tensor (b)),
                    fovea_tensor_count (fovea_input_tensor (a)) * sizeof (float))
                == 0;
}

static gboolean
same_subject (const FoveaTensorSubject *a, const FoveaTensorSubject *b)
{
  return a->model == b->model && a->target == b->target
         && a->objective.kind == b->objective.kind
         && a->objective.against == b->objective.against
         && g_strcmp0 (a->path, b->path) == 0 && same_input (a->input, b->input);
}

/* The layer that the column shows; NULL where it looks at no layer. */
static const char *
layer_of (FoveaColumn *column)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  gint index = fovea_column_get_layer (column);

  return explanation && index >= 0
                 && index < (gint)fovea_explanation_n_layers (explanation)
             ? fovea_explanation_layer (explanation, (guint)index)->site.path
             : NULL;
}

static gboolean
read_column (FoveaTensorWindow *self, FoveaTensorSubject *subject)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (self->column);
  gint target = explanation ? fovea_explanation_target (explanation) : -1;

  if (!explanation
      || fovea_explanation_model (explanation) != fovea_column_get_model (self->column))
    return FALSE;
  subject->model = fovea_explanation_model (explanation);
  subject->input = fovea_explanation_input (explanation);
  subject->photo = fovea_column_get_photo (self->column);
  subject->path = self->chosen ? self->chosen : (char *)layer_of (self->column);
  subject->target = target >= 0 ? target : fovea_column_get_target (self->column);
  if (target >= 0)
    subject->objective = *fovea_explanation_objective (explanation);
  return TRUE;
}

/* A layer of the column that is none of the network's (the image, several together)
 * stands for the default one. */
static void
correct_path (FoveaTensorSubject *subject)
{
  g_autoptr (FoveaTape) tape
      = fovea_model_tape (subject->model, fovea_input_height (subject->input),
                          fovea_input_width (subject->input), NULL);
  guint n = 0;
  const FoveaNode *const *sites = tape ? fovea_tape_sites (tape, &n) : NULL;

  if (!subject->path)
    return;
  for (guint i = 0; i < n; i++)
    if (g_str_equal (sites[i]->site->path, subject->path))
      return;
  subject->path = NULL;
}

static void
look_at (FoveaTensorWindow *self, const FoveaTensorSubject *subject)
{
  fovea_tensor_subject_copy (&self->subject, subject);
  if (!self->view)
    fovea_tensor_window_say (self, _ ("Running the Network…"),
                             _ ("The tensor is recorded."), FALSE);
  fovea_tensor_window_request_view (self);
}

void
fovea_tensor_window_follow (FoveaTensorWindow *self)
{
  FoveaTensorSubject subject = { NULL };
  const char *layer = layer_of (self->column);

  if (!self->follows)
    return;
  if (layer && g_strcmp0 (layer, self->last_layer) != 0)
    {
      g_clear_pointer (&self->chosen, g_free);
      g_free (self->last_layer);
      self->last_layer = g_strdup (layer);
    }
  if (!read_column (self, &subject))
    {
      if (!self->view)
        fovea_tensor_window_say (self, _ ("No Tensor Yet"),
                                 _ ("As soon as the column shows an image, its layer’s "
                                    "numbers are here."),
                                 FALSE);
      return;
    }
  if (!self->chosen)
    correct_path (&subject);
  if (!same_subject (&subject, &self->subject))
    look_at (self, &subject);
}

void
fovea_tensor_window_choose_site (FoveaTensorWindow *self, const char *path)
{
  FoveaTensorSubject subject = self->subject;

  if (!subject.model || g_strcmp0 (subject.path, path) == 0)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (path);
  subject.path = self->chosen;
  look_at (self, &subject);
}

static void
on_site_chosen (FoveaTensorWindow *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->site);

  if (!self->listing && item)
    fovea_tensor_window_choose_site (self, gtk_string_object_get_string (item));
}

static void
list_sites (FoveaTensorWindow *self, GPtrArray *names)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < names->len; i++)
    gtk_string_list_append (list,
                            ((FoveaTensorName *)g_ptr_array_index (names, i))->path);
  gtk_drop_down_set_model (self->site, G_LIST_MODEL (list));
}

static void
select_site (FoveaTensorWindow *self, const char *path)
{
  GListModel *list = gtk_drop_down_get_model (self->site);

  for (guint i = 0; list && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (list, i);
      if (g_strcmp0 (gtk_string_object_get_string (item), path) == 0)
        gtk_drop_down_set_selected (self->site, i);
    }
}

void
fovea_tensor_window_revert (FoveaTensorWindow *self)
{
  fovea_tensor_subject_copy (&self->subject, &self->shown);
  self->listing = TRUE;
  select_site (self, self->shown.path);
  self->listing = FALSE;
  fovea_tensor_window_toast (self, _ ("Stopped. The tensor before stays."));
}

/* What has come. */

static void
set_view (FoveaTensorWindow *self, FoveaTensorView *view)
{
  fovea_tensor_view_ref (view);
  g_clear_pointer (&self->view, fovea_tensor_view_unref);
  self->view = view;
}

static void
update_title (FoveaTensorWindow *self)
{
  g_autofree char *title = g_strdup_printf ("%s – %s", self->shown.path,
                                            fovea_model_title (self->shown.model));

  gtk_window_set_title (GTK_WINDOW (self), title);
}

void
fovea_tensor_window_adopt_view (FoveaTensorWindow *self, FoveaTensorView *view,
                                FoveaTensorPictures *pictures, GPtrArray *names)
{
  set_view (self, view);
  fovea_tensor_window_adopt_pictures (self, pictures);
  fovea_tensor_subject_copy (&self->shown, &self->subject);
  g_free (self->shown.path);
  self->shown.path = g_strdup (fovea_tensor_view_path (view));
  self->listing = TRUE;
  if (names)
    {
      list_sites (self, names);
      fovea_model_ref (self->shown.model);
      g_clear_pointer (&self->listed, fovea_model_unref);
      self->listed = self->shown.model;
    }
  select_site (self, self->shown.path);
  self->listing = FALSE;
  fovea_tensor_histogram_set_numbers (self->histogram, fovea_tensor_view_numbers (view));
  fovea_tensor_window_fill_orders (self);
  fovea_tensor_window_fill_channels (self);
  fovea_tensor_window_update_words (self);
  update_title (self);
  gtk_stack_set_visible_child_name (self->stack, "view");
}

static void
on_activated (FoveaTensorWindow *self)
{
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

static void
on_selected (FoveaTensorWindow *self)
{
  fovea_tensor_window_show_channel (self);
}

static void
on_folded (FoveaTensorWindow *self)
{
  gtk_widget_set_visible (self->detail_close, adw_flap_get_folded (self->flap));
  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_folded (self->flap));
}

static void
on_order_chosen (FoveaTensorWindow *self)
{
  guint first = self->view && !fovea_tensor_view_has_relevance (self->view)
                    ? FOVEA_ORDER_STRENGTH
                    : FOVEA_ORDER_RELEVANCE;
  guint selected = gtk_drop_down_get_selected (self->order_choice);

  if (self->listing || selected == GTK_INVALID_LIST_POSITION)
    return;
  g_action_group_change_action_state (
      G_ACTION_GROUP (self->actions), "order",
      g_variant_new_string (fovea_tensor_order_name (first + selected)));
}

static void
on_pointer (FoveaTensorWindow *self, double x, double y)
{
  fovea_tensor_window_read_place (self, x, y);
}

static void
on_look_changed (FoveaTensorWindow *self)
{
  fovea_tensor_window_request_pictures (self);
  fovea_tensor_window_show_channel (self);
}

static void
fovea_tensor_window_dispose (GObject *object)
{
  FoveaTensorWindow *self = FOVEA_TENSOR_WINDOW (object);

  fovea_tensor_window_drop_jobs (self);
  self->listing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_TENSOR_WINDOW);
  if (self->column)
    g_signal_handlers_disconnect_by_data (self->column, self);
  g_clear_object (&self->column);
  g_clear_object (&self->session);
  g_clear_object (&self->actions);
  g_clear_object (&self->selection);
  g_clear_object (&self->channels);
  G_OBJECT_CLASS (fovea_tensor_window_parent_class)->dispose (object);
}

static void
fovea_tensor_window_finalize (GObject *object)
{
  FoveaTensorWindow *self = FOVEA_TENSOR_WINDOW (object);

  fovea_tensor_subject_clear (&self->subject);
  fovea_tensor_subject_clear (&self->shown);
  g_clear_pointer (&self->view, fovea_tensor_view_unref);
  g_clear_pointer (&self->pictures, fovea_tensor_pictures_unref);
  g_clear_pointer (&self->listed, fovea_model_unref);
  g_free (self->chosen);
  g_free (self->last_layer);
  G_OBJECT_CLASS (fovea_tensor_window_parent_class)->finalize (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaTensorWindow, member)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (toasts);
  BIND (site);
  BIND (order_choice);
  BIND (stack);
  BIND (empty);
  BIND (again);
  BIND (stop);
  BIND (detail_close);
  BIND (progress);
  BIND (flap);
  BIND (shape);
  BIND (facts);
  BIND (missing);
  BIND (about);
  BIND (histogram);
  BIND (grid);
  BIND (canvas);
  BIND (bar);
  BIND (channel_title);
  BIND (channel_facts);
  BIND (readout);
}

static const FoveaKey keys[] = {
  { GDK_KEY_Escape, 0, "tensor.stop" },
  { GDK_KEY_c, GDK_CONTROL_MASK, "tensor.copy" },
  { GDK_KEY_s, GDK_CONTROL_MASK, "tensor.save" },
  { GDK_KEY_f, GDK_CONTROL_MASK, "tensor.choose-site" },
  { GDK_KEY_w, GDK_CONTROL_MASK, "window.close" },
};

static void
fovea_tensor_window_class_init (FoveaTensorWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_tensor_window_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_tensor_window_finalize;
  g_type_ensure (FOVEA_TYPE_CANVAS);
  g_type_ensure (FOVEA_TYPE_COLORBAR_VIEW);
  g_type_ensure (FOVEA_TYPE_TENSOR_HISTOGRAM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/tensor-window.ui");
  fovea_add_keys (widget_class, keys, G_N_ELEMENTS (keys));
  bind_children (widget_class);
}

static void
connect (FoveaTensorWindow *self, gpointer object, const char *signal,
         void (*callback) (void))
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
fovea_tensor_window_init (FoveaTensorWindow *self)
{
  g_autoptr (GtkExpression) words
      = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  gtk_widget_init_template (GTK_WIDGET (self));
  self->follows = TRUE;
  fovea_tensor_window_add_actions (self);
  gtk_drop_down_set_expression (self->site, words);
  fovea_tensor_window_make_grid (self);
  fovea_tensor_window_fill_orders (self);
  connect (self, self->site, "notify::selected", G_CALLBACK (on_site_chosen));
  connect (self, self->order_choice, "notify::selected", G_CALLBACK (on_order_chosen));
  connect (self, self->selection, "notify::selected-item", G_CALLBACK (on_selected));
  connect (self, self->grid, "activate", G_CALLBACK (on_activated));
  connect (self, self->flap, "notify::folded", G_CALLBACK (on_folded));
  connect (self, self->canvas, "pointer", G_CALLBACK (on_pointer));
}

FoveaTensorWindow *
fovea_tensor_window_new (GtkWindow *parent, FoveaSession *session, FoveaColumn *column)
{
  FoveaTensorWindow *self = g_object_new (FOVEA_TYPE_TENSOR_WINDOW, NULL);

  self->session = g_object_ref (session);
  fovea_accompany (GTK_WINDOW (self), parent);
  connect (self, session, "look-changed", G_CALLBACK (on_look_changed));
  fovea_tensor_window_set_column (self, column);
  return self;
}

void
fovea_tensor_window_set_column (FoveaTensorWindow *self, FoveaColumn *column)
{
  if (self->column == column)
    return;
  if (self->column)
    g_signal_handlers_disconnect_by_data (self->column, self);
  g_set_object (&self->column, column);
  connect (self, column, "changed", G_CALLBACK (fovea_tensor_window_follow));
  fovea_tensor_window_follow (self);
}

gboolean
fovea_tensor_window_follows (FoveaTensorWindow *self)
{
  return self->follows;
}

FoveaTensorView *
fovea_tensor_window_get_view (FoveaTensorWindow *self)
{
  return self->view;
}
