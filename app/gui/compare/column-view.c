/* SPDX-License-Identifier: MIT */
#include "column-view.h"

#include "box-note.h"
#include "colorbar-view.h"
#include "column-drag.h"
#include "picture.h"
#include "weights-name.h"
#include "wipe.h"

#include <glib/gi18n.h>

struct _FoveaColumnView
{
  GtkWidget parent_instance;

  GtkWidget *header, *body, *foot;
  GtkLabel *name, *weights, *verdict, *note, *inside, *remark;
  GtkWidget *show_signed;
  FoveaCanvas *canvas;
  FoveaWipe *wipe;
  FoveaColorbarView *bar;

  FoveaSession *session;
  FoveaColumn *column;
  gint held;
  int drop_side; /* where a dragged column would go: -1 left, 1 right, 0 nowhere */
};

G_DEFINE_FINAL_TYPE (FoveaColumnView, fovea_column_view, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* "Grad-CAM"; "Neighbour weights, Head 2" where the picture is one of several. (transfer
 * full) */
static char *
name_picture (FoveaExplanation *explanation, guint index, guint shown)
{
  const char *method = fovea_explanation_method (explanation)->title;
  const FoveaPanels *panels = fovea_explanation_layer (explanation, index)->panels;
  const char *panel = panels && shown < fovea_panels_count (panels)
                          ? fovea_panels_get (panels, shown)->title
                          : method;

  return g_str_equal (panel, method) ? g_strdup (_ (method))
                                     : g_strdup_printf ("%s, %s", _ (method), panel);
}

/* "leopard", "leopard, not tiger", "leopard (probability)". (transfer full) */
static char *
name_class (FoveaExplanation *explanation, guint target)
{
  FoveaModel *model = fovea_explanation_model (explanation);
  const FoveaObjective *objective = fovea_explanation_objective (explanation);
  const char *name = fovea_model_class_name (model, target);

  if (objective->kind == FOVEA_OBJECTIVE_CONTRAST)
    return g_strdup_printf (_ ("%s, not %s"), name,
                            fovea_model_class_name (model, objective->against));
  return objective->kind == fovea_explanation_method (explanation)->objective
             ? g_strdup (name)
             : g_strdup_printf ("%s (%s)", name,
                                _ (fovea_objective_name (objective->kind)));
}

/* "leopard 97.1 % · Grad-CAM · block4.1", and the same as a sentence. (transfer full) */
static char *
verdict_of (FoveaColumn *column, gboolean sentence)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  gint index = fovea_column_get_layer (column), target;
  const char *path;
  double share;

  if (!explanation || index < 0)
    return g_strdup (sentence ? _ ("Photograph") : "");
  path = fovea_explanation_layer (explanation, (guint)index)->site.path;
  g_autofree char *method = name_picture (explanation, (guint)index,
                                           fovea_column_get_panel (column));
  target = fovea_explanation_target (explanation);
  if (target < 0)
    return g_strdup_printf (sentence ? _ ("%s at layer %s") : "%s · %s", method, path);
  g_autofree char *name = name_class (explanation, (guint)target);
  share = 100
          * fovea_prediction_probability (fovea_explanation_prediction (explanation),
                                          (guint)target);
  return sentence ? g_strdup_printf (_ ("%s for %s, %.0f percent, at layer %s"), method,
                                     name, share, path)
                  : g_strdup_printf ("%s %.1f %% · %s · %s", name, share, method, path);
}

/* Whether the map is empty because all that there is speaks against the class. */
static gboolean
speaks_against (FoveaColumn *column)
{
  FoveaShown shown;

  if (!fovea_column_get_shown (column, &shown))
    return FALSE;
  const FoveaPanel *panel = fovea_panels_get (
      fovea_explanation_layer (shown.explanation, shown.index)->panels, shown.panel);
  return !panel->is_signed && !fovea_panel_is_noise (panel)
         && fovea_map_judge (panel->raw, NULL, NULL) == FOVEA_MAP_EMPTY;
}

static void
update_words (FoveaColumnView *self)
{
  FoveaModel *model = fovea_column_get_model (self->column);
  const char *remark = fovea_column_get_remark (self->column);
  g_autofree char *verdict = verdict_of (self->column, FALSE);
  g_autofree char *sentence = verdict_of (self->column, TRUE);
  g_autofree char *weights = model ? fovea_weights_name (model) : NULL;

  gtk_label_set_label (self->name,
                       model ? fovea_model_title (model) : _ ("No model yet"));
  gtk_label_set_label (self->weights, weights ? weights : "");
  gtk_label_set_label (self->verdict, verdict);
  gtk_label_set_label (self->remark, remark ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark), remark != NULL);
  gtk_widget_set_visible (self->show_signed, remark && speaks_against (self->column));
  g_autofree char *note = fovea_session_get_base (self->session, self->column)
                              ? fovea_session_note (self->session, self->column)
                              : NULL;
  g_autofree char *described = note ? g_strdup_printf ("%s. %s", sentence, note) : NULL;
  fovea_canvas_set_description (self->canvas, described ? described : sentence);
}

static void
update (FoveaColumnView *self)
{
  g_autoptr (FoveaScene) scene = fovea_session_scene (self->session, self->column);

  if (scene)
    scene->bar = FOVEA_BAR_NONE;
  fovea_canvas_set_scene (self->canvas, scene);
  fovea_colorbar_view_set_look (
      self->bar, scene ? &scene->look : fovea_session_get_look (self->session),
      scene && scene->bar_label ? _ (scene->bar_label) : _ ("share of the map’s range"));
  update_words (self);
}

