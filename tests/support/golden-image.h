/* SPDX-License-Identifier: MIT */
#pragma once

/* The pictures of tests/golden/images and what each must decode to (images.json). */

#include "error.h"
#include "image/image.h"

#include <jansson.h>
#include <string.h>

static inline char *
golden_image_path (const char *file)
{
  return g_test_build_filename (G_TEST_DIST, "golden", "images", file, NULL);
}

/* (transfer full) */
static inline GBytes *
golden_image_read (const char *file)
{
  g_autofree char *path = golden_image_path (file);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static inline json_t *
golden_image_load (void)
{
  g_autofree char *path = golden_image_path ("images.json");
  json_t *root = json_load_file (path, 0, NULL);

  g_assert_nonnull (root);
  return root;
}

static inline const char *
golden_image_string (const json_t *row, const char *key)
{
  return json_string_value (json_object_get (row, key));
}

static inline void
golden_image_assert_digest (const FoveaImage *image, const char *expected)
{
  gsize size = (gsize)fovea_image_width (image) * fovea_image_height (image) * 3;
  g_autofree char *digest
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, fovea_image_pixels (image), size);

  g_assert_cmpstr (digest, ==, expected);
}

static inline void
golden_image_check_row (const json_t *row)
{
  static const FoveaImageLimits stored = { .orient = FOVEA_ORIENT_NONE };
  const char *file = golden_image_string (row, "file");
  g_autofree char *path = golden_image_path (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = fovea_image_open (path, &stored, &error);

  g_test_message ("%s", file);
  g_assert_no_error (error);
  g_assert_cmpint (fovea_image_width (image), ==,
                   json_integer_value (json_object_get (row, "width")));
  g_assert_cmpint (fovea_image_height (image), ==,
                   json_integer_value (json_object_get (row, "height")));
  g_assert_cmpstr (fovea_image_format (image), ==, golden_image_string (row, "format"));
  golden_image_assert_digest (image, golden_image_string (row, "sha256"));
}

/* Decodes all goldens of one format ("PNG") and compares them with Pillow's pixels; returns
 * how many there were. */
static inline guint
golden_image_check_format (const char *format)
{
  json_t *root = golden_image_load (), *row;
  guint count = 0;
  size_t i;

  json_array_foreach (json_object_get (root, "images"), i,
                      row) if (g_str_equal (golden_image_string (row, "format"), format))
  {
    golden_image_check_row (row);
    count++;
  }
  json_decref (root);
  return count;
}

/* Opens the first `size` bytes. */
static inline FoveaImage *
golden_image_open_cut (GBytes *bytes, gsize size, GError **error)
{
  g_autoptr (GBytes) cut = g_bytes_new (g_bytes_get_data (bytes, NULL), size);

  return fovea_image_open_bytes (cut, "cut", NULL, error);
}

/* Every beginning of the file is refused in words or is the whole picture; at least
 * `refused` bytes before the end it must be refused. */
static inline void
golden_image_sweep (const char *file, gsize refused)
{
  g_autoptr (GBytes) bytes = golden_image_read (file);
  gsize total = g_bytes_get_size (bytes);
  g_autoptr (FoveaImage) whole = golden_image_open_cut (bytes, total, NULL);
  gsize pixels;

  g_assert_nonnull (whole);
  pixels = (gsize)fovea_image_width (whole) * fovea_image_height (whole) * 3;
  for (gsize size = 0; size < total; size++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaImage) image = golden_image_open_cut (bytes, size, &error);

      if (image == NULL)
        {
          g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE);
          continue;
        }
      g_assert_cmpuint (size + refused, >, total);
      g_assert_cmpuint (fovea_image_height (image), ==, fovea_image_height (whole));
      g_assert_cmpmem (fovea_image_pixels (image), pixels, fovea_image_pixels (whole),
                       pixels);
    }
}

/* The message of opening these bytes, which must fail with this code. (transfer full) */
static inline char *
golden_image_refusal (GBytes *bytes, const FoveaImageLimits *limits, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaImage) image = fovea_image_open_bytes (bytes, "it", limits, &error);

  g_assert_null (image);
  g_assert_error (error, FOVEA_ERROR, code);
  return g_strdup (error->message);
}

static inline void
golden_image_assert_says (const char *message, const char *part)
{
  if (strstr (message, part) == NULL)
    g_error ("\"%s\" does not say \"%s\"", message, part);
}
