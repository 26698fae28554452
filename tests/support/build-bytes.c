/* SPDX-License-Identifier: MIT */
#include "build-bytes.h"
#include "error.h"

#include <string.h>

void
put_bytes (GByteArray *to, gconstpointer bytes, gsize length)
{
  g_byte_array_append (to, bytes, (guint)length);
}

static void
put_le (GByteArray *to, guint64 value, gsize length)
{
  guint64 little = GUINT64_TO_LE (value);
  put_bytes (to, &little, length);
}

void
put_u8 (GByteArray *to, guint value)
{
  put_le (to, value, 1);
}

void
put_le16 (GByteArray *to, guint value)
{
  put_le (to, value, 2);
}

void
put_le32 (GByteArray *to, guint64 value)
{
  put_le (to, value, 4);
}

void
put_le64 (GByteArray *to, guint64 value)
{
  put_le (to, value, 8);
}

void
put_text (GByteArray *to, const char *text)
{
  put_bytes (to, text, strlen (text));
}

void
put_floats (GByteArray *to, guint count, const float *values)
{
  put_bytes (to, values, count * sizeof *values);
}

GBytes *
build_safetensors (const char *header, gsize n)
{
  GByteArray *file = g_byte_array_new ();
  g_autofree guint8 *zeros = g_malloc0 (n + 1);

  put_le64 (file, strlen (header));
  put_text (file, header);
  put_bytes (file, zeros, n);
  return g_byte_array_free_to_bytes (file);
}

FoveaCheckpoint *
open_good (GBytes *bytes, const char *dictionary)
{
  g_autoptr (GError) error = NULL;
  FoveaCheckpoint *checkpoint
      = fovea_checkpoint_open_bytes (bytes, "test", dictionary, &error);

  g_assert_no_error (error);
  g_assert_nonnull (checkpoint);
  return checkpoint;
}

void
assert_rejected (const char *what, GBytes *bytes, const char *fragment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaCheckpoint) checkpoint
      = fovea_checkpoint_open_bytes (bytes, "test", NULL, &error);

  if (checkpoint)
    g_error ("%s: was opened, should have been rejected with \"%s\"", what, fragment);
  g_assert_nonnull (error);
  g_assert_true (error->domain == FOVEA_ERROR);
  g_assert_true (g_str_has_prefix (error->message, "test: "));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (fragment && !strstr (error->message, fragment))
    g_error ("%s: \"%s\" does not mention \"%s\"", what, error->message, fragment);
}

guint
exercise (const guint8 *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (FoveaCheckpoint) checkpoint
      = fovea_checkpoint_open_bytes (bytes, "test", NULL, NULL);
  guint n = checkpoint ? fovea_checkpoint_n_tensors (checkpoint) : 0, read = 0;

  for (guint i = 0; i < n; i++)
    {
      const char *name = fovea_checkpoint_tensor (checkpoint, i)->name;
      g_autoptr (FoveaTensor) tensor = fovea_checkpoint_read (checkpoint, name, NULL);
      read += tensor != NULL;
    }
  return read;
}

void
assert_tensor (FoveaCheckpoint *checkpoint, const char *name, const char *shape,
               const float *values)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) tensor = fovea_checkpoint_read (checkpoint, name, &error);

  g_assert_no_error (error);
  g_autofree char *got = fovea_shape_to_string (fovea_tensor_shape (tensor));
  g_assert_cmpstr (got, ==, shape);
  for (gsize i = 0; i < fovea_tensor_count (tensor); i++)
    g_assert_cmpmem (fovea_tensor_data (tensor) + i, sizeof (float), values + i,
                     sizeof (float));
}

void
assert_listed (const char *const *list, const char *fragment)
{
  g_autofree char *all = g_strjoinv ("; ", (char **)list);

  if (!strstr (all, fragment))
    g_error ("\"%s\" does not mention \"%s\"", all, fragment);
}

char *
golden_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "golden", "checkpoints", name, NULL);
}

FoveaCheckpoint *
open_golden (const char *name, const char *dictionary)
{
  g_autofree char *path = golden_path (name);
  g_autoptr (GError) error = NULL;
  FoveaCheckpoint *checkpoint = fovea_checkpoint_open (path, dictionary, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fovea_checkpoint_path (checkpoint), ==, path);
  return checkpoint;
}
