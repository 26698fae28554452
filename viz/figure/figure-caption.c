/* SPDX-License-Identifier: MIT */

/* What a reviewer asks of a figure, in sentences. */

#include "figure.h"

#include "figure-venues.h"
#include "input-save.h"

#include <string.h>

/* Of the first row that has one. */
static const FoveaFigureCell *
example_of (const FoveaFigure *figure, guint column)
{
  for (guint r = 0; r < figure->recipe->rows->len; r++)
    if (fovea_figure_cell (figure, r, column)->explanation)
      return fovea_figure_cell (figure, r, column);
  return NULL;
}

static void
append_weights (GString *text, const FoveaFigureColumn *column)
{
  if (!column->weights)
    g_string_append (text, "demonstration weights");
  else if (g_str_equal (column->weights, FOVEA_RECIPE_ANY))
    g_string_append (text, "weights not named");
  else if (g_str_has_prefix (column->weights, FOVEA_WEIGHTS_SYNTHETIC))
    g_string_append_printf (text, "made-up weights (%s)", column->weights);
  else
    g_string_append_printf (text, "weights SHA-256 %.12s…", column->weights);
}

static gboolean
rows_name_classes (const FoveaRecipe *recipe)
{
  for (guint r = 0; r < recipe->rows->len; r++)
    if (fovea_recipe_row (recipe, r)->target)
      return TRUE;
  return FALSE;
}

/* What a chart shows, of the first row that has one. */
static void
append_note (GString *text, const FoveaFigure *figure, guint column)
{
  for (guint r = 0; r < figure->recipe->rows->len; r++)
    {
      const FoveaFigureCell *cell = fovea_figure_cell (figure, r, column);
      if (!cell->note)
        continue;
      g_string_append_printf (text, "%s", cell->note);
      if (!cell->explanation)
        {
          g_string_append (text, "; ");
          append_weights (text, fovea_recipe_column (figure->recipe, column));
        }
      g_string_append (text, ". ");
      return;
    }
}

static gboolean
has_maps (const FoveaFigure *figure)
{
  for (guint i = 0; i < figure->n_cells; i++)
    if (fovea_figure_cell_has_map (&figure->cells[i]))
      return TRUE;
  return FALSE;
}

/* Which class is explained, and what of it. */
static void
append_class (GString *text, const FoveaFigure *figure, const FoveaFigureColumn *column,
              const FoveaExplanation *explanation)
{
  FoveaModel *model = fovea_explanation_model (explanation);
  const FoveaObjective *objective = fovea_explanation_objective (explanation);
  gint target = fovea_explanation_target (explanation);

  if (target < 0)
    return;
  if (column->target)
    g_string_append_printf (text, " for %s",
                            fovea_model_class_name (model, (guint)target));
  else
    g_string_append (text, rows_name_classes (figure->recipe)
                               ? " for the class below each image"
                               : " for the most probable class of each image");
  g_string_append_printf (text, " (%s", fovea_objective_name (objective->kind));
  if (objective->kind == FOVEA_OBJECTIVE_CONTRAST)
    g_string_append_printf (text, " with %s",
                            fovea_model_class_name (model, objective->against));
  g_string_append_c (text, ')');
}

/* Whose numbers, and what was done to the map. */
static void
append_asking (GString *text, const FoveaExplanation *explanation)
{
  const FoveaPreset *preset = fovea_explanation_preset (explanation);
  guint smoothing = fovea_explanation_smoothing (explanation);

  if (preset != fovea_presets[0])
    g_string_append_printf (text, ", as %s computes it", preset->title);
  if (smoothing)
    g_string_append_printf (text, ", smoothed (%s)", fovea_smoothing_name (smoothing));
  if (fovea_explanation_keeps_sign (explanation))
    g_string_append (text, ", with its sign");
}

/* Whether an earlier column asks the same: what its map is has been said. */
static gboolean
is_told (const FoveaRecipe *recipe, guint column)
{
  for (guint i = 0; i < column; i++)
    if (fovea_figure_column_asks_like (fovea_recipe_column (recipe, i),
                                       fovea_recipe_column (recipe, column)))
      return TRUE;
  return FALSE;
}

