/* SPDX-License-Identifier: MIT */
#include "golden-image.h"

static void
test_golden (void)
{
  g_assert_cmpuint (golden_image_check_format ("PNM"), ==, 8);
}

static void
test_truncated (void)
{
  static const char *const files[] = { "rgb.ppm",  "grey.pgm", "bits.pbm", "deep.ppm",
                                       "text.ppm", "text.pgm", "text.pbm" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    golden_image_sweep (files[i], 2); /* a text may lack its last end of line, in PBM */
}

static void
check (const char *text, gsize size, int code, const char *says)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, size);
  g_autofree char *message = golden_image_refusal (bytes, NULL, code);

  golden_image_assert_says (message, says);
}

#define CHECK(text, code, says) check (text, sizeof text - 1, code, says)

static void
test_refusals (void)
{
  CHECK ("P5 0 4 255\n", FOVEA_ERROR_IMAGE, "0 × 4");
  CHECK ("P5 99999999999999999999 4 255\n", FOVEA_ERROR_LIMIT, "too large");
  CHECK ("P5 100000 100000 255\n", FOVEA_ERROR_LIMIT, "too large");
  CHECK ("P5 2 2 0\n    ", FOVEA_ERROR_IMAGE, "is damaged in its header");
  CHECK ("P5 2 2 65536\n    ", FOVEA_ERROR_IMAGE, "is damaged in its header");
  CHECK ("P5 2 -2 255\n    ", FOVEA_ERROR_IMAGE, "is damaged in its header");
  CHECK ("P5 2 # 2 255\n", FOVEA_ERROR_IMAGE, "is cut short in its header");
  CHECK ("P5 2 2 255\nabc", FOVEA_ERROR_IMAGE, "is cut short in row 2 of 2");
  CHECK ("P2 2 2 9 1 2 3 x ", FOVEA_ERROR_IMAGE, "is damaged in row 2 of 2");
  CHECK ("P2 2 2 9 1 10 3 4 ", FOVEA_ERROR_IMAGE, "above the greatest");
  CHECK ("P2 2 2 9 1 2 3 4", FOVEA_ERROR_IMAGE, "is cut short in row 2 of 2");
  CHECK ("P1 2 2 0 1 2 1 ", FOVEA_ERROR_IMAGE, "above the greatest");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pnm/golden", test_golden);
  g_test_add_func ("/pnm/truncated", test_truncated);
  g_test_add_func ("/pnm/refusals", test_refusals);
  return g_test_run ();
}
