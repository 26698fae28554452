/* SPDX-License-Identifier: MIT */
#include "card-text.h"

#include "output-json.h"

#include <stdio.h>

#define FACT "%-13s "

static void
print_costs (const FoveaCard *card)
{
  g_autofree char *parameters = fovea_card_quantity (card->parameters);
  g_autofree char *macs = fovea_card_quantity (card->macs);

  printf (FACT "%s (%" G_GUINT64_FORMAT "), learned\n", "parameters", parameters,
          card->parameters);
  printf (FACT "%s for one input of %u × %u px\n", "multiply-adds", macs, card->height,
          card->width);
}

static void
print_input (const FoveaCard *card)
{
  g_autofree char *input = fovea_card_describe_input (card);
  g_autofree char *pixels = fovea_card_describe_pixels (card);

  printf (FACT "%s\n" FACT "%s\n", "input", input, "", pixels);
}

static void
print_facts (const FoveaCard *card, const char *digest)
{
  printf ("%s\n", card->title);
  printf (FACT "%s\n", "family", card->family);
  if (card->summary)
    printf (FACT "%s\n", "", card->summary);
  if (card->paper)
    printf (FACT "arXiv:%s\n", "paper", card->paper);
  printf (FACT "%s\n", "weights", card->weights);
  if (digest)
    printf (FACT "%s\n", "SHA-256", digest);
  if (card->classes)
    printf (FACT "%u\n", "classes", card->classes);
  else
    printf (FACT "no head\n", "classes");
  print_costs (card);
  print_input (card);
}

/* A size and its share of the whole, or a dash. */
static void
print_share (guint64 count, guint64 whole)
{
  g_autofree char *text = fovea_card_quantity (count);

  if (count)
    printf (" %9s %3.0f %%", text, 100 * (double) count / (double) MAX (whole, 1));
  else
    printf (" %9s      ", "-");
}

static void
print_stage (const FoveaCard *card, const FoveaCardStage *stage)
{
  g_autofree char *size = g_strdup_printf ("%ux%u", stage->height, stage->width);

  if (stage->stage == 0)
    printf ("%-13s %6s %8s %8s %6s", "stem and head", "", "", "", "");
  else
    printf ("stage %-7u %6u %8u %8s %6u", stage->stage, stage->blocks, stage->channels, size,
            stage->stride);
  print_share (stage->parameters, card->parameters);
  print_share (stage->macs, card->macs);
  if (card->has_paths)
    {
      print_share (stage->attention_macs, card->macs);
      print_share (stage->convolution_macs, card->macs);
    }
  putchar ('\n');
}

static void
print_stages (const FoveaCard *card)
{
  printf ("\n%-13s %6s %8s %8s %6s %15s %15s", "", "blocks", "channels", "size", "stride",
          "parameters", "multiply-adds");
  if (card->has_paths)
    printf (" %15s %15s", "attention", "convolution");
  putchar ('\n');
  for (guint i = 0; i < card->stages->len; i++)
    print_stage (card, fovea_card_stage (card, i));
  print_stage (card, &card->rest);
}

static void
print_maps (const FoveaCardSwitches *switches)
{
  if (switches->most_maps == 0)
    return;
  if (switches->least_maps == switches->most_maps)
    printf (", each with %u heads or weight maps", switches->most_maps);
  else
    printf (", with %u to %u heads or weight maps", switches->least_maps,
            switches->most_maps);
}

static void
print_switches (const FoveaCard *card)
{
  g_autoptr (GPtrArray) families = fovea_card_switch_families (card);

  if (families->len)
    puts ("\nswitches (what --off can turn off)");
  for (guint i = 0; i < families->len; i++)
    {
      const FoveaCardSwitches *switches = g_ptr_array_index (families, i);
      printf ("  %-46s %u", switches->pattern, switches->count);
      print_maps (switches);
      putchar ('\n');
    }
}

void
cli_card_print (const FoveaCard *card, const char *digest)
{
  print_facts (card, digest);
  print_stages (card);
  print_switches (card);
  printf ("\n%u sites:", card->n_sites);
  for (guint kind = 0, shown = 0; kind < FOVEA_N_SITE_KINDS; kind++)
    if (card->sites[kind])
      printf ("%s %u %s", shown++ ? "," : "", card->sites[kind],
              fovea_site_kind_name (kind));
  putchar ('\n');
}

