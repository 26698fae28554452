/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include "describe.h"
#include "difference.h"

#include <glib/gi18n.h>

FoveaColumn *
fovea_session_get_base (FoveaSession *self, FoveaColumn *column)
{
  FoveaColumn *first = fovea_session_get_column (self, 0);

  return fovea_column_get_difference (column) && column != first ? first : NULL;
}

/* What the session's columns show, as far as it is shown by itself, and which of it is this
 * column's. GArray of FoveaShown. (transfer full) */
static GArray *
list_shown (FoveaSession *self, FoveaColumn *column, guint *which)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (FoveaShown));
  guint n = g_list_model_get_n_items (fovea_session_get_columns (self));

  for (guint i = 0; i < n; i++)
    {
      FoveaColumn *other = fovea_session_get_column (self, i);
      FoveaShown shown;
      if (!fovea_column_get_shown (other, &shown)
          || (other != column && fovea_session_get_base (self, other)))
        continue;
      if (other == column)
        *which = all->len;
      g_array_append_val (all, shown);
    }
  return all;
}

static FoveaMap *
map_of (FoveaSession *self, FoveaColumn *column)
{
  return fovea_session_get_cells (self) ? fovea_column_get_cells (column)
                                        : fovea_column_get_map (column);
}

/* NULL where the column shows a map by itself, or with an error where none can be made.
 * (transfer full) */
static FoveaDifference *
make_difference (FoveaSession *self, FoveaColumn *column, GError **error)
{
  FoveaColumn *base = fovea_session_get_base (self, column);
  FoveaShown shown, less;

  if (!base || !fovea_column_get_shown (column, &shown)
      || !fovea_column_get_shown (base, &less))
    return NULL;
  return fovea_difference_new (&shown, map_of (self, column), &less, map_of (self, base),
                               fovea_session_get_cells (self), error);
}

/* The preset whose numbers are shown, as far as it has colours for them. */
static const FoveaPreset *
preset_of (FoveaColumn *column)
{
  FoveaShown shown;

  if (!fovea_column_get_shown (column, &shown))
    return fovea_presets[0];
  const FoveaPreset *preset = fovea_explanation_preset (shown.explanation);
  const FoveaPanels *panels
      = fovea_explanation_layer (shown.explanation, shown.index)->panels;
  return fovea_preset_check_panel (preset, fovea_panels_get (panels, shown.panel), NULL)
             ? preset
             : fovea_presets[0];
}

void
fovea_session_column_look (FoveaSession *self, FoveaColumn *column, FoveaLook *look)
{
  fovea_style_look (fovea_session_get_style (self), preset_of (column), look);
}

static void
lay_map (FoveaSession *self, FoveaColumn *column, const FoveaShown *shown,
         FoveaScene *scene)
{
  guint which = 0;
  g_autoptr (GArray) all = list_shown (self, column, &which);

  fovea_explanation_lay (shown->explanation, shown->index, shown->panel,
                         map_of (self, column), scene);
  fovea_range_find (fovea_session_get_range (self), (const FoveaShown *)(void *)all->data,
                    all->len, which, &scene->look.low, &scene->look.high);
}

static void
lay_difference (FoveaSession *self, const FoveaDifference *difference,
                const FoveaShown *shown, FoveaScene *scene)
{
  const FoveaRange *range = fovea_session_get_range (self);

  fovea_difference_lay (difference, shown, scene);
  if (range->kind != FOVEA_RANGE_FIXED)
    return;
  scene->look.low = range->low;
  scene->look.high = range->high;
}

FoveaScene *
fovea_session_scene (FoveaSession *self, FoveaColumn *column)
{
  g_autoptr (FoveaDifference) difference = make_difference (self, column, NULL);
  FoveaPhoto *photo = fovea_column_get_photo (column);
  FoveaShown shown;
  FoveaScene *scene;

  if (!fovea_session_get_photo (self))
    return NULL;
  scene = fovea_scene_new (photo ? photo : fovea_session_get_photo (self));
  fovea_session_column_look (self, column, &scene->look);
  scene->cells = fovea_session_get_cells (self);
  if (!fovea_column_get_shown (column, &shown))
    return scene;
  scene->show_crop = fovea_explanation_preset (shown.explanation)->show_crop;
  if (difference)
    lay_difference (self, difference, &shown, scene);
  else
    lay_map (self, column, &shown, scene);
  return scene;
}

