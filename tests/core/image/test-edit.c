/* SPDX-License-Identifier: MIT */
#include "image/edit.h"

#include "error.h"
#include "parallel.h"

#include <math.h>
#include <string.h>

#define WIDTH 37
#define HEIGHT 23

/* (transfer full) */
static FoveaImage *
make_noise (guint width, guint height)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autofree guint8 *rgb = g_malloc (width * height * 3);

  for (guint i = 0; i < width * height * 3; i++)
    rgb[i] = (guint8) g_rand_int_range (random, 0, 256);
  return fovea_image_new (width, height, rgb, width * 3);
}

static const guint8 *
at (FoveaImage *image, guint x, guint y)
{
  return fovea_image_pixels (image) + (y * fovea_image_width (image) + x) * 3;
}

static FoveaImage *
turned (FoveaImage *image, double degrees)
{
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();

  edit->rotation = degrees;
  return fovea_edit_apply (edit, image, NULL);
}

static void
test_nothing (void)
{
  g_autoptr (FoveaImage) image = make_noise (WIDTH, HEIGHT);
  g_autoptr (FoveaImage) same = turned (image, 0);
  g_autoptr (FoveaImage) around = turned (image, -720);

  g_assert_true (same == image);
  g_assert_true (around == image);
}

/* The upper right corner goes to the upper left: counter-clockwise. */
static void
test_quarter (void)
{
  g_autoptr (FoveaImage) image = make_noise (HEIGHT, HEIGHT);
  g_autoptr (FoveaImage) left = turned (image, 90);
  g_autoptr (FoveaImage) back = turned (left, -90);
  g_autoptr (FoveaImage) half = turned (image, 180);

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < HEIGHT; x++)
      {
        g_assert_cmpmem (at (left, x, y), 3, at (image, HEIGHT - 1 - y, x), 3);
        g_assert_cmpmem (at (half, x, y), 3, at (image, HEIGHT - 1 - x, HEIGHT - 1 - y), 3);
        g_assert_cmpmem (at (back, x, y), 3, at (image, x, y), 3);
      }
}

static void
mean_colour (FoveaImage *image, guint8 colour[3])
{
  for (guint c = 0; c < 3; c++)
    {
      double sum = 0;
      for (guint i = 0; i < WIDTH * HEIGHT; i++)
        sum += fovea_image_pixels (image)[3 * i + c];
      colour[c] = (guint8) floor (sum / (WIDTH * HEIGHT) + 0.5);
    }
}

/* Far from the edges against the formula; in the corners the mean colour. */
static void
test_angle (void)
{
  g_autoptr (FoveaImage) image = make_noise (WIDTH, HEIGHT);
  g_autoptr (FoveaImage) out = turned (image, 30);
  double angle = 30 * G_PI / 180, dx = 3, dy = -4;
  double x = 18.5 + cos (angle) * dx - sin (angle) * dy - 0.5;
  double y = 11.5 + sin (angle) * dx + cos (angle) * dy - 0.5;
  guint left = (guint) x, top = (guint) y;
  guint8 mean[3];

  for (guint c = 0; c < 3; c++)
    {
      double u = x - left, v = y - top;
      double expected = (1 - v) * ((1 - u) * at (image, left, top)[c]
                                   + u * at (image, left + 1, top)[c])
                        + v * ((1 - u) * at (image, left, top + 1)[c]
                               + u * at (image, left + 1, top + 1)[c]);
      g_assert_cmpint (at (out, 18 + 3, 11 - 4)[c], ==, (int) floor (expected + 0.5));
    }
  mean_colour (image, mean);
  g_assert_cmpmem (at (out, 0, 0), 3, mean, 3);
}

/* Whether the point lies within the stroke, said naively. */
static gboolean
is_near (double x, double y, const FoveaStroke *stroke)
{
  for (guint i = 0; i + 1 < MAX (stroke->n, 2); i++)
    {
      const double *a = stroke->points + 2 * i;
      const double *b = stroke->n > 1 ? a + 2 : a;
      for (guint t = 0; t <= 20000; t++)
        if (hypot (a[0] + (b[0] - a[0]) * t / 20000 - x, a[1] + (b[1] - a[1]) * t / 20000 - y)
            <= stroke->radius)
          return TRUE;
    }
  return FALSE;
}

