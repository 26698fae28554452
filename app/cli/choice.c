/* SPDX-License-Identifier: MIT */
#include "choice.h"

#include <math.h>

void
cli_choice_clear (CliChoice *choice)
{
  g_free (choice->at);
  g_free (choice->panel);
}

static gboolean
parse_place (CliChoice *choice, GError **error)
{
  char *end;

  if (!choice->at)
    return TRUE;
  choice->x = g_ascii_strtod (choice->at, &end);
  if (end != choice->at && *end == ',')
    {
      const char *second = end + 1;
      choice->y = g_ascii_strtod (second, &end);
      if (end != second && *end == '\0' && isfinite (choice->x) && isfinite (choice->y))
        return TRUE;
    }
  return cli_refuse (error, "--at is a place X,Y in pixels, such as 120,80, not “%s”",
                     choice->at);
}

static gboolean
check_index (int index, const char *option, GError **error)
{
  return index == CLI_UNSET || index >= 0
         || cli_refuse (error, "%s counts from 0, so it cannot be %d", option, index);
}

gboolean
cli_choice_check (CliChoice *choice, GError **error)
{
  return parse_place (choice, error) && check_index (choice->map, "--map", error)
         && check_index (choice->channel, "--channel", error);
}

static gboolean
check_taken (gboolean given, gboolean taken, const char *option, const char *what,
             const char *title, GError **error)
{
  if (!given || taken)
    return TRUE;
  if (title)
    return cli_refuse (error,
                       "%s takes no %s: %s is not for it (`fovea-cli methods` says which "
                       "methods take one)",
                       title, what, option);
  return cli_refuse (error,
                     "None of these methods takes a %s: %s is not for them (`fovea-cli "
                     "methods` says which methods take one)",
                     what, option);
}

gboolean
cli_choice_check_takes (const CliChoice *choice, FoveaTakes takes, const char *title,
                        GError **error)
{
  return !choice
         || (check_taken (choice->at != NULL, takes & FOVEA_TAKES_PLACE, "--at", "place",
                          title, error)
             && check_taken (choice->map != CLI_UNSET, takes & FOVEA_TAKES_MAP, "--map",
                             "head or weight map", title, error)
             && check_taken (choice->channel != CLI_UNSET, takes & FOVEA_TAKES_CHANNEL,
                             "--channel", "channel", title, error));
}

gboolean
cli_choice_make (const CliChoice *choice, const FoveaMethod *method, const FoveaInput *input,
                 FoveaChoice *made, GError **error)
{
  *made = FOVEA_CHOICE_NONE;
  if (!choice)
    return TRUE;
  if (choice->map != CLI_UNSET && (method->takes & FOVEA_TAKES_MAP))
    made->map = choice->map;
  if (choice->channel != CLI_UNSET && (method->takes & FOVEA_TAKES_CHANNEL))
    made->channel = choice->channel;
  made->has_place = choice->at && (method->takes & FOVEA_TAKES_PLACE);
  return !made->has_place
         || fovea_input_locate (input, choice->x, choice->y, &made->x, &made->y, error);
}

gboolean
cli_choice_refuse_panel (const char *name, const char *title, const FoveaPanels *panels,
                         GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < fovea_panels_count (panels); i++)
    g_string_append_printf (names, "%s%s", i ? ", " : "", fovea_panels_get (panels, i)->name);
  if (name)
    return cli_refuse (error, "%s makes no panel “%s” here; there are %s", title, name,
                       names->str);
  return cli_refuse (error,
                     "A .npy holds one map, and %s makes %u panels: choose one with --panel "
                     "(%s)",
                     title, fovea_panels_count (panels), names->str);
}
