/* SPDX-License-Identifier: MIT */

/* Which columns a session has: more, fewer, in another order, or a whole comparison. */

#include "session.h"

static GListStore *
store_of (FoveaSession *self)
{
  return G_LIST_STORE (fovea_session_get_columns (self));
}

static gboolean
find_column (FoveaSession *self, FoveaColumn *column, guint *position)
{
  return g_list_store_find (store_of (self), column, position);
}

FoveaColumn *
fovea_session_duplicate (FoveaSession *self, FoveaColumn *column)
{
  g_autoptr (FoveaColumn) copy = fovea_column_new_like (column);
  guint position = 0;

  if (!find_column (self, column, &position))
    return NULL;
  g_list_store_insert (store_of (self), position + 1, copy);
  return copy; /* the list keeps it */
}

void
fovea_session_move (FoveaSession *self, FoveaColumn *column, gint places)
{
  g_autoptr (FoveaColumn) kept = g_object_ref (column);
  guint position, n = g_list_model_get_n_items (fovea_session_get_columns (self));

  if (places == 0 || !find_column (self, column, &position)
      || (gint) position + places < 0
      || (gint) position + places >= (gint) n)
    return;
  g_list_store_remove (store_of (self), position);
  g_list_store_insert (store_of (self), (guint) ((gint) position + places), kept);
}

void
fovea_session_move_beside (FoveaSession *self, FoveaColumn *column, FoveaColumn *other,
                           gboolean after)
{
  guint from, to;

  if (column == other || !find_column (self, column, &from)
      || !find_column (self, other, &to))
    return;
  fovea_session_move (self, column,
                      (gint) to - (gint) from + (after ? 0 : -1) + (from > to ? 1 : 0));
}

void
fovea_session_remove (FoveaSession *self, FoveaColumn *column)
{
  guint position;

  if (g_list_model_get_n_items (fovea_session_get_columns (self)) < 2
      || !find_column (self, column, &position))
    return;
  fovea_column_stop (column);
  g_list_store_remove (store_of (self), position);
}

/* As many columns like this one as `n`, and no others. GPtrArray of FoveaColumn. (transfer
 * full) */
static GPtrArray *
repeat (FoveaSession *self, FoveaColumn *column, guint n)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_object_unref);
  guint before = g_list_model_get_n_items (fovea_session_get_columns (self));

  for (guint i = 0; i < before; i++)
    if (fovea_session_get_column (self, i) != column)
      fovea_column_stop (fovea_session_get_column (self, i));
  g_ptr_array_add (columns, g_object_ref (column));
  while (columns->len < n)
    g_ptr_array_add (columns, fovea_column_new_like (column));
  g_list_store_splice (store_of (self), 0, before, columns->pdata, columns->len);
  return columns;
}

void
fovea_session_compare_models (FoveaSession *self, FoveaColumn *column,
                              const char *const *names)
{
  g_autoptr (GPtrArray) columns
      = repeat (self, column, g_strv_length ((char **) names));

  for (guint i = 0; i < columns->len; i++)
    fovea_column_open_model (columns->pdata[i], names[i], NULL);
}

void
fovea_session_compare_methods (FoveaSession *self, FoveaColumn *column,
                               const char *const *names)
{
  g_autoptr (GPtrArray) columns
      = repeat (self, column, g_strv_length ((char **) names));

  for (guint i = 0; i < columns->len; i++)
    {
      const FoveaMethod *method = fovea_method_find (names[i], NULL);
      if (method)
        fovea_column_set_method (columns->pdata[i], method);
    }
}

/* GPtrArray of paths, owned. (transfer full) */
static GPtrArray *
last_of_stages (FoveaColumn *column)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  guint n = explanation ? fovea_explanation_n_layers (explanation) : 0;

  for (guint i = 0; i < n; i++)
    {
      const FoveaSite *site = &fovea_explanation_layer (explanation, i)->site;
      if (i + 1 == n
          || fovea_explanation_layer (explanation, i + 1)->site.stage != site->stage)
        g_ptr_array_add (paths, g_strdup (site->path));
    }
  return paths;
}

void
fovea_session_compare_stages (FoveaSession *self, FoveaColumn *column)
{
  g_autoptr (GPtrArray) paths = last_of_stages (column);

  if (paths->len == 0)
    return;
  g_autoptr (GPtrArray) columns = repeat (self, column, paths->len);
  for (guint i = 0; i < columns->len; i++)
    fovea_column_set_layer (columns->pdata[i], paths->pdata[i]);
}
