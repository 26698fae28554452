/* SPDX-License-Identifier: MIT */

/* A contact sheet: where pictures lie, that names are drawn, what a missing picture is. */

#include "paint.h"
#include "sheet.h"

#include "error.h"
#include "export.h"

#include <glib/gstdio.h>

#define STEP 224 /* from a square to the next */

/* A flat picture, 40 x 20. (transfer full) */
static char *
write_picture (const char *folder, const char *name, guint8 level)
{
  g_autoptr (FoveaPhoto) photo = paint_flat (40, 20, level);
  g_autoptr (FoveaScene) scene = fovea_scene_new (photo);
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  fovea_export_scene (scene, path, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static FoveaImage *
write_sheet (const char *folder, const FoveaTile *tiles, guint n)
{
  g_autofree char *path = g_build_filename (folder, "sheet.png", NULL);
  g_autoptr (GError) error = NULL;

  fovea_sheet_write (tiles, n, NULL, path, &error);
  g_assert_no_error (error);
  FoveaImage *image = fovea_image_open (path, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return image;
}

static guint8
level_at (FoveaImage *image, guint x, guint y)
{
  return fovea_image_pixels (image)[3 * (y * fovea_image_width (image) + x)];
}

/* How many pixels of a rectangle are darker than grey. */
static guint
ink_in (FoveaImage *image, guint x, guint y, guint width, guint height)
{
  guint count = 0;

  for (guint j = y; j < y + height; j++)
    for (guint i = x; i < x + width; i++)
      count += level_at (image, i, j) < 128;
  return count;
}

static void
test_places (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-sheet-XXXXXX", NULL);
  g_autofree char *dark = write_picture (folder, "dark.png", 40);
  g_autofree char *light = write_picture (folder, "light.png", 200);
  FoveaTile tiles[] = { { dark, "a", NULL },  { light, "b", NULL }, { "missing.png", "c", NULL },
                        { light, "d", NULL }, { light, "e", NULL }, { dark, "f", "detail" } };
  g_autoptr (FoveaImage) page = write_sheet (folder, tiles, G_N_ELEMENTS (tiles));

  g_assert_cmpuint (fovea_image_width (page), ==, 16 + 5 * STEP);
  g_assert_cmpuint (fovea_image_height (page), ==, 16 + 2 * 260);
  /* Half as high as wide, at the foot of the square. */
  g_assert_cmpuint (level_at (page, 16 + 104, 16 + 50), ==, 255);
  g_assert_cmpuint (level_at (page, 16 + 104, 16 + 160), ==, 40);
  g_assert_cmpuint (level_at (page, 16 + STEP + 104, 16 + 160), ==, 200);
  g_assert_cmpuint (level_at (page, 16 + 104, 16 + 260 + 160), ==, 40);
  g_assert_cmpuint (level_at (page, 16 + 2 * STEP + 104, 16 + 160), ==, 255);
  g_assert_cmpuint (level_at (page, 16 + 2 * STEP, 16 + 100), <, 200);
  g_unlink (dark);
  g_unlink (light);
  g_rmdir (folder);
}

/* Names are drawn below, and a long one stays within its square. */
static void
test_names (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-sheet-XXXXXX", NULL);
  g_autofree char *name = g_strnfill (300, 'W');
  FoveaTile tiles[] = { { NULL, name, name } };
  g_autoptr (FoveaImage) page = write_sheet (folder, tiles, 1);

  g_assert_cmpuint (ink_in (page, 16, 16 + 209, 208, 36), >, 200);
  g_assert_cmpuint (ink_in (page, 16 + 210, 0, 14, fovea_image_height (page)), ==, 0);
  g_rmdir (folder);
}

static void
test_not_written (void)
{
  FoveaTile tile = { NULL, "a", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (fovea_sheet_write (&tile, 1, NULL, "/nowhere/sheet.png", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/places", test_places);
  g_test_add_func ("/sheet/names", test_names);
  g_test_add_func ("/sheet/not-written", test_not_written);
  return g_test_run ();
}
