/* SPDX-License-Identifier: MIT */
#include "build-torch.h"
#include "error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Checkpoints that are damaged, changed or hostile: what is opened all the same is right. */

/* 88: a file that is shortened, or written to, while it is open. */
static void
test_changed_underneath (void)
{
  static const gsize kept[] = { 0, 100, 2000 };
  g_autoptr (GError) error = NULL;
  g_autofree char *source = golden_path ("kinds.pth");
  g_autofree char *content = NULL;
  gsize length;

  g_file_get_contents (source, &content, &length, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *path = NULL;
      int fd = g_file_open_tmp ("fovea-XXXXXX", &path, &error);
      g_assert_no_error (error);
      g_assert_cmpint (write (fd, content, length), ==, (gssize)length);
      g_autoptr (FoveaCheckpoint) checkpoint = fovea_checkpoint_open (path, NULL, &error);
      g_assert_no_error (error);

      g_assert_cmpint (ftruncate (fd, (off_t)kept[i]), ==, 0);
      g_assert_null (fovea_checkpoint_read (checkpoint, "f64", &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
      g_assert_nonnull (strstr (error->message, "has changed since it was opened"));
      g_clear_error (&error);
      close (fd);
      g_unlink (path);
    }
}

static const PickledTensor row
    = { .numel = 4, .rank = 1, .size = { 4 }, .stride = { 1 } };
static const PickledTensor part
    = { .numel = 4, .rank = 1, .size = { 2 }, .stride = { 2 } };

/* 16: a storage whose bytes are not what the archive says: it opens, and is not read, be it
 * wanted whole or in part. */
static void
test_checksum (void)
{
  const PickledTensor *const tensors[] = { &row, &part };

  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      g_autoptr (GBytes) good = build_one_tensor (tensors[i], 16);
      gsize length;
      const guint8 *bytes = g_bytes_get_data (good, &length);
      g_autofree guint8 *copy = g_memdup2 (bytes, length);
      static const float marker[] = { 1, 2, 3 };

      for (gsize at = 0; at + sizeof marker <= length; at++)
        if (memcmp (copy + at, marker, sizeof marker) == 0)
          copy[at + 8] ^= 1; /* the last element of the row, none of the part's */
      g_autoptr (GBytes) bad = g_bytes_new (copy, length);
      g_autoptr (FoveaCheckpoint) checkpoint = open_good (bad, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (fovea_checkpoint_read (checkpoint, "w", &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
      g_assert_nonnull (strstr (error->message, "CRC-32"));
    }
}

/* 39: what would run in Python does not here. */
static void
test_runs_nothing (void)
{
  static const char *const calls[][2]
      = { { "os", "system" },        { "posix", "system" },
          { "builtins", "eval" },    { "builtins", "exec" },
          { "subprocess", "Popen" }, { "pkgutil", "resolve_name" },
          { "torch.hub", "load" } };
  g_autofree char *mark = g_build_filename (g_get_tmp_dir (), "fovea-was-run", NULL);
  g_autofree char *command = g_strconcat ("touch ", mark, NULL);

  g_unlink (mark);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      GByteArray *pickle = pickle_new ();
      put_text (pickle, "}(");
      pickle_text (pickle, "w");
      pickle_tensor (pickle, &row);
      pickle_text (pickle, "payload");
      pickle_global (pickle, calls[i][0], calls[i][1]);
      pickle_text (pickle, command);
      put_text (pickle, "\x85Ru.");
      StoredBytes storage = { .key = "0", .content = "0123456789abcdef", .length = 16 };
      g_autoptr (GBytes) bytes = build_torch_zip (pickle, &storage, 1);
      g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);
      g_autofree char *name
          = g_strconcat ("payload (", calls[i][0], ".", calls[i][1], ")", NULL);

      assert_listed (fovea_checkpoint_skipped (checkpoint), name);
      g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
    }
}

/* Everything that can be read from a file, as one checksum; of the tensors that cannot be,
 * `failed` counts how many. NULL when it does not open. */
static char *
digest (const guint8 *data, gsize length, guint *failed)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaCheckpoint) checkpoint
      = fovea_checkpoint_open_bytes (bytes, "test", NULL, &error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  *failed = 0;
  g_assert_true ((checkpoint == NULL) == (error != NULL));
  if (!checkpoint)
    return NULL;
  for (guint i = 0; i < fovea_checkpoint_n_tensors (checkpoint); i++)
    {
      const FoveaTensorInfo *info = fovea_checkpoint_tensor (checkpoint, i);
      g_autofree char *shape = fovea_shape_to_string (&info->shape);
      g_autoptr (FoveaTensor) tensor
          = fovea_checkpoint_read (checkpoint, info->name, NULL);

      *failed += tensor == NULL;
      if (!tensor)
        continue;
      g_checksum_update (sum, (const guint8 *)info->name, -1);
      g_checksum_update (sum, (const guint8 *)shape, -1);
      g_checksum_update (sum, (const guint8 *)fovea_tensor_data (tensor),
                         (gssize)(fovea_tensor_count (tensor) * sizeof (float)));
    }
  return g_strdup (g_checksum_get_string (sum));
}

static guint8 *
load_golden (const char *name, gsize *length)
{
  g_autofree char *path = golden_path (name);
  g_autoptr (GError) error = NULL;
  char *content;

  g_file_get_contents (path, &content, length, &error);
  g_assert_no_error (error);
  return (guint8 *)content;
}

/* 2, 61: no prefix of a checkpoint is one. */
static void
test_every_prefix (gconstpointer name)
{
  gsize length;
  g_autofree guint8 *data = load_golden (name, &length);
  guint failed;

  for (gsize n = 0; n < length; n++)
    {
      g_autofree guint8 *prefix = g_memdup2 (data, MAX (n, 1));
      g_autofree char *sum = digest (prefix, n, &failed);
      g_assert_null (sum);
    }
  g_autofree char *whole = digest (data, length, &failed);
  g_assert_nonnull (whole);
  g_assert_cmpuint (failed, ==, 0);
}

/* Every byte with one bit turned (with -m slow, each of its bits). Where the archive has
 * checksums, what can still be read is what it was. */
static void
sweep (const char *name, gboolean checksums)
{
  gsize length;
  g_autofree guint8 *data = load_golden (name, &length);
  guint failed, rejected = 0, equal = 0, different = 0;
  g_autofree char *before = digest (data, length, &failed);

  for (gsize at = 0; at < length; at++)
    for (guint bit = 0; bit < 8; bit++)
      {
        if (!g_test_slow () && bit != at % 8)
          continue;
        data[at] ^= (guint8)(1u << bit);
        g_autofree char *after = digest (data, length, &failed);
        data[at] ^= (guint8)(1u << bit);
        if (!after || failed > 0)
          rejected++;
        else if (strcmp (after, before) == 0)
          equal++;
        else
          different++;
      }
  g_test_message ("%s: %u rejected, %u equal, %u different", name, rejected, equal,
                  different);
  g_assert_cmpuint (rejected, >, 0);
  if (checksums)
    g_assert_cmpuint (different, ==, 0);
}

static void
test_every_byte (gconstpointer name)
{
  sweep (name, TRUE);
}

static void
test_every_byte_unchecked (gconstpointer name)
{
  sweep (name, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/damage/changed-underneath", test_changed_underneath);
  g_test_add_func ("/damage/checksum", test_checksum);
  g_test_add_func ("/damage/runs-nothing", test_runs_nothing);
  g_test_add_data_func ("/damage/every-prefix/zip", "kinds.pth", test_every_prefix);
  g_test_add_data_func ("/damage/every-prefix/training", "training.pth.tar",
                        test_every_prefix);
  g_test_add_data_func ("/damage/every-prefix/legacy", "kinds-legacy.pth",
                        test_every_prefix);
  g_test_add_data_func ("/damage/every-prefix/training-legacy", "training-legacy.pth",
                        test_every_prefix);
  g_test_add_data_func ("/damage/every-prefix/safetensors", "kinds.safetensors",
                        test_every_prefix);
  g_test_add_data_func ("/damage/every-byte/zip", "kinds.pth", test_every_byte);
  g_test_add_data_func ("/damage/every-byte/training", "training.pth.tar",
                        test_every_byte);
  g_test_add_data_func ("/damage/every-byte/no-crc", "no-crc.pth",
                        test_every_byte_unchecked);
  g_test_add_data_func ("/damage/every-byte/legacy", "kinds-legacy.pth",
                        test_every_byte_unchecked);
  g_test_add_data_func ("/damage/every-byte/safetensors", "kinds.safetensors",
                        test_every_byte_unchecked);
  return g_test_run ();
}
