/* SPDX-License-Identifier: MIT */
#include "tensor-view-private.h"

#include <math.h>
#include <string.h>

/* Where the value of a channel at a position lies in the tensor. */
static gsize
place_of (const FoveaTensorView *view, guint channel, guint position)
{
  gsize stride, first;

  if (!view->has_taps)
    return (gsize)channel * view->rows * view->columns + position;
  first = fovea_taps_weights (&view->taps, channel / view->taps.taps, position, &stride);
  return first + channel % view->taps.taps * stride;
}

static void
read_channel (FoveaTensorView *view, guint channel)
{
  FoveaTensorChannel *read = &view->channel[channel];
  const float *a = fovea_tensor_data (view->values);
  const float *g = view->gradient ? fovea_tensor_data (view->gradient) : NULL;
  guint positions = view->rows * view->columns;
  g_autofree float *plane = g_new (float, positions);
  FoveaTensorNumbers numbers;

  for (guint p = 0; p < positions; p++)
    {
      gsize at = place_of (view, channel, p);
      double product = g ? (double)a[at] * (double)g[at] : 0;
      plane[p] = a[at];
      read->relevance += isfinite (product) ? product : 0;
    }
  fovea_tensor_numbers_read (&numbers, plane, positions);
  read->min = numbers.min;
  read->max = numbers.max;
  read->mean = numbers.mean;
  read->missing = numbers.nan + numbers.infinite;
  read->strength = positions > 1 ? numbers.deviation : fabs (numbers.mean);
}

/* How channels and positions lie in the tensor: a shape of fewer than two dimensions is
 * one of channels alone. */
static void
find_grid (FoveaTensorView *view)
{
  const FoveaShape *shape = fovea_tensor_shape (view->values);
  gsize count = fovea_shape_count (shape);
  gboolean has_grid = shape->rank == 4;
  FoveaEvidence evidence = { .site = &view->site,
                             .channels = has_grid ? shape->dim[1] : count,
                             .height = has_grid ? shape->dim[2] : 1,
                             .width = has_grid ? shape->dim[3] : 1 };

  view->has_taps = has_grid && view->kind == FOVEA_TENSOR_SITE
                   && fovea_taps_suits (&view->site)
                   && fovea_taps_init (&view->taps, &evidence, NULL);
  view->channels
      = view->has_taps ? view->taps.maps * view->taps.taps : (guint)evidence.channels;
  view->rows = view->has_taps ? view->taps.rows : (guint)evidence.height;
  view->columns = view->has_taps ? view->taps.columns : (guint)evidence.width;
}

FoveaTensorView *
fovea_tensor_view_make (FoveaTensorKind kind, const FoveaSite *site, FoveaTensor *values,
                        FoveaTensor *gradient)
{
  FoveaTensorView *view = g_new0 (FoveaTensorView, 1);

  g_atomic_ref_count_init (&view->references);
  view->kind = kind;
  view->site = *site;
  view->path = g_strdup (site->path);
  view->site.path = view->path;
  view->values = fovea_tensor_ref (values);
  view->gradient = gradient ? fovea_tensor_ref (gradient) : NULL;
  view->target = -1;
  find_grid (view);
  fovea_tensor_numbers_read (&view->numbers, fovea_tensor_data (values),
                             fovea_tensor_count (values));
  view->channel = g_new0 (FoveaTensorChannel, view->channels);
  for (guint i = 0; i < view->channels; i++)
    {
      read_channel (view, i);
      view->total += view->channel[i].relevance;
    }
  return view;
}

FoveaTensorView *
fovea_tensor_view_new_of (const FoveaSite *site, FoveaTensor *values,
                          FoveaTensor *gradient)
{
  return fovea_tensor_view_make (FOVEA_TENSOR_SITE, site, values, gradient);
}

FoveaTensorView *
fovea_tensor_view_ref (FoveaTensorView *view)
{
  g_atomic_ref_count_inc (&view->references);
  return view;
}

