/* SPDX-License-Identifier: MIT */
#include "figure-lists.h"

#include "measure.h"

#include "parts.h"

#include <glib/gi18n.h>

typedef struct
{
  AdwPreferencesGroup *group;
  GPtrArray *widgets; /* its rows */
  GPtrArray *shown;   /* what of the recipe they stand for; compared, never read */
} List;

struct _FoveaFigureLists
{
  GtkWidget parent_instance;

  GtkWidget *box;
  List images, columns;
  guint edition; /* of the recipe they are of */
  FoveaTray *tray;
};

G_DEFINE_FINAL_TYPE (FoveaFigureLists, fovea_figure_lists, GTK_TYPE_WIDGET)

/* One entry, which knows the text it sets. */

typedef struct
{
  FoveaTray *tray;
  gpointer owner; /* a row or a column of the recipe, as long as it is in the list */
  char **text;    /* of the owner */
} Named;

static void
named_free (gpointer data, GClosure *closure)
{
  Named *named = data;

  g_object_unref (named->tray);
  g_free (named);
}

static void
on_apply (AdwEntryRow *entry, Named *named)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  const FoveaRecipe *recipe = fovea_tray_get_recipe (named->tray);

  if (!g_ptr_array_find (recipe->rows, named->owner, NULL)
      && !g_ptr_array_find (recipe->columns, named->owner, NULL))
    return;
  g_free (*named->text);
  *named->text = *text ? g_strdup (text) : NULL;
  fovea_tray_touch (named->tray);
}

static GtkWidget *
entry_new (FoveaTray *tray, gpointer owner, char **text, const char *title)
{
  GtkWidget *entry = adw_entry_row_new ();
  Named *named = g_new (Named, 1);

  *named = (Named){ g_object_ref (tray), owner, text };
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_editable_set_text (GTK_EDITABLE (entry), *text ? *text : "");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (entry), TRUE);
  g_signal_connect_data (entry, "apply", G_CALLBACK (on_apply), named, named_free, 0);
  return entry;
}

/* libadwaita's list and switch inside an expander row have no name for screen readers. */
static void
name_what_is_within (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LIST_BOX (widget) || GTK_IS_SWITCH (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    name_what_is_within (child, name);
}

/* One row: what it is, with entries below that show when it is opened. */
static GtkWidget *
row_new (const char *title, const char *subtitle)
{
  GtkWidget *widget = adw_expander_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (widget), subtitle ? subtitle : "");
  name_what_is_within (widget, title);
  return widget;
}

/* (libadwaita puts what comes first at the end.) */
static void
add_buttons (GtkWidget *row, guint index, const char *raise_label, const char *raise,
             const char *remove)
{
  AdwExpanderRow *expander = ADW_EXPANDER_ROW (row);

  adw_expander_row_add_action (
      expander, fovea_icon_button_new ("list-remove-symbolic", _ ("Remove"), remove,
                                       g_variant_new_uint32 (index)));
  if (index > 0)
    adw_expander_row_add_action (
        expander, fovea_icon_button_new ("go-up-symbolic", raise_label, raise,
                                         g_variant_new_uint32 (index)));
}

static GtkWidget *
image_row_new (FoveaFigureLists *self, guint i)
{
  FoveaFigureRow *row = fovea_recipe_row (fovea_tray_get_recipe (self->tray), i);
  g_autofree char *name = fovea_tray_image_name (self->tray, i);
  GtkWidget *widget = row_new (name, row->target);

  adw_expander_row_add_row (
      ADW_EXPANDER_ROW (widget),
      entry_new (self->tray, row, &row->title, _ ("Words at its left")));
  adw_expander_row_add_row (
      ADW_EXPANDER_ROW (widget),
      entry_new (self->tray, row, &row->truth, _ ("What it really shows")));
  add_buttons (widget, i, _ ("Move Up"), "figure.raise-row", "figure.remove-row");
  return widget;
}

/* The curves that can stand beside a column that shows maps. */
static GMenuModel *
curves_menu_new (guint index)
{
  static const char *const measures[] = { "insertion", "deletion", "road" };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      const FoveaMeasure *measure = fovea_measure_find (measures[i], NULL);
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (measure->title), NULL);
      g_menu_item_set_action_and_target (item, "figure.add-curve", "(us)", index,
                                         measures[i]);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static GtkWidget *
