/* SPDX-License-Identifier: MIT */
#include "build-zip.h"
#include "error.h"
#include "weights/zip.h"

#include <string.h>

#define A                                                                                \
  {                                                                                      \
    .name = "r/a", .content = "alpha", .length = 5                                       \
  }
#define B                                                                                \
  {                                                                                      \
    .name = "r/b", .content = "beta", .length = 4                                        \
  }

static FoveaZip *
open_zip (GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return fovea_zip_open (data, length, error);
}

static void
assert_content (GBytes *bytes, const FoveaZip *zip, const char *name,
                const char *expected)
{
  g_autoptr (GError) error = NULL;
  const FoveaZipMember *member = fovea_zip_find (zip, name);

  g_assert_nonnull (member);
  g_autoptr (GBytes) content
      = fovea_zip_extract (g_bytes_get_data (bytes, NULL), member, 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), expected,
                   strlen (expected));
}

static void
test_reads (void)
{
  static const ZipOptions variants[] = {
    { 0 },
    { .narrow = TRUE },
    { .comment = "made by hand", .comment_length = 12 },
  };
  static const ZipMember members[]
      = { A, { .name = "r/b", .content = "beta", .length = 4, .wide = TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_autoptr (GBytes) bytes = build_zip (members, 2, &variants[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaZip) zip = open_zip (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (zip->root, ==, "r/");
      g_assert_null (fovea_zip_find (zip, "r/c"));
      assert_content (bytes, zip, "r/a", "alpha");
      assert_content (bytes, zip, "r/b", "beta");
    }
}

static void
test_inflates (void)
{
  g_autoptr (GByteArray) packed = deflate_bytes ("hello hello hello", 17);
  const ZipMember member = { .name = "r/a",
                             .content = packed->data,
                             .length = packed->len,
                             .size = 17,
                             .method = 8,
                             .crc = CRC_NONE };
  g_autoptr (GBytes) bytes = build_zip (&member, 1, NULL);
  g_autoptr (FoveaZip) zip = open_zip (bytes, NULL);

  g_assert_nonnull (zip);
  assert_content (bytes, zip, "r/a", "hello hello hello");
}

/* The number is the case's in the list of attacks that this reader must withstand. */
static const struct
{
  const char *what;
  const char *expected;
  ZipMember members[3];
  guint n;
  ZipOptions options;
} refused[] = {
  { "3 too many claimed", "does not hold the 3 members", { A, B }, 2, { .count = 1 } },
  { "3 too few claimed", "longer than its 1 members", { A, B }, 2, { .count = -1 } },
  { "4 locator outside", "not where its locator says", { A }, 1, { .locator = 1 << 30 } },
  { "4 locator beside", "not where its locator says", { A }, 1, { .locator = -1 } },
  { "5 records disagree",
    "end records of the ZIP archive disagree",
    { A },
    1,
    { .count64 = 1 } },
  { "6 offset and size wrap",
    "reaches beyond the file",
    { { .name = "r/a",
        .content = "x",
        .length = 1,
        .wide = TRUE,
        .stored = G_MAXUINT64 - 8 } },
    1 },
  { "6 size beyond",
    "reaches beyond the file",
    { { .name = "r/a", .content = "x", .length = 1, .stored = 1000 } },
    1 },
  { "6 offset wraps",
    "not where the directory says",
    { { .name = "r/a", .content = "x", .length = 1, .wide = TRUE, .shift = -5 } },
    1 },
  { "7 overlap",
    "overlaps",
    { { .name = "r/a", .content = "x", .length = 1, .stored = 60 }, B },
    2 },
  { "8 doubled", "two members \"r/a\"", { A, B, A }, 3 },
  { "9 another local name",
    "headers of ZIP member \"r/a\" disagree",
    { { .name = "r/a", .content = "x", .length = 1, .local_name = "r/z" } },
    1 },
  { "9 longer local name",
    "headers of ZIP member \"r/a\" disagree",
    { { .name = "r/a", .content = "x", .length = 1, .local_name = "r/ab" } },
    1 },
  { "10 parent",
    "outside its folder",
    { { .name = "r/../../x", .content = "", .length = 0 } },
    1 },
  { "10 absolute",
    "outside its folder",
    { { .name = "/etc/x", .content = "", .length = 0 } },
    1 },
  { "10 drive",
    "outside its folder",
    { { .name = "C:x", .content = "", .length = 0 } },
    1 },
  { "10 NUL",
    "do not belong",
    { { .name = "r/a\0b", .content = "", .name_length = 5 } },
    1 },
  { "10 backslash",
    "do not belong",
    { { .name = "r\\a", .content = "", .length = 0 } },
    1 },
  { "10 line feed",
    "do not belong",
    { { .name = "r/\n", .content = "", .length = 0 } },
    1 },
  { "10 not UTF-8",
    "do not belong",
    { { .name = "r/\xff", .content = "", .length = 0 } },
    1 },
  { "12 encrypted",
    "encrypted",
    { { .name = "r/a", .content = "x", .length = 1, .flags = 1 } },
    1 },
  { "12 strongly encrypted",
    "encrypted",
    { { .name = "r/a", .content = "x", .length = 1, .flags = 1 << 6 } },
    1 },
  { "13 deflate64",
    "method 9",
    { { .name = "r/a", .content = "x", .length = 1, .method = 9 } },
    1 },
  { "13 zstd",
    "method 93",
    { { .name = "r/a", .content = "x", .length = 1, .method = 93 } },
    1 },
  { "two sizes",
    "two different sizes",
    { { .name = "r/a", .content = "xy", .length = 2, .size = 1 } },
    1 },
  { "bytes in front",
    "before the first member",
    { A },
    1,
    { .prefix = "MZ", .narrow = TRUE } },
};

static void
test_refuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GBytes) bytes
          = build_zip (refused[i].members, refused[i].n, &refused[i].options);
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaZip) zip = open_zip (bytes, &error);

      if (zip || !strstr (error->message, refused[i].expected))
        g_error ("%s: %s", refused[i].what, zip ? "was opened" : error->message);
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
    }
}

