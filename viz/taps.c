/* SPDX-License-Identifier: MIT */
#include "taps.h"

#include "error.h"

gboolean
fovea_taps_suits (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_WEIGHTS
         && (site->kind == FOVEA_SITE_LOCAL_ATTENTION
             || site->kind == FOVEA_SITE_WINDOW_ATTENTION);
}

/* channels = maps k k; the last query's centre lies on the grid of keys, which is large
 * enough that a reflection stays inside. */
static gboolean
read_local (FoveaTaps *footprint, const FoveaEvidence *evidence)
{
  const FoveaSite *site = evidence->site;

  footprint->step = MAX (site->step, 1);
  footprint->rows = (guint)evidence->height;
  footprint->columns = (guint)evidence->width;
  footprint->key_rows
      = site->key_height ? site->key_height : footprint->rows * footprint->step;
  footprint->key_columns
      = site->key_width ? site->key_width : footprint->columns * footprint->step;
  if (footprint->taps == 0 || evidence->channels % footprint->taps != 0)
    return FALSE;
  footprint->maps = (guint)(evidence->channels / footprint->taps);
  return footprint->key_rows > footprint->side / 2
         && footprint->key_columns > footprint->side / 2
         && (footprint->rows - 1) * footprint->step < footprint->key_rows
         && (footprint->columns - 1) * footprint->step < footprint->key_columns;
}

/* channels = windows heads, each size^2 x size^2. */
static gboolean
read_windows (FoveaTaps *footprint, const FoveaEvidence *evidence)
{
  const FoveaSite *site = evidence->site;

  footprint->step = 1;
  footprint->shift = site->shift;
  footprint->rows = footprint->key_rows = site->height;
  footprint->columns = footprint->key_columns = site->width;
  if (footprint->side == 0 || site->shift >= footprint->side
      || site->height % footprint->side || site->width % footprint->side
      || evidence->height != footprint->taps || evidence->width != footprint->taps)
    return FALSE;
  guint windows = site->height / footprint->side * (site->width / footprint->side);
  if (windows == 0 || evidence->channels % windows != 0)
    return FALSE;
  footprint->maps = (guint)(evidence->channels / windows);
  return TRUE;
}

gboolean
fovea_taps_init (FoveaTaps *footprint, const FoveaEvidence *evidence,
                      GError **error)
{
  const FoveaSite *site = evidence->site;
  gboolean windowed = site->kind == FOVEA_SITE_WINDOW_ATTENTION;
  guint side = windowed ? site->window : site->kernel;

  *footprint = (FoveaTaps){
    .site = site, .is_windowed = windowed, .side = side, .taps = side * side
  };
  if ((windowed ? read_windows : read_local) (footprint, evidence) && footprint->maps > 0
      && (site->heads == 0 || site->heads == footprint->maps))
    return TRUE;
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
      "%s holds %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
      " numbers, which are not attention weights of %u over %u x %u places: choose "
      "another layer",
      site->path, evidence->channels, evidence->height, evidence->width, site->heads,
      side, side);
  return FALSE;
}

guint
fovea_taps_n_queries (const FoveaTaps *footprint)
{
  return footprint->rows * footprint->columns;
}

guint
fovea_taps_n_keys (const FoveaTaps *footprint)
{
  return footprint->key_rows * footprint->key_columns;
}

/* The cell of `n` that `at` of `size` pixels falls into; the far edge belongs to the
 * last. */
static guint
cell_under (double at, guint size, guint n)
{
  return (guint)MIN (at * n / size, (double)n - 1);
}

gboolean
fovea_taps_query (const FoveaTaps *footprint, const FoveaEvidence *evidence,
                       guint *query, GError **error)
{
  const FoveaChoice *choice = evidence->choice;
  guint width = evidence->input_width, height = evidence->input_height;
  guint row = footprint->rows / 2, column = footprint->columns / 2;

  if (choice && choice->has_place)
    {
      if (!(choice->x >= 0 && choice->x <= width && choice->y >= 0
            && choice->y <= height))
        {
          g_set_error (
              error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
              "The place %g, %g lies outside what the network sees, which is %u x %u "
              "pixels: choose one inside",
              choice->x, choice->y, width, height);
          return FALSE;
        }
      row = cell_under (choice->y, height, footprint->rows);
      column = cell_under (choice->x, width, footprint->columns);
    }
  *query = row * footprint->columns + column;
  return TRUE;
}

