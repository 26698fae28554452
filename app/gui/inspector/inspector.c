/* SPDX-License-Identifier: MIT */
#include "inspector.h"

#include "asking-section.h"
#include "dial.h"
#include "items.h"
#include "layer-choice.h"
#include "live-section.h"
#include "look-section.h"
#include "pins-section.h"
#include "weights-name.h"

#include <glib/gi18n.h>
#include <string.h>

#define TOP_PREDICTIONS 5
#define MOST_FOUND 12 /* classes that a search lists */

struct _FoveaInspector
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkDropDown *models, *methods, *panels, *objectives, *layers;
  GtkSearchEntry *search;
  GtkLabel *weights, *of_classes, *summary, *readout;
  GtkToggleButton *top_class;
  GtkListBox *predictions;
  FoveaLiveSection *live;
  FoveaInputSection *input;
  FoveaPinsSection *pins;
  FoveaLookSection *look;
  FoveaAskingSection *asking;

  FoveaSession *session; /* the window's */
  FoveaColumn *column;   /* the one that is spoken of */
  GPtrArray *entries;    /* FoveaModelEntry, as in the drop-down */
  FoveaExplanation *shown;
  gboolean filling; /* the panel itself is changing its widgets */
};

G_DEFINE_FINAL_TYPE (FoveaInspector, fovea_inspector, GTK_TYPE_WIDGET)

static FoveaColumn *
column_of (FoveaInspector *self)
{
  return self->column;
}

static void
activate (FoveaInspector *self, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (parameter);

  if (!self->filling)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action, sunk);
}

static void
on_model (GtkDropDown *models, GParamSpec *pspec, FoveaInspector *self)
{
  guint selected = gtk_drop_down_get_selected (models);

  if (!self->filling && selected < self->entries->len)
    {
      const FoveaModelEntry *entry = g_ptr_array_index (self->entries, selected);
      activate (self, "win.model", g_variant_new_string (entry->name));
    }
}

static void
on_method (GtkDropDown *methods, GParamSpec *pspec, FoveaInspector *self)
{
  guint selected = gtk_drop_down_get_selected (methods);

  if (!self->filling && selected != GTK_INVALID_LIST_POSITION)
    activate (self, "win.method", g_variant_new_string (fovea_methods[selected]->name));
}

/* In the order of FoveaObjectiveKind. */
static void
on_objective (GtkDropDown *objectives, GParamSpec *pspec, FoveaInspector *self)
{
  guint selected = gtk_drop_down_get_selected (objectives);

  if (!self->filling && selected <= FOVEA_OBJECTIVE_FINER_TORCH_CAM)
    activate (self, "win.objective",
              g_variant_new_string (fovea_objective_name ((FoveaObjectiveKind)selected)));
}

static void
on_panel (GtkDropDown *panels, GParamSpec *pspec, FoveaInspector *self)
{
  guint selected = gtk_drop_down_get_selected (panels);
  gint index = fovea_column_get_layer (column_of (self));

  if (self->filling || !self->shown || index < 0)
    return;
  const FoveaPanels *all = fovea_explanation_layer (self->shown, (guint)index)->panels;
  if (all && selected < fovea_panels_count (all))
    activate (self, "win.panel",
              g_variant_new_string (fovea_panels_get (all, selected)->name));
}

static void
on_top_class (GtkButton *button, FoveaInspector *self)
{
  activate (self, "win.class", g_variant_new_int32 (FOVEA_TOP_CLASS));
  gtk_toggle_button_set_active (self->top_class,
                                fovea_column_get_target (column_of (self)) < 0);
}

static void
on_prediction (GtkListBox *list, GtkListBoxRow *row, FoveaInspector *self)
{
  gint class = fovea_prediction_row_get_class (GTK_WIDGET (row));

  activate (self, "win.class", g_variant_new_int32 (class));
}

static void
on_layer (GtkDropDown *layers, GParamSpec *pspec, FoveaInspector *self)
{
  const char *path = fovea_layer_choice_get (layers);

  if (path && !self->filling)
    activate (self, "win.layer", g_variant_new_string (path));
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, row);
}

/* What is searched for, without case; NULL for nothing. (transfer full) */
static char *
searched (FoveaInspector *self)
{
  g_autofree char *text
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  return *text ? g_utf8_casefold (text, -1) : NULL;
}

/* By a part of the name; all for NULL. */
static gboolean
is_called (FoveaModel *model, guint class, const char *text)
{
  g_autofree char *name
      = text ? g_utf8_casefold (fovea_model_class_name (model, class), -1) : NULL;

  return !text || strstr (name, text);
}

