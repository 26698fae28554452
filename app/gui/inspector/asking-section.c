/* SPDX-License-Identifier: MIT */
#include "asking-section.h"

#include "action-down.h"

#include <glib/gi18n.h>

#define WITHOUT_EIGEN 2 /* smoothings that need nothing of the method come first */

struct _FoveaAskingSection
{
  GtkWidget parent_instance;

  GtkWidget *box;
  FoveaActionDown *preset, *smoothing;
  FoveaColumn *column;
};

G_DEFINE_FINAL_TYPE (FoveaAskingSection, fovea_asking_section, GTK_TYPE_WIDGET)

/* The packages draw no signs. */
static gboolean
has_sign (FoveaColumn *column)
{
  FoveaShown shown;

  return fovea_column_get_shown (column, &shown)
         && fovea_panels_get (
                fovea_explanation_layer (shown.explanation, shown.index)->panels,
                shown.panel)
                ->is_signed;
}

static void
on_changed (FoveaAskingSection *self)
{
  gboolean is_signed = has_sign (self->column);

  fovea_action_down_offer (self->smoothing, fovea_column_get_method (self->column)->takes
                                                    & FOVEA_TAKES_EIGEN
                                                ? G_MAXUINT
                                                : WITHOUT_EIGEN);
  gtk_widget_set_sensitive (GTK_WIDGET (self->preset), !is_signed);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->preset),
                               is_signed ? _ ("The packages draw no signed maps") : NULL);
}

void
fovea_asking_section_set_column (FoveaAskingSection *self, FoveaColumn *column)
{
  if (self->column)
    g_signal_handlers_disconnect_by_func (self->column, on_changed, self);
  g_set_object (&self->column, column);
  g_signal_connect_object (column, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  on_changed (self);
}

static void
fovea_asking_section_dispose (GObject *object)
{
  FoveaAskingSection *self = FOVEA_ASKING_SECTION (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_ASKING_SECTION);
  g_clear_object (&self->column);
  G_OBJECT_CLASS (fovea_asking_section_parent_class)->dispose (object);
}

static void
fovea_asking_section_class_init (FoveaAskingSectionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_asking_section_dispose;
  g_type_ensure (FOVEA_TYPE_ACTION_DOWN);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/fovea/Fovea/asking-section.ui");
  gtk_widget_class_bind_template_child (widget_class, FoveaAskingSection, box);
  gtk_widget_class_bind_template_child (widget_class, FoveaAskingSection, preset);
  gtk_widget_class_bind_template_child (widget_class, FoveaAskingSection, smoothing);
}

static void
fovea_asking_section_init (FoveaAskingSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
