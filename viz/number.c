/* SPDX-License-Identifier: MIT */
#include "number.h"

#include <math.h>
#include <string.h>

char *
fovea_number_power (int exponent)
{
  static const char *const digits[]
      = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *plain = g_strdup_printf ("%d", exponent);
  GString *text = g_string_new ("10");

  for (const char *c = plain; *c; c++)
    g_string_append (text, *c == '-' ? "⁻" : digits[*c - '0']);
  return g_string_free (text, FALSE);
}

/* Drops "0.500" to "0.5" and "2.000" to "2". */
static void
trim_zeros (char *number)
{
  if (!strchr (number, '.'))
    return;
  char *end = number + strlen (number);
  while (end[-1] == '0')
    end--;
  if (end[-1] == '.')
    end--;
  *end = '\0';
}

char *
fovea_number_format (double value, guint digits)
{
  char format[16], number[G_ASCII_DTOSTR_BUF_SIZE];
  GString *text = g_string_new (NULL);

  if (!isfinite (value))
    {
      g_string_append (text, isnan (value) ? "not a number" : value < 0 ? "−∞" : "∞");
      return g_string_free (text, FALSE);
    }
  /* The exponent of the rounded value: 9.99 to two digits is 10. */
  g_snprintf (format, sizeof format, "%%.%ue", MAX (digits, 1) - 1);
  g_ascii_formatd (number, sizeof number, format, fabs (value));
  int exponent = (int)g_ascii_strtoll (strchr (number, 'e') + 1, NULL, 10);

  if (value < 0)
    g_string_append (text, "−");
  if (value == 0 || (exponent >= -3 && exponent < 6))
    {
      g_snprintf (format, sizeof format, "%%.%df", MAX (0, (int)digits - 1 - exponent));
      g_ascii_formatd (number, sizeof number, format, fabs (value));
      trim_zeros (number);
      g_string_append (text, number);
    }
  else
    {
      *strchr (number, 'e') = '\0';
      trim_zeros (number);
      g_autofree char *power = fovea_number_power (exponent);
      g_string_append_printf (text, "%s × %s", number, power);
    }
  return g_string_free (text, FALSE);
}
