/* SPDX-License-Identifier: MIT */

/* The methods that read attention weights, on weights that no network made: each against
 * its formula, scattered in double over the cells that the published code would read. */

#include "attention-check.h"

static void
check_place_panels (const MadeUp *made, const FoveaPanels *panels, guint query,
                    gboolean times_gradient)
{
  guint maps = made->how->maps;
  g_autofree double *all = g_new0 (double, made->keys);

  g_assert_cmpuint (panels->panels->len, ==, maps > 1 ? maps + 1 : 1);
  scatter (made, query, -1, times_gradient, times_gradient ? 1 : 1.0 / maps, all);
  check_panel (panel_at (panels, 0), times_gradient ? "sum" : "mean", made->how->key_rows,
               made->how->key_columns, all);
  for (guint m = 0; maps > 1 && m < maps; m++)
    {
      g_autofree double *one = g_new0 (double, made->keys);
      g_autofree char *name = g_strdup_printf ("map%u", m);
      scatter (made, query, (gint)m, times_gradient, 1, one);
      check_panel (panel_at (panels, m + 1), name, made->how->key_rows,
                   made->how->key_columns, one);
    }
  for (guint i = 0; i < panels->panels->len; i++)
    {
      const FoveaPanel *panel = panel_at (panels, i);
      g_assert_cmpint (panel->is_signed, ==, times_gradient || made->how->is_signed);
      g_assert_cmpuint (panel->marks->len, >=, 2);
      g_assert_cmpint (g_array_index (panel->marks, FoveaMark, 0).kind, ==,
                       FOVEA_MARK_PIN);
    }
}

/* -sum p log p, p = |w| / sum |w|. */
static double
entropy (const double *weights, guint n)
{
  double sum = 0, result = 0;

  for (guint i = 0; i < n; i++)
    sum += fabs (weights[i]);
  for (guint i = 0; i < n; i++)
    result
        += weights[i] != 0 ? fabs (weights[i]) / sum * log (sum / fabs (weights[i])) : 0;
  return result;
}

static void
check_local_attention (MadeUp *made)
{
  for (guint i = 0; i < N_TRIES; i++)
    {
      guint query = query_to_try (made, i);
      made_up_point (made, query);
      g_autoptr (FoveaPanels) panels = run (made, "local_attention");
      g_autofree double *mean = g_new0 (double, made->taps);
      g_autofree double *cells = g_new0 (double, made->keys);
      double greatest = 0;

      check_place_panels (made, panels, query, FALSE);
      for (guint t = 0; t < made->taps; t++)
        for (guint m = 0; m < made->how->maps; m++)
          mean[t] += made_up_weight (made, query, m, t) / made->how->maps;
      scatter (made, query, -1, FALSE, 1.0 / made->how->maps, cells);
      for (guint k = 0; k < made->keys; k++)
        if (fabs (cells[k]) > fabs (greatest))
          greatest = cells[k];
      check_fact (panels, "query_row", query / made->columns);
      check_fact (panels, "query_column", query % made->columns);
      check_fact (panels, "entropy_bits", entropy (mean, made->taps) / log (2));
      check_fact (panels, "entropy_share", entropy (mean, made->taps) / log (made->taps));
      check_fact (panels, "greatest", greatest);
      check_fact (panels, "sum", total (mean, made->taps));
      if (!made->how->is_signed)
        check_fact (panels, "sum", 1);
    }
}

static void
test_local_attention (void)
{
  for_each_case (check_local_attention);
}

static void
check_sums (const FoveaPanels *panels, const double *cells, gsize n)
{
  double positive = 0, negative = 0;

  for (gsize i = 0; i < n; i++)
    {
      positive += MAX (cells[i], 0);
      negative += MIN (cells[i], 0);
    }
  check_fact (panels, "total", positive + negative);
  check_fact (panels, "positive", positive);
  check_fact (panels, "negative", negative);
}

