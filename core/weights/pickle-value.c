/* SPDX-License-Identifier: MIT */
#include "pickle-private.h"
#include "manifest-private.h"

#include <string.h>

#define FIXED(MODULE, NAME)                                                              \
  {                                                                                      \
    .module = MODULE, .name = NAME, .module_length = sizeof (MODULE) - 1,                \
    .name_length = sizeof (NAME) - 1                                                     \
  }

const FoveaGlobal fovea_pickle_fixed_globals[FOVEA_N_FIXED_GLOBALS] = {
  [FOVEA_GLOBAL_SET] = FIXED ("builtins", "set"),
  [FOVEA_GLOBAL_FROZENSET] = FIXED ("builtins", "frozenset"),
  [FOVEA_GLOBAL_INT] = FIXED ("builtins", "int"),
  [FOVEA_GLOBAL_MODULE] = FIXED ("torch.nn", "Module"),
};

FoveaValue
fovea_pickle_root (const FoveaPickle *pickle)
{
  return pickle->root;
}

gsize
fovea_pickle_length (const FoveaPickle *pickle)
{
  return pickle->at;
}

const FoveaContainerItems *
fovea_pickle_items (const FoveaPickle *pickle, const FoveaValue *container)
{
  g_assert (container->kind == FOVEA_VALUE_TUPLE || container->kind == FOVEA_VALUE_LIST
            || container->kind == FOVEA_VALUE_DICT);
  return &g_array_index (pickle->containers, FoveaContainerItems, container->index);
}

const FoveaGlobal *
fovea_pickle_global (const FoveaPickle *pickle, const FoveaValue *value)
{
  g_assert (value->kind == FOVEA_VALUE_GLOBAL || value->kind == FOVEA_VALUE_OPAQUE);
  return &g_array_index (pickle->globals, FoveaGlobal, value->index);
}

gboolean
fovea_pickle_new_container (FoveaPickle *pickle, FoveaValueKind kind, FoveaValue *result,
                            GError **error)
{
  static const FoveaContainerItems empty = { 0 };

  if (pickle->containers->len >= FOVEA_PICKLE_MAX_CONTAINERS)
    return fovea_pickle_limit (pickle, error, "tuples, lists and dicts",
                               FOVEA_PICKLE_MAX_CONTAINERS);
  *result = (FoveaValue){ .kind = kind, .index = pickle->containers->len };
  g_array_append_val (pickle->containers, empty);
  return TRUE;
}

/* `slots` bounds n and twice the room, so neither can overflow. The first room is exact:
 * most containers are tuples, filled once. */
gboolean
fovea_pickle_append (FoveaPickle *pickle, const FoveaValue *container,
                     const FoveaValue *items, guint n, GError **error)
{
  FoveaContainerItems *into
      = &g_array_index (pickle->containers, FoveaContainerItems, container->index);

  if (n == 0)
    return TRUE;
  if (pickle->slots + n > FOVEA_PICKLE_MAX_SLOTS)
    return fovea_pickle_limit (pickle, error, "items", FOVEA_PICKLE_MAX_SLOTS);
  if (into->room - into->n < n)
    {
      into->room = into->n == 0 ? n : MAX (2 * into->room, into->n + n);
      into->items = g_renew (FoveaValue, into->items, into->room);
    }
  memcpy (into->items + into->n, items, n * sizeof *items);
  into->n += n;
  pickle->slots += n;
  return TRUE;
}

gboolean
fovea_global_is (const FoveaGlobal *global, const char *module, const char *name)
{
  return global->module_length == strlen (module) && global->name_length == strlen (name)
         && memcmp (global->module, module, global->module_length) == 0
         && memcmp (global->name, name, global->name_length) == 0;
}

gboolean
fovea_value_is_text (const FoveaValue *value, const char *text)
{
  return value->kind == FOVEA_VALUE_TEXT && value->length == strlen (text)
         && memcmp (value->text, text, value->length) == 0;
}

static char *
describe_global (const FoveaGlobal *global)
{
  g_autofree char *module = fovea_printable (global->module, global->module_length);
  g_autofree char *name = fovea_printable (global->name, global->name_length);

  return g_strconcat (module, ".", name, NULL);
}

char *
fovea_pickle_describe (const FoveaPickle *pickle, const FoveaValue *value)
{
  g_autofree char *text = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (value->kind)
    {
    case FOVEA_VALUE_NONE:
      return g_strdup ("None");
    case FOVEA_VALUE_BOOL:
      return g_strdup (value->integer ? "True" : "False");
    case FOVEA_VALUE_INT:
      return g_strdup_printf ("int %" G_GINT64_FORMAT, value->integer);
    case FOVEA_VALUE_FLOAT:
      return g_strconcat (
          "float ", g_ascii_formatd (number, sizeof number, "%.6g", value->real), NULL);
    case FOVEA_VALUE_TEXT:
      text = fovea_printable (value->text, value->length);
      return g_strdup_printf ("\"%s\"", text);
    case FOVEA_VALUE_BYTES:
      return g_strdup_printf ("%u bytes", value->length);
    case FOVEA_VALUE_TUPLE:
      return g_strdup_printf ("tuple of %u", fovea_pickle_items (pickle, value)->n);
    case FOVEA_VALUE_LIST:
      return g_strdup_printf ("list of %u", fovea_pickle_items (pickle, value)->n);
    case FOVEA_VALUE_DICT:
      return g_strdup_printf ("dict of %u", fovea_pickle_items (pickle, value)->n / 2);
    case FOVEA_VALUE_GLOBAL:
    case FOVEA_VALUE_OPAQUE:
      return describe_global (fovea_pickle_global (pickle, value));
    case FOVEA_VALUE_STORAGE:
      return g_strdup ("storage");
    case FOVEA_VALUE_TENSOR:
      return g_strdup ("tensor");
    case FOVEA_VALUE_UNSET:
      break;
    }
  g_assert_not_reached ();
}
