/* SPDX-License-Identifier: MIT */
#include "error.h"
#include "export.h"
#include "paint.h"

#include <glib/gstdio.h>
#include <png.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <tiffio.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  FoveaScene *scene; /* 61 x 47, with a map, a bar and a caption */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const float values[] = { 0, 0.5f, 1, 0.25f };
  g_autoptr (FoveaMap) map = fovea_map_new (2, 2, values);
  g_autoptr (FoveaPhoto) photo = paint_pattern (61, 47);

  f->folder = g_dir_make_tmp ("fovea-export-XXXXXX", NULL);
  f->scene = fovea_scene_new (photo);
  fovea_scene_set_map (f->scene, map, NULL);
  f->scene->bar = FOVEA_BAR_RIGHT;
  fovea_scene_set_caption (f->scene, "Caption");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)))
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (f->folder);
  fovea_scene_free (f->scene);
  g_free (f->folder);
}

static char *
path_in (const Fixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static guint
files_in (const Fixture *f)
{
  g_autoptr (GDir) folder = g_dir_open (f->folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder))
    count++;
  return count;
}

static void
export_well (const Fixture *f, const char *path, const FoveaExportOptions *options)
{
  g_autoptr (GError) error = NULL;
  gboolean good = fovea_export_scene (f->scene, path, options, &error);
  g_assert_no_error (error);
  g_assert_true (good);
}

static void
check_refused (const Fixture *f, const char *path, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fovea_export_scene (f->scene, path, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, code);
  if (!strstr (error->message, word))
    g_error ("“%s” does not say “%s”", error->message, word);
}

/* The photograph's own size, the very pixels of fovea_scene_draw. */
static void
test_png (Fixture *f, gconstpointer data)
{
  g_autofree char *path = path_in (f, "a.png");
  png_image image = { .version = PNG_IMAGE_VERSION };

  export_well (f, path, NULL);
  g_assert_true (png_image_begin_read_from_file (&image, path));
  g_assert_cmpuint (image.width, ==, 61);
  g_assert_cmpuint (image.height, ==, 47);
  g_assert_cmpuint (image.format, ==, PNG_FORMAT_RGB);
  g_autofree guint8 *rgb = g_malloc (PNG_IMAGE_SIZE (image));
  g_assert_true (png_image_finish_read (&image, NULL, rgb, 0, NULL));

  f->scene->bar = FOVEA_BAR_NONE;
  fovea_scene_set_caption (f->scene, NULL);
  cairo_surface_t *surface = paint_scene (f->scene, 61, 47, 1);
  const guint8 *p = rgb;
  for (guint y = 0; y < 47; y++)
    for (guint x = 0; x < 61; x++, p += 3)
      g_assert_cmphex (paint_pixel (surface, x, y), ==,
                       (guint32)(p[0] << 16 | p[1] << 8 | p[2]));
  cairo_surface_destroy (surface);
}

static void
test_png_metadata (Fixture *f, gconstpointer data)
{
  const FoveaMetadata metadata[]
      = { { "Software", "Fovea" }, { "Title", "Größe − 7 × 7" } };
  const FoveaExportOptions options
      = { .dpi = 600, .metadata = metadata, .n_metadata = 2 };
  g_autofree char *path = path_in (f, "a.png");
  png_uint_32 rx, ry;
  png_textp text;
  int unit, intent, count;

  export_well (f, path, &options);
  FILE *file = fopen (path, "rb");
  png_structp png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  png_init_io (png, file);
  png_read_info (png, info);
  g_assert_true (png_get_pHYs (png, info, &rx, &ry, &unit));
  g_assert_cmpuint (rx, ==, 23622);
  g_assert_cmpuint (ry, ==, 23622);
  g_assert_cmpint (unit, ==, PNG_RESOLUTION_METER);
  g_assert_true (png_get_sRGB (png, info, &intent));
  g_assert_cmpint (png_get_text (png, info, &text, &count), ==, 2);
  g_assert_cmpstr (text[0].key, ==, "Software");
  g_assert_cmpstr (text[0].text, ==, "Fovea");
  g_assert_cmpstr (text[1].text, ==, "Größe − 7 × 7");
  png_destroy_read_struct (&png, &info, NULL);
  fclose (file);
}

