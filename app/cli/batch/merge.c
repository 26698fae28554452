/* SPDX-License-Identifier: MIT */
#include "batch/merge.h"

#include "batch/contact.h"
#include "batch/folder.h"
#include "batch/journal.h"
#include "error.h"
#include "interrupt.h"
#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a line is, and what it is sorted by. */
typedef struct
{
  const char *image, *unit; /* `unit`: model, weights, method, layer; "" of a whole image */
  guint hash;               /* of the image's digest */
  guint shard, length;
  goffset at;
} Place;

typedef struct
{
  GStringChunk *texts;
  GArray *places;
  guint shard;
} Index;

static void
index_clear (Index *index)
{
  g_string_chunk_free (index->texts);
  g_array_unref (index->places);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Index, index_clear)

static const char *
word (const json_t *line, const char *name)
{
  const char *text = json_string_value (json_object_get (line, name));

  return text ? text : "";
}

static gboolean
index_line (json_t *line, goffset at, gsize length, gpointer data)
{
  Index *index = data;
  gboolean whole = json_object_get (line, "model") == NULL;
  g_autofree char *unit
      = whole ? g_strdup ("")
              : g_strdup_printf ("%s\1%s\1%s\1%s", word (line, "model"), word (line, "method"),
                                 word (line, "layer"), word (line, "weights"));
  Place place = { g_string_chunk_insert_const (index->texts, word (line, "image")),
                  g_string_chunk_insert_const (index->texts, unit),
                  g_str_hash (word (line, "sha256")),
                  index->shard,
                  (guint) length,
                  at };

  g_array_append_val (index->places, place);
  return TRUE;
}

/* Of the same unit the last one that was written comes first. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;
  int order = strcmp (x->image, y->image);

  if (order == 0)
    order = strcmp (x->unit, y->unit);
  return order ? order : (x->at < y->at) - (x->at > y->at);
}

/* One image's lines, [from, to): those of its bytes as they were last seen, each unit once,
 * and of a failure to read it none if it could be read later. */
static void
keep_newest (const Place *all, guint from, guint to, GArray *kept)
{
  const Place *newest = &all[from];
  const char *last = NULL;

  for (guint i = from; i < to; i++)
    if (all[i].at > newest->at)
      newest = &all[i];
  for (guint i = from; i < to; i++)
    {
      gboolean stale = all[i].hash != newest->hash || g_strcmp0 (all[i].unit, last) == 0
                       || (*newest->unit == '\0') != (*all[i].unit == '\0');
      if (!stale)
        g_array_append_val (kept, all[i]);
      last = stale ? last : all[i].unit;
    }
}

/* (transfer full) */
static GArray *
sort_places (GArray *places)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (Place));
  const Place *all = (const Place *) (void *) places->data;

  g_array_sort (places, compare);
  for (guint from = 0, to; from < places->len; from = to)
    {
      for (to = from; to < places->len && strcmp (all[to].image, all[from].image) == 0; to++)
        ;
      keep_newest (all, from, to, kept);
    }
  return kept;
}

static gboolean
check_shard (const BatchJob *job, const char *folder, guint shard, guint n, gboolean *complete,
             GError **error)
{
  if (batch_shard_is_done (folder, shard, n))
    return TRUE;
  *complete = FALSE;
  if (job->partial)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
               "Shard %u of %u has not come to its end in “%s”: run it (again), or merge what "
               "there is with --partial",
               shard, n, folder);
  return FALSE;
}

