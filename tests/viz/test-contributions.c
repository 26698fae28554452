/* SPDX-License-Identifier: MIT */

/* Sums that are exact: contributions at the head, and where a pixel of large kernel attention
 * reads from. */

#include "asked.h"
#include "run.h"

static FoveaModel *
open_model (const char *name, const char *weights)
{
  g_autoptr (GError) error = NULL;
  FoveaModelOptions options = { .name = name, .weights = weights };
  FoveaModel *model = fovea_model_open (&options, &error);

  g_assert_no_error (error);
  return model;
}

/* (transfer full) */
static FoveaExplanation *
contributions_of (FoveaModel *model, guint side, guint seed)
{
  g_autoptr (FoveaTensor) image = fovea_synthetic_image (side, side, seed);
  FoveaExplainRequest request = { .method = asked_method ("contributions"),
                                  .target = 2,
                                  .objective = { .kind = FOVEA_OBJECTIVE_CENTRED } };

  return asked_explain (model, image, &request);
}

/* z_c less the mean of z, from the prediction. */
static double
centred_logit (const FoveaExplanation *explanation, guint c)
{
  FoveaPrediction *prediction = fovea_explanation_prediction (explanation);
  guint n = fovea_prediction_n_classes (prediction);
  double mean = 0;

  for (guint i = 0; i < n; i++)
    mean += fovea_prediction_logit (prediction, i) / (double) n;
  return fovea_prediction_logit (prediction, c) - mean;
}

/* What no place gives does not depend on the image: so all of what does is in the map. */
static void
test_sum (gconstpointer data)
{
  const char *name = data;
  gboolean demo = g_str_has_suffix (name, "_nano");
  guint side = g_str_has_prefix (name, "swin") ? 224 : 128;
  g_autoptr (FoveaModel) model = open_model (name, demo ? NULL : "synthetic:0");
  g_autoptr (FoveaExplanation) one = contributions_of (model, side, 3);
  g_autoptr (FoveaExplanation) other = contributions_of (model, side, 4);
  FoveaMapStats stats;

  fovea_map_stats (asked_panel (one, "contributions"), &stats);
  double sum = stats.positive - stats.negative, score = centred_logit (one, 2);
  double scale = stats.positive + stats.negative;

  g_assert_cmpfloat (fabs (asked_fact (one, "score") - score), <, 1e-5 * fabs (score) + 1e-6);
  g_assert_cmpfloat (fabs (asked_fact (one, "sum") - sum), <, 1e-5 * scale);
  g_assert_cmpfloat (fabs (asked_fact (one, "bias") - (score - sum)), <, 1e-5 * scale);
  g_assert_cmpfloat (fabs (asked_fact (one, "bias") - asked_fact (other, "bias")), <,
                     2e-5 * scale);
  g_assert_cmpfloat (fabs (asked_fact (one, "sum") - asked_fact (other, "sum")), >,
                     1e-3 * scale);
}

static void
test_elsewhere (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = open_model ("van_nano", NULL);
  g_autoptr (FoveaTensor) image = fovea_synthetic_image (112, 112, 3);
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, NULL);
  FoveaExplainRequest request
      = { .method = asked_method ("contributions"), .target = 2, .layer = "block2.1" };

  g_assert_null (fovea_explain (model, input, &request, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
}

/* What the definition below is made of. */
typedef struct
{
  const FoveaNode *u, *near, *far, *a2;
  float *u_value, *a2_value, *far_gradient, *a2_gradient;
} Parts;

static gboolean
parts_wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Parts *parts = data;

  return (what == FOVEA_ACTIVATION && (node == parts->u || node == parts->a2))
         || (what == FOVEA_GRADIENT && (node == parts->far || node == parts->a2));
}

static void
parts_take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
            const float *values, gpointer data)
{
  Parts *parts = data;
  float *copy = g_memdup2 (values, fovea_shape_count (shape) * sizeof *copy);

  if (what == FOVEA_ACTIVATION)
    *(node == parts->u ? &parts->u_value : &parts->a2_value) = copy;
  else
    *(node == parts->far ? &parts->far_gradient : &parts->a2_gradient) = copy;
}

static const FoveaNode *
find_part (FoveaTape *tape, const char *block, FoveaSiteRole role)
{
  guint n;
  const FoveaNode *const *sites = fovea_tape_sites (tape, &n);

  for (guint i = 0; i < n; i++)
    if (sites[i]->site->role == role && g_str_has_prefix (sites[i]->site->path, block))
      return sites[i];
  g_error ("no such part in %s", block);
}

static void
run_parts (FoveaModel *model, FoveaTape *tape, FoveaTensor *image, guint target, Parts *parts)
{
  g_autoptr (GError) error = NULL;
  FoveaObserver observer = { parts_wants, parts_take, NULL, NULL, parts };
  FoveaPlanRequest request
      = { .seed = fovea_tape_get_output (tape), .observer = &observer };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (model));
  float *fill;
  g_autoptr (FoveaTensor) seed
      = fovea_tensor_new (&FOVEA_SHAPE (1, fovea_model_n_classes (model)), &fill);

  fill[target] = 1;
  fovea_run_forward (run, image, &observer, &error);
  g_assert_no_error (error);
  fovea_run_backward (run, seed, &observer, &error);
  g_assert_no_error (error);
}

