/* SPDX-License-Identifier: MIT */
#include "shortlist.h"

static guint n_freed;

static void
count_freed (gpointer data)
{
  n_freed++;
}

/* Many with few different numbers, so that most of them are equal: the same as sorting all. */
static void
fill (FoveaShortlist *list, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint k = (i * 7919) % n; /* another order than that of the names */
      g_autofree char *name = g_strdup_printf ("%05u", k);
      fovea_shortlist_add (list, name, (double)(k % 5), GUINT_TO_POINTER (k + 1));
    }
}

static void
test_order (void)
{
  for (guint least = 0; least < 2; least++)
    {
      g_autoptr (FoveaShortlist) all = fovea_shortlist_new (0, least, NULL);
      g_autoptr (FoveaShortlist) few = fovea_shortlist_new (37, least, NULL);
      guint n, m;

      fill (all, 1000);
      fill (few, 1000);
      const FoveaListed *sorted = fovea_shortlist_get (all, &n);
      const FoveaListed *best = fovea_shortlist_get (few, &m);
      g_assert_cmpuint (n, ==, 1000);
      g_assert_cmpuint (m, ==, 37);
      g_assert_cmpuint (fovea_shortlist_added (few), ==, 1000);
      g_assert_cmpfloat (sorted[0].score, ==, least ? 0 : 4);
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *name
              = g_strdup_printf ("%05u", GPOINTER_TO_UINT (sorted[i].data) - 1);
          g_assert_cmpstr (sorted[i].name, ==, name);
          if (i > 0 && sorted[i - 1].score == sorted[i].score)
            g_assert_cmpstr (sorted[i - 1].name, <, sorted[i].name);
          else if (i > 0)
            g_assert_true ((sorted[i - 1].score < sorted[i].score) == least);
        }
      for (guint i = 0; i < m; i++)
        g_assert_cmpstr (best[i].name, ==, sorted[i].name);
    }
}

/* What is dropped is freed, and no more is held than about twice what is wanted. */
static void
test_memory (void)
{
  FoveaShortlist *list = fovea_shortlist_new (4, FALSE, count_freed);
  guint n;

  n_freed = 0;
  fill (list, 1000);
  g_assert_cmpuint (n_freed, >=, 1000 - 2 * 4 - 64);
  fovea_shortlist_get (list, &n);
  g_assert_cmpuint (n_freed, ==, 996);
  fovea_shortlist_free (list);
  g_assert_cmpuint (n_freed, ==, 1000);
}

/* More wanted than there are. */
static void
test_few (void)
{
  g_autoptr (FoveaShortlist) list = fovea_shortlist_new (9, FALSE, NULL);
  guint n;

  fovea_shortlist_get (list, &n);
  g_assert_cmpuint (n, ==, 0);
  fovea_shortlist_add (list, "b", 1, NULL);
  fovea_shortlist_add (list, "a", 1, NULL);
  g_assert_cmpstr (fovea_shortlist_get (list, &n)[0].name, ==, "a");
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/select/shortlist/order", test_order);
  g_test_add_func ("/viz/select/shortlist/memory", test_memory);
  g_test_add_func ("/viz/select/shortlist/few", test_few);
  return g_test_run ();
}
