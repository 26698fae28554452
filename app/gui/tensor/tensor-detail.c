/* SPDX-License-Identifier: MIT */

/* The chosen channel, large over the photograph it was computed from, and its value
 * under the pointer. */

#include "tensor-window-private.h"

#include "number.h"

#include <glib/gi18n.h>
#include <math.h>

gint
fovea_tensor_window_get_channel (FoveaTensorWindow *self)
{
  FoveaTensorChannelItem *item = gtk_single_selection_get_selected_item (self->selection);

  return self->view && item ? (gint)fovea_tensor_channel_get_index (item) : -1;
}

void
fovea_tensor_window_look (FoveaTensorWindow *self, gint channel, FoveaLook *look)
{
  *look = *fovea_session_get_look (self->session);
  fovea_tensor_view_look (self->view, self->own_scale ? channel : -1, look);
}

static void
show_scene (FoveaTensorWindow *self, gint channel)
{
  gboolean spatial = channel >= 0 && fovea_tensor_view_is_spatial (self->view);
  g_autoptr (FoveaScene) scene
      = self->shown.photo ? fovea_scene_new (self->shown.photo) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->bar), spatial);
  if (spatial && scene)
    {
      g_autoptr (FoveaMap) map = fovea_tensor_view_map (self->view, (guint)channel);
      fovea_tensor_window_look (self, channel, &scene->look);
      scene->cells = TRUE;
      fovea_scene_set_map (scene, map, fovea_input_geometry (self->shown.input));
      fovea_colorbar_view_set_look (self->bar, &scene->look, _ ("activation"));
    }
  fovea_canvas_set_scene (self->canvas, scene);
}

/* (transfer full) */
static char *
describe (FoveaTensorWindow *self, gint channel)
{
  const FoveaTensorChannel *read = fovea_tensor_view_channel (self->view, (guint)channel);
  g_autofree char *min = fovea_number_format (read->min, 3);
  g_autofree char *max = fovea_number_format (read->max, 3);
  g_autofree char *mean = fovea_number_format (read->mean, 3);
  g_autofree char *measure
      = fovea_tensor_view_measure (self->view, (guint)channel, FOVEA_ORDER_RELEVANCE);
  g_autofree char *missing
      = read->missing
            ? g_strdup_printf (ngettext ("\n%zu value is not finite",
                                         "\n%zu values are not finite", read->missing),
                               read->missing)
            : NULL;
  gboolean has = fovea_tensor_view_has_relevance (self->view);

  if (!fovea_tensor_view_is_spatial (self->view))
    return has ? g_strdup_printf (_ ("%s · relevance %s"), mean, measure)
               : g_steal_pointer (&mean);
  return g_strdup_printf (has ? _ ("relevance %s\nmin %s · max %s · mean %s%s")
                              : _ ("%s\nmin %s · max %s · mean %s%s"),
                          measure, min, max, mean, missing ? missing : "");
}

void
fovea_tensor_window_show_channel (FoveaTensorWindow *self)
{
  gint channel = fovea_tensor_window_get_channel (self);
  g_autofree char *title = NULL, *facts = NULL, *sentence = NULL;

  show_scene (self, channel);
  if (channel >= 0)
    {
      title = fovea_tensor_view_title (self->view, (guint)channel);
      facts = describe (self, channel);
      sentence
          = g_strdup_printf (_ ("%s of %s over the photograph"), title, self->shown.path);
    }
  gtk_label_set_label (self->channel_title, title ? title : "");
  gtk_label_set_label (self->channel_facts, facts ? facts : "");
  fovea_canvas_set_description (self->canvas, sentence ? sentence : _ ("Photograph"));
  fovea_tensor_window_read_place (self, NAN, NAN);
}

/* "0.71 · cell 4, 2 of 7×7". (transfer full) */
static char *
read_cell (FoveaTensorWindow *self, gint channel, double x, double y)
{
  const FoveaGeometry *geometry = fovea_input_geometry (self->shown.input);
  g_autoptr (FoveaMap) map = fovea_tensor_view_map (self->view, (guint)channel);
  guint columns = fovea_map_width (map), rows = fovea_map_height (map);
  double nx, ny;

  fovea_geometry_to_network (geometry, x, y, &nx, &ny);
  if (!(nx >= 0 && ny >= 0 && nx < geometry->width && ny < geometry->height))
    return g_strdup (_ ("outside the network’s input"));
  guint column = (guint)(nx * columns / geometry->width);
  guint row = (guint)(ny * rows / geometry->height);
  float value = fovea_map_values (map)[row * columns + column];
  g_autofree char *number = isnan (value)   ? g_strdup (_ ("not a number"))
                            : isinf (value) ? g_strdup (value > 0 ? "∞" : "−∞")
                                            : fovea_number_format ((double)value, 4);
  return g_strdup_printf (_ ("%s · cell %u, %u of %u×%u"), number, column, row, columns,
                          rows);
}

void
fovea_tensor_window_read_place (FoveaTensorWindow *self, double x, double y)
{
  gint channel = fovea_tensor_window_get_channel (self);
  gboolean spatial = channel >= 0 && fovea_tensor_view_is_spatial (self->view);
  g_autofree char *text = NULL;

  if (channel >= 0 && !spatial)
    text = g_strdup (_ ("One number for the whole image"));
  else if (spatial && !isnan (x))
    text = read_cell (self, channel, x, y);
  gtk_label_set_label (self->readout, text ? text
                                      : spatial
                                          ? _ ("Point at the picture to read a value")
                                          : "");
}