/* 10: a name of 64 K. */
static void
test_long_name (void)
{
  g_autofree char *name = g_strnfill (65535, 'n');
  const ZipMember member = { .name = name, .content = "", .length = 0 };
  g_autoptr (GBytes) bytes = build_zip (&member, 1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (open_zip (bytes, &error));
  g_assert_nonnull (strstr (error->message, "name of 65535 bytes"));
}

/* 11: few bytes that become many, and a size that is not true. */
static void
test_bomb (void)
{
  g_autoptr (GByteArray) packed = deflate_zeros (64 << 20);
  ZipMember member = { .name = "r/a",
                       .content = packed->data,
                       .length = packed->len,
                       .size = 64 << 20,
                       .method = 8,
                       .crc = CRC_NONE };
  static const struct
  {
    guint64 claimed;
    int code;
  } cases[] = { { 64 << 20, FOVEA_ERROR_LIMIT }, { 1 << 20, FOVEA_ERROR_WEIGHTS } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      member.size = cases[i].claimed;
      g_autoptr (GBytes) bytes = build_zip (&member, 1, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (FoveaZip) zip = open_zip (bytes, &error);

      g_assert_no_error (error);
      g_assert_null (fovea_zip_extract (g_bytes_get_data (bytes, NULL),
                                        fovea_zip_find (zip, "r/a"), 16 << 20, &error));
      g_assert_error (error, FOVEA_ERROR, cases[i].code);
    }
}

/* 14 */
static void
test_crowd (void)
{
  const guint n = 70000;
  g_autofree ZipMember *members = g_new0 (ZipMember, n);
  g_autofree char *names = g_malloc (8 * n);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_snprintf (names + 8 * i, 8, "%u", i);
      members[i] = (ZipMember){ .name = names + 8 * i, .content = "", .length = 0 };
    }
  g_autoptr (GBytes) bytes = build_zip (members, n, NULL);
  g_assert_null (open_zip (bytes, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
}

/* 15: another end record in the comment, with nothing in its archive. */
static void
test_two_ends (void)
{
  static const char inner[22] = "PK\5\6";
  const ZipMember member = A;
  const ZipOptions options = { .comment = inner, .comment_length = sizeof inner };
  g_autoptr (GBytes) bytes = build_zip (&member, 1, &options);
  g_autoptr (GError) error = NULL;

  g_assert_null (open_zip (bytes, &error));
  g_assert_nonnull (strstr (error->message, "two end records"));
}

/* 16, 17 */
static void
test_checksum (void)
{
  static const ZipMember members[]
      = { { .name = "r/a", .content = "x", .length = 1, .crc = CRC_WRONG },
          { .name = "r/b", .content = "y", .length = 1, .crc = CRC_NONE } };
  g_autoptr (GBytes) bytes = build_zip (members, 2, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaZip) zip = open_zip (bytes, &error);

  g_assert_no_error (error);
  assert_content (bytes, zip, "r/b", "y");
  g_assert_null (fovea_zip_extract (g_bytes_get_data (bytes, NULL),
                                    fovea_zip_find (zip, "r/a"), 10, &error));
  g_assert_nonnull (strstr (error->message, "checksum"));
}

/* 1, 2: no prefix of an archive is an archive. */
static void
test_every_prefix (void)
{
  static const ZipMember members[] = { A, B };
  g_autoptr (GBytes) bytes = build_zip (members, 2, NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize n = 0; n < length; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, n + 1);
      g_autoptr (GError) error = NULL;
      g_assert_null (fovea_zip_open (copy, n, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zip/reads", test_reads);
  g_test_add_func ("/zip/inflates", test_inflates);
  g_test_add_func ("/zip/refuses", test_refuses);
  g_test_add_func ("/zip/long-name", test_long_name);
  g_test_add_func ("/zip/bomb", test_bomb);
  g_test_add_func ("/zip/crowd", test_crowd);
  g_test_add_func ("/zip/two-ends", test_two_ends);
  g_test_add_func ("/zip/checksum", test_checksum);
  g_test_add_func ("/zip/every-prefix", test_every_prefix);
  return g_test_run ();
}
