/* SPDX-License-Identifier: MIT */
#include "build-torch.h"
#include "error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
golden (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "golden", "checkpoints", name, NULL);
}

static FoveaCheckpoint *
open_golden (const char *name, const char *dictionary)
{
  g_autofree char *path = golden (name);
  g_autoptr (GError) error = NULL;
  FoveaCheckpoint *checkpoint = fovea_checkpoint_open (path, dictionary, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fovea_checkpoint_path (checkpoint), ==, path);
  return checkpoint;
}

/* The tensors of golden/checkpoints/make.py: base + i / 4. */
static void
assert_ramp (FoveaCheckpoint *checkpoint, const char *name, const char *shape, float base)
{
  float values[64];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = base + (float)i / 4;
  assert_tensor (checkpoint, name, shape, values);
}

static void
test_training (void)
{
  static const char *const names[] = { "training.pth.tar", "training-legacy.pth" };
  static const char *const skipped[] = {
    "epoch (int 90)",
    "arch (\"van_b2\")",
    "state_dict_ema (state dict of 4 tensors)",
    "best_acc1 (tensor, scalar float32)",
    "multiarray.scalar",
    "optimizer (dict of 2)",
    "scheduler (dict of ",
    "counter (collections.Counter)",
    "args (argparse.Namespace)",
    "config (yacs.config.CfgNode)",
    "big (builtins.int)",
    "names (__builtin__.set)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (FoveaCheckpoint) checkpoint = open_golden (names[i], NULL);

      g_assert_cmpstr (fovea_checkpoint_dictionary (checkpoint), ==, "state_dict");
      g_assert_cmpuint (fovea_checkpoint_n_tensors (checkpoint), ==, 4);
      g_assert_cmpstr (fovea_checkpoint_tensor (checkpoint, 0)->name, ==, "conv.weight");
      assert_ramp (checkpoint, "conv.weight", "4x3x2x2", 1);
      assert_ramp (checkpoint, "conv.bias", "4", -2);
      assert_ramp (checkpoint, "bn.num_batches_tracked", "scalar", 7);
      assert_ramp (checkpoint, "head.weight", "5x4", 3);
      for (guint k = 0; k < G_N_ELEMENTS (skipped); k++)
        assert_listed (fovea_checkpoint_skipped (checkpoint), skipped[k]);
      g_assert_null (fovea_checkpoint_warnings (checkpoint)[0]);
    }
}

static void
test_kinds (void)
{
  static const char *const names[]
      = { "kinds.pth", "kinds-legacy.pth", "kinds-protocol4.pth", "kinds.safetensors" };
  static const float turned[]
      = { 1,    2,    3,    4,    5,    6,    1.25f, 2.25f, 3.25f, 4.25f, 5.25f, 6.25f,
          1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 1.75f, 2.75f, 3.75f, 4.75f, 5.75f, 6.75f };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (FoveaCheckpoint) checkpoint = open_golden (names[i], NULL);

      assert_ramp (checkpoint, "f16", "2x3", 1);
      assert_ramp (checkpoint, "bf16", "2x3", 1);
      assert_ramp (checkpoint, "f64", "2x3", 1);
      assert_tensor (checkpoint, "i64", "2", (const float[]){ -0x1p40f, 5 });
      assert_tensor (checkpoint, "i32", "2", (const float[]){ -5, 6 });
      assert_tensor (checkpoint, "i16", "2", (const float[]){ -5, 6 });
      assert_tensor (checkpoint, "i8", "2", (const float[]){ -5, 6 });
      assert_tensor (checkpoint, "u8", "2", (const float[]){ 250, 6 });
      assert_tensor (checkpoint, "bool", "3", (const float[]){ 1, 0, 1 });
      assert_tensor (checkpoint, "special", "3",
                     (const float[]){ INFINITY, -INFINITY, 0x1p-149f }); /* 52 */
      assert_tensor (checkpoint, "transposed", "4x6", turned);
      assert_tensor (checkpoint, "slice", "2x2",
                     (const float[]){ 2.25f, 2.5f, 4.25f, 4.5f });
      assert_ramp (checkpoint, "parameter", "3", 2);
      assert_tensor (checkpoint, "empty", "0x3", NULL);
      g_assert_cmpint (fovea_checkpoint_lookup (checkpoint, "bf16")->dtype, ==,
                       FOVEA_DTYPE_BF16);
    }
}

/* 17: an archive whose checksums were not computed. */
static void
test_no_checksum (void)
{
  g_autoptr (FoveaCheckpoint) checkpoint = open_golden ("no-crc.pth", NULL);

  assert_ramp (checkpoint, "conv.weight", "4x3x2x2", 1);
}

static void
assert_file_rejected (const char *path, const char *expected)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_checkpoint_open (path, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_nonnull (strstr (error->message, expected));
}

static void
test_programs (void)
{
  g_autofree char *whole = golden ("whole-model.pth"), *script = golden ("script.pt");

  assert_file_rejected (whole, "torch.nn.modules.linear.Linear");
  assert_file_rejected (script, "TorchScript");
}

