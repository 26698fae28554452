/* SPDX-License-Identifier: MIT */
#include "build-bytes.h"
#include "error.h"
#include "weights/checked.h"
#include "weights/manifest-private.h"

#include <string.h>

static void
test_checked (void)
{
  guint64 result;

  g_assert_true (fovea_checked_add (&result, G_MAXUINT64 - 1, 1)
                 && result == G_MAXUINT64);
  g_assert_false (fovea_checked_add (&result, G_MAXUINT64, 1));
  g_assert_true (fovea_checked_mul (&result, 1u << 31, 1u << 31));
  g_assert_false (fovea_checked_mul (&result, G_GUINT64_CONSTANT (1) << 32,
                                     G_GUINT64_CONSTANT (1) << 32));
  g_assert_true (fovea_range_fits (3, 4, 7));
  g_assert_true (fovea_range_fits (7, 0, 7));
  g_assert_false (fovea_range_fits (3, 5, 7));
  g_assert_false (fovea_range_fits (8, 0, 7));
  g_assert_false (fovea_range_fits (1, G_MAXUINT64, 7));
  g_assert_cmpuint (fovea_load_le16 ((const guint8 *)"\1\2"), ==, 0x0201);
  g_assert_cmpuint (fovea_load_le32 ((const guint8 *)"\1\2\3\4"), ==, 0x04030201);
  g_assert_cmpuint (fovea_load_le64 ((const guint8 *)"\1\2\3\4\5\6\7\10"), ==,
                    G_GUINT64_CONSTANT (0x0807060504030201));
}

static void
test_extent (void)
{
  const FoveaShape shape = FOVEA_SHAPE (2, 3), empty = FOVEA_SHAPE (2, 0, 3);
  const FoveaShape huge = FOVEA_SHAPE (2, 2);
  static const guint64 apart[] = { 10, 2 }, wraps[] = { G_MAXUINT64, 1 };
  guint64 extent, count;

  g_assert_true (fovea_extent (&shape, NULL, 4, &extent, &count));
  g_assert_true (extent == 24 && count == 6);
  g_assert_true (fovea_extent (&shape, apart, 4, &extent, &count));
  g_assert_true (extent == (10 + 2 * 2 + 1) * 4 && count == 6);
  g_assert_true (fovea_extent (&empty, NULL, 4, &extent, &count));
  g_assert_true (extent == 0 && count == 0);
  g_assert_false (fovea_extent (&huge, wraps, 4, &extent, &count));
}

static gboolean
add (FoveaManifest *manifest, const char *name, gsize n)
{
  const FoveaShape shape = FOVEA_SHAPE (n);

  return fovea_manifest_add_tensor (manifest, name, strlen (name), &shape, NULL,
                                    FOVEA_DTYPE_U8, 0, 0, NULL);
}

static void
test_prefixes (void)
{
  static const struct
  {
    const char *first, *second, *expected;
  } cases[] = {
    { "module.a", "module.b", "a" },
    { "model.a", "model.b", "a" },
    { "module.model.a", "module.model.b", "a" },
    { "model.module.a", "model.module.b", "a" },
    { "module.a", "b", "module.a" },
    { "module.", "module.b", "module." },
    { "backbone.a", "backbone.b", "backbone.a" },
    { "module.a", "model.b", "module.a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FoveaManifest) manifest
          = fovea_manifest_new (FOVEA_CONTAINER_SAFETENSORS);
      fovea_manifest_add_storage (manifest, 0, 10, 0);
      g_assert_true (add (manifest, cases[i].first, 1));
      g_assert_true (add (manifest, cases[i].second, 1));
      g_assert_true (fovea_manifest_finish (manifest, 10, NULL));
      g_assert_cmpstr (g_array_index (manifest->entries, FoveaEntry, 0).info.name, ==,
                       cases[i].expected);
      g_assert_nonnull (fovea_manifest_lookup (manifest, cases[i].expected));
    }
}

/* Enough names that a wrong search would miss one. */
static void
test_lookup (void)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_SAFETENSORS);
  char name[16];

  fovea_manifest_add_storage (manifest, 0, 1000, 0);
  for (guint i = 0; i < 1000; i++)
    {
      g_snprintf (name, sizeof name, "t%u", i * 7 % 1000);
      g_assert_true (add (manifest, name, 1));
    }
  g_assert_true (fovea_manifest_finish (manifest, 1000, NULL));
  for (guint i = 0; i < 1000; i++)
    {
      g_snprintf (name, sizeof name, "t%u", i);
      g_assert_cmpstr (fovea_manifest_lookup (manifest, name)->info.name, ==, name);
    }
  g_assert_null (fovea_manifest_lookup (manifest, "t1000"));
  g_assert_null (fovea_manifest_lookup (manifest, ""));
}