static void
set_count (json_t *object, const char *key, guint64 count)
{
  json_object_set_new (object, key, json_integer ((json_int_t) count));
}

static void
set_costs (json_t *object, const FoveaCardStage *stage)
{
  set_count (object, "macs", stage->macs);
  set_count (object, "attention_macs", stage->attention_macs);
  set_count (object, "convolution_macs", stage->convolution_macs);
  set_count (object, "parameters", stage->parameters);
}

static json_t *
stages_json (const FoveaCard *card)
{
  json_t *stages = json_array ();

  for (guint i = 0; i < card->stages->len; i++)
    {
      const FoveaCardStage *stage = fovea_card_stage (card, i);
      json_t *object = cli_json_append_object (stages);
      set_count (object, "stage", stage->stage);
      set_count (object, "blocks", stage->blocks);
      set_count (object, "channels", stage->channels);
      set_count (object, "height", stage->height);
      set_count (object, "width", stage->width);
      set_count (object, "stride", stage->stride);
      set_costs (object, stage);
    }
  return stages;
}

static json_t *
switches_json (const FoveaCard *card)
{
  json_t *switches = json_array ();

  for (guint i = 0; i < card->switches->len; i++)
    {
      json_t *object = cli_json_append_object (switches);
      json_object_set_new (object, "path",
                           cli_json_text (fovea_card_switch (card, i)->path));
      set_count (object, "maps", fovea_card_switch (card, i)->maps);
    }
  return switches;
}

static json_t *
numbers_json (const float *values)
{
  json_t *array = json_array ();

  for (guint i = 0; i < 3; i++)
    json_array_append_new (array, cli_json_real ((double) values[i]));
  return array;
}

static json_t *
input_json (const FoveaCard *card)
{
  static const char *const crops[] = { [FOVEA_CROP_CENTRE] = "centre",
                                       [FOVEA_CROP_NONE] = "none",
                                       [FOVEA_CROP_BOX] = "box" };
  static const char *const filters[]
      = { [FOVEA_FILTER_BILINEAR] = "bilinear", [FOVEA_FILTER_BICUBIC] = "bicubic" };
  const FoveaPreprocess *p = &card->preprocess;
  json_t *input = json_object ();

  set_count (input, "height", card->height);
  set_count (input, "width", card->width);
  set_count (input, "resize", p->resize);
  set_count (input, "crop", p->crop);
  json_object_set_new (input, "crop_mode", cli_json_text (crops[p->mode]));
  json_object_set_new (input, "filter", cli_json_text (filters[p->filter]));
  json_object_set_new (input, "mean", numbers_json (p->mean));
  json_object_set_new (input, "std", numbers_json (p->std));
  return input;
}

static json_t *
sites_json (const FoveaCard *card)
{
  json_t *sites = json_object ();

  for (guint kind = 0; kind < FOVEA_N_SITE_KINDS; kind++)
    if (card->sites[kind])
      set_count (sites, fovea_site_kind_name (kind), card->sites[kind]);
  return sites;
}

void
cli_card_add (json_t *document, const FoveaCard *card, const char *digest)
{
  json_t *rest = json_object ();

  json_object_set_new (document, "title", cli_json_text (card->title));
  json_object_set_new (document, "family", cli_json_text (card->family));
  json_object_set_new (document, "summary", cli_json_text (card->summary));
  json_object_set_new (document, "paper", cli_json_text (card->paper));
  json_object_set_new (document, "weights", cli_json_path (card->weights));
  json_object_set_new (document, "sha256", cli_json_text (digest));
  set_count (document, "classes", card->classes);
  set_count (document, "blocks", card->blocks);
  json_object_set_new (document, "sites", sites_json (card));
  json_object_set_new (document, "input", input_json (card));
  json_object_set_new (document, "stages", stages_json (card));
  json_object_set_new (document, "stem_and_head", rest);
  set_costs (rest, &card->rest);
  json_object_set_new (document, "switches", switches_json (card));
}
