/* SPDX-License-Identifier: MIT */
#include "explain-private.h"

#include <string.h>

#include "error.h"
#include "fusion.h"
#include "op.h"
#include "recorded.h"

static void
copy_site (FoveaSite *to, const FoveaSite *from)
{
  *to = *from;
  to->path = g_strdup (from->path);
}

static void
site_free (gpointer data)
{
  FoveaSite *site = data;

  g_free ((char *) site->path);
  g_free (site);
}

void
fovea_layer_map_free (gpointer data)
{
  FoveaLayerMap *layer = data;

  g_free ((char *) layer->site.path);
  g_clear_pointer (&layer->raw, fovea_map_unref);
  g_clear_pointer (&layer->panels, fovea_panels_free);
  g_free (layer);
}

/* Without an answer. */
static FoveaExplanation *
copy_question (const FoveaExplanation *explanation)
{
  FoveaExplanation *copy = g_memdup2 (explanation, sizeof *copy);

  g_atomic_ref_count_init (&copy->references);
  fovea_model_ref (copy->model);
  fovea_input_ref (copy->input);
  fovea_tape_ref (copy->tape);
  if (copy->prediction)
    fovea_prediction_ref (copy->prediction);
  copy->overflow = NULL;
  copy->layers = NULL;
  return copy;
}

FoveaExplanation *
fovea_explanation_snapshot (const FoveaExplanation *explanation, FoveaPanels *panels)
{
  FoveaExplanation *copy = copy_question (explanation);
  FoveaLayerMap *layer = g_new0 (FoveaLayerMap, 1);

  copy->layers = g_ptr_array_new_with_free_func (fovea_layer_map_free);
  copy_site (&layer->site, &fovea_explanation_layer (explanation, 0)->site);
  layer->panels = panels;
  layer->raw = fovea_map_ref (fovea_panels_get (panels, 0)->raw);
  g_ptr_array_add (copy->layers, layer);
  return copy;
}

FoveaExplanation *
fovea_explanation_ref (FoveaExplanation *explanation)
{
  g_atomic_ref_count_inc (&explanation->references);
  return explanation;
}

void
fovea_explanation_unref (FoveaExplanation *explanation)
{
  if (!g_atomic_ref_count_dec (&explanation->references))
    return;
  fovea_model_unref (explanation->model);
  fovea_input_unref (explanation->input);
  fovea_tape_unref (explanation->tape);
  g_clear_pointer (&explanation->prediction, fovea_prediction_unref);
  g_ptr_array_unref (explanation->layers);
  if (explanation->overflow)
    fovea_overflow_clear (explanation->overflow);
  g_free (explanation->overflow);
  g_free (explanation);
}

/* The paths that the method can read, the nearest in spelling first: for a message. */
static char *
list_paths (FoveaTape *tape, const FoveaMethod *method)
{
  GString *text = g_string_new (NULL);
  guint n, listed = 0;
  const FoveaNode *const *nodes = fovea_tape_sites (tape, &n);

  for (guint i = n; i-- > 0 && listed < 6;)
    if (fovea_method_suits (method, nodes[i]->site))
      g_string_append_printf (text, "%s%s", listed++ ? ", " : "", nodes[i]->site->path);
  return g_string_free (text, FALSE);
}

static gboolean
refuse_model (const FoveaModel *model, const FoveaMethod *method, GError **error)
{
  const FoveaRecorded *recorded = fovea_model_recorded (model);
  gboolean blind = (method->needs & FOVEA_NEEDS_GRADIENT) && recorded && recorded->target < 0;

  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED, "%s finds nothing to read in %s%s",
               method->title, fovea_model_title (model),
               blind      ? ": no gradient was recorded"
               : recorded ? ": feature maps alone were recorded"
                          : "");
  return FALSE;
}

static gboolean
refuse_layer (FoveaTape *tape, const FoveaMethod *method, const char *path, GError **error)
{
  const FoveaNode *node = fovea_tape_lookup (tape, path);
  g_autofree char *others = list_paths (tape, method);

  if (node && node->site && method->suits (node->site))
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "%s needs a gradient, and the bundle holds none of \"%s\"; %s%s",
                 method->title, path,
                 *others ? "it has those of " : "record it again with gradients", others);
  else if (node && node->site)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "%s cannot read the layer \"%s\" (%s %s); it reads %s …", method->title, path,
                 fovea_site_kind_name (node->site->kind),
                 fovea_site_role_name (node->site->role), others);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "There is no layer \"%s\"; %s reads %s … (`fovea-cli layers` lists all)",
                 path, method->title, others);
  return FALSE;
}

#define INPUT_PATH "input"

