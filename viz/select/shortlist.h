/* SPDX-License-Identifier: MIT */
#pragma once

/* The best of very many, in an order that depends on nothing but numbers and names: equal
 * numbers are sorted by name. It holds at most about twice as many as are wanted. */

#include <glib.h>

typedef struct
{
  char *name; /* of the image: unique */
  double score;
  gpointer data; /* the caller's */
} FoveaListed;

typedef struct _FoveaShortlist FoveaShortlist;

/* The `most` highest, or with `least` the lowest; 0: all. `free_data` may be NULL.
 * (transfer full) */
FoveaShortlist *fovea_shortlist_new (guint most, gboolean least,
                                     GDestroyNotify free_data);
void fovea_shortlist_free (FoveaShortlist *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaShortlist, fovea_shortlist_free)

/* `score` is finite; takes `data`. */
void fovea_shortlist_add (FoveaShortlist *list, const char *name, double score,
                          gpointer data);

/* How many were added, those that were dropped too. */
guint fovea_shortlist_added (const FoveaShortlist *list);

/* In order, the best first; valid until the next one is added. */
const FoveaListed *fovea_shortlist_get (FoveaShortlist *list, guint *n);
