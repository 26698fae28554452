/* SPDX-License-Identifier: MIT */

/* Charts: their axes, what they draw where, and that text stays text in a file. */

#include "chart.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "op.h"
#include "rates.h"
#include "tensor.h"

static void
check_axis (const double *values, guint count, gboolean from_zero, double low, double high,
            const char *ticks)
{
  g_autofree double *x = g_new0 (double, count + 1);
  FoveaSeries series = { "one", count, x, values };
  FoveaChartPanel panel = { .label = "y", .series = &series, .n_series = 1, .from_zero = from_zero };
  g_autoptr (GString) text = g_string_new (NULL);
  FoveaAxis axis;

  fovea_chart_axis (&panel, 6, &axis);
  for (guint i = 0; i < axis.ticks.count; i++)
    g_string_append_printf (text, "%s%s", i ? " " : "", axis.ticks.text[i]);
  g_assert_cmpstr (text->str, ==, ticks);
  g_assert_cmpfloat_with_epsilon (axis.low, low, 1e-9 * fabs (high - low));
  g_assert_cmpfloat_with_epsilon (axis.high, high, 1e-9 * fabs (high - low));
  for (guint i = 0; i < count; i++)
    if (isfinite (values[i]))
      g_assert_true (values[i] >= axis.low && values[i] <= axis.high);
}

