/* SPDX-License-Identifier: MIT */
#include "spelling-private.h"

#include <string.h>

const char *
fovea_after (const char *key, const char *prefix)
{
  return g_str_has_prefix (key, prefix) ? key + strlen (prefix) : NULL;
}

char *
fovea_translate (const char *prefix, const char *rest, const FoveaWord *words)
{
  for (; words->theirs; words++)
    {
      const char *after = fovea_after (rest, words->theirs);
      if (after && (*after == '\0' || g_str_has_suffix (words->theirs, ".")))
        return g_strconcat (prefix, words->ours, after, NULL);
    }
  return NULL;
}

gboolean
fovea_read_number (const char **at, guint *number)
{
  char *end;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  guint64 value = g_ascii_strtoull (*at, &end, 10);
  if (*end != '.' || value > 100000)
    return FALSE;
  *number = (guint)value;
  *at = end + 1;
  return TRUE;
}

static gboolean
begins_with (const char *key, const char *scope)
{
  for (; *scope; scope++)
    if (*scope != '#' && *key++ != *scope)
      return FALSE;
    else if (*scope == '#')
      {
        const char *start = key;

        while (g_ascii_isdigit (*key))
          key++;
        if (key == start)
          return FALSE;
      }
  return TRUE;
}

char *
fovea_own_spelling (const char *key, const char *const *scopes)
{
  for (; *scopes; scopes++)
    if (begins_with (key, *scopes))
      return g_strdup (key);
  return NULL;
}
