/* SPDX-License-Identifier: MIT */

/* A tensor in words and as files: its shape as the published code lays it out, what its
 * channels are called, a table of numbers, a .npy. */

#include "tensor-view-private.h"

#include <math.h>
#include <string.h>

#include "npy-private.h"
#include "number.h"
#include "output.h"

static gboolean
has_heads (const FoveaTensorView *view)
{
  return view->site.kind == FOVEA_SITE_WINDOW_ATTENTION
         || view->site.layout == FOVEA_LAYOUT_HEADS;
}

static FoveaLayout
layout_of (const FoveaTensorView *view)
{
  return view->kind == FOVEA_TENSOR_SITE ? view->site.layout : FOVEA_LAYOUT_NCHW;
}

static void
shape_of (const FoveaTensorView *view, FoveaShape *published)
{
  guint maps = view->has_taps ? view->taps.maps : view->site.heads;

  fovea_layout_shape (layout_of (view), fovea_tensor_shape (view->values), maps,
                      published);
}

/* What the dimensions are. */
static const char *
axes_of (const FoveaTensorView *view, guint rank)
{
  static const char *const axes[] = {
    [FOVEA_LAYOUT_NCHW] = "N C H W",
    [FOVEA_LAYOUT_NHWC] = "N H W C",
    [FOVEA_LAYOUT_MAPS] = "N, weight maps, taps, positions",
    [FOVEA_LAYOUT_HEADS] = "N · heads, taps, positions",
    [FOVEA_LAYOUT_WINDOWS] = "N · windows, heads, queries, keys",
    [FOVEA_LAYOUT_PRIVATE] = "N C H W",
  };

  if (view->kind == FOVEA_TENSOR_LOGITS)
    return "N, classes";
  if (view->kind == FOVEA_TENSOR_LEARNED || rank < 3)
    return view->channels == 1 ? "one number" : "channels";
  return axes[view->site.layout];
}

char *
fovea_tensor_view_shape (const FoveaTensorView *view)
{
  GString *text = g_string_new (NULL);
  FoveaShape shape;

  shape_of (view, &shape);
  for (guint i = 0; i < shape.rank; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i ? " × " : "", shape.dim[i]);
  if (shape.rank == 0)
    g_string_append (text, "1");
  g_string_append_printf (text, " (%s)", axes_of (view, shape.rank));
  return g_string_free (text, FALSE);
}

char *
fovea_tensor_view_title (const FoveaTensorView *view, guint channel)
{
  if (view->has_taps)
    return g_strdup_printf ("%s %u, %s %u of %u", has_heads (view) ? "Head" : "Map",
                            channel / view->taps.taps,
                            view->taps.is_windowed ? "key" : "tap",
                            channel % view->taps.taps, view->taps.taps);
  if (view->kind == FOVEA_TENSOR_LOGITS && view->model
      && channel < fovea_model_n_classes (view->model))
    return g_strdup (fovea_model_class_name (view->model, channel));
  return g_strdup_printf ("Channel %u", channel);
}

char *
fovea_tensor_view_label (const FoveaTensorView *view, guint channel)
{
  if (!view->has_taps)
    return fovea_tensor_view_title (view, channel);
  return g_strdup_printf ("%s %u · %u", has_heads (view) ? "Head" : "Map",
                          channel / view->taps.taps, channel % view->taps.taps);
}

char *
fovea_tensor_view_members (const FoveaTensorView *view)
{
  if (view->has_taps)
    return g_strdup_printf ("%u %s of %u %s", view->taps.taps,
                            view->taps.is_windowed ? "keys" : "taps", view->taps.maps,
                            has_heads (view) ? view->taps.maps == 1 ? "head" : "heads"
                            : view->taps.maps == 1 ? "weight map"
                                                   : "weight maps");
  if (view->kind == FOVEA_TENSOR_LOGITS)
    return g_strdup_printf ("%u classes", view->channels);
  return g_strdup_printf (view->channels == 1 ? "%u channel" : "%u channels",
                          view->channels);
}

