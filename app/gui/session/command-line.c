/* SPDX-License-Identifier: MIT */
#include "command-line.h"

#include "error.h"

#include <math.h>

static void
add (GString *line, const char *option, const char *value)
{
  g_autofree char *quoted = g_shell_quote (value);

  g_string_append_printf (line, " %s %s", option, quoted);
}

static void
add_number (GString *line, const char *option, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (line, " %s %s", option, g_ascii_dtostr (text, sizeof text, value));
}

static void
add_model (GString *line, FoveaModel *model)
{
  if (fovea_model_is_demo (model))
    add (line, "--model", fovea_model_name (model));
  else
    add (line, "--weights", fovea_model_weights (model));
}

/* Where it is not the method's own. */
static void
add_objective (GString *line, FoveaExplanation *explanation)
{
  const FoveaObjective *objective = fovea_explanation_objective (explanation);

  if (fovea_explanation_target (explanation) < 0
      || objective->kind == fovea_explanation_method (explanation)->objective)
    return;
  add (line, "--objective", fovea_objective_name (objective->kind));
  if (objective->kind == FOVEA_OBJECTIVE_CONTRAST)
    g_string_append_printf (line, " --against %u", objective->against);
}

static void
add_question (GString *line, FoveaColumn *column)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  const FoveaMethod *method = fovea_explanation_method (explanation);
  gint index = fovea_column_get_layer (column), target = fovea_column_get_target (column);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double x, y;

  add (line, "--method", method->name);
  if (!method->of_input)
    add (line, "--layer", fovea_explanation_layer (explanation, (guint)index)->site.path);
  if (target >= 0)
    g_string_append_printf (line, " --class %d", target);
  add_objective (line, explanation);
  if (fovea_column_get_place (column, &x, &y))
    {
      g_string_append_printf (line, " --at %s", g_ascii_dtostr (text, sizeof text, x));
      g_string_append_printf (line, ",%s", g_ascii_dtostr (text, sizeof text, y));
    }
  if ((method->takes & FOVEA_TAKES_MAP) && fovea_column_get_chosen_map (column) >= 0)
    g_string_append_printf (line, " --map %d", fovea_column_get_chosen_map (column));
}

/* What was done to the photograph, and the part of it that is seen. */
static void
add_input (GString *line, FoveaSession *session)
{
  const FoveaEdit *edit = fovea_session_get_edit (session);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double crop[4];

  for (guint i = 0; i < edit->strokes->len; i++)
    {
      g_autofree char *stroke = fovea_stroke_to_string (edit->strokes->pdata[i]);
      add (line, "--erase", stroke);
    }
  if (edit->rotation != 0)
    add_number (line, "--rotate", edit->rotation);
  if (!fovea_session_get_crop (session, crop))
    return;
  g_string_append (line, " --crop");
  for (guint i = 0; i < 4; i++)
    g_string_append_printf (line, "%c%s", i == 0 ? ' ' : ',',
                            g_ascii_dtostr (text, sizeof text, crop[i]));
}

static void
add_panel (GString *line, FoveaColumn *column)
{
  const FoveaPanels *panels
      = fovea_explanation_layer (fovea_column_get_explanation (column),
                                 (guint)fovea_column_get_layer (column))
            ->panels;

  if (fovea_panels_count (panels) > 1)
    add (line, "--panel", fovea_panels_get (panels, fovea_column_get_panel (column))->name);
}

/* Where it differs from the usual one. A signed map has colours of its own. */
static void
add_look (GString *line, FoveaSession *session)
{
  const FoveaLook *look = fovea_session_get_look (session);
  FoveaLook usual;

  fovea_look_init (&usual);
  if (look->colormap != usual.colormap)
    add (line, "--colormap", look->colormap->name);
  if (look->opacity != usual.opacity)
    add_number (line, "--opacity", look->opacity);
  if (look->threshold != usual.threshold)
    add_number (line, "--threshold", look->threshold);
  if (fovea_session_get_cells (session))
    g_string_append (line, " --cells");
}

char *
fovea_command_line (FoveaSession *session, FoveaColumn *column, const char *out,
                    GError **error)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  const char *path = fovea_session_get_path (session);

  if (!path || !explanation || fovea_column_get_layer (column) < 0)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                           path || !fovea_session_get_photo (session)
                               ? "There is no map yet that a command could write."
                               : "A pasted image is in no file that a command could open. "
                                 "Save it first.");
      return NULL;
    }
  g_autoptr (GString) line = g_string_new ("fovea-cli");
  add (line, "explain", path);
  add_model (line, fovea_explanation_model (explanation));
  add_input (line, session);
  add_question (line, column);
  add_panel (line, column);
  add_look (line, session);
  add (line, "--out", out);
  return g_strdup (line->str);
}
