/* SPDX-License-Identifier: MIT */

/* What the tensor's window says: shape, numbers, order and colours. */

#include "tensor-window-private.h"

#include "number.h"

#include <glib/gi18n.h>
#include <math.h>

/* In the order of the drop-down; those before `first` need a gradient. */
static const struct
{
  const char *name, *title;
} orders[] = {
  [FOVEA_ORDER_RELEVANCE] = { "relevance", N_ ("Relevance") },
  [FOVEA_ORDER_FOR] = { "for", N_ ("Most For") },
  [FOVEA_ORDER_AGAINST] = { "against", N_ ("Most Against") },
  [FOVEA_ORDER_STRENGTH] = { "strength", N_ ("Variation") },
  [FOVEA_ORDER_MEAN] = { "mean", N_ ("Mean") },
  [FOVEA_ORDER_INDEX] = { "index", N_ ("Index") },
};

const char *
fovea_tensor_order_name (FoveaTensorOrder order)
{
  return orders[order].name;
}

gboolean
fovea_tensor_order_find (const char *name, FoveaTensorOrder *order)
{
  for (guint i = 0; i < FOVEA_N_ORDERS; i++)
    if (g_str_equal (orders[i].name, name))
      {
        *order = i;
        return TRUE;
      }
  return FALSE;
}

/* The first that the view can be put in. */
static FoveaTensorOrder
first_order (FoveaTensorWindow *self)
{
  return self->view && !fovea_tensor_view_has_relevance (self->view)
             ? FOVEA_ORDER_STRENGTH
             : FOVEA_ORDER_RELEVANCE;
}

void
fovea_tensor_window_fill_orders (FoveaTensorWindow *self)
{
  FoveaTensorOrder first = first_order (self);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GListModel *listed = gtk_drop_down_get_model (self->order_choice);
  gboolean was = self->listing;

  self->listing = TRUE;
  for (guint i = first; i < FOVEA_N_ORDERS; i++)
    gtk_string_list_append (titles, _ (orders[i].title));
  if (!listed || g_list_model_get_n_items (listed) != FOVEA_N_ORDERS - first)
    gtk_drop_down_set_model (self->order_choice, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->order_choice, MAX (self->order, first) - first);
  self->listing = was;
}

static gboolean
is_single (FoveaTensorWindow *self)
{
  return fovea_tensor_view_columns (self->view) * fovea_tensor_view_rows (self->view)
         == 1;
}

const char *
fovea_tensor_window_meaning (FoveaTensorWindow *self)
{
  if (self->order == FOVEA_ORDER_MEAN)
    return _ ("mean");
  if (self->order != FOVEA_ORDER_STRENGTH && fovea_tensor_view_has_relevance (self->view))
    return _ ("relevance");
  return is_single (self) ? _ ("value") : _ ("deviation");
}

static void
append_pair (GString *text, const char *name, const char *value)
{
  g_autofree char *escaped = g_markup_escape_text (value, -1);

  g_string_append_printf (text, "%s<span alpha=\"65%%\">%s</span>\u00a0%s",
                          text->len ? "    " : "", name, escaped);
}

static void
append_number (GString *text, const char *name, double number)
{
  g_autofree char *value = fovea_number_format (number, 4);

  append_pair (text, name, value);
}

/* "min −3.1   max 4.2 …" (transfer full) */
static char *
make_facts (const FoveaTensorNumbers *numbers)
{
  GString *text = g_string_new (NULL);
  g_autofree char *nan = g_strdup_printf ("%" G_GSIZE_FORMAT, numbers->nan);
  g_autofree char *infinite = g_strdup_printf ("%" G_GSIZE_FORMAT, numbers->infinite);
  g_autofree char *zeros = g_strdup_printf (
      "%.1f\u00a0%%", 100.0 * (double)numbers->zeros / (double)MAX (numbers->finite, 1));

  append_number (text, _ ("min"), numbers->min);
  append_number (text, _ ("max"), numbers->max);
  append_number (text, _ ("mean"), numbers->mean);
  append_number (text, _ ("deviation"), numbers->deviation);
  append_pair (text, _ ("zeros"), zeros);
  append_pair (text, "NaN", nan);
  append_pair (text, _ ("infinite"), infinite);
  return g_string_free (text, FALSE);
}

