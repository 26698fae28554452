/* SPDX-License-Identifier: MIT */
#include "input-save.h"

#include "embedded.h"
#include "error.h"
#include "npy.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  FoveaModel *model;
  FoveaInput *input;
  char *folder;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = fovea_embedded (FOVEA_DEMO_PHOTO);
  g_autoptr (FoveaImage) image = fovea_image_open_bytes (bytes, "demo", NULL, NULL);

  f->model = fovea_model_open (&(FoveaModelOptions){ .name = "van_nano" }, NULL);
  f->input = fovea_input_new (f->model, image, NULL);
  f->folder = g_dir_make_tmp ("fovea-input-XXXXXX", NULL);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  fovea_input_unref (f->input);
  fovea_model_unref (f->model);
  g_rmdir (f->folder);
  g_free (f->folder);
}

/* Read again it is the same to the bit. */
static void
test_tensor (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->folder, "input.npy", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (fovea_input_save (f->input, path, &error));
  g_assert_no_error (error);
  g_autoptr (FoveaTensor) again = fovea_npy_open (path, &error);
  g_assert_no_error (error);
  FoveaTensor *tensor = fovea_input_tensor (f->input);
  g_assert_cmpuint (fovea_tensor_shape (again)->rank, ==, 4);
  g_assert_cmpmem (fovea_tensor_data (again), fovea_tensor_count (again) * sizeof (float),
                   fovea_tensor_data (tensor), fovea_tensor_count (tensor) * sizeof (float));
  g_unlink (path);
}

/* Every level is the tensor's value with the mean and deviation undone. */
static void
test_picture (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->folder, "input.PNG", NULL);
  const FoveaPreprocess *how = fovea_input_preprocess (f->input);
  const float *values = fovea_tensor_data (fovea_input_tensor (f->input));
  g_autoptr (GError) error = NULL;

  g_assert_true (fovea_input_save (f->input, path, &error));
  g_autoptr (FoveaImage) image = fovea_image_open (path, NULL, &error);
  g_assert_no_error (error);
  gsize n = (gsize)fovea_image_width (image) * fovea_image_height (image);
  g_assert_cmpuint (fovea_image_width (image), ==, fovea_input_width (f->input));
  for (gsize i = 0; i < 3 * n; i++)
    {
      float value = values[i % 3 * n + i / 3] * how->std[i % 3] + how->mean[i % 3];
      g_assert_cmpint (fovea_image_pixels (image)[i], ==, lroundf (value * 255));
    }
  g_unlink (path);
}

static void
test_words (Fixture *f, gconstpointer unused)
{
  g_autoptr (FoveaInput) bare
      = fovea_input_new_tensor (fovea_input_tensor (f->input), NULL);
  g_autofree char *text = fovea_input_describe (f->input);
  g_autofree char *size = fovea_input_describe (bare);

  g_assert_true (g_str_has_prefix (text, "160 × 160 pixels, bilinear, mean 0."));
  g_assert_cmpstr (size, ==, "160 × 160 pixels");
}

static void
assert_refused (const FoveaInput *input, const char *path, gint code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fovea_input_save (input, path, &error));
  g_assert_error (error, FOVEA_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_refusals (Fixture *f, gconstpointer unused)
{
  g_autoptr (FoveaInput) bare
      = fovea_input_new_tensor (fovea_input_tensor (f->input), NULL);

  assert_refused (bare, "/tmp/never.png", FOVEA_ERROR_USAGE, "no picture");
  assert_refused (f->input, "/tmp/never.jpg", FOVEA_ERROR_USAGE, "never.jpg");
  assert_refused (f->input, "/nowhere/x.npy", FOVEA_ERROR_OUTPUT, "nowhere");
}

#define ADD(name, test)                                                                  \
  g_test_add ("/viz/input-save/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tensor", test_tensor);
  ADD ("picture", test_picture);
  ADD ("words", test_words);
  ADD ("refusals", test_refusals);
  return g_test_run ();
}
