/* SPDX-License-Identifier: MIT */
#include "build-torch.h"
#include "error.h"

#include <string.h>

static const float numbers[6] = { 0, 1, 2, 3, 4, 5 };

/* {"a": a, "b": b} without what follows it. */
static GByteArray *
two_tensors (const PickledTensor *a, const PickledTensor *b)
{
  GByteArray *pickle = pickle_new ();

  put_text (pickle, "}(");
  pickle_text (pickle, "a");
  pickle_tensor (pickle, a);
  pickle_text (pickle, "b");
  pickle_tensor (pickle, b);
  put_text (pickle, "u.");
  return pickle;
}

#define TENSOR(...)                                                                      \
  &(PickledTensor) { .legacy = TRUE, __VA_ARGS__ }
#define ROW(N) .rank = 1, .size = { N }, .stride = { 1 }
#define STORED(KEY, NUMEL, LENGTH)                                                       \
  {                                                                                      \
    .key = KEY, .content = numbers, .length = LENGTH, .numel = NUMEL                     \
  }

static GBytes *
good_file (void)
{
  static const StoredBytes storages[] = { STORED ("77", 6, 24), STORED ("8", 2, 8) };

  return build_legacy (
      two_tensors (TENSOR (.key = "8", .numel = 2, ROW (2)),
                   TENSOR (.key = "77", .numel = 6, .offset = 1, .rank = 2,
                           .size = { 2, 2 }, .stride = { 1, 2 })),
      storages, 2);
}

static void
test_reads (void)
{
  g_autoptr (GBytes) bytes = good_file ();
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);

  g_assert_cmpint (fovea_checkpoint_container (checkpoint), ==,
                   FOVEA_CONTAINER_TORCH_LEGACY);
  assert_tensor (checkpoint, "a", "2", (const float[]){ 0, 1 });
  assert_tensor (checkpoint, "b", "2x2", (const float[]){ 1, 3, 2, 4 });
}

static void
test_views (void)
{
  static const gint64 view[] = { 2, 3 };
  static const StoredBytes storage = STORED ("0", 6, 24);
  g_autoptr (GBytes) bytes = build_legacy (
      two_tensors (TENSOR (.numel = 6, .view = view, .offset = 1, ROW (2)),
                   TENSOR (.numel = 6, ROW (6))),
      &storage, 1);
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);

  assert_tensor (checkpoint, "a", "2", (const float[]){ 3, 4 });
  assert_tensor (checkpoint, "b", "6", numbers);
}

/* A whole model, as old versions saved it with the source of its class. */
static void
test_whole_model (void)
{
  GByteArray *pickle = pickle_new ();

  put_text (pickle, "(");
  pickle_text (pickle, "module");
  pickle_global (pickle, "models.san", "SAN");
  pickle_text (pickle, "/home/user/san.py");
  pickle_text (pickle, "class SAN: pass");
  put_text (pickle, "tQ)\x81}b.");
  g_autoptr (GBytes) bytes = build_legacy (pickle, NULL, 0);
  assert_rejected ("whole model", bytes, "a whole pickled object (models.san.SAN)");
}

static const gint64 long_view[] = { 4, 3 }, wrapping_view[] = { G_MAXINT64, 2 },
                    short_view[] = { 0, 2 }, negative_view[] = { -1, 2 };

/* The number is the case's in the list of attacks that this reader must withstand. */
static const struct
{
  const char *what;
  const char *expected;
  PickledTensor a;
  StoredBytes storages[3];
  guint n;
} refused[] = {
#define A(KEY, NUMEL, ...)                                                               \
  {                                                                                      \
    .legacy = TRUE, .key = KEY, .numel = NUMEL, ROW (2), __VA_ARGS__                     \
  }
  { "58 fewer",
    "1 elements where 2",
    A ("1", 2),
    { STORED ("0", 6, 24), STORED ("1", 1, 8) },
    2 },
  { "58 more",
    "3 elements where 2",
    A ("1", 2),
    { STORED ("0", 6, 24), STORED ("1", 3, 8) },
    2 },
  { "58 huge",
    "elements where 2",
    A ("1", 2),
    { STORED ("0", 6, 24), STORED ("1", -1, 8) },
    2 },
  { "58 wraps", "impossible number", A ("1", G_MAXINT64), { STORED ("0", 6, 24) }, 1 },
  { "58 beyond the file",
    "bytes are missing",
    A ("1", 1LL << 60),
    { STORED ("0", 6, 24), STORED ("1", 1LL << 60, 8) },
    2 },
  { "59 listed twice",
    "listed twice",
    A ("1", 2),
    { STORED ("0", 6, 24), STORED ("1", 2, 8), STORED ("0", 6, 24) },
    3 },
  { "59 not listed",
    "\"1\" is missing from the list",
    A ("1", 2),
    { STORED ("0", 6, 24) },
    1 },
  { "59 unknown",
    "\"2\" is listed but nothing",
    A ("1", 2),
    { STORED ("0", 6, 24), STORED ("2", 2, 8), STORED ("1", 2, 8) },
    3 },
  { "60 view too long",
    "reaches beyond its storage",
    A ("1", 6, .view = long_view),
    { STORED ("0", 6, 24), STORED ("1", 6, 24) },
    2 },
  { "60 view wraps",
    "reaches beyond its storage",
    A ("1", 6, .view = wrapping_view),
    { STORED ("0", 6, 24), STORED ("1", 6, 24) },
    2 },
  { "60 negative view",
    "not described",
    A ("1", 6, .view = negative_view),
    { STORED ("0", 6, 24), STORED ("1", 6, 24) },
    2 },
  { "60 beyond the view",
    "reaches beyond its storage of 8",
    A ("1", 6, .offset = 1, .view = short_view),
    { STORED ("0", 6, 24), STORED ("1", 6, 24) },
    2 },
  { "61 cut off",
    "8 bytes are missing",
    A ("1", 2),
    { STORED ("0", 6, 24), STORED ("1", 2, 0) },
    2 },
  { "61 surplus",
    "4 bytes follow",
    A ("1", 2),
    { STORED ("0", 6, 24), STORED ("1", 2, 12) },
    2 },
  { "51 two types",
    "two types or lengths",
    A ("0", 6, .type = "IntStorage"),
    { STORED ("0", 6, 24) },
    1 },
  { "51 two lengths", "6 elements where 5", A ("0", 5), { STORED ("0", 6, 24) }, 1 },
};