static void
update_box (FoveaColumnView *self)
{
  g_autofree char *text = fovea_box_note (self->column);

  gtk_label_set_label (self->inside, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->inside), text != NULL);
}

static void
choose (FoveaColumnView *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

#define DROP_LINE 4

static void
fovea_column_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaColumnView *self = FOVEA_COLUMN_VIEW (widget);
  GdkRGBA accent = { 0x35 / 255.0f, 0x84 / 255.0f, 0xe4 / 255.0f, 1 };
  float width = (float) gtk_widget_get_width (widget);

  GTK_WIDGET_CLASS (fovea_column_view_parent_class)->snapshot (widget, snapshot);
  if (self->drop_side == 0)
    return;
  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color",
                                  &accent);
  gtk_snapshot_append_color (
      snapshot, &accent,
      &GRAPHENE_RECT_INIT (self->drop_side < 0 ? 0 : width - DROP_LINE, 0, DROP_LINE,
                           (float) gtk_widget_get_height (widget)));
}

static void
fovea_column_view_dispose (GObject *object)
{
  FoveaColumnView *self = FOVEA_COLUMN_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_COLUMN_VIEW);
  g_clear_object (&self->column);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fovea_column_view_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaColumnView, member)

static void
fovea_column_view_class_init (FoveaColumnViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_column_view_dispose;
  widget_class->snapshot = fovea_column_view_snapshot;
  g_type_ensure (FOVEA_TYPE_CANVAS);
  g_type_ensure (FOVEA_TYPE_WIPE);
  g_type_ensure (FOVEA_TYPE_COLORBAR_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/column-view.ui");
  gtk_widget_class_set_css_name (widget_class, "fovea-column");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  BIND (header);
  BIND (body);
  BIND (foot);
  BIND (name);
  BIND (weights);
  BIND (verdict);
  BIND (note);
  BIND (inside);
  BIND (remark);
  BIND (show_signed);
  BIND (canvas);
  BIND (wipe);
  BIND (bar);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* Anywhere in the column, before whatever lies under the pointer takes the click. */
static void
add_input (FoveaColumnView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (choose), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (choose), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static void
fovea_column_view_init (FoveaColumnView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_input (self);
}

GtkWidget *
fovea_column_view_new (FoveaSession *session, FoveaColumn *column)
{
  FoveaColumnView *self = g_object_new (FOVEA_TYPE_COLUMN_VIEW, NULL);

  self->session = g_object_ref (session);
  self->column = g_object_ref (column);
  g_signal_connect_object (column, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "box-read", G_CALLBACK (update_box), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "look-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "image-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  fovea_column_drag_add (self, self->header);
  update (self);
  update_box (self);
  return GTK_WIDGET (self);
}

void
fovea_column_view_set_drop_side (FoveaColumnView *self, int side)
{
  self->drop_side = side;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

FoveaSession *
fovea_column_view_get_session (FoveaColumnView *self)
{
  return self->session;
}

FoveaColumn *
fovea_column_view_get_column (FoveaColumnView *self)
{
  return self->column;
}

FoveaCanvas *
fovea_column_view_get_canvas (FoveaColumnView *self)
{
  return self->canvas;
}

GtkWidget *
fovea_column_view_get_foot (FoveaColumnView *self)
{
  return self->foot;
}

void
fovea_column_view_set_note (FoveaColumnView *self, const char *text)
{
  gtk_label_set_label (self->note, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
}

/* "VAN nano · Grad-CAM · block4.1". (transfer full) */
static char *
name_column (FoveaColumn *column)
{
  FoveaModel *model = fovea_column_get_model (column);
  FoveaShown shown;

  if (!fovea_column_get_shown (column, &shown))
    return g_strdup (model ? fovea_model_title (model) : _ ("No model yet"));
  g_autofree char *method = name_picture (fovea_column_get_explanation (column),
                                          shown.index, shown.panel);
  return g_strdup_printf (
      "%s · %s · %s", fovea_model_title (fovea_explanation_model (shown.explanation)), method,
      fovea_explanation_layer (shown.explanation, shown.index)->site.path);
}

void
fovea_column_view_set_wipe (FoveaColumnView *self, FoveaColumn *other, double share)
{
  g_autoptr (FoveaScene) scene = other ? fovea_session_scene (self->session, other) : NULL;

  /* Where the focus was on the line, it stays in the column. */
  if (!other && gtk_widget_get_focus_child (GTK_WIDGET (self->wipe)))
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  gtk_widget_set_visible (GTK_WIDGET (self->wipe), other != NULL);
  fovea_canvas_set_other (self->canvas, scene);
  fovea_canvas_set_wipe (self->canvas, share);
  if (!other)
    return;
  g_autofree char *left = name_column (self->column);
  g_autofree char *right = name_column (other);
  fovea_wipe_set_names (self->wipe, left, right);
  fovea_wipe_set_share (self->wipe, share);
}

void
fovea_column_view_move_wipe (FoveaColumnView *self, double share)
{
  fovea_canvas_set_wipe (self->canvas, share);
  fovea_wipe_set_share (self->wipe, share);
}

void
fovea_column_view_set_headed (FoveaColumnView *self, gboolean headed)
{
  gtk_widget_set_visible (self->header, headed);
}

void
fovea_column_view_set_active (FoveaColumnView *self, gboolean active)
{
  if (active)
    gtk_widget_add_css_class (GTK_WIDGET (self), "active");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "active");
}

void
fovea_column_view_set_held (FoveaColumnView *self, gint layers)
{
  self->held = layers;
}

gint
fovea_column_view_get_held (FoveaColumnView *self)
{
  return self->held;
}
