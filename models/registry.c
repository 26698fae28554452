/* SPDX-License-Identifier: MIT */
#include "family.h"

#include "op.h"

extern const FoveaFamily fovea_van_family;

const FoveaFamily *const fovea_families[] = {
  &fovea_van_family,
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

guint
fovea_config_at (FoveaTape *tape, const json_t *config, const char *key, gsize index)
{
  const json_t *value = json_array_get (json_object_get (config, key), index);
  json_int_t number = json_integer_value (value);

  if (number >= 1 && number <= 65536)
    return (guint) number;
  fovea_tape_fail (tape,
                   "the configuration's \"%s\" needs a whole number from 1 to 65536 at "
                   "place %zu",
                   key, index + 1);
  return 1;
}
