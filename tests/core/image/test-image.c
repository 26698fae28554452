/* SPDX-License-Identifier: MIT */
#include "golden-image.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_new_copies (void)
{
  guint8 rgb[2 * 10] = { 1, 2, 3, 4, 5, 6, 99, 99, 99, 99, 7, 8, 9, 10, 11, 12 };
  static const guint8 expected[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  g_autoptr (FoveaImage) image = fovea_image_new (2, 2, rgb, 10);
  g_autoptr (FoveaImage) same = fovea_image_ref (image);

  memset (rgb, 0, sizeof rgb);
  g_assert_true (same == image);
  g_assert_cmpuint (fovea_image_width (image), ==, 2);
  g_assert_cmpuint (fovea_image_height (image), ==, 2);
  g_assert_cmpmem (fovea_image_pixels (image), 12, expected, 12);
  g_assert_cmpstr (fovea_image_format (image), ==, "pixels");
  g_assert_null (fovea_image_note (image));
}

static char *
refusal (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = fovea_image_open (path, NULL, &error);

  g_assert_null (image);
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE);
  golden_image_assert_says (error->message, path);
  return g_strdup (error->message);
}

static void
test_not_a_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-XXXXXX", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.jpg", NULL);
  g_autofree char *of_folder = refusal (folder);
  g_autofree char *of_missing = refusal (missing);
  g_autofree char *of_device = refusal ("/dev/zero");
  g_autofree char *of_fifo = NULL;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  of_fifo = refusal (fifo);
  golden_image_assert_says (of_folder, "is a folder");
  golden_image_assert_says (of_missing, "There is no file");
  golden_image_assert_says (of_device, "is a device");
  golden_image_assert_says (of_fifo, "is a pipe (FIFO)");
  g_remove (fifo);
  g_rmdir (folder);
}

static void
test_symbolic_link (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *path = golden_image_path ("base.png");
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = NULL;

  g_assert_cmpint (symlink (absolute, link), ==, 0);
  image = fovea_image_open (link, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fovea_image_width (image), ==, 7);
  g_remove (link);
  g_rmdir (folder);
}

static void
test_unreadable (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "secret.png", NULL);
  g_autofree char *message = NULL;

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  if (g_access (path, R_OK) == 0)
    g_test_skip ("root reads everything");
  else
    {
      message = refusal (path);
      golden_image_assert_says (message, "cannot be read");
    }
  g_remove (path);
  g_rmdir (folder);
}

/* A model of 3 GiB is named as such without being read. */
static void
test_large_model (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "model.pth", NULL);
  g_autofree char *message = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_true (g_file_set_contents (path, "PK\3\4", 4, NULL));
  g_assert_cmpint (truncate (path, (off_t)3 << 30), ==, 0);
  message = refusal (path);
  golden_image_assert_says (message, "pass it with --weights");
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_large_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "huge.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = NULL;

  g_assert_true (g_file_set_contents (path, "\x89PNG\r\n\x1a\n", 8, NULL));
  g_assert_cmpint (truncate (path, (off_t)3 << 30), ==, 0);
  image = fovea_image_open (path, NULL, &error);
  g_assert_null (image);
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
  g_remove (path);
  g_rmdir (folder);
}

/* The name of a file decides nothing: a PNG called .jpg is a PNG. */
static void
test_wrong_suffix (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "photo.jpg", NULL);
  g_autoptr (GBytes) bytes = golden_image_read ("base.png");
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = NULL;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes), NULL));
  image = fovea_image_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fovea_image_format (image), ==, "PNG");
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/new-copies", test_new_copies);
  g_test_add_func ("/image/not-a-file", test_not_a_file);
  g_test_add_func ("/image/symbolic-link", test_symbolic_link);
  g_test_add_func ("/image/unreadable", test_unreadable);
  g_test_add_func ("/image/large-model", test_large_model);
  g_test_add_func ("/image/large-file", test_large_file);
  g_test_add_func ("/image/wrong-suffix", test_wrong_suffix);
  return g_test_run ();
}