/* What each map has in the sum over these queries, and that it makes up the total. */
static void
check_shares (const MadeUp *made, const FoveaPanels *panels, guint from, guint to)
{
  double all = 0;

  for (guint m = 0; made->how->maps > 1 && m < made->how->maps; m++)
    {
      g_autofree char *name = g_strdup_printf ("map%u", m);
      double share = 0;
      for (guint q = from; q < to; q++)
        for (guint t = 0; t < made->taps; t++)
          share += made_up_weight (made, q, m, t) * made_up_gradient (made, q, m, t);
      check_fact (panels, name, share);
      all += share;
    }
  if (made->how->maps > 1)
    check_fact (panels, "total", all);
  else
    g_assert_cmpuint (panels->facts->len, ==, 3);
}

static void
check_gradient (MadeUp *made)
{
  for (guint i = 0; i < N_TRIES; i++)
    {
      guint query = query_to_try (made, i);
      made_up_point (made, query);
      g_autoptr (FoveaPanels) panels = run (made, "local_attention_gradient");
      g_autofree double *cells = g_new0 (double, made->keys);

      check_place_panels (made, panels, query, TRUE);
      scatter (made, query, -1, TRUE, 1, cells);
      check_sums (panels, cells, made->keys);
      check_shares (made, panels, query, query + 1);
    }
}

static void
test_gradient (void)
{
  for_each_case (check_gradient);
}

static void
check_received (MadeUp *made)
{
  g_autoptr (FoveaPanels) panels = run (made, "attention_received");
  g_autofree double *cells = g_new0 (double, made->keys);

  for (guint q = 0; q < made->queries; q++)
    scatter (made, q, -1, FALSE, 1.0 / made->how->maps, cells);
  g_assert_cmpuint (panels->panels->len, ==, 1);
  check_panel (panel_at (panels, 0), "mean", made->how->key_rows, made->how->key_columns,
               cells);
  g_assert_cmpint (panel_at (panels, 0)->is_signed, ==, made->how->is_signed);
  check_fact (panels, "total", total (cells, made->keys));
  if (!made->how->is_signed)
    check_fact (panels, "total", made->queries);
}

static void
test_received (void)
{
  for_each_case (check_received);
}

static void
check_relevance (MadeUp *made)
{
  g_autoptr (FoveaPanels) panels = run (made, "attention_relevance");
  g_autofree double *cells = g_new0 (double, made->keys);

  for (guint q = 0; q < made->queries; q++)
    scatter (made, q, -1, TRUE, 1, cells);
  g_assert_cmpuint (panels->panels->len, ==, 1);
  check_panel (panel_at (panels, 0), "sum", made->how->key_rows, made->how->key_columns,
               cells);
  g_assert_true (panel_at (panels, 0)->is_signed);
  check_sums (panels, cells, made->keys);
  check_shares (made, panels, 0, made->queries);
  check_fact (panels, "total", dot (made->weights, made->gradient, made->count));
}

static void
test_relevance (void)
{
  for_each_case (check_relevance);
}

static void
check_entropy (MadeUp *made)
{
  g_autoptr (FoveaPanels) panels = run (made, "attention_entropy");
  g_autofree double *map = g_new0 (double, made->queries);
  g_autofree double *row = g_new (double, made->taps);

  for (guint q = 0; q < made->queries; q++)
    for (guint m = 0; m < made->how->maps; m++)
      {
        for (guint t = 0; t < made->taps; t++)
          row[t] = made_up_weight (made, q, m, t);
        map[q] += entropy (row, made->taps) / log (made->taps) / made->how->maps;
      }
  g_assert_cmpuint (panels->panels->len, ==, 1);
  check_panel (panel_at (panels, 0), "mean", made->rows, made->columns, map);
  g_assert_false (panel_at (panels, 0)->is_signed);
  g_assert_cmpint (!strstr (panel_at (panels, 0)->title, "|w|"), ==,
                   !made->how->is_signed);
  check_fact (panels, "mean_entropy", total (map, made->queries) / made->queries);
}

static void
test_entropy (void)
{
  for_each_case (check_entropy);
}

