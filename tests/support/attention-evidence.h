/* SPDX-License-Identifier: MIT */
#pragma once

/* Attention weights that no network made, and what they read, found as the published code
 * does it: a map of key numbers is padded by reflection and unfolded, or rolled and cut
 * into windows. Nothing here shares a formula with viz/footprint.c. */

#include "method.h"

#include "assert-close.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  gboolean windowed, is_signed;
  guint side, maps;
  guint key_rows, key_columns;
  guint step;  /* footprints */
  guint shift; /* windows */
} AttentionCase;

static const AttentionCase attention_cases[] = {
  { "3x3 of one map", FALSE, FALSE, 3, 1, 5, 7, 1, 0 },
  { "7x7 of four maps", FALSE, FALSE, 7, 4, 9, 8, 1, 0 },
  { "7x7, mostly reflections", FALSE, FALSE, 7, 2, 4, 5, 1, 0 },
  { "7x7 at every second key", FALSE, FALSE, 7, 2, 9, 12, 2, 0 },
  { "3x3 at every second key, signed", FALSE, TRUE, 3, 3, 8, 6, 2, 0 },
  { "7x7, signed", FALSE, TRUE, 7, 3, 8, 11, 1, 0 },
  { "windows of 7", TRUE, FALSE, 7, 3, 14, 21, 1, 0 },
  { "windows of 7, rolled by 3", TRUE, FALSE, 7, 2, 14, 21, 1, 3 },
  { "windows of 4, rolled by 1, one head", TRUE, FALSE, 4, 1, 8, 12, 1, 1 },
  { "a single window", TRUE, FALSE, 7, 4, 7, 7, 1, 0 },
};

typedef struct
{
  const AttentionCase *how;
  FoveaSite site;
  FoveaChoice choice;
  FoveaRecord record;
  FoveaEvidence evidence;
  guint rows, columns, queries, keys, taps;
  gsize count;
  float *weights, *gradient, *table;
  guint *reads;   /* queries x taps -> key */
  gsize *offsets; /* queries x maps x taps -> place in the tensor */
} MadeUp;

/* F.pad (keys, mode="reflect") and unfold. */
static inline void
made_up_unfold (MadeUp *made)
{
  const AttentionCase *how = made->how;
  guint pad = how->side / 2, rows = how->key_rows, columns = how->key_columns;
  guint across = columns + 2 * pad;
  g_autofree guint *padded = g_new (guint, (rows + 2 * pad) * across);

  for (guint y = 0; y < rows + 2 * pad; y++)
    for (guint x = 0; x < across; x++)
      {
        gint ky = ABS ((gint)y - (gint)pad), kx = ABS ((gint)x - (gint)pad);
        ky = (gint)rows - 1 - ABS ((gint)rows - 1 - ky);
        kx = (gint)columns - 1 - ABS ((gint)columns - 1 - kx);
        padded[y * across + x] = (guint)ky * columns + (guint)kx;
      }
  for (guint q = 0; q < made->queries; q++)
    for (guint t = 0; t < made->taps; t++)
      {
        guint y = q / made->columns * how->step + t / how->side;
        guint x = q % made->columns * how->step + t % how->side;
        made->reads[q * made->taps + t] = padded[y * across + x];
        for (guint m = 0; m < how->maps; m++)
          made->offsets[(q * how->maps + m) * made->taps + t]
              = (gsize)(m * made->taps + t) * made->queries + q;
      }
}

/* torch.roll (keys, (-shift, -shift)), then windows in row-major order. */
static inline void
made_up_cut (MadeUp *made)
{
  const AttentionCase *how = made->how;
  guint rows = how->key_rows, columns = how->key_columns, s = how->side,
        taps = made->taps;
  g_autofree guint *rolled = g_new (guint, rows * columns);
  g_autofree guint *window = g_new (guint, taps);
  guint index = 0;

  for (guint y = 0; y < rows; y++)
    for (guint x = 0; x < columns; x++)
      rolled[y * columns + x]
          = (y + how->shift) % rows * columns + (x + how->shift) % columns;
  for (guint top = 0; top < rows; top += s)
    for (guint left = 0; left < columns; left += s, index++)
      {
        for (guint t = 0; t < taps; t++)
          window[t] = rolled[(top + t / s) * columns + left + t % s];
        for (guint i = 0; i < taps; i++)
          for (guint t = 0; t < taps; t++)
            {
              made->reads[window[i] * taps + t] = window[t];
              for (guint m = 0; m < how->maps; m++)
                made->offsets[(window[i] * how->maps + m) * taps + t]
                    = ((gsize)(index * how->maps + m) * taps + i) * taps + t;
            }
      }
}