guint
fovea_taps_centre (const FoveaTaps *footprint, guint query)
{
  return query / footprint->columns * footprint->step * footprint->key_columns
         + query % footprint->columns * footprint->step;
}

/* -1 reads 1, n reads n - 2: the edge is not repeated. */
static guint
reflect (gint at, guint n)
{
  if (at < 0)
    return (guint)-at;
  return (guint)at < n ? (guint)at : 2 * (n - 1) - (guint)at;
}

/* From the rolled map to the image and back. */
static guint
unroll (guint at, guint shift, guint n)
{
  return (at + shift) % n;
}

static guint
roll (guint at, guint shift, guint n)
{
  return (at + n - shift % n) % n;
}

/* The key along one axis that tap i of a query at `at` of this axis reads. */
static guint
key_along (const FoveaTaps *footprint, guint at, guint i, guint n)
{
  guint side = footprint->side;

  if (!footprint->is_windowed)
    return reflect ((gint)(at * footprint->step + i) - (gint)(side / 2), n);
  return unroll (roll (at, footprint->shift, n) / side * side + i, footprint->shift, n);
}

void
fovea_taps_keys (const FoveaTaps *footprint, guint query, guint *keys)
{
  guint row = query / footprint->columns, column = query % footprint->columns;

  for (guint i = 0; i < footprint->side; i++)
    {
      guint y = key_along (footprint, row, i, footprint->key_rows);
      for (guint j = 0; j < footprint->side; j++)
        *keys++ = y * footprint->key_columns
                  + key_along (footprint, column, j, footprint->key_columns);
    }
}

gsize
fovea_taps_weights (const FoveaTaps *footprint, guint map, guint query,
                         gsize *stride)
{
  gsize side = footprint->side, taps = footprint->taps;

  if (!footprint->is_windowed)
    {
      *stride = fovea_taps_n_queries (footprint);
      return map * taps * *stride + query;
    }
  guint y = roll (query / footprint->columns, footprint->shift, footprint->rows);
  guint x = roll (query % footprint->columns, footprint->shift, footprint->columns);
  gsize window = y / side * (footprint->columns / side) + x / side;
  gsize place = y % side * side + x % side;
  *stride = 1;
  return ((window * footprint->maps + map) * taps + place) * taps;
}

/* The keys that are reached along one axis, as one or two runs [from, to). */
static guint
runs_along (const FoveaTaps *footprint, guint at, guint n, guint runs[2][2])
{
  guint side = footprint->side, half = side / 2;

  if (!footprint->is_windowed)
    {
      guint centre = at * footprint->step;
      runs[0][0] = centre > half ? centre - half : 0;
      runs[0][1] = MIN (centre + side - half, n);
      return 1;
    }
  guint from = key_along (footprint, at, 0, n);
  runs[0][0] = from;
  runs[0][1] = MIN (from + side, n);
  runs[1][0] = 0;
  runs[1][1] = from + side - runs[0][1];
  return runs[1][1] > 0 ? 2 : 1;
}

void
fovea_taps_mark (const FoveaTaps *footprint, const FoveaEvidence *evidence,
                      guint query, GArray *marks)
{
  double cell_width = (double)evidence->input_width / footprint->key_columns;
  double cell_height = (double)evidence->input_height / footprint->key_rows;
  guint centre = fovea_taps_centre (footprint, query);
  FoveaMark pin = { .kind = FOVEA_MARK_PIN,
                    .x = (centre % footprint->key_columns + 0.5) * cell_width,
                    .y = (centre / footprint->key_columns + 0.5) * cell_height };
  guint down[2][2], across[2][2];
  guint n_down
      = runs_along (footprint, query / footprint->columns, footprint->key_rows, down);
  guint n_across = runs_along (footprint, query % footprint->columns,
                               footprint->key_columns, across);

  g_array_append_val (marks, pin);
  for (guint i = 0; i < n_down; i++)
    for (guint j = 0; j < n_across; j++)
      {
        FoveaMark outline = { .kind = FOVEA_MARK_OUTLINE,
                              .x = across[j][0] * cell_width,
                              .y = down[i][0] * cell_height,
                              .width = (across[j][1] - across[j][0]) * cell_width,
                              .height = (down[i][1] - down[i][0]) * cell_height };
        g_array_append_val (marks, outline);
      }
}
