/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include <math.h>
#include <string.h>

/* 1 x 2 x 4 x 4: channel 0 holds 0..15, channel 1 holds 100..115. */
static void
fill (float values[32])
{
  for (guint i = 0; i < 32; i++)
    values[i] = (float) (i < 16 ? i : 84 + i);
}

static void
test_numbers (void)
{
  const float values[] = { -3, 1, 2, 4 };
  CliSummary summary;

  cli_summarise (&FOVEA_SHAPE (4), FOVEA_LAYOUT_NCHW, values, &summary);
  g_assert_cmpfloat (summary.mean, ==, 1);
  g_assert_cmpfloat_with_epsilon (summary.std, sqrt (6.5), 1e-12);
  g_assert_cmpfloat (summary.min, ==, -3);
  g_assert_cmpfloat (summary.max, ==, 4);
  for (guint i = 0; i < CLI_SAMPLES; i++)
    g_assert_cmpfloat (summary.samples[i], ==, values[i / 4]);
}

static void
test_order (void)
{
  FoveaShape shape = FOVEA_SHAPE (1, 2, 4, 4);
  float values[32];
  CliSummary nchw, nhwc;

  fill (values);
  cli_summarise (&shape, FOVEA_LAYOUT_NCHW, values, &nchw);
  cli_summarise (&shape, FOVEA_LAYOUT_NHWC, values, &nhwc);
  g_assert_cmpfloat (nchw.mean, ==, nhwc.mean);
  for (guint i = 0; i < CLI_SAMPLES; i++)
    {
      /* Element 2 i: channel 0 of position i when channels run fastest. */
      g_assert_cmpfloat (nchw.samples[i], ==, values[2 * i]);
      g_assert_cmpfloat (nhwc.samples[i], ==, (double) i);
    }
}

static void
test_shape (void)
{
  json_t *shape = cli_shape_json (&FOVEA_SHAPE (1, 2, 3, 4), FOVEA_LAYOUT_NHWC, 0);
  json_t *flat = cli_shape_json (&FOVEA_SHAPE (1, 7), FOVEA_LAYOUT_NHWC, 0);
  g_autofree char *text = json_dumps (shape, JSON_COMPACT);
  g_autofree char *flat_text = json_dumps (flat, JSON_COMPACT);

  g_assert_cmpstr (text, ==, "[1,3,4,2]");
  g_assert_cmpstr (flat_text, ==, "[1,7]");
  json_decref (shape);
  json_decref (flat);
}

/* Attention weights: the same values, told apart by map, head or window. */
static void
test_attention_shapes (void)
{
  static const struct
  {
    FoveaLayout layout;
    const char *text;
  } table[] = {
    { FOVEA_LAYOUT_MAPS, "[1,3,9,20]" },
    { FOVEA_LAYOUT_HEADS, "[3,9,20]" },
    { FOVEA_LAYOUT_WINDOWS, "[9,3,4,5]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      json_t *shape = cli_shape_json (&FOVEA_SHAPE (1, 27, 4, 5), table[i].layout, 3);
      g_autofree char *text = json_dumps (shape, JSON_COMPACT);

      g_assert_cmpstr (text, ==, table[i].text);
      json_decref (shape);
    }
}

/* What is not finite is null. */
static void
test_not_finite (void)
{
  const float values[] = { NAN, INFINITY };
  CliSummary summary;

  cli_summarise (&FOVEA_SHAPE (2), FOVEA_LAYOUT_NCHW, values, &summary);
  json_t *object = cli_summary_json (&summary);
  g_assert_true (json_is_null (json_object_get (object, "mean")));
  g_assert_true (json_is_null (json_array_get (json_object_get (object, "samples"), 0)));
  json_decref (object);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/summary/numbers", test_numbers);
  g_test_add_func ("/cli/summary/order", test_order);
  g_test_add_func ("/cli/summary/shape", test_shape);
  g_test_add_func ("/cli/summary/attention-shapes", test_attention_shapes);
  g_test_add_func ("/cli/summary/not-finite", test_not_finite);
  return g_test_run ();
}
