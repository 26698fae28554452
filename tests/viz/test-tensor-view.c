/* SPDX-License-Identifier: MIT */

/* A tensor looked at channel by channel: its numbers against plain loops, relevance
 * against what A times G adds up to, names, order, pictures and files. */

#include "tensor-view.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "asked.h"
#include "npy.h"
#include "run.h"

static FoveaTensor *
random_tensor (const FoveaShape *shape, GRand *random, double low, double high)
{
  float *fill;
  FoveaTensor *tensor = fovea_tensor_new (shape, &fill);

  for (gsize i = 0; i < fovea_tensor_count (tensor); i++)
    fill[i] = (float)g_rand_double_range (random, low, high);
  return tensor;
}

/* Counted bin by bin from the edges. */
static void
check_bins (const FoveaTensorNumbers *numbers, const float *values, gsize n)
{
  gsize sum = 0;

  for (guint bin = 0; bin < FOVEA_TENSOR_BINS; bin++)
    {
      double low = fovea_tensor_numbers_edge (numbers, bin);
      double high = fovea_tensor_numbers_edge (numbers, bin + 1);
      gsize count = 0;

      for (gsize i = 0; i < n; i++)
        if (isfinite (values[i]) && (double)values[i] >= low
            && ((double)values[i] < high || bin + 1 == FOVEA_TENSOR_BINS))
          count++;
      g_assert_cmpuint (numbers->bins[bin], ==, count);
      sum += numbers->bins[bin];
    }
  g_assert_cmpuint (sum, ==, numbers->finite);
}

static void
test_numbers (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  float values[1000];
  double sum = 0, squares = 0, min = 1e9, max = -1e9;
  FoveaTensorNumbers numbers;
  gsize n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = i % 10 == 3 ? 0 : (float)g_rand_double_range (random, -2, 5);
  values[7] = values[500] = NAN;
  values[8] = INFINITY;
  values[999] = -INFINITY;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (isfinite (values[i]))
      {
        n++;
        sum += (double)values[i];
        squares += (double)values[i] * (double)values[i];
        min = MIN (min, (double)values[i]);
        max = MAX (max, (double)values[i]);
      }
  fovea_tensor_numbers_read (&numbers, values, G_N_ELEMENTS (values));
  g_assert_cmpuint (numbers.count, ==, 1000);
  g_assert_cmpuint (numbers.finite, ==, n);
  g_assert_cmpuint (numbers.nan, ==, 2);
  g_assert_cmpuint (numbers.infinite, ==, 2);
  g_assert_cmpuint (numbers.zeros, ==, 100);
  g_assert_cmpfloat (numbers.min, ==, min);
  g_assert_cmpfloat (numbers.max, ==, max);
  g_assert_cmpfloat_with_epsilon (numbers.mean, sum / (double)n, 1e-12);
  g_assert_cmpfloat_with_epsilon (
      numbers.deviation, sqrt (squares / (double)n - sum * sum / (double)(n * n)), 1e-9);
  check_bins (&numbers, values, G_N_ELEMENTS (values));
}

/* No finite value, one value, none at all. */
static void
test_degenerate (void)
{
  const float bad[] = { NAN, INFINITY, -INFINITY }, same[] = { 3, 3, 3, 3 };
  FoveaTensorNumbers numbers;

  fovea_tensor_numbers_read (&numbers, bad, G_N_ELEMENTS (bad));
  g_assert_cmpuint (numbers.finite, ==, 0);
  g_assert_cmpfloat (numbers.mean, ==, 0);
  g_assert_cmpfloat (numbers.max, ==, 0);
  fovea_tensor_numbers_read (&numbers, same, G_N_ELEMENTS (same));
  g_assert_cmpuint (numbers.bins[0], ==, 4);
  g_assert_cmpfloat (numbers.deviation, ==, 0);
  fovea_tensor_numbers_read (&numbers, NULL, 0);
  g_assert_cmpuint (numbers.count, ==, 0);
}