static void
test_refuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GBytes) bytes
          = build_legacy (two_tensors (&refused[i].a, TENSOR (.numel = 6, ROW (6))),
                          refused[i].storages, refused[i].n);
      assert_rejected (refused[i].what, bytes, refused[i].expected);
    }
}

/* The file with `length` bytes at `at` replaced by `by`. */
static GBytes *
splice (GBytes *file, gsize at, gsize length, const char *by, gsize n)
{
  gsize total;
  const guint8 *data = g_bytes_get_data (file, &total);
  GByteArray *copy = g_byte_array_new ();

  put_bytes (copy, data, at);
  put_bytes (copy, by, n);
  put_bytes (copy, data + at + length, total - at - length);
  return g_byte_array_free_to_bytes (copy);
}

/* Where the first `text` of two bytes after `from` ends. */
static gsize
end_of (const char *data, gsize length, gsize from, const char *text)
{
  for (gsize at = from; at + 2 <= length; at++)
    if (memcmp (data + at, text, 2) == 0)
      return at + 2;
  g_assert_not_reached ();
}

/* 57, 62: each of the pickles missing or wrong. Their places are those that build_legacy
 * writes: 15 bytes of magic number, 6 of protocol, then the machine's. */
static void
test_headers (void)
{
  g_autoptr (GBytes) file = good_file ();
  gsize total;
  const char *data = g_bytes_get_data (file, &total);
  gsize object = end_of (data, total, 0, "u.");
  gsize keys = end_of (data, total, object, "u.");
  gsize end = end_of (data, total, keys, "e.");
  const struct
  {
    const char *what, *expected;
    gsize at, length;
    const char *by;
    gsize n;
  } cases[] = {
    { "no magic number", "torch.save did not write", 0, 15, "", 0 },
    { "no protocol", "protocol is not 1001", 15, 6, "", 0 },
    { "other protocol", "protocol is not 1001", 18, 1, "\xea", 1 },
    { "no machine", "none can be", 21, object - 21, "", 0 },
    { "machine is a list", "byte order", 21, object - 21, "\x80\2].", 4 },
    { "62 big-endian", "big-endian", object - 3, 1, "\x89", 1 },
    { "no object", "nothing refers to it", object, keys - object, "\x80\2N.", 4 },
    { "no keys", "not of protocol 2 to 5", keys, end - keys, "", 0 },
    { "keys are a dict", "list of its storages is missing", keys, end - keys, "\x80\2}.",
      4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes
          = splice (file, cases[i].at, cases[i].length, cases[i].by, cases[i].n);
      assert_rejected (cases[i].what, bytes, cases[i].expected);
    }
}

static void
test_every_prefix (void)
{
  g_autoptr (GBytes) file = good_file ();
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);

  for (gsize n = 0; n < length; n++)
    {
      g_autoptr (GBytes) prefix = g_bytes_new (data, n);
      assert_rejected ("prefix", prefix, NULL);
    }
  g_assert_cmpuint (exercise (data, length), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/legacy-stream/reads", test_reads);
  g_test_add_func ("/legacy-stream/views", test_views);
  g_test_add_func ("/legacy-stream/whole-model", test_whole_model);
  g_test_add_func ("/legacy-stream/refuses", test_refuses);
  g_test_add_func ("/legacy-stream/headers", test_headers);
  g_test_add_func ("/legacy-stream/every-prefix", test_every_prefix);
  return g_test_run ();
}
