/* SPDX-License-Identifier: MIT */
#include "pins-section.h"

#include "left-to-right.h"
#include "parts.h"
#include "place-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define NAME_CHARS 7 /* of a column's name in the head */

struct _FoveaPinsSection
{
  GtkWidget parent_instance;

  GtkBox *body, *head;
  GtkListBox *rows;
  GtkLabel *units;

  FoveaSession *session;
  guint fill_id; /* the source that fills the table anew */
};

G_DEFINE_FINAL_TYPE (FoveaPinsSection, fovea_pins_section, GTK_TYPE_WIDGET)

static guint
count_columns (FoveaPinsSection *self)
{
  return g_list_model_get_n_items (fovea_session_get_columns (self->session));
}

static void
clear (GtkWidget *parent, void (*remove) (GtkWidget *parent, GtkWidget *child))
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (parent)))
    remove (parent, child);
}

static void
remove_from_box (GtkWidget *box, GtkWidget *child)
{
  gtk_box_remove (GTK_BOX (box), child);
}

static void
remove_from_list (GtkWidget *list, GtkWidget *child)
{
  gtk_list_box_remove (GTK_LIST_BOX (list), child);
}

/* One cell, read as a number; those of one group are of one width. */
static GtkWidget *
append_cell (GtkBox *row, GtkSizeGroup *group, const char *text, float xalign)
{
  g_autofree char *number = fovea_left_to_right (text);
  GtkWidget *label = gtk_label_new (number);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, "numeric");
  gtk_size_group_add_widget (group, label);
  gtk_box_append (row, label);
  return label;
}

static const char *
name_of (FoveaColumn *column)
{
  FoveaModel *model = fovea_column_get_model (column);

  return model ? fovea_model_title (model) : "–";
}

static void
fill_head (FoveaPinsSection *self, GPtrArray *groups)
{
  append_cell (self->head, groups->pdata[0], "px", 0);
  for (guint i = 0; i < count_columns (self); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      const char *text = count_columns (self) > 1 ? name_of (column) : _ ("value");
      GtkWidget *label = append_cell (self->head, groups->pdata[i + 1], text, 1);
      g_autofree char *tip = g_strdup_printf (
          "%s, %s", name_of (column), _ (fovea_column_get_method (column)->title));
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label),
                                 MIN (NAME_CHARS, g_utf8_strlen (text, -1)));
      gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
      gtk_widget_set_tooltip_text (label, tip);
    }
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->head)); cell;
       cell = gtk_widget_get_next_sibling (cell))
    gtk_widget_add_css_class (cell, "fovea-small");
}

static GtkWidget *
make_remove_button (const FoveaPin *pin)
{
  g_autofree char *name = g_strdup_printf (_ ("Remove pin %u"), pin->number);
  GtkWidget *button
      = fovea_icon_button_new ("window-close-symbolic", name, "win.unpin",
                               g_variant_new_int32 ((gint) pin->number));

  gtk_widget_add_css_class (button, "fovea-remove");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  return button;
}

/* Its number, and below it where it is. */
static void
append_pin (GtkBox *row, GtkSizeGroup *group, const char *number, const char *pixel)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = append_cell (GTK_BOX (box), group, number, 0);
  GtkWidget *place = append_cell (GTK_BOX (box), group, pixel, 0);

  gtk_widget_add_css_class (name, "fovea-verdict");
  gtk_widget_add_css_class (place, "fovea-small");
  gtk_box_append (row, box);
}

/* The cells of a row, and the sentence that says the same. */
static GString *
fill_row (FoveaPinsSection *self, GtkBox *row, const FoveaPin *pin, GPtrArray *groups)
{
  g_autofree char *number = g_strdup_printf ("%u", pin->number);
  g_autofree char *pixel = g_strdup_printf ("%.0f, %.0f", floor (pin->x), floor (pin->y));
  GString *sentence = g_string_new (NULL);

  g_string_printf (sentence, _ ("Pin %s at %s px"), number, pixel);
  append_pin (row, groups->pdata[0], number, pixel);
  for (guint i = 0; i < count_columns (self); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      const char *unit;
      g_autofree char *value = fovea_place_number (column, pin->x, pin->y, &unit);
      GtkWidget *cell = append_cell (row, groups->pdata[i + 1], value, 1);
      gtk_widget_set_tooltip_text (
          cell, unit ? unit : _ ("This map says nothing of that place"));
      g_string_append_printf (sentence, "; %s %s %s", name_of (column), value,
                              unit ? unit : "");
    }
  gtk_box_append (row, make_remove_button (pin));
  return sentence;
}

static void
append_row (FoveaPinsSection *self, const FoveaPin *pin, GPtrArray *groups)
{
  GtkWidget *row = gtk_list_box_row_new (),
            *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GString *sentence = fill_row (self, GTK_BOX (box), pin, groups);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence->str, -1);
  gtk_list_box_append (self->rows, row);
  if (pin == fovea_places_get_chosen (fovea_session_get_places (self->session)))
    gtk_list_box_select_row (self->rows, GTK_LIST_BOX_ROW (row));
  g_string_free (sentence, TRUE);
}