static void
test_channels (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  const FoveaShape shape = FOVEA_SHAPE (1, 5, 3, 4);
  const FoveaSite site = { .path = "layer", .height = 3, .width = 4 };
  g_autoptr (FoveaTensor) a = random_tensor (&shape, random, -1, 1);
  g_autoptr (FoveaTensor) g = random_tensor (&shape, random, -1, 1);
  float *raw = (float *)fovea_tensor_data (a);
  double all = 0;

  raw[12 + 5] = NAN;
  g_autoptr (FoveaTensorView) view = fovea_tensor_view_new_of (&site, a, g);
  g_assert_cmpuint (fovea_tensor_view_n_channels (view), ==, 5);
  for (guint k = 0; k < 5; k++)
    {
      const FoveaTensorChannel *channel = fovea_tensor_view_channel (view, k);
      double sum = 0, mean = 0;

      for (guint p = 0; p < 12; p++)
        if (!isnan (raw[k * 12 + p]))
          {
            sum += (double)raw[k * 12 + p] * (double)fovea_tensor_data (g)[k * 12 + p];
            mean += (double)raw[k * 12 + p];
          }
      all += sum;
      g_assert_cmpfloat_with_epsilon (channel->relevance, sum, 1e-12);
      g_assert_cmpfloat_with_epsilon (channel->mean, mean / (k == 1 ? 11 : 12), 1e-12);
      g_assert_cmpuint (channel->missing, ==, k == 1 ? 1 : 0);
    }
  g_assert_cmpfloat_with_epsilon (fovea_tensor_view_total (view), all, 1e-12);
  g_assert_cmpuint (fovea_tensor_view_numbers (view)->nan, ==, 1);
}

/* Each order is a permutation in which its number does not grow. */
static void
check_order (FoveaTensorView *view, FoveaTensorOrder order)
{
  guint n = fovea_tensor_view_n_channels (view), seen = 0;
  g_autofree guint *indices = fovea_tensor_view_order (view, order);
  double last = INFINITY;

  for (guint i = 0; i < n; i++)
    {
      const FoveaTensorChannel *channel = fovea_tensor_view_channel (view, indices[i]);
      const double keys[]
          = { fabs (channel->relevance), channel->relevance, -channel->relevance,
              channel->strength,         channel->mean,      -(double)indices[i] };
      seen |= 1u << indices[i];
      g_assert_cmpfloat (keys[order], <=, last);
      last = keys[order];
    }
  g_assert_cmpuint (seen, ==, (1u << n) - 1);
}

static void
test_order (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  const FoveaShape shape = FOVEA_SHAPE (1, 9, 2, 2);
  const FoveaSite site = { .path = "layer", .height = 2, .width = 2 };
  g_autoptr (FoveaTensor) a = random_tensor (&shape, random, -1, 1);
  g_autoptr (FoveaTensor) g = random_tensor (&shape, random, -1, 1);
  g_autoptr (FoveaTensorView) view = fovea_tensor_view_new_of (&site, a, g);
  g_autoptr (FoveaTensorView) bare = fovea_tensor_view_new_of (&site, a, NULL);

  for (guint order = 0; order < FOVEA_N_ORDERS; order++)
    check_order (view, order);
  g_autofree guint *asked = fovea_tensor_view_order (bare, FOVEA_ORDER_RELEVANCE);
  g_autofree guint *strong = fovea_tensor_view_order (bare, FOVEA_ORDER_STRENGTH);
  g_assert_cmpmem (asked, 9 * sizeof *asked, strong, 9 * sizeof *strong);
  g_assert_false (fovea_tensor_view_has_relevance (bare));
}

/* Zero in the middle where anything is negative; a cell that is not a number stays
 * clear, and a grid with too many cells is averaged. */
