/* SPDX-License-Identifier: MIT */
#include "build-bytes.h"
#include "error.h"

#include <string.h>

static void
test_reads (void)
{
  static const float weights[] = { 1.0f, -2.5f, 3.0f, 4.0f, 5.0f, -0.0f };
  static const guint8 flags[] = { 1, 0, 1 };
  static const char header[]
      = "{\"__metadata__\":{\"fovea.backbone\":\"van_nano\"},"
        "\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[3,27]},"
        "\"flags\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]},"
        "\"none\":{\"dtype\":\"F64\",\"shape\":[0,7],\"data_offsets\":[27,27]}}   ";
  GByteArray *file = g_byte_array_new ();

  put_le64 (file, strlen (header));
  put_text (file, header);
  put_bytes (file, flags, 3);
  put_floats (file, 6, weights);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (file);
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);

  g_assert_cmpint (fovea_checkpoint_container (checkpoint), ==,
                   FOVEA_CONTAINER_SAFETENSORS);
  g_assert_cmpuint (fovea_checkpoint_n_tensors (checkpoint), ==, 3);
  g_assert_cmpuint (fovea_checkpoint_file_size (checkpoint), ==,
                    g_bytes_get_size (bytes));
  g_assert_cmpstr (fovea_checkpoint_dictionary (checkpoint), ==, "");
  g_assert_cmpstr (fovea_checkpoint_metadata (checkpoint, "fovea.backbone"), ==,
                   "van_nano");
  g_assert_null (fovea_checkpoint_metadata (checkpoint, "absent"));
  assert_tensor (checkpoint, "a.weight", "2x3", weights);
  assert_tensor (checkpoint, "flags", "3", (const float[]){ 1.0f, 0.0f, 1.0f });
  assert_tensor (checkpoint, "none", "0x7", NULL);
}

static void
test_absent_tensor (void)
{
  g_autoptr (GBytes) bytes = build_safetensors (
      "{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1);
  g_autoptr (FoveaCheckpoint) checkpoint = open_good (bytes, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_checkpoint_lookup (checkpoint, "v"));
  g_assert_null (fovea_checkpoint_read (checkpoint, "v", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
  g_assert_nonnull (strstr (error->message, "no tensor \"v\""));
}

#define ONE(DTYPE, SHAPE, OFFSETS)                                                       \
  "{\"w\":{\"dtype\":" DTYPE ",\"shape\":" SHAPE ",\"data_offsets\":" OFFSETS "}}"

static const struct
{
  const char *name;
  const char *header;
  gsize bytes;
  const char *expected;
} bad_headers[] = {
  { "no tensor", "{}", 0, "holds no tensor" },
  { "not an object", "[1,2]", 0, "" },
  { "not closed", "{\"w\":", 0, "not valid JSON" },
  { "text after", "{} x", 0, "not valid JSON" },
  { "not UTF-8", "{\"\xff\":1}", 0, "not valid JSON" },
  { "NUL in a name", "{\"a\\u0000b\":1}", 0, "not valid JSON" },
  { "duplicate", "{\"w\":1,\"w\":2}", 0, "duplicate" },
  { "entry is a number", "{\"w\":1}", 0, "not a description" },
  { "metadata is a list", "{\"__metadata__\":[]}", 0, "not an object" },
  { "metadata of numbers", "{\"__metadata__\":{\"a\":1}}", 0, "not a string" },
  { "no dtype", "{\"w\":{\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "no dtype" },
  { "unknown dtype", ONE ("\"F31\"", "[1]", "[0,4]"), 4, "type F31" },
  { "float8", ONE ("\"F8_E4M3\"", "[1]", "[0,1]"), 1, "type F8_E4M3" },
  { "dtype is a number", ONE ("1", "[1]", "[0,4]"), 4, "no dtype" },
  { "shape is a number", ONE ("\"F32\"", "1", "[0,4]"), 4, "no shape" },
  { "negative size", ONE ("\"F32\"", "[-1]", "[0,4]"), 4, "not a whole number" },
  { "size is a real", ONE ("\"F32\"", "[1.0]", "[0,4]"), 4, "not a whole number" },
  { "size is huge", ONE ("\"F32\"", "[1e30]", "[0,4]"), 4, "not a whole number" },
  { "size beyond 64 bits", ONE ("\"F32\"", "[99999999999999999999]", "[0,4]"), 4,
    "JSON" },
  { "rank 9", ONE ("\"U8\"", "[1,1,1,1,1,1,1,1,1]", "[0,1]"), 1, "9 dimensions" },
  { "rank 65",
    ONE ("\"U8\"",
         "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
         "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
         "[0,1]"),
    1, "65 dimensions" },
  { "product wraps to 0", ONE ("\"U8\"", "[4294967296,4294967296]", "[0,0]"), 0,
    "64 bits" },
  { "product wraps to 4", ONE ("\"F32\"", "[4611686018427387905]", "[0,4]"), 4,
    "64 bits" },
  { "zero times huge", ONE ("\"U8\"", "[0,4294967296,4294967296]", "[0,0]"), 0,
    "64 bits" },
  { "offsets reversed", ONE ("\"U8\"", "[1]", "[1,0]"), 1, "ascending" },
  { "offset negative", ONE ("\"U8\"", "[1]", "[-1,0]"), 1, "ascending" },
  { "offset real", ONE ("\"U8\"", "[1]", "[0.0,1.0]"), 1, "ascending" },
  { "offset 1e30", ONE ("\"U8\"", "[1]", "[0,1e30]"), 1, "ascending" },
  { "offset string", ONE ("\"U8\"", "[1]", "[\"0\",\"1\"]"), 1, "ascending" },
  { "one offset", ONE ("\"U8\"", "[1]", "[0]"), 1, "ascending" },
  { "too few bytes", ONE ("\"F32\"", "[2]", "[0,4]"), 4, "should take 8" },
  { "beyond the file", ONE ("\"F32\"", "[2]", "[0,8]"), 4, "4 bytes beyond" },
  { "hole at the start", ONE ("\"U8\"", "[1]", "[1,2]"), 2, "hole" },
  { "trailing bytes", ONE ("\"U8\"", "[1]", "[0,1]"), 8, "7 bytes after" },
  { "overlap",
    "{\"v\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
    "\"w\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}",
    3, "overlap" },
  { "hole",
    "{\"v\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
    "\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]}}",
    3, "hole" },
};

static void
test_bad_headers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_headers); i++)
    {
      g_autoptr (GBytes) bytes
          = build_safetensors (bad_headers[i].header, bad_headers[i].bytes);
      assert_rejected (bad_headers[i].name, bytes, bad_headers[i].expected);
    }
}

static void
test_bad_length (void)
{
  static const guint64 lengths[] = {
    1, 0x7fffffff, G_GUINT64_CONSTANT (1) << 63, G_MAXUINT64 - 7, G_MAXUINT64, 100
  };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      GByteArray *file = g_byte_array_new ();
      put_le64 (file, lengths[i]);
      put_text (file, "{\"w\":{}}");
      g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (file);
      assert_rejected ("length", bytes, NULL);
    }
}