static gboolean
read_journals (const BatchJob *job, const char *folder, guint n, Index *index,
               gboolean *complete, GError **error)
{
  for (guint shard = 1; shard <= n; shard++)
    {
      g_autofree char *path = batch_journal_path (folder, shard, n);
      if (!check_shard (job, folder, shard, n, complete, error))
        return FALSE;
      index->shard = shard;
      if (g_file_test (path, G_FILE_TEST_EXISTS)
          && !batch_lines_read (path, index_line, index, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Journals stay open while lines are read from them, one at a time. */
typedef struct
{
  const char *folder;
  guint n, shard;
  FILE *file;
} Reader;

/* (transfer full) */
static json_t *
read_line (Reader *reader, const Place *place)
{
  g_autofree char *text = g_malloc (place->length);

  if (reader->shard != place->shard)
    {
      g_autofree char *path = batch_journal_path (reader->folder, place->shard, reader->n);
      if (reader->file)
        fclose (reader->file);
      reader->file = fopen (path, "re");
      reader->shard = place->shard;
    }
  if (!reader->file || fseeko (reader->file, place->at, SEEK_SET) != 0
      || fread (text, 1, place->length, reader->file) != place->length)
    return NULL;
  return json_loadb (text, place->length, 0, NULL);
}

static void
write_line (FoveaOutput *output, json_t *line)
{
  json_object_del (line, "seconds");
  char *text = json_dumps (line, JSON_COMPACT | JSON_REAL_PRECISION (9));
  fovea_output_write (output, text, strlen (text));
  fovea_output_write (output, "\n", 1);
  free (text);
}

static gboolean
write_results (const GArray *places, Reader *reader, BatchSummary *summary, BatchSheet *sheet,
               GError **error)
{
  g_autofree char *path = g_build_filename (reader->folder, BATCH_RESULTS, NULL);
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);

  for (guint i = 0; output && i < places->len; i++)
    {
      g_autoptr (JsonDocument) line = read_line (reader, &g_array_index (places, Place, i));
      if (!line)
        {
          g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                       "The results in “%s” changed while they were read", reader->folder);
          return FALSE;
        }
      write_line (output, line);
      batch_summary_add (summary, line);
      batch_sheet_add (sheet, line);
    }
  return output && fovea_output_commit (output, error);
}

static gboolean
write_summary (const BatchSummary *summary, const char *folder, gboolean complete,
               GError **error)
{
  g_autofree char *path = g_build_filename (folder, BATCH_SUMMARY, NULL);
  g_autoptr (JsonDocument) document = batch_summary_json (summary, complete);
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);

  if (!output)
    return FALSE;
  char *text = json_dumps (document, JSON_INDENT (2) | JSON_REAL_PRECISION (9));
  fovea_output_write (output, text, strlen (text));
  fovea_output_write (output, "\n", 1);
  free (text);
  return fovea_output_commit (output, error);
}

static gboolean
write_all (const BatchJob *job, const char *folder, guint n, const GArray *places,
           BatchSummary *summary, gboolean complete, GError **error)
{
  Reader reader = { folder, n, 0, NULL };
  g_autoptr (BatchSheet) sheet = batch_sheet_new (
      (guint) job->sheet, g_strcmp0 (job->sheet_by, "uncertain") == 0);

  cli_interrupt_hold ();
  gboolean written = write_results (places, &reader, summary, sheet, error)
                     && write_summary (summary, folder, complete, error)
                     && batch_sheet_write (sheet, folder, error);
  cli_interrupt_release ();
  if (reader.file)
    fclose (reader.file);
  return written;
}

BatchSummary *
batch_merge (const BatchJob *job, const char *folder, gboolean *complete, GError **error)
{
  g_auto (Index) index = { g_string_chunk_new (1 << 16),
                           g_array_new (FALSE, FALSE, sizeof (Place)), 0 };
  g_autoptr (BatchSummary) summary = batch_summary_new ();
  guint n;

  *complete = TRUE;
  if (!batch_folder_shards (folder, &n, error))
    return NULL;
  if (n == 0)
    {
      cli_refuse (error, "“%s” holds no results of a batch", folder);
      return NULL;
    }
  if (!read_journals (job, folder, n, &index, complete, error))
    return NULL;
  if (*complete)
    batch_folder_sweep (folder);
  g_autoptr (GArray) places = sort_places (index.places);
  return write_all (job, folder, n, places, summary, *complete, error)
             ? g_steal_pointer (&summary)
             : NULL;
}