/* Of the column's values, where one of the pins has one. (transfer none) */
static const char *
unit_of (FoveaPinsSection *self, FoveaColumn *column)
{
  FoveaPlaces *places = fovea_session_get_places (self->session);
  const char *unit = NULL;

  for (guint i = 0; i < fovea_places_n_pins (places) && !unit; i++)
    {
      const FoveaPin *pin = fovea_places_get_pin (places, i);
      g_autofree char *value = fovea_place_number (column, pin->x, pin->y, &unit);
    }
  return unit;
}

/* "VAN nano: share of the map’s range · SAN nano: weight", or the one unit of all. */
static void
fill_units (FoveaPinsSection *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *first = NULL;
  gboolean same = TRUE;

  for (guint i = 0; i < count_columns (self); i++)
    {
      FoveaColumn *column = fovea_session_get_column (self->session, i);
      const char *unit = unit_of (self, column);
      if (!unit)
        continue;
      same = same && (!first || g_str_equal (first, unit));
      first = first ? first : unit;
      g_string_append_printf (text, "%s%s: %s", text->len ? " · " : "", name_of (column),
                              unit);
    }
  gtk_label_set_label (self->units, same ? first ? first : "" : text->str);
}

static gboolean
fill (gpointer data)
{
  FoveaPinsSection *self = data;
  FoveaPlaces *places = fovea_session_get_places (self->session);
  guint n = fovea_places_n_pins (places);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);

  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->rows)) != NULL;

  self->fill_id = 0;
  for (guint i = 0; i < count_columns (self) + 1; i++)
    g_ptr_array_add (groups, gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL));
  clear (GTK_WIDGET (self->head), remove_from_box);
  clear (GTK_WIDGET (self->rows), remove_from_list);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (n == 0)
    return G_SOURCE_REMOVE;
  fill_head (self, groups);
  for (guint i = 0; i < n; i++)
    append_row (self, fovea_places_get_pin (places, i), groups);
  fill_units (self);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->rows)));
  return G_SOURCE_REMOVE;
}

/* Once all that changed together has. */
static void
queue_fill (FoveaPinsSection *self)
{
  gboolean needed = fovea_places_n_pins (fovea_session_get_places (self->session)) > 0
                    || gtk_widget_get_visible (GTK_WIDGET (self));

  if (!self->fill_id && needed)
    self->fill_id = g_idle_add (fill, self);
}

static void
on_row (GtkListBox *rows, GtkListBoxRow *row, FoveaPinsSection *self)
{
  FoveaPlaces *places = fovea_session_get_places (self->session);
  guint index = (guint) gtk_list_box_row_get_index (row);

  if (index < fovea_places_n_pins (places))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-pin", "i",
                                (gint) fovea_places_get_pin (places, index)->number);
}

static void
on_columns_changed (GListModel *columns, guint position, guint removed, guint added,
                    FoveaPinsSection *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (FoveaColumn) column = g_list_model_get_item (columns, i);
      g_signal_handlers_disconnect_by_func (column, queue_fill, self);
      g_signal_connect_object (column, "changed", G_CALLBACK (queue_fill), self,
                               G_CONNECT_SWAPPED);
    }
  queue_fill (self);
}

void
fovea_pins_section_set_session (FoveaPinsSection *self, FoveaSession *session)
{
  GListModel *columns = fovea_session_get_columns (session);

  self->session = g_object_ref (session);
  g_signal_connect_object (columns, "items-changed", G_CALLBACK (on_columns_changed),
                           self, 0);
  on_columns_changed (columns, 0, 0, g_list_model_get_n_items (columns), self);
  g_signal_connect_object (fovea_session_get_places (session), "pins-changed",
                           G_CALLBACK (queue_fill), self, G_CONNECT_SWAPPED);
}

static void
fovea_pins_section_dispose (GObject *object)
{
  FoveaPinsSection *self = FOVEA_PINS_SECTION (object);

  g_clear_handle_id (&self->fill_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_PINS_SECTION);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fovea_pins_section_parent_class)->dispose (object);
}

static void
fovea_pins_section_class_init (FoveaPinsSectionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_pins_section_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fovea/Fovea/pins-section.ui");
  gtk_widget_class_bind_template_child (widget_class, FoveaPinsSection, body);
  gtk_widget_class_bind_template_child (widget_class, FoveaPinsSection, head);
  gtk_widget_class_bind_template_child (widget_class, FoveaPinsSection, rows);
  gtk_widget_class_bind_template_child (widget_class, FoveaPinsSection, units);
  gtk_widget_class_bind_template_callback (widget_class, on_row);
}

static void
fovea_pins_section_init (FoveaPinsSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