/* "VAN-B2: Grad-CAM at block4.2, class leopard, …" */
static void
append_column (GString *text, const FoveaFigure *figure, guint i)
{
  const FoveaFigureColumn *column = fovea_recipe_column (figure->recipe, i);
  const FoveaFigureCell *cell = example_of (figure, i);

  if (column->is_input || !cell || (column->curve && is_told (figure->recipe, i)))
    return;
  const FoveaExplanation *explanation = cell->explanation;
  g_autofree char *input = fovea_input_describe (fovea_explanation_input (explanation));
  const FoveaMethod *method = fovea_explanation_method (explanation);

  g_string_append_printf (
      text, "%s: %s at %s", fovea_model_title (fovea_explanation_model (explanation)),
      method->title, fovea_explanation_layer (explanation, cell->index)->site.path);
  append_class (text, figure, column, explanation);
  append_asking (text, explanation);
  g_string_append (text, "; ");
  append_weights (text, column);
  g_string_append_printf (text, "; input %s. ", input);
}

static void
append_scale (GString *text, const FoveaFigure *figure)
{
  static const char *const scales[]
      = { "Each map has its own scale",
          "The maps of a row share a scale where they are of "
          "one kind",
          "All maps of one kind share a scale", "The scale is fixed" };

  g_string_append_printf (text, "%s; values are in the unit “%s”; %s. ",
                          scales[figure->recipe->scale],
                          fovea_unit_name (figure->recipe->unit),
                          figure->recipe->cells ? "cells are drawn as they are"
                                                : "maps are resized bilinearly");
}

static void
append_contours (GString *text, const FoveaRecipe *recipe)
{
  for (guint i = 0; i < recipe->contours->len; i++)
    g_string_append_printf (text, "%s%.4g %%",
                            i == 0                          ? "Lines are drawn at "
                            : i + 1 < recipe->contours->len ? ", "
                                                            : " and ",
                            100 * g_array_index (recipe->contours, double, i));
  if (recipe->contours->len > 0)
    g_string_append (text, " of the scale. ");
}

static void
append_insets (GString *text, const FoveaRecipe *recipe)
{
  for (guint i = 0; i < recipe->rows->len; i++)
    if (fovea_recipe_row (recipe, i)->inset.width > 0)
      {
        g_string_append (text, "Outlined places are shown magnified. ");
        return;
      }
}

/* What could not be made, since nobody should have to look for it. */
static void
append_failures (GString *text, const FoveaFigure *figure)
{
  if (figure->n_failed > 0)
    g_string_append_printf (text, "%u of %u cells could not be made. ", figure->n_failed,
                            figure->n_cells);
}

static void
append_selection (GString *text, const FoveaRecipe *recipe)
{
  if (recipe->selection)
    g_string_append_printf (text, "Shown are %s. ", recipe->selection);
}

/* What only its author knows. */
static void
append_note_of_recipe (GString *text, const FoveaRecipe *recipe)
{
  if (recipe->note)
    g_string_append_printf (text, "%s ", recipe->note);
}

char *
fovea_figure_caption (const FoveaFigure *figure)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < figure->recipe->columns->len; i++)
    {
      append_column (text, figure, i);
      append_note (text, figure, i);
    }
  if (has_maps (figure))
    append_scale (text, figure);
  append_contours (text, figure->recipe);
  append_insets (text, figure->recipe);
  append_selection (text, figure->recipe);
  append_failures (text, figure);
  append_note_of_recipe (text, figure->recipe);
  return g_strchomp (g_string_free (text, FALSE));
}

/* As TeX reads it. (transfer full) */
static char *
escape_tex (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);
      if (u == '\\')
        g_string_append (out, "\\textbackslash{}");
      else if (u == '~' || u == '^')
        g_string_append_printf (out, "\\%c{}", (char)u);
      else if (u < 128 && strchr ("#$%&_{}", (int)u))
        g_string_append_printf (out, "\\%c", (char)u);
      else if (u == 0x00d7)
        g_string_append (out, "$\\times$");
      else if (u == 0x2026)
        g_string_append (out, "\\ldots{}");
      else if (u == 0x201c)
        g_string_append (out, "``");
      else if (u == 0x201d)
        g_string_append (out, "''");
      else
        g_string_append_unichar (out, u);
    }
  return g_string_free (out, FALSE);
}

/* Not scaled: its text is at its size already. */
char *
fovea_figure_latex (const FoveaFigure *figure, const char *name)
{
  g_autofree char *caption = fovea_figure_caption (figure);
  g_autofree char *tex = escape_tex (caption);
  gboolean wide = figure->recipe->venue && !strstr (figure->recipe->venue, "-column");
  const char *kind = wide ? "figure*" : "figure";

  return g_strdup_printf ("\\begin{%s}[t]\n  \\centering\n  \\includegraphics{%s}\n"
                          "  \\caption{%s}\n  \\label{fig:fovea}\n\\end{%s}\n",
                          kind, name, tex, kind);
}
