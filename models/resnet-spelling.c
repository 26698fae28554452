/* SPDX-License-Identifier: MIT */
#include "resnet-spelling.h"

#include "spelling-private.h"

static const FoveaWord parts[] = {
  { "convolution.", "conv" },
  { "normalization.", "bn" },
  { NULL },
};

static const FoveaWord shortcut[] = {
  { "shortcut.convolution.", "downsample.0." },
  { "shortcut.normalization.", "downsample.1." },
  { NULL },
};

/* Hugging Face's "layer.0.convolution.", after "layer.": theirs count from 0. */
static char *
layer (const char *prefix, const char *rest)
{
  guint index;

  if (!fovea_read_number (&rest, &index))
    return NULL;
  for (const FoveaWord *part = parts; part->theirs; part++)
    {
      const char *after = fovea_after (rest, part->theirs);
      if (after)
        return g_strdup_printf ("%s%s%u.%s", prefix, part->ours, index + 1, after);
    }
  return NULL;
}

/* After "encoder.stages.". */
static char *
from_hugging_face (const char *rest)
{
  guint stage, block;

  if (!fovea_read_number (&rest, &stage) || !(rest = fovea_after (rest, "layers."))
      || !fovea_read_number (&rest, &block))
    return NULL;
  g_autofree char *prefix = g_strdup_printf ("layer%u.%u.", stage + 1, block);
  const char *after = fovea_after (rest, "layer.");
  return after ? layer (prefix, after) : fovea_translate (prefix, rest, shortcut);
}

char *
fovea_resnet_spelling (const char *key)
{
  static const FoveaWord words[] = {
    { "embedder.embedder.convolution.", "conv1." },
    { "embedder.embedder.normalization.", "bn1." },
    { "classifier.1.", "fc." },
    { "head.fc.", "fc." },
    { NULL },
  };
  static const char *const own[] = { "conv1.", "bn1.", "layer#.#.", "fc.", NULL };
  const char *rest = fovea_after (key, "resnet.");

  if (!rest)
    rest = fovea_after (key, "backbone.");
  if (!rest)
    rest = key;
  const char *stages = fovea_after (rest, "encoder.stages.");
  if (stages)
    return from_hugging_face (stages);
  char *translated = fovea_translate ("", rest, words);
  return translated ? translated : fovea_own_spelling (rest, own);
}