/* The most probable classes that are searched for, up to `most`; how many there are. */
static guint
add_predictions (FoveaInspector *self, FoveaExplanation *explanation, const char *text,
                 guint most)
{
  FoveaPrediction *prediction = fovea_explanation_prediction (explanation);
  FoveaModel *model = fovea_explanation_model (explanation);
  guint n = fovea_prediction_n_classes (prediction), found = 0;
  gint meant = text ? fovea_model_find_class (model, text, NULL) : -1; /* index, synset */

  for (guint rank = 0; rank < n && found < most; rank++)
    {
      guint class = fovea_prediction_ranked (prediction, rank);
      if ((gint)class != meant && !is_called (model, class, text))
        continue;
      gtk_list_box_append (self->predictions, fovea_prediction_row_new (explanation, class));
      if ((gint)class == fovea_explanation_target (explanation))
        gtk_list_box_select_row (
            self->predictions,
            gtk_list_box_get_row_at_index (self->predictions, (int)found));
      found++;
    }
  return found;
}

/* "5 of 1000 classes"; "12 found, the most probable of 1000 classes". (transfer full) */
static char *
count_classes (FoveaExplanation *explanation, guint found, gboolean is_search)
{
  FoveaModel *model = fovea_explanation_model (explanation);
  guint n = fovea_model_n_classes (model);

  if (is_search && found == 0)
    return g_strdup_printf (_ ("None of the %u classes is called so."), n);
  return g_strdup_printf (fovea_model_is_demo (model) ? _ ("%u of the demo’s %u classes")
                                                      : _ ("%u of %u classes"),
                          found, n);
}

static void
fill_predictions (FoveaInspector *self, FoveaExplanation *explanation)
{
  gboolean has_head = explanation && fovea_explanation_prediction (explanation);
  g_autofree char *text = searched (self);
  g_autofree char *words = NULL;

  clear_list (self->predictions);
  if (has_head)
    words = count_classes (
        explanation,
        add_predictions (self, explanation, text, text ? MOST_FOUND : TOP_PREDICTIONS),
        text != NULL);
  else if (explanation)
    words = g_strdup (_ ("These weights have no head, so there are no classes."));
  gtk_label_set_label (self->of_classes, words ? words : "");
}

static void
on_search (GtkSearchEntry *search, FoveaInspector *self)
{
  fill_predictions (self, self->shown);
}

/* The first that was found. */
static void
on_search_activate (GtkSearchEntry *search, FoveaInspector *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->predictions, 0);

  if (row)
    on_prediction (self->predictions, row, self);
}

static void
fill_model (FoveaInspector *self, FoveaModel *model, const char *wanted)
{
  const char *name = wanted ? wanted : model ? fovea_model_name (model) : "";
  g_autofree char *weights = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const FoveaModelEntry *entry = g_ptr_array_index (self->entries, i);
      if (g_str_equal (entry->name, name))
        gtk_drop_down_set_selected (self->models, i);
    }
  if (wanted)
    weights = g_strdup (_ ("no weights yet"));
  else if (model)
    weights = fovea_weights_name (model);
  gtk_label_set_label (self->weights, weights ? weights : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->weights),
                               model && !wanted ? fovea_model_weights (model) : NULL);
}

static void
fill_method (FoveaInspector *self, const FoveaMethod *method)
{
  for (guint i = 0; fovea_methods[i]; i++)
    if (fovea_methods[i] == method)
      gtk_drop_down_set_selected (self->methods, i);
  gtk_label_set_label (self->summary, _ (method->summary));
}

/* Only where there are several. */
static void
fill_panels (FoveaInspector *self, FoveaColumn *column)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  gint index = fovea_column_get_layer (column);
  const FoveaPanels *panels
      = explanation && index >= 0 ? fovea_explanation_layer (explanation, (guint)index)->panels
                                  : NULL;
  guint n = panels ? fovea_panels_count (panels) : 0;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->panels), n > 1);
  if (n < 2)
    return;
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, fovea_panels_get (panels, i)->title);
  gtk_drop_down_set_model (self->panels, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->panels, MIN (fovea_column_get_panel (column), n - 1));
}

