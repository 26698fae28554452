/* SPDX-License-Identifier: MIT */

/* Methods of the gradient at the image, against differences and against one another; stopping
 * any method that asks. */

#include "asked.h"

#include "noise.h"

#define PLANE ((gsize) ASKED_SIDE * ASKED_SIDE)
#define N (3 * PLANE)
#define TARGET 4

static FoveaExplanation *
ask (FoveaModel *model, FoveaTensor *image, const char *method, FoveaSampling sampling)
{
  FoveaExplainRequest request = { .method = asked_method (method), .target = TARGET,
                                  .sampling = sampling };

  return asked_explain (model, image, &request);
}

static double
total (const FoveaMap *map)
{
  double sum = 0;

  for (gsize p = 0; p < PLANE; p++)
    sum += fovea_map_values (map)[p];
  return sum;
}

/* Moving all colours of a pixel alike: dS is the sum of the map "sum" times the move. ReLUs
 * have corners: the move is small, and what float32 leaves of the difference is coarse. */
static void
test_gradient (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) got = ask (model, image, "gradient", (FoveaSampling){ 0 });
  const float *sum = fovea_map_values (asked_panel (got, "sum"));
  const float *greatest = fovea_map_values (asked_panel (got, "greatest"));
  g_autofree double *move = g_new (double, N);
  double slope = 0;

  for (gsize i = 0; i < N; i++)
    move[i] = sum[i % PLANE]; /* uphill, so that the slope is large */
  for (gsize p = 0; p < PLANE; p++)
    {
      g_assert_cmpfloat (3 * greatest[p], >=, fabsf (sum[p]) * (1 - 1e-6));
      slope += (double) sum[p] * sum[p];
    }
  const double step = 0.02 / sqrt (slope);
  for (gsize i = 0; i < N; i++)
    move[i] *= step;
  g_autoptr (FoveaTensor) after = asked_changed (image, NULL, move);
  for (gsize i = 0; i < N; i++)
    move[i] = -move[i];
  g_autoptr (FoveaTensor) before = asked_changed (image, NULL, move);
  double difference = asked_score (model, after, TARGET, FALSE)
                      - asked_score (model, before, TARGET, FALSE);
  g_assert_cmpfloat_with_epsilon (difference / (2 * step), slope, 0.02 * slope);
}

/* Fading the image: dS/dt of S (t x) at t = 1 is what the map adds up to. */
static void
test_gradient_x_input (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) got
      = ask (model, image, "gradient_x_input", (FoveaSampling){ 0 });
  g_autofree double *more = g_new (double, PLANE);
  g_autofree double *less = g_new (double, PLANE);
  const double step = 1.0 / 256;

  for (gsize p = 0; p < PLANE; p++)
    {
      more[p] = 1 + step;
      less[p] = 1 - step;
    }
  g_autoptr (FoveaTensor) brighter = asked_changed (image, more, NULL);
  g_autoptr (FoveaTensor) fainter = asked_changed (image, less, NULL);
  double slope = (asked_score (model, brighter, TARGET, FALSE)
                  - asked_score (model, fainter, TARGET, FALSE))
                 / (2 * step);
  double sum = total (asked_panel (got, "gradient_x_input"));
  g_assert_cmpfloat_with_epsilon (sum, slope, 0.02 * (1 + fabs (slope)));
}

/* Gauss's rule with three nodes, by gradients at three faded images. */
static void
test_integrated_gradients (void)
{
  const double nodes[] = { 0.5 - sqrt (0.15), 0.5, 0.5 + sqrt (0.15) };
  const double weights[] = { 5.0 / 18, 8.0 / 18, 5.0 / 18 };
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) got
      = ask (model, image, "integrated_gradients", (FoveaSampling){ .samples = 3 });
  g_autofree double *expected = g_new0 (double, PLANE);
  g_autofree double *factor = g_new (double, PLANE);

  for (guint i = 0; i < 3; i++)
    {
      for (gsize p = 0; p < PLANE; p++)
        factor[p] = nodes[i];
      g_autoptr (FoveaTensor) faded = asked_changed (image, factor, NULL);
      g_autoptr (FoveaExplanation) one
          = ask (model, faded, "gradient_x_input", (FoveaSampling){ 0 });
      const FoveaMap *map = asked_panel (one, "gradient_x_input");
      for (gsize p = 0; p < PLANE; p++)
        expected[p] += weights[i] / nodes[i] * fovea_map_values (map)[p];
    }
  assert_close ("three nodes", fovea_map_values (asked_panel (got, "integrated_gradients")),
                expected, PLANE, 1e-5);
}

