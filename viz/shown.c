/* SPDX-License-Identifier: MIT */

/* Panels as they are shown: which scale, on which grid, where on the photograph, and what there
 * is to say of them. */

#include "error.h"
#include "explain-private.h"

#include <math.h>

static const FoveaPanels *
panels_of (const FoveaExplanation *explanation, guint index)
{
  return fovea_explanation_layer (explanation, index)->panels;
}

static gboolean
has_ends (const FoveaPanel *panel)
{
  return panel->low < panel->high;
}

/* Whether both lie on one scale. */
static gboolean
share_scale (const FoveaPanel *a, const FoveaPanel *b)
{
  return a->is_signed == b->is_signed && g_str_equal (a->unit, b->unit) && !has_ends (a)
         && !has_ends (b);
}

/* Whether it is scaled to 0..1 by itself. */
static gboolean
is_scaled (const FoveaExplanation *explanation, const FoveaPanels *panels,
           const FoveaPanel *panel)
{
  guint sharers = 0;

  for (guint i = 0; i < fovea_panels_count (panels); i++)
    sharers += share_scale (panel, fovea_panels_get (panels, i)) ? 1 : 0;
  return !panel->is_signed && sharers == 1 && explanation->request.unit == FOVEA_UNIT_RANGE;
}

static gboolean
in_evidence (const FoveaExplanation *explanation, const FoveaPanel *panel)
{
  return explanation->request.unit == FOVEA_UNIT_EVIDENCE && !has_ends (panel);
}

/* What a raw value is multiplied by. */
static double
factor (const FoveaExplanation *explanation, const FoveaPanel *panel)
{
  double input = (double) fovea_input_width (explanation->input)
                 * fovea_input_height (explanation->input);
  double covered = panel->width > 0 ? panel->width * panel->height : input;
  double cells = (double) fovea_map_width (panel->raw) * fovea_map_height (panel->raw);
  FoveaMapStats stats;

  if (!in_evidence (explanation, panel))
    return 1;
  fovea_map_stats (panel->raw, &stats);
  return stats.positive > 0 ? input / (100 * covered / cells * stats.positive) : 0;
}

/* The farthest from zero that counts in a panel. */
static double
reach (const FoveaExplanation *explanation, const FoveaPanel *panel)
{
  FoveaMapStats stats;

  if (fovea_panel_is_noise (panel))
    return 0;
  fovea_map_stats (panel->raw, &stats);
  return factor (explanation, panel)
         * (panel->is_signed ? MAX (fabs (stats.min), fabs (stats.max)) : MAX (stats.max, 0));
}

void
fovea_explanation_range (const FoveaExplanation *explanation, guint index, guint panel,
                         double *low, double *high)
{
  const FoveaPanels *panels = panels_of (explanation, index);
  const FoveaPanel *shown = fovea_panels_get (panels, panel);

  *low = 0;
  *high = 1;
  if (has_ends (shown))
    {
      *low = shown->low;
      *high = shown->high;
    }
  else if (!is_scaled (explanation, panels, shown))
    {
      *high = 0;
      for (guint i = 0; i < fovea_panels_count (panels); i++)
        if (share_scale (shown, fovea_panels_get (panels, i)))
          *high = MAX (*high, reach (explanation, fovea_panels_get (panels, i)));
      *low = shown->is_signed ? -*high : 0;
    }
}

const char *
fovea_explanation_unit (const FoveaExplanation *explanation, guint index, guint panel)
{
  const FoveaPanels *panels = panels_of (explanation, index);
  const FoveaPanel *shown = fovea_panels_get (panels, panel);

  if (in_evidence (explanation, shown))
    /* xgettext:no-c-format */
    return N_ ("share of positive evidence per 1 % of the input");
  return is_scaled (explanation, panels, shown) ? N_ ("share of the map’s range")
                                                : shown->unit;
}

static const char *const unit_names[]
    = { [FOVEA_UNIT_RANGE] = "range", [FOVEA_UNIT_RAW] = "raw",
        [FOVEA_UNIT_EVIDENCE] = "evidence" };

