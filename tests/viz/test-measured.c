/* SPDX-License-Identifier: MIT */

/* Measures in words, as a table and as a chart. */

#include "measure-chart.h"
#include "measure-table.h"

#include <math.h>
#include <string.h>

static void
check_label (const FoveaMeasured *columns, guint n, guint k, const char *expected)
{
  g_autofree char *label = fovea_measured_label (columns, n, k);

  g_assert_cmpstr (label, ==, expected);
}

/* By what differs, the model and the method before the layer; what does not differ at all
 * has a number. */
static void
test_labels (void)
{
  const FoveaMeasured models[] = { { "VAN", "Grad-CAM", "block4.1", "cat" },
                                   { "SAN", "Grad-CAM", "layer4.0", "cat" } };
  const FoveaMeasured both[] = { { "VAN", "RISE", NULL, NULL },
                                 { "SAN", "Grad-CAM", "layer4.0", NULL } };
  const FoveaMeasured layers[] = { { "VAN", "Grad-CAM", "block3.1", "cat" },
                                   { "VAN", "Grad-CAM", "block4.1", "dog" } };
  const FoveaMeasured same[] = { layers[0], layers[0], layers[0] };

  check_label (models, 2, 1, "SAN");
  check_label (models, 1, 0, "VAN, Grad-CAM");
  check_label (both, 2, 0, "VAN, RISE");
  check_label (layers, 2, 1, "block4.1, dog");
  check_label (same, 3, 0, "VAN, Grad-CAM");
  check_label (same, 3, 2, "VAN, Grad-CAM (3)");
}

static void
check_sentence (guint n, const double *y, const char *expected)
{
  const double x[] = { 0, 0.25, 0.5, 0.75, 1 };
  g_autofree char *text = fovea_curve_sentence ("Deletion", "the pixels removed", n, x, y);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_sentence (void)
{
  const double falls[] = { 0.9, 0.95, 0.4, 0.05, 0.1 }, flat[] = { 2, 2 }, rises[] = { 0, 1 };
  const double gaps[] = { NAN, 1, NAN, 3, NAN }, none[] = { NAN, INFINITY };

  check_sentence (5, falls,
                  "Deletion: from 0.9 at 0 % to 0.1 at 100 % of the pixels removed; lowest "
                  "0.05 at 75 %, highest 0.95 at 25 %; half way at 50 %.");
  check_sentence (2, flat,
                  "Deletion: from 2 at 0 % to 2 at 25 % of the pixels removed; lowest 2 at "
                  "0 %, highest 2 at 0 %.");
  check_sentence (2, rises,
                  "Deletion: from 0 at 0 % to 1 at 25 % of the pixels removed; lowest 0 at "
                  "0 %, highest 1 at 25 %; half way at 25 %.");
  check_sentence (5, gaps,
                  "Deletion: from 1 at 25 % to 3 at 75 % of the pixels removed; lowest 1 at "
                  "25 %, highest 3 at 75 %; half way at 75 %.");
  check_sentence (2, none, NULL);
  check_sentence (0, none, NULL);
}

/* (transfer full) */
static FoveaReading *
make_reading (double area)
{
  const double x[] = { 0, 1 }, y[] = { 0.125, area };
  FoveaReading *reading = fovea_reading_new ();

  fovea_reading_add (reading, "area", "area under\tthe curve", area);
  fovea_reading_add (reading, "last", "at the end", NAN);
  fovea_reading_note (reading, "ties", "first, then \"last\"");
  fovea_reading_curve (reading, "deletion", "Deletion", "share of the pixels removed", "score",
                       2, x, y);
  return reading;
}

static void
test_tables (void)
{
  g_autoptr (FoveaReading) one = make_reading (0.5), other = make_reading (0.1);
  const FoveaMeasure *deletion = fovea_measure_find ("deletion", NULL);
  const FoveaMeasuredReading readings[]
      = { { { "VAN", "Grad-CAM", "block4.1", "cat" }, deletion, one },
          { { "SAN, wide", "Grad-CAM", "layer4.0", NULL }, deletion, other } };
  g_autofree char *tsv = fovea_measure_tsv (readings, 2);
  g_autofree char *csv = fovea_measure_csv (readings, 2);

  g_assert_cmpstr (tsv, ==,
                   "Deletion\tmeaning\tVAN, cat\tSAN, wide\n"
                   "area\tarea under the curve\t0.5\t0.10000000000000001\n"
                   "last\tat the end\t\t\n");
  g_assert_true (g_str_has_prefix (
      csv, "measure,model,method,layer,class,kind,name,x,value\r\n"
           "deletion,VAN,Grad-CAM,block4.1,cat,number,area,,0.5\r\n"
           "deletion,VAN,Grad-CAM,block4.1,cat,number,last,,\r\n"
           "deletion,VAN,Grad-CAM,block4.1,cat,note,ties,,\"first, then \"\"last\"\"\"\r\n"
           "deletion,VAN,Grad-CAM,block4.1,cat,curve,deletion,0,0.125\r\n"));
  g_assert_true (g_str_has_suffix (
      csv, "deletion,\"SAN, wide\",Grad-CAM,layer4.0,,curve,deletion,1,"
           "0.10000000000000001\r\n"));
}

/* A panel for each curve, a line for each column, in percent; named steps only alone. */
static void
test_chart (void)
{
  const double x[] = { 0, 0.5, 1 }, y[] = { 1, 2, 3 };
  const FoveaMeasured columns[] = { { "VAN", "Grad-CAM" }, { "SAN", "Grad-CAM" } };
  const FoveaMeasuredCurve curves[] = { { 0, "MoRF", "share of the pixels kept", FALSE, 3, x, y },
                                        { 0, "SSIM", "made up", TRUE, 3, x, y },
                                        { 0, "LeRF", "share of the pixels kept", FALSE, 3, x, y },
                                        { 1, "LeRF", "share of the pixels kept", FALSE, 2, x, y } };
  g_autoptr (FoveaMeasureChart) chart = fovea_measure_chart_new (columns, 2, curves, 4);
  g_autoptr (FoveaMeasureChart) named = fovea_measure_chart_new (columns, 1, curves + 1, 1);

  g_assert_cmpuint (chart->chart.n_panels, ==, 2);
  g_assert_cmpuint (chart->n_curves, ==, 3);
  g_assert_cmpuint (chart->panel[2], ==, 1);
  g_assert_cmpuint (chart->style[2], ==, 1);
  g_assert_cmpuint (chart->which[1], ==, 2);
  g_assert_cmpstr (chart->chart.panels[1].series[1].label, ==, "SAN");
  g_assert_cmpfloat (chart->chart.panels[0].series[0].x[1], ==, 50);
  g_assert_cmpstr (chart->chart.x_label, ==, "share of the pixels kept, %");
  g_assert_cmpfloat (named->chart.panels[0].series[0].x[1], ==, 0.5);
  g_assert_null (fovea_measure_chart_new (columns, 2, curves, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measured/labels", test_labels);
  g_test_add_func ("/measured/sentence", test_sentence);
  g_test_add_func ("/measured/tables", test_tables);
  g_test_add_func ("/measured/chart", test_chart);
  return g_test_run ();
}
