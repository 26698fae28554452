/* SPDX-License-Identifier: MIT */
#include "live-section.h"

#include "dial.h"

#include <glib/gi18n.h>

struct _FoveaLiveSection
{
  GtkWidget parent_instance;

  GtkWidget *box, *reset;
  FoveaDial *dial;
  GtkSpinButton *degrees;
  GtkLabel *crop;
  GtkScale *brush;

  FoveaSession *session;
  gboolean filling; /* the section itself is changing its widgets */
};

G_DEFINE_FINAL_TYPE (FoveaLiveSection, fovea_live_section, GTK_TYPE_WIDGET)

static void
rotate (FoveaLiveSection *self, double degrees)
{
  if (!self->filling)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.rotate", "d", degrees);
}

static void
on_turned (FoveaDial *dial, double degrees, FoveaLiveSection *self)
{
  rotate (self, degrees);
}

static void
on_degrees (GtkSpinButton *spin, FoveaLiveSection *self)
{
  rotate (self, gtk_spin_button_get_value (spin));
}

static void
on_brush (GtkRange *range, FoveaLiveSection *self)
{
  if (!self->filling)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.brush", "d",
                                gtk_range_get_value (range));
}

/* "812 × 604 px at 10, 24", or what stands for none. (transfer full) */
static char *
describe_crop (FoveaSession *session)
{
  double crop[4];

  if (!fovea_session_get_crop (session, crop))
    return g_strdup (_ ("as each model’s preset has it"));
  return g_strdup_printf (_ ("%.0f × %.0f px at %.0f, %.0f"), crop[2], crop[3], crop[0],
                          crop[1]);
}

static void
update (FoveaLiveSection *self)
{
  const FoveaEdit *edit = fovea_session_get_edit (self->session);
  g_autofree char *text = describe_crop (self->session);
  double crop[4];

  self->filling = TRUE;
  fovea_dial_set_value (self->dial, edit->rotation);
  gtk_spin_button_set_value (self->degrees, edit->rotation);
  gtk_label_set_label (self->crop, text);
  gtk_widget_set_sensitive (self->reset, !fovea_edit_is_empty (edit)
                                             || fovea_session_get_crop (self->session, crop));
  self->filling = FALSE;
}

void
fovea_live_section_set_session (FoveaLiveSection *self, FoveaSession *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "input-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "image-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
fovea_live_section_dispose (GObject *object)
{
  FoveaLiveSection *self = FOVEA_LIVE_SECTION (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_LIVE_SECTION);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fovea_live_section_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaLiveSection, member)

static void
fovea_live_section_class_init (FoveaLiveSectionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_live_section_dispose;
  g_type_ensure (FOVEA_TYPE_DIAL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/live-section.ui");
  BIND (box);
  BIND (reset);
  BIND (dial);
  BIND (degrees);
  BIND (crop);
  BIND (brush);
  gtk_widget_class_bind_template_callback (widget_class, on_turned);
  gtk_widget_class_bind_template_callback (widget_class, on_degrees);
  gtk_widget_class_bind_template_callback (widget_class, on_brush);
}

static void
fovea_live_section_init (FoveaLiveSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
