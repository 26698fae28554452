/* SPDX-License-Identifier: MIT */

/* The methods that read attention weights, on weights that no network made: each against its
 * formula, scattered in double over the cells that the published code would read. */

#include "attention-evidence.h"
#include "error.h"

typedef void (*CaseFunc) (MadeUp *made);

static void
for_each_case (CaseFunc check)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attention_cases); i++)
    {
      MadeUp made;

      g_test_message ("%s", attention_cases[i].name);
      made_up_init (&made, &attention_cases[i]);
      check (&made);
      made_up_clear (&made);
    }
}

/* (transfer full) */
static FoveaPanels *
run (const MadeUp *made, const char *name)
{
  const FoveaMethod *method = fovea_method_find (name, NULL);
  FoveaPanels *panels = fovea_panels_new ();
  FoveaEvidence evidence = made->evidence;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (method);
  g_assert_true (method->suits (&made->site) && !method->reads);
  if (!(method->needs & FOVEA_NEEDS_GRADIENT))
    evidence.gradient = NULL;
  g_assert_true (method->panels (&evidence, panels, &error));
  g_assert_no_error (error);
  return panels;
}

static const FoveaPanel *
panel_at (const FoveaPanels *panels, guint index)
{
  g_assert_cmpuint (index, <, panels->panels->len);
  return g_ptr_array_index (panels->panels, index);
}

static double
fact (const FoveaPanels *panels, const char *name)
{
  const FoveaFact *found = NULL;

  for (guint i = 0; i < panels->facts->len; i++)
    {
      const FoveaFact *one = &g_array_index (panels->facts, FoveaFact, i);
      if (g_str_equal (one->name, name))
        {
          g_assert_null (found);
          g_assert_true (*one->text);
          found = one;
        }
    }
  g_assert_nonnull (found);
  return found->value;
}

static void
check_panel (const FoveaPanel *panel, const char *name, guint rows, guint columns,
             const double *expected)
{
  g_assert_cmpstr (panel->name, ==, name);
  g_assert_cmpuint (fovea_map_width (panel->raw), ==, columns);
  g_assert_cmpuint (fovea_map_height (panel->raw), ==, rows);
  assert_close (name, fovea_map_values (panel->raw), expected, (gsize) rows * columns, 1e-6);
}

static void
check_fact (const FoveaPanels *panels, const char *name, double expected)
{
  g_assert_cmpfloat_with_epsilon (fact (panels, name), expected, 1e-6 * (1 + fabs (expected)));
}

/* The sum over cells. */
static double
total (const double *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  return sum;
}

/* w, or w g, of one query added to the cells that it reads; map -1: all, times `factor`. */
static void
scatter (const MadeUp *made, guint query, gint map, gboolean times_gradient, double factor,
         double *cells)
{
  for (guint m = 0; m < made->how->maps; m++)
    for (guint t = 0; t < made->taps && (map < 0 || map == (gint) m); t++)
      cells[made->reads[query * made->taps + t]]
          += factor * made_up_weight (made, query, m, t)
             * (times_gradient ? made_up_gradient (made, query, m, t) : 1);
}

