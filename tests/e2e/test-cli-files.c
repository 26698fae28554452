/* SPDX-License-Identifier: MIT */

/* The files that `explain` writes, read back. */

#include "run-cli.h"

#include "image/image.h"
#include "npy.h"

#include <math.h>
#include <string.h>

#define EXPLAIN "explain demo:leopard.jpg --model van_nano "

static void
write_file (const char *options, const char *path)
{
  g_autoptr (Ran) ran = run_cli (EXPLAIN "%s --out '%s'", options, path);

  if (ran->status != 0)
    g_error ("%s: %d %s", options, ran->status, ran->err);
  g_assert_cmpstr (ran->out, ==, "");
}

static GBytes *
read_file (const char *path)
{
  char *bytes;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return g_bytes_new_take (bytes, length);
}

static gboolean
contains (GBytes *bytes, const char *text)
{
  gsize length, n = strlen (text);
  const char *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i + n <= length; i++)
    if (memcmp (data + i, text, n) == 0)
      return TRUE;
  return FALSE;
}

static FoveaImage *
open_image (const char *path)
{
  g_autoptr (GError) error = NULL;
  FoveaImage *image = fovea_image_open (path, NULL, &error);

  g_assert_no_error (error);
  return image;
}

/* How many pixels differ by more than a little. */
static guint
count_changed (FoveaImage *a, FoveaImage *b)
{
  const guint8 *x = fovea_image_pixels (a), *y = fovea_image_pixels (b);
  guint n = fovea_image_width (a) * fovea_image_height (a), changed = 0;

  for (guint i = 0; i < n; i++)
    changed += abs (x[3 * i] - y[3 * i]) > 8 || abs (x[3 * i + 1] - y[3 * i + 1]) > 8;
  return changed;
}

/* The picture has the photograph's size and differs from it, but not everywhere. */
static void
test_png (void)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "map.png", NULL);
  g_autofree char *source = source_file ("resources/demo/photos/leopard.jpg");
  write_file ("", path);
  g_autoptr (FoveaImage) picture = open_image (path);
  g_autoptr (FoveaImage) photo = open_image (source);
  g_autoptr (GBytes) bytes = read_file (path);

  g_assert_cmpstr (fovea_image_format (picture), ==, "PNG");
  g_assert_cmpuint (fovea_image_width (picture), ==, fovea_image_width (photo));
  g_assert_cmpuint (fovea_image_height (picture), ==, fovea_image_height (photo));

  guint n = fovea_image_width (photo) * fovea_image_height (photo);
  guint changed = count_changed (picture, photo);
  g_assert_cmpuint (changed, >, n / 20);
  g_assert_true (contains (bytes, "method gradcam; layer block4.1; class leopard; "
                                  "objective logit; model van_nano; weights demo weights; preset fovea"));
  g_assert_true (contains (bytes, "Software"));
  g_assert_cmpuint (files_in (folder), ==, 1);
  remove_folder (folder);
}

static void
test_same_bytes (void)
{
  char *folder = make_folder ();
  g_autofree char *one = g_build_filename (folder, "one.png", NULL);
  g_autofree char *two = g_build_filename (folder, "two.png", NULL);
  write_file ("", one);
  write_file ("--threads 1", two);
  g_autoptr (GBytes) first = read_file (one);
  g_autoptr (GBytes) second = read_file (two);

  g_assert_true (g_bytes_equal (first, second));
  remove_folder (folder);
}