gboolean
fovea_unit_find (const char *name, FoveaUnit *unit, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (unit_names); i++)
    if (g_str_equal (unit_names[i], name))
      {
        *unit = (FoveaUnit) i;
        return TRUE;
      }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no unit “%s”; there are range, raw, evidence", name);
  return FALSE;
}

const char *
fovea_unit_name (FoveaUnit unit)
{
  return unit_names[unit];
}

/* The grid of the finished map. */
static void
finished_size (const FoveaExplanation *explanation, const FoveaPanel *panel, gboolean cells,
               guint *width, guint *height)
{
  *width = cells ? fovea_map_width (panel->raw) : fovea_input_width (explanation->input);
  *height = cells ? fovea_map_height (panel->raw) : fovea_input_height (explanation->input);
  if (!cells && panel->width > 0)
    {
      *width = (guint) MAX (lrint (panel->width), 1);
      *height = (guint) MAX (lrint (panel->height), 1);
    }
}

/* In its unit, without what is not finite, and without relu where it is signed. */
static FoveaMap *
in_unit (const FoveaExplanation *explanation, const FoveaPanel *panel, guint width,
         guint height)
{
  gsize count = (gsize) fovea_map_width (panel->raw) * fovea_map_height (panel->raw);
  const float *values = fovea_map_values (panel->raw);
  g_autofree float *clean = g_new0 (float, count);
  gboolean empty = fovea_panel_is_noise (panel);
  double times = factor (explanation, panel);

  for (gsize i = 0; i < count && !empty; i++)
    if (isfinite (values[i]) && (panel->is_signed || values[i] > 0))
      clean[i] = times == 1 ? values[i] : (float) (times * (double) values[i]);
  g_autoptr (FoveaMap) map
      = fovea_map_new (fovea_map_width (panel->raw), fovea_map_height (panel->raw), clean);
  return fovea_map_resize (map, width, height);
}

FoveaMap *
fovea_explanation_finish_panel (const FoveaExplanation *explanation, guint index, guint panel,
                                gboolean cells)
{
  const FoveaPanels *panels = panels_of (explanation, index);
  const FoveaPanel *shown = fovea_panels_get (panels, panel);
  guint width, height;

  finished_size (explanation, shown, cells, &width, &height);
  return is_scaled (explanation, panels, shown) && !fovea_panel_is_noise (shown)
             ? fovea_map_finish_as (shown->raw, width, height,
                                    &explanation->request.preset->finish)
             : in_unit (explanation, shown, width, height);
}

FoveaMap *
fovea_explanation_finish (const FoveaExplanation *explanation, guint index)
{
  return fovea_explanation_finish_panel (explanation, index, 0, FALSE);
}

/* A mark in pixels of the network's input, moved to the photograph. */
static void
add_mark (FoveaScene *scene, const FoveaGeometry *geometry, const FoveaMark *mark)
{
  FoveaMark moved = *mark;

  fovea_geometry_to_original (geometry, mark->x, mark->y, &moved.x, &moved.y);
  moved.width *= geometry->scale_x;
  moved.height *= geometry->scale_y;
  fovea_scene_add_mark (scene, &moved);
}

void
fovea_explanation_lay (const FoveaExplanation *explanation, guint index, guint panel,
                       FoveaMap *map, FoveaScene *scene)
{
  const FoveaPanel *shown = fovea_panels_get (panels_of (explanation, index), panel);
  const FoveaGeometry *geometry = fovea_input_geometry (explanation->input);

  fovea_scene_set_map (scene, map, geometry);
  scene->extent = (cairo_rectangle_t){ shown->x, shown->y, shown->width, shown->height };
  fovea_explanation_range (explanation, index, panel, &scene->look.low, &scene->look.high);
  scene->look.is_signed = shown->is_signed;
  if (shown->is_signed && scene->look.colormap->group != FOVEA_COLORMAP_DIVERGING)
    scene->look.colormap = fovea_colormap_default (FOVEA_COLORMAP_DIVERGING);
  fovea_scene_set_bar_label (scene, fovea_explanation_unit (explanation, index, panel));
  for (guint i = 0; i < shown->marks->len; i++)
    add_mark (scene, geometry, &g_array_index (shown->marks, FoveaMark, i));
}

