/* SPDX-License-Identifier: MIT */
#include "network.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"

/* Variances in [0.5, 1.5], weights about 1 / sqrt (fan in), the rest in [-1, 1). */
static FoveaTensor *
random_param (const FoveaParam *param)
{
  gsize n = fovea_shape_count (&param->shape);
  g_autofree float *values = random_floats (g_str_hash (param->name), n);
  float *fill;
  FoveaTensor *tensor = fovea_tensor_new (&param->shape, &fill);
  gboolean variance = g_str_has_suffix (param->name, "running_var");
  double bound = param->shape.rank > 1 ? sqrt (3.0 * (double) param->shape.dim[0] / (double) n)
                                       : 1;

  for (gsize i = 0; i < n; i++)
    fill[i] = variance ? 1 + values[i] / 2 : (float) (bound * values[i]);
  return tensor;
}

Network *
network_new (const FoveaShape *input, BuildFunc build, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Network *network = g_new0 (Network, 1);

  network->tape = fovea_tape_new ();
  FoveaNode *x = fovea_tape_input (network->tape, input);
  fovea_tape_close (network->tape, build (network->tape, x, data), &error);
  g_assert_no_error (error);

  network->params = g_ptr_array_new_with_free_func ((GDestroyNotify) fovea_tensor_unref);
  for (guint i = 0; i < fovea_tape_n_params (network->tape); i++)
    g_ptr_array_add (network->params, random_param (fovea_tape_get_param (network->tape, i)));
  network->binding
      = fovea_binding_new (network->tape, (FoveaTensor *const *) network->params->pdata);
  return network;
}

void
network_free (Network *network)
{
  fovea_binding_unref (network->binding);
  g_ptr_array_unref (network->params);
  fovea_tape_unref (network->tape);
  g_free (network);
}

void
assert_recording_fails (const FoveaShape *input, BuildFunc build, gconstpointer data,
                        const char *fragment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTape) tape = fovea_tape_new ();
  FoveaNode *output = build (tape, fovea_tape_input (tape, input), data);

  g_assert_null (output);
  g_assert_false (fovea_tape_close (tape, output, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  if (!strstr (error->message, fragment))
    g_error ("\"%s\" does not say \"%s\"", error->message, fragment);
}

const float *
network_param (const Network *network, const char *name)
{
  for (guint i = 0; i < network->params->len; i++)
    if (g_str_equal (fovea_tape_get_param (network->tape, i)->name, name))
      return fovea_tensor_data (g_ptr_array_index (network->params, i));
  g_error ("no parameter is called %s", name);
}

const FoveaNode *
network_node (const Network *network, const char *name)
{
  const FoveaNode *node = fovea_tape_lookup (network->tape, name);

  if (!node)
    g_error ("no node is called %s", name);
  return node;
}

FoveaTensor *
random_tensor (const FoveaShape *shape, guint batch, guint32 seed)
{
  FoveaShape batched = *shape;
  float *fill;

  batched.dim[0] *= batch;
  gsize n = fovea_shape_count (&batched);
  g_autofree float *values = random_floats (seed, n);
  FoveaTensor *tensor = fovea_tensor_new (&batched, &fill);
  memcpy (fill, values, n * sizeof *fill);
  return tensor;
}

FoveaRun *
network_run_new (const Network *network, const FoveaPlanRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaPlan) plan = fovea_plan_new (network->tape, request, &error);

  g_assert_no_error (error);
  return fovea_run_new (plan, network->binding);
}

FoveaTensor *
network_output (const Network *network, FoveaTensor *input, guint batch,
                const FoveaObserver *observer)
{
  g_autoptr (GError) error = NULL;
  FoveaPlanRequest request = { .batch = batch, .observer = observer };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);

  fovea_run_forward (run, input, observer, &error);
  g_assert_no_error (error);
  return fovea_run_output (run);
}

typedef struct
{
  const FoveaNode *node;
  FoveaTensor *gradient;
} Catch;

static gboolean
wants_gradient (const FoveaNode *node, FoveaWant what, gpointer data)
{
  return what == FOVEA_GRADIENT && node == ((Catch *) data)->node;
}

static void
take_gradient (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
               const float *values, gpointer data)
{
  Catch *caught = data;
  float *fill;

  g_assert_null (caught->gradient);
  caught->gradient = fovea_tensor_new (shape, &fill);
  memcpy (fill, values, fovea_shape_count (shape) * sizeof *fill);
}

FoveaTensor *
network_gradient (const Network *network, FoveaTensor *input, FoveaTensor *seed, guint batch,
                  FoveaRule rule)
{
  g_autoptr (GError) error = NULL;
  Catch caught = { fovea_tape_get_input (network->tape), NULL };
  FoveaObserver observer = { .wants = wants_gradient, .take = take_gradient, .data = &caught };
  FoveaPlanRequest request = { .batch = batch,
                               .seed = fovea_tape_get_output (network->tape),
                               .rule = rule,
                               .observer = &observer };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);

  fovea_run_forward (run, input, &observer, &error);
  g_assert_no_error (error);
  fovea_run_backward (run, seed, &observer, &error);
  g_assert_no_error (error);
  g_assert_nonnull (caught.gradient);
  return caught.gradient;
}