/* What is left out of the numbers. (transfer full) NULL: nothing is. */
static char *
say_missing (const FoveaTensorNumbers *numbers)
{
  gsize missing = numbers->nan + numbers->infinite;

  if (missing == 0)
    return NULL;
  if (numbers->finite == 0)
    return g_strdup (_ ("No value is a finite number: there is nothing to measure."));
  return g_strdup_printf (
      _ ("%zu of %zu values are not finite (%zu NaN, %zu infinite). They "
         "are counted here and left out of every other number."),
      missing, numbers->count, numbers->nan, numbers->infinite);
}

/* (transfer full) */
static char *
say_total (FoveaTensorWindow *self)
{
  double total = fovea_tensor_view_total (self->view);
  g_autofree char *text = fovea_number_format (total, 3);

  if (fovea_tensor_view_cancels (self->view))
    return g_strdup (
        _ ("all together nothing, since a LayerNorm follows and they cancel"));
  return g_strdup_printf (_ ("all together %s%s in the %s"), total > 0 ? "+" : "", text,
                          _ (fovea_objective_unit (&self->shown.objective)));
}

/* By what channels are sorted where that is no relevance. */
static const char *
say_sorting (FoveaTensorWindow *self)
{
  if (self->order == FOVEA_ORDER_MEAN)
    return _ ("Sorted by the mean.");
  if (self->order == FOVEA_ORDER_INDEX)
    return _ ("Sorted by index.");
  return is_single (self) ? _ ("Sorted by magnitude.")
                          : _ ("Sorted by how much each varies over the image.");
}

/* (transfer full) */
static char *
say_order (FoveaTensorWindow *self)
{
  const char *lacks = fovea_tensor_view_lacks (self->view);

  if (!fovea_tensor_view_has_relevance (self->view)
      || self->order == FOVEA_ORDER_STRENGTH)
    return g_strconcat (lacks ? lacks : "", lacks ? " " : "", say_sorting (self), NULL);
  guint target = (guint)fovea_tensor_view_target (self->view);
  g_autofree char *together = say_total (self);
  return g_strdup_printf (_ ("Relevance to “%s”: A × dS/dA, summed over positions; %s."),
                          fovea_model_class_name (self->shown.model, target), together);
}

/* (transfer full) */
static char *
say_colours (FoveaTensorWindow *self)
{
  FoveaLook look;
  double low, high;

  if (is_single (self))
    return g_strdup ("");
  if (self->own_scale)
    return g_strdup (_ (" Each picture has its own scale."));
  fovea_tensor_window_look (self, -1, &look);
  fovea_look_range (&look, &low, &high);
  g_autofree char *from = fovea_number_format (low, 3);
  g_autofree char *to = fovea_number_format (high, 3);
  return g_strdup_printf (_ (" One scale for all pictures: %s to %s."), from, to);
}

void
fovea_tensor_window_update_words (FoveaTensorWindow *self)
{
  if (!self->view)
    return;
  const FoveaTensorNumbers *numbers = fovea_tensor_view_numbers (self->view);
  g_autofree char *shape = fovea_tensor_view_shape (self->view);
  g_autofree char *members = fovea_tensor_view_members (self->view);
  g_autofree char *line = g_strdup_printf (
      ngettext ("%s · float32 · %zu value", "%s · float32 · %zu values", numbers->count),
      shape, numbers->count);
  g_autofree char *facts = make_facts (numbers), *missing = say_missing (numbers);
  g_autofree char *order = say_order (self), *colours = say_colours (self);
  g_autofree char *about = g_strdup_printf ("%s. %s%s", members, order, colours);

  gtk_label_set_label (self->shape, line);
  gtk_label_set_markup (self->facts, facts);
  gtk_label_set_label (self->missing, missing ? missing : "");
  gtk_widget_set_visible (GTK_WIDGET (self->missing), missing != NULL);
  gtk_label_set_label (self->about, about);
}
