/* SPDX-License-Identifier: MIT */
#include "shortlist.h"

#include <math.h>
#include <string.h>

#define SLACK 64 /* beyond what is wanted, so that sorting is seldom */

struct _FoveaShortlist
{
  guint most, added;
  gboolean least;
  GDestroyNotify free_data;
  GArray *all; /* FoveaListed */
};

FoveaShortlist *
fovea_shortlist_new (guint most, gboolean least, GDestroyNotify free_data)
{
  FoveaShortlist *list = g_new0 (FoveaShortlist, 1);

  list->most = most;
  list->least = least;
  list->free_data = free_data;
  list->all = g_array_new (FALSE, FALSE, sizeof (FoveaListed));
  return list;
}

static void
drop_beyond (FoveaShortlist *list, guint n)
{
  for (guint i = n; i < list->all->len; i++)
    {
      FoveaListed *listed = &g_array_index (list->all, FoveaListed, i);
      g_free (listed->name);
      if (list->free_data && listed->data)
        list->free_data (listed->data);
    }
  g_array_set_size (list->all, MIN (n, list->all->len));
}

void
fovea_shortlist_free (FoveaShortlist *list)
{
  drop_beyond (list, 0);
  g_array_unref (list->all);
  g_free (list);
}

static gint
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const FoveaShortlist *list = data;
  const FoveaListed *one = a, *other = b;

  if (one->score != other->score)
    return (one->score > other->score) == list->least ? 1 : -1;
  return strcmp (one->name, other->name);
}

/* Sorted, and no more than are wanted. */
static void
settle (FoveaShortlist *list)
{
  g_array_sort_with_data (list->all, compare, list);
  if (list->most > 0)
    drop_beyond (list, list->most);
}

void
fovea_shortlist_add (FoveaShortlist *list, const char *name, double score, gpointer data)
{
  FoveaListed listed = { g_strdup (name), score, data };

  g_assert (isfinite (score));
  g_array_append_val (list->all, listed);
  list->added++;
  if (list->most > 0 && list->all->len >= 2 * (gsize)list->most + SLACK)
    settle (list);
}

guint
fovea_shortlist_added (const FoveaShortlist *list)
{
  return list->added;
}

const FoveaListed *
fovea_shortlist_get (FoveaShortlist *list, guint *n)
{
  settle (list);
  *n = list->all->len;
  return (const FoveaListed *)(void *)list->all->data;
}