static void
test_completeness (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) got
      = ask (model, image, "integrated_gradients", (FoveaSampling){ .samples = 64 });
  g_autofree double *nothing = g_new0 (double, PLANE);
  g_autoptr (FoveaTensor) grey = asked_changed (image, nothing, NULL);
  double whole = asked_score (model, image, TARGET, FALSE);
  double empty = asked_score (model, grey, TARGET, FALSE);
  double sum = total (asked_panel (got, "integrated_gradients"));

  g_assert_cmpfloat_with_epsilon (asked_fact (got, "score"), whole, 1e-5);
  g_assert_cmpfloat_with_epsilon (asked_fact (got, "baseline"), empty, 1e-5);
  g_assert_cmpfloat_with_epsilon (asked_fact (got, "gap"), sum - (whole - empty), 1e-4);
  g_assert_cmpfloat (fabs (asked_fact (got, "gap")), <, 0.02 * fabs (whole - empty));
}

/* Two samples are two gradients. */
static void
test_smooth_grad (void)
{
  const double noise = 0.1;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  FoveaSampling sampling = { .samples = 1, .seed = 5, .noise = noise };
  g_autoptr (FoveaExplanation) got = ask (model, image, "smoothgrad", sampling);
  double deviation = asked_fact (got, "deviation");
  g_autofree double *add = g_new (double, N);
  g_autofree double *expected = g_new (double, PLANE);

  for (gsize i = 0; i < N; i++)
    add[i] = deviation * fovea_noise_normal (5, i);
  g_autoptr (FoveaTensor) noisy = asked_changed (image, NULL, add);
  g_autoptr (FoveaExplanation) one = ask (model, noisy, "gradient", (FoveaSampling){ 0 });
  for (gsize p = 0; p < PLANE; p++)
    {
      expected[p] = fovea_map_values (asked_panel (one, "greatest"))[p];
      g_assert_cmpfloat (fovea_map_values (asked_panel (got, "variance"))[p], <, 1e-6);
    }
  assert_close ("one sample", fovea_map_values (asked_panel (got, "smoothgrad")), expected,
                PLANE, 1e-6);

  sampling.samples = 4;
  g_autoptr (FoveaExplanation) four = ask (model, image, "smoothgrad", sampling);
  g_assert_cmpfloat (total (asked_panel (four, "variance")), >, 0);
  g_assert_cmpfloat (total (asked_panel (four, "squared")), >,
                     total (asked_panel (four, "variance")));
}

/* Noise has the mean and deviation it says. */
static void
test_noise (void)
{
  double sum = 0, squares = 0, even = 0;
  const guint n = 20000;

  for (guint i = 0; i < n; i++)
    {
      double value = fovea_noise_normal (1, i);
      sum += value / n;
      squares += value * value / n;
      even += fovea_noise_uniform (2, i) / n;
      g_assert_cmpfloat (fovea_noise_uniform (2, i), <, 1);
    }
  g_assert_cmpfloat_with_epsilon (sum, 0, 0.03);
  g_assert_cmpfloat_with_epsilon (squares, 1, 0.04);
  g_assert_cmpfloat_with_epsilon (even, 0.5, 0.01);
  g_assert_cmpfloat (fovea_noise_uniform (2, 7), !=, fovea_noise_uniform (3, 7));
}