/* Some queries of each kind: corners, edges, the middle. */
static guint
query_to_try (const MadeUp *made, guint i)
{
  const guint queries[] = { 0, made->columns - 1, made->queries - 1, made->queries / 2,
                            made->queries / 2 + made->columns / 2, made->queries - made->columns };
  return queries[i];
}
#define N_TRIES 6

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
      scatter (made, query, (gint) m, times_gradient, 1, one);
      check_panel (panel_at (panels, m + 1), name, made->how->key_rows, made->how->key_columns,
                   one);
    }
  for (guint i = 0; i < panels->panels->len; i++)
    {
      const FoveaPanel *panel = panel_at (panels, i);
      g_assert_cmpint (panel->is_signed, ==, times_gradient || made->how->is_signed);
      g_assert_cmpuint (panel->marks->len, >=, 2);
      g_assert_cmpint (g_array_index (panel->marks, FoveaMark, 0).kind, ==, FOVEA_MARK_PIN);
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
    result += weights[i] != 0 ? fabs (weights[i]) / sum * log (sum / fabs (weights[i])) : 0;
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
  check_panel (panel_at (panels, 0), "mean", made->how->key_rows, made->how->key_columns, cells);
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
  check_panel (panel_at (panels, 0), "sum", made->how->key_rows, made->how->key_columns, cells);
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
  g_assert_cmpint (!strstr (panel_at (panels, 0)->title, "|w|"), ==, !made->how->is_signed);
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
            double dy = (double) (key / across) - q / made->columns * step;
            double dx = (double) (key % across) - q % made->columns * step;
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

/* Equal weights have all the entropy there is, a single one none; a single one on the pixel
 * itself is at distance 0, and no weight at all is neither even nor far. */
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

/* A single weight of 1 at the first tap: the upper left neighbour gets it, and from a pixel in
 * the corner the lower right one, where the reflection reads. */
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

/* Row (dy + s - 1)(2 s - 1) + dx + s - 1 of the published table. */
static double
bias_of (const MadeUp *made, gint dy, gint dx, guint map)
{
  gint s = (gint) made->how->side;

  return made->table[(guint) ((dy + s - 1) * (2 * s - 1) + dx + s - 1) * made->how->maps + map];
}

static double
mean_bias (const MadeUp *made, gint dy, gint dx, gint map)
{
  double sum = 0;

  for (guint m = 0; m < made->how->maps; m++)
    if (map < 0 || map == (gint) m)
      sum += bias_of (made, dy, dx, m) / (map < 0 ? made->how->maps : 1);
  return sum;
}

static void
check_bias_panel (const MadeUp *made, const FoveaPanel *panel, guint query, gint map)
{
  g_autofree double *cells = g_new0 (double, made->keys);
  g_autofree char *name = map < 0 ? g_strdup ("mean") : g_strdup_printf ("map%d", map);
  gint s = (gint) made->how->side, own = 0;

  for (guint t = 0; t < made->taps; t++)
    if (made->reads[query * made->taps + t] == query)
      own = (gint) t;
  for (gint t = 0; t < s * s; t++)
    cells[made->reads[query * made->taps + (guint) t]]
        = mean_bias (made, own / s - t / s, own % s - t % s, map);
  check_panel (panel, name, made->how->key_rows, made->how->key_columns, cells);
  g_assert_true (panel->is_signed);
  g_assert_cmpfloat (panel->width, ==, 0);
}

/* The key one row above the pixel (dy = 1) is one row above the middle. */
static void
check_table_panel (const MadeUp *made, const FoveaPanel *panel, guint query, gint map)
{
  gint s = (gint) made->how->side, across = 2 * s - 1;
  g_autofree double *cells = g_new (double, (gsize) (across * across));
  g_autofree char *name
      = map < 0 ? g_strdup ("table_mean") : g_strdup_printf ("table_map%d", map);
  double width = 224.0 / made->columns, height = 160.0 / made->rows;

  for (gint dy = 1 - s; dy < s; dy++)
    for (gint dx = 1 - s; dx < s; dx++)
      cells[(s - 1 - dy) * across + s - 1 - dx] = mean_bias (made, dy, dx, map);
  check_panel (panel, name, (guint) across, (guint) across, cells);
  g_assert_true (panel->is_signed);
  g_assert_cmpfloat_with_epsilon (panel->width, across * width, 1e-9);
  g_assert_cmpfloat_with_epsilon (panel->height, across * height, 1e-9);
  g_assert_cmpfloat_with_epsilon (panel->x + panel->width / 2,
                                  (query % made->columns + 0.5) * width, 1e-9);
  g_assert_cmpfloat_with_epsilon (panel->y + panel->height / 2,
                                  (query / made->columns + 0.5) * height, 1e-9);
}

static void
check_bias (MadeUp *made)
{
  guint maps = made->how->maps, panels_each = maps > 1 ? maps + 1 : 1;

  for (guint i = 0; i < N_TRIES && made->how->windowed; i++)
    {
      guint query = query_to_try (made, i);
      made_up_point (made, query);
      g_autoptr (FoveaPanels) panels = run (made, "relative_position_bias");

      g_assert_cmpuint (panels->panels->len, ==, 2 * panels_each);
      for (guint p = 0; p < panels_each; p++)
        {
          check_bias_panel (made, panel_at (panels, p), query, (gint) p - 1);
          check_table_panel (made, panel_at (panels, panels_each + p), query, (gint) p - 1);
        }
    }
}

static void
test_bias (void)
{
  const FoveaMethod *method = fovea_method_find ("relative_position_bias", NULL);
  FoveaSite site = { .kind = FOVEA_SITE_LOCAL_ATTENTION, .role = FOVEA_ROLE_WEIGHTS };

  g_assert_false (method->suits (&site));
  for_each_case (check_bias);
}

static void
test_bias_without_table (void)
{
  const FoveaMethod *method = fovea_method_find ("relative_position_bias", NULL);
  g_autoptr (FoveaPanels) panels = fovea_panels_new ();
  g_autoptr (GError) error = NULL;
  MadeUp made;

  made_up_init (&made, &attention_cases[7]);
  made.record.param[0] = NULL;
  g_assert_false (method->panels (&made.evidence, panels, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  g_assert_cmpuint (panels->panels->len, ==, 0);
  made_up_clear (&made);
}

static const char *const attention_methods[]
    = { "local_attention",    "local_attention_gradient", "attention_received",
        "attention_relevance", "attention_entropy",       "attention_distance",
        "relative_position_bias" };

/* One map alone is what the evidence of that map alone would show. */
static void
check_one_map (MadeUp *made)
{
  guint map = made->how->maps - 1, query = query_to_try (made, 2);
  g_autofree double *paid = g_new0 (double, made->keys);
  g_autofree double *received = g_new0 (double, made->keys);
  g_autofree double *relevance = g_new0 (double, made->keys);
  g_autofree char *name = g_strdup_printf ("map%u", map);

  made->choice.map = (gint) map;
  made_up_point (made, query);
  scatter (made, query, (gint) map, FALSE, 1, paid);
  for (guint q = 0; q < made->queries; q++)
    {
      scatter (made, q, (gint) map, FALSE, 1, received);
      scatter (made, q, (gint) map, TRUE, 1, relevance);
    }
  g_autoptr (FoveaPanels) a = run (made, "local_attention");
  g_autoptr (FoveaPanels) b = run (made, "attention_received");
  g_autoptr (FoveaPanels) c = run (made, "attention_relevance");
  check_panel (panel_at (a, 0), name, made->how->key_rows, made->how->key_columns, paid);
  check_panel (panel_at (b, 0), name, made->how->key_rows, made->how->key_columns, received);
  check_panel (panel_at (c, 0), name, made->how->key_rows, made->how->key_columns, relevance);
  check_fact (c, "total", total (relevance, made->keys));
  g_assert_cmpuint (a->panels->len, ==, 1);
  g_assert_cmpuint (c->facts->len, ==, 3);
  if (!made->how->windowed)
    return;
  g_autoptr (FoveaPanels) d = run (made, "relative_position_bias");
  g_assert_cmpuint (d->panels->len, ==, 2);
  check_bias_panel (made, panel_at (d, 0), query, (gint) map);
  check_table_panel (made, panel_at (d, 1), query, (gint) map);
}

static void
test_one_map (void)
{
  for_each_case (check_one_map);
}

/* Titles say what is shown in the words of the backbone's kind. */
static void
test_titles (void)
{
  static const struct
  {
    guint which; /* of the cases */
    FoveaLayout layout;
    const char *all, *one;
  } rows[] = { { 1, FOVEA_LAYOUT_MAPS, "Mean of 4 weight maps", "Weight map 1" },
               { 1, FOVEA_LAYOUT_HEADS, "Mean of 4 heads", "Head 1" },
               { 6, FOVEA_LAYOUT_WINDOWS, "Mean of 3 heads", "Head 1" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MadeUp made;

      made_up_init (&made, &attention_cases[rows[i].which]);
      made.site.layout = rows[i].layout;
      g_autoptr (FoveaPanels) panels = run (&made, "local_attention");
      g_assert_cmpstr (panel_at (panels, 0)->title, ==, rows[i].all);
      g_assert_cmpstr (panel_at (panels, 2)->title, ==, rows[i].one);
      made.choice.map = 1;
      g_autoptr (FoveaPanels) chosen = run (&made, "attention_distance");
      g_assert_cmpstr (panel_at (chosen, 0)->title, ==, rows[i].one);
      made_up_clear (&made);
    }
}

static void
test_no_such_map (void)
{
  static const struct
  {
    guint which;
    gint map;
    const char *message;
  } rows[] = {
    { 1, 20, "layer2.0.sam.weights has 4 weight maps, 0 to 3; there is no 20" },
    { 0, 1, "layer2.0.sam.weights has 1 weight map, 0 to 0; there is no 1" },
    { 7, 2, "layer2.0.sam.weights has 2 heads, 0 to 1; there is no 2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (attention_methods); j++)
      {
        const FoveaMethod *method = fovea_method_find (attention_methods[j], NULL);
        g_autoptr (FoveaPanels) panels = fovea_panels_new ();
        g_autoptr (GError) error = NULL;
        MadeUp made;

        made_up_init (&made, &attention_cases[rows[i].which]);
        made.choice.map = rows[i].map;
        g_assert_true (method->takes & FOVEA_TAKES_MAP);
        if (method->suits (&made.site))
          {
            g_assert_false (method->panels (&made.evidence, panels, &error));
            g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
            g_assert_cmpstr (error->message, ==, rows[i].message);
          }
        made_up_clear (&made);
      }
}

/* A place outside is refused by what takes one, and of no account to what does not. */
static void
test_place_outside (void)
{
  for (gsize j = 0; j < G_N_ELEMENTS (attention_methods); j++)
    {
      const FoveaMethod *method = fovea_method_find (attention_methods[j], NULL);
      g_autoptr (FoveaPanels) panels = fovea_panels_new ();
      g_autoptr (GError) error = NULL;
      MadeUp made;

      made_up_init (&made, &attention_cases[7]);
      made.choice.has_place = TRUE;
      made.choice.x = 300;
      gboolean done = method->panels (&made.evidence, panels, &error);
      g_assert_cmpint (done, ==, !(method->takes & FOVEA_TAKES_PLACE));
      if (!done)
        g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
      made_up_clear (&made);
    }
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
  g_test_add_func ("/viz/attention/bias", test_bias);
  g_test_add_func ("/viz/attention/bias-without-table", test_bias_without_table);
  g_test_add_func ("/viz/attention/one-map", test_one_map);
  g_test_add_func ("/viz/attention/titles", test_titles);
  g_test_add_func ("/viz/attention/no-such-map", test_no_such_map);
  g_test_add_func ("/viz/attention/place-outside", test_place_outside);
  return g_test_run ();
}