/* The image itself, for a method that asks for it. */
static FoveaSite
input_site (FoveaTape *tape)
{
  const FoveaShape *shape = &fovea_tape_get_input (tape)->shape;

  return (FoveaSite){ .path = INPUT_PATH,
                      .kind = FOVEA_SITE_FEATURE,
                      .role = FOVEA_ROLE_INPUT,
                      .shape = *shape,
                      .height = (guint) shape->dim[2],
                      .width = (guint) shape->dim[3],
                      .stride = 1,
                      .is_default = TRUE };
}

static void
add_layer (FoveaExplanation *explanation, const FoveaSite *site)
{
  FoveaLayerMap *layer = g_new0 (FoveaLayerMap, 1);

  copy_site (&layer->site, site);
  g_ptr_array_add (explanation->layers, layer);
}

static gboolean
check_relu (FoveaTape *tape, const FoveaMethod *method, GError **error)
{
  gboolean found = !method->needs_relu;

  for (guint i = 0; i < fovea_tape_n_nodes (tape) && !found; i++)
    found = g_str_equal (fovea_tape_node (tape, i)->op->name, "relu");
  if (!found)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "%s is a rule for ReLUs, and this network has none: use gradient or smoothgrad",
                 method->title);
  return found;
}

static gboolean
list_input (FoveaExplanation *explanation, FoveaTape *tape, const char *path, GError **error)
{
  FoveaSite site = input_site (tape);

  if (!check_relu (tape, explanation->method, error))
    return FALSE;
  if (!path || g_str_equal (path, INPUT_PATH))
    {
      add_layer (explanation, &site);
      return TRUE;
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s asks for the image, not for a layer such as \"%s\": leave --layer out, or "
               "say \"" INPUT_PATH "\"",
               explanation->method->title, path);
  return FALSE;
}

char *
fovea_explanation_list (const FoveaExplanation *explanation, const char *path)
{
  const FoveaMethod *method = explanation->method;

  if (path || !method || !method->fusion)
    return fovea_is_fusion (path) ? g_strdup (path) : NULL;
  return fovea_default_layer (explanation->model, method, NULL);
}

/* Whether the site is `path` or named by it; NULL: all. */
static gboolean
is_asked_for (const FoveaSite *site, const char *path)
{
  return !path || g_str_equal (path, site->path)
         || (fovea_is_fusion (path) && fovea_fusion_names (path, site->path));
}

/* Each name of a list must be that of a layer the method reads. */
static gboolean
check_list (FoveaTape *tape, const FoveaMethod *method, const char *list, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (list, "+", -1);

  for (char **part = parts; *part; part++)
    {
      const FoveaNode *node = fovea_tape_lookup (tape, *part);
      if (!node || !node->site || !fovea_method_suits (method, node->site))
        return refuse_layer (tape, method, *part, error);
    }
  if (!method->probe && !method->at_the_head)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s explains one layer at a time, not “%s”", method->title, list);
  return FALSE;
}

gboolean
fovea_explanation_list_layers (FoveaExplanation *explanation, FoveaTape *tape,
                               const char *path, GError **error)
{
  const FoveaMethod *method = explanation->method;
  g_autofree char *standard = NULL;
  guint n;

  if (method->of_input)
    return list_input (explanation, tape, path, error);
  if ((method->probe || method->at_the_head || method->fusion) && !path)
    {
      path = standard = fovea_default_layer (explanation->model, method, error);
      if (!path)
        return FALSE;
    }
  if (fovea_is_fusion (path) && !check_list (tape, method, path, error))
    return FALSE;
  const FoveaNode *const *nodes = fovea_tape_sites (tape, &n);

  for (guint i = 0; i < n; i++)
    if (fovea_method_suits (method, nodes[i]->site) && is_asked_for (nodes[i]->site, path))
      add_layer (explanation, nodes[i]->site);
  if (explanation->layers->len > 0)
    return TRUE;
  if (path)
    return refuse_layer (tape, method, path, error);
  return refuse_model (explanation->model, method, error);
}

FoveaModel *
fovea_explanation_model (const FoveaExplanation *explanation)
{
  return explanation->model;
}

FoveaInput *
fovea_explanation_input (const FoveaExplanation *explanation)
{
  return explanation->input;
}

const FoveaMethod *
fovea_explanation_method (const FoveaExplanation *explanation)
{
  return explanation->method;
}

FoveaPrediction *
fovea_explanation_prediction (const FoveaExplanation *explanation)
{
  return explanation->prediction;
}

gint
fovea_explanation_target (const FoveaExplanation *explanation)
{
  return explanation->target;
}

