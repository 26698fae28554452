/* SPDX-License-Identifier: MIT */

/* Model cards: that what they count adds up and is what the papers print, and their words. */

#include <glib/gstdio.h>
#include <string.h>

#include "card.h"
#include "error.h"
#include "tiny-van.h"

static FoveaModel *
open_variant (const char *name)
{
  g_autoptr (GError) error = NULL;
  FoveaModel *model = fovea_model_open (
      &(FoveaModelOptions){ .name = name, .without_weights = TRUE }, &error);

  g_assert_no_error (error);
  return model;
}

static FoveaCard *
card_of (FoveaModel *model, guint height, guint width)
{
  g_autoptr (GError) error = NULL;
  FoveaCard *card = fovea_card_new (model, height, width, &error);

  g_assert_no_error (error);
  return card;
}

/* VAN-B0 as its paper's table has it: 4.1 M parameters, 0.9 G multiply-adds. */
static void
test_van_b0 (void)
{
  static const FoveaCardStage expected[] = {
    { .blocks = 3, .channels = 32, .height = 56, .width = 56, .stride = 4 },
    { .blocks = 3, .channels = 64, .height = 28, .width = 28, .stride = 8 },
    { .blocks = 5, .channels = 160, .height = 14, .width = 14, .stride = 16 },
    { .blocks = 2, .channels = 256, .height = 7, .width = 7, .stride = 32 },
  };
  g_autoptr (FoveaModel) model = open_variant ("van_b0");
  g_autoptr (FoveaCard) card = card_of (model, 0, 0);

  g_assert_cmpstr (card->title, ==, "VAN-B0");
  g_assert_cmpstr (card->family, ==, "VAN");
  g_assert_cmpstr (card->paper, ==, "2202.09741");
  g_assert_nonnull (card->summary);
  g_assert_cmpstr (card->weights, ==, "no weights");
  g_assert_cmpuint (card->parameters, ==, 4105800);
  g_assert_cmpuint (card->classes, ==, 1000);
  g_assert_cmpuint (card->blocks, ==, 13);
  g_assert_cmpuint (card->stages->len, ==, G_N_ELEMENTS (expected));
  g_assert_false (card->has_paths);
  for (guint i = 0; i < card->stages->len; i++)
    {
      const FoveaCardStage *stage = fovea_card_stage (card, i);
      g_assert_cmpuint (stage->stage, ==, i + 1);
      g_assert_cmpuint (stage->blocks, ==, expected[i].blocks);
      g_assert_cmpuint (stage->channels, ==, expected[i].channels);
      g_assert_cmpuint (stage->height, ==, expected[i].height);
      g_assert_cmpuint (stage->width, ==, expected[i].width);
      g_assert_cmpuint (stage->stride, ==, expected[i].stride);
    }
  g_assert_cmpuint (card->macs / 10000000, ==, 86);
}

/* The head alone is what no stage counts. */
static void
test_sums (void)
{
  static const char *const names[] = { "van_b0", "van_b2", "van_nano" };

  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    {
      g_autoptr (FoveaModel) model = open_variant (names[k]);
      g_autoptr (FoveaCard) card = card_of (model, 160, 224);
      guint64 macs = card->rest.macs, parameters = card->rest.parameters;
      guint blocks = 0, sites = 0;
      guint last = fovea_card_stage (card, card->stages->len - 1)->channels;

      for (guint i = 0; i < card->stages->len; i++)
        {
          const FoveaCardStage *stage = fovea_card_stage (card, i);
          macs += stage->macs;
          parameters += stage->parameters;
          blocks += stage->blocks;
          g_assert_cmpuint (stage->attention_macs + stage->convolution_macs, <=,
                            stage->macs);
        }
      for (guint kind = 0; kind < FOVEA_N_SITE_KINDS; kind++)
        sites += card->sites[kind];
      g_assert_cmpuint (macs, ==, card->macs);
      g_assert_cmpuint (parameters, ==, card->parameters);
      g_assert_cmpuint (parameters, ==, fovea_model_parameters (model));
      g_assert_cmpuint (blocks, ==, card->blocks);
      g_assert_cmpuint (sites, ==, card->n_sites);
      g_assert_cmpuint (card->rest.parameters, ==, (guint64) (last + 1) * card->classes);
      g_assert_cmpuint (card->rest.blocks, ==, 0);
    }
}

/* A map of half the positions costs half, its parameters the same. */
static void
test_size (void)
{
  g_autoptr (FoveaModel) model = open_variant ("van_b0");
  g_autoptr (FoveaCard) one = card_of (model, 128, 128);
  g_autoptr (FoveaCard) two = card_of (model, 128, 256);

  g_assert_cmpuint (one->height, ==, 128);
  g_assert_cmpuint (two->width, ==, 256);
  for (guint i = 0; i < one->stages->len; i++)
    {
      g_assert_cmpuint (2 * fovea_card_stage (one, i)->macs, ==,
                        fovea_card_stage (two, i)->macs);
      g_assert_cmpuint (fovea_card_stage (one, i)->parameters, ==,
                        fovea_card_stage (two, i)->parameters);
      g_assert_cmpuint (2 * fovea_card_stage (one, i)->width, ==,
                        fovea_card_stage (two, i)->width);
    }
}

