/* SPDX-License-Identifier: MIT */

/* Models as PyTorch source: what each family's definition has, and that what a file says of
 * itself stays within its quotes. */

#include "python.h"

#include <string.h>

#include "embedded.h"
#include "error.h"
#include "family.h"
#include "tiny-van.h"

static void
check_string (const char *text, const char *literal)
{
  g_autofree char *got = fovea_python_string (text);

  g_assert_cmpstr (got, ==, literal);
}

static void
test_strings (void)
{
  check_string ("", "\"\"");
  check_string ("plain/path.pth", "\"plain/path.pth\"");
  check_string ("it's {not} %s", "\"it's {not} %s\"");
  check_string ("a\"b", "\"a\\\"b\"");
  check_string ("a\\", "\"a\\\\\"");
  check_string ("a\nb\rc\td", "\"a\\nb\\x0dc\\x09d\"");
  check_string ("\x7f", "\"\\x7f\"");
  check_string ("für 猫", "\"für 猫\"");
  check_string ("\u202egnp.\u2028\xc2\x85", "\"\\u202egnp.\\u2028\\x85\"");
  check_string ("\U000e0041", "\"\\U000e0041\"");
  check_string ("a\xff\"\\\n\xc3", "os.fsdecode(b\"a\\xff\\\"\\\\\\n\\xc3\")");
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  while ((text = strstr (text, part)))
    {
      n++;
      text += strlen (part);
    }
  return n;
}

/* All sources are there, begin and end with a whole line, and define what is called. */
static void
test_definitions (void)
{
  for (gsize i = 0; fovea_families[i]; i++)
    {
      const FoveaFamily *family = fovea_families[i];
      g_autoptr (GString) all = g_string_new (NULL);

      g_assert_nonnull (family->python[0]);
      for (gsize k = 0; k < G_N_ELEMENTS (family->python) && family->python[k]; k++)
        {
          g_autoptr (GBytes) source = fovea_embedded (family->python[k]);
          gsize length;

          if (!source)
            g_error ("%s: there is no %s", family->name, family->python[k]);
          const char *text = g_bytes_get_data (source, &length);
          g_assert_true (g_ascii_isalpha (text[0]));
          g_assert_true (text[length - 1] == '\n' && text[length - 2] != '\n');
          g_string_append_len (all, text, (gssize) length);
        }
      g_assert_cmpuint (count (all->str, "\ndef build(config, classes):\n")
                            + g_str_has_prefix (all->str, "def build(config, classes):\n"),
                        ==, 1);
      g_assert_cmpuint (count (all->str, "\t"), ==, 0);
      if (!strstr (all->str, family->head))
        g_error ("%s: no %s", family->name, family->head);
    }
}

static char *
source_of (const TinyVan *how)
{
  g_autoptr (FoveaModel) model = tiny_van_open (how);
  g_autoptr (GError) error = NULL;
  char *text = fovea_model_python (model, &error);

  g_assert_no_error (error);
  return text;
}

static void
expect (const char *text, const char *part)
{
  if (!strstr (text, part))
    g_error ("no “%s” in: %s", part, text);
}

static void
test_source (void)
{
  g_autofree char *text = source_of (&(TinyVan){ 0 });
  g_autofree char *headless = source_of (&(TinyVan){ .without = "head." });

  expect (text, "\nCONFIG = {\"family\": \"van\", \"widths\": [8, 12, 16, 20], \"mlp_ratios\": "
                "[2, 2, 3, 2], \"depths\": [1, 2, 1, 1]}\n");
  expect (text, "\nmodel = build(CONFIG, classes=5).eval()\n");
  expect (text, "\nstate = load_file(WEIGHTS)\n");
  g_assert_null (strstr (text, "PUBLISHED"));
  expect (headless, "build(CONFIG, classes=0)");
}

/* As published but for what mmpretrain calls the convolutions. */
static char *
respell (const char *key)
{
  const char *at = strstr (key, ".conv0.");

  if (at)
    return g_strdup_printf ("backbone.%s%.*s.DW_conv.%s",
                            "blocks", (int) (at - key) - 5, key + 5, at + 7);
  return g_strdup (key);
}

static void
test_respelled (void)
{
  g_autofree char *text = source_of (&(TinyVan){ .rename = respell });

  expect (text, "\nPUBLISHED = {\n    \"backbone.blocks1.0.attn.spatial_gating_unit.DW_conv."
                "bias\": \"block1.0.attn.spatial_gating_unit.conv0.bias\",\n");
  expect (text, "\nstate = {PUBLISHED.get(key, key): value");
  g_assert_cmpuint (count (text, "DW_conv."), ==, 10);
}

/* A file's own words do not get out of their quotes, and only numbers and words get in. */
static void
test_hostile (void)
{
  static const char metadata[]
      = "{\"fovea.config\":\"{\\\"family\\\":\\\"van\\\",\\\"widths\\\":[8,12,16,20],"
        "\\\"mlp_ratios\\\":[2,2,3,2],\\\"depths\\\":[1,2,1,1],"
        "\\\"x\\\\\\\"}\\\\nimport evil\\\":\\\"\\\\\\\"\\\\nimport evil\\\","
        "\\\"y\\\":null,\\\"z\\\":{\\\"a\\\":1},\\\"list\\\":[\\\"evil()\\\",3]}\"}";
  g_autofree char *text = source_of (&(TinyVan){ .metadata = metadata });

  g_assert_null (strstr (text, "\nimport evil"));
  expect (text, "\"x\\\"}\\nimport evil\": \"\\\"\\nimport evil\"");
  expect (text, ", \"list\": [0, 3]}\n");
  g_assert_null (strstr (text, "\"y\""));
  g_assert_null (strstr (text, "\"z\""));
}

static void
expect_refusal (FoveaModel *model, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_model_python (model, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  expect (error->message, words);
}

static void
test_refused (void)
{
  static const char *const patterns[] = { "*.conv0", NULL };
  FoveaModelOptions options = { .name = "van_b0", .without_weights = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) switched = fovea_model_switched (model, patterns, &error);
  g_assert_no_error (error);
  g_autoptr (FoveaModel) bare = fovea_model_open (&options, &error);
  g_assert_no_error (error);

  expect_refusal (switched, "turned off");
  expect_refusal (bare, "--weights");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/python/strings", test_strings);
  g_test_add_func ("/models/python/definitions", test_definitions);
  g_test_add_func ("/models/python/source", test_source);
  g_test_add_func ("/models/python/respelled", test_respelled);
  g_test_add_func ("/models/python/hostile", test_hostile);
  g_test_add_func ("/models/python/refused", test_refused);
  return g_test_run ();
}
