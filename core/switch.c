/* SPDX-License-Identifier: MIT */

/* Turning parts of a network off: which switches a user's patterns mean, and how those that
 * are on, or have a substitute, vanish when the tape is closed. */

#include <string.h>

#include "error.h"
#include "ops.h"
#include "tape-private.h"

void
fovea_tape_switch_off (FoveaTape *tape, const char *pattern)
{
  FoveaCut cut = { .pattern = g_string_chunk_insert (tape->strings, pattern), .map = -1 };
  char *colon = strrchr (cut.pattern, ':');
  guint64 map;

  if (colon && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXINT, &map, NULL))
    {
      *colon = '\0';
      cut.map = (gint) map;
    }
  g_array_append_val (tape->cuts, cut);
}

guint
fovea_tape_ask_switch (FoveaTape *tape, const char *path, guint maps, guint8 *off)
{
  guint n_off = 0;

  g_assert (path);
  for (guint i = 0; i < tape->cuts->len; i++)
    {
      FoveaCut *cut = &g_array_index (tape->cuts, FoveaCut, i);

      if (!g_pattern_match_simple (cut->pattern, path) || cut->map >= (gint) maps)
        continue;
      cut->matched = TRUE;
      for (guint map = 0; map < maps; map++)
        off[map] |= cut->map < 0 || cut->map == (gint) map;
    }
  for (guint map = 0; map < maps; map++)
    n_off += off[map];
  FoveaSwitch entry = { path, maps > 1 ? maps : 0, n_off > 0 };
  g_array_append_val (tape->switches, entry);
  return n_off;
}

const FoveaSwitch *
fovea_tape_switches (const FoveaTape *tape, guint *count)
{
  *count = tape->switches->len;
  return (const FoveaSwitch *) tape->switches->data;
}

static gboolean
refuse (const FoveaTape *tape, const FoveaCut *cut, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = tape->switches->len;

  for (guint i = n; i-- > 0 && i + 6 >= n;)
    g_string_append_printf (names, "%s%s", names->len ? ", " : "",
                            g_array_index (tape->switches, FoveaSwitch, i).path);
  if (n == 0)
    g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                         "Nothing in this network can be turned off");
  else if (cut->map >= 0)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "No switch matches \"%s\" and has a head or weight map %d; there are %s …",
                 cut->pattern, cut->map, names->str);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "No switch matches \"%s\"; there are %s … (`fovea-cli layers` lists all)",
                 cut->pattern, names->str);
  return FALSE;
}

gboolean
fovea_tape_resolve_switches (FoveaTape *tape, GError **error)
{
  for (guint i = 0; i < tape->cuts->len; i++)
    if (!g_array_index (tape->cuts, FoveaCut, i).matched)
      return refuse (tape, &g_array_index (tape->cuts, FoveaCut, i), error);

  for (guint i = 0; i < tape->nodes->len; i++)
    {
      FoveaNode *node = g_ptr_array_index (tape->nodes, i);
      FoveaNode *by = node->op == &fovea_switch_op ? fovea_switch_resolve (node) : NULL;

      if (!by)
        continue;
      fovea_tape_replace (tape, node, by);
      node->absorbed = TRUE;
    }
  return TRUE;
}
