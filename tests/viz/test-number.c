/* SPDX-License-Identifier: MIT */
#include "number.h"

#include <math.h>

static void
test_format (void)
{
  static const struct
  {
    double value;
    guint digits;
    const char *text;
  } cases[] = {
    { 0, 3, "0" },
    { 0.7134, 3, "0.713" },
    { -0.12, 2, "−0.12" },
    { 0.5, 3, "0.5" },
    { 9.996, 3, "10" },
    { 1234.5, 3, "1234" },
    { 3.14e-5, 2, "3.1 × 10⁻⁵" },
    { -2e7, 3, "−2 × 10⁷" },
    { 0.001, 3, "0.001" },
    { INFINITY, 3, "∞" },
    { NAN, 3, "not a number" },
    { 100, 3, "100" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fovea_number_format (cases[i].value, cases[i].digits);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_power (void)
{
  g_autofree char *small = fovea_number_power (-12);
  g_autofree char *large = fovea_number_power (3);

  g_assert_cmpstr (small, ==, "10⁻¹²");
  g_assert_cmpstr (large, ==, "10³");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/format", test_format);
  g_test_add_func ("/number/power", test_power);
  return g_test_run ();
}