/* Over the taps of each query, unless the case is signed. */
static inline void
made_up_softmax (MadeUp *made)
{
  for (gsize row = 0; row < made->count / made->taps && !made->how->is_signed; row++)
    {
      const gsize *at = made->offsets + row * made->taps;
      double sum = 0;
      for (guint t = 0; t < made->taps; t++)
        sum += exp (3 * made->weights[at[t]]);
      for (guint t = 0; t < made->taps; t++)
        made->weights[at[t]] = (float)(exp (3 * made->weights[at[t]]) / sum);
    }
}

static inline void
made_up_wire (MadeUp *made)
{
  const AttentionCase *how = made->how;
  gsize height = how->windowed ? made->taps : made->rows;
  gsize width = how->windowed ? made->taps : made->columns;
  gsize channels = made->count / height / width;

  made->site = (FoveaSite){
    .path = "layer2.0.sam.weights",
    .role = FOVEA_ROLE_WEIGHTS,
    .kind = how->windowed ? FOVEA_SITE_WINDOW_ATTENTION : FOVEA_SITE_LOCAL_ATTENTION,
    .layout = how->windowed ? FOVEA_LAYOUT_WINDOWS : FOVEA_LAYOUT_MAPS,
    .height = made->rows,
    .width = made->columns,
    .heads = how->maps,
    .kernel = how->windowed ? 0 : how->side,
    .is_signed = how->is_signed,
    .step = how->step,
    .key_height = how->windowed ? 0 : how->key_rows,
    .key_width = how->windowed ? 0 : how->key_columns,
    .window = how->windowed ? how->side : 0,
    .shift = how->shift,
  };
  made->choice = (FoveaChoice){ .map = -1, .channel = -1 };
  made->record = (FoveaRecord){ .site = &made->site,
                                .shape = FOVEA_SHAPE (1, channels, height, width),
                                .activation = made->weights,
                                .gradient = made->gradient,
                                .param = { made->table, NULL } };
  made->evidence = (FoveaEvidence){ &made->site,
                                    channels,
                                    height,
                                    width,
                                    made->weights,
                                    made->gradient,
                                    &made->record,
                                    1,
                                    &made->choice,
                                    224,
                                    160 };
}

/* Stays where it is: the evidence points into it. */
static inline void
made_up_init (MadeUp *made, const AttentionCase *how)
{
  guint table = (2 * how->side - 1) * (2 * how->side - 1);

  memset (made, 0, sizeof *made);
  made->how = how;
  made->rows = (how->key_rows + how->step - 1) / how->step;
  made->columns = (how->key_columns + how->step - 1) / how->step;
  made->queries = made->rows * made->columns;
  made->keys = how->key_rows * how->key_columns;
  made->taps = how->side * how->side;
  made->count = (gsize)made->queries * how->maps * made->taps;
  made->weights = random_floats (90, made->count);
  made->gradient = random_floats (91, made->count);
  made->table = random_floats (92, (gsize)table * how->maps);
  made->reads = g_new (guint, (gsize)made->queries * made->taps);
  made->offsets = g_new (gsize, made->count);
  (how->windowed ? made_up_cut : made_up_unfold) (made);
  made_up_softmax (made);
  made_up_wire (made);
}

static inline void
made_up_clear (MadeUp *made)
{
  g_free (made->weights);
  g_free (made->gradient);
  g_free (made->table);
  g_free (made->reads);
  g_free (made->offsets);
}

/* Chooses the middle of the cell of this query. */
static inline void
made_up_point (MadeUp *made, guint query)
{
  made->choice.has_place = TRUE;
  made->choice.x = (query % made->columns + 0.5) * 224 / made->columns;
  made->choice.y = (query / made->columns + 0.5) * 160 / made->rows;
}

static inline double
made_up_weight (const MadeUp *made, guint query, guint map, guint tap)
{
  return made->weights[made->offsets[(query * made->how->maps + map) * made->taps + tap]];
}

static inline double
made_up_gradient (const MadeUp *made, guint query, guint map, guint tap)
{
  return made
      ->gradient[made->offsets[(query * made->how->maps + map) * made->taps + tap]];
}