/* Four for each block of large kernel attention. */
static void
test_switches (void)
{
  g_autoptr (FoveaModel) model = open_variant ("van_b0");
  g_autoptr (FoveaCard) card = card_of (model, 0, 0);
  g_autoptr (GPtrArray) families = fovea_card_switch_families (card);

  g_assert_cmpuint (card->switches->len, ==, 4 * 13);
  g_assert_cmpstr (fovea_card_switch (card, 0)->path, ==,
                   "block1.0.attn.spatial_gating_unit.conv0");
  g_assert_false (fovea_card_switch (card, 0)->off);
  g_assert_cmpuint (families->len, ==, 4);
  for (guint i = 0; i < families->len; i++)
    {
      const FoveaCardSwitches *family = g_ptr_array_index (families, i);
      g_assert_cmpuint (family->count, ==, 13);
      g_assert_cmpuint (family->most_maps, ==, 0);
    }
  g_assert_cmpstr (((FoveaCardSwitches *) families->pdata[3])->pattern, ==,
                   "block*.*.attn.spatial_gating_unit");
}

static void
test_switch_family (void)
{
  static const struct
  {
    const char *path, *family;
  } table[] = {
    { "block1.0.attn.spatial_gating_unit.conv0", "block*.*.attn.spatial_gating_unit.conv0" },
    { "layer3.12.conv2.out_att", "layer*.*.conv2.out_att" },
    { "layers.2.blocks.5.attn.weights", "layers.*.blocks.*.attn.weights" },
    { "conv0", "conv0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *family = fovea_card_switch_family (table[i].path);
      g_assert_cmpstr (family, ==, table[i].family);
      g_assert_true (g_pattern_match_simple (family, table[i].path));
    }
}

static void
test_quantity (void)
{
  static const struct
  {
    guint64 count;
    const char *text;
  } table[] = {
    { 0, "0" },           { 7, "7" },           { 999, "999" },       { 1000, "1.00 k" },
    { 9994, "9.99 k" },   { 9996, "10.0 k" },   { 99960, "100 k" },   { 999499, "999 k" },
    { 999501, "1.00 M" }, { 4105800, "4.11 M" }, { 864000000, "864 M" },
    { G_MAXUINT64, "18.4 E" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = fovea_card_quantity (table[i].count);
      g_assert_cmpstr (text, ==, table[i].text);
    }
}

static void
check_input (const FoveaModelOptions *options, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = fovea_model_open (options, &error);
  g_autoptr (FoveaCard) card = model ? fovea_card_new (model, 0, 0, &error) : NULL;

  g_assert_no_error (error);
  g_autofree char *text = fovea_card_describe_input (card);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_input (void)
{
  FoveaModelOptions options = { .name = "van_b0", .without_weights = TRUE };
  g_autoptr (FoveaModel) model = open_variant ("van_b0");
  g_autoptr (FoveaCard) card = card_of (model, 0, 0);
  g_autofree char *pixels = fovea_card_describe_pixels (card);

  g_assert_cmpstr (pixels, ==, "mean 0.5, 0.5, 0.5; deviation 0.5, 0.5, 0.5");
  check_input (&options, "shorter side to 248 px (bicubic), centre crop of 224 × 224 px");
  options.input_height = 448;
  options.input_width = 672;
  check_input (&options, "shorter side to 496 px (bicubic), centre crop of 448 × 672 px");
  options.has_crop = TRUE;
  options.crop = FOVEA_CROP_NONE;
  check_input (&options, "the whole picture stretched to 448 × 672 px (bicubic)");
}

/* Of the file, of the demonstration, of nothing; stopped; gone. */
static void
test_digest (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = tiny_van_write (&(TinyVan){ 0 });
  g_autofree char *bytes = NULL;
  gsize length;
  gint stop = 1;
  g_autoptr (FoveaModel) model
      = fovea_model_open (&(FoveaModelOptions){ .weights = path }, &error);
  g_autoptr (FoveaModel) demo = open_variant ("van_nano");
  g_autoptr (FoveaModel) bare = open_variant ("van_b0");

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_autofree char *expected
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, length);
  g_autofree char *digest = fovea_model_digest (model, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (digest, ==, expected);
  g_autofree char *demo_digest = fovea_model_digest (demo, NULL, &error);
  g_assert_cmpuint (strlen (demo_digest), ==, 64);
  g_assert_null (fovea_model_digest (bare, NULL, &error));
  g_assert_no_error (error);

  g_assert_null (fovea_model_digest (model, &stop, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
  g_clear_error (&error);
  tiny_van_remove (g_steal_pointer (&path));
  g_assert_null (fovea_model_digest (model, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/card/van-b0", test_van_b0);
  g_test_add_func ("/models/card/sums", test_sums);
  g_test_add_func ("/models/card/size", test_size);
  g_test_add_func ("/models/card/switches", test_switches);
  g_test_add_func ("/models/card/switch-family", test_switch_family);
  g_test_add_func ("/models/card/quantity", test_quantity);
  g_test_add_func ("/models/card/input", test_input);
  g_test_add_func ("/models/card/digest", test_digest);
  return g_test_run ();
}
