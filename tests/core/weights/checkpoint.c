/* SPDX-License-Identifier: MIT */
#include "build-torch.h"
#include "error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
  g_autofree char *whole = golden_path ("whole-model.pth"),
                  *script = golden_path ("script.pt");

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
  g_autofree char *target = golden_path ("kinds.pth");

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

/* A temporary file with these bytes; the caller removes it. (transfer full) */
static char *
to_file (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  char *path = NULL;
  int fd = g_file_open_tmp ("fovea-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (fd, data, length), ==, (gssize)length);
  close (fd);
  return path;
}

/* `count` elements, every `step`-th number from `first`. */
static void
assert_counts (FoveaCheckpoint *checkpoint, gsize count, gsize first, gsize step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) tensor = fovea_checkpoint_read (checkpoint, "w", &error);
  guint wrong = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (fovea_tensor_count (tensor), ==, count);
  for (gsize i = 0; i < count; i++)
    wrong += fovea_tensor_data (tensor)[i] != (float)(first + i * step);
  g_assert_cmpuint (wrong, ==, 0);
}

/* Tensors of several of the pieces in which bytes are read and checked: whole, a part, and
 * spread out, from memory and from a file. */
static void
test_large (void)
{
  enum
  {
    N = 300001
  };
  static const struct
  {
    PickledTensor tensor;
    gsize count, first, step;
  } cases[] = {
    { { .numel = N, .rank = 1, .size = { N }, .stride = { 1 } }, N, 0, 1 },
    { { .numel = N, .offset = 70000, .rank = 1, .size = { 200000 }, .stride = { 1 } },
      200000,
      70000,
      1 },
    { { .numel = N, .offset = 1, .rank = 1, .size = { N / 3 }, .stride = { 3 } },
      N / 3,
      1,
      3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = build_one_tensor (&cases[i].tensor, N * sizeof (float));
      g_autoptr (FoveaCheckpoint) memory = open_good (bytes, NULL);
      g_autofree char *path = to_file (bytes);
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaCheckpoint) file = fovea_checkpoint_open (path, NULL, &error);

      g_assert_no_error (error);
      for (guint again = 0; again < 2; again++)
        {
          assert_counts (memory, cases[i].count, cases[i].first, cases[i].step);
          assert_counts (file, cases[i].count, cases[i].first, cases[i].step);
        }
      g_unlink (path);
    }
}

/* The same with elements that are converted on the way. */
static void
test_large_half (void)
{
  const gsize n = 300001;
  g_autofree char *header
      = g_strdup_printf ("{\"w\":{\"dtype\":\"BF16\",\"shape\":[%" G_GSIZE_FORMAT
                         "],\"data_offsets\":[0,%" G_GSIZE_FORMAT "]}}",
                         n, 2 * n);
  GByteArray *content = g_byte_array_new ();

  put_le64 (content, strlen (header));
  put_text (content, header);
  for (gsize i = 0; i < n; i++)
    put_le16 (content, (guint)(i % 32000));
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (content);
  g_autofree char *path = to_file (bytes);
  g_autoptr (FoveaCheckpoint) file = fovea_checkpoint_open (path, NULL, NULL);
  g_autoptr (FoveaTensor) tensor = fovea_checkpoint_read (file, "w", NULL);
  guint wrong = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits = (guint32)(i % 32000) << 16;
      wrong += memcmp (fovea_tensor_data (tensor) + i, &bits, sizeof bits) != 0;
    }
  g_assert_cmpuint (wrong, ==, 0);
  g_unlink (path);
}

/* A file of 17 GiB that is nearly all hole. */
static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("fovea-XXXXXX", &path, &error);

  g_assert_no_error (error);
  if (ftruncate (fd, (off_t)17 << 30) != 0)
    g_test_skip ("the temporary folder takes no file of 17 GiB");
  else
    {
      g_assert_null (fovea_checkpoint_open (path, NULL, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
    }
  close (fd);
  g_unlink (path);
}

static void
test_references (void)
{
  FoveaCheckpoint *checkpoint = open_golden ("kinds.pth", NULL);

  g_assert_true (fovea_checkpoint_ref (checkpoint) == checkpoint);
  fovea_checkpoint_unref (checkpoint);
  assert_tensor (checkpoint, "i8", "2", (const float[]){ -5, 6 });
  fovea_checkpoint_unref (checkpoint);
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
  g_autofree char *path = golden_path ("kinds.safetensors");
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
  g_test_add_func ("/checkpoint/large", test_large);
  g_test_add_func ("/checkpoint/large-half", test_large_half);
  g_test_add_func ("/checkpoint/too-large", test_too_large);
  g_test_add_func ("/checkpoint/references", test_references);
  g_test_add_func ("/checkpoint/threads", test_threads);
  g_test_add_func ("/checkpoint/names", test_names);
  g_test_add_func ("/checkpoint/no-dictionaries", test_no_dictionaries);
  return g_test_run ();
}
