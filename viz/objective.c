/* SPDX-License-Identifier: MIT */

/* Each kind as S and dS/dz; e_c is the unit vector of class c, p = softmax (z).
 *
 *   logit           z_c                  e_c
 *   probability     p_c                  p_c (e_c - p)
 *   contrast        z_c - z_d            e_c - e_d
 *   counterfactual  -z_c                 -e_c
 *   centred         z_c - mean z         e_c - 1 / n
 *   finer           N / (s + e)          [sum of p_d (e_d - p)(z_c - z_d) + s e_c - sum of
 *                                        p_d e_d] / (s + e) - N [sum of p_d (e_d - p)] / (s + e)^2
 *                   N = sum of p_d (z_c - z_d), s = sum of p_d, e = 1e-9
 *   torch-cam's     z_c - 0.6 mean z_d   e_c - 0.2 sum of e_d
 *
 * Finer-CAM is arXiv 2501.11309; p is not held constant. */

#include "objective.h"

#include <glib/gi18n.h>
#include <math.h>

#include "error.h"

#define NEAREST 3
#define FINER_EPSILON 1e-9
#define TORCH_CAM_GAMMA 0.6

static const char *const names[] = {
  [FOVEA_OBJECTIVE_LOGIT] = N_ ("logit"),
  [FOVEA_OBJECTIVE_PROBABILITY] = N_ ("probability"),
  [FOVEA_OBJECTIVE_CONTRAST] = N_ ("contrast"),
  [FOVEA_OBJECTIVE_COUNTERFACTUAL] = N_ ("counterfactual"),
  [FOVEA_OBJECTIVE_CENTRED] = N_ ("centred"),
  [FOVEA_OBJECTIVE_FINER] = N_ ("finer"),
  [FOVEA_OBJECTIVE_FINER_TORCH_CAM] = "finer_torch_cam",
};

const char *
fovea_objective_name (FoveaObjectiveKind kind)
{
  return names[kind];
}

const char *
fovea_objective_unit (const FoveaObjective *objective)
{
  return objective->kind == FOVEA_OBJECTIVE_PROBABILITY ? "probability" : "logit";
}

gboolean
fovea_objective_find (const char *name, FoveaObjectiveKind *kind, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      *kind = (FoveaObjectiveKind) i;
      if (g_str_equal (names[i], name))
        return TRUE;
      g_string_append_printf (all, "%s%s", i ? ", " : "", names[i]);
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no objective \"%s\"; there are %s", name, all->str);
  return FALSE;
}

static gboolean
is_finer (const FoveaObjective *objective)
{
  return objective->kind == FOVEA_OBJECTIVE_FINER
         || objective->kind == FOVEA_OBJECTIVE_FINER_TORCH_CAM;
}

gboolean
fovea_objective_check (const FoveaObjective *objective, guint target, guint n, GError **error)
{
  if (objective->kind == FOVEA_OBJECTIVE_CONTRAST
      && (objective->against >= n || objective->against == target))
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "Class %u cannot be contrasted with class %u: it takes another of the %u "
                   "classes, from 0 to %u",
                   target, objective->against, n, n - 1);
      return FALSE;
    }
  if (!is_finer (objective) || n > NEAREST)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "This objective compares a class with the %u nearest others; there are %u classes",
               NEAREST, n);
  return FALSE;
}

/* softmax, in double. (transfer full) */
static double *
probabilities (const float *logits, guint n)
{
  double *p = g_new (double, n), greatest = -INFINITY, sum = 0;

  for (guint i = 0; i < n; i++)
    greatest = MAX (greatest, logits[i]);
  for (guint i = 0; i < n; i++)
    sum += p[i] = exp (logits[i] - greatest);
  for (guint i = 0; i < n; i++)
    p[i] /= sum;
  return p;
}

/* The classes, target aside, whose logits lie nearest to its own; of equal ones the first. */
static void
find_nearest (guint target, const float *logits, guint n, guint nearest[NEAREST])
{
  for (guint k = 0; k < NEAREST; k++)
    {
      double least = INFINITY;

      for (guint i = 0; i < n; i++)
        {
          double distance = fabs ((double) logits[i] - logits[target]);
          gboolean taken = i == target;

          for (guint j = 0; j < k; j++)
            taken |= nearest[j] == i;
          if (taken || !(distance < least))
            continue;
          least = distance;
          nearest[k] = i;
        }
    }
}

typedef struct
{
  guint nearest[NEAREST];
  double *p; /* of all classes */
  double mass, numerator;
} Finer;

static void
finer_init (Finer *finer, guint target, const float *logits, guint n)
{
  *finer = (Finer){ .p = probabilities (logits, n) };
  find_nearest (target, logits, n, finer->nearest);
  for (guint k = 0; k < NEAREST; k++)
    {
      guint d = finer->nearest[k];
      finer->mass += finer->p[d];
      finer->numerator += finer->p[d] * ((double) logits[target] - logits[d]);
    }
}

