/* SPDX-License-Identifier: MIT */
#include "figure-photo.h"

#include "embedded.h"

/* Red grows to the right, green downwards. (transfer full) */
static FoveaImage *
make_image (void)
{
  guint8 rgb[20 * 10 * 3] = { 0 };

  for (guint y = 0; y < 10; y++)
    for (guint x = 0; x < 20; x++)
      {
        rgb[(y * 20 + x) * 3] = (guint8) (x * 10);
        rgb[(y * 20 + x) * 3 + 1] = (guint8) (y * 10);
      }
  return fovea_image_new (20, 10, rgb, 60);
}

/* All pixels that the box touches, none else; a place in it stays at its pixel. */
static void
test_cut (void)
{
  g_autoptr (FoveaImage) image = make_image ();
  g_autoptr (FoveaFigurePhotos) photos = fovea_figure_photos_new (FALSE);
  const double box[] = { 4.5, 2, 6, 5 };
  FoveaGeometry geometry = { 4.5, 2, 2, 2, 3, 3 };
  FoveaFigurePhoto part;

  fovea_figure_photo_cut (photos, image, NULL, box, 100, &part);
  const guint8 *pixels = fovea_image_pixels (fovea_photo_image (part.photo));
  g_assert_cmpuint (fovea_photo_width (part.photo), ==, 7);
  g_assert_cmpuint (fovea_photo_height (part.photo), ==, 5);
  g_assert_cmpuint (pixels[0], ==, 40);
  g_assert_cmpuint (pixels[1], ==, 20);
  fovea_figure_photo_place (&part, &geometry);
  g_assert_cmpfloat (geometry.origin_x, ==, 0.5);
  g_assert_cmpfloat (geometry.origin_y, ==, 0);
  g_assert_cmpfloat (geometry.scale_x, ==, 2);
  fovea_photo_unref (part.photo);
}

/* Means of squares, as far as there are pixels, and not below the width wanted. */
static void
test_shrink (void)
{
  g_autoptr (FoveaImage) image = make_image ();
  g_autoptr (FoveaFigurePhotos) photos = fovea_figure_photos_new (FALSE);
  FoveaGeometry geometry = { 6, 3, 1, 1, 3, 3 };
  FoveaFigurePhoto part;

  fovea_figure_photo_cut (photos, image, NULL, NULL, 6, &part);
  const guint8 *pixels = fovea_image_pixels (fovea_photo_image (part.photo));
  g_assert_cmpuint (fovea_photo_width (part.photo), ==, 7);
  g_assert_cmpuint (fovea_photo_height (part.photo), ==, 4);
  g_assert_cmpuint (pixels[0], ==, 10);
  g_assert_cmpuint (pixels[1], ==, 10);
  g_assert_cmpuint (pixels[6 * 3], ==, 185);
  fovea_figure_photo_place (&part, &geometry);
  g_assert_cmpfloat (geometry.origin_x, ==, 2);
  g_assert_cmpfloat_with_epsilon (geometry.scale_y, 1 / 3.0, 1e-12);
  fovea_photo_unref (part.photo);
}

/* A crop may reach beyond the photograph. */
static void
test_outside (void)
{
  g_autoptr (FoveaImage) image = make_image ();
  g_autoptr (FoveaFigurePhotos) photos = fovea_figure_photos_new (FALSE);
  const double box[] = { -3, -3, 40, 40 };
  FoveaFigurePhoto part;

  fovea_figure_photo_cut (photos, image, NULL, box, 100, &part);
  g_assert_cmpuint (fovea_photo_width (part.photo), ==, 20);
  g_assert_cmpuint (fovea_photo_height (part.photo), ==, 10);
  fovea_photo_unref (part.photo);
}

/* Only a JPEG that stands as it was read is kept. */
static void
test_stream (void)
{
  g_autoptr (GBytes) file = fovea_embedded ("leopard.jpg");
  g_autoptr (GBytes) other = fovea_embedded ("elephant.jpg");
  g_autoptr (FoveaImage) image = fovea_image_open_bytes (file, "a", NULL, NULL);
  g_autoptr (FoveaImage) grey = fovea_image_grey (image);
  g_autoptr (GBytes) stream = fovea_figure_photo_stream (image, file);

  g_assert_true (stream == file);
  g_assert_null (fovea_figure_photo_stream (image, other));
  g_assert_null (fovea_figure_photo_stream (grey, file));
  g_assert_null (fovea_figure_photo_stream (image, NULL));
}

/* The same pixels are one photograph, and its coefficients those of the file. */
static void
test_once (void)
{
  g_autoptr (GBytes) file = fovea_embedded ("leopard.jpg");
  g_autoptr (FoveaImage) image = fovea_image_open_bytes (file, "a", NULL, NULL);
  g_autoptr (FoveaFigurePhotos) photos = fovea_figure_photos_new (FALSE);
  const double box[] = { 40, 20, 100, 90 };
  FoveaFigurePhoto one, two;

  fovea_figure_photo_cut (photos, image, file, box, 300, &one);
  fovea_figure_photo_cut (photos, image, file, box, 300, &two);
  g_assert_true (one.photo == two.photo);
  g_assert_cmpfloat (one.x, ==, 32);
  g_assert_cmpfloat (one.y, ==, 16);
  g_assert_cmpuint (fovea_photo_width (one.photo), ==, 108);
  g_assert_nonnull (fovea_photo_jpeg (one.photo));
  fovea_photo_unref (one.photo);
  fovea_photo_unref (two.photo);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/figure/photo/cut", test_cut);
  g_test_add_func ("/viz/figure/photo/shrink", test_shrink);
  g_test_add_func ("/viz/figure/photo/outside", test_outside);
  g_test_add_func ("/viz/figure/photo/stream", test_stream);
  g_test_add_func ("/viz/figure/photo/once", test_once);
  return g_test_run ();
}
