/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include "describe.h"
#include "difference.h"
#include "page.h"
#include "scene.h"

#include <math.h>
#include <string.h>

static const char *const endings[] = { ".png", ".svg", ".pdf", ".tiff", ".tif" };

gboolean
cli_is_picture (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

/* What was chosen in the preset's place. */
static gboolean
read_style (const CliStyle *style, FoveaStyle *chosen, GError **error)
{
  FoveaBlend blend = FOVEA_BLEND_VALUE;

  *chosen = (FoveaStyle) FOVEA_STYLE_NONE;
  chosen->opacity = style->opacity;
  chosen->threshold = style->threshold;
  if (style->blend && !fovea_blend_find (style->blend, &blend, error))
    return FALSE;
  if (style->blend)
    chosen->blend = (gint) blend;
  if (style->colormap)
    chosen->colormap = fovea_colormap_find (style->colormap, error);
  return !style->colormap || chosen->colormap;
}

gboolean
cli_style_check (const CliStyle *style, GError **error)
{
  FoveaStyle chosen;

  if (style->opacity < 0 || style->opacity > 1)
    return cli_refuse (error, "--opacity lies between 0 and 1");
  if (style->threshold < 0 || style->threshold > 1)
    return cli_refuse (error, "--threshold lies between 0 and 1");
  return read_style (style, &chosen, error);
}

/* "a2 (mean |a2|)" where a method makes several panels, what the column shows where there are
 * several columns. (transfer full) NULL: nothing to tell apart. */
static char *
make_caption (const CliColumn *column, guint panel, gboolean name_column)
{
  const FoveaPanels *panels = cli_column_panels (column);
  const FoveaPanel *shown = fovea_panels_get (panels, panel);
  g_autofree char *title = cli_column_title (column);
  g_autoptr (GString) text = g_string_new (NULL);

  if (name_column)
    g_string_append_printf (text, "%s: %s", fovea_model_title (column->model), title);
  if (fovea_panels_count (panels) > 1)
    g_string_append_printf (text, "%s%s (%s)", name_column ? "\n" : "", shown->title,
                            shown->unit);
  return text->len ? g_strdup (text->str) : NULL;
}

static const FoveaRange *
range_of (const CliColumn *column)
{
  static const FoveaRange own = { FOVEA_RANGE_OWN, 0, 1 };

  return column->asking ? &column->asking->range : &own;
}

/* Everything that scenes are made from. */
typedef struct
{
  FoveaPhoto *photo;
  const CliStyle *style;
  FoveaStyle chosen;
  GArray *all; /* FoveaShown: every panel of every column, in order */
  guint next;  /* of them */
} Making;

/* What is laid, and how, before it is laid. (transfer full) */
static FoveaScene *
scene_new (const Making *making, const char *caption)
{
  FoveaScene *scene = fovea_scene_new (making->photo);

  fovea_style_look (&making->chosen, making->style->preset, &scene->look);
  scene->cells = making->style->cells;
  scene->show_crop = making->style->preset->show_crop;
  scene->bar = making->style->bar ? FOVEA_BAR_RIGHT : FOVEA_BAR_NONE;
  fovea_scene_set_caption (scene, caption);
  return scene;
}

/* (transfer full) */
static FoveaScene *
make_scene (const CliColumn *column, guint panel, Making *making, gboolean name_column,
            GError **error)
{
  g_autofree char *caption = make_caption (column, panel, name_column);
  g_autoptr (FoveaScene) scene = scene_new (making, caption);
  g_autoptr (FoveaMap) map = fovea_explanation_finish_panel (
      column->explanation, column->index, panel, making->style->cells);

  if (!fovea_preset_check_panel (making->style->preset,
                                 fovea_panels_get (cli_column_panels (column), panel), error))
    return NULL;
  fovea_explanation_lay (column->explanation, column->index, panel, map, scene);
  if (making->chosen.colormap)
    scene->look.colormap = making->chosen.colormap;
  fovea_range_find (range_of (column), (const FoveaShown *) (void *) making->all->data,
                    making->all->len, making->next++, &scene->look.low, &scene->look.high);
  return g_steal_pointer (&scene);
}

/* The most panels side by side. */
#define MOST_ACROSS 4

/* The scenes of one column, in rows of equal length but for the last. */
static gboolean
add_rows (GPtrArray *rows, const CliColumn *column, Making *making, gboolean name_column,
          GError **error)
{
  guint n = fovea_panels_count (cli_column_panels (column));
  guint first = (guint) MAX (column->panel, 0);
  guint count = column->panel < 0 ? n : 1;
  guint n_rows = (count + MOST_ACROSS - 1) / MOST_ACROSS;
  guint across = (count + n_rows - 1) / n_rows;

  for (guint i = 0; i < count; i++)
    {
      FoveaScene *scene
          = make_scene (column, first + i, making, name_column && i == 0, error);
      if (!scene)
        return FALSE;
      if (i % across == 0)
        g_ptr_array_add (rows, g_ptr_array_new_with_free_func (
                                   (GDestroyNotify) fovea_scene_free));
      g_ptr_array_add (g_ptr_array_index (rows, rows->len - 1), scene);
    }
  return TRUE;
}

/* Columns of one panel each are one row. */
static void
join_rows (GPtrArray *rows)
{
  GPtrArray *first = g_ptr_array_index (rows, 0);

  while (rows->len > 1)
    {
      GPtrArray *row = g_ptr_array_index (rows, 1);
      g_ptr_array_add (first, g_ptr_array_steal_index (row, 0));
      g_ptr_array_remove_index (rows, 1);
    }
}

/* GArray of FoveaShown, as the scenes are made. (transfer full) */
static GArray *
list_shown (GPtrArray *columns)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (FoveaShown));

  for (guint k = 0; k < columns->len; k++)
    {
      const CliColumn *column = g_ptr_array_index (columns, k);
      guint n = fovea_panels_count (cli_column_panels (column));
      FoveaShown shown = { column->explanation, column->index, (guint) MAX (column->panel, 0) };

      for (guint end = column->panel < 0 ? n : shown.panel + 1; shown.panel < end; shown.panel++)
        g_array_append_val (all, shown);
    }
  return all;
}

