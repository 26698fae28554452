/* SPDX-License-Identifier: MIT */
#include "build-torch.h"
#include "error.h"

#include <string.h>
#include <time.h>

static GBytes *
one (PickledTensor tensor)
{
  return build_one_tensor (&tensor, 48);
}

static void
test_reads (void)
{
  static const float matrix[] = { 0, 1, 2, 3, 4, 5 };
  static const float turned[] = { 2, 5, 3, 6, 4, 7 };
  g_autoptr (GBytes) plain = one (
      (PickledTensor){ .numel = 12, .rank = 2, .size = { 2, 3 }, .stride = { 3, 1 } });
  g_autoptr (FoveaCheckpoint) first = open_good (plain, NULL);
  g_autoptr (GBytes) transposed = one ((PickledTensor){
      .numel = 12, .offset = 2, .rank = 2, .size = { 3, 2 }, .stride = { 1, 3 } });
  g_autoptr (FoveaCheckpoint) second = open_good (transposed, "");

  g_assert_cmpint (fovea_checkpoint_container (first), ==, FOVEA_CONTAINER_TORCH_ZIP);
  assert_tensor (first, "w", "2x3", matrix);
  assert_tensor (second, "w", "3x2", turned); /* 56 */
}

/* The number is the case's in the list of attacks that this reader must withstand. */
static const struct
{
  const char *what;
  const char *expected;
  PickledTensor tensor;
} bad_tensors[] = {
  { "19 short storage",
    "should have 52 bytes but has 48",
    { .numel = 13, .rank = 1, .size = { 1 }, .stride = { 1 } } },
  { "43 negative size",
    "not a number of elements",
    { .numel = 12, .rank = 1, .size = { -1 }, .stride = { 1 } } },
  { "43 negative stride",
    "not a number of elements",
    { .numel = 12, .rank = 1, .size = { 2 }, .stride = { -1 } } },
  { "43 negative offset",
    "no storage or no offset",
    { .numel = 12, .offset = -1, .rank = 1, .size = { 1 }, .stride = { 1 } } },
  { "43 negative numel",
    "impossible number",
    { .numel = -1, .rank = 1, .size = { 1 }, .stride = { 1 } } },
  { "43 numel wraps",
    "impossible number",
    { .numel = G_MAXINT64, .rank = 1, .size = { 1 }, .stride = { 1 } } },
  { "44 product wraps to 0",
    "reaches beyond",
    { .numel = 12, .rank = 2, .size = { 1LL << 32, 1LL << 32 }, .stride = { 1, 1 } } },
  { "44 bytes wrap to 4",
    "reaches beyond",
    { .numel = 12, .rank = 1, .size = { 0x4000000000000001 }, .stride = { 1 } } },
  { "45 stride wraps",
    "reaches beyond",
    { .numel = 12, .rank = 2, .size = { 3, 3 }, .stride = { G_MAXINT64, G_MAXINT64 } } },
  { "46 repeats itself",
    "of zero",
    { .numel = 12, .rank = 2, .size = { 100, 2 }, .stride = { 0, 1 } } },
  { "46 repeats itself without end",
    "4 GiB",
    { .numel = 12, .rank = 2, .size = { 1 << 21, 1 << 21 }, .stride = { 0, 0 } } },
  { "47 rank 9",
    "9 dimensions",
    { .numel = 12, .rank = 9, .size = { 1, 1, 1, 1, 1, 1, 1, 1, 1 } } },
  { "48 none of too many",
    "reaches beyond",
    { .numel = 12,
      .rank = 3,
      .size = { 0, G_MAXINT64, G_MAXINT64 },
      .stride = { 1, 1, 1 } } },
  { "49 offset past the storage",
    "reaches beyond",
    { .numel = 12, .offset = 12, .rank = 1, .size = { 1 }, .stride = { 1 } } },
  { "49 offset wraps",
    "reaches beyond",
    { .numel = 12, .offset = G_MAXINT64, .rank = 1, .size = { 1 }, .stride = { 1 } } },
  { "50 more bytes per element",
    "should have 96 bytes",
    { .type = "DoubleStorage",
      .numel = 12,
      .rank = 1,
      .size = { 12 },
      .stride = { 1 } } },
  { "18 missing storage",
    "Storage \"7\" is missing",
    { .key = "7", .numel = 1, .rank = 1, .size = { 1 }, .stride = { 1 } } },
  { "18 storage elsewhere",
    "Storage \"../version\" is missing",
    { .key = "../version", .numel = 0, .rank = 1, .size = { 0 }, .stride = { 1 } } },
  { "unknown storage",
    "unknown type torch.StringStorage",
    { .type = "StringStorage", .numel = 1, .rank = 1, .size = { 1 }, .stride = { 1 } } },
};