/* However small the room, values on both sides of 0 are seen. */
static void
test_around_zero (void)
{
  const double x[] = { 1, 2 }, y[] = { -0.5, 0.02 };
  const FoveaSeries series = { "a", 2, x, y };
  const FoveaChartPanel panel = { .label = "", .series = &series, .n_series = 1 };
  const FoveaChartPanel wide
      = { .label = "", .series = &series, .n_series = 1, .y_from = -3, .y_to = 1 };
  FoveaAxis axis;

  fovea_chart_axis (&panel, 2, &axis);
  g_assert_cmpfloat_with_epsilon (axis.low, -0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (axis.high, 0.5, 1e-9);
  fovea_chart_axis (&wide, 8, &axis);
  g_assert_cmpfloat (axis.low, <=, -3);
  g_assert_cmpfloat (axis.high, >=, 1);
}

static void
test_axis (void)
{
  const double some[] = { 0.13, 0.92, 0.4 }, one[] = { 0.3 }, equal[] = { 2, 2, 2 },
               zeros[] = { 0, 0 }, gaps[] = { NAN, -3.1, INFINITY, 3, -INFINITY },
               none[] = { NAN }, large[] = { 0, 1.7e6 };

  check_axis (some, 3, TRUE, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0");
  check_axis (some, 3, FALSE, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0");
  check_axis (one, 1, TRUE, 0, 0.3, "0.0 0.1 0.2 0.3");
  check_axis (one, 1, FALSE, 0.1, 0.5, "0.1 0.2 0.3 0.4 0.5");
  check_axis (equal, 3, FALSE, 1, 3, "1.0 1.5 2.0 2.5 3.0");
  check_axis (zeros, 2, TRUE, -1, 1, "−1.0 −0.5 0.0 0.5 1.0");
  check_axis (gaps, 5, TRUE, -4, 4, "−4 −2 0 2 4");
  check_axis (none, 1, FALSE, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0");
  check_axis (none, 0, FALSE, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0");
  check_axis (large, 2, TRUE, 0, 2e6, "0.0 0.5 1.0 1.5 2.0");
}

static void
test_depth_axis (void)
{
  double x[50], y[50];
  FoveaSeries series = { "one", 50, x, y };
  FoveaChartPanel panel = { .label = "y", .series = &series, .n_series = 1 };
  FoveaChart chart = { .panels = &panel, .n_panels = 1 };
  FoveaAxis axis;

  for (guint i = 0; i < 50; i++)
    {
      x[i] = i + 1;
      y[i] = i;
    }
  fovea_chart_depth_axis (&chart, 8, &axis);
  g_assert_cmpfloat (axis.low, ==, 0.5);
  g_assert_cmpfloat (axis.high, ==, 50.5);
  g_assert_cmpuint (axis.ticks.count, ==, 5);
  g_assert_cmpstr (axis.ticks.text[0], ==, "10");
  g_assert_cmpstr (axis.ticks.text[4], ==, "50");
  series.count = 1;
  fovea_chart_depth_axis (&chart, 8, &axis);
  g_assert_cmpuint (axis.ticks.count, ==, 1);
  g_assert_cmpstr (axis.ticks.text[0], ==, "1");
  series.count = 4;
  fovea_chart_depth_axis (&chart, 8, &axis);
  g_assert_cmpuint (axis.ticks.count, ==, 4);
}

/* Two series over two bands, written to a file of this ending. Its bytes. (transfer full) */
static char *
write_chart (const char *ending, double second, gsize *length)
{
  g_autoptr (GError) error = NULL;
  const double x[] = { 1, 2, 3, 4 }, a[] = { 0.2, 0.9, second, 0.4 }, b[] = { 1, 1, 1, 1 };
  FoveaSeries series[] = { { "first & <best>", 4, x, a }, { "second", 4, x, b } };
  FoveaChartPanel panel = { .label = "height", .series = series, .n_series = 2,
                       .from_zero = TRUE, .note = "a note" };
  FoveaBand bands[] = { { 1, 2, "part A" }, { 3, 4, "part B" } };
  FoveaChart chart = { &panel, 1, bands, 2, "depth", FALSE, NULL, 0, 0, 0 };
  FoveaMetadata metadata[] = { { "Title", "A chart" } };
  g_autofree char *folder = g_dir_make_tmp ("fovea-chart-XXXXXX", &error);
  g_autofree char *name = g_strconcat ("chart", ending, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *bytes = NULL;

  g_assert_no_error (error);
  g_assert_true (fovea_chart_write (&chart, path, metadata, 1, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, length, &error));
  g_assert_cmpint (g_unlink (path) | g_rmdir (folder), ==, 0);
  return bytes;
}

static guint
count (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, word)); at += strlen (word))
    n++;
  return n;
}

static void
test_svg (void)
{
  static const char *const words[]
      = { ">first &amp; &lt;best&gt;</text>", ">second</text>", ">height</text>",
          ">depth</text>",  ">part A</text>", ">part B</text>", ">a note</text>",
          ">0.5</text>",    ">4</text>",      "<title>A chart</title>" };
  gsize length;
  g_autofree char *svg = write_chart (".svg", 0.5, &length);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (count (svg, words[i]) != 1)
      g_error ("the chart says %s %u times", words[i], count (svg, words[i]));
  g_assert_true (g_str_has_suffix (svg, "</svg>\n"));
  g_assert_cmpuint (count (svg, "<svg"), ==, 1);
  g_assert_null (strstr (svg, "<image"));
  g_assert_null (strstr (svg, "<symbol"));
}

/* What is not a number is neither drawn nor written. */
static void
test_gap (void)
{
  gsize length;
  g_autofree char *whole = write_chart (".svg", 0.5, &length);
  g_autofree char *gap = write_chart (".svg", NAN, &length);

  g_assert_cmpuint (count (whole, "<path"), >, count (gap, "<path"));
  g_assert_null (strstr (gap, "nan"));
  g_assert_null (strstr (gap, "inf"));
}

static void
test_formats (void)
{
  gsize length;
  g_autofree char *pdf = write_chart (".pdf", 0.5, &length);
  g_assert_cmpuint (length, >, 1000);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_autofree char *png = write_chart (".PNG", 0.5, &length);
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (png, 4, "\211PNG", 4);
}

static void
test_refusals (void)
{
  g_autoptr (GError) error = NULL;
  FoveaChart chart = { 0 };

  g_assert_false (fovea_chart_write (&chart, "/tmp/chart.jpg", NULL, 0, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (fovea_chart_write (&chart, "/nowhere/chart.svg", NULL, 0, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT);
}

/* Drawn at a pixel for each point. */
static cairo_surface_t *
paint (const FoveaChart *chart)
{
  double width, height;

  fovea_chart_size (chart, &width, &height);
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int) width + 20, (int) height + 20);
  cairo_t *cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  fovea_chart_draw (chart, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Pixels that are not white, within (`inside`) or outside its size. */
static guint
count_ink (cairo_surface_t *surface, double width, double height, gboolean inside)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        const guchar *p = data + y * cairo_image_surface_get_stride (surface) + x * 4;
        if ((x < width && y < height) == inside && (p[0] & p[1] & p[2]) != 255)
          n++;
      }
  return n;
}

/* Whatever the values, all is drawn within its size. */
static void
test_bounds (void)
{
  const double x[] = { 1, 2, 3 };
  const double values[][3] = { { 1e-7, 3e-7, 2e-7 }, { -1e9, 1e9, 0 }, { 5, 5, 5 },
                               { NAN, NAN, NAN },    { 0, 0, 0 } };

  for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
    for (guint n = 0; n <= 3; n++)
      {
        FoveaSeries series[] = { { "a", n, x, values[k] }, { "b", n, x, values[k] } };
        FoveaChartPanel panels[2] = { { .label = "y", .series = series, .n_series = 2 },
                                 { .label = "z", .series = series, .n_series = 1,
                                   .from_zero = TRUE } };
        FoveaChart chart = { .panels = panels, .n_panels = 2, .x_label = "x" };
        double width, height;
        cairo_surface_t *surface = paint (&chart);

        fovea_chart_size (&chart, &width, &height);
        g_assert_cmpuint (count_ink (surface, width, height, TRUE), >, 200);
        g_assert_cmpuint (count_ink (surface, width, height, FALSE), ==, 0);
        cairo_surface_destroy (surface);
      }
}

/* A point is drawn where it is said to lie, and a long series still tells itself from the
 * next by markers: away from its line there is ink of its own. */
static void
test_plot (void)
{
  double x[200], y[200];

  for (guint i = 0; i < 200; i++)
    {
      x[i] = i / 2.0;
      y[i] = 0.5;
    }
  FoveaSeries series = { "a", 200, x, y };
  FoveaChartPanel panel = { .label = "y", .series = &series, .n_series = 1, .from_zero = TRUE };
  FoveaChart chart = { .panels = &panel, .n_panels = 1, .x_to = 200 };
  FoveaPlot plot;
  double across, down, end, none;

  fovea_chart_find_plot (&chart, 0, &plot);
  g_assert_cmpfloat (plot.x_high, ==, 200.5);
  g_assert_cmpfloat (plot.y_low, ==, 0);
  fovea_chart_place (&plot, x[0], y[0], &across, &down);
  fovea_chart_place (&plot, 200.5, 0, &end, &none);
  g_assert_cmpfloat_with_epsilon (end, plot.right, 1e-9);
  g_assert_cmpfloat_with_epsilon (none, plot.bottom, 1e-9);
  cairo_surface_t *surface = paint (&chart);
  const guchar *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_assert_cmpuint (data[(gsize) down * stride + 4 * ((gsize) across + 5)], >, 120);
  g_assert_cmpuint (data[(gsize) down * stride + 4 * ((gsize) across + 5) + 2], <, 120);
  guint marked = 0;
  for (gsize column = (gsize) across; column < (gsize) end; column++)
    marked += data[((gsize) down - 2) * stride + 4 * column + 2] < 120 ? 1 : 0;
  g_assert_cmpuint (marked, >, 10);
  g_assert_cmpuint (marked, <, 60);
  cairo_surface_destroy (surface);
}

/* On a dark ground nothing is drawn in ink that cannot be seen there. */
static void
test_dark (void)
{
  const double x[] = { 1, 2, 3 }, y[] = { 1, 3, 2 };
  FoveaSeries series[]
      = { { "a", 3, x, y }, { "b", 3, x, y }, { "c", 3, x, y } };
  FoveaChartPanel panel = { .label = "y", .series = series, .n_series = 3 };
  FoveaChart chart = { .panels = &panel, .n_panels = 1, .x_label = "x", .on_dark = TRUE };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 234, 140);
  cairo_t *cr = cairo_create (surface);
  guint bright = 0;

  cairo_set_source_rgb (cr, 0.14, 0.14, 0.14);
  cairo_paint (cr);
  fovea_chart_draw (&chart, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const guchar *data = cairo_image_surface_get_data (surface);
  for (gsize i = 0; i < 140 * (gsize) cairo_image_surface_get_stride (surface); i += 4)
    {
      g_assert_cmpuint (MAX (MAX (data[i], data[i + 1]), data[i + 2]), >=, 35);
      bright += data[i] > 200 && data[i + 1] > 200 && data[i + 2] > 200 ? 1 : 0;
    }
  g_assert_cmpuint (bright, >, 100);
  cairo_surface_destroy (surface);
}

/* Without series, without panels. */
static void
test_empty (void)
{
  FoveaChartPanel panel = { .label = "y" };
  FoveaChart chart = { .panels = &panel, .n_panels = 1 };
  FoveaChart nothing = { 0 };
  cairo_surface_t *surface = paint (&chart), *blank = paint (&nothing);

  g_assert_cmpuint (count_ink (surface, 1000, 1000, TRUE), >, 100);
  g_assert_cmpuint (count_ink (blank, 1000, 1000, TRUE), ==, 0);
  cairo_surface_destroy (surface);
  cairo_surface_destroy (blank);
}

static void
test_rates_chart (void)
{
  g_autoptr (GArray) rates = g_array_new (FALSE, FALSE, sizeof (FoveaRate));
  const FoveaRate values[] = { { "layer1.0", 1, 0, 0.5, 2 },
                               { "layer2.0", 2, 0, -2, 1 },
                               { "layer2.1", 2, 1, 0, 0 } };

  g_array_append_vals (rates, values, G_N_ELEMENTS (values));
  g_assert_cmpfloat (fovea_rate_ratio (&values[0]), ==, -2);
  g_assert_cmpfloat (fovea_rate_ratio (&values[1]), ==, 1);
  g_assert_true (isnan (fovea_rate_ratio (&values[2])));

  g_autoptr (FoveaRatesChart) own = fovea_rates_chart_new (rates);
  const FoveaChart *chart = fovea_rates_chart (own);
  g_assert_cmpuint (chart->n_panels, ==, 2);
  g_assert_cmpuint (chart->n_bands, ==, 2);
  g_assert_cmpstr (chart->bands[1].label, ==, "stage 2");
  g_assert_cmpfloat (chart->bands[1].first, ==, 2);
  g_assert_cmpfloat (chart->bands[1].last, ==, 3);
  g_assert_cmpfloat (chart->panels[0].series[0].y[1], ==, 2);
  g_assert_cmpfloat (chart->panels[1].series[0].y[0], ==, -2);
  cairo_surface_t *surface = paint (chart);
  g_assert_cmpuint (count_ink (surface, 1000, 1000, TRUE), >, 1000);
  cairo_surface_destroy (surface);
}

/* Something with two parameters of one element, as a node that mixes two paths has. */
static gboolean
infer_first (FoveaNode *node, GError **error)
{
  node->shape = node->inputs[0]->shape;
  return TRUE;
}

static const FoveaOp two_rates = { .name = "two-rates", .infer = infer_first };

static FoveaTape *
record (guint blocks)
{
  g_autoptr (GError) error = NULL;
  FoveaTape *tape = fovea_tape_new ();
  FoveaNode *x = fovea_tape_input (tape, &FOVEA_SHAPE (1, 2, 4, 4));

  for (guint i = 0; i < blocks; i++)
    {
      fovea_tape_push (tape, "layer%u", i + 1);
      const FoveaParam *params[] = { fovea_tape_param (tape, "rate1", &FOVEA_SHAPE (1)),
                                     fovea_tape_param (tape, "rate2", &FOVEA_SHAPE (1)) };
      x = fovea_tape_append (tape, &two_rates, &x, 1, params, 2, NULL, 0);
      fovea_tape_pop (tape);
      fovea_tape_publish (tape, x,
                          &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                        .role = FOVEA_ROLE_MIXED,
                                        .stage = i + 1 });
    }
  fovea_tape_close (tape, x, &error);
  g_assert_no_error (error);
  return tape;
}

static void
test_rates (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTape) tape = record (2);
  FoveaTensor *params[4];

  for (guint i = 0; i < 4; i++)
    {
      float *fill;
      params[i] = fovea_tensor_new (&FOVEA_SHAPE (1), &fill);
      fill[0] = (float) i - 1.5f;
    }
  g_autoptr (FoveaBinding) binding = fovea_binding_new (tape, params);
  g_autoptr (GArray) rates = fovea_rates_of (tape, binding, "This", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rates->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const FoveaRate *rate = &g_array_index (rates, FoveaRate, i);
      g_assert_cmpstr (rate->path, ==, i ? "layer2" : "layer1");
      g_assert_cmpuint (rate->stage, ==, i + 1);
      g_assert_cmpfloat (rate->attention, ==, 2 * i - 1.5);
      g_assert_cmpfloat (rate->convolution, ==, 2 * i - 0.5);
    }
  for (guint i = 0; i < 4; i++)
    fovea_tensor_unref (params[i]);
}

static void
test_no_rates (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTape) tape = record (1);
  g_autoptr (FoveaModel) model
      = fovea_model_open (&(FoveaModelOptions){ .name = FOVEA_DEMO_MODEL }, &error);

  g_assert_no_error (error);
  g_assert_null (fovea_rates (model, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "VAN nano has no learned rates"));
  g_clear_error (&error);
  g_assert_null (fovea_rates_of (tape, NULL, "This", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/axis", test_axis);
  g_test_add_func ("/chart/depth-axis", test_depth_axis);
  g_test_add_func ("/chart/svg", test_svg);
  g_test_add_func ("/chart/gap", test_gap);
  g_test_add_func ("/chart/formats", test_formats);
  g_test_add_func ("/chart/refusals", test_refusals);
  g_test_add_func ("/chart/bounds", test_bounds);
  g_test_add_func ("/chart/plot", test_plot);
  g_test_add_func ("/chart/dark", test_dark);
  g_test_add_func ("/chart/empty", test_empty);
  g_test_add_func ("/rates/chart", test_rates_chart);
  g_test_add_func ("/rates/values", test_rates);
  g_test_add_func ("/rates/none", test_no_rates);
  g_test_add_func ("/viz/chart/around-zero", test_around_zero);
  return g_test_run ();
}