/* The panel asked for, or the first. */
static FoveaShown
shown_of (const CliColumn *column)
{
  return (FoveaShown){ column->explanation, column->index, (guint) MAX (column->panel, 0) };
}

static FoveaMap *
finish (const FoveaShown *shown, gboolean cells)
{
  return fovea_explanation_finish_panel (shown->explanation, shown->index, shown->panel, cells);
}

/* What a column shows less what the first does. (transfer full) */
static FoveaScene *
make_difference (const CliColumn *column, const CliColumn *first, Making *making,
                 gboolean name_it, GError **error)
{
  FoveaShown shown = shown_of (column), less = shown_of (first);
  g_autofree char *title = fovea_difference_title (&shown, &less);
  g_autoptr (FoveaScene) scene = scene_new (making, name_it ? title : NULL);
  g_autoptr (FoveaMap) map = finish (&shown, making->style->cells);
  g_autoptr (FoveaMap) less_map = finish (&less, making->style->cells);
  g_autoptr (FoveaDifference) difference = fovea_difference_new (
      &shown, map, &less, less_map, making->style->cells, error);

  if (!difference)
    return NULL;
  fovea_difference_lay (difference, &shown, scene);
  if (range_of (column)->kind != FOVEA_RANGE_FIXED)
    return g_steal_pointer (&scene);
  scene->look.low = range_of (column)->low;
  scene->look.high = range_of (column)->high;
  return g_steal_pointer (&scene);
}

