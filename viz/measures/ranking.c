/* SPDX-License-Identifier: MIT */
#include "ranking.h"

#include "check.h"

static gint
compare_places (guint32 a, guint32 b)
{
  return (a > b) - (a < b);
}

static gint
compare_ascending (gconstpointer a, gconstpointer b, gpointer data)
{
  const float *values = data;
  guint32 i = *(const guint32 *)a, j = *(const guint32 *)b;
  gint order = (values[i] > values[j]) - (values[i] < values[j]);

  return order ? order : compare_places (i, j);
}

static gint
compare_descending (gconstpointer a, gconstpointer b, gpointer data)
{
  const float *values = data;
  guint32 i = *(const guint32 *)a, j = *(const guint32 *)b;
  gint order = (values[i] < values[j]) - (values[i] > values[j]);

  return order ? order : compare_places (i, j);
}

guint32 *
fovea_ranking_new (const float *values, gsize n, FoveaRank rank, GError **error)
{
  g_assert (n > 0 && n <= G_MAXINT);
  if (!fovea_check_finite ("The map", values, n, error))
    return NULL;
  guint32 *order = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    order[i] = (guint32)i;
  g_qsort_with_data (order, (gint)n, sizeof *order,
                     rank == FOVEA_RANK_MOST_FIRST ? compare_descending
                                                   : compare_ascending,
                     (gpointer)values);
  return order;
}

gsize
fovea_ranking_tied (const float *values, const guint32 *order, gsize n, gsize cut)
{
  if (cut == 0 || cut >= n || values[order[cut - 1]] != values[order[cut]])
    return 0;
  float value = values[order[cut]];
  gsize from = cut, to = cut;

  while (from > 0 && values[order[from - 1]] == value)
    from--;
  while (to < n && values[order[to]] == value)
    to++;
  return to - from;
}

double *
fovea_ranking_average (const float *values, gsize n, GError **error)
{
  g_autofree guint32 *order
      = fovea_ranking_new (values, n, FOVEA_RANK_LEAST_FIRST, error);
  if (!order)
    return NULL;
  double *places = g_new (double, n);

  for (gsize from = 0, to; from < n; from = to)
    {
      for (to = from + 1; to < n && values[order[to]] == values[order[from]]; to++)
        ;
      for (gsize i = from; i < to; i++)
        places[order[i]] = ((double)from + 1 + (double)to) / 2;
    }
  return places;
}
