/* SPDX-License-Identifier: MIT */

#include "measures/motion.h"

#include <math.h>
#include <string.h>

#define WIDTH 9
#define HEIGHT 7

static void
fill (float *image)
{
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    image[i] = (float) ((i * 37) % 19) - 4;
}

static void
test_shift (void)
{
  float image[WIDTH * HEIGHT], moved[WIDTH * HEIGHT];
  const FoveaMotion right = { "right", 2, 0, FALSE, 0 };

  fill (image);
  fovea_motion_apply (&right, image, 1, WIDTH, HEIGHT, moved);
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      g_assert_cmpfloat (moved[y * WIDTH + x], ==, image[y * WIDTH + (x < 2 ? 0 : x - 2)]);
}

static void
test_mirror (void)
{
  float image[WIDTH * HEIGHT], moved[WIDTH * HEIGHT];
  const FoveaMotion mirror = { "mirror", 0, 0, TRUE, 0 };

  fill (image);
  fovea_motion_apply (&mirror, image, 1, WIDTH, HEIGHT, moved);
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      g_assert_cmpfloat (moved[y * WIDTH + x], ==, image[y * WIDTH + WIDTH - 1 - x]);
}

/* Clockwise: what is at the top goes to the right. */
static void
test_turn (void)
{
  float image[81] = { 0 }, moved[81];
  const FoveaMotion quarter = { "quarter", 0, 0, FALSE, 90 };

  image[1 * 9 + 4] = 1;
  fovea_motion_apply (&quarter, image, 1, 9, 9, moved);
  g_assert_cmpfloat (fabs (moved[4 * 9 + 7] - 1), <, 1e-6);
}

/* Where a pixel stays in sight, a motion and its inverse leave a ramp as it was. */
static void
test_back (void)
{
  float ramp[WIDTH * HEIGHT], there[WIDTH * HEIGHT], back[WIDTH * HEIGHT];

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      ramp[y * WIDTH + x] = 2.0f * (float) x - 3.0f * (float) y;
  for (guint i = 0; i < FOVEA_N_MOTIONS; i++)
    {
      FoveaMotion inverse = fovea_motion_inverse (&fovea_motions[i]);
      guint8 valid[WIDTH * HEIGHT];
      guint n = 0;

      memset (valid, 1, sizeof valid);
      fovea_motion_mark_valid (&fovea_motions[i], WIDTH, HEIGHT, valid);
      fovea_motion_apply (&fovea_motions[i], ramp, 1, WIDTH, HEIGHT, there);
      fovea_motion_apply (&inverse, there, 1, WIDTH, HEIGHT, back);
      for (guint y = 1; y + 1 < HEIGHT; y++)
        for (guint x = 1; x + 1 < WIDTH; x++)
          if (valid[y * WIDTH + x])
            {
              g_assert_cmpfloat (fabsf (back[y * WIDTH + x] - ramp[y * WIDTH + x]), <, 1e-4f);
              n++;
            }
      g_assert_cmpuint (n, >, WIDTH * HEIGHT / 3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measures/motion/shift", test_shift);
  g_test_add_func ("/measures/motion/mirror", test_mirror);
  g_test_add_func ("/measures/motion/turn", test_turn);
  g_test_add_func ("/measures/motion/back", test_back);
  return g_test_run ();
}