static void
on_changed (FoveaInspector *self)
{
  FoveaColumn *column = column_of (self);
  FoveaExplanation *explanation = fovea_column_get_explanation (column);

  self->filling = TRUE;
  fill_model (self, fovea_column_get_model (column), fovea_column_get_wanted (column));
  fill_method (self, fovea_column_get_method (column));
  gtk_toggle_button_set_active (self->top_class, fovea_column_get_target (column) < 0);
  if (explanation != self->shown)
    {
      fill_predictions (self, explanation);
      fovea_layer_choice_fill (self->layers, explanation);
      g_clear_pointer (&self->shown, fovea_explanation_unref);
      self->shown = explanation ? fovea_explanation_ref (explanation) : NULL;
    }
  gtk_drop_down_set_selected (self->objectives, fovea_column_get_objective (column).kind);
  gtk_widget_set_sensitive (
      GTK_WIDGET (self->objectives),
      fovea_method_explains_class (fovea_column_get_method (column)));
  fill_panels (self, column);
  fovea_layer_choice_mark (self->layers, fovea_column_get_layer (column));
  self->filling = FALSE;
}

void
fovea_inspector_set_column (FoveaInspector *self, FoveaColumn *column)
{
  if (column == self->column)
    return;
  if (self->column)
    g_signal_handlers_disconnect_by_func (self->column, on_changed, self);
  g_set_object (&self->column, column);
  g_signal_connect_object (column, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  fovea_look_section_set_column (self->look, self->session, column);
  fovea_asking_section_set_column (self->asking, column);
  fovea_input_section_set_column (self->input, column);
  on_changed (self);
}

void
fovea_inspector_set_session (FoveaInspector *self, FoveaSession *session)
{
  self->session = g_object_ref (session);
  fovea_inspector_set_column (self, fovea_session_get_column (session, 0));
  fovea_live_section_set_session (self->live, session);
  fovea_pins_section_set_session (self->pins, session);
}

void
fovea_inspector_focus_search (FoveaInspector *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

FoveaInputSection *
fovea_inspector_get_input (FoveaInspector *self)
{
  return self->input;
}

void
fovea_inspector_set_readout (FoveaInspector *self, const char *text)
{
  gtk_label_set_label (self->readout, text ? text : "–");
}

static void
fovea_inspector_dispose (GObject *object)
{
  FoveaInspector *self = FOVEA_INSPECTOR (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_INSPECTOR);
  g_clear_object (&self->column);
  g_clear_object (&self->session);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->shown, fovea_explanation_unref);
  G_OBJECT_CLASS (fovea_inspector_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaInspector, member)

static void
fovea_inspector_class_init (FoveaInspectorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_inspector_dispose;
  g_type_ensure (FOVEA_TYPE_INPUT_SECTION);
  g_type_ensure (FOVEA_TYPE_LIVE_SECTION);
  g_type_ensure (FOVEA_TYPE_PINS_SECTION);
  g_type_ensure (FOVEA_TYPE_LOOK_SECTION);
  g_type_ensure (FOVEA_TYPE_ASKING_SECTION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/inspector.ui");
  BIND (scroller);
  BIND (models);
  BIND (methods);
  BIND (panels);
  BIND (objectives);
  BIND (search);
  BIND (weights);
  BIND (of_classes);
  BIND (summary);
  BIND (readout);
  BIND (top_class);
  BIND (predictions);
  BIND (look);
  BIND (asking);
  BIND (layers);
  BIND (live);
  BIND (input);
  BIND (pins);
  gtk_widget_class_bind_template_callback (widget_class, on_model);
  gtk_widget_class_bind_template_callback (widget_class, on_method);
  gtk_widget_class_bind_template_callback (widget_class, on_panel);
  gtk_widget_class_bind_template_callback (widget_class, on_objective);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_top_class);
  gtk_widget_class_bind_template_callback (widget_class, on_prediction);
  gtk_widget_class_bind_template_callback (widget_class, on_layer);
}

static void
fill_menus (FoveaInspector *self)
{
  g_autoptr (GtkStringList) models = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) methods = gtk_string_list_new (NULL);

  self->entries = fovea_model_list ();
  for (guint i = 0; i < self->entries->len; i++)
    {
      const FoveaModelEntry *entry = g_ptr_array_index (self->entries, i);
      gtk_string_list_append (models, entry->title);
    }
  for (guint i = 0; fovea_methods[i]; i++)
    gtk_string_list_append (methods, _ (fovea_methods[i]->title));
  gtk_drop_down_set_model (self->models, G_LIST_MODEL (models));
  gtk_drop_down_set_model (self->methods, G_LIST_MODEL (methods));
}

/* The wheel scrolls the inspector; what lies under the pointer meanwhile keeps its value. */
static void
leave_wheel_alone (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller)
          && (GTK_IS_RANGE (widget) || GTK_IS_SPIN_BUTTON (widget) || FOVEA_IS_DIAL (widget)))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_SCROLLBAR (child))
      leave_wheel_alone (child);
}

static void
fovea_inspector_init (FoveaInspector *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  leave_wheel_alone (GTK_WIDGET (self));
  fill_menus (self);
  self->filling = FALSE;
}
