/* SPDX-License-Identifier: MIT */
#include "state-values.h"

#include "error.h"

#include <glib/gi18n.h>
#include <math.h>

#define LONGEST_TEXT (1 << 18) /* bytes: a figure's recipe */

static json_t *
write_one (GVariant *value)
{
  switch (g_variant_classify (value))
    {
    case G_VARIANT_CLASS_BOOLEAN:
      return json_boolean (g_variant_get_boolean (value));
    case G_VARIANT_CLASS_INT32:
      return json_integer (g_variant_get_int32 (value));
    case G_VARIANT_CLASS_DOUBLE:
      return json_real (g_variant_get_double (value));
    default:
      return json_string (g_variant_get_string (value, NULL));
    }
}

static json_t *
write_value (const FoveaMember *member, GVariant *value)
{
  if (!member->fields)
    return write_one (value);
  g_auto (GStrv) fields = g_strsplit (member->fields, " ", -1);
  json_t *object = json_object ();

  for (guint i = 0; fields[i]; i++)
    {
      g_autoptr (GVariant) part = g_variant_get_child_value (value, i);
      json_object_set_new (object, fields[i], write_one (part));
    }
  return object;
}

void
fovea_values_write (GHashTable *values, const FoveaMember *members, json_t *object)
{
  for (; members->name; members++)
    {
      GVariant *value = g_hash_table_lookup (values, members->name);
      if (value)
        json_object_set_new (object, members->name, write_value (members, value));
    }
}

static GVariant *
read_number (const FoveaMember *member, char type, json_t *json)
{
  double value = json_number_value (json);

  if (!json_is_number (json) || !isfinite (value) || value < member->least
      || value > member->most || (type == 'i' && !json_is_integer (json)))
    return NULL;
  return type == 'i' ? g_variant_new_int32 ((gint32)value) : g_variant_new_double (value);
}

/* Floating; NULL when it is of another type or out of range. */
static GVariant *
read_one (const FoveaMember *member, char type, json_t *json)
{
  if (type == 'b')
    return json_is_boolean (json) ? g_variant_new_boolean (json_is_true (json)) : NULL;
  if (type == 's')
    return json_is_string (json) && json_string_length (json) <= LONGEST_TEXT
               ? g_variant_new_string (json_string_value (json))
               : NULL;
  return read_number (member, type, json);
}

static GVariant *
read_value (const FoveaMember *member, json_t *json)
{
  if (!member->fields)
    return read_one (member, *member->type, json);
  g_auto (GStrv) fields = g_strsplit (member->fields, " ", -1);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (member->type));
  for (guint i = 0; fields[i]; i++)
    {
      GVariant *part
          = read_one (member, member->type[1 + i], json_object_get (json, fields[i]));
      if (!part)
        {
          g_variant_builder_clear (&builder);
          return NULL;
        }
      g_variant_builder_add_value (&builder, part);
    }
  return g_variant_builder_end (&builder);
}

gboolean
fovea_values_read (GHashTable *values, const FoveaMember *members, json_t *object,
                   GError **error)
{
  for (; members->name; members++)
    {
      json_t *json = json_object_get (object, members->name);
      GVariant *value = json ? read_value (members, json) : NULL;
      if (json && !value)
        {
          g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                       _ ("its “%s” is not what Fovea writes there"), members->name);
          return FALSE;
        }
      if (value)
        g_hash_table_replace (values, (gpointer)members->name,
                              g_variant_ref_sink (value));
    }
  return TRUE;
}