static void
write_file (const char *path, gconstpointer content, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, (gssize)length, &error);
  g_assert_no_error (error);
}

/* 24: what is no regular file, or hardly one. */
static void
test_odd_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("fovea-XXXXXX", &error);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *target = golden ("kinds.pth");

  g_assert_no_error (error);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  write_file (empty, "", 0);
  g_autofree char *absolute = g_canonicalize_filename (target, NULL);
  g_assert_cmpint (symlink (absolute, link), ==, 0);

  assert_file_rejected (folder, "This is a folder");
  assert_file_rejected (pipe, "but a pipe");
  assert_file_rejected ("/dev/zero", "but a device");
  assert_file_rejected (empty, "The file is empty");
  assert_file_rejected ("/nonexistent/model.pth", "Cannot be opened");
  g_autoptr (FoveaCheckpoint) checkpoint = fovea_checkpoint_open (link, NULL, &error);
  g_assert_no_error (error);
  assert_tensor (checkpoint, "i8", "2", (const float[]){ -5, 6 });

  g_unlink (pipe);
  g_unlink (empty);
  g_unlink (link);
  g_rmdir (folder);
}

/* 88: a file that is shortened, or written to, while it is open. */
static void
test_changed_underneath (void)
{
  static const gsize kept[] = { 0, 100, 2000 };
  g_autoptr (GError) error = NULL;
  g_autofree char *source = golden ("kinds.pth");
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
  g_autofree char *path = golden (name);
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

static gpointer
read_all (gpointer data)
{
  FoveaCheckpoint *checkpoint = data;

  for (guint round = 0; round < 50; round++)
    assert_ramp (checkpoint, "conv.weight", "4x3x2x2", 1);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (FoveaCheckpoint) checkpoint = open_golden ("training.pth.tar", NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_all, checkpoint);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_null (g_thread_join (threads[i]));
}

static void
test_names (void)
{
  g_assert_cmpstr (fovea_dtype_name (FOVEA_DTYPE_F64), ==, "F64");
  g_assert_cmpstr (fovea_dtype_name (FOVEA_DTYPE_BOOL), ==, "BOOL");
  g_assert_cmpstr (fovea_container_name (FOVEA_CONTAINER_SAFETENSORS), ==, "safetensors");
  g_assert_cmpstr (fovea_container_name (FOVEA_CONTAINER_TORCH_ZIP), ==, "PyTorch (ZIP)");
}

/* A safetensors file has no dictionaries to choose from. */
static void
test_no_dictionaries (void)
{
  g_autofree char *path = golden ("kinds.safetensors");
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaCheckpoint) bare = open_golden ("kinds.safetensors", "");

  g_assert_null (fovea_checkpoint_dictionaries (bare)[0]);
  g_assert_null (fovea_checkpoint_open (path, "model", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checkpoint/training", test_training);
  g_test_add_func ("/checkpoint/kinds", test_kinds);
  g_test_add_func ("/checkpoint/no-checksum", test_no_checksum);
  g_test_add_func ("/checkpoint/programs", test_programs);
  g_test_add_func ("/checkpoint/odd-files", test_odd_files);
  g_test_add_func ("/checkpoint/changed-underneath", test_changed_underneath);
  g_test_add_func ("/checkpoint/checksum", test_checksum);
  g_test_add_func ("/checkpoint/runs-nothing", test_runs_nothing);
  g_test_add_func ("/checkpoint/threads", test_threads);
  g_test_add_func ("/checkpoint/names", test_names);
  g_test_add_func ("/checkpoint/no-dictionaries", test_no_dictionaries);
  g_test_add_data_func ("/checkpoint/every-prefix/zip", "kinds.pth", test_every_prefix);
  g_test_add_data_func ("/checkpoint/every-prefix/training", "training.pth.tar",
                        test_every_prefix);
  g_test_add_data_func ("/checkpoint/every-prefix/legacy", "kinds-legacy.pth",
                        test_every_prefix);
  g_test_add_data_func ("/checkpoint/every-prefix/training-legacy", "training-legacy.pth",
                        test_every_prefix);
  g_test_add_data_func ("/checkpoint/every-prefix/safetensors", "kinds.safetensors",
                        test_every_prefix);
  g_test_add_data_func ("/checkpoint/every-byte/zip", "kinds.pth", test_every_byte);
  g_test_add_data_func ("/checkpoint/every-byte/training", "training.pth.tar",
                        test_every_byte);
  g_test_add_data_func ("/checkpoint/every-byte/no-crc", "no-crc.pth",
                        test_every_byte_unchecked);
  g_test_add_data_func ("/checkpoint/every-byte/legacy", "kinds-legacy.pth",
                        test_every_byte_unchecked);
  g_test_add_data_func ("/checkpoint/every-byte/safetensors", "kinds.safetensors",
                        test_every_byte_unchecked);
  return g_test_run ();
}
