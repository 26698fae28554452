/* SPDX-License-Identifier: MIT */
#include "family.h"

#include <string.h>

#include "op.h"

extern const FoveaFamily fovea_van_family;
extern const FoveaFamily fovea_san_family;
extern const FoveaFamily fovea_acmix_resnet_family;
extern const FoveaFamily fovea_acmix_swin_family;
extern const FoveaFamily fovea_resnet_family;
extern const FoveaFamily fovea_swin_family;
extern const FoveaFamily fovea_convnext_family;

/* ACmix before what it is built on: it is recognised by what it adds. */
const FoveaFamily *const fovea_families[] = {
  &fovea_van_family,
  &fovea_san_family,
  &fovea_acmix_resnet_family,
  &fovea_acmix_swin_family,
  &fovea_resnet_family,
  &fovea_swin_family,
  &fovea_convnext_family,
  NULL,
};

const FoveaFamily *
fovea_family_find (const char *name)
{
  for (gsize i = 0; name && fovea_families[i]; i++)
    if (g_str_equal (fovea_families[i]->name, name))
      return fovea_families[i];
  return NULL;
}

const FoveaFamily *
fovea_variant_find (const char *name, json_t **config)
{
  for (gsize i = 0; name && fovea_families[i]; i++)
    for (const FoveaVariant *variant = fovea_families[i]->variants; variant->name; variant++)
      if (g_str_equal (variant->name, name))
        {
          *config = json_loads (variant->config, 0, NULL);
          g_assert (*config);
          return fovea_families[i];
        }
  return NULL;
}

const char *
fovea_variant_name (const FoveaFamily *family, const json_t *config)
{
  for (const FoveaVariant *variant = family->variants; variant->name; variant++)
    {
      json_t *other = json_loads (variant->config, 0, NULL);
      gboolean same = json_equal (other, config);

      json_decref (other);
      if (same)
        return variant->name;
    }
  return NULL;
}

/* A whole number from 1 to 65536, else 0. */
static guint
positive (const json_t *value)
{
  json_int_t number = json_integer_value (value);

  return number >= 1 && number <= 65536 ? (guint) number : 0;
}

guint
fovea_config_at (FoveaTape *tape, const json_t *config, const char *key, gsize index)
{
  guint number = positive (json_array_get (json_object_get (config, key), index));

  if (number)
    return number;
  fovea_tape_fail (tape,
                   "the configuration's \"%s\" needs a whole number from 1 to 65536 at "
                   "place %zu",
                   key, index + 1);
  return 1;
}

guint
fovea_config_number (FoveaTape *tape, const json_t *config, const char *key, guint fallback)
{
  const json_t *value = json_object_get (config, key);
  guint number = value ? positive (value) : fallback;

  if (number)
    return number;
  fovea_tape_fail (tape, "the configuration's \"%s\" needs a whole number from 1 to 65536",
                   key);
  return 1;
}

gsize
fovea_config_stages (FoveaTape *tape, const json_t *config, const char *key)
{
  gsize stages = json_array_size (json_object_get (config, key));

  if (stages == 0)
    fovea_tape_fail (tape, "the configuration's \"%s\" lists no stage", key);
  return stages;
}

gsize
fovea_keys_dim (FoveaKeys *keys, guint d, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *name = g_strdup_vprintf (format, args);
  va_end (args);
  const FoveaShape *shape = g_hash_table_lookup (keys, name);

  return shape && shape->rank > d ? shape->dim[d] : 0;
}

char *
fovea_family_title (const FoveaFamily *family, const char *name)
{
  gsize length = strlen (family->name);

  for (const FoveaVariant *variant = family->variants; variant->name; variant++)
    if (g_str_equal (variant->name, name))
      return g_strdup (variant->title);
  if (!g_str_has_prefix (name, family->name) || name[length] != '_')
    return g_strdup (family->title);
  return g_strconcat (family->title, " ", name + length + 1, NULL);
}