/* Each of these changes the picture. */
static void
test_style (void)
{
  static const char *const options[]
      = { "--preset grad-cam", "--preset torch-cam", "--preset captum", "--preset paper",
          "--scale 0,2", "--signed", "--smooth views", "--smooth eigen", "--colormap viridis",        "--opacity 0.3",
          "--threshold 0.5",   "--cells",                   "--class elephant",
          "--layer block3.3",  "--crop none",               "--method lka_response" };
  char *folder = make_folder ();
  g_autofree char *plain_path = g_build_filename (folder, "plain.png", NULL);
  g_autofree char *path = g_build_filename (folder, "other.png", NULL);
  write_file ("", plain_path);
  g_autoptr (FoveaImage) plain = open_image (plain_path);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      write_file (options[i], path);
      g_autoptr (FoveaImage) other = open_image (path);
      g_assert_cmpuint (fovea_image_width (other), ==, fovea_image_width (plain));
      if (count_changed (plain, other) < 100)
        g_error ("%s changes nothing", options[i]);
    }
  remove_folder (folder);
}

/* Two columns are more than twice as wide, and the left one is not the right one. */
static void
test_row (void)
{
  static const char *const names[] = { "row.png", "row.tiff", "row.svg", "row.pdf" };
  char *folder = make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      write_file ("--method gradcam --method lka_response", path);
    }
  g_autofree char *one_path = g_build_filename (folder, "one.png", NULL);
  g_autofree char *row_path = g_build_filename (folder, "row.png", NULL);
  write_file ("", one_path);
  g_autoptr (FoveaImage) one = open_image (one_path);
  g_autoptr (FoveaImage) row = open_image (row_path);
  guint width = fovea_image_width (one), wide = fovea_image_width (row);

  g_assert_cmpuint (wide, >, 2 * width);
  g_assert_cmpuint (wide, <, 3 * width);
  g_assert_cmpuint (fovea_image_height (row), >, fovea_image_height (one));

  /* The left picture is what a single one is. */
  for (guint y = 0; y < fovea_image_height (one); y++)
    g_assert_cmpmem (fovea_image_pixels (row) + (gsize) y * wide * 3, width * 3,
                     fovea_image_pixels (one) + (gsize) y * width * 3, width * 3);
  remove_folder (folder);
}

static void
test_pages (void)
{
  char *folder = make_folder ();
  g_autofree char *svg_path = g_build_filename (folder, "map.svg", NULL);
  g_autofree char *pdf_path = g_build_filename (folder, "map.pdf", NULL);
  g_autofree char *tiff_path = g_build_filename (folder, "map.TIFF", NULL);
  write_file ("--bar", svg_path);
  write_file ("--bar", pdf_path);
  write_file ("--bar", tiff_path);
  g_autoptr (GBytes) svg = read_file (svg_path);
  g_autoptr (GBytes) pdf = read_file (pdf_path);
  g_autoptr (GBytes) tiff = read_file (tiff_path);

  g_assert_true (contains (svg, "<svg"));
  g_assert_true (contains (svg, "</svg>"));
  g_assert_true (contains (svg, "layer block4.1"));
  g_assert_true (contains (pdf, "%PDF-1.5"));
  g_assert_true (contains (pdf, "%%EOF"));
  g_assert_cmpuint (g_bytes_get_size (pdf), >, 10000);
  g_assert_cmpmem (g_bytes_get_data (tiff, NULL), 4, "II*\0", 4);
  remove_folder (folder);
}

static FoveaTensor *
open_array (const char *path)
{
  g_autoptr (GError) error = NULL;
  FoveaTensor *tensor = fovea_npy_open (path, &error);

  g_assert_no_error (error);
  return tensor;
}

static void
range_of (const FoveaTensor *tensor, double *min, double *max)
{
  *min = INFINITY;
  *max = -INFINITY;
  for (gsize i = 0; i < fovea_tensor_count (tensor); i++)
    {
      *min = MIN (*min, fovea_tensor_data (tensor)[i]);
      *max = MAX (*max, fovea_tensor_data (tensor)[i]);
    }
}

/* Finished: the network's input size, 0 to 1. */
static void
test_array (void)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "map.npy", NULL);
  double min, max;
  write_file ("", path);
  g_autoptr (FoveaTensor) map = open_array (path);

  g_assert_true (fovea_shape_equal (fovea_tensor_shape (map), &FOVEA_SHAPE (160, 160)));
  range_of (map, &min, &max);
  g_assert_cmpfloat (min, ==, 0);
  g_assert_cmpfloat_with_epsilon (max, 1, 1e-5);
  remove_folder (folder);
}