static void
test_bad_tensors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_tensors); i++)
    {
      g_autoptr (GBytes) bytes = one (bad_tensors[i].tensor);
      assert_rejected (bad_tensors[i].what, bytes, bad_tensors[i].expected);
    }
}

/* 20: a storage with more in it than it says. */
static void
test_long_storage (void)
{
  g_autoptr (GBytes) bytes
      = one ((PickledTensor){ .numel = 10, .rank = 1, .size = { 2 }, .stride = { 1 } });
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);

  assert_tensor (checkpoint, "w", "2", (const float[]){ 0, 1 });
  assert_listed (fovea_checkpoint_warnings (checkpoint),
                 "8 bytes at the end of storage 0");
}

/* 48: no elements, as an empty buffer has, is no fault. */
static void
test_empty (void)
{
  g_autoptr (GBytes) bytes = one (
      (PickledTensor){ .numel = 12, .rank = 2, .size = { 0, 5 }, .stride = { 5, 1 } });
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);

  assert_tensor (checkpoint, "w", "0x5", NULL);
}

/* 51: one storage, read as two types. */
static void
test_two_types (void)
{
  static const guint8 content[] = { 0, 0, 128, 63 };
  GByteArray *pickle = pickle_new ();

  put_text (pickle, "}(");
  pickle_text (pickle, "a");
  pickle_tensor (
      pickle, &(PickledTensor){ .numel = 1, .rank = 1, .size = { 1 }, .stride = { 1 } });
  pickle_text (pickle, "b");
  pickle_tensor (
      pickle,
      &(PickledTensor){
          .type = "ByteStorage", .numel = 4, .rank = 1, .size = { 4 }, .stride = { 1 } });
  put_text (pickle, "u.");
  g_autoptr (GBytes) bytes = build_torch_zip (
      pickle, &(StoredBytes){ .key = "0", .content = content, .length = 4 }, 1);
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);

  assert_tensor (checkpoint, "a", "1", (const float[]){ 1.0f });
  assert_tensor (checkpoint, "b", "4", (const float[]){ 0, 0, 128, 63 });
}

/* An archive of these members, after one with the given pickle. */
static GBytes *
archive_of (const char *pickle, gsize length, const ZipMember *others, guint n)
{
  g_autofree ZipMember *members = g_new0 (ZipMember, n + 1);

  members[0] = (ZipMember){ .name = "r/data.pkl", .content = pickle, .length = length };
  if (n > 0)
    memcpy (members + 1, others, n * sizeof *others);
  return build_zip (members, n + 1, NULL);
}

