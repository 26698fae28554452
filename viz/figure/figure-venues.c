/* SPDX-License-Identifier: MIT */
#include "figure-venues.h"

#include "error.h"

#define INCH 25.4

static const FoveaVenue venues[] = {
  { "aaai-column", "AAAI, one column", 3.3 * INCH, "Times" },
  { "aaai", "AAAI, both columns", 6.975 * INCH, "Times" },
  { "aistats-column", "AISTATS, one column", 3.25 * INCH, "Times" },
  { "aistats", "AISTATS, both columns", 6.75 * INCH, "Times" },
  { "cvpr-column", "CVPR, one column", 3.25 * INCH, "Times" },
  { "cvpr", "CVPR, both columns", 6.875 * INCH, "Times" },
  { "eccv", "ECCV", 122, "Times" },
  { "iccv-column", "ICCV, one column", 3.25 * INCH, "Times" },
  { "iccv", "ICCV, both columns", 6.875 * INCH, "Times" },
  { "iclr", "ICLR", 5.5 * INCH, "Times" },
  { "icml-column", "ICML, one column", 3.25 * INCH, "Times" },
  { "icml", "ICML, both columns", 6.75 * INCH, "Times" },
  { "ieee-column", "IEEE journals, one column", 3.5 * INCH, "Times" },
  { "ieee", "IEEE journals, both columns", 7.16 * INCH, "Times" },
  { "jmlr", "JMLR", 6 * INCH, "Serif" },
  { "neurips", "NeurIPS", 5.5 * INCH, "Times" },
  { "tmlr", "TMLR", 6.5 * INCH, "Serif" },
};

const FoveaVenue *
fovea_venues (guint *n)
{
  *n = G_N_ELEMENTS (venues);
  return venues;
}

const FoveaVenue *
fovea_venue_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (venues); i++)
    {
      if (g_str_equal (venues[i].name, name))
        return &venues[i];
      g_string_append_printf (names, "%s%s", i ? ", " : "", venues[i].name);
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no venue called “%s”; there are %s. Or give a width in mm", name,
               names->str);
  return NULL;
}