static gboolean
add_differences (GPtrArray *rows, GPtrArray *columns, Making *making, GError **error)
{
  GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) fovea_scene_free);

  g_ptr_array_add (rows, row);
  for (guint k = 1; k < columns->len; k++)
    {
      FoveaScene *scene = make_difference (columns->pdata[k], columns->pdata[0], making,
                                           columns->len > 2, error);
      if (!scene)
        return FALSE;
      g_ptr_array_add (row, scene);
    }
  return TRUE;
}

static gboolean
add_columns (GPtrArray *rows, GPtrArray *columns, Making *making, GError **error)
{
  gboolean single = TRUE;

  for (guint k = 0; k < columns->len; k++)
    {
      const CliColumn *column = g_ptr_array_index (columns, k);
      if (!add_rows (rows, column, making, columns->len > 1, error))
        return FALSE;
      single &= column->panel >= 0 || fovea_panels_count (cli_column_panels (column)) == 1;
    }
  if (single)
    join_rows (rows);
  return TRUE;
}

/* GPtrArray of rows, each a GPtrArray of scenes. (transfer full) */
static GPtrArray *
make_rows (GPtrArray *columns, FoveaPhoto *photo, const CliStyle *style, GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GArray) all = list_shown (columns);
  Making making = { .photo = photo, .style = style, .all = all };

  return read_style (style, &making.chosen, error)
                 && (style->is_difference ? add_differences : add_columns) (rows, columns,
                                                                            &making, error)
             ? g_steal_pointer (&rows)
             : NULL;
}

/* What produced the picture: one line for each column. (transfer full) */
static char *
describe (GPtrArray *columns, const CliStyle *style)
{
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < columns->len; k++)
    {
      const CliColumn *column = g_ptr_array_index (columns, k);
      FoveaShown shown = shown_of (column);
      g_autofree char *line = fovea_shown_describe (
          &shown, column->choice && column->choice->panel, range_of (column));
      g_string_append_printf (text, "%s%s", k ? "\n" : "", line);
      if (column->asking && column->asking->fuse)
        g_string_append_printf (text, "; fuse %s", column->asking->fuse);
    }
  if (style->is_difference)
    g_string_append (text, "\n" FOVEA_DIFFERENCE_NOTE);
  return g_string_free (text, FALSE);
}

/* Of the picture: the first column's, or the difference's. (transfer full) */
static char *
make_title (GPtrArray *columns, const CliStyle *style)
{
  if (!style->is_difference)
    return cli_column_title (columns->pdata[0]);
  FoveaShown less = shown_of (columns->pdata[0]), shown = shown_of (columns->pdata[1]);
  return fovea_difference_title (&shown, &less);
}

/* (transfer full) */
static FoveaPhoto *
make_photo (FoveaImage *image, const CliStyle *style)
{
  g_autoptr (FoveaImage) grey = style->preset->is_grey ? fovea_image_grey (image) : NULL;

  return fovea_photo_new (grey ? grey : image);
}

gboolean
cli_picture_write (GPtrArray *columns, const CliStyle *style, const char *path,
                   GError **error)
{
  const CliColumn *first = g_ptr_array_index (columns, 0);
  FoveaInput *input = fovea_explanation_input (first->explanation);
  g_autoptr (FoveaPhoto) photo = make_photo (fovea_input_image (input), style);
  g_autoptr (GPtrArray) rows = make_rows (columns, photo, style, error);
  g_autofree char *title = make_title (columns, style);
  g_autofree char *description = describe (columns, style);
  FoveaMetadata metadata[] = { { "Software", "Fovea " FOVEA_VERSION },
                               { "Title", title },
                               { "Description", description } };
  FoveaExportOptions options = { .pixels = style->pixels,
                                 .strips = style->bar,
                                 .metadata = metadata,
                                 .n_metadata = G_N_ELEMENTS (metadata) };

  if (!rows)
    return FALSE;
  const GPtrArray *row = g_ptr_array_index (rows, 0);
  return rows->len == 1 && row->len == 1
             ? fovea_export_scene (row->pdata[0], path, &options, error)
             : cli_page_write (rows, path, &options, error);
}
