/* SPDX-License-Identifier: MIT */

/* The maps of other layers beside those of a figure. */

#include "figure-living.h"

#include "error.h"
#include "fusion.h"

typedef struct
{
  const FoveaFigure *figure;
  const FoveaWatch *watch;
  guint done; /* cells */
} Finding;

static gboolean
tell (double share, gpointer data)
{
  Finding *finding = data;

  return !finding->watch || !finding->watch->progress
         || finding->watch->progress ((finding->done + share) / finding->figure->n_cells,
                                      finding->watch->data);
}

/* Whether one pass answers for all layers. */
static gboolean
answers_at_once (const FoveaFigureCell *cell)
{
  const FoveaExplanation *explanation = cell->explanation;

  if (!cell->scene || !explanation)
    return FALSE;
  const FoveaMethod *method = fovea_explanation_method (explanation);
  return !method->probe && !method->of_input && !method->at_the_head && !method->fusion
         && !fovea_is_fusion (
             fovea_explanation_layer (explanation, cell->index)->site.path);
}

gboolean
fovea_figure_is_living (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".html");
}

gboolean
fovea_figure_find_layers (FoveaFigure *figure, const FoveaWatch *watch, GError **error)
{
  Finding finding = { figure, watch, 0 };
  FoveaWatch inner = { tell, &finding, watch ? watch->stop : NULL };

  for (guint i = 0; i < figure->n_cells; i++, finding.done++)
    {
      g_autoptr (GError) problem = NULL;
      FoveaFigureCell *cell = &figure->cells[i];

      if (cell->layers || !answers_at_once (cell))
        continue;
      cell->layers = fovea_explain_layers (cell->explanation, &inner, &problem);
      if (g_error_matches (problem, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  return TRUE;
}

/* Blocks, where the method reads any; else what the figure itself reads. */
static FoveaSiteRole
role_of_others (const FoveaFigureCell *cell)
{
  for (guint i = 0; i < fovea_explanation_n_layers (cell->layers); i++)
    if (fovea_explanation_layer (cell->layers, i)->site.role == FOVEA_ROLE_BLOCK)
      return FOVEA_ROLE_BLOCK;
  return fovea_explanation_layer (cell->explanation, cell->index)->site.role;
}

/* Whether no later layer of its role is in the same stage. */
static gboolean
ends_stage (const FoveaExplanation *layers, guint index, FoveaSiteRole role)
{
  const FoveaSite *site = &fovea_explanation_layer (layers, index)->site;

  for (guint i = index + 1; i < fovea_explanation_n_layers (layers); i++)
    {
      const FoveaSite *later = &fovea_explanation_layer (layers, i)->site;
      if (later->role == role && later->stage == site->stage)
        return FALSE;
    }
  return site->role == role;
}

/* The panel of the same name; -1: there is none. */
static gint
same_panel (const FoveaFigureCell *cell, const FoveaLayerMap *layer)
{
  const FoveaPanels *own
      = fovea_explanation_layer (cell->explanation, cell->index)->panels;

  return layer->panels ? fovea_panels_find (layer->panels,
                                            fovea_panels_get (own, cell->panel)->name)
                       : -1;
}

GArray *
fovea_figure_cell_layers (const FoveaFigureCell *cell, guint *own)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (FoveaShown));
  FoveaShown figure = { cell->explanation, cell->index, cell->panel };
  guint n = cell->layers ? fovea_explanation_n_layers (cell->layers) : 0;
  gboolean found = !cell->explanation || !cell->scene;

  *own = 0;
  for (guint i = 0; i < n; i++)
    {
      const FoveaLayerMap *layer = fovea_explanation_layer (cell->layers, i);
      const char *path
          = fovea_explanation_layer (cell->explanation, cell->index)->site.path;
      gint panel = same_panel (cell, layer);
      FoveaShown other = { cell->layers, i, (guint)MAX (panel, 0) };

      if (g_str_equal (layer->site.path, path))
        {
          *own = shown->len;
          g_array_append_val (shown, figure);
          found = TRUE;
        }
      else if (panel >= 0 && ends_stage (cell->layers, i, role_of_others (cell)))
        g_array_append_val (shown, other);
    }
  if (!found)
    {
      *own = shown->len;
      g_array_append_val (shown, figure);
    }
  return shown;
}