/* The path of what reads the site alone, where it is published; or NULL. */
static const char *
reader_of (FoveaTape *tape, const FoveaSite *site)
{
  guint n;
  const FoveaNode *const *sites = fovea_tape_sites (tape, &n);
  const FoveaNode *node = NULL;

  for (guint i = 0; i < n; i++)
    {
      if (g_str_equal (sites[i]->site->path, site->path))
        node = sites[i];
      for (guint k = 0; node && k < sites[i]->n_inputs; k++)
        if (sites[i]->inputs[k] == node)
          return sites[i]->site->path;
    }
  return NULL;
}

static char *
describe_noise (const FoveaExplanation *explanation, const FoveaSite *site)
{
  const char *title = explanation->method->title;
  const char *reader = reader_of (explanation->tape, site);

  if (!site->normalised_next || !explanation->method->vanishes_before_norm)
    return g_strdup_printf ("What is left of %s here is rounding: what is added up cancels. "
                            "Try another layer.",
                            title);
  return g_strdup_printf (
      "%s is zero here by construction: the LayerNorm that follows takes away whatever scales "
      "all channels of a place alike. Look at %s%s.",
      title, reader ? reader : "the LayerNorm's output", reader ? ", its output" : "");
}

/* `sentence` and where it began. (transfer full) */
static char *
name_overflow (const FoveaOverflow *overflow, const char *sentence)
{
  if (!overflow->path)
    return g_strconcat (sentence, " All activations are finite: it is the gradients that are not.",
                        NULL);
  return g_strdup_printf ("%s The first layer where that happens is %s: %zu of its %zu values are "
                          "not numbers, %zu are infinite.",
                          sentence, overflow->path, overflow->nan, overflow->count,
                          overflow->infinite);
}

/* (transfer full) */
static char *
describe (const FoveaExplanation *explanation, const FoveaSite *site, const FoveaPanel *panel)
{
  const char *subject = explanation->target < 0
                            ? NULL
                            : fovea_model_class_name (explanation->model,
                                                      (guint) explanation->target);
  g_autofree char *sentence = NULL;
  FoveaMapVerdict verdict = fovea_map_judge (panel->raw, subject, &sentence);
  FoveaMapStats stats;

  if (fovea_panel_is_noise (panel))
    return describe_noise (explanation, site);
  fovea_map_stats (panel->raw, &stats);
  if (verdict == FOVEA_MAP_CONSTANT && stats.max == 0 && explanation->method->zero_words)
    return g_strdup (explanation->method->zero_words);
  if (verdict == FOVEA_MAP_CONSTANT && stats.max == 0 && explanation->target < 0)
    return g_strdup ("Every cell of this map is 0.");

  if (verdict == FOVEA_MAP_NOT_FINITE && explanation->overflow)
    return name_overflow (explanation->overflow, sentence);

  /* A signed panel shows what speaks against as well; one with ends of its own may well be
   * constant. */
  if ((verdict == FOVEA_MAP_EMPTY && (panel->is_signed || has_ends (panel)))
      || (verdict == FOVEA_MAP_CONSTANT && has_ends (panel)))
    return NULL;
  return g_steal_pointer (&sentence);
}

char *
fovea_explanation_remark (const FoveaExplanation *explanation, guint index)
{
  const FoveaLayerMap *layer = fovea_explanation_layer (explanation, index);
  guint n = layer->panels ? fovea_panels_count (layer->panels) : 0;

  for (guint i = 0; i < n; i++)
    {
      const FoveaPanel *panel = fovea_panels_get (layer->panels, i);
      g_autofree char *sentence = describe (explanation, &layer->site, panel);
      if (sentence && n == 1)
        return g_steal_pointer (&sentence);
      if (sentence)
        return g_strdup_printf ("%s: %s", panel->title, sentence);
    }
  return NULL;
}

char *
fovea_explanation_note (const FoveaExplanation *explanation, guint index)
{
  const FoveaLayerMap *layer = fovea_explanation_layer (explanation, index);

  if (!layer->is_linear_tail)
    return NULL;
  return g_strdup_printf (
      "The gradient is the same at every place of %s, since pooling and a linear head follow: "
      "Grad-CAM, HiResCAM, XGrad-CAM and CAM are one map here. They differ at earlier layers.",
      layer->site.path);
}