FoveaRange
fovea_session_range_in_use (FoveaSession *self, FoveaColumn *column)
{
  FoveaRange range = *fovea_session_get_range (self);
  g_autoptr (FoveaScene) scene = fovea_session_scene (self, column);

  if (range.kind != FOVEA_RANGE_SHARED || !scene)
    return range;
  range.kind = FOVEA_RANGE_FIXED;
  fovea_look_range (&scene->look, &range.low, &range.high);
  return range;
}

FoveaRange
fovea_session_freeze_range (FoveaSession *self, FoveaColumn *column)
{
  FoveaRange range = { FOVEA_RANGE_FIXED, 0, 1 };
  FoveaUnit unit = fovea_range_unit (&range, fovea_session_get_unit (self));
  g_autoptr (FoveaScene) scene = fovea_session_scene (self, column);
  FoveaLook look = scene ? scene->look : *fovea_session_get_look (self);
  FoveaShown shown;

  if (!fovea_session_get_base (self, column) && fovea_column_get_shown (column, &shown)
      && fovea_explanation_unit_of_maps (shown.explanation) != unit)
    {
      g_autoptr (FoveaExplanation) in_unit
          = fovea_explanation_in_unit (shown.explanation, unit);
      if (in_unit)
        fovea_explanation_range (in_unit, shown.index, shown.panel, &look.low,
                                 &look.high);
    }
  fovea_look_range (&look, &range.low, &range.high);
  return range;
}

/* "Less VAN nano’s Grad-CAM …". (transfer full) */
static char *
describe_difference (const FoveaShown *less)
{
  g_autofree char *title = fovea_explanation_title (less->explanation, less->index);

  return g_strdup_printf (_ ("Less %s’s %s."),
                          fovea_model_title (fovea_explanation_model (less->explanation)),
                          title);
}

char *
fovea_session_note (FoveaSession *self, FoveaColumn *column)
{
  FoveaColumn *base = fovea_session_get_base (self, column);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaDifference) difference = make_difference (self, column, &error);
  guint which = 0;
  g_autoptr (GArray) all = list_shown (self, column, &which);
  FoveaShown shown, less;

  if (error)
    return g_strconcat (error->message, ".", NULL);
  if (difference)
    return fovea_column_get_shown (base, &less) ? describe_difference (&less) : NULL;
  return fovea_column_get_shown (column, &shown)
             ? fovea_range_note (fovea_session_get_range (self),
                                 (const FoveaShown *)(void *)all->data, all->len, which)
             : NULL;
}

/* One line for each column that the picture is made of, as the command line has them. */
static void
describe_shown (FoveaSession *self, FoveaColumn *column, const FoveaShown *shown,
                char **title, char **description)
{
  FoveaColumn *base = fovea_session_get_base (self, column);
  const FoveaPanels *panels
      = fovea_explanation_layer (shown->explanation, shown->index)->panels;
  gboolean names_panel = fovea_panels_count (panels) > 1;
  FoveaRange range = fovea_session_range_in_use (self, column);
  g_autofree char *line = fovea_shown_describe (shown, names_panel, &range);
  g_autoptr (FoveaDifference) difference = make_difference (self, column, NULL);
  FoveaShown less;

  if (!difference || !fovea_column_get_shown (base, &less))
    {
      *title = fovea_explanation_title (shown->explanation, shown->index);
      *description = g_steal_pointer (&line);
      return;
    }
  g_autofree char *first = fovea_shown_describe (&less, names_panel, &range);
  *title = fovea_difference_title (shown, &less);
  *description = g_strjoin ("\n", first, line, FOVEA_DIFFERENCE_NOTE, NULL);
}

void
fovea_session_describe (FoveaSession *self, FoveaColumn *column, char **title,
                        char **description)
{
  FoveaShown shown;

  if (fovea_column_get_shown (column, &shown))
    {
      describe_shown (self, column, &shown, title, description);
      return;
    }
  *title = g_strdup ("Photograph");
  *description = g_strdup ("photograph");
}
