/* SPDX-License-Identifier: MIT */
#include "command-line.h"

#include "error.h"
#include "picture.h"

#include <glib/gi18n.h>
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

/* The columns that a line is about: the one that is shown, after what it is shown less. */
typedef struct
{
  FoveaColumn *columns[2];
  guint n;
} Pair;

static Pair
pair_of (FoveaSession *session, FoveaColumn *column)
{
  FoveaColumn *base = fovea_session_get_base (session, column);

  return base ? (Pair){ { base, column }, 2 } : (Pair){ { column }, 1 };
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED, sentence);
  return FALSE;
}

/* Once where both are the same. */
static void
add_each (GString *line, const char *option, const char *const *values, guint n)
{
  gboolean same = n == 2 && g_str_equal (values[0], values[1]);

  for (guint i = same ? 1 : 0; i < n; i++)
    add (line, option, values[i]);
}

static gboolean
add_models (GString *line, const Pair *pair, GError **error)
{
  const char *values[2];
  guint demos = 0;

  for (guint i = 0; i < pair->n; i++)
    {
      FoveaModel *model
          = fovea_explanation_model (fovea_column_get_explanation (pair->columns[i]));
      demos += fovea_model_is_demo (model) ? 1 : 0;
      values[i] = fovea_model_is_demo (model) ? fovea_model_name (model)
                                              : fovea_model_weights (model);
    }
  if (demos == 1 && pair->n == 2)
    return refuse (error,
                   _ ("A command takes either demonstration weights or files for all its "
                      "columns: this difference is of one of each."));
  add_each (line, demos ? "--model" : "--weights", values, pair->n);
  return TRUE;
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

/* Of both columns. */
static void
add_explained (GString *line, const Pair *pair)
{
  const char *methods[2], *layers[2], *classes[2];
  char numbers[2][16];
  gboolean of_layers = FALSE, of_classes = FALSE;

  for (guint i = 0; i < pair->n; i++)
    {
      FoveaExplanation *explanation = fovea_column_get_explanation (pair->columns[i]);
      const FoveaMethod *method = fovea_explanation_method (explanation);
      gint target = fovea_column_get_target (pair->columns[i]);
      guint index = (guint)fovea_column_get_layer (pair->columns[i]);

      methods[i] = method->name;
      layers[i] = method->of_input ? "auto"
                                   : fovea_explanation_layer (explanation, index)->site.path;
      g_snprintf (numbers[i], sizeof numbers[i], "%d", target);
      classes[i] = target >= 0 ? numbers[i] : "top";
      of_layers |= !method->of_input;
      of_classes |= target >= 0;
    }
  for (guint i = 0; i < pair->n; i++) /* so that there are as many columns, however alike */
    add (line, "--method", methods[i]);
  if (of_layers)
    add_each (line, "--layer", layers, pair->n);
  if (of_classes)
    add_each (line, "--class", classes, pair->n);
}

/* What is asked of a place, of a map and of the class is one for all columns. */
static void
add_question (GString *line, FoveaColumn *column)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  const FoveaMethod *method = fovea_explanation_method (explanation);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double x, y;

  add_objective (line, explanation);
  if (fovea_column_get_place (column, &x, &y))
    {
      g_string_append_printf (line, " --at %s", g_ascii_dtostr (text, sizeof text, x));
      g_string_append_printf (line, ",%s", g_ascii_dtostr (text, sizeof text, y));
    }
  if ((method->takes & FOVEA_TAKES_MAP) && fovea_column_get_chosen_map (column) >= 0)
    g_string_append_printf (line, " --map %d", fovea_column_get_chosen_map (column));
}

/* Whose numbers, and how they are steadied. */
static void
add_asking (GString *line, FoveaExplanation *explanation)
{
  const FoveaPreset *preset = fovea_explanation_preset (explanation);
  guint smoothing = fovea_explanation_smoothing (explanation);

  if (preset != fovea_presets[0])
    add (line, "--preset", preset->name);
  if (smoothing)
    add (line, "--smooth", fovea_smoothing_name (smoothing));
  if (fovea_explanation_keeps_sign (explanation))
    g_string_append (line, " --signed");
}

