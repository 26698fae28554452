/* SPDX-License-Identifier: MIT */
#include "error.h"
#include "npy.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* A file of `version` with this header and these elements. */
static GByteArray *
make (guint8 version, const char *header, gconstpointer elements, gsize size)
{
  GByteArray *bytes = g_byte_array_new ();
  gsize length = strlen (header);
  guint8 head[12] = { 0x93, 'N', 'U', 'M', 'P', 'Y', version, 0, length & 255,
                      (guint8) (length >> 8) };

  g_byte_array_append (bytes, head, version == 1 ? 10 : 12);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) length);
  g_byte_array_append (bytes, elements, (guint) size);
  return bytes;
}

static FoveaTensor *
parse (GByteArray *bytes, GError **error)
{
  /* Exactly as long as its allocation, for whoever watches memory. */
  g_autofree guint8 *copy = g_memdup2 (bytes->data, bytes->len);

  return fovea_npy_parse (copy, bytes->len, "x.npy", error);
}

static const float six[] = { 0, -1.5f, 2.25f, 3e-30f, INFINITY, 5 };

static void
test_versions (void)
{
  for (guint8 version = 1; version <= 3; version++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes
          = make (version, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }  \n",
                  six, sizeof six);
      g_autoptr (FoveaTensor) tensor = parse (bytes, &error);

      g_assert_no_error (error);
      g_assert_true (
          fovea_shape_equal (fovea_tensor_shape (tensor), &FOVEA_SHAPE (1, 2, 3)));
      g_assert_cmpmem (fovea_tensor_data (tensor), sizeof six, six, sizeof six);
    }
}

static void
test_float64 (void)
{
  const double values[] = { 0.1, -1e300, 7 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes
      = make (1, "{\"shape\":(3,),\"descr\":\"<f8\",\"fortran_order\":False}", values,
              sizeof values);
  g_autoptr (FoveaTensor) tensor = parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (fovea_tensor_shape (tensor)->rank, ==, 1);
  g_assert_true (fovea_tensor_data (tensor)[0] == 0.1f);
  g_assert_true (fovea_tensor_data (tensor)[1] == -INFINITY);
  g_assert_true (fovea_tensor_data (tensor)[2] == 7);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *header, *words;
  } cases[] = {
    { "{'descr': '<f4', 'fortran_order': True, 'shape': (6,)}", "Fortran" },
    { "{'descr': '>f4', 'fortran_order': False, 'shape': (6,)}", ">f4" },
    { "{'descr': '<i8', 'fortran_order': False, 'shape': (3,)}", "<i8" },
    { "{'descr': '|O', 'fortran_order': False, 'shape': (3,)}", "|O" },
    { "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,)}", "records" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': ()}", "shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 6)}", "shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (5,)}", "promises 20" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (7,)}", "promises 28" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (-6,)}", "shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (6", "shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,6)}", "shape" },
    { "{'descr': '<f4', 'fortran_order': False, "
      "'shape': (4294967296, 4294967296, 4294967296)}", "too many" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
      "shape" },
    { "{'descr': '<f4', 'fortran_order': False}", "incomplete" },
    { "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,)}",
      "damaged" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (6,)} x", "damaged" },
    { "{'other': '<f4', 'fortran_order': False, 'shape': (6,)}", "damaged" },
    { "", "damaged" },
    { "{", "damaged" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = make (1, cases[i].header, six, sizeof six);

      g_assert_null (parse (bytes, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE);
      if (!strstr (error->message, cases[i].words))
        g_error ("%s: %s", cases[i].header, error->message);
    }
}

/* Every shorter file and every file with a byte more is refused, and nothing is read beyond
 * its end. */
static void
test_truncated (void)
{
  g_autoptr (GByteArray) bytes
      = make (2, "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }\n", six,
              sizeof six);
  g_autoptr (FoveaTensor) whole = parse (bytes, NULL);

  g_assert_nonnull (whole);
  for (gsize n = 0; n < bytes->len; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *copy = g_memdup2 (bytes->data, n);
      g_assert_null (fovea_npy_parse (copy, n, "x.npy", &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE);
    }
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  g_assert_null (parse (bytes, NULL));
}

static void
test_version_and_magic (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes
      = make (4, "{'descr': '<f4', 'fortran_order': False, 'shape': (6,)}", six, sizeof six);

  g_assert_null (parse (bytes, &error));
  g_assert_nonnull (strstr (error->message, "version 4"));
  g_clear_error (&error);
  bytes->data[0] = 'x';
  g_assert_null (parse (bytes, &error));
  g_assert_nonnull (strstr (error->message, "not a NumPy array"));
}

static void
test_open (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("fovea-npy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.npy", NULL);
  g_autoptr (GByteArray) bytes
      = make (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)}", six,
              sizeof six);

  g_assert_null (fovea_npy_open (path, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE);
  g_clear_error (&error);
  g_assert_null (fovea_npy_open (folder, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE);
  g_clear_error (&error);

  g_assert_true (
      g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, &error));
  g_autoptr (FoveaTensor) tensor = fovea_npy_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (fovea_shape_equal (fovea_tensor_shape (tensor), &FOVEA_SHAPE (3, 2)));

  /* Larger than is read: a hole, no bytes on the disk. */
  g_assert_cmpint (truncate (path, ((gint64) 1 << 30) + 1), ==, 0);
  g_assert_null (fovea_npy_open (path, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/npy/versions", test_versions);
  g_test_add_func ("/core/npy/float64", test_float64);
  g_test_add_func ("/core/npy/refused", test_refused);
  g_test_add_func ("/core/npy/truncated", test_truncated);
  g_test_add_func ("/core/npy/version-and-magic", test_version_and_magic);
  g_test_add_func ("/core/npy/open", test_open);
  return g_test_run ();
}