static void
test_png_strips (Fixture *f, gconstpointer data)
{
  const FoveaExportOptions options = { .strips = TRUE, .pixels = 244 };
  g_autofree char *path = path_in (f, "a.png");
  png_image image = { .version = PNG_IMAGE_VERSION };

  export_well (f, path, &options);
  g_assert_true (png_image_begin_read_from_file (&image, path));
  g_assert_cmpuint (image.width, >, 244 + 12 + 12);
  g_assert_cmpuint (image.height, >, 188 + 12 + 6);
  png_image_free (&image);
}

static void
test_tiff (Fixture *f, gconstpointer data)
{
  const FoveaMetadata metadata[] = { { "Software", "Fovea" } };
  const FoveaExportOptions options
      = { .dpi = 600, .metadata = metadata, .n_metadata = 1 };
  g_autofree char *path = path_in (f, "a.TIFF");
  guint32 width, height;
  float dpi;
  char *software;

  export_well (f, path, &options);
  TIFF *tiff = TIFFOpen (path, "r");
  g_assert_nonnull (tiff);
  g_assert_true (TIFFGetField (tiff, TIFFTAG_IMAGEWIDTH, &width));
  g_assert_true (TIFFGetField (tiff, TIFFTAG_IMAGELENGTH, &height));
  g_assert_true (TIFFGetField (tiff, TIFFTAG_XRESOLUTION, &dpi));
  g_assert_true (TIFFGetField (tiff, TIFFTAG_SOFTWARE, &software));
  g_assert_cmpuint (width, ==, 61);
  g_assert_cmpuint (height, ==, 47);
  g_assert_cmpfloat (dpi, ==, 600);
  g_assert_cmpstr (software, ==, "Fovea");

  f->scene->bar = FOVEA_BAR_NONE;
  fovea_scene_set_caption (f->scene, NULL);
  cairo_surface_t *surface = paint_scene (f->scene, 61, 47, 1);
  guint8 row[61 * 3];
  for (guint y = 0; y < 47; y++)
    {
      g_assert_cmpint (TIFFReadScanline (tiff, row, y, 0), ==, 1);
      for (guint x = 0; x < 61; x++)
        g_assert_cmphex (
            paint_pixel (surface, x, y), ==,
            (guint32)(row[3 * x] << 16 | row[3 * x + 1] << 8 | row[3 * x + 2]));
    }
  cairo_surface_destroy (surface);
  TIFFClose (tiff);
}

/* What it says of itself, and pixels that are near those drawn. */
static void
test_jpeg (Fixture *f, gconstpointer data)
{
  const FoveaMetadata metadata[] = { { "Title", "Grad-CAM" } };
  const FoveaExportOptions options = { .metadata = metadata, .n_metadata = 1 };
  g_autofree char *path = path_in (f, "a.JPG"), *bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint64 difference = 0;
  gsize length;

  export_well (f, path, &options);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\0')
      bytes[i] = ' ';
  g_assert_nonnull (g_strstr_len (bytes, (gssize) length, "Title: Grad-CAM"));
  g_autoptr (FoveaImage) image = fovea_image_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fovea_image_width (image), ==, 61);
  g_assert_cmpuint (fovea_image_height (image), ==, 47);

  f->scene->bar = FOVEA_BAR_NONE;
  fovea_scene_set_caption (f->scene, NULL);
  cairo_surface_t *surface = paint_scene (f->scene, 61, 47, 1);
  const guint8 *p = fovea_image_pixels (image);
  for (guint y = 0; y < 47; y++)
    for (guint x = 0; x < 61; x++, p += 3)
      difference += (guint64) ABS ((int) (paint_pixel (surface, x, y) >> 8 & 255) - p[1]);
  g_assert_cmpuint (difference, <, 61 * 47 * 6);
  cairo_surface_destroy (surface);
}

