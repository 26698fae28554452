/* SPDX-License-Identifier: MIT */
#include "state.h"

#include "column-private.h"
#include "session-private.h"

static void
file_ref_clear (FoveaFileRef *file)
{
  g_clear_pointer (&file->path, g_free);
  g_clear_pointer (&file->relative, g_free);
  g_clear_pointer (&file->digest, g_free);
}

static GHashTable *
values_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                (GDestroyNotify)g_variant_unref);
}

static void
column_state_free (gpointer data)
{
  FoveaColumnState *self = data;

  g_free (self->backbone);
  file_ref_clear (&self->weights);
  g_hash_table_unref (self->values);
  g_clear_object (&self->column);
  g_clear_pointer (&self->model, fovea_model_unref);
  g_free (self);
}

FoveaState *
fovea_state_new (void)
{
  FoveaState *state = g_new0 (FoveaState, 1);

  state->values = values_new ();
  state->columns = g_ptr_array_new_with_free_func (column_state_free);
  return state;
}

void
fovea_state_free (FoveaState *state)
{
  file_ref_clear (&state->image);
  g_hash_table_unref (state->values);
  g_ptr_array_unref (state->columns);
  g_free (state);
}

FoveaColumnState *
fovea_state_add_column (FoveaState *state)
{
  FoveaColumnState *column = g_new0 (FoveaColumnState, 1);

  column->values = values_new ();
  g_ptr_array_add (state->columns, column);
  return column;
}

FoveaColumnState *
fovea_state_column (const FoveaState *state, guint position)
{
  return g_ptr_array_index (state->columns, position);
}

void
fovea_state_note (GHashTable *values, const FoveaMember *members, gpointer object)
{
  for (; members->name; members++)
    {
      GVariant *value = members->get (object);
      if (value)
        g_hash_table_replace (values, (gpointer)members->name,
                              g_variant_ref_sink (value));
    }
}

static void
note_model (FoveaColumnState *self, FoveaColumn *column)
{
  FoveaModel *model = fovea_column_get_model (column);
  const char *wanted = fovea_column_get_wanted (column);

  self->column = g_object_ref (column);
  self->wanted = wanted != NULL;
  self->backbone = g_strdup (wanted ? wanted : model ? fovea_model_name (model) : NULL);
  if (!model)
    return;
  self->model = fovea_model_ref (model);
  if (!wanted)
    self->weights.path = fovea_model_is_demo (model)
                             ? g_strconcat ("demo:", fovea_model_name (model), NULL)
                             : g_strdup (fovea_model_weights (model));
}

FoveaState *
fovea_state_take (FoveaSession *session)
{
  FoveaState *state = fovea_state_new ();
  guint n = g_list_model_get_n_items (fovea_session_get_columns (session));

  state->image.path = g_strdup (fovea_session_get_path (session));
  fovea_state_note (state->values, fovea_session_members, session);
  for (guint i = 0; i < n; i++)
    {
      FoveaColumn *column = fovea_session_get_column (session, i);
      FoveaColumnState *self = fovea_state_add_column (state);
      note_model (self, column);
      fovea_state_note (self->values, fovea_column_members, column);
    }
  return state;
}

static gboolean
same_value (GVariant *one, GVariant *other)
{
  return one == other || (one && other && g_variant_equal (one, other));
}

void
fovea_state_restore (GHashTable *values, const FoveaMember *members, gpointer object,
                     guint but_not)
{
  for (; members->name; members++)
    {
      GVariant *floating = members->get (object);
      g_autoptr (GVariant) now = floating ? g_variant_ref_sink (floating) : NULL;
      GVariant *wanted = g_hash_table_lookup (values, members->name);
      if (!(members->flags & but_not) && !same_value (now, wanted))
        members->set (object, wanted);
    }
}

/* The columns it was taken of; those of a file are made. (transfer full) */
static GPtrArray *
find_columns (const FoveaState *state, FoveaSession *session)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < state->columns->len; i++)
    {
      FoveaColumnState *self = fovea_state_column (state, i);
      g_ptr_array_add (
          columns, self->column ? g_object_ref (self->column)
                                : fovea_column_new (fovea_session_get_worker (session)));
    }
  return columns;
}

void
fovea_state_apply (const FoveaState *state, FoveaSession *session)
{
  g_autoptr (GPtrArray) columns = find_columns (state, session);

  fovea_state_restore (state->values, fovea_session_members, session, 0);
  for (guint i = 0; i < columns->len; i++)
    {
      FoveaColumnState *self = fovea_state_column (state, i);
      FoveaColumn *column = columns->pdata[i];
      fovea_column_stop_opening (column);
      if ((self->model || !self->column)
          && fovea_column_get_model (column) != self->model)
        fovea_column_set_model (column, self->model);
      if (self->wanted)
        fovea_column_set_wanted (column, self->backbone);
      fovea_state_restore (self->values, fovea_column_members, column, 0);
    }
  fovea_session_set_columns (session, columns);
}

/* Comparing. */

typedef struct
{
  guint flags;
  GString *names;
} Difference;

static void
differ_by (Difference *difference, const char *name, guint flags)
{
  difference->flags |= flags;
  g_string_append_printf (difference->names, "%s%s", difference->names->len ? " " : "",
                          name);
}

static void
differ_values (Difference *difference, GHashTable *one, GHashTable *other,
               const FoveaMember *members)
{
  for (; members->name; members++)
    if (!same_value (g_hash_table_lookup (one, members->name),
                     g_hash_table_lookup (other, members->name)))
      differ_by (difference, members->name, members->flags);
}

/* What happens while the first model is still on its way is no step. */
static void
differ_column (Difference *difference, const FoveaColumnState *one,
               const FoveaColumnState *other)
{
  if (!one->model)
    return;
  if (one->model != other->model)
    differ_by (difference, "model", FOVEA_MEMBER_STEP);
  differ_values (difference, one->values, other->values, fovea_column_members);
  differ_values (difference, one->values, other->values, fovea_canvas_members);
}

static gboolean
same_columns (const FoveaState *one, const FoveaState *other)
{
  gboolean same = one->columns->len == other->columns->len;

  for (guint i = 0; same && i < one->columns->len; i++)
    same = fovea_state_column (one, i)->column == fovea_state_column (other, i)->column;
  return same;
}

guint
fovea_state_differ (const FoveaState *one, const FoveaState *other, char **names)
{
  Difference difference = { 0, g_string_new (NULL) };

  differ_values (&difference, one->values, other->values, fovea_session_members);
  differ_values (&difference, one->values, other->values, fovea_window_members);
  if (!same_columns (one, other))
    differ_by (&difference, "columns", FOVEA_MEMBER_STEP);
  else
    for (guint i = 0; i < one->columns->len; i++)
      differ_column (&difference, fovea_state_column (one, i),
                     fovea_state_column (other, i));
  if (names)
    *names = g_string_free (difference.names, FALSE);
  else
    g_string_free (difference.names, TRUE);
  return difference.flags;
}
