/* SPDX-License-Identifier: MIT */
#include "picture.h"

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
  fovea_look_init (look);
  if (g_strcmp0 (style->preset, "grad-cam") == 0)
    {
      look->colormap = fovea_colormap_find ("jet", error);
      look->blend = FOVEA_BLEND_GRAD_CAM;
      look->opacity = 0.5;
    }
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

  if (style->preset && !g_str_equal (style->preset, "fovea")
      && !g_str_equal (style->preset, "grad-cam"))
    return cli_refuse (error, "There is no preset “%s”; there are fovea and grad-cam",
                       style->preset);
  if (style->opacity < 0 || style->opacity > 1)
    return cli_refuse (error, "--opacity lies between 0 and 1");
  if (style->threshold < 0 || style->threshold > 1)
    return cli_refuse (error, "--threshold lies between 0 and 1");
  return fill_look (style, &look, error);
}

/* The finished map; of the layer's own grid where its cells are to be seen. (transfer
 * full) */
static FoveaMap *
finish (const CliColumn *column, gboolean cells)
{
  FoveaMap *raw = cli_column_raw (column);

  return cells ? fovea_map_finish (raw, fovea_map_width (raw), fovea_map_height (raw))
               : fovea_explanation_finish (column->explanation, column->index);
}

/* (transfer full) */
static FoveaScene *
make_scene (const CliColumn *column, FoveaPhoto *photo, const CliStyle *style,
            gboolean caption, GError **error)
{
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);
  g_autoptr (FoveaMap) map = finish (column, style->cells);
  FoveaInput *input = fovea_explanation_input (column->explanation);

  if (!fill_look (style, &scene->look, error))
    return NULL;
  fovea_scene_set_map (scene, map, fovea_input_geometry (input));
  scene->cells = style->cells;
  scene->show_crop = g_strcmp0 (style->preset, "grad-cam") != 0;
  if (style->bar)
    {
      scene->bar = FOVEA_BAR_RIGHT;
      fovea_scene_set_bar_label (scene, "share of the map's range");
    }
  if (caption)
    {
      g_autofree char *title = cli_column_title (column);
      g_autofree char *text
          = g_strconcat (fovea_model_title (column->model), ": ", title, NULL);
      fovea_scene_set_caption (scene, text);
    }
  return g_steal_pointer (&scene);
}

/* What produced the picture: one line for each column. (transfer full) */
static char *
describe (GPtrArray *columns, const CliStyle *style)
{
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < columns->len; k++)
    {
      const CliColumn *column = g_ptr_array_index (columns, k);
      const char *name = cli_column_class (column);
      g_autofree char *weights
          = g_filename_display_basename (fovea_model_weights (column->model));

      g_string_append_printf (
          text, "%smethod %s; layer %s; class %s; model %s; weights %s; preset %s",
          k ? "\n" : "", column->method->name, cli_column_site (column)->path,
          name ? name : "none", fovea_model_name (column->model), weights,
          style->preset ? style->preset : "fovea");
      for (const char *const *off = fovea_model_switches (column->model); *off; off++)
        g_string_append_printf (text, "; off %s", *off);
    }
  return g_string_free (text, FALSE);
}

gboolean
cli_picture_write (GPtrArray *columns, const CliStyle *style, const char *path,
                   GError **error)
{
  const CliColumn *first = g_ptr_array_index (columns, 0);
  FoveaInput *input = fovea_explanation_input (first->explanation);
  g_autoptr (FoveaPhoto) photo = fovea_photo_new (fovea_input_image (input));
  g_autoptr (GPtrArray) scenes
      = g_ptr_array_new_with_free_func ((GDestroyNotify) fovea_scene_free);
  g_autofree char *title = cli_column_title (first);
  g_autofree char *description = describe (columns, style);
  FoveaMetadata metadata[] = { { "Software", "Fovea " FOVEA_VERSION },
                               { "Title", title },
                               { "Description", description } };
  FoveaExportOptions options = { .strips = style->bar,
                                 .metadata = metadata,
                                 .n_metadata = G_N_ELEMENTS (metadata) };

  for (guint k = 0; k < columns->len; k++)
    {
      FoveaScene *scene = make_scene (g_ptr_array_index (columns, k), photo, style,
                                      columns->len > 1, error);
      if (!scene)
        return FALSE;
      g_ptr_array_add (scenes, scene);
    }
  return scenes->len == 1 ? fovea_export_scene (scenes->pdata[0], path, &options, error)
                          : cli_page_write (scenes, path, &options, error);
}
