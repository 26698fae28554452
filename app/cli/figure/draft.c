/* SPDX-License-Identifier: MIT */
#include "draft.h"

#include "file-digest.h"
#include "interrupt.h"
#include "output.h"

#include <string.h>

void
cli_draft_clear (CliDraft *draft)
{
  g_free (draft->venue);
  g_free (draft->scale);
  g_free (draft->unit);
}

/* "leopard" of "photos/leopard.jpg". (transfer full) */
static char *
stem_of (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  char *point = strrchr (name, '.');

  if (point && point != name)
    *point = '\0';
  return g_strdup (name);
}

static gboolean
add_row (FoveaRecipe *recipe, const CliDraft *draft, const char *path, GError **error)
{
  FoveaFigureRow *row = fovea_recipe_add_row (recipe);

  if (cli_is_demo_image (path))
    row->demo = g_strdup (path + strlen ("demo:"));
  else
    row->sha256 = fovea_file_digest (path, cli_interrupt_flag (), error);
  if (draft->names)
    row->title = stem_of (cli_is_demo_image (path) ? path + strlen ("demo:") : path);
  return row->demo || row->sha256;
}

static gboolean
add_column (FoveaRecipe *recipe, const CliColumn *from, GError **error)
{
  FoveaFigureColumn *column = fovea_recipe_add_column (recipe);

  if (!from->model_name)
    return cli_refuse (error, "A recipe names its models: give --model");
  column->model = g_strdup (from->model_name);
  column->method = g_strdup (from->method_name ? from->method_name : "gradcam");
  if (from->layer && !g_str_equal (from->layer, "auto"))
    column->layer = g_strdup (from->layer);
  if (from->class_name && !g_str_equal (from->class_name, "top"))
    column->target = g_strdup (from->class_name);
  if (!from->weights || g_str_has_prefix (from->weights, FOVEA_WEIGHTS_SYNTHETIC))
    column->weights = g_strdup (from->weights);
  else
    column->weights = fovea_file_digest (from->weights, cli_interrupt_flag (), error);
  return !from->weights || column->weights;
}

/* The words that were given, as a recipe checks them. */
static void
set_words (FoveaRecipe *recipe, const CliDraft *draft)
{
  static const char *const scales[] = { "own", "row", "figure" };

  if (draft->venue)
    {
      g_free (recipe->venue);
      recipe->venue = g_strdup (draft->venue);
    }
  recipe->whole = draft->whole;
  for (guint i = 0; draft->scale && i < G_N_ELEMENTS (scales); i++)
    if (g_str_equal (draft->scale, scales[i]))
      recipe->scale = i;
}

static gboolean
check_words (const CliDraft *draft, FoveaRecipe *recipe, GError **error)
{
  static const char *const scales[] = { "own", "row", "figure", NULL };

  if (draft->scale && !g_strv_contains (scales, draft->scale))
    return cli_refuse (error, "--scale is own, row or figure");
  return !draft->unit || fovea_unit_find (draft->unit, &recipe->unit, error);
}

FoveaRecipe *
cli_draft_make (const CliDraft *draft, const CliOptions *options, const CliWanted *wanted,
                GError **error)
{
  g_autoptr (FoveaRecipe) recipe = fovea_recipe_new ();
  g_autoptr (GPtrArray) columns = cli_columns_new (options, wanted, error);

  if (!columns || !check_words (draft, recipe, error))
    return NULL;
  set_words (recipe, draft);
  for (char **path = options->rest; *path; path++)
    if (!add_row (recipe, draft, *path, error))
      return NULL;
  if (draft->input)
    fovea_recipe_add_column (recipe)->is_input = TRUE;
  for (guint i = 0; i < columns->len; i++)
    if (!add_column (recipe, columns->pdata[i], error))
      return NULL;

  /* Read back, so that what is refused later is refused now. */
  g_autofree char *text = fovea_recipe_write (recipe);
  return fovea_recipe_read (text, strlen (text), "The recipe", error);
}

gboolean
cli_write_text (const char *path, const char *text, GError **error)
{
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);

  if (!output)
    return FALSE;
  fovea_output_write (output, text, strlen (text));
  return fovea_output_commit (output, error);
}

gboolean
cli_draft_write (const FoveaRecipe *recipe, const char *path, GError **error)
{
  g_autofree char *text = fovea_recipe_write (recipe);

  return cli_write_text (path, text, error);
}