static void
test_npy (Fixture *f, gconstpointer data)
{
  const float values[] = { 1, -2.5f, 3, 4, NAN, 6 };
  g_autoptr (FoveaMap) map = fovea_map_new (3, 2, values);
  g_autofree char *path = path_in (f, "map.npy");
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (fovea_export_map_npy (map, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpmem (bytes, 8, "\x93NUMPY\x01\x00", 8);
  gsize header = 10 + (guchar)bytes[8] + 256 * (guchar)bytes[9];
  g_assert_cmpuint (header % 64, ==, 0);
  g_assert_cmpint (bytes[header - 1], ==, '\n');
  g_assert_cmpuint (length, ==, header + sizeof values);
  g_autofree char *dictionary = g_strndup (bytes + 10, header - 10);
  g_assert_nonnull (strstr (dictionary, "'shape': (2, 3)"));
  g_assert_nonnull (strstr (dictionary, "'descr': '<f4'"));
  g_assert_nonnull (strstr (dictionary, "'fortran_order': False"));
  g_assert_cmpmem (bytes + header, sizeof values, values, sizeof values);
}

static void
test_svg (Fixture *f, gconstpointer data)
{
  const FoveaMetadata metadata[]
      = { { "Title", "a < b & \"c\"" }, { "Recipe", "{\"k\": 1}" } };
  const FoveaExportOptions options
      = { .points = 234, .strips = TRUE, .metadata = metadata, .n_metadata = 2 };
  g_autofree char *path = path_in (f, "a.svg");
  g_autofree char *text = NULL;

  export_well (f, path, &options);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<title>a &lt; b &amp; &quot;c&quot;</title>"));
  g_assert_nonnull (strstr (text, "name=\"Recipe\">{&quot;k&quot;: 1}<"));
  g_assert_nonnull (strstr (text, "<symbol")); /* letters as outlines */
  g_assert_nonnull (strstr (text, "<image"));  /* the photograph */
  g_assert_true (g_str_has_suffix (text, "</svg>\n"));
  /* The picture is 234 points wide, the bar beside it makes the page wider. */
  double width = g_ascii_strtod (strstr (text, "width=\"") + 7, NULL);
  g_assert_cmpfloat (width, >, 234 + 12);
  g_assert_cmpfloat (width, <, 300);
  GMarkupParser nothing = { NULL };
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&nothing, 0, NULL, NULL);
  g_assert_true (g_markup_parse_context_parse (context, text, -1, NULL));
  g_assert_true (g_markup_parse_context_end_parse (context, NULL));
}

static void
test_pdf (Fixture *f, gconstpointer data)
{
  const FoveaMetadata metadata[] = { { "Title", "Grad-CAM" } };
  const FoveaExportOptions options
      = { .strips = TRUE, .metadata = metadata, .n_metadata = 1 };
  g_autofree char *first = path_in (f, "a.pdf"), *second = path_in (f, "b.pdf");
  g_autofree char *one = NULL, *two = NULL;
  gsize one_length, two_length;

  g_setenv ("SOURCE_DATE_EPOCH", "1000000000", TRUE);
  export_well (f, first, &options);
  export_well (f, second, &options);
  g_unsetenv ("SOURCE_DATE_EPOCH");
  g_assert_true (g_file_get_contents (first, &one, &one_length, NULL));
  g_assert_true (g_file_get_contents (second, &two, &two_length, NULL));
  g_assert_cmpmem (one, one_length, two, two_length);
  g_assert_true (g_str_has_prefix (one, "%PDF-1."));
  for (gsize i = 0; i < one_length; i++)
    if (one[i] == '\0')
      one[i] = ' ';
  g_assert_nonnull (strstr (one, "20010909014640"));
  g_assert_nonnull (strstr (one, "Grad-CAM"));
  g_assert_null (strstr (one, "/Type3"));
  g_assert_nonnull (strstr (one, "/FontFile"));
  g_assert_nonnull (strstr (one, "/SMask")); /* the map lies on the photograph */
}

static void
test_ending (Fixture *f, gconstpointer data)
{
  check_refused (f, "/tmp/picture.gif", FOVEA_ERROR_USAGE, ".pdf");
  check_refused (f, "/tmp/picture", FOVEA_ERROR_USAGE, ".png");
  check_refused (f, "/tmp/map.npy", FOVEA_ERROR_USAGE, "numbers");
}

static void
test_refused_targets (Fixture *f, gconstpointer data)
{
  g_autofree char *missing = path_in (f, "nowhere/a.png");
  g_autofree char *folder = path_in (f, "folder.png");
  g_autofree char *link = path_in (f, "link.png");
  g_autofree char *pipe = path_in (f, "pipe.png");

  check_refused (f, missing, FOVEA_ERROR_OUTPUT, "nowhere");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  check_refused (f, folder, FOVEA_ERROR_OUTPUT, "a folder has that name");
  g_rmdir (folder);
  g_assert_cmpint (symlink ("gone.png", link), ==, 0);
  check_refused (f, link, FOVEA_ERROR_OUTPUT, "leads nowhere");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  check_refused (f, pipe, FOVEA_ERROR_OUTPUT, "no plain file");
  g_assert_cmpuint (files_in (f), ==, 2); /* the link and the pipe */
}

static void
test_unwritable_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *path = path_in (f, "a.png");

  /* Nobody, not even root, makes files here. */
  check_refused (f, "/proc/self/a.png", FOVEA_ERROR_OUTPUT, "/proc/self/a.png");
  if (geteuid () == 0)
    return;
  g_assert_cmpint (g_chmod (f->folder, 0500), ==, 0);
  check_refused (f, path, FOVEA_ERROR_OUTPUT, "may not write");
  g_assert_cmpint (g_chmod (f->folder, 0700), ==, 0);
}