const FoveaObjective *
fovea_explanation_objective (const FoveaExplanation *explanation)
{
  return &explanation->request.objective;
}

guint
fovea_explanation_smoothing (const FoveaExplanation *explanation)
{
  return explanation->request.smoothing;
}

FoveaUnit
fovea_explanation_unit_of_maps (const FoveaExplanation *explanation)
{
  return explanation->request.unit;
}

gboolean
fovea_explanation_keeps_sign (const FoveaExplanation *explanation)
{
  return explanation->request.keeps_sign;
}

FoveaExplanation *
fovea_explanation_in_unit (const FoveaExplanation *explanation, FoveaUnit unit)
{
  FoveaExplanation *copy;

  if (unit != explanation->request.unit
      && (explanation->request.smoothing & FOVEA_SMOOTH_VIEWS))
    return NULL;
  copy = copy_question (explanation);
  copy->request.unit = unit;
  copy->layers = g_ptr_array_ref (explanation->layers);
  if (explanation->overflow)
    {
      copy->overflow = g_memdup2 (explanation->overflow, sizeof *copy->overflow);
      copy->overflow->path = g_strdup (explanation->overflow->path);
    }
  return copy;
}

const FoveaPreset *
fovea_explanation_preset (const FoveaExplanation *explanation)
{
  return explanation->request.preset;
}

guint
fovea_explanation_n_layers (const FoveaExplanation *explanation)
{
  return explanation->layers->len;
}

const FoveaLayerMap *
fovea_explanation_layer (const FoveaExplanation *explanation, guint index)
{
  return g_ptr_array_index (explanation->layers, index);
}

gsize
fovea_explanation_bytes (const FoveaExplanation *explanation)
{
  return explanation->bytes;
}

double
fovea_explanation_milliseconds (const FoveaExplanation *explanation)
{
  return explanation->milliseconds;
}

/* Whether `site` is where the method is read by default; `last` is the site listed before.
 * A method that vanishes before a norm is read at the norm's output. */
static gboolean
is_default (const FoveaMethod *method, const FoveaSite *site, const FoveaSite *last)
{
  gboolean vanishes = method && method->vanishes_before_norm;

  if (vanishes && last && last->is_default && last->normalised_next)
    return site->role == FOVEA_ROLE_NORM;
  return site->is_default && !(vanishes && site->normalised_next);
}

gint
fovea_explanation_find (const FoveaExplanation *explanation, const char *path)
{
  const FoveaSite *last = NULL;

  for (guint i = 0; i < explanation->layers->len; i++)
    {
      const FoveaSite *site = &fovea_explanation_layer (explanation, i)->site;
      if (path ? g_str_equal (site->path, path)
               : is_default (explanation->method, site, last))
        return (gint) i;
      last = site;
    }
  return path ? -1 : (gint) explanation->layers->len - 1;
}

static void
add_site (GPtrArray *sites, const FoveaSite *site)
{
  FoveaSite *copy = g_new (FoveaSite, 1);

  copy_site (copy, site);
  g_ptr_array_add (sites, copy);
}

GPtrArray *
fovea_sites (FoveaModel *model, const FoveaMethod *method, guint height, guint width,
             GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_recorded_check_method (model, method, error)
                                   ? fovea_model_tape (model, height, width, error)
                                   : NULL;
  GPtrArray *sites = tape ? g_ptr_array_new_with_free_func (site_free) : NULL;
  guint n = 0;
  const FoveaNode *const *nodes = tape ? fovea_tape_sites (tape, &n) : NULL;

  if (tape && method && method->of_input)
    {
      FoveaSite input = input_site (tape);
      if (!check_relu (tape, method, error))
        {
          g_ptr_array_unref (sites);
          return NULL;
        }
      add_site (sites, &input);
      return sites;
    }
  for (guint i = 0; i < n; i++)
    if (!method || fovea_method_suits (method, nodes[i]->site))
      add_site (sites, nodes[i]->site);
  return sites;
}

char *
fovea_default_layer (FoveaModel *model, const FoveaMethod *method, GError **error)
{
  g_autoptr (GPtrArray) sites = fovea_sites (model, method, 0, 0, error);
  const FoveaSite *last = NULL;

  if (sites && method->fusion)
    return fovea_fusion_stages (sites);
  for (guint i = 0; sites && i < sites->len; i++)
    {
      const FoveaSite *site = g_ptr_array_index (sites, i);
      if (!method->at_the_head && is_default (method, site, last))
        return g_strdup (site->path);
      last = site;
    }
  if (sites && !last)
    refuse_model (model, method, error);
  return last ? g_strdup (last->path) : NULL;
}
