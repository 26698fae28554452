/* SPDX-License-Identifier: MIT */
#include "figure-settings.h"

#include "colormap.h"
#include "figure-venues.h"

#include <glib/gi18n.h>

struct _FoveaFigureSettings
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwComboRow *venue, *colours, *scale, *unit;
  GtkSpinButton *width, *text_size, *gutter, *dpi;
  AdwEntryRow *font, *note, *contours;
  GtkSwitch *cells, *bar, *predictions, *whole, *lossless, *below;

  FoveaTray *tray;
  gboolean showing; /* what is set now comes from the recipe */
};

G_DEFINE_FINAL_TYPE (FoveaFigureSettings, fovea_figure_settings, GTK_TYPE_WIDGET)

/* Choices whose first stands for nothing chosen. */

static guint
find_venue (const char *name)
{
  guint n;
  const FoveaVenue *venues = fovea_venues (&n);

  for (guint i = 0; name && i < n; i++)
    if (g_str_equal (venues[i].name, name))
      return i + 1;
  return 0;
}

static guint
find_colours (const char *name)
{
  guint n;
  const FoveaColormap *colormaps = fovea_colormaps (&n);

  for (guint i = 0; name && i < n; i++)
    if (g_str_equal (colormaps[i].name, name))
      return i + 1;
  return 0;
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = value && *value ? g_strdup (value) : NULL;
}

/* From the recipe. */

/* Not while it is the same: the cursor stays. */
static void
show_text (AdwEntryRow *entry, const char *text)
{
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text))
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* "0.5, 0.75". */
static void
show_contours (FoveaFigureSettings *self, const GArray *contours)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < contours->len; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "",
                            g_ascii_formatd (number, sizeof number, "%.4g",
                                             g_array_index (contours, double, i)));
  show_text (self->contours, text->str);
}

static void
show (FoveaFigureSettings *self)
{
  const FoveaRecipe *recipe = fovea_tray_get_recipe (self->tray);

  self->showing = TRUE;
  adw_combo_row_set_selected (self->venue, find_venue (recipe->venue));
  gtk_spin_button_set_value (self->width, fovea_recipe_width (recipe) * 25.4 / 72);
  gtk_widget_set_sensitive (GTK_WIDGET (self->width), recipe->venue == NULL);
  show_text (self->font, recipe->font ? recipe->font : "");
  show_text (self->note, recipe->note ? recipe->note : "");
  show_contours (self, recipe->contours);
  gtk_spin_button_set_value (self->text_size, recipe->text_size);
  gtk_spin_button_set_value (self->gutter, recipe->gutter);
  gtk_spin_button_set_value (self->dpi, recipe->dpi);
  adw_combo_row_set_selected (self->colours, find_colours (recipe->colormap));
  adw_combo_row_set_selected (self->scale, recipe->scale);
  adw_combo_row_set_selected (self->unit, recipe->unit);
  gtk_switch_set_active (self->cells, recipe->cells);
  gtk_switch_set_active (self->bar, recipe->bar);
  gtk_switch_set_active (self->predictions, recipe->predictions);
  gtk_switch_set_active (self->whole, recipe->whole);
  gtk_switch_set_active (self->lossless, recipe->lossless);
  gtk_switch_set_active (self->below, recipe->inset_below);
  self->showing = FALSE;
}

/* Into the recipe. */

static void
take_page (FoveaFigureSettings *self, FoveaRecipe *recipe)
{
  guint n, venue = adw_combo_row_get_selected (self->venue);
  const FoveaVenue *venues = fovea_venues (&n);

  set_text (&recipe->venue, venue > 0 && venue <= n ? venues[venue - 1].name : NULL);
  if (!recipe->venue)
    recipe->width_mm = gtk_spin_button_get_value (self->width);
  set_text (&recipe->font, gtk_editable_get_text (GTK_EDITABLE (self->font)));
  recipe->text_size = gtk_spin_button_get_value (self->text_size);
  recipe->gutter = gtk_spin_button_get_value (self->gutter);
  recipe->dpi = gtk_spin_button_get_value (self->dpi);
  recipe->lossless = gtk_switch_get_active (self->lossless);
  set_text (&recipe->note, gtk_editable_get_text (GTK_EDITABLE (self->note)));
  recipe->inset_below = gtk_switch_get_active (self->below);
}

