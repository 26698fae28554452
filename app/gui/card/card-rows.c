/* SPDX-License-Identifier: MIT */
#include "card-rows.h"

#include "left-to-right.h"
#include "share-bar.h"

#include <glib/gi18n.h>

GtkWidget *
fovea_card_fact_row (const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (value)
    {
      GtkWidget *label = gtk_label_new (value);
      gtk_widget_add_css_class (label, "numeric");
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_widget_set_can_focus (label, FALSE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  return row;
}

static GtkWidget *
label_new (const char *text, const char *css, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css)
    gtk_widget_add_css_class (label, css);
  return label;
}

/* The largest share that a stage has of the whole: that one's bar is full. */
static double
largest_share (const FoveaCard *card, gboolean of_parameters)
{
  double whole = (double) MAX (of_parameters ? card->parameters : card->macs, 1);
  double largest
      = (double) (of_parameters ? card->rest.parameters : card->rest.macs) / whole;

  for (guint i = 0; i < card->stages->len; i++)
    {
      const FoveaCardStage *stage = fovea_card_stage (card, i);
      largest
          = MAX (largest, (double) (of_parameters ? stage->parameters : stage->macs) / whole);
    }
  return largest > 0 ? largest : 1;
}

/* "242 M" and "28 %". */
static void
attach_cost (GtkGrid *grid, int row, const char *title, guint64 count, guint64 whole,
             const double shares[FOVEA_N_SHARES])
{
  g_autofree char *quantity = fovea_card_quantity (count);
  double share = 100 * (double) count / (double) MAX (whole, 1);
  g_autofree char *plain = g_strdup_printf (
      count > 0 && share < 0.5 ? "< 1 %%" : "%.0f %%", share);
  g_autofree char *percent = fovea_left_to_right (plain);
  GtkWidget *number = label_new (quantity, "numeric", 1);
  GtkWidget *part = label_new (percent, "numeric", 1);

  gtk_label_set_width_chars (GTK_LABEL (number), 7);
  gtk_label_set_width_chars (GTK_LABEL (part), 5);
  gtk_grid_attach (grid, label_new (title, "fovea-small", 0), 0, row, 1, 1);
  gtk_grid_attach (grid, fovea_share_bar_new (shares), 1, row, 1, 1);
  gtk_grid_attach (grid, number, 2, row, 1, 1);
  gtk_grid_attach (grid, part, 3, row, 1, 1);
}

static GtkWidget *
make_costs (const FoveaCard *card, const FoveaCardStage *stage)
{
  GtkWidget *grid = gtk_grid_new ();
  double parameters = (double) MAX (card->parameters, 1) * largest_share (card, TRUE);
  double macs = (double) MAX (card->macs, 1) * largest_share (card, FALSE);
  double attention = card->has_paths ? (double) stage->attention_macs / macs : 0;
  double convolution = card->has_paths ? (double) stage->convolution_macs / macs : 0;
  const double of_parameters[FOVEA_N_SHARES]
      = { [FOVEA_SHARE_OTHER] = (double) stage->parameters / parameters };
  double of_macs[FOVEA_N_SHARES] = { attention, convolution };

  of_macs[card->has_paths ? FOVEA_SHARE_OTHER : FOVEA_SHARE_UNDIVIDED]
      = (double) stage->macs / macs - attention - convolution;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  attach_cost (GTK_GRID (grid), 0, _ ("Parameters"), stage->parameters, card->parameters,
               of_parameters);
  attach_cost (GTK_GRID (grid), 1, _ ("Multiply-adds"), stage->macs, card->macs, of_macs);
  return grid;
}

/* "3 blocks · 32 channels · 56 × 56 · stride 4". (transfer full) */
static char *
describe (const FoveaCardStage *stage)
{
  if (stage->blocks == 0)
    return g_strdup ("");
  /* Words and their numbers are joined by spaces that do not break. */
  return g_strdup_printf (
      ngettext ("%u block · %u channels · %u × %u · stride %u",
                "%u blocks · %u channels · %u × %u · stride %u", stage->blocks),
      stage->blocks, stage->channels, stage->height, stage->width, stage->stride);
}

static char *
make_sentence (const FoveaCard *card, const FoveaCardStage *stage, const char *title,
               const char *facts)
{
  g_autofree char *parameters = fovea_card_quantity (stage->parameters);
  g_autofree char *macs = fovea_card_quantity (stage->macs);
  GString *text = g_string_new (title);

  if (facts[0])
    g_string_append_printf (text, ", %s", facts);
  g_string_append_printf (text, _ (", %s parameters, %s multiply-adds"), parameters,
                          macs);
  if (card->has_paths)
    {
      g_autofree char *attention = fovea_card_quantity (stage->attention_macs);
      g_autofree char *convolution = fovea_card_quantity (stage->convolution_macs);
      g_string_append_printf (text,
                              _ (", of these %s in attention and %s in convolution"),
                              attention, convolution);
    }
  return g_string_free (text, FALSE);
}

GtkWidget *
fovea_card_stage_row (const FoveaCard *card, const FoveaCardStage *stage)
{
  g_autofree char *title = stage->stage ? g_strdup_printf (_ ("Stage %u"), stage->stage)
                                        : g_strdup (_ ("Stem and head"));
  g_autofree char *facts = describe (stage);
  g_autofree char *sentence = make_sentence (card, stage, title, facts);
  GtkWidget *row = adw_preferences_row_new (), *heading = gtk_box_new (0, 12);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *about = label_new (facts, "fovea-small", 1);

  gtk_label_set_wrap (GTK_LABEL (about), TRUE);
  gtk_label_set_justify (GTK_LABEL (about), GTK_JUSTIFY_RIGHT);
  gtk_widget_set_hexpand (about, TRUE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (heading), label_new (title, NULL, 0));
  gtk_box_append (GTK_BOX (heading), about);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), make_costs (card, stage));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence, -1);
  return row;
}

GtkWidget *
fovea_card_legend (void)
{
  static const char *const words[] = { [FOVEA_SHARE_ATTENTION] = N_ ("attention"),
                                       [FOVEA_SHARE_CONVOLUTION] = N_ ("convolution"),
                                       [FOVEA_SHARE_OTHER] = N_ ("shared") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      GtkWidget *swatch = fovea_share_swatch_new (i);

      if (i > 0)
        gtk_widget_set_margin_start (swatch, 6);
      gtk_box_append (GTK_BOX (box), swatch);
      gtk_box_append (GTK_BOX (box), label_new (_ (words[i]), "fovea-small", 0));
    }
  return box;
}