char *
fovea_tensor_view_measure (const FoveaTensorView *view, guint channel,
                           FoveaTensorOrder order)
{
  const FoveaTensorChannel *read = &view->channel[channel];
  gboolean alone = view->rows * view->columns == 1;
  gboolean relevance
      = view->gradient && order != FOVEA_ORDER_STRENGTH && order != FOVEA_ORDER_MEAN;
  double number = relevance                            ? read->relevance
                  : order == FOVEA_ORDER_MEAN || alone ? read->mean
                                                       : read->strength;

  if (!relevance && read->missing == (gsize)view->rows * view->columns)
    return g_strdup ("not a number");
  g_autofree char *text = fovea_number_format (number, 3);
  if (relevance)
    return number > 0 ? g_strconcat ("+", text, NULL) : g_steal_pointer (&text);
  return order == FOVEA_ORDER_MEAN || alone ? g_steal_pointer (&text)
                                            : g_strconcat ("σ ", text, NULL);
}

static void
append_number (GString *text, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, '\t');
  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.9g", number));
}

static void
append_fact (GString *text, const char *name, double number)
{
  g_string_append (text, name);
  append_number (text, number);
  g_string_append_c (text, '\n');
}

static void
append_tensor (const FoveaTensorView *view, GString *text)
{
  const FoveaTensorNumbers *numbers = &view->numbers;
  g_autofree char *shape = fovea_tensor_view_shape (view);

  g_string_append_printf (text, "tensor\t%s\nshape\t%s\ntype\tfloat32\n", view->path,
                          shape);
  if (view->target >= 0 && view->model)
    g_string_append_printf (text, "class\t%s\nobjective\t%s\n",
                            fovea_model_class_name (view->model, (guint)view->target),
                            fovea_objective_name (view->objective.kind));
  append_fact (text, "values", (double)numbers->count);
  append_fact (text, "not a number", (double)numbers->nan);
  append_fact (text, "infinite", (double)numbers->infinite);
  append_fact (text, "zeros", (double)numbers->zeros);
  append_fact (text, "min", numbers->min);
  append_fact (text, "max", numbers->max);
  append_fact (text, "mean", numbers->mean);
  append_fact (text, "standard deviation", numbers->deviation);
  if (view->gradient)
    append_fact (text, "relevance", view->total);
}

static void
append_channel (const FoveaTensorView *view, guint channel, GString *text)
{
  const FoveaTensorChannel *read = &view->channel[channel];
  g_autofree char *title = fovea_tensor_view_title (view, channel);

  g_string_append_printf (text, "%u\t%s", channel, title);
  if (view->gradient)
    append_number (text, read->relevance);
  append_number (text, read->min);
  append_number (text, read->max);
  append_number (text, read->mean);
  append_number (text, read->strength);
  append_number (text, (double)read->missing);
  g_string_append_c (text, '\n');
}

char *
fovea_tensor_view_table (const FoveaTensorView *view, FoveaTensorOrder order)
{
  g_autofree guint *indices = fovea_tensor_view_order (view, order);
  GString *text = g_string_new (NULL);

  append_tensor (view, text);
  g_string_append_printf (text, "\nindex\tname\t%smin\tmax\tmean\t%s\tnot finite\n",
                          view->gradient ? "relevance\t" : "",
                          view->rows * view->columns > 1 ? "deviation" : "magnitude");
  for (guint i = 0; i < view->channels; i++)
    append_channel (view, indices[i], text);
  return g_string_free (text, FALSE);
}

static gboolean
write_values (const FoveaTensorView *view, FoveaOutput *output)
{
  const FoveaShape *shape = fovea_tensor_shape (view->values);
  const float *values = fovea_tensor_data (view->values);
  gboolean good = TRUE;

  for (gsize i = 0; good && i < fovea_tensor_count (view->values); i++)
    {
      guint32 bits;
      memcpy (&bits, &values[fovea_layout_place (layout_of (view), shape, i)],
              sizeof bits);
      bits = GUINT32_TO_LE (bits);
      good = fovea_output_write (output, &bits, sizeof bits);
    }
  return good;
}

gboolean
fovea_tensor_view_save (const FoveaTensorView *view, const char *path, GError **error)
{
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  FoveaShape shape;

  if (!output)
    return FALSE;
  shape_of (view, &shape);
  g_autoptr (GByteArray) header = fovea_npy_header (shape.dim, shape.rank);
  if (fovea_output_write (output, header->data, header->len))
    write_values (view, output);
  return fovea_output_commit (output, error);
}