/* Raw: the layer's grid, and the numbers that --json tells. */
static void
test_raw_array (void)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "map.npy", NULL);
  double min, max;
  g_autoptr (Ran) ran
      = run_cli (EXPLAIN "--layer block3.0 --raw --out '%s' --json", path);
  g_autoptr (FoveaTensor) map = open_array (path);

  g_assert_cmpint (ran->status, ==, 0);
  g_assert_cmpstr (json_string_value (at (ran, "columns.0.out")), ==, path);
  g_assert_true (fovea_shape_equal (fovea_tensor_shape (map), &FOVEA_SHAPE (10, 10)));
  range_of (map, &min, &max);
  g_assert_cmpfloat (min, <, 0);
  g_assert_true ((float) min == (float) json_number_value (at (ran, "columns.0.map.min")));
  g_assert_true ((float) max == (float) json_number_value (at (ran, "columns.0.map.max")));
  remove_folder (folder);
}

static void
test_tensor (void)
{
  char *folder = make_folder ();
  g_autofree char *input = g_build_filename (folder, "x.npy", NULL);
  g_autofree char *path = g_build_filename (folder, "map.npy", NULL);
  write_tensor (input, 96, 128, 3);
  g_autoptr (Ran) ran
      = run_cli ("explain --tensor '%s' --model van_nano --out '%s'", input, path);
  g_autoptr (FoveaTensor) map = open_array (path);

  g_assert_cmpint (ran->status, ==, 0);
  g_assert_true (fovea_shape_equal (fovea_tensor_shape (map), &FOVEA_SHAPE (96, 128)));
  remove_folder (folder);
}

/* Six panels are two rows of three; the one chosen is as large as the photograph. */
static void
test_panels (void)
{
  static const char *const names[] = { "all.tiff", "all.svg", "all.pdf" };
  char *folder = make_folder ();
  g_autofree char *all_path = g_build_filename (folder, "all.png", NULL);
  g_autofree char *one_path = g_build_filename (folder, "one.png", NULL);
  write_file ("--method lka_stages", all_path);
  write_file ("--method lka_stages --panel a2_mean", one_path);
  g_autoptr (FoveaImage) all = open_image (all_path);
  g_autoptr (FoveaImage) one = open_image (one_path);
  g_autoptr (GBytes) bytes = read_file (one_path);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      write_file ("--method lka_stages --bar", path);
    }
  g_assert_cmpuint (fovea_image_width (one), ==, 192);
  g_assert_cmpuint (fovea_image_height (one), ==, 128);
  g_assert_cmpuint (fovea_image_width (all), >=, 3 * 192);
  g_assert_cmpuint (fovea_image_width (all), <, 4 * 192);
  g_assert_cmpuint (fovea_image_height (all), >, 2 * 128);
  g_assert_cmpuint (fovea_image_height (all), <, 3 * 128);
  g_assert_true (contains (bytes, "panel a2_mean"));
  g_assert_cmpuint (files_in (folder), ==, 5);
  remove_folder (folder);
}

/* One panel as numbers: raw on the layer's grid, else over the input; a sign is kept. */
static void
test_panel_arrays (void)
{
  char *folder = make_folder ();
  g_autofree char *raw_path = g_build_filename (folder, "raw.npy", NULL);
  g_autofree char *path = g_build_filename (folder, "map.npy", NULL);
  write_file ("--method lka_stages --panel a2_mean --raw", raw_path);
  write_file ("--method lka_stages --panel a2_mean", path);
  g_autoptr (FoveaTensor) raw = fovea_npy_open (raw_path, NULL);
  g_autoptr (FoveaTensor) map = fovea_npy_open (path, NULL);
  gboolean negative = FALSE;

  g_assert_true (fovea_shape_equal (fovea_tensor_shape (raw), &FOVEA_SHAPE (5, 5)));
  g_assert_true (fovea_shape_equal (fovea_tensor_shape (map), &FOVEA_SHAPE (160, 160)));
  for (gsize i = 0; i < 160 * 160; i++)
    negative |= fovea_tensor_data (map)[i] < 0;
  g_assert_true (negative);
  g_assert_cmpfloat (fovea_tensor_data (map)[0], ==, fovea_tensor_data (raw)[0]);
  remove_folder (folder);
}