/* By its definition, gathered cell by cell: over every r that both kernels reach. */
static double
read_by_definition (const Parts *parts, FoveaBinding *binding, gssize p, gssize q)
{
  gssize width = (gssize) parts->u->shape.dim[3], height = (gssize) parts->u->shape.dim[2];
  const float *near = fovea_binding_get (binding, parts->near, 0);
  const float *far = fovea_binding_get (binding, parts->far, 0);
  gsize plane = (gsize) (width * height);
  double sum = 0;

  for (gssize r = 0; r < width * height; r++)
    {
      gssize near_y = q / width - r / width + 2, near_x = q % width - r % width + 2;
      gssize far_y = r / width - p / width + 9, far_x = r % width - p % width + 9;
      if (near_y < 0 || near_x < 0 || near_y > 4 || near_x > 4 || far_y < 0 || far_x < 0
          || far_y > 18 || far_x > 18 || far_y % 3 || far_x % 3)
        continue;
      for (gsize k = 0; k < parts->u->shape.dim[1]; k++)
        sum += (double) parts->far_gradient[k * plane + (gsize) p]
               * far[k * 49 + (gsize) (far_y / 3 * 7 + far_x / 3)]
               * near[k * 25 + (gsize) (near_y * 5 + near_x)]
               * parts->u_value[k * plane + (gsize) q];
    }
  return sum;
}

static void
check_place (FoveaModel *model, FoveaTensor *image, const Parts *parts, guint column,
             guint row)
{
  gssize width = (gssize) parts->u->shape.dim[3], height = (gssize) parts->u->shape.dim[2];
  gsize plane = (gsize) (width * height), p = row * (gsize) width + column;
  FoveaChoice choice = { .has_place = TRUE,
                         .x = (column + 0.5) * 112 / (double) width,
                         .y = (row + 0.5) * 112 / (double) height,
                         .map = -1,
                         .channel = -1 };
  FoveaExplainRequest request = { .method = asked_method ("reads_from"),
                                  .target = 2,
                                  .layer = parts->a2->site->path,
                                  .choice = &choice };
  g_autoptr (FoveaExplanation) explanation = asked_explain (model, image, &request);
  const float *map = fovea_map_values (asked_panel (explanation, "reads_from"));
  double total = 0, size = 0;

  for (gsize q = 0; q < plane; q++)
    size = fmax (size, fabsf (map[q]));
  for (gsize q = 0; q < plane; q++)
    g_assert_cmpfloat (fabs (map[q]
                             - read_by_definition (parts, fovea_model_binding (model),
                                                   (gssize) p, (gssize) q)),
                       <, 1e-5 * size);
  for (gsize k = 0; k < parts->a2->shape.dim[1]; k++)
    total += (double) parts->a2_gradient[k * plane + p] * parts->a2_value[k * plane + p];
  g_assert_cmpfloat (size, >, 0);
  g_assert_cmpfloat (fabs (asked_fact (explanation, "evidence") - total), <, 1e-5 * size);
}

/* In the middle and in a corner, where the kernels leave the map. */
static void
test_reads_from (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = open_model ("van_nano", NULL);
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 112, 112, &error);
  g_autoptr (FoveaTensor) image = fovea_synthetic_image (112, 112, 3);
  Parts parts = { find_part (tape, "block1.1", FOVEA_ROLE_U),
                  find_part (tape, "block1.1", FOVEA_ROLE_A0),
                  find_part (tape, "block1.1", FOVEA_ROLE_A1),
                  find_part (tape, "block1.1", FOVEA_ROLE_A2) };

  g_assert_cmpuint (parts.near->site->kernel, ==, 5);
  g_assert_cmpuint (parts.far->site->dilation, ==, 3);
  run_parts (model, tape, image, 2, &parts);
  check_place (model, image, &parts, 14, 13);
  check_place (model, image, &parts, 0, 27);
  g_free (parts.u_value);
  g_free (parts.a2_value);
  g_free (parts.far_gradient);
  g_free (parts.a2_gradient);
}

/* In attention over a footprint they are those of the weights' gradient. */
static void
test_reads_attention (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaExplainRequest request = { .method = asked_method ("reads_from"), .target = 2 };
  g_autofree char *layer = fovea_default_layer (model, request.method, NULL);

  request.layer = layer;
  g_autoptr (FoveaExplanation) one = asked_explain (model, image, &request);
  request.method = asked_method ("local_attention_gradient");
  g_autoptr (FoveaExplanation) other = asked_explain (model, image, &request);
  const FoveaMap *map = asked_panel (one, "sum");
  gsize n = (gsize) fovea_map_width (map) * fovea_map_height (map);
  FoveaMapStats stats;

  g_assert_cmpmem (fovea_map_values (map), n * sizeof (float),
                   fovea_map_values (asked_panel (other, "sum")), n * sizeof (float));
  fovea_map_stats (map, &stats);
  g_assert_cmpfloat (fabs (asked_fact (one, "total") - (stats.positive - stats.negative)), <,
                     1e-5 * (stats.positive + stats.negative));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/contributions/van", "van_nano", test_sum);
  g_test_add_data_func ("/contributions/san", "san_nano", test_sum);
  g_test_add_data_func ("/contributions/acmix", "acmix_resnet_nano", test_sum);
  g_test_add_data_func ("/contributions/resnet", "resnet26", test_sum);
  g_test_add_data_func ("/contributions/convnext", "convnext_tiny", test_sum);
  g_test_add_data_func ("/contributions/swin", "swin_tiny", test_sum);
  g_test_add_func ("/contributions/elsewhere", test_elsewhere);
  g_test_add_func ("/contributions/reads-from", test_reads_from);
  g_test_add_func ("/contributions/reads-attention", test_reads_attention);
  return g_test_run ();
}