curves_row_new (guint index)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = curves_menu_new (index);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Curve beside it"));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Add a Curve"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a Curve"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkWidget *
column_row_new (FoveaFigureLists *self, guint i)
{
  FoveaFigureColumn *column = fovea_recipe_column (fovea_tray_get_recipe (self->tray), i);
  g_autofree char *name = NULL,
                  *about = fovea_tray_describe_column (self->tray, i, &name);
  GtkWidget *widget = row_new (name, about);

  adw_expander_row_add_row (
      ADW_EXPANDER_ROW (widget),
      entry_new (self->tray, column, &column->title, _ ("Words above it")));
  if (!column->is_input && !column->curve && !column->rates)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (widget), curves_row_new (i));
  add_buttons (widget, i, _ ("Move to the Left"), "figure.raise-column",
               "figure.remove-column");
  return widget;
}

/* Both. */

static gboolean
is_shown (const List *list, const GPtrArray *now)
{
  if (list->shown->len != now->len)
    return FALSE;
  for (guint i = 0; i < now->len; i++)
    if (list->shown->pdata[i] != now->pdata[i])
      return FALSE;
  return TRUE;
}

/* Only where there are others or another order: who types goes on typing. */
static void
fill (FoveaFigureLists *self, List *list, const GPtrArray *now,
      GtkWidget *(*make) (FoveaFigureLists *self, guint i))
{
  gtk_widget_set_visible (GTK_WIDGET (list->group), now->len > 0);
  if (is_shown (list, now))
    return;
  for (guint i = 0; i < list->widgets->len; i++)
    adw_preferences_group_remove (list->group, list->widgets->pdata[i]);
  g_ptr_array_set_size (list->widgets, 0);
  g_ptr_array_set_size (list->shown, 0);
  for (guint i = 0; i < now->len; i++)
    {
      GtkWidget *widget = make (self, i);
      adw_preferences_group_add (list->group, widget);
      g_ptr_array_add (list->widgets, widget);
      g_ptr_array_add (list->shown, now->pdata[i]);
    }
}

static void
show (FoveaFigureLists *self)
{
  const FoveaRecipe *recipe = fovea_tray_get_recipe (self->tray);
  guint edition = fovea_tray_get_edition (self->tray);

  if (edition != self->edition)
    {
      g_ptr_array_set_size (self->images.shown, 0);
      g_ptr_array_set_size (self->columns.shown, 0);
      self->edition = edition;
    }
  fill (self, &self->images, recipe->rows, image_row_new);
  fill (self, &self->columns, recipe->columns, column_row_new);
}

void
fovea_figure_lists_set_tray (FoveaFigureLists *self, FoveaTray *tray)
{
  self->tray = g_object_ref (tray);
  g_signal_connect_object (tray, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

static void
list_init (FoveaFigureLists *self, List *list, const char *title)
{
  list->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  list->widgets = g_ptr_array_new ();
  list->shown = g_ptr_array_new ();
  adw_preferences_group_set_title (list->group, title);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (list->group));
}

static void
list_clear (List *list)
{
  g_ptr_array_unref (list->widgets);
  g_ptr_array_unref (list->shown);
}

static void
fovea_figure_lists_dispose (GObject *object)
{
  FoveaFigureLists *self = FOVEA_FIGURE_LISTS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->tray);
  G_OBJECT_CLASS (fovea_figure_lists_parent_class)->dispose (object);
}

static void
fovea_figure_lists_finalize (GObject *object)
{
  list_clear (&FOVEA_FIGURE_LISTS (object)->images);
  list_clear (&FOVEA_FIGURE_LISTS (object)->columns);
  G_OBJECT_CLASS (fovea_figure_lists_parent_class)->finalize (object);
}

static void
fovea_figure_lists_class_init (FoveaFigureListsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = fovea_figure_lists_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_figure_lists_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class),
                                            GTK_TYPE_BIN_LAYOUT);
}

static void
fovea_figure_lists_init (FoveaFigureLists *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  list_init (self, &self->images, _ ("Images"));
  list_init (self, &self->columns, _ ("Columns"));
}