static void
test_stroke (void)
{
  g_autoptr (FoveaImage) image = make_noise (WIDTH, HEIGHT);
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();
  guint8 mean[3];

  g_assert_true (fovea_edit_add_stroke (edit, "3.3,-1,4.2,20.3,9.1,50,2", NULL));
  g_assert_true (fovea_edit_add_stroke (edit, "2.2,8,19", NULL));
  g_autoptr (FoveaImage) out = fovea_edit_apply (edit, image, NULL);
  mean_colour (image, mean);
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      {
        gboolean erased = is_near (x + 0.5, y + 0.5, edit->strokes->pdata[0])
                          || is_near (x + 0.5, y + 0.5, edit->strokes->pdata[1]);
        g_assert_cmpmem (at (out, x, y), 3, erased ? mean : at (image, x, y), 3);
      }
}

/* What is rubbed out where the pointer is, is under the pointer in the turned picture. */
static void
test_place (void)
{
  g_autoptr (FoveaImage) image = make_noise (WIDTH, HEIGHT);
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();
  guint8 mean[3];
  double x, y;

  edit->rotation = 75;
  fovea_edit_to_original (edit, WIDTH, HEIGHT, 20.5, 8.5, &x, &y);
  fovea_edit_begin_stroke (edit, 3, x, y);
  g_autoptr (FoveaImage) out = fovea_edit_apply (edit, image, NULL);
  mean_colour (image, mean);
  g_assert_cmpmem (at (out, 20, 8), 3, mean, 3);
  g_assert_cmpint (memcmp (at (out, 24, 8), mean, 3), !=, 0);
}

static void
test_text (void)
{
  const char *const bad[]
      = { "", "3", "3,4", "3,4,5,6", "0,4,5", "-1,4,5", "nan,4,5", "3,4,5,", "3,inf,1", "a,4,5" };
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (fovea_edit_add_stroke (edit, bad[i], &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
    }
  g_assert_cmpuint (edit->strokes->len, ==, 0);
  fovea_edit_begin_stroke (edit, 0.1, 1 / 3.0, 2);
  fovea_edit_continue_stroke (edit, 1e-7, 12345.678);
  g_autofree char *text = fovea_stroke_to_string (edit->strokes->pdata[0]);
  g_assert_true (fovea_edit_add_stroke (edit, text, NULL));
  const FoveaStroke *a = edit->strokes->pdata[0], *b = edit->strokes->pdata[1];
  g_assert_cmpfloat (a->radius, ==, b->radius);
  g_assert_cmpmem (a->points, 4 * sizeof (double), b->points, b->n * 2 * sizeof (double));
}

static void
test_threads (void)
{
  g_autoptr (FoveaImage) image = make_noise (211, 301);
  gsize size = 211 * 301 * 3;

  fovea_set_threads (1);
  g_autoptr (FoveaImage) alone = turned (image, 12.3);
  fovea_set_threads (4);
  g_autoptr (FoveaImage) together = turned (image, 12.3);
  fovea_set_threads (0);
  g_assert_cmpmem (fovea_image_pixels (alone), size, fovea_image_pixels (together), size);
}

static void
test_copy (void)
{
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();
  g_autoptr (FoveaImage) image = make_noise (WIDTH, HEIGHT);

  fovea_edit_begin_stroke (edit, 4, 10, 10);
  g_autoptr (FoveaEdit) copy = fovea_edit_copy (edit);
  g_autoptr (FoveaImage) before = fovea_edit_apply (copy, image, NULL);
  fovea_edit_continue_stroke (edit, 30, 20);
  g_autoptr (FoveaImage) after = fovea_edit_apply (copy, image, NULL);
  g_assert_cmpmem (fovea_image_pixels (before), WIDTH * HEIGHT * 3,
                   fovea_image_pixels (after), WIDTH * HEIGHT * 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit/nothing", test_nothing);
  g_test_add_func ("/edit/quarter", test_quarter);
  g_test_add_func ("/edit/angle", test_angle);
  g_test_add_func ("/edit/stroke", test_stroke);
  g_test_add_func ("/edit/place", test_place);
  g_test_add_func ("/edit/text", test_text);
  g_test_add_func ("/edit/threads", test_threads);
  g_test_add_func ("/edit/copy", test_copy);
  return g_test_run ();
}
