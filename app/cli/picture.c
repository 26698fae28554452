/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include "describe.h"
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

static gboolean
fill_look (const CliStyle *style, FoveaLook *look, GError **error)
{
  fovea_preset_look (style->preset, look);
  if (style->colormap)
    look->colormap = fovea_colormap_find (style->colormap, error);
  if (!isnan (style->opacity))
    look->opacity = style->opacity;
  if (!isnan (style->threshold))
    look->threshold = style->threshold;
  return look->colormap != NULL;
}

gboolean
cli_style_check (const CliStyle *style, GError **error)
{
  FoveaLook look;

  if (style->opacity < 0 || style->opacity > 1)
    return cli_refuse (error, "--opacity lies between 0 and 1");
  if (style->threshold < 0 || style->threshold > 1)
    return cli_refuse (error, "--threshold lies between 0 and 1");
  return fill_look (style, &look, error);
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

/* The packages have no colours for what speaks against a class. */
static gboolean
check_preset (const CliStyle *style, const CliColumn *column, guint panel, GError **error)
{
  const FoveaPanel *shown = fovea_panels_get (cli_column_panels (column), panel);

  return !style->preset->colormap || !shown->is_signed
         || cli_refuse (error,
                        "The preset %s draws no negative values, and %s's panel “%s” has "
                        "a sign: leave --preset out",
                        style->preset->name, column->method->title, shown->name);
}

/* (transfer full) */
static FoveaScene *
make_scene (const CliColumn *column, guint panel, FoveaPhoto *photo, const CliStyle *style,
            gboolean name_column, GError **error)
{
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);
  g_autoptr (FoveaMap) map = fovea_explanation_finish_panel (
      column->explanation, column->index, panel, style->cells);
  g_autofree char *caption = make_caption (column, panel, name_column);

  if (!fill_look (style, &scene->look, error)
      || !check_preset (style, column, panel, error))
    return NULL;
  fovea_explanation_lay (column->explanation, column->index, panel, map, scene);
  if (style->colormap)
    scene->look.colormap = fovea_colormap_find (style->colormap, NULL);
  scene->cells = style->cells;
  scene->show_crop = style->preset->show_crop;
  scene->bar = style->bar ? FOVEA_BAR_RIGHT : FOVEA_BAR_NONE;
  fovea_scene_set_caption (scene, caption);
  return g_steal_pointer (&scene);
}

/* The most panels side by side. */
#define MOST_ACROSS 4

/* The scenes of one column, in rows of equal length but for the last. */
static gboolean
add_rows (GPtrArray *rows, const CliColumn *column, FoveaPhoto *photo, const CliStyle *style,
          gboolean name_column, GError **error)
{
  guint n = fovea_panels_count (cli_column_panels (column));
  guint first = (guint) MAX (column->panel, 0);
  guint count = column->panel < 0 ? n : 1;
  guint n_rows = (count + MOST_ACROSS - 1) / MOST_ACROSS;
  guint across = (count + n_rows - 1) / n_rows;

  for (guint i = 0; i < count; i++)
    {
      FoveaScene *scene
          = make_scene (column, first + i, photo, style, name_column && i == 0, error);
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

typedef void (*SceneFunc) (FoveaScene *scene, gpointer data);

static void
each_scene (GPtrArray *rows, SceneFunc func, gpointer data)
{
  for (guint r = 0; r < rows->len; r++)
    {
      GPtrArray *row = g_ptr_array_index (rows, r);
      for (guint k = 0; k < row->len; k++)
        func (g_ptr_array_index (row, k), data);
    }
}

/* One scale for all maps of the scene's unit and kind. */
typedef struct
{
  const FoveaScene *like;
  double low, high;
} Shared;

static void
widen (FoveaScene *scene, gpointer data)
{
  Shared *shared = data;

  if (g_strcmp0 (scene->bar_label, shared->like->bar_label) != 0
      || scene->look.is_signed != shared->like->look.is_signed)
    return;
  shared->low = MIN (shared->low, scene->look.low);
  shared->high = MAX (shared->high, scene->look.high);
}

static void
share_scale (FoveaScene *scene, gpointer data)
{
  Shared shared = { scene, scene->look.low, scene->look.high };

  each_scene (data, widen, &shared);
  scene->look.low = shared.low;
  scene->look.high = shared.high;
}

static void
fix_scale (FoveaScene *scene, gpointer data)
{
  const CliAsking *asking = data;

  scene->look.low = asking->low;
  scene->look.high = asking->high;
}

static void
set_scales (GPtrArray *rows, const CliColumn *first)
{
  CliScale scaling = first->asking ? first->asking->scaling : CLI_SCALE_OWN;

  if (scaling == CLI_SCALE_SHARED)
    each_scene (rows, share_scale, rows);
  else if (scaling == CLI_SCALE_FIXED)
    each_scene (rows, fix_scale, (gpointer) first->asking);
}

/* GPtrArray of rows, each a GPtrArray of scenes. (transfer full) */
static GPtrArray *
make_rows (GPtrArray *columns, FoveaPhoto *photo, const CliStyle *style, GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  gboolean single = TRUE;

  for (guint k = 0; k < columns->len; k++)
    {
      const CliColumn *column = g_ptr_array_index (columns, k);
      if (!add_rows (rows, column, photo, style, columns->len > 1, error))
        return NULL;
      single &= column->panel >= 0 || fovea_panels_count (cli_column_panels (column)) == 1;
    }
  if (single)
    join_rows (rows);
  set_scales (rows, columns->pdata[0]);
  return g_steal_pointer (&rows);
}

/* What the command line adds: which panel, how maps were smoothed, scaled, fused. */
static void
describe_asking (const CliColumn *column, GString *text)
{
  const CliAsking *asking = column->asking;

  if (asking && asking->smooth)
    g_string_append_printf (text, "; smooth %s", asking->smooth);
  if (asking && asking->scale)
    g_string_append_printf (text, "; scale %s", asking->scale);
  if (asking && asking->fuse)
    g_string_append_printf (text, "; fuse %s", asking->fuse);
  if (column->choice && column->choice->panel)
    g_string_append_printf (text, "; panel %s", column->choice->panel);
}

/* What produced the picture: one line for each column. (transfer full) */
static char *
describe (GPtrArray *columns)
{
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < columns->len; k++)
    {
      const CliColumn *column = g_ptr_array_index (columns, k);
      g_autofree char *line = fovea_explanation_describe (column->explanation, column->index);
      g_string_append_printf (text, "%s%s", k ? "\n" : "", line);
      describe_asking (column, text);
    }
  return g_string_free (text, FALSE);
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
  g_autofree char *title = cli_column_title (first);
  g_autofree char *description = describe (columns);
  FoveaMetadata metadata[] = { { "Software", "Fovea " FOVEA_VERSION },
                               { "Title", title },
                               { "Description", description } };
  FoveaExportOptions options = { .strips = style->bar,
                                 .metadata = metadata,
                                 .n_metadata = G_N_ELEMENTS (metadata) };

  if (!rows)
    return FALSE;
  const GPtrArray *row = g_ptr_array_index (rows, 0);
  return rows->len == 1 && row->len == 1
             ? fovea_export_scene (row->pdata[0], path, &options, error)
             : cli_page_write (rows, path, &options, error);
}