static void
test_picture (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  const FoveaShape shape = FOVEA_SHAPE (1, 2, 6, 10);
  const FoveaSite site = { .path = "layer", .height = 6, .width = 10 };
  g_autoptr (FoveaTensor) a = random_tensor (&shape, random, 1, 2);
  float *raw = (float *)fovea_tensor_data (a);
  guint32 pixels[100];
  guint width, height;
  FoveaLook look;

  fovea_look_init (&look);
  look.blend = FOVEA_BLEND_PLAIN;
  look.opacity = 1;
  raw[13] = NAN;
  raw[0] = 7;
  g_autoptr (FoveaTensorView) view = fovea_tensor_view_new_of (&site, a, NULL);
  fovea_tensor_view_look (view, -1, &look);
  g_assert_false (look.is_signed);
  g_assert_cmpfloat (look.low, ==, 0);
  g_assert_cmpfloat (look.high, ==, 7);
  fovea_tensor_view_paint (view, 0, &look, 10, pixels, &width, &height);
  g_assert_cmpuint (width, ==, 10);
  g_assert_cmpuint (height, ==, 6);
  g_assert_cmphex (pixels[13], ==, 0);
  g_assert_cmphex (pixels[12] >> 24, ==, 0xff);
  g_assert_cmphex (pixels[0], !=, pixels[1]);
  fovea_tensor_view_paint (view, 0, &look, 5, pixels, &width, &height);
  g_assert_cmpuint (width, ==, 5);
  g_assert_cmpuint (height, ==, 3);
  g_assert_cmphex (pixels[1] >> 24, ==, 0xff);
  raw[70] = -9;
  g_autoptr (FoveaTensorView) other = fovea_tensor_view_new_of (&site, a, NULL);
  fovea_tensor_view_look (other, -1, &look);
  g_assert_true (look.is_signed);
  g_assert_cmpfloat (look.high, ==, 9);
  fovea_tensor_view_look (other, 0, &look);
  g_assert_true (look.is_signed);
  g_assert_cmpfloat (look.high, ==, 7);
  g_assert_cmpint (look.colormap->group, ==, FOVEA_COLORMAP_DIVERGING);
}

/* Taps over queries: those of windows are turned and gathered. */
static void
test_taps (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  const FoveaSite local = { .path = "local",
                            .kind = FOVEA_SITE_LOCAL_ATTENTION,
                            .role = FOVEA_ROLE_WEIGHTS,
                            .layout = FOVEA_LAYOUT_MAPS,
                            .height = 4,
                            .width = 5,
                            .kernel = 3,
                            .heads = 2,
                            .step = 1 };
  const FoveaSite windows = { .path = "windows",
                              .kind = FOVEA_SITE_WINDOW_ATTENTION,
                              .role = FOVEA_ROLE_WEIGHTS,
                              .layout = FOVEA_LAYOUT_WINDOWS,
                              .height = 4,
                              .width = 6,
                              .window = 2,
                              .heads = 3,
                              .step = 1 };
  g_autoptr (FoveaTensor) a = random_tensor (&FOVEA_SHAPE (1, 18, 4, 5), random, 0, 1);
  g_autoptr (FoveaTensor) b = random_tensor (&FOVEA_SHAPE (1, 18, 4, 4), random, 0, 1);
  g_autoptr (FoveaTensorView) one = fovea_tensor_view_new_of (&local, a, NULL);
  g_autoptr (FoveaTensorView) other = fovea_tensor_view_new_of (&windows, b, NULL);
  g_autofree char *title = fovea_tensor_view_title (one, 13);
  g_autofree char *key = fovea_tensor_view_title (other, 7);
  g_autofree char *label = fovea_tensor_view_label (one, 13);
  g_autofree char *shape = fovea_tensor_view_shape (one);
  g_autofree char *windowed = fovea_tensor_view_shape (other);
  g_autoptr (FoveaMap) map = fovea_tensor_view_map (one, 13);
  g_autoptr (FoveaMap) keys = fovea_tensor_view_map (other, 7);

  g_assert_cmpuint (fovea_tensor_view_n_channels (one), ==, 18);
  g_assert_cmpuint (fovea_tensor_view_n_channels (other), ==, 12);
  g_assert_cmpstr (title, ==, "Map 1, tap 4 of 9");
  g_assert_cmpstr (label, ==, "Map 1 · 4");
  g_assert_cmpstr (key, ==, "Head 1, key 3 of 4");
  g_assert_cmpstr (shape, ==, "1 × 2 × 9 × 20 (N, weight maps, taps, positions)");
  g_assert_cmpstr (windowed, ==, "6 × 3 × 4 × 4 (N · windows, heads, queries, keys)");
  g_assert_cmpfloat (fovea_map_values (map)[7], ==, fovea_tensor_data (a)[13 * 20 + 7]);
  g_assert_cmpuint (fovea_map_width (keys), ==, 6);
  /* The query at row 3, column 4: window 5, its third place. */
  g_assert_cmpfloat (fovea_map_values (keys)[3 * 6 + 4], ==,
                     fovea_tensor_data (b)[((5 * 3 + 1) * 4 + 2) * 4 + 3]);
}

