/* SPDX-License-Identifier: MIT */

/* A model card in words. */

#include "card.h"

#include <glib/gi18n.h>
#include <string.h>

char *
fovea_card_quantity (guint64 count)
{
  static const char *const units[] = { "", " k", " M", " G", " T", " P", " E" };
  double value = (double) count;
  guint unit = 0;

  /* What three digits would round up to 1000 is 1 of the next unit. */
  while (value >= 999.5 && unit + 1 < G_N_ELEMENTS (units))
    {
      value /= 1000;
      unit++;
    }
  int decimals = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  char format[8], number[G_ASCII_DTOSTR_BUF_SIZE];
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (number, sizeof number, format, value);
  return g_strconcat (number, units[unit], NULL);
}

static const char *
filter_name (FoveaFilter filter)
{
  return filter == FOVEA_FILTER_BICUBIC ? "bicubic" : "bilinear";
}

char *
fovea_card_describe_input (const FoveaCard *card)
{
  const FoveaPreprocess *p = &card->preprocess;
  g_autofree char *size = g_strdup_printf ("%u × %u px", card->height, card->width);
  guint shorter = MIN (card->height, card->width);

  if (p->mode == FOVEA_CROP_NONE)
    return g_strdup_printf ("the whole picture stretched to %s (%s)", size,
                            filter_name (p->filter));
  if (p->mode == FOVEA_CROP_BOX)
    return g_strdup_printf ("%g × %g px from %g, %g stretched to %s (%s)", p->box[2],
                            p->box[3], p->box[0], p->box[1], size, filter_name (p->filter));
  return g_strdup_printf ("shorter side to %u px (%s), centre crop of %s",
                          (p->resize * shorter + p->crop - 1) / MAX (p->crop, 1),
                          filter_name (p->filter), size);
}

static void
append_numbers (GString *text, const float values[3])
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < 3; i++)
    {
      g_ascii_formatd (number, sizeof number, "%.4g", (double) values[i]);
      g_string_append_printf (text, "%s%s", i ? ", " : " ", number);
    }
}

char *
fovea_card_describe_pixels (const FoveaCard *card)
{
  GString *text = g_string_new ("mean");

  append_numbers (text, card->preprocess.mean);
  g_string_append (text, "; deviation");
  append_numbers (text, card->preprocess.std);
  return g_string_free (text, FALSE);
}

/* "block12" becomes "block*", "3" becomes "*"; "conv0" stays, being the last part. */
char *
fovea_card_switch_family (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; parts[i]; i++)
    {
      gsize end = strlen (parts[i]);

      while (end > 0 && g_ascii_isdigit (parts[i][end - 1]))
        end--;
      gboolean starred = parts[i][end] != '\0' && parts[i + 1] && (i == 0 || end == 0);
      if (starred)
        parts[i][end] = '\0';
      g_string_append_printf (text, "%s%s%s", i ? "." : "", parts[i], starred ? "*" : "");
    }
  return g_string_free (text, FALSE);
}

static void
switches_free (gpointer data)
{
  FoveaCardSwitches *switches = data;

  g_free (switches->pattern);
  g_free (switches);
}

static FoveaCardSwitches *
find_family (GPtrArray *families, char *pattern)
{
  for (guint i = 0; i < families->len; i++)
    {
      FoveaCardSwitches *family = g_ptr_array_index (families, i);
      if (g_str_equal (family->pattern, pattern))
        {
          g_free (pattern);
          return family;
        }
    }
  FoveaCardSwitches *family = g_new0 (FoveaCardSwitches, 1);
  family->pattern = pattern;
  family->least_maps = G_MAXUINT;
  g_ptr_array_add (families, family);
  return family;
}

GPtrArray *
fovea_card_switch_families (const FoveaCard *card)
{
  GPtrArray *families = g_ptr_array_new_with_free_func (switches_free);

  for (guint i = 0; i < card->switches->len; i++)
    {
      const FoveaCardSwitch *one = fovea_card_switch (card, i);
      FoveaCardSwitches *family
          = find_family (families, fovea_card_switch_family (one->path));
      family->count++;
      family->least_maps = MIN (family->least_maps, MAX (one->maps, 1));
      family->most_maps = MAX (family->most_maps, one->maps);
    }
  return families;
}

const char *
fovea_card_kind_title (FoveaSiteKind kind)
{
  static const char *const titles[] = {
    [FOVEA_SITE_FEATURE] = N_ ("Feature maps"),
    [FOVEA_SITE_LKA] = N_ ("Parts of large kernel attention"),
    [FOVEA_SITE_LOCAL_ATTENTION] = N_ ("Local attention"),
    [FOVEA_SITE_WINDOW_ATTENTION] = N_ ("Window attention"),
    [FOVEA_SITE_SCALAR] = N_ ("Learned rates"),
  };
  return titles[kind];
}
