/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "figure-parts.h"

#include "made.h"
#include "npy.h"
#include "writers.h"

#include <glib/gstdio.h>
#include <math.h>
#include <png.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <tiffio.h>

/* A folder that goes with what is in it. */
typedef struct
{
  char *path;
} Folder;

static void
empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);
      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        empty (inner);
      g_remove (inner);
    }
}

static void
folder_clear (Folder *folder)
{
  empty (folder->path);
  g_rmdir (folder->path);
  g_free (folder->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

static Folder
make_folder (void)
{
  return (Folder){ g_dir_make_tmp ("fovea-layers-XXXXXX", NULL) };
}

static char *
in (const Folder *folder, const char *name)
{
  return g_build_filename (folder->path, name, NULL);
}

static const FoveaMap *
raw_of (const FoveaFigureCell *cell)
{
  return fovea_panels_get (
             fovea_explanation_layer (cell->explanation, cell->index)->panels,
             cell->panel)
      ->raw;
}

static void
assert_array (gconstpointer data, gsize size, const FoveaMap *map)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) tensor = fovea_npy_parse (data, size, "array", &error);
  gsize n = (gsize)fovea_map_width (map) * fovea_map_height (map);

  g_assert_no_error (error);
  g_assert_cmpmem (fovea_tensor_data (tensor), n * sizeof (float), fovea_map_values (map),
                   n * sizeof (float));
}

