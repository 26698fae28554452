/* SPDX-License-Identifier: MIT */
#include "input-section.h"

#include "input-save.h"
#include "texture.h"

#include <glib/gi18n.h>

struct _FoveaInputSection
{
  GtkWidget parent_instance;

  GtkExpander *expander;
  GtkPicture *picture;
  GtkLabel *about;
  GtkWidget *save;

  FoveaColumn *column;
  FoveaInput *shown;
};

G_DEFINE_FINAL_TYPE (FoveaInputSection, fovea_input_section, GTK_TYPE_WIDGET)

static void
show_input (FoveaInputSection *self, FoveaInput *input)
{
  g_autoptr (FoveaImage) image = input ? fovea_input_picture (input, NULL) : NULL;
  g_autoptr (GdkTexture) texture = image ? fovea_texture_of_image (image) : NULL;
  g_autofree char *about = input ? fovea_input_describe (input) : NULL;

  g_clear_pointer (&self->shown, fovea_input_unref);
  self->shown = input ? fovea_input_ref (input) : NULL;
  gtk_picture_set_paintable (self->picture, (GdkPaintable *)texture);
  gtk_widget_set_visible (GTK_WIDGET (self->picture), texture != NULL);
  gtk_label_set_label (self->about, about ? about : _ ("Nothing has been read yet."));
  gtk_widget_set_sensitive (self->save, input != NULL);
}

/* What the map that is shown was made from, not what is on its way. */
static void
update (FoveaInputSection *self)
{
  FoveaExplanation *explanation
      = self->column ? fovea_column_get_explanation (self->column) : NULL;
  FoveaInput *input = explanation ? fovea_explanation_input (explanation) : NULL;

  if (gtk_expander_get_expanded (self->expander) && (!input || input != self->shown))
    show_input (self, input);
}

void
fovea_input_section_set_column (FoveaInputSection *self, FoveaColumn *column)
{
  if (self->column)
    g_signal_handlers_disconnect_by_func (self->column, update, self);
  g_set_object (&self->column, column);
  g_signal_connect_object (column, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/* Once it has its place: the focus brings it into sight. */
static gboolean
come_into_sight (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FoveaInputSection *self = data;

  if (gtk_widget_get_height (self->save) == 0
      && gtk_expander_get_expanded (self->expander))
    return G_SOURCE_CONTINUE;
  gtk_widget_grab_focus (self->save);
  return G_SOURCE_REMOVE;
}

void
fovea_input_section_set_open (FoveaInputSection *self, gboolean is_open)
{
  gtk_expander_set_expanded (self->expander, is_open);
  if (is_open)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), come_into_sight, self, NULL);
}

gboolean
fovea_input_section_is_open (FoveaInputSection *self)
{
  return gtk_expander_get_expanded (self->expander);
}

GdkPaintable *
fovea_input_section_get_picture (FoveaInputSection *self)
{
  return gtk_picture_get_paintable (self->picture);
}

static void
fovea_input_section_dispose (GObject *object)
{
  FoveaInputSection *self = FOVEA_INPUT_SECTION (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_INPUT_SECTION);
  g_clear_object (&self->column);
  g_clear_pointer (&self->shown, fovea_input_unref);
  G_OBJECT_CLASS (fovea_input_section_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaInputSection, member)

static void
fovea_input_section_class_init (FoveaInputSectionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_input_section_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/input-section.ui");
  BIND (expander);
  BIND (picture);
  BIND (about);
  BIND (save);
}

static void
fovea_input_section_init (FoveaInputSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->expander, "notify::expanded", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
}
