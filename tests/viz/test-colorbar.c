/* SPDX-License-Identifier: MIT */
#include "paint.h"

static void
check_ticks (double low, double high, guint most, const char *expected, int exponent)
{
  FoveaTicks ticks;
  g_autoptr (GString) text = g_string_new (NULL);

  fovea_ticks (low, high, most, &ticks);
  for (guint i = 0; i < ticks.count; i++)
    {
      g_string_append_printf (text, "%s%s", i ? " " : "", ticks.text[i]);
      g_assert_cmpfloat (ticks.values[i], >=, low - (high - low) * 1e-9);
      g_assert_cmpfloat (ticks.values[i], <=, high + (high - low) * 1e-9);
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpint (ticks.exponent, ==, exponent);
  g_assert_cmpuint (ticks.count, <=, most);
}

static void
test_ticks (void)
{
  check_ticks (0, 1, 6, "0.0 0.2 0.4 0.6 0.8 1.0", 0);
  check_ticks (0, 1, 3, "0.0 0.5 1.0", 0);
  check_ticks (0, 1, 2, "0 1", 0);
  check_ticks (-3, 3, 5, "−2 0 2", 0);
  check_ticks (-0.7, 0.7, 4, "−0.5 0.0 0.5", 0);
  check_ticks (0, 37, 5, "0 10 20 30", 0);
  check_ticks (-3e-5, 3e-5, 3, "−2 0 2", -5);
  check_ticks (0, 2.5e6, 4, "0 1 2", 6);
  check_ticks (0.31, 0.33, 5, "0.310 0.315 0.320 0.325 0.330", 0);
}

static FoveaColorbar
bar_of (gboolean vertical)
{
  FoveaColorbar bar
      = { .vertical = vertical, .text_size = 11, .unit = 1, .ink = { 1, 1, 1 } };
  fovea_look_init (&bar.look);
  return bar;
}

/* Everything stays inside length x thickness, whichever way it lies. */
static void
check_bounds (gboolean vertical, const char *label)
{
  FoveaColorbar bar = bar_of (vertical);
  bar.label = label;
  double thickness = fovea_colorbar_thickness (&bar, 150);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 250, 250);
  cairo_t *cr = cairo_create (surface);

  fovea_colorbar_draw (&bar, cr, 20, 20, 150);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  double right = 20 + (vertical ? thickness : 150),
         bottom = 20 + (vertical ? 150 : thickness);
  guint written = 0;
  for (guint y = 0; y < 250; y++)
    for (guint x = 0; x < 250; x++)
      {
        if (paint_pixel (surface, x, y) == 0)
          continue;
        written++;
        if (x < 19 || y < 19 || x > right + 1 || y > bottom + 1)
          g_error ("something is drawn at %u, %u, outside %g x %g", x, y, right, bottom);
      }
  g_assert_cmpuint (written, >, 12 * 150 - 50);
  cairo_surface_destroy (surface);
}

static void
test_bounds (void)
{
  check_bounds (TRUE, NULL);
  check_bounds (FALSE, NULL);
  check_bounds (TRUE, "logit");
  check_bounds (FALSE, "logit");
  check_bounds (TRUE, "share of the positive evidence of a whole network, in percent");
  check_bounds (FALSE, "share of the positive evidence of a whole network, in percent");
}

static void
test_label_needs_room (void)
{
  FoveaColorbar bar = bar_of (TRUE);
  double without = fovea_colorbar_thickness (&bar, 150);

  bar.label = "logit";
  g_assert_cmpfloat (fovea_colorbar_thickness (&bar, 150), >, without + 11);
}

/* The colours are those on the picture: opacity over mid grey, what is hidden left grey. */
static void
test_colours (void)
{
  FoveaColorbar bar = bar_of (FALSE);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 60);
  cairo_t *cr = cairo_create (surface);
  double rgb[3];

  bar.look.blend = FOVEA_BLEND_PLAIN;
  bar.look.opacity = 0.5;
  bar.look.threshold = 0.25;
  fovea_colorbar_draw (&bar, cr, 0, 0, 400);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmphex (paint_pixel (surface, 50, 5), ==, 0x808080);
  g_assert_cmphex (paint_pixel (surface, 95, 5), ==, 0x808080);
  fovea_colormap_color (bar.look.colormap, 0.75, rgb);
  for (guint c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon (paint_channel (paint_pixel (surface, 300, 5), c),
                                    rgb[c] / 2 + 64, 3);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colorbar/ticks", test_ticks);
  g_test_add_func ("/colorbar/bounds", test_bounds);
  g_test_add_func ("/colorbar/label-needs-room", test_label_needs_room);
  g_test_add_func ("/colorbar/colours", test_colours);
  return g_test_run ();
}