static FoveaTensorView *
view_of (FoveaModel *model, FoveaTensor *image, const char *path, gint target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, &error);
  FoveaTensorRequest request = { .path = path, .target = target };
  FoveaTensorView *view = fovea_tensor_view_new (model, input, &request, NULL, &error);

  g_assert_no_error (error);
  return view;
}

/* The relevances add up to what the HiResCAM map does. */
static void
test_network (void)
{
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  const char *const paths[] = { "layer2.0", "layer4.0" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      FoveaExplainRequest request
          = { .method = asked_method ("hirescam"), .target = 2, .layer = paths[i] };
      g_autoptr (FoveaExplanation) explanation = asked_explain (model, image, &request);
      const FoveaMap *raw = fovea_explanation_layer (explanation, 0)->raw;
      g_autoptr (FoveaTensorView) view = view_of (model, image, paths[i], 2);
      FoveaMapStats stats;

      fovea_map_stats (raw, &stats);
      double all = stats.positive - stats.negative;
      g_assert_cmpint (fovea_tensor_view_target (view), ==, 2);
      g_assert_cmpfloat (fabs (all), >, 1e-3);
      g_assert_cmpfloat_with_epsilon (fovea_tensor_view_total (view), all, 1e-4);
    }
}

/* Whatever is listed can be looked at; every class's logit is its own relevance. */
static void
test_every_name (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (GPtrArray) names
      = fovea_tensor_names (model, ASKED_SIDE, ASKED_SIDE, &error);
  guint kinds[3] = { 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < names->len; i++)
    {
      const FoveaTensorName *name = g_ptr_array_index (names, i);
      g_autoptr (FoveaTensorView) view = view_of (model, image, name->path, 2);
      gboolean learned = name->kind == FOVEA_TENSOR_LEARNED;

      kinds[name->kind]++;
      g_assert_cmpint (fovea_tensor_view_kind (view), ==, name->kind);
      g_assert_true (fovea_tensor_view_has_relevance (view) == !learned);
      g_assert_true ((fovea_tensor_view_lacks (view) != NULL) == learned);
      g_assert_cmpuint (fovea_tensor_view_numbers (view)->nan, ==, 0);
    }
  g_assert_cmpuint (kinds[FOVEA_TENSOR_SITE], >, 10);
  g_assert_cmpuint (kinds[FOVEA_TENSOR_LEARNED], >=, 2);
  g_assert_cmpuint (kinds[FOVEA_TENSOR_LOGITS], ==, 1);
  g_autoptr (FoveaTensorView) logits = view_of (model, image, "logits", 2);
  g_assert_cmpfloat_with_epsilon (fovea_tensor_view_total (logits),
                                  fovea_tensor_view_channel (logits, 2)->mean, 1e-9);
  g_assert_cmpfloat (fovea_tensor_view_channel (logits, 1)->relevance, ==, 0);
}

