/* SPDX-License-Identifier: MIT */
#pragma once

/* Runs methods on the evidence of attention-evidence.h and compares what they make of it.
 */

#include "attention-evidence.h"
#include "error.h"

typedef void (*CaseFunc) (MadeUp *made);

static inline void
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
static inline FoveaPanels *
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

static inline const FoveaPanel *
panel_at (const FoveaPanels *panels, guint index)
{
  g_assert_cmpuint (index, <, panels->panels->len);
  return g_ptr_array_index (panels->panels, index);
}

static inline double
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

static inline void
check_panel (const FoveaPanel *panel, const char *name, guint rows, guint columns,
             const double *expected)
{
  g_assert_cmpstr (panel->name, ==, name);
  g_assert_cmpuint (fovea_map_width (panel->raw), ==, columns);
  g_assert_cmpuint (fovea_map_height (panel->raw), ==, rows);
  assert_close (name, fovea_map_values (panel->raw), expected, (gsize)rows * columns,
                1e-6);
}

static inline void
check_fact (const FoveaPanels *panels, const char *name, double expected)
{
  g_assert_cmpfloat_with_epsilon (fact (panels, name), expected,
                                  1e-6 * (1 + fabs (expected)));
}

/* The sum over cells. */
static inline double
total (const double *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  return sum;
}

/* w, or w g, of one query, times `factor`, added to the cells that it reads; map -1: all.
 */
static inline void
scatter (const MadeUp *made, guint query, gint map, gboolean times_gradient,
         double factor, double *cells)
{
  for (guint m = 0; m < made->how->maps; m++)
    for (guint t = 0; t < made->taps && (map < 0 || map == (gint)m); t++)
      cells[made->reads[query * made->taps + t]]
          += factor * made_up_weight (made, query, m, t)
             * (times_gradient ? made_up_gradient (made, query, m, t) : 1);
}

/* Some queries of each kind: corners, edges, the middle. */
static inline guint
query_to_try (const MadeUp *made, guint i)
{
  const guint queries[] = { 0,
                            made->columns - 1,
                            made->queries - 1,
                            made->queries / 2,
                            made->queries / 2 + made->columns / 2,
                            made->queries - made->columns };
  return queries[i];
}
#define N_TRIES 6
