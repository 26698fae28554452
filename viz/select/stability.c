/* SPDX-License-Identifier: MIT */

/* How steady a map is: Spearman's rank correlation of the image's map with that of the image
 * moved a little (measures/motion.h: four shifts by one pixel, a mirror image, two turns by
 * 5 degrees), moved back, over the pixels that no motion carries over the border. The mean
 * over motions and columns. */

#include "rule.h"

#include "measures/agreement.h"
#include "measures/motion.h"

#include <string.h>

typedef struct
{
  FoveaExplanation *explanation;
  guint layer, width, height; /* of the finished map */
  FoveaMap *map;
  guint8 *valid;
  const FoveaWatch *watch;
} Steady;

/* Those that count, close together. (transfer full) */
static float *
gather (const Steady *steady, const float *values, gsize *n)
{
  gsize size = (gsize)steady->width * steady->height;
  float *kept = g_new (float, size);

  *n = 0;
  for (gsize i = 0; i < size; i++)
    if (steady->valid[i])
      kept[(*n)++] = values[i];
  return kept;
}

/* The map of the moved image, moved back. (transfer full) */
static float *
map_of_moved (const Steady *steady, const FoveaMotion *motion, GError **error)
{
  FoveaInput *input = fovea_explanation_input (steady->explanation);
  guint width = fovea_input_width (input), height = fovea_input_height (input);
  FoveaMotion back = fovea_motion_inverse (motion);
  g_autofree float *image = g_new (float, (gsize)3 * width * height);

  fovea_motion_apply (motion, fovea_tensor_data (fovea_input_tensor (input)), 3, width,
                      height, image);
  g_autoptr (FoveaInput) moved = fovea_input_replace (input, image);
  g_autoptr (FoveaExplanation) again = fovea_explain_again (
      steady->explanation, steady->layer, NULL, moved, steady->watch, error);
  if (!again)
    return NULL;
  const char *path
      = fovea_explanation_layer (steady->explanation, steady->layer)->site.path;
  g_autoptr (FoveaMap) map = fovea_explanation_finish_panel (
      again, (guint)MAX (fovea_explanation_find (again, path), 0), 0, FALSE);
  float *values = g_new (float, (gsize)steady->width * steady->height);
  fovea_motion_apply (&back, fovea_map_values (map), 1, steady->width, steady->height,
                      values);
  return values;
}

static gboolean
correlate (const Steady *steady, const FoveaMotion *motion, double *correlation,
           GError **error)
{
  g_autofree float *moved = map_of_moved (steady, motion, error);
  gsize n;

  if (!moved)
    return FALSE;
  g_autofree float *one = gather (steady, fovea_map_values (steady->map), &n);
  g_autofree float *other = gather (steady, moved, &n);
  return fovea_spearman (one, other, n, correlation, error);
}

static gboolean
of_column (const FoveaCandidate *candidate, guint column, double *score, GError **error)
{
  FoveaExplanation *explanation = candidate->explanations[column];
  guint layer = candidate->layers[column];
  g_autoptr (FoveaMap) map
      = fovea_explanation_finish_panel (explanation, layer, 0, FALSE);
  guint width = fovea_map_width (map), height = fovea_map_height (map);
  g_autofree guint8 *valid = g_malloc ((gsize)width * height);
  Steady steady = { explanation, layer, width, height, map, valid, candidate->watch };

  memset (valid, 1, (gsize)width * height);
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    fovea_motion_mark_valid (&fovea_motions[i], width, height, valid);
  *score = 0;
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    {
      double correlation;
      if (!correlate (&steady, &fovea_motions[i], &correlation, error))
        return FALSE;
      *score += correlation / FOVEA_N_MOTIONS;
    }
  return TRUE;
}

static gboolean
score (const FoveaCandidate *candidate, double *score, GError **error)
{
  return fovea_rule_mean (candidate, of_column, score, error);
}

const FoveaRule fovea_stability_rule = {
  .name = "stability",
  .summary
  = "mean rank correlation of the map with those of the image shifted by a pixel, "
    "mirrored and turned by 5 degrees",
  .most = "with the steadiest maps of {models}",
  .least = "with the least steady maps of {models}",
  .asks_map = TRUE,
  .score = score,
};
