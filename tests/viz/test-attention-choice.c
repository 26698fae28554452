/* SPDX-License-Identifier: MIT */

/* What a user may choose of attention weights, a place and a map, what is refused, and
 * the table of relative positions, which is nothing but a choice of its entries. */

#include "attention-check.h"

/* Row (dy + s - 1)(2 s - 1) + dx + s - 1 of the published table. */
static double
bias_of (const MadeUp *made, gint dy, gint dx, guint map)
{
  gint s = (gint)made->how->side;

  return made
      ->table[(guint)((dy + s - 1) * (2 * s - 1) + dx + s - 1) * made->how->maps + map];
}

static double
mean_bias (const MadeUp *made, gint dy, gint dx, gint map)
{
  double sum = 0;

  for (guint m = 0; m < made->how->maps; m++)
    if (map < 0 || map == (gint)m)
      sum += bias_of (made, dy, dx, m) / (map < 0 ? made->how->maps : 1);
  return sum;
}

static void
check_bias_panel (const MadeUp *made, const FoveaPanel *panel, guint query, gint map)
{
  g_autofree double *cells = g_new0 (double, made->keys);
  g_autofree char *name = map < 0 ? g_strdup ("mean") : g_strdup_printf ("map%d", map);
  gint s = (gint)made->how->side, own = 0;

  for (guint t = 0; t < made->taps; t++)
    if (made->reads[query * made->taps + t] == query)
      own = (gint)t;
  for (gint t = 0; t < s * s; t++)
    cells[made->reads[query * made->taps + (guint)t]]
        = mean_bias (made, own / s - t / s, own % s - t % s, map);
  check_panel (panel, name, made->how->key_rows, made->how->key_columns, cells);
  g_assert_true (panel->is_signed);
  g_assert_cmpfloat (panel->width, ==, 0);
}

/* The key one row above the pixel (dy = 1) is one row above the middle. */
static void
check_table_panel (const MadeUp *made, const FoveaPanel *panel, guint query, gint map)
{
  gint s = (gint)made->how->side, across = 2 * s - 1;
  g_autofree double *cells = g_new (double, (gsize)(across * across));
  g_autofree char *name
      = map < 0 ? g_strdup ("table_mean") : g_strdup_printf ("table_map%d", map);
  double width = 224.0 / made->columns, height = 160.0 / made->rows;

  for (gint dy = 1 - s; dy < s; dy++)
    for (gint dx = 1 - s; dx < s; dx++)
      cells[(s - 1 - dy) * across + s - 1 - dx] = mean_bias (made, dy, dx, map);
  check_panel (panel, name, (guint)across, (guint)across, cells);
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
          check_bias_panel (made, panel_at (panels, p), query, (gint)p - 1);
          check_table_panel (made, panel_at (panels, panels_each + p), query,
                             (gint)p - 1);
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
    = { "local_attention",       "local_attention_gradient", "attention_received",
        "attention_relevance",   "attention_entropy",        "attention_distance",
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

  made->choice.map = (gint)map;
  made_up_point (made, query);
  scatter (made, query, (gint)map, FALSE, 1, paid);
  for (guint q = 0; q < made->queries; q++)
    {
      scatter (made, q, (gint)map, FALSE, 1, received);
      scatter (made, q, (gint)map, TRUE, 1, relevance);
    }
  g_autoptr (FoveaPanels) a = run (made, "local_attention");
  g_autoptr (FoveaPanels) b = run (made, "attention_received");
  g_autoptr (FoveaPanels) c = run (made, "attention_relevance");
  check_panel (panel_at (a, 0), name, made->how->key_rows, made->how->key_columns, paid);
  check_panel (panel_at (b, 0), name, made->how->key_rows, made->how->key_columns,
               received);
  check_panel (panel_at (c, 0), name, made->how->key_rows, made->how->key_columns,
               relevance);
  check_fact (c, "total", total (relevance, made->keys));
  g_assert_cmpuint (a->panels->len, ==, 1);
  g_assert_cmpuint (c->facts->len, ==, 3);
  if (!made->how->windowed)
    return;
  g_autoptr (FoveaPanels) d = run (made, "relative_position_bias");
  g_assert_cmpuint (d->panels->len, ==, 2);
  check_bias_panel (made, panel_at (d, 0), query, (gint)map);
  check_table_panel (made, panel_at (d, 1), query, (gint)map);
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
  g_test_add_func ("/viz/attention-choice/bias", test_bias);
  g_test_add_func ("/viz/attention-choice/bias-without-table", test_bias_without_table);
  g_test_add_func ("/viz/attention-choice/one-map", test_one_map);
  g_test_add_func ("/viz/attention-choice/titles", test_titles);
  g_test_add_func ("/viz/attention-choice/no-such-map", test_no_such_map);
  g_test_add_func ("/viz/attention-choice/place-outside", test_place_outside);
  return g_test_run ();
}