static void
check_distance (MadeUp *made)
{
  g_autoptr (FoveaPanels) panels = run (made, "attention_distance");
  g_autofree double *map = g_new0 (double, made->queries);
  guint across = made->how->key_columns, step = made->how->step;

  for (guint q = 0; q < made->queries; q++)
    for (guint m = 0; m < made->how->maps; m++)
      {
        double sum = 0, weights = 0;
        for (guint t = 0; t < made->taps; t++)
          {
            guint key = made->reads[q * made->taps + t];
            double dy = (double)(key / across) - q / made->columns * step;
            double dx = (double)(key % across) - q % made->columns * step;
            double w = fabs (made_up_weight (made, q, m, t));
            sum += w * sqrt (dy * dy + dx * dx);
            weights += w;
          }
        map[q] += sum / weights / made->how->maps;
      }
  g_assert_cmpuint (panels->panels->len, ==, 1);
  check_panel (panel_at (panels, 0), "mean", made->rows, made->columns, map);
  check_fact (panels, "mean_distance", total (map, made->queries) / made->queries);
}

static void
test_distance (void)
{
  for_each_case (check_distance);
}

/* Sets all weights of every query to `others`, tap `tap` to `one`. */
static void
set_weights (MadeUp *made, guint tap, float one, float others)
{
  for (gsize i = 0; i < made->count; i++)
    made->weights[made->offsets[i]] = i % made->taps == tap ? one : others;
}

/* Equal weights have all the entropy there is, a single one none; a single one on the
 * pixel itself is at distance 0, and no weight at all is neither even nor far. */
static void
check_extremes (MadeUp *made)
{
  guint centre = made->taps / 2;

  set_weights (made, 0, 1.0f / made->taps, 1.0f / made->taps);
  g_autoptr (FoveaPanels) even = run (made, "attention_entropy");
  check_fact (even, "mean_entropy", 1);
  set_weights (made, centre, 1, 0);
  g_autoptr (FoveaPanels) single = run (made, "attention_entropy");
  g_assert_cmpfloat (fact (single, "mean_entropy"), ==, 0);
  g_autoptr (FoveaPanels) distance = run (made, "attention_distance");
  if (!made->how->windowed)
    g_assert_cmpfloat (fact (distance, "mean_distance"), ==, 0);
  else
    g_assert_cmpfloat (fact (distance, "mean_distance"), >, 1);
  set_weights (made, 0, 0, 0);
  g_autoptr (FoveaPanels) none = run (made, "attention_entropy");
  g_assert_cmpfloat (fact (none, "mean_entropy"), ==, 0);
  g_autoptr (FoveaPanels) nowhere = run (made, "attention_distance");
  g_assert_cmpfloat (fact (nowhere, "mean_distance"), ==, 0);
}

static void
test_extremes (void)
{
  for_each_case (check_extremes);
}

/* A single weight of 1 at the first tap: the upper left neighbour gets it, and from a
 * pixel in the corner the lower right one, where the reflection reads. */
static void
test_reflection_by_hand (void)
{
  static const double seen[35] = { [8] = 1 }; /* row 1, column 1 of 5 x 7 */
  static const guint from[] = { 16, 0 };
  MadeUp made;

  made_up_init (&made, &attention_cases[0]);
  set_weights (&made, 0, 1, 0);
  for (guint i = 0; i < 2; i++)
    {
      made_up_point (&made, from[i]);
      g_autoptr (FoveaPanels) panels = run (&made, "local_attention");
      check_panel (panel_at (panels, 0), "mean", 5, 7, seen);
      check_fact (panels, "greatest", 1);
      g_assert_cmpfloat (fact (panels, "entropy_bits"), ==, 0);
    }
  made_up_clear (&made);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/attention/local-attention", test_local_attention);
  g_test_add_func ("/viz/attention/gradient", test_gradient);
  g_test_add_func ("/viz/attention/received", test_received);
  g_test_add_func ("/viz/attention/relevance", test_relevance);
  g_test_add_func ("/viz/attention/entropy", test_entropy);
  g_test_add_func ("/viz/attention/distance", test_distance);
  g_test_add_func ("/viz/attention/extremes", test_extremes);
  g_test_add_func ("/viz/attention/reflection-by-hand", test_reflection_by_hand);
  return g_test_run ();
}