/* The kernel's picture changes with the place, and only around it. */
static void
test_kernel (void)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "kernel.png", NULL);
  g_autofree char *source = source_file ("resources/demo/photos/leopard.jpg");
  write_file ("--method lka_kernel --channel 3 --at 110,60 --layer "
              "block1.0.attn.spatial_gating_unit.conv_spatial",
              path);
  g_autoptr (FoveaImage) picture = open_image (path);
  g_autoptr (FoveaImage) photo = open_image (source);
  g_autoptr (GBytes) bytes = read_file (path);
  const guint8 *a = fovea_image_pixels (picture), *b = fovea_image_pixels (photo);
  gsize beside = (60 * 192 + 40) * 3; /* in the crop, left of the kernel */

  g_assert_true (contains (bytes, "place 110,60; channel 3"));
  g_assert_cmpuint (count_changed (picture, photo), >, 200);
  g_assert_cmpmem (a + beside, 3 * 20, b + beside, 3 * 20);
  remove_folder (folder);
}

static void
draw (const char *path, const char *options)
{
  g_autoptr (Ran) ran = run_cli ("explain demo:leopard.jpg %s --out %s", options, path);

  g_test_message ("%s: %s", options, ran->err);
  g_assert_cmpint (ran->status, ==, 0);
}

static gboolean
same_bytes (const char *one, const char *other)
{
  g_autoptr (GBytes) a = read_file (one);
  g_autoptr (GBytes) b = read_file (other);

  return g_bytes_equal (a, b);
}

#define PAIR "--model van_nano --method gradcam --method layercam "

/* One picture of two columns, another than either; the order counts, the unit counts; three
 * columns make a page of two. */
static void
test_difference (void)
{
  char *folder = make_folder ();
  g_autofree char *one = g_build_filename (folder, "one.png", NULL);
  g_autofree char *two = g_build_filename (folder, "two.png", NULL);

  draw (one, PAIR "--difference");
  draw (two, "--model van_nano --method layercam --method gradcam --difference");
  g_assert_false (same_bytes (one, two));
  draw (two, PAIR "--difference --scale shared");
  g_assert_false (same_bytes (one, two));
  draw (two, PAIR "--difference");
  g_assert_true (same_bytes (one, two));
  g_autoptr (FoveaImage) single = open_image (one);
  draw (two, PAIR "--method eigencam --difference --bar");
  g_autoptr (FoveaImage) page = open_image (two);
  g_assert_cmpuint (fovea_image_width (page), >, 2 * fovea_image_width (single));
  draw (two, "--model van_nano --model san_nano --difference --unit evidence");
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/files/png", test_png);
  g_test_add_func ("/cli/files/same-bytes", test_same_bytes);
  g_test_add_func ("/cli/files/style", test_style);
  g_test_add_func ("/cli/files/row", test_row);
  g_test_add_func ("/cli/files/panels", test_panels);
  g_test_add_func ("/cli/files/panel-arrays", test_panel_arrays);
  g_test_add_func ("/cli/files/kernel", test_kernel);
  g_test_add_func ("/cli/files/pages", test_pages);
  g_test_add_func ("/cli/files/array", test_array);
  g_test_add_func ("/cli/files/raw-array", test_raw_array);
  g_test_add_func ("/cli/files/tensor", test_tensor);
  g_test_add_func ("/cli/files/difference", test_difference);
  return g_test_run ();
}