/* A rule for ReLUs: another map where there are some, refused where there are none. */
static void
test_guided (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaExplanation) guided
      = ask (model, image, "guided_backpropagation", (FoveaSampling){ 0 });
  g_autoptr (FoveaExplanation) plain = ask (model, image, "gradient", (FoveaSampling){ 0 });
  const float *a = fovea_map_values (asked_panel (guided, "guided"));
  const float *b = fovea_map_values (asked_panel (plain, "sum"));
  double difference = 0;

  for (gsize p = 0; p < PLANE; p++)
    difference = fmax (difference, fabsf (a[p] - b[p]));
  g_assert_cmpfloat (difference, >, 1e-3);

  FoveaModelOptions options = { .name = "van_nano" };
  g_autoptr (FoveaModel) van = fovea_model_open (&options, NULL);
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, NULL);
  FoveaExplainRequest request = { asked_method ("guided_backpropagation"), TARGET };
  g_assert_null (fovea_explain (van, input, &request, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "none"));
}

static gboolean
stop_after_two (double share, gpointer data)
{
  return ++*(guint *) data < 2;
}

static void
assert_cancelled (FoveaModel *model, FoveaInput *input, const FoveaExplainRequest *request,
                  const FoveaWatch *watch)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_explain (model, input, request, watch, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
}

/* Each long method stops after a question, or at once; the next request is right. */
static void
test_cancel (void)
{
  static const char *const methods[]
      = { "scorecam", "ablationcam", "occlusion", "rise", "smoothgrad", "integrated_gradients" };
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, NULL);
  gint stop = 1;

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      guint calls = 0;
      gboolean ablates = g_str_equal (methods[i], "ablationcam"); /* a formula at the head */
      FoveaExplainRequest request = { .method = asked_method (methods[i]), .target = TARGET,
                                      .layer = ablates ? "layer3.1" : NULL,
                                      .sampling = { .samples = 3 } };
      FoveaWatch counting = { stop_after_two, &calls, NULL, NULL }, set = { .stop = &stop };

      assert_cancelled (model, input, &request, &counting);
      g_assert_cmpuint (calls, ==, 2);
      assert_cancelled (model, input, &request, &set);
    }
  g_autoptr (FoveaExplanation) one = ask (model, image, "rise", (FoveaSampling){ .samples = 2 });
  g_autoptr (FoveaExplanation) two = ask (model, image, "rise", (FoveaSampling){ .samples = 2 });
  assert_same_bits ("after a stop", fovea_map_values (asked_panel (one, "rise")),
                    fovea_map_values (asked_panel (two, "rise")), PLANE);
}

/* Enough: what there is is kept, and is what so few would have given. */
static void
test_enough (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, NULL);
  gint enough = 1;
  FoveaWatch watch = { .enough = &enough };
  FoveaExplainRequest request = { .method = asked_method ("rise"), .target = TARGET,
                                  .sampling = { .samples = 50 } };
  g_autoptr (FoveaExplanation) early = fovea_explain (model, input, &request, &watch, NULL);
  g_autoptr (FoveaExplanation) one = ask (model, image, "rise", (FoveaSampling){ .samples = 1 });

  g_assert_cmpfloat (asked_fact (early, "masks"), ==, 1);
  assert_same_bits ("one mask", fovea_map_values (asked_panel (early, "rise")),
                    fovea_map_values (asked_panel (one, "rise")), PLANE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/slopes/gradient", test_gradient);
  g_test_add_func ("/viz/slopes/gradient-x-input", test_gradient_x_input);
  g_test_add_func ("/viz/slopes/integrated-gradients", test_integrated_gradients);
  g_test_add_func ("/viz/slopes/completeness", test_completeness);
  g_test_add_func ("/viz/slopes/smooth-grad", test_smooth_grad);
  g_test_add_func ("/viz/slopes/noise", test_noise);
  g_test_add_func ("/viz/slopes/guided", test_guided);
  g_test_add_func ("/viz/slopes/cancel", test_cancel);
  g_test_add_func ("/viz/slopes/enough", test_enough);
  return g_test_run ();
}
