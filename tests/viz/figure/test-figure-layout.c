/* SPDX-License-Identifier: MIT */
#include "figure-layout.h"

static const double aspects[] = { 1, 0.5 }, below[] = { 10, 0 };

static const FoveaFigureSizes full = { .width = 230,
                                       .gutter = 5,
                                       .gap = 2,
                                       .rows = 2,
                                       .columns = 2,
                                       .aspects = aspects,
                                       .below = below,
                                       .heading = 12,
                                       .label = 8,
                                       .bar = 20 };

static void
assert_box (const cairo_rectangle_t *box, double x, double y, double width, double height)
{
  g_assert_cmpfloat_with_epsilon (box->x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (box->y, y, 1e-9);
  g_assert_cmpfloat_with_epsilon (box->width, width, 1e-9);
  g_assert_cmpfloat_with_epsilon (box->height, height, 1e-9);
}

/* Labels of 8 and a gap of 2 leave 220: two cells of 107.5 and a gutter. */
static void
test_all_parts (void)
{
  g_autoptr (FoveaFigureLayout) layout = fovea_figure_layout_new (&full);

  assert_box (&layout->headings[1], 122.5, 0, 107.5, 12);
  assert_box (&layout->cells[0], 10, 14, 107.5, 107.5);
  assert_box (&layout->cells[1], 122.5, 14, 107.5, 107.5);
  assert_box (&layout->words[1], 122.5, 123.5, 107.5, 10);
  assert_box (&layout->cells[2], 10, 138.5, 107.5, 53.75);
  assert_box (&layout->labels[1], 0, 138.5, 8, 53.75);
  assert_box (&layout->bar, 10, 196.25, 220, 20);
  g_assert_cmpfloat_with_epsilon (layout->height, 216.25, 1e-9);
  g_assert_cmpfloat (layout->width, ==, 230);
}

/* What is not there takes no room, nor a gap. */
static void
test_cells_alone (void)
{
  static const double nothing[] = { 0, 0 };
  FoveaFigureSizes sizes = { .width = 205, .gutter = 5, .gap = 2, .rows = 2, .columns = 2,
                             .aspects = aspects, .below = nothing };
  g_autoptr (FoveaFigureLayout) layout = fovea_figure_layout_new (&sizes);

  assert_box (&layout->cells[0], 0, 0, 100, 100);
  assert_box (&layout->cells[3], 105, 105, 100, 50);
  g_assert_cmpfloat_with_epsilon (layout->height, 155, 1e-9);
}

/* Bars at the right leave the cells less, and are as high as their row's cells. */
static void
test_side (void)
{
  static const double nothing[] = { 0, 0 };
  FoveaFigureSizes sizes = { .width = 229, .gutter = 5, .gap = 2, .rows = 2, .columns = 2,
                             .aspects = aspects, .below = nothing, .side = 20 };
  g_autoptr (FoveaFigureLayout) layout = fovea_figure_layout_new (&sizes);

  assert_box (&layout->cells[1], 105, 0, 100, 100);
  assert_box (&layout->bars[0], 209, 0, 20, 100);
  assert_box (&layout->bars[1], 209, 105, 20, 50);
}

static void
test_too_narrow (void)
{
  FoveaFigureSizes sizes = full;

  sizes.width = 20;
  g_assert_null (fovea_figure_layout_new (&sizes));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/figure/layout/all-parts", test_all_parts);
  g_test_add_func ("/viz/figure/layout/cells-alone", test_cells_alone);
  g_test_add_func ("/viz/figure/layout/side", test_side);
  g_test_add_func ("/viz/figure/layout/too-narrow", test_too_narrow);
  return g_test_run ();
}