static void
test_other_archives (void)
{
  static const struct
  {
    const char *what;
    const char *expected;
    ZipMember member;
  } cases[] = {
    { "21 byte order",
      "big-endian",
      { .name = "r/byteorder", .content = "big", .length = 3 } },
    { "21 byte order",
      "an unknown",
      { .name = "r/byteorder", .content = "pdp", .length = 3 } },
    { "22 version",
      "version is not a number",
      { .name = "r/version", .content = "three", .length = 5 } },
    { "22 long version",
      "at most 64",
      { .name = "r/version",
        .content = "1",
        .length = 1,
        .size = 99,
        .stored = 1,
        .method = 8 } },
    { "23 TorchScript", "TorchScript", { .name = "r/constants.pkl", .content = "" } },
    { "16 wrong checksum",
      "checksum",
      { .name = "r/version", .content = "3", .length = 1, .crc = CRC_WRONG } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = archive_of ("\x80\2}.", 4, &cases[i].member, 1);
      assert_rejected (cases[i].what, bytes, cases[i].expected);
    }

  static const struct
  {
    const char *name, *expected;
  } without[] = {
    { "weights.npy", ".npz" },
    { "models/van.pth", "unpack it first" },
    { "word/document.xml", "no data.pkl" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (without); i++)
    {
      ZipMember member = { .name = without[i].name, .content = "x", .length = 1 };
      g_autoptr (GBytes) bytes = build_zip (&member, 1, NULL);
      assert_rejected (without[i].name, bytes, without[i].expected);
    }
}

/* 35, 36: a second STOP is one byte too many, like any other. */
static void
test_trailing (void)
{
  g_autoptr (GBytes) bytes = archive_of ("\x80\2}..", 5, NULL, 0);

  assert_rejected ("two STOPs", bytes, "1 bytes follow the pickle");
}

/* 38 */
static void
test_persistent_ids (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } cases[] = {
#define CASE(TEXT) { TEXT, sizeof (TEXT) - 1 }
    CASE ("\x80\2NQ."),
    CASE ("\x80\2)Q."),
    CASE ("\x80\2X\7\0\0\0storageQ."),
    CASE ("\x80\2(X\7\0\0\0storageNNNNtQ."),
    CASE ("\x80\2(X\7\0\0\0storagectorch\nFloatStorage\nK\1U\3cpuK\1tQ."),
    CASE ("\x80\2(X\7\0\0\0storagectorch\nFloatStorage\nU\1"
          "0U\3cpuK\1NtQ."),
    CASE ("\x80\2(X\7\0\0\0storagectorch\nFloatStorage\nU\1"
          "0U\3cputQ."),
    CASE ("\x80\2(X\6\0\0\0modulecm\nC\nNNtQ."),
#undef CASE
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = archive_of (cases[i].bytes, cases[i].length, NULL, 0);
      assert_rejected ("persistent id", bytes, "not referred to as torch does it");
    }
}

/* 11: packed again by hand, the pickle deflated, and many times over. */
static void
test_packed_again (void)
{
  g_autoptr (GByteArray) packed = deflate_zeros (17 << 20);
  ZipMember bomb = { .name = "r/data.pkl",
                     .content = packed->data,
                     .length = packed->len,
                     .size = 17 << 20,
                     .method = 8,
                     .crc = CRC_NONE };
  g_autoptr (GBytes) bytes = build_zip (&bomb, 1, NULL);
  assert_rejected ("bomb", bytes, "at most 16777216 are accepted");

  g_autoptr (GByteArray) small = deflate_bytes ("\x80\2}.", 4);
  ZipMember good = { .name = "r/data.pkl",
                     .content = small->data,
                     .length = small->len,
                     .size = 4,
                     .method = 8,
                     .crc = CRC_NONE };
  g_autoptr (GBytes) opened = build_zip (&good, 1, NULL);
  assert_rejected ("deflated pickle", opened, "It holds: nothing");
}

/* The storages deflated, too: they cannot be read in place. */
static void
test_deflated_storage (void)
{
  GByteArray *pickle = pickle_new ();
  g_autoptr (GByteArray) packed = deflate_zeros (48);
  ZipMember storage = { .name = "r/data/0",
                        .content = packed->data,
                        .length = packed->len,
                        .size = 48,
                        .method = 8,
                        .crc = CRC_NONE };

  put_text (pickle, "}");
  pickle_text (pickle, "w");
  pickle_tensor (pickle, &(PickledTensor){ .numel = 12, .rank = 0 });
  put_text (pickle, "s.");
  g_autoptr (GBytes) bytes
      = archive_of ((const char *)pickle->data, pickle->len, &storage, 1);
  g_byte_array_unref (pickle);
  assert_rejected ("deflated storage", bytes, "Its storages are compressed");
}

/* 42: a million keys make a dict that nobody needs; none of them is hashed. */
static void
test_million_keys (void)
{
  GByteArray *pickle = pickle_new ();
  clock_t start = clock ();

  put_text (pickle, "}");
  for (guint i = 0; i < 1000000; i++)
    put_text (pickle, "NNs");
  put_text (pickle, ".");
  g_autoptr (GBytes) bytes = build_torch_zip (pickle, NULL, 0);
  assert_rejected ("keys", bytes, "1000000 keys");
  g_assert_cmpint (clock () - start, <, 5 * CLOCKS_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/torch-zip/reads", test_reads);
  g_test_add_func ("/torch-zip/bad-tensors", test_bad_tensors);
  g_test_add_func ("/torch-zip/long-storage", test_long_storage);
  g_test_add_func ("/torch-zip/empty", test_empty);
  g_test_add_func ("/torch-zip/two-types", test_two_types);
  g_test_add_func ("/torch-zip/other-archives", test_other_archives);
  g_test_add_func ("/torch-zip/trailing", test_trailing);
  g_test_add_func ("/torch-zip/persistent-ids", test_persistent_ids);
  g_test_add_func ("/torch-zip/packed-again", test_packed_again);
  g_test_add_func ("/torch-zip/deflated-storage", test_deflated_storage);
  g_test_add_func ("/torch-zip/million-keys", test_million_keys);
  return g_test_run ();
}
