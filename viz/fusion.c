/* SPDX-License-Identifier: MIT */

/* Each layer's map M_l is finished (0 to 1, resized to a common grid), then
 *
 *   mean     1/n sum of M_l, at the input's size; scaled again: the grad-cam package
 *   max      the greatest M_l at the size of the largest layer, of LayerCAM tanh (2 M_l):
 *            torch-cam, arXiv 2106.14190
 *   product  M_1 M_2 ..., at the input's size; scaled again: RefineCAM */

#include "fusion.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "explain-private.h"

static const char *const names[] = {
  [FOVEA_FUSE_BY_PRESET] = NULL,
  [FOVEA_FUSE_MEAN] = "mean",
  [FOVEA_FUSE_MAX] = "max",
  [FOVEA_FUSE_PRODUCT] = "product",
};

gboolean
fovea_fusion_find (const char *name, FoveaFusion *fusion, GError **error)
{
  for (guint i = FOVEA_FUSE_MEAN; i <= FOVEA_FUSE_PRODUCT; i++)
    if (g_str_equal (name, names[i]))
      {
        *fusion = (FoveaFusion) i;
        return TRUE;
      }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "Layers are fused by mean, max or product, not by “%s”", name);
  return FALSE;
}

const char *
fovea_fusion_name (FoveaFusion fusion)
{
  return names[fusion];
}

gboolean
fovea_is_fusion (const char *path)
{
  return path && strchr (path, '+') != NULL;
}

gboolean
fovea_fusion_names (const char *list, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (list, "+", -1);

  return g_strv_contains ((const char *const *) parts, path);
}

char *
fovea_fusion_stages (const GPtrArray *sites)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < sites->len; i++)
    {
      const FoveaSite *site = g_ptr_array_index (sites, i), *next = NULL;

      for (guint k = i + 1; k < sites->len && !next; k++)
        if (((const FoveaSite *) sites->pdata[k])->role == FOVEA_ROLE_BLOCK)
          next = g_ptr_array_index (sites, k);
      if (site->role == FOVEA_ROLE_BLOCK && (!next || next->stage != site->stage))
        g_string_append_printf (list, "%s%s", list->len ? "+" : "", site->path);
    }
  return g_strdup (list->str);
}

static gboolean
check_single (const FoveaExplanation *explanation, GError **error)
{
  for (guint i = 0; i < explanation->layers->len; i++)
    {
      const FoveaLayerMap *layer = fovea_explanation_layer (explanation, i);
      if (layer->panels && fovea_panels_count (layer->panels) == 1
          && !fovea_panels_get (layer->panels, 0)->is_signed)
        continue;
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s cannot be fused over layers: its maps have a sign or are several",
                   explanation->method->title);
      return FALSE;
    }
  return TRUE;
}

typedef struct
{
  FoveaFusion how;
  guint width, height;
  guint n;
  gboolean squash; /* tanh (2 M) */
  double *values;
} Fusion;

static void
add_map (Fusion *self, const FoveaMap *map, gboolean is_first)
{
  const float *values = fovea_map_values (map);

  for (gsize i = 0; i < (gsize) self->width * self->height; i++)
    {
      double v = self->squash ? tanh (2.0 * values[i]) : values[i], *sum = &self->values[i];

      if (self->how == FOVEA_FUSE_MEAN)
        *sum += v / self->n;
      else if (self->how == FOVEA_FUSE_MAX)
        *sum = is_first ? v : MAX (*sum, v);
      else
        *sum = is_first ? v : *sum * v;
    }
}

/* One layer's map on the common grid, finished but for the last scaling, which the fused map
 * gets; a product is of finished maps. (transfer full) */
static FoveaMap *
bring (const FoveaExplanation *explanation, const Fusion *self, const FoveaMap *raw)
{
  FoveaFinish finish = explanation->request.preset->finish;

  if (self->how == FOVEA_FUSE_MAX)
    finish = (FoveaFinish){ FOVEA_SCALE_BEFORE, 1e-8, FOVEA_RESIZE_LINEAR };
  else if (self->how == FOVEA_FUSE_MEAN && finish.scaling == FOVEA_SCALE_TWICE)
    finish.scaling = FOVEA_SCALE_BEFORE;
  return fovea_map_finish_as (raw, self->width, self->height, &finish);
}

static void
choose_grid (const FoveaExplanation *explanation, Fusion *self)
{
  self->width = fovea_input_width (explanation->input);
  self->height = fovea_input_height (explanation->input);
  if (self->how != FOVEA_FUSE_MAX)
    return;
  self->width = self->height = 1;
  for (guint i = 0; i < self->n; i++)
    {
      const FoveaMap *raw = fovea_explanation_layer (explanation, i)->raw;
      self->width = MAX (self->width, fovea_map_width (raw));
      self->height = MAX (self->height, fovea_map_height (raw));
    }
}

/* The one layer that is left. (transfer full) */
static FoveaLayerMap *
make_layer (const FoveaExplanation *explanation, const Fusion *self, const char *list)
{
  const FoveaMethod *method = explanation->method;
  FoveaLayerMap *layer = g_new0 (FoveaLayerMap, 1);
  g_autoptr (FoveaMap) map = fovea_map_from_doubles (self->values, self->width, self->height);

  layer->site = fovea_explanation_layer (explanation, self->n - 1)->site;
  layer->site.path = g_strdup (list);
  layer->panels = fovea_panels_new ();
  FoveaPanel *panel
      = fovea_panels_add (layer->panels, method->name, method->title, "share of the map’s range",
                          FALSE, self->width, self->height, fovea_map_values (map));
  if (self->how == FOVEA_FUSE_MAX)
    panel->high = 1;
  fovea_panels_add_fact (layer->panels, "layers", "fused into one map", self->n);
  layer->raw = fovea_map_ref (panel->raw);
  return layer;
}

gboolean
fovea_fuse (FoveaExplanation *explanation, const char *list, FoveaFusion fusion,
            GError **error)
{
  Fusion self = { .how = fusion, .n = explanation->layers->len };

  if (!check_single (explanation, error))
    return FALSE;
  if (fusion == FOVEA_FUSE_BY_PRESET)
    self.how = explanation->method->fusion ? explanation->method->fusion
                                           : explanation->request.preset->fusion;
  self.squash = self.how == FOVEA_FUSE_MAX && explanation->method->squashed;
  choose_grid (explanation, &self);
  g_autofree double *values = g_new0 (double, (gsize) self.width * self.height);
  self.values = values;
  for (guint i = 0; i < self.n; i++)
    {
      g_autoptr (FoveaMap) map
          = bring (explanation, &self, fovea_explanation_layer (explanation, i)->raw);
      add_map (&self, map, i == 0);
    }
  FoveaLayerMap *layer = make_layer (explanation, &self, list);
  g_ptr_array_set_size (explanation->layers, 0);
  g_ptr_array_add (explanation->layers, layer);
  return TRUE;
}
