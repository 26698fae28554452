/* SPDX-License-Identifier: MIT */
#include "compare-golden.h"

#include <math.h>

#include "model.h"
#include "run.h"
#include "synthetic.h"

/* What was seen under one name: valid once shown. */
typedef struct
{
  gboolean shown[2]; /* by FoveaWant */
  Summary summary[2];
} Seen;

typedef struct
{
  const FoveaName *names;
  guint n;
  Seen *seen; /* by name */
} Watched;

static gboolean
wants_all (const FoveaNode *node, FoveaWant what, gpointer data)
{
  return TRUE;
}

static void
take_summary (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
              const float *values, gpointer data)
{
  const Watched *watched = data;

  for (guint i = 0; i < watched->n; i++)
    {
      Seen *seen = &watched->seen[i];

      if (watched->names[i].node != node)
        continue;
      g_assert_false (seen->shown[what]);
      seen->shown[what] = TRUE;
      summarise (shape, values, watched->names[i].layout == FOVEA_LAYOUT_NHWC,
                 &seen->summary[what]);
    }
}

static FoveaTensor *
one_hot (guint n, guint index)
{
  float *fill;
  FoveaTensor *seed = fovea_tensor_new (&FOVEA_SHAPE (1, n), &fill);

  fill[index] = 1;
  return seed;
}

static void
compare_logits (const Golden *golden, FoveaTensor *output, double relative)
{
  const float *logits = fovea_tensor_data (output);
  double low = INFINITY, high = -INFINITY, worst = 0;
  guint top = 0;

  g_assert_cmpuint (fovea_tensor_count (output), ==, golden->n_logits);
  for (guint i = 0; i < golden->n_logits; i++)
    {
      low = MIN (low, golden->logits[i]);
      high = MAX (high, golden->logits[i]);
      g_assert_true (isfinite (logits[i]));
      worst = MAX (worst, fabs (logits[i] - golden->logits[i]));
      if (logits[i] > logits[top])
        top = i;
    }
  g_test_message ("%s: logits within %.4f of the tolerance", golden->backbone,
                  worst / (relative * (high - low) + 1e-6));
  if (worst > relative * (high - low) + 1e-6 || top != golden->target)
    g_test_fail (); /* the points tell where it began */
}

/* Runs forward and backward once. */
static void
run_all (const Golden *golden, FoveaModel *model, FoveaTape *tape, double relative,
         Watched *watched)
{
  g_autoptr (GError) error = NULL;
  FoveaObserver observer = { .wants = wants_all, .take = take_summary, .data = watched };
  FoveaPlanRequest request = { .seed = fovea_tape_get_output (tape), .observer = &observer };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (model));
  g_autoptr (FoveaTensor) input
      = fovea_synthetic_image (golden->height, golden->width, golden->seed);
  g_autoptr (FoveaTensor) seed = one_hot (golden->n_logits, golden->target);

  fovea_run_forward (run, input, &observer, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaTensor) output = fovea_run_output (run);
  compare_logits (golden, output, relative);
  fovea_run_backward (run, seed, &observer, &error);
  g_assert_no_error (error);
}

static double
compare_point (const GoldenPoint *point, const FoveaName *name, const Seen *seen,
               FoveaWant what, double relative)
{
  const char *number;
  double distance = summary_distance (
      &seen->summary[what], what == FOVEA_ACTIVATION ? &point->activation : &point->gradient,
      relative, &number);

  g_assert_true (seen->shown[what]);
  g_assert_cmpuint (fovea_shape_count (&name->node->shape), ==, fovea_shape_count (&point->shape));
  if (distance > 1)
    {
      g_test_message ("%s: %s differs by %g times the tolerance in its %s", point->name,
                      what == FOVEA_ACTIVATION ? "activation" : "gradient", distance, number);
      g_test_fail ();
    }
  return distance;
}

/* The index of what is called so and laid out as published, or -1. */
static gint
find_name (const Watched *watched, const char *name)
{
  for (guint i = 0; i < watched->n; i++)
    if (g_str_equal (watched->names[i].name, name)
        && watched->names[i].layout != FOVEA_LAYOUT_PRIVATE)
      return (gint) i;
  return -1;
}

static void
compare_points (const Golden *golden, const Watched *watched, const GoldenRules *rules)
{
  double worst[2] = { 0, 0 };
  guint compared = 0;

  for (guint what = 0; what < 2; what++)
    for (guint i = 0; i < golden->n_points; i++)
      {
        const GoldenPoint *point = &golden->points[what ? golden->n_points - 1 - i : i];
        gint index = find_name (watched, point->name);

        if (index < 0)
          {
            if (!rules->may_be_absent (point->name))
              g_error ("no node is called %s", point->name);
            continue;
          }
        compared++;
        double distance
            = compare_point (point, &watched->names[index], &watched->seen[index], what,
                             what ? rules->gradient : rules->activation);
        worst[what] = MAX (worst[what], distance);
      }
  g_assert_cmpuint (compared, >, golden->n_points / 2);
  g_test_message ("%s: %u of %u points; activations within %.4f, gradients within %.4f of "
                  "the tolerance",
                  golden->backbone, compared / 2, golden->n_points, worst[0], worst[1]);
}

void
compare_with_golden (const char *name, const GoldenRules *rules)
{
  g_autoptr (Golden) golden = golden_open (name);
  g_autoptr (GError) error = NULL;
  g_autofree char *weights
      = g_strdup_printf (FOVEA_WEIGHTS_SYNTHETIC "%" G_GUINT64_FORMAT, golden->seed);
  FoveaModelOptions options = { .name = golden->backbone, .weights = weights };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaTape) tape
      = fovea_model_tape (model, golden->height, golden->width, &error);
  g_assert_no_error (error);
  Watched watched = { 0 };

  watched.names = fovea_tape_names (tape, &watched.n);
  g_autofree Seen *seen = watched.seen = g_new0 (Seen, watched.n);
  run_all (golden, model, tape, rules->activation, &watched);
  compare_points (golden, &watched, rules);
}