static void
test_duplicates (void)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_SAFETENSORS);
  g_autoptr (GError) error = NULL;

  fovea_manifest_add_storage (manifest, 0, 10, 0);
  add (manifest, "a", 1);
  add (manifest, "b", 1);
  add (manifest, "a", 2);
  g_assert_false (fovea_manifest_finish (manifest, 10, &error));
  g_assert_nonnull (strstr (error->message, "Two tensors are called \"a\""));
}

/* Three tensors over the same ten bytes of a file of ten. */
static void
test_amplifier (void)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_SAFETENSORS);
  g_autoptr (GError) error = NULL;

  fovea_manifest_add_storage (manifest, 0, 10, 0);
  add (manifest, "a", 10);
  add (manifest, "b", 10);
  add (manifest, "c", 10);
  g_assert_false (fovea_manifest_finish (manifest, 10, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
}

static void
test_too_large (void)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_SAFETENSORS);
  static const struct
  {
    FoveaShape shape;
    FoveaDtype dtype;
    guint64 first;
    int code;
  } cases[] = {
    { FOVEA_SHAPE (1 << 20, 1 << 20), FOVEA_DTYPE_U8, 0, FOVEA_ERROR_LIMIT },
    { FOVEA_SHAPE (1 << 30, 2), FOVEA_DTYPE_U8, 0, FOVEA_ERROR_LIMIT },
    { FOVEA_SHAPE (1 << 30, 1 << 30, 1 << 30), FOVEA_DTYPE_U8, 0, FOVEA_ERROR_WEIGHTS },
    { FOVEA_SHAPE (G_MAXSIZE / 2), FOVEA_DTYPE_F64, 0, FOVEA_ERROR_WEIGHTS },
    { FOVEA_SHAPE (11), FOVEA_DTYPE_U8, 0, FOVEA_ERROR_WEIGHTS },
    { FOVEA_SHAPE (1), FOVEA_DTYPE_U8, 10, FOVEA_ERROR_WEIGHTS },
    { FOVEA_SHAPE (1), FOVEA_DTYPE_U8, G_MAXUINT64, FOVEA_ERROR_WEIGHTS },
  };

  fovea_manifest_add_storage (manifest, 0, 10, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (fovea_manifest_add_tensor (manifest, "w", 1, &cases[i].shape, NULL,
                                                 cases[i].dtype, 0, cases[i].first,
                                                 &error));
      g_assert_error (error, FOVEA_ERROR, cases[i].code);
    }
  for (guint i = 0; i < FOVEA_MAX_TENSORS; i++)
    g_assert_true (add (manifest, "x", 1));
  g_assert_false (add (manifest, "x", 1));
}

static void
test_long_name (void)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_SAFETENSORS);
  g_autofree char *good = g_strnfill (FOVEA_MAX_TENSOR_NAME, 'x');
  g_autofree char *bad = g_strnfill (FOVEA_MAX_TENSOR_NAME + 1, 'x');

  fovea_manifest_add_storage (manifest, 0, 10, 0);
  g_assert_true (add (manifest, good, 1));
  g_assert_false (add (manifest, bad, 1));
}

static void
test_remarks (void)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_SAFETENSORS);

  for (guint i = 0; i < 5 * FOVEA_MAX_REMARKS; i++)
    fovea_manifest_skip (manifest, "%u", i);
  g_assert_cmpuint (manifest->skipped->len, ==, FOVEA_MAX_REMARKS + 1);
  g_assert_cmpstr (manifest->skipped->pdata[FOVEA_MAX_REMARKS], ==, "… and more");
}

static void
test_printable (void)
{
  static const struct
  {
    const char *text, *expected;
  } cases[] = { { "plain", "plain" }, { "a\033[31mb\nc", "a?[31mb?c" }, { "é", "é" } };
  g_autofree char *accents = g_strnfill (200, '\xc3');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = fovea_printable (cases[i].text, strlen (cases[i].text));
      g_assert_cmpstr (shown, ==, cases[i].expected);
    }
  for (guint i = 0; i < 200; i += 2)
    accents[i + 1] = '\xa9';
  g_autofree char *cut = fovea_printable (accents + 1, 199);
  g_assert_true (g_utf8_validate (cut, -1, NULL));
  g_assert_true (g_str_has_suffix (cut, "é…"));
  g_assert_cmpuint (strlen (cut), <, 90);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifest/checked", test_checked);
  g_test_add_func ("/manifest/extent", test_extent);
  g_test_add_func ("/manifest/prefixes", test_prefixes);
  g_test_add_func ("/manifest/lookup", test_lookup);
  g_test_add_func ("/manifest/duplicates", test_duplicates);
  g_test_add_func ("/manifest/amplifier", test_amplifier);
  g_test_add_func ("/manifest/too-large", test_too_large);
  g_test_add_func ("/manifest/long-name", test_long_name);
  g_test_add_func ("/manifest/remarks", test_remarks);
  g_test_add_func ("/manifest/printable", test_printable);
  return g_test_run ();
}