static void
test_too_large (Fixture *f, gconstpointer data)
{
  const FoveaExportOptions options = { .pixels = 40000 };
  g_autofree char *path = path_in (f, "a.png");
  g_autoptr (GError) error = NULL;

  g_assert_false (fovea_export_scene (f->scene, path, &options, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
  g_assert_cmpuint (files_in (f), ==, 0);
}

/* Links are followed, permissions kept. */
static void
test_replaces (Fixture *f, gconstpointer data)
{
  g_autofree char *path = path_in (f, "a.png"), *link = path_in (f, "link.png");
  struct stat before, after;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (g_stat (path, &before), ==, 0);
  g_assert_cmpint (symlink ("a.png", link), ==, 0);
  export_well (f, link, NULL);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_stat (path, &after), ==, 0);
  g_assert_cmpint (after.st_size, >, 100);
  g_assert_cmpint (after.st_mode & 07777, ==, 0640);
  g_assert_cmpuint (files_in (f), ==, 2);
}

/* No file may grow beyond 600 bytes: every format fails half way, says so, leaves the old
 * file as it was and nothing beside it. */
static void
test_disk_full (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "a.png", "a.tiff", "a.pdf", "a.svg", "a.npy" };
  const struct rlimit small = { 600, RLIM_INFINITY };
  struct rlimit saved;
  float values[400] = { 0 };
  g_autoptr (FoveaMap) map = fovea_map_new (20, 20, values);

  getrlimit (RLIMIT_FSIZE, &saved);
  signal (SIGXFSZ, SIG_IGN);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_in (f, names[i]);
      g_autofree char *left = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, "old", -1, NULL));
      setrlimit (RLIMIT_FSIZE, &small);
      gboolean good = i == 4 ? fovea_export_map_npy (map, path, &error)
                             : fovea_export_scene (f->scene, path, NULL, &error);
      setrlimit (RLIMIT_FSIZE, &saved);
      g_assert_false (good);
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT);
      g_assert_nonnull (strstr (error->message, names[i]));
      g_assert_true (g_file_get_contents (path, &left, NULL, NULL));
      g_assert_cmpstr (left, ==, "old");
      g_assert_cmpuint (files_in (f), ==, i + 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/export/png", test_png);
  ADD ("/export/png-metadata", test_png_metadata);
  ADD ("/export/png-strips", test_png_strips);
  ADD ("/export/tiff", test_tiff);
  ADD ("/export/npy", test_npy);
  ADD ("/export/svg", test_svg);
  ADD ("/export/pdf", test_pdf);
  ADD ("/export/jpeg", test_jpeg);
  ADD ("/export/ending", test_ending);
  ADD ("/export/refused-targets", test_refused_targets);
  ADD ("/export/unwritable-folder", test_unwritable_folder);
  ADD ("/export/too-large", test_too_large);
  ADD ("/export/replaces", test_replaces);
  ADD ("/export/disk-full", test_disk_full);
  return g_test_run ();
}