static gboolean
stop (double share, gpointer data)
{
  return FALSE;
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = asked_model ();
  g_autoptr (FoveaTensor) image = asked_image ();
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, &error);
  FoveaTensorRequest request = { .path = "nowhere", .target = FOVEA_TOP_CLASS };
  FoveaWatch watch = { .progress = stop };

  g_assert_null (fovea_tensor_view_new (model, input, &request, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  request = (FoveaTensorRequest){ .path = NULL, .target = 5000 };
  g_assert_null (fovea_tensor_view_new (model, input, &request, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_clear_error (&error);
  request.target = FOVEA_TOP_CLASS;
  g_assert_null (fovea_tensor_view_new (model, input, &request, &watch, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
}

/* What is saved is what is shown, in the shape that is said. */
static void
test_save (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  const FoveaSite site
      = { .path = "norm", .layout = FOVEA_LAYOUT_NHWC, .height = 2, .width = 3 };
  g_autoptr (FoveaTensor) a = random_tensor (&FOVEA_SHAPE (1, 4, 2, 3), random, -1, 1);
  g_autoptr (FoveaTensorView) view = fovea_tensor_view_new_of (&site, a, NULL);
  g_autofree char *path = NULL, *bytes = NULL;
  gsize length;
  int handle = g_file_open_tmp ("fovea-tensor-XXXXXX.npy", &path, NULL);

  close (handle);
  g_assert_true (fovea_tensor_view_save (view, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_autoptr (FoveaTensor) read = fovea_npy_parse (bytes, length, path, &error);
  g_assert_no_error (error);
  g_assert_true (
      fovea_shape_equal (fovea_tensor_shape (read), &FOVEA_SHAPE (1, 2, 3, 4)));
  for (guint p = 0; p < 6; p++)
    for (guint c = 0; c < 4; c++)
      g_assert_cmpfloat (fovea_tensor_data (read)[p * 4 + c], ==,
                         fovea_tensor_data (a)[c * 6 + p]);
  g_unlink (path);
  g_assert_false (fovea_tensor_view_save (view, "/nowhere/at/all.npy", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT);
}

static void
test_table (void)
{
  const float values[] = { 1, NAN, -2.5f, 0 };
  const FoveaSite site = { .path = "layer", .height = 1, .width = 2 };
  g_autoptr (FoveaTensor) a = fovea_tensor_new_copy (&FOVEA_SHAPE (1, 2, 1, 2), values);
  g_autoptr (FoveaTensorView) view = fovea_tensor_view_new_of (&site, a, NULL);
  g_autofree char *table = fovea_tensor_view_table (view, FOVEA_ORDER_INDEX);

  g_assert_nonnull (strstr (table, "tensor\tlayer\nshape\t1 × 2 × 1 × 2 (N C H W)\n"));
  g_assert_nonnull (strstr (table, "not a number\t1\n"));
  g_assert_nonnull (strstr (table, "mean\t-0.5\n"));
  g_assert_nonnull (strstr (table, "\n0\tChannel 0\t1\t1\t1\t0\t1\n"));
  g_assert_nonnull (strstr (table, "\n1\tChannel 1\t-2.5\t0\t-1.25\t1.25\t0\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/numbers", test_numbers);
  g_test_add_func ("/tensor/degenerate", test_degenerate);
  g_test_add_func ("/tensor/channels", test_channels);
  g_test_add_func ("/tensor/order", test_order);
  g_test_add_func ("/tensor/picture", test_picture);
  g_test_add_func ("/tensor/taps", test_taps);
  g_test_add_func ("/tensor/network", test_network);
  g_test_add_func ("/tensor/every-name", test_every_name);
  g_test_add_func ("/tensor/refused", test_refused);
  g_test_add_func ("/tensor/save", test_save);
  g_test_add_func ("/tensor/table", test_table);
  return g_test_run ();
}
