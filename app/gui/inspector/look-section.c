/* SPDX-License-Identifier: MIT */
#include "look-section.h"

#include "action-down.h"
#include "picture.h"
#include "swatches.h"

struct _FoveaLookSection
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkDropDown *colormaps;
  GtkRange *opacity, *threshold;
  GtkWidget *ends;
  GtkEditable *low, *high;

  FoveaSession *session;
  FoveaColumn *column;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (FoveaLookSection, fovea_look_section, GTK_TYPE_WIDGET)

static void
activate (FoveaLookSection *self, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (parameter);

  if (!self->filling)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action, sunk);
}

static void
on_colormap (GtkDropDown *colormaps, GParamSpec *pspec, FoveaLookSection *self)
{
  guint count, selected = gtk_drop_down_get_selected (colormaps);
  const FoveaColormap *all = fovea_colormaps (&count);

  if (!self->filling && selected < count)
    activate (self, "win.colormap", g_variant_new_string (all[selected].name));
}

static void
on_opacity (GtkRange *range, FoveaLookSection *self)
{
  activate (self, "win.opacity", g_variant_new_double (gtk_range_get_value (range)));
}

static void
on_threshold (GtkRange *range, FoveaLookSection *self)
{
  activate (self, "win.threshold", g_variant_new_double (gtk_range_get_value (range)));
}

/* In the C locale or the user's: a comma of numbers is a point of ours. */
static void
on_end (GtkEntry *entry, FoveaLookSection *self)
{
  g_autofree char *low
      = g_strdelimit (g_strdup (gtk_editable_get_text (self->low)), ",", '.');
  g_autofree char *high
      = g_strdelimit (g_strdup (gtk_editable_get_text (self->high)), ",", '.');
  g_autofree char *text = g_strdup_printf ("%s,%s", g_strstrip (low), g_strstrip (high));

  activate (self, "win.scale", g_variant_new_string (text));
}

static void
on_left (GtkEventControllerFocus *focus, FoveaLookSection *self)
{
  if (fovea_session_get_range (self->session)->kind == FOVEA_RANGE_FIXED)
    on_end (NULL, self);
}

static void
show_number (GtkEditable *entry, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double shown = g_ascii_strtod (gtk_editable_get_text (entry), NULL);

  if (shown != number || !*gtk_editable_get_text (entry))
    gtk_editable_set_text (entry, g_ascii_formatd (text, sizeof text, "%.6g", number));
}

/* The numbers that are typed, not those that are shared. */
static void
show_ends (FoveaLookSection *self)
{
  const FoveaRange *range = fovea_session_get_range (self->session);

  gtk_widget_set_visible (self->ends, range->kind == FOVEA_RANGE_FIXED);
  if (range->kind != FOVEA_RANGE_FIXED)
    return;
  show_number (self->low, range->low);
  show_number (self->high, range->high);
}

static void
show_look (FoveaLookSection *self)
{
  guint count;
  const FoveaColormap *all = fovea_colormaps (&count);
  FoveaLook look;

  fovea_session_column_look (self->session, self->column, &look);
  self->filling = TRUE;
  for (guint i = 0; i < count; i++)
    if (&all[i] == look.colormap)
      gtk_drop_down_set_selected (self->colormaps, i);
  gtk_range_set_value (self->opacity, look.opacity);
  gtk_range_set_value (self->threshold, look.threshold);
  show_ends (self);
  self->filling = FALSE;
}

void
fovea_look_section_set_column (FoveaLookSection *self, FoveaSession *session,
                               FoveaColumn *column)
{
  if (!self->session)
    g_signal_connect_object (session, "look-changed", G_CALLBACK (show_look), self,
                             G_CONNECT_SWAPPED);
  g_set_object (&self->session, session);
  if (self->column)
    g_signal_handlers_disconnect_by_func (self->column, show_look, self);
  g_set_object (&self->column, column);
  g_signal_connect_object (column, "changed", G_CALLBACK (show_look), self,
                           G_CONNECT_SWAPPED);
  show_look (self);
}

static void
fovea_look_section_dispose (GObject *object)
{
  FoveaLookSection *self = FOVEA_LOOK_SECTION (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_LOOK_SECTION);
  g_clear_object (&self->column);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fovea_look_section_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaLookSection, member)

static void
fovea_look_section_class_init (FoveaLookSectionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_look_section_dispose;
  g_type_ensure (FOVEA_TYPE_ACTION_DOWN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/look-section.ui");
  BIND (box);
  BIND (colormaps);
  BIND (opacity);
  BIND (threshold);
  BIND (ends);
  BIND (low);
  BIND (high);
  gtk_widget_class_bind_template_callback (widget_class, on_colormap);
  gtk_widget_class_bind_template_callback (widget_class, on_opacity);
  gtk_widget_class_bind_template_callback (widget_class, on_threshold);
  gtk_widget_class_bind_template_callback (widget_class, on_end);
}

static void
fovea_look_section_init (FoveaLookSection *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fovea_swatches_fill (self->colormaps);
  g_signal_connect (focus, "leave", G_CALLBACK (on_left), self);
  gtk_widget_add_controller (self->ends, focus);
  self->filling = FALSE;
}
