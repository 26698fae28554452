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

/* The columns that a line is about: of a picture the one that is shown, after what it is
 * shown less; of a measure those that are measured. */
typedef struct
{
  FoveaColumn *const *columns;
  guint n;
} Columns;

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED, sentence);
  return FALSE;
}

/* Once where all are the same. */
static void
add_each (GString *line, const char *option, const char *const *values, guint n)
{
  gboolean same = TRUE;

  for (guint i = 1; i < n; i++)
    same &= g_str_equal (values[0], values[i]);
  for (guint i = 0; i < (same ? 1 : n); i++)
    add (line, option, values[i]);
}

static gboolean
add_models (GString *line, const Columns *all, GError **error)
{
  g_autofree const char **values = g_new (const char *, all->n);
  guint demos = 0;

  for (guint i = 0; i < all->n; i++)
    {
      FoveaModel *model
          = fovea_explanation_model (fovea_column_get_explanation (all->columns[i]));
      demos += fovea_model_is_demo (model) ? 1 : 0;
      values[i] = fovea_model_is_demo (model) ? fovea_model_name (model)
                                              : fovea_model_weights (model);
    }
  if (demos > 0 && demos < all->n)
    return refuse (error,
                   _ ("A command takes either demonstration weights or files for all its "
                      "columns: here are some of each."));
  add_each (line, demos ? "--model" : "--weights", values, all->n);
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

/* Of a column: what --layer and --class say of it. */
typedef struct
{
  const char *method, *layer, *class_name;
  char number[16];
  gboolean has_layer, has_class;
} Said;

static void
say (FoveaColumn *column, Said *said)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  const FoveaMethod *method = fovea_explanation_method (explanation);
  gint target = fovea_column_get_target (column);
  guint index = (guint)fovea_column_get_layer (column);

  said->method = method->name;
  said->has_layer = !method->of_input;
  said->layer = said->has_layer ? fovea_explanation_layer (explanation, index)->site.path
                                : "auto";
  said->has_class = target >= 0;
  g_snprintf (said->number, sizeof said->number, "%d", target);
  said->class_name = said->has_class ? said->number : "top";
}

/* Of all columns. */
static void
add_explained (GString *line, const Columns *all)
{
  g_autofree Said *said = g_new0 (Said, all->n);
  g_autofree const char **layers = g_new (const char *, all->n);
  g_autofree const char **classes = g_new (const char *, all->n);
  gboolean of_layers = FALSE, of_classes = FALSE;

  for (guint i = 0; i < all->n; i++)
    {
      say (all->columns[i], &said[i]);
      layers[i] = said[i].layer;
      classes[i] = said[i].class_name;
      of_layers |= said[i].has_layer;
      of_classes |= said[i].has_class;
    }
  for (guint i = 0; i < all->n; i++) /* so that there are as many columns, however alike */
    add (line, "--method", said[i].method);
  if (of_layers)
    add_each (line, "--layer", layers, all->n);
  if (of_classes)
    add_each (line, "--class", classes, all->n);
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

/* What is shown of several; NULL where there are none. */
static const char *
chosen_panel (FoveaColumn *column)
{
  FoveaShown shown;
  guint n;

  if (!fovea_column_get_shown (column, &shown))
    return NULL;
  const char *name = panel_of (&shown, &n)->name;
  return n > 1 ? name : NULL;
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

/* The picture that a line must name: that of the last column, where it is not the first
 * one; NULL where none need be named. */
static const char *
panel_to_name (const Columns *all)
{
  const char *name = NULL;
  FoveaShown shown;
  guint n;

  for (guint i = 0; i < all->n; i++)
    if (fovea_column_get_shown (all->columns[i], &shown) && shown.panel > 0)
      name = panel_of (&shown, &n)->name;
  return name;
}

/* Whether the two are asked the same, but for what a line can say of each. */
static gboolean
is_asked_alike (FoveaColumn *a, FoveaColumn *b)
{
  g_autoptr (GString) one = g_string_new (NULL), other = g_string_new (NULL);

  add_question (one, a);
  add_asking (one, fovea_column_get_explanation (a));
  add_question (other, b);
  add_asking (other, fovea_column_get_explanation (b));
  return g_string_equal (one, other);
}

/* What a line says once for all its columns, the panel `named` among it: it must be so. */
static gboolean
check_alike (const Columns *all, const char *named, GError **error)
{
  FoveaShown shown;
  gboolean alike = TRUE;
  guint n;

  for (guint i = 0; i < all->n; i++)
    {
      if (!fovea_column_get_shown (all->columns[i], &shown))
        return refuse (error, _ ("There is no map yet that a command could write."));
      alike &= is_asked_alike (all->columns[0], all->columns[i])
               && (!named || g_str_equal (panel_of (&shown, &n)->name, named));
    }
  return alike || all->n == 1
         || refuse (error,
                    _ ("A command asks the same of all its columns: these are asked for "
                       "different places, panels, presets or objectives."));
}

/* A preset of a package draws no signs; the window draws them as ours. */
static gboolean
check_preset (FoveaColumn *column, const Columns *all, GError **error)
{
  FoveaShown shown;
  guint n;

  if (!fovea_column_get_shown (column, &shown))
    return refuse (error, _ ("There is no map yet that a command could write."));
  return all->n == 2
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
  return (path && fovea_column_get_explanation (column) && fovea_column_get_layer (column) >= 0)
         || refuse (error, _ ("There is no map yet that a command could write."));
}

/* What of the photograph is explained, by which columns, and how. NULL: it cannot be said. */
static GString *
begin (FoveaSession *session, const char *command, const Columns *all, const char *panel,
       GError **error)
{
  g_autoptr (GString) line = g_string_new ("fovea-cli");

  for (guint i = 0; i < all->n; i++)
    if (!check_file (session, all->columns[i], error))
      return NULL;
  if (!check_alike (all, panel, error))
    return NULL;
  add (line, command, fovea_session_get_path (session));
  if (!add_models (line, all, error))
    return NULL;
  add_input (line, session);
  add_explained (line, all);
  add_question (line, all->columns[0]);
  if (panel)
    add (line, "--panel", panel);
  add_asking (line, fovea_column_get_explanation (all->columns[0]));
  return g_steal_pointer (&line);
}

char *
fovea_command_line (FoveaSession *session, FoveaColumn *column, const char *out,
                    GError **error)
{
  FoveaColumn *base = fovea_session_get_base (session, column);
  FoveaColumn *const columns[] = { base ? base : column, column };
  Columns all = { columns, base ? 2 : 1 };
  const char *panel = chosen_panel (column);
  g_autoptr (GString) line
      = begin (session, "explain", &all, panel ? panel : panel_to_name (&all), error);

  if (!line || !check_preset (column, &all, error))
    return NULL;
  add_scale (line, session, column);
  add_look (line, session, column);
  if (base)
    g_string_append (line, " --difference");
  add (line, "--out", out);
  return g_strdup (line->str);
}

char *
fovea_command_line_measure (FoveaSession *session, GPtrArray *columns, const char *measure,
                            GError **error)
{
  Columns all = { (FoveaColumn *const *) (gpointer) columns->pdata, columns->len };
  g_autoptr (GString) line
      = begin (session, "measure", &all, panel_to_name (&all), error);

  if (!line)
    return NULL;
  add (line, "--measure", measure);
  return g_strdup (line->str);
}
