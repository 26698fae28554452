/* SPDX-License-Identifier: MIT */
#include "asking.h"

#include "fusion.h"

#define MOST_SAMPLES 1000000

void
cli_asking_clear (CliAsking *asking)
{
  g_free (asking->objective);
  g_free (asking->against);
  g_free (asking->preset_name);
  g_free (asking->smooth);
  g_free (asking->scale);
  g_free (asking->unit_name);
  g_free (asking->fuse);
}

static gboolean
check_count (int value, const char *option, GError **error)
{
  return (value >= 0 && value <= MOST_SAMPLES)
         || cli_refuse (error, "%s is a number from 1 to %d, not %d", option, MOST_SAMPLES,
                        value);
}

static gboolean
check_smoothing (CliAsking *asking, GError **error)
{
  return !asking->smooth || fovea_smoothing_find (asking->smooth, &asking->smoothing, NULL)
         || cli_refuse (error, "--smooth is views, eigen or both, not “%s”", asking->smooth);
}

static gboolean
check_scale (CliAsking *asking, GError **error)
{
  if (!fovea_range_parse (asking->scale ? asking->scale : "own", &asking->range, error)
      || (asking->unit_name && !fovea_unit_find (asking->unit_name, &asking->unit, error)))
    return FALSE;
  asking->unit = fovea_range_unit (&asking->range, asking->unit);
  return TRUE;
}

gboolean
cli_asking_check (CliAsking *asking, GError **error)
{
  asking->preset = asking->preset_name ? fovea_preset_find (asking->preset_name, error)
                                       : fovea_presets[0];
  if (!asking->preset)
    return FALSE;
  if (!check_scale (asking, error) || !check_smoothing (asking, error)
      || (asking->fuse && !fovea_fusion_find (asking->fuse, &asking->fusion, error)))
    return FALSE;
  if (asking->against && !asking->objective)
    asking->objective = g_strdup (fovea_objective_name (FOVEA_OBJECTIVE_CONTRAST));
  if (asking->objective && !fovea_objective_find (asking->objective, &asking->kind, error))
    return FALSE;
  if ((asking->kind == FOVEA_OBJECTIVE_CONTRAST) != (asking->against != NULL))
    return cli_refuse (error, "--objective contrast and --against CLASS belong together");
  if (asking->noise < 0 || asking->noise > 10)
    return cli_refuse (error, "--noise is a share of the image's range, from 0 to 10");
  return check_count (asking->samples, "--samples", error)
         && check_count (asking->patch, "--patch", error)
         && check_count (asking->step, "--step", error);
}

static gboolean
check_taken (gboolean given, gboolean taken, const char *option, GError **error)
{
  return !given || taken
         || cli_refuse (error,
                        "%s is not for this method (`fovea-cli methods` says which methods "
                        "take it)",
                        option);
}

gboolean
cli_asking_check_takes (const CliAsking *asking, FoveaTakes takes, gboolean explains_class,
                        GError **error)
{
  return !asking
         || (check_taken (asking->objective != NULL, explains_class, "--objective", error)
             && check_taken (asking->smoothing & FOVEA_SMOOTH_EIGEN,
                             takes & FOVEA_TAKES_EIGEN, "--smooth eigen", error)
             && check_taken (asking->samples > 0, takes & FOVEA_TAKES_SAMPLES, "--samples",
                             error)
             && check_taken (asking->seed != 0,
                            asking->seeds_more || (takes & FOVEA_TAKES_SEED), "--seed",
                            error)
             && check_taken (asking->noise > 0, takes & FOVEA_TAKES_NOISE, "--noise", error)
             && check_taken (asking->patch > 0, takes & FOVEA_TAKES_PATCH, "--patch", error)
             && check_taken (asking->step > 0, takes & FOVEA_TAKES_PATCH, "--step", error));
}

gboolean
cli_asking_make (const CliAsking *asking, const FoveaModel *model,
                 FoveaExplainRequest *request, GError **error)
{
  request->objective.kind = request->method->objective;
  if (!asking)
    return TRUE;
  request->preset = asking->preset;
  request->smoothing = asking->smoothing;
  request->fusion = asking->fusion;
  request->keeps_sign = asking->keeps_sign;
  request->unit = asking->unit;
  request->sampling = (FoveaSampling){ .samples = (guint) asking->samples,
                                       .seed = (guint64) asking->seed,
                                       .noise = asking->noise,
                                       .patch = (guint) asking->patch,
                                       .step = (guint) asking->step };
  if (asking->objective)
    request->objective.kind = asking->kind;
  if (!asking->against)
    return TRUE;
  gint against = fovea_model_find_class (model, asking->against, error);
  request->objective.against = (guint) against;
  return against >= 0;
}
