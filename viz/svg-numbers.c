/* SPDX-License-Identifier: MIT */
#include "svg-numbers.h"

#include <string.h>

/* Where the number behind this word ends; NULL: there is none. */
static const char *
end_of_number (const char *at, const char *end, const char *word)
{
  const char *digits = at + strlen (word), *last = digits;

  if (digits >= end || memcmp (at, word, strlen (word)) != 0)
    return NULL;
  while (last < end && g_ascii_isdigit (*last))
    last++;
  return last > digits ? last : NULL;
}

/* What lies before the number, and in its place how many were there before it. */
static void
append_number (GByteArray *out, const char *from, const char *digits, const char *last,
               GHashTable *numbers)
{
  g_autofree char *old = g_strndup (digits, (gsize)(last - digits));
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, old));

  if (n == 0)
    {
      n = g_hash_table_size (numbers) + 1;
      g_hash_table_insert (numbers, g_strdup (old), GUINT_TO_POINTER (n));
    }
  g_autofree char *text = g_strdup_printf ("%u", n);
  g_byte_array_append (out, (const guint8 *)from, (guint)(digits - from));
  g_byte_array_append (out, (const guint8 *)text, (guint)strlen (text));
}

GByteArray *
fovea_svg_renumber (const GByteArray *drawing)
{
  static const char *const kinds[] = { "image", "surface" };
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                          NULL);
  GByteArray *out = g_byte_array_sized_new (drawing->len);
  const char *at = (const char *)drawing->data, *end = at + drawing->len, *from = at;

  for (; at < end; at++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds) && (*at == '"' || *at == '#'); k++)
      {
        const char *digits = at + 1 + strlen (kinds[k]);
        const char *last = end_of_number (at + 1, end, kinds[k]);
        if (!last)
          continue;
        append_number (out, from, digits, last, numbers);
        from = last;
        at = last - 1;
        break;
      }
  g_byte_array_append (out, (const guint8 *)from, (guint)(end - from));
  return out;
}
