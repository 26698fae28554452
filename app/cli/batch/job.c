/* SPDX-License-Identifier: MIT */
#include "batch/job.h"

#include <stdio.h>
#include <string.h>

#define MOST_SHARDS 100000
#define MOST_TILES 3000
#define MOST_WIDTH 32767

void
batch_job_clear (BatchJob *job)
{
  char **const texts[] = { &job->out,   &job->root,     &job->maps,  &job->overlays,
                           &job->shard, &job->sheet_by, &job->merge, &job->colormap,
                           &job->blend };

  cli_wanted_clear (&job->wanted);
  cli_measuring_clear (&job->measuring);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
}

static gboolean
check_word (const char *word, const char *const *words, const char *option, GError **error)
{
  g_autofree char *known = g_strjoinv (" or ", (char **) words);

  return !word || g_strv_contains (words, word)
         || cli_refuse (error, "%s is %s, not “%s”", option, known, word);
}

static gboolean
parse_shard (BatchJob *job, GError **error)
{
  char rest;

  job->shard_index = job->n_shards = 1;
  if (!job->shard)
    return TRUE;
  if (sscanf (job->shard, "%u/%u%c", &job->shard_index, &job->n_shards, &rest) == 2
      && job->shard_index >= 1 && job->shard_index <= job->n_shards
      && job->n_shards <= MOST_SHARDS)
    return TRUE;
  return cli_refuse (error, "--shard is one of so many, such as 1/4 to 4/4, not “%s”",
                     job->shard);
}

static gboolean
check_measures (const CliMeasuring *measuring, GError **error)
{
  const GPtrArray *measures = measuring->measures;

  for (guint i = 0; measures && i < measures->len; i++)
    {
      const FoveaMeasure *measure = g_ptr_array_index (measures, i);
      if (measure->kind & FOVEA_MEASURES_OBJECT)
        return cli_refuse (error, "%s needs to know where the object is in each image, which "
                                  "a batch is not told: use `fovea-cli measure`",
                           measure->title);
    }
  return TRUE;
}

static gboolean
check_inputs (const CliOptions *options, GError **error)
{
  if (options->tensor)
    return cli_refuse (error, "A batch is of images: --tensor is for one");
  if (options->erase)
    return cli_refuse (error, "--erase is of one photograph, and a batch has many");
  return cli_count (options->rest) == 1
         || cli_refuse (error, "Name one folder, or one list of images (- for the standard "
                               "input)");
}

gboolean
batch_job_check (BatchJob *job, const CliOptions *options, GError **error)
{
  static const char *const arrays[] = { "npy", "npz", NULL };
  static const char *const pictures[] = { "png", "jpg", NULL };
  static const char *const orders[] = { "first", "uncertain", NULL };
  CliStyle style;

  if (!cli_wanted_check (&job->wanted, error)
      || !cli_measuring_check (&job->measuring, error))
    return FALSE;
  if (job->sheet < 0 || job->sheet > MOST_TILES)
    return cli_refuse (error, "--sheet is a number from 0 to %d", MOST_TILES);
  if (job->width < 0 || job->width > MOST_WIDTH)
    return cli_refuse (error, "--width is a number of pixels from 1 to %d", MOST_WIDTH);
  if (!check_word (job->sheet_by, orders, "--sheet-by", error))
    return FALSE;
  if (job->merge)
    return !options->rest || cli_refuse (error, "--merge takes no images");
  style = batch_job_style (job);
  if (!job->out)
    return cli_refuse (error, "Where are the results to go? Give --out FOLDER");
  if (job->raw && !job->maps)
    return cli_refuse (error, "--raw is of the maps: give --maps npy or npz too");
  return check_inputs (options, error) && cli_style_check (&style, error)
         && check_word (job->maps, arrays, "--maps", error)
         && check_word (job->overlays, pictures, "--overlays", error)
         && cli_check_single (job->wanted.classes, "--class", error)
         && parse_shard (job, error) && check_measures (&job->measuring, error);
}

CliStyle
batch_job_style (const BatchJob *job)
{
  return (CliStyle){ .preset = job->wanted.asking.preset,
                     .colormap = job->colormap,
                     .blend = job->blend,
                     .opacity = job->opacity,
                     .threshold = job->threshold,
                     .cells = job->cells,
                     .bar = job->bar,
                     .pixels = (guint) job->width };
}

gboolean
batch_job_compares (const BatchJob *job)
{
  const GPtrArray *measures = job->measuring.measures;

  for (guint i = 0; measures && i < measures->len; i++)
    if (((const FoveaMeasure *) measures->pdata[i])->kind & FOVEA_MEASURES_PAIR)
      return TRUE;
  return FALSE;
}
