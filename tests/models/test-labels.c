/* SPDX-License-Identifier: MIT */

/* Lists of class names in the forms that people have them. */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "labels.h"

/* "synset|name" of each label, joined by ";". (transfer full) */
static char *
join (GPtrArray *labels)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < labels->len; i++)
    {
      const FoveaLabel *label = g_ptr_array_index (labels, i);
      g_string_append_printf (text, "%s%s|%s", i ? ";" : "",
                              label->synset ? label->synset : "", label->name);
    }
  return g_string_free (text, FALSE);
}

static void
test_forms (void)
{
  static const struct
  {
    const char *text, *labels;
  } table[] = {
    { "ant\nbee\ncat\n", "|ant;|bee;|cat" },
    { "ant\nbee", "|ant;|bee" },
    { "  ant \r\nbee\r\n\r\n\n", "|ant;|bee" },
    { "n01440764 tench, Tinca tinca\nn01443537\tgoldfish\n",
      "n01440764|tench, Tinca tinca;n01443537|goldfish" },
    { "n01440764,tench", "n01440764|tench" },
    { "n014407645 tench", "|n014407645 tench" },
    { "[\"ant\", \"bee\"]", "|ant;|bee" },
    { "{\"0\": [\"n01440764\", \"tench\"], \"1\": [\"n01443537\", \"goldfish\"]}",
      "n01440764|tench;n01443537|goldfish" },
    { "{\"1\": \"bee\", \"0\": \"ant\"}", "|ant;|bee" },
    { "\303\251l\303\251phant", "|\303\251l\303\251phant" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) labels
          = fovea_labels_parse (table[i].text, strlen (table[i].text), "list", &error);

      g_assert_no_error (error);
      g_autofree char *text = join (labels);
      g_assert_cmpstr (text, ==, table[i].labels);
    }
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *text;
    gsize length;
  } table[] = { { "", 0 },          { "\n \n", 3 },         { "[]", 2 },
                { "{}", 2 },        { "[1, 2]", 6 },        { "{\"a\": \"b\"}", 10 },
                { "\377\376a", 3 }, { "ant\0bee\n", 8 },    { "[[\"n01440764\"]]", 15 } };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          fovea_labels_parse (table[i].text, table[i].length, "my-names.txt", &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, "my-names.txt"));
      g_assert_nonnull (strstr (error->message, "one name a line"));
    }
}

static void
test_open (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("fovea-labels-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_assert_true (g_file_set_contents (path, "ant\nbee\n", -1, NULL));
  g_autoptr (GPtrArray) labels = fovea_labels_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (labels->len, ==, 2);
  g_assert_cmpint (g_unlink (path), ==, 0);

  g_assert_null (fovea_labels_open (path, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, path));
}

static void
check_label (GPtrArray *labels, guint index, const char *synset, const char *name)
{
  const FoveaLabel *label = g_ptr_array_index (labels, index);

  g_assert_cmpstr (label->synset, ==, synset);
  g_assert_cmpstr (label->name, ==, name);
}

static void
test_imagenet (void)
{
  g_autoptr (GPtrArray) small = fovea_labels_imagenet (1000);
  g_autoptr (GPtrArray) large = fovea_labels_imagenet (21841);

  g_assert_cmpuint (small->len, ==, 1000);
  check_label (small, 0, "n01440764", "tench, Tinca tinca");
  check_label (small, 288, "n02128385", "leopard, Panthera pardus");
  check_label (small, 999, "n15075141", "toilet tissue, toilet paper, bathroom tissue");
  g_assert_cmpuint (large->len, ==, 21841);
  check_label (large, 0, "n00004475", "organism, being");
  check_label (large, 21840, "n15102894", "knothole");
  g_assert_null (fovea_labels_imagenet (999));
  g_assert_null (fovea_labels_imagenet (0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/labels/forms", test_forms);
  g_test_add_func ("/models/labels/refusals", test_refusals);
  g_test_add_func ("/models/labels/open", test_open);
  g_test_add_func ("/models/labels/imagenet", test_imagenet);
  return g_test_run ();
}