/* Shared scales as the numbers in use. */
static void
add_scale (GString *line, FoveaSession *session, FoveaColumn *column)
{
  FoveaRange range = fovea_session_range_in_use (session, column);
  FoveaUnit unit = fovea_range_unit (&range, fovea_session_get_unit (session));

  if (range.kind != FOVEA_RANGE_OWN)
    {
      g_autofree char *scale = fovea_range_format (&range);
      add (line, "--scale", scale);
    }
  if (unit != fovea_range_unit (&range, FOVEA_UNIT_RANGE))
    add (line, "--unit", fovea_unit_name (unit));
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

static const FoveaPanel *
panel_of (const FoveaShown *shown, guint *n)
{
  const FoveaPanels *panels
      = fovea_explanation_layer (shown->explanation, shown->index)->panels;

  *n = fovea_panels_count (panels);
  return fovea_panels_get (panels, shown->panel);
}

static void
add_panel (GString *line, FoveaColumn *column)
{
  FoveaShown shown;
  guint n;

  if (!fovea_column_get_shown (column, &shown))
    return;
  const char *name = panel_of (&shown, &n)->name;
  if (n > 1)
    add (line, "--panel", name);
}

/* Where it is chosen. A signed map has colours of its own. */
static void
add_look (GString *line, FoveaSession *session, FoveaColumn *column)
{
  const FoveaStyle *style = fovea_session_get_style (session);
  g_autoptr (FoveaScene) scene = fovea_session_scene (session, column);

  if (style->colormap && (!scene || scene->look.colormap == style->colormap))
    add (line, "--colormap", style->colormap->name);
  if (!isnan (style->opacity))
    add_number (line, "--opacity", style->opacity);
  if (!isnan (style->threshold))
    add_number (line, "--threshold", style->threshold);
  if (style->blend >= 0)
    add (line, "--blend", fovea_blend_name ((FoveaBlend)style->blend));
  if (fovea_session_get_cells (session))
    g_string_append (line, " --cells");
}

/* What a line says once for both columns of a difference: it must be so. */
static gboolean
check_pair (const Pair *pair, GError **error)
{
  FoveaShown shown[2];
  GString *said[2];
  guint n[2];

  if (pair->n < 2)
    return TRUE;
  for (guint i = 0; i < 2; i++)
    {
      if (!fovea_column_get_shown (pair->columns[i], &shown[i]))
        return refuse (error, _ ("There is no map yet that a command could write."));
      said[i] = g_string_new (NULL);
      add_question (said[i], pair->columns[i]);
      add_asking (said[i], fovea_column_get_explanation (pair->columns[i]));
    }
  const char *names[] = { panel_of (&shown[0], &n[0])->name, panel_of (&shown[1], &n[1])->name };
  gboolean same = g_string_equal (said[0], said[1])
                  && (n[1] > 1 ? g_str_equal (names[0], names[1]) : shown[0].panel == 0);
  g_string_free (said[0], TRUE);
  g_string_free (said[1], TRUE);
  return same
         || refuse (
             error,
             _ ("A command asks the same of all its columns: this difference is of "
                "two that are asked for different places, panels, presets or "
                "objectives."));
}

/* A preset of a package draws no signs; the window draws them as ours. */
static gboolean
check_preset (FoveaColumn *column, const Pair *pair, GError **error)
{
  FoveaShown shown;
  guint n;

  if (!fovea_column_get_shown (column, &shown))
    return refuse (error, _ ("There is no map yet that a command could write."));
  return pair->n == 2
         || fovea_preset_check_panel (fovea_explanation_preset (shown.explanation),
                                      panel_of (&shown, &n), error);
}

static gboolean
check_file (FoveaSession *session, FoveaColumn *column, GError **error)
{
  const char *path = fovea_session_get_path (session);

  if (!path && fovea_session_get_photo (session))
    return refuse (
        error,
        _ ("A pasted image is in no file that a command could open. Save it first."));
  return (path && fovea_column_get_explanation (column)
          && fovea_column_get_layer (column) >= 0)
         || refuse (error, _ ("There is no map yet that a command could write."));
}

char *
fovea_command_line (FoveaSession *session, FoveaColumn *column, const char *out,
                    GError **error)
{
  Pair pair = pair_of (session, column);
  g_autoptr (GString) line = g_string_new ("fovea-cli");

  for (guint i = 0; i < pair.n; i++)
    if (!check_file (session, pair.columns[i], error))
      return NULL;
  if (!check_preset (column, &pair, error) || !check_pair (&pair, error))
    return NULL;
  add (line, "explain", fovea_session_get_path (session));
  if (!add_models (line, &pair, error))
    return NULL;
  add_input (line, session);
  add_explained (line, &pair);
  add_question (line, column);
  add_panel (line, column);
  add_asking (line, fovea_column_get_explanation (column));
  add_scale (line, session, column);
  add_look (line, session, column);
  if (pair.n == 2)
    g_string_append (line, " --difference");
  add (line, "--out", out);
  return g_strdup (line->str);
}