/* What is no number between 0 and 1 is left out, and vanishes from the entry. */
static void
take_contours (FoveaFigureSettings *self, GArray *contours)
{
  g_auto (GStrv) words
      = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->contours)), ", ;", -1);

  g_array_set_size (contours, 0);
  for (char **word = words; *word && contours->len < FOVEA_SCENE_CONTOURS; word++)
    {
      char *end;
      double level = g_ascii_strtod (*word, &end);
      if (end != *word && *end == '\0' && level > 0 && level < 1)
        g_array_append_val (contours, level);
    }
}

static void
take_maps (FoveaFigureSettings *self, FoveaRecipe *recipe)
{
  guint n, colours = adw_combo_row_get_selected (self->colours);
  const FoveaColormap *colormaps = fovea_colormaps (&n);

  set_text (&recipe->colormap,
            colours > 0 && colours <= n ? colormaps[colours - 1].name : NULL);
  recipe->scale = (FoveaFigureScale)adw_combo_row_get_selected (self->scale);
  recipe->unit = (FoveaUnit)adw_combo_row_get_selected (self->unit);
  take_contours (self, recipe->contours);
  recipe->cells = gtk_switch_get_active (self->cells);
  recipe->bar = gtk_switch_get_active (self->bar);
  recipe->predictions = gtk_switch_get_active (self->predictions);
  recipe->whole = gtk_switch_get_active (self->whole);
}

static void
on_setting (FoveaFigureSettings *self)
{
  if (self->showing || !self->tray)
    return;
  take_page (self, fovea_tray_get_recipe (self->tray));
  take_maps (self, fovea_tray_get_recipe (self->tray));
  fovea_tray_touch (self->tray);
}

void
fovea_figure_settings_set_tray (FoveaFigureSettings *self, FoveaTray *tray)
{
  self->tray = g_object_ref (tray);
  g_signal_connect_object (tray, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

/* What there is to choose from. */

static void
offer (AdwComboRow *row, const char *const *titles)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (titles);

  adw_combo_row_set_model (row, G_LIST_MODEL (list));
}

static void
offer_venues (FoveaFigureSettings *self)
{
  guint n;
  const FoveaVenue *venues = fovea_venues (&n);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("Own width"));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, venues[i].title);
  adw_combo_row_set_model (self->venue, G_LIST_MODEL (list));
}

static void
offer_colours (FoveaFigureSettings *self)
{
  guint n;
  const FoveaColormap *colormaps = fovea_colormaps (&n);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("As each map has them"));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, colormaps[i].title);
  adw_combo_row_set_model (self->colours, G_LIST_MODEL (list));
}

static void
offer_all (FoveaFigureSettings *self)
{
  const char *const scales[] = { _ ("Each map its own"), _ ("One in each row"),
                                 _ ("One for all"), _ ("Fixed"), NULL };
  const char *const units[] = { _ ("Share of the range"), _ ("As the method has them"),
                                _ ("Share of positive evidence"), NULL };

  self->showing = TRUE;
  offer_venues (self);
  offer_colours (self);
  offer (self->scale, scales);
  offer (self->unit, units);
  self->showing = FALSE;
}

static void
fovea_figure_settings_dispose (GObject *object)
{
  FoveaFigureSettings *self = FOVEA_FIGURE_SETTINGS (object);

  self->showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), FOVEA_TYPE_FIGURE_SETTINGS);
  g_clear_object (&self->tray);
  G_OBJECT_CLASS (fovea_figure_settings_parent_class)->dispose (object);
}

#define BIND(member)                                                                     \
  gtk_widget_class_bind_template_child (widget_class, FoveaFigureSettings, member)

static void
fovea_figure_settings_class_init (FoveaFigureSettingsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_figure_settings_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/fovea/Fovea/figure-settings.ui");
  BIND (box);
  BIND (venue);
  BIND (colours);
  BIND (scale);
  BIND (unit);
  BIND (width);
  BIND (text_size);
  BIND (gutter);
  BIND (dpi);
  BIND (font);
  BIND (contours);
  BIND (note);
  BIND (lossless);
  BIND (below);
  BIND (cells);
  BIND (bar);
  BIND (predictions);
  BIND (whole);
  gtk_widget_class_bind_template_callback (widget_class, on_setting);
}

static void
fovea_figure_settings_init (FoveaFigureSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  offer_all (self);
}