void
fovea_tensor_view_unref (FoveaTensorView *view)
{
  if (!g_atomic_ref_count_dec (&view->references))
    return;
  g_clear_pointer (&view->model, fovea_model_unref);
  g_clear_pointer (&view->values, fovea_tensor_unref);
  g_clear_pointer (&view->gradient, fovea_tensor_unref);
  g_free (view->channel);
  g_free (view->lacks);
  g_free (view->path);
  g_free (view);
}

FoveaTensorKind
fovea_tensor_view_kind (const FoveaTensorView *view)
{
  return view->kind;
}

const char *
fovea_tensor_view_path (const FoveaTensorView *view)
{
  return view->path;
}

const FoveaTensorNumbers *
fovea_tensor_view_numbers (const FoveaTensorView *view)
{
  return &view->numbers;
}

gint
fovea_tensor_view_target (const FoveaTensorView *view)
{
  return view->target;
}

gboolean
fovea_tensor_view_has_relevance (const FoveaTensorView *view)
{
  return view->gradient != NULL;
}

const char *
fovea_tensor_view_lacks (const FoveaTensorView *view)
{
  return view->lacks;
}

double
fovea_tensor_view_total (const FoveaTensorView *view)
{
  return view->total;
}

gboolean
fovea_tensor_view_cancels (const FoveaTensorView *view)
{
  return view->kind == FOVEA_TENSOR_SITE && view->gradient && view->site.normalised_next;
}

guint
fovea_tensor_view_n_channels (const FoveaTensorView *view)
{
  return view->channels;
}

const FoveaTensorChannel *
fovea_tensor_view_channel (const FoveaTensorView *view, guint channel)
{
  return &view->channel[channel];
}

guint
fovea_tensor_view_columns (const FoveaTensorView *view)
{
  return view->columns;
}

guint
fovea_tensor_view_rows (const FoveaTensorView *view)
{
  return view->rows;
}

gboolean
fovea_tensor_view_is_spatial (const FoveaTensorView *view)
{
  return view->kind == FOVEA_TENSOR_SITE && view->rows * view->columns > 1;
}

FoveaMap *
fovea_tensor_view_map (const FoveaTensorView *view, guint channel)
{
  guint positions = view->rows * view->columns;
  g_autofree float *plane = g_new (float, positions);

  for (guint p = 0; p < positions; p++)
    plane[p] = fovea_tensor_data (view->values)[place_of (view, channel, p)];
  if (!view->has_taps)
    fovea_site_unroll (&view->site, view->rows, view->columns, plane);
  return fovea_map_new (view->columns, view->rows, plane);
}

typedef struct
{
  const FoveaTensorView *view;
  FoveaTensorOrder order;
} Sorting;

static double
key_of (const Sorting *sorting, guint index)
{
  const FoveaTensorChannel *channel = &sorting->view->channel[index];

  switch (sorting->order)
    {
    case FOVEA_ORDER_RELEVANCE:
      return fabs (channel->relevance);
    case FOVEA_ORDER_FOR:
      return channel->relevance;
    case FOVEA_ORDER_AGAINST:
      return -channel->relevance;
    case FOVEA_ORDER_MEAN:
      return channel->mean;
    case FOVEA_ORDER_INDEX:
      return -(double)index;
    default:
      return channel->strength;
    }
}

static gint
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  guint one = *(const guint *)a, other = *(const guint *)b;
  double x = key_of (data, one), y = key_of (data, other);

  if (x != y)
    return x > y ? -1 : 1;
  return one < other ? -1 : one > other;
}

guint *
fovea_tensor_view_order (const FoveaTensorView *view, FoveaTensorOrder order)
{
  gboolean lacks = !view->gradient && order <= FOVEA_ORDER_AGAINST;
  Sorting sorting = { view, lacks ? FOVEA_ORDER_STRENGTH : order };
  guint *indices = g_new (guint, MAX (view->channels, 1));

  for (guint i = 0; i < view->channels; i++)
    indices[i] = i;
  g_qsort_with_data (indices, (gint)view->channels, sizeof *indices, compare, &sorting);
  return indices;
}