static double
mean (const float *values, guint n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  return sum / n;
}

static double
probability (guint target, const float *logits, guint n)
{
  g_autofree double *p = probabilities (logits, n);

  return p[target];
}

static double
finer_score (guint target, const float *logits, guint n)
{
  Finer finer;

  finer_init (&finer, target, logits, n);
  g_free (finer.p);
  return finer.numerator / (finer.mass + FINER_EPSILON);
}

static double
torch_cam_score (guint target, const float *logits, guint n)
{
  guint nearest[NEAREST] = { 0 };
  double sum = 0;

  find_nearest (target, logits, n, nearest);
  for (guint k = 0; k < NEAREST; k++)
    sum += logits[nearest[k]];
  return logits[target] - TORCH_CAM_GAMMA / NEAREST * sum;
}

double
fovea_objective_score (const FoveaObjective *objective, guint target, const float *logits,
                       guint n)
{
  switch (objective->kind)
    {
    case FOVEA_OBJECTIVE_LOGIT:
      return logits[target];
    case FOVEA_OBJECTIVE_PROBABILITY:
      return probability (target, logits, n);
    case FOVEA_OBJECTIVE_CONTRAST:
      return (double) logits[target] - logits[objective->against];
    case FOVEA_OBJECTIVE_COUNTERFACTUAL:
      return -logits[target];
    case FOVEA_OBJECTIVE_CENTRED:
      return logits[target] - mean (logits, n);
    case FOVEA_OBJECTIVE_FINER:
      return finer_score (target, logits, n);
    case FOVEA_OBJECTIVE_FINER_TORCH_CAM:
      return torch_cam_score (target, logits, n);
    }
  g_assert_not_reached ();
}

static void
probability_slope (guint target, const float *logits, guint n, float *slope)
{
  g_autofree double *p = probabilities (logits, n);

  for (guint j = 0; j < n; j++)
    slope[j] = (float) (p[target] * ((j == target) - p[j]));
}

static void
finer_slope (guint target, const float *logits, guint n, float *slope)
{
  Finer finer;

  finer_init (&finer, target, logits, n);
  double whole = finer.mass + FINER_EPSILON;
  for (guint j = 0; j < n; j++)
    {
      double of_numerator = j == target ? finer.mass : 0, of_mass = 0;

      for (guint k = 0; k < NEAREST; k++)
        {
          guint d = finer.nearest[k];
          double of_p = finer.p[d] * ((j == d) - finer.p[j]);
          of_mass += of_p;
          of_numerator += of_p * ((double) logits[target] - logits[d])
                          - (j == d ? finer.p[d] : 0);
        }
      slope[j] = (float) (of_numerator / whole
                          - finer.numerator * of_mass / (whole * whole));
    }
  g_free (finer.p);
}

static void
torch_cam_slope (guint target, const float *logits, guint n, float *slope)
{
  guint nearest[NEAREST] = { 0 };

  find_nearest (target, logits, n, nearest);
  slope[target] = 1;
  for (guint k = 0; k < NEAREST; k++)
    slope[nearest[k]] = (float) (-TORCH_CAM_GAMMA / NEAREST);
}

void
fovea_objective_slope (const FoveaObjective *objective, guint target, const float *logits,
                       guint n, float *slope)
{
  for (guint i = 0; i < n; i++)
    slope[i] = objective->kind == FOVEA_OBJECTIVE_CENTRED ? (float) (-1.0 / n) : 0;
  switch (objective->kind)
    {
    case FOVEA_OBJECTIVE_LOGIT:
    case FOVEA_OBJECTIVE_CENTRED:
      slope[target] += 1;
      break;
    case FOVEA_OBJECTIVE_PROBABILITY:
      probability_slope (target, logits, n, slope);
      break;
    case FOVEA_OBJECTIVE_CONTRAST:
      slope[target] = 1;
      slope[objective->against] = -1;
      break;
    case FOVEA_OBJECTIVE_COUNTERFACTUAL:
      slope[target] = -1;
      break;
    case FOVEA_OBJECTIVE_FINER:
      finer_slope (target, logits, n, slope);
      break;
    case FOVEA_OBJECTIVE_FINER_TORCH_CAM:
      torch_cam_slope (target, logits, n, slope);
      break;
    }
}

FoveaTensor *
fovea_objective_seed (const FoveaObjective *objective, guint target, const FoveaTensor *logits)
{
  float *fill;
  FoveaTensor *seed = fovea_tensor_new (fovea_tensor_shape (logits), &fill);

  fovea_objective_slope (objective, target, fovea_tensor_data (logits),
                         (guint) fovea_tensor_count (logits), fill);
  return seed;
}