/* 65, 72: brackets within brackets, few enough for the parser to see how deep they go and
 * too many for it to see at all; and as many tensors as only an attacker needs. */
static void
test_bombs (void)
{
  static const struct
  {
    guint depth;
    const char *expected;
  } cases[] = { { 60000, "depth" }, { 80000, "more than 16384 tensors" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *deep = g_strnfill (cases[i].depth, '[');
      g_autofree char *header = g_strconcat ("{\"w\":", deep, NULL);
      g_autoptr (GBytes) nested = build_safetensors (header, 0);
      assert_rejected ("depth", nested, cases[i].expected);
    }

  g_autoptr (GString) many = g_string_new ("{");
  for (guint i = 0; i < 400000; i++)
    g_string_append_printf (many, "%s\"%u\":{}", i ? "," : "", i);
  g_string_append_c (many, '}');
  g_autoptr (GBytes) crowd = build_safetensors (many->str, 0);
  assert_rejected ("crowd", crowd, "more than 16384 tensors");

  g_autofree char *spaces = g_strnfill (17 << 20, ' ');
  spaces[0] = '{';
  g_autoptr (GBytes) wide = build_safetensors (spaces, 0);
  assert_rejected ("wide", wide, "at most 16777216 are accepted");
}

static void
test_every_prefix (void)
{
  g_autoptr (GBytes) bytes = build_safetensors (ONE ("\"F32\"", "[4,2]", "[0,32]"), 32);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize n = 0; n < length; n++)
    {
      g_autoptr (GBytes) prefix = g_bytes_new (data, n);
      assert_rejected ("prefix", prefix, NULL);
    }
  g_assert_cmpuint (exercise (data, length), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors/reads", test_reads);
  g_test_add_func ("/safetensors/absent-tensor", test_absent_tensor);
  g_test_add_func ("/safetensors/bad-headers", test_bad_headers);
  g_test_add_func ("/safetensors/bad-length", test_bad_length);
  g_test_add_func ("/safetensors/bombs", test_bombs);
  g_test_add_func ("/safetensors/every-prefix", test_every_prefix);
  return g_test_run ();
}
