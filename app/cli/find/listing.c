/* SPDX-License-Identifier: MIT */
#include "find/listing.h"

#include <stdio.h>

char *
find_truth_word (const FindListing *listing, const FindImage *image)
{
  const BatchSource *source = batch_sources_get (listing->search->sources, image->source);

  return listing->truth ? fovea_truth_word (listing->truth, source->path)
                        : g_strdup (source->truth);
}

/* "✓ ", "✗ ", or nothing where nobody knows. */
static const char *
mark_of (const FoveaModel *model, const FindAnswer *answer, const char *truth)
{
  gint index = truth ? fovea_truth_class (model, truth) : -1;

  return index < 0 ? "" : (guint)index == answer->index ? "✓ " : "✗ ";
}

/* "✓ leopard 91 %, tench 20 %". (transfer full) */
static char *
answers_text (const FindListing *listing, const FindImage *image, const char *truth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < listing->search->models->len; i++)
    {
      const FoveaModel *model = listing->search->models->pdata[i];
      const FindAnswer *answer = &image->answers[i];
      if (fovea_model_n_classes (model) == 0)
        continue;
      g_auto (GStrv) names
          = g_strsplit (fovea_model_class_name (model, answer->index), ",", 2);
      g_string_append_printf (text, "%s%s%s %.0f %%", text->len > 0 ? ", " : "",
                              mark_of (model, answer, truth), names[0],
                              100 * answer->probability);
    }
  return g_string_free (text, FALSE);
}

void
find_listing_print (const FindListing *listing)
{
  guint n;
  const FoveaListed *all = fovea_shortlist_get (listing->search->list, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_filename_display_name (all[i].name);
      g_autofree char *truth = find_truth_word (listing, all[i].data);
      g_autofree char *answers = answers_text (listing, all[i].data, truth);
      printf ("%4u  %8.4f  %s", i + 1, all[i].score, path);
      if (*answers)
        printf ("  (%s)", answers);
      putchar ('\n');
    }
  printf ("%s: %s\n", listing->search->rule->name, listing->words);
}

static json_t *
answers_json (const FindListing *listing, const FindImage *image)
{
  json_t *answers = json_array ();

  for (guint i = 0; i < listing->search->models->len; i++)
    {
      const FoveaModel *model = listing->search->models->pdata[i];
      json_t *o = cli_json_append_object (answers);
      gboolean says = fovea_model_n_classes (model) > 0;
      guint index = image->answers[i].index;

      json_object_set_new (o, "model", cli_json_text (fovea_model_name (model)));
      json_object_set_new (o, "index", says ? json_integer (index) : json_null ());
      json_object_set_new (
          o, "class",
          cli_json_text (says ? fovea_model_class_name (model, index) : NULL));
      json_object_set_new (o, "probability",
                           says ? cli_json_real (image->answers[i].probability)
                                : json_null ());
    }
  return answers;
}

static json_t *
images_json (const FindListing *listing)
{
  json_t *images = json_array ();
  guint n;
  const FoveaListed *all = fovea_shortlist_get (listing->search->list, &n);

  for (guint i = 0; i < n; i++)
    {
      json_t *o = cli_json_append_object (images);
      g_autofree char *truth = find_truth_word (listing, all[i].data);

      json_object_set_new (o, "rank", json_integer (i + 1));
      json_object_set_new (o, "image", cli_json_path (all[i].name));
      json_object_set_new (o, "score", cli_json_real (all[i].score));
      json_object_set_new (o, "truth", cli_json_text (truth));
      json_object_set_new (o, "answers", answers_json (listing, all[i].data));
    }
  return images;
}

static json_t *
failures_json (const FindSearch *search)
{
  json_t *failures = json_array ();

  for (guint i = 0; i < search->failures->len; i++)
    {
      const FindFailure *failure = &g_array_index (search->failures, FindFailure, i);
      json_t *o = cli_json_append_object (failures);
      json_object_set_new (o, "image", cli_json_path (failure->path));
      json_object_set_new (o, "code", json_integer (failure->code));
      json_object_set_new (o, "message", cli_json_text (failure->reason));
    }
  return failures;
}

json_t *
find_listing_json (const FindListing *listing)
{
  json_t *document = cli_json_document ();
  const FindSearch *search = listing->search;

  json_object_set_new (document, "rule", json_string (search->rule->name));
  json_object_set_new (document, "score", json_string (search->rule->summary));
  json_object_set_new (document, "order",
                       json_string (listing->least ? "least" : "most"));
  json_object_set_new (document, "selection", cli_json_text (listing->words));
  json_object_set_new (document, "ranked",
                       json_integer (fovea_shortlist_added (search->list)));
  json_object_set_new (document, "images", images_json (listing));
  json_object_set_new (document, "failures", failures_json (search));
  return document;
}