/* The arrays are what the methods made, bit by bit. */
static void
test_maps (void)
{
  g_auto (Made) two = make (HEAD COLUMNS "}");
  g_auto (Made) one
      = make ("{\"schema\":1,\"rows\":[{\"demo\":\"leopard.jpg\"}],"
              "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\"}]}");
  g_auto (Folder) folder = make_folder ();
  g_autofree char *npz = in (&folder, "a.npz"), *npy = in (&folder, "a.npy");
  g_autofree char *text = in (&folder, "a.txt");
  g_autofree char *data = NULL, *single = NULL;
  g_autoptr (GError) error = NULL, several = NULL, ending = NULL;
  gsize size;

  g_assert_true (fovea_figure_write_maps (two.figure, npz, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (npz, &data, &size, NULL));
  const char *name = memmem (data, size, "r2c3.npy", 8);
  g_assert_nonnull (name);
  g_assert_null (memmem (data, size, "r1c1.npy", 8));
  const FoveaMap *raw = raw_of (fovea_figure_cell (two.figure, 1, 2));
  assert_array (
      name + 8,
      128 + (gsize)fovea_map_width (raw) * fovea_map_height (raw) * sizeof (float), raw);
  g_assert_true (fovea_figure_write_maps (one.figure, npy, &error));
  g_assert_true (g_file_get_contents (npy, &single, &size, NULL));
  assert_array (single, size, raw_of (one.figure->cells));
  g_assert_false (fovea_figure_write_maps (two.figure, npy, &several));
  g_assert_nonnull (strstr (several->message, "4 maps"));
  g_assert_false (fovea_figure_write_maps (two.figure, text, &ending));
  g_assert_error (ending, FOVEA_ERROR, FOVEA_ERROR_USAGE);
}

/* One pixel of each kind comes back as it was. */
static void
test_transparency (void)
{
  const guint32 pixels[] = { 0, 0x80400020, 0xff123456, 0x01010000 };
  const guint8 expected[][4] = {
    { 0, 0, 0, 0 }, { 128, 0, 64, 128 }, { 0x12, 0x34, 0x56, 255 }, { 255, 0, 0, 1 }
  };
  g_auto (Folder) folder = make_folder ();
  g_autofree char *path = in (&folder, "a.png");
  g_autoptr (FoveaOutput) output = fovea_output_open (path, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 4, 1);
  png_image image = { .version = PNG_IMAGE_VERSION };
  guint8 read[4][4];

  memcpy (cairo_image_surface_get_data (surface), pixels, sizeof pixels);
  cairo_surface_mark_dirty (surface);
  g_assert_true (fovea_png_write_clear (output, surface, 300, NULL, 0, NULL));
  g_assert_true (fovea_output_commit (output, NULL));
  cairo_surface_destroy (surface);
  g_assert_true (png_image_begin_read_from_file (&image, path));
  image.format = PNG_FORMAT_RGBA;
  g_assert_true (png_image_finish_read (&image, NULL, read, 0, NULL));
  g_assert_cmpmem (read, sizeof read, expected, sizeof expected);
}

/* One for each map, as large as its cell is on the page, laid as the cell shows it. */
static void
test_layers (void)
{
  g_auto (Made) made
      = make (HEAD COLUMNS ",\"dpi\":144,\"blend\":\"plain\",\"opacity\":0.5}");
  g_auto (Folder) folder = make_folder ();
  g_autofree char *layers = in (&folder, "layers"),
                  *one = in (&folder, "layers/r2c2.png");
  g_autofree char *input = in (&folder, "layers/r1c1.png");
  g_autoptr (GError) error = NULL;

  g_assert_true (fovea_figure_write_layers (made.figure, layers, "Fovea", &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (input, G_FILE_TEST_EXISTS));
  cairo_surface_t *surface = cairo_image_surface_create_from_png (one);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  /* 234 points less a label of 9.3 or so and gutters, at two pixels a point, in three. */
  g_assert_cmpint (abs (cairo_image_surface_get_width (surface) - 145), <, 6);
  const guint32 *pixels
      = (const guint32 *)(gpointer)cairo_image_surface_get_data (surface);
  g_assert_cmpuint (pixels[70 * cairo_image_surface_get_stride (surface) / 4 + 70] >> 24,
                    ==, 128);
  cairo_surface_destroy (surface);
}

/* The levels of a 16-bit grey PNG and its texts. */
static guint16 *
read_grey (const char *path, guint *n, double *low, double *high)
{
  FILE *file = fopen (path, "rb");
  png_structp png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  png_textp texts;
  int n_texts;

  g_assert_nonnull (file);
  png_init_io (png, file);
  png_read_png (png, info, PNG_TRANSFORM_SWAP_ENDIAN, NULL);
  g_assert_cmpint (png_get_bit_depth (png, info), ==, 16);
  guint width = png_get_image_width (png, info),
        height = png_get_image_height (png, info);
  guint16 *levels = g_new (guint16, (gsize)width * height);
  for (guint y = 0; y < height; y++)
    memcpy (levels + (gsize)y * width, png_get_rows (png, info)[y],
            width * sizeof *levels);
  png_get_text (png, info, &texts, &n_texts);
  for (int i = 0; i < n_texts; i++)
    if (g_str_equal (texts[i].key, "Low"))
      *low = g_ascii_strtod (texts[i].text, NULL);
    else if (g_str_equal (texts[i].key, "High"))
      *high = g_ascii_strtod (texts[i].text, NULL);
  *n = width * height;
  png_destroy_read_struct (&png, &info, NULL);
  fclose (file);
  return levels;
}

/* Level and ends give the values back. */
static void
test_values (void)
{
  g_auto (Made) made = make (HEAD COLUMNS ",\"unit\":\"raw\"}");
  g_auto (Folder) folder = make_folder ();
  g_autofree char *values = in (&folder, "values"),
                  *one = in (&folder, "values/r1c3.png");
  g_autofree char *tiff = in (&folder, "values.tiff");
  g_autoptr (GError) error = NULL;
  const FoveaMap *map = fovea_figure_cell (made.figure, 0, 2)->scene->map;
  double low = NAN, high = NAN;
  guint n;

  g_assert_true (fovea_figure_write_values (made.figure, values, "Fovea", &error));
  g_autofree guint16 *levels = read_grey (one, &n, &low, &high);
  g_assert_cmpuint (n, ==, fovea_map_width (map) * fovea_map_height (map));
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (low + levels[i] / 65535.0 * (high - low),
                                    (double)fovea_map_values (map)[i],
                                    (high - low) / 100000);
  g_assert_true (fovea_figure_write_values (made.figure, tiff, "Fovea", &error));
  TIFF *pages = TIFFOpen (tiff, "r");
  guint16 bits = 0;
  char *text = NULL;
  g_assert_nonnull (pages);
  g_assert_cmpint (TIFFNumberOfDirectories (pages), ==, 4);
  TIFFSetDirectory (pages, 1);
  TIFFGetField (pages, TIFFTAG_BITSPERSAMPLE, &bits);
  TIFFGetField (pages, TIFFTAG_IMAGEDESCRIPTION, &text);
  g_assert_cmpuint (bits, ==, 16);
  g_assert_nonnull (strstr (text, "\nHigh: "));
  g_autofree guint16 *row = g_new (guint16, n);
  g_assert_cmpint (TIFFReadScanline (pages, row, 0, 0), ==, 1);
  g_assert_cmpmem (row, fovea_map_width (map) * 2, levels, fovea_map_width (map) * 2);
  TIFFClose (pages);
}

static void
test_nothing (void)
{
  g_auto (Made) made = make (HEAD "\"columns\":[{\"input\":true}]}");
  g_autoptr (GError) maps = NULL, layers = NULL, values = NULL;

  g_assert_false (fovea_figure_write_maps (made.figure, "/tmp/never.npz", &maps));
  g_assert_error (maps, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_false (
      fovea_figure_write_layers (made.figure, "/tmp/never", "Fovea", &layers));
  g_assert_false (
      fovea_figure_write_values (made.figure, "/tmp/never", "Fovea", &values));
  g_assert_false (g_file_test ("/tmp/never", G_FILE_TEST_EXISTS));
}

/* Where files may not grow, as on a full disk, the earlier file stays and nothing else does. */
static void
check_full (const FoveaFigure *figure, const Folder *folder, const char *name)
{
  g_autofree char *path = in (folder, name), *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  struct rlimit saved, small;
  gboolean written;

  g_assert_true (g_file_set_contents (path, "earlier", -1, NULL));
  getrlimit (RLIMIT_FSIZE, &saved);
  small = saved;
  small.rlim_cur = 512;
  setrlimit (RLIMIT_FSIZE, &small);
  if (g_str_has_suffix (name, ".npz"))
    written = fovea_figure_write_maps (figure, path, &error);
  else if (g_str_has_suffix (name, "v.tiff"))
    written = fovea_figure_write_values (figure, path, "Fovea", &error);
  else
    written = fovea_figure_write (figure, path, "Fovea", &error);
  setrlimit (RLIMIT_FSIZE, &saved);
  g_test_message ("%s: %s", name, error ? error->message : "written");
  g_assert_false (written);
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "earlier");
  g_remove (path);
  dir = g_dir_open (folder->path, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_full (void)
{
  static const char *const names[]
      = { "a.pdf", "a.svg", "a.png", "a.tiff", "a.npz", "v.tiff" };
  g_auto (Made) made = make (HEAD COLUMNS ",\"dpi\":100}");
  g_auto (Folder) folder = make_folder ();

  signal (SIGXFSZ, SIG_IGN);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    check_full (made.figure, &folder, names[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/figure/layers/maps", test_maps);
  g_test_add_func ("/viz/figure/layers/transparency", test_transparency);
  g_test_add_func ("/viz/figure/layers/layers", test_layers);
  g_test_add_func ("/viz/figure/layers/values", test_values);
  g_test_add_func ("/viz/figure/layers/nothing", test_nothing);
  g_test_add_func ("/viz/figure/layers/full", test_full);
  return g_test_run ();
}
