/* SPDX-License-Identifier: MIT */

/* Which weights belong to which pixel and which cells they read, against padding,
 * unfolding, rolling and cutting as the published code does it, and against numbers
 * worked out by hand. */

#include "taps.h"

#include "attention-evidence.h"
#include "error.h"

typedef void (*CaseFunc) (MadeUp *made, const FoveaTaps *footprint);

static void
for_each_case (CaseFunc check)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attention_cases); i++)
    {
      MadeUp made;
      FoveaTaps footprint;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", attention_cases[i].name);
      made_up_init (&made, &attention_cases[i]);
      g_assert_true (fovea_taps_init (&footprint, &made.evidence, &error));
      g_assert_no_error (error);
      check (&made, &footprint);
      made_up_clear (&made);
    }
}

static void
check_sizes (MadeUp *made, const FoveaTaps *footprint)
{
  g_assert_cmpuint (footprint->maps, ==, made->how->maps);
  g_assert_cmpuint (footprint->taps, ==, made->taps);
  g_assert_cmpuint (fovea_taps_n_queries (footprint), ==, made->queries);
  g_assert_cmpuint (fovea_taps_n_keys (footprint), ==, made->keys);
}

static void
check_keys (MadeUp *made, const FoveaTaps *footprint)
{
  g_autofree guint *keys = g_new (guint, made->taps);

  for (guint q = 0; q < made->queries; q++)
    {
      fovea_taps_keys (footprint, q, keys);
      g_assert_cmpmem (keys, made->taps * sizeof *keys, made->reads + q * made->taps,
                       made->taps * sizeof *keys);
    }
}

static void
check_weights (MadeUp *made, const FoveaTaps *footprint)
{
  const gsize *expected = made->offsets;

  for (guint q = 0; q < made->queries; q++)
    for (guint m = 0; m < made->how->maps; m++)
      {
        gsize stride, at = fovea_taps_weights (footprint, m, q, &stride);
        for (guint t = 0; t < made->taps; t++)
          g_assert_cmpuint (at + t * stride, ==, *expected++);
      }
}

/* The key at a footprint's centre is the one that its middle tap reads; a window's query
 * is one of the keys of its window. */
static void
check_centre (MadeUp *made, const FoveaTaps *footprint)
{
  for (guint q = 0; q < made->queries; q++)
    {
      const guint *reads = made->reads + q * made->taps;
      guint centre = fovea_taps_centre (footprint, q), found = 0;

      if (!made->how->windowed)
        g_assert_cmpuint (centre, ==, reads[made->taps / 2]);
      else
        g_assert_cmpuint (centre, ==, q);
      for (guint t = 0; t < made->taps; t++)
        found += reads[t] == centre;
      g_assert_cmpuint (found, >=, 1);
    }
}

/* The outlines cover the cells that are read and no others, and meet nowhere. */
static void
check_marks (MadeUp *made, const FoveaTaps *footprint)
{
  double width = 224.0 / made->how->key_columns, height = 160.0 / made->how->key_rows;

  for (guint q = 0; q < made->queries; q++)
    {
      g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (FoveaMark));
      g_autofree guint *covered = g_new0 (guint, made->keys);
      double area = 0;

      fovea_taps_mark (footprint, &made->evidence, q, marks);
      for (guint t = 0; t < made->taps; t++)
        covered[made->reads[q * made->taps + t]] = 1;
      for (guint i = 1; i < marks->len; i++)
        {
          const FoveaMark *mark = &g_array_index (marks, FoveaMark, i);
          g_assert_cmpint (mark->kind, ==, FOVEA_MARK_OUTLINE);
          g_assert_true (mark->x >= 0 && mark->x + mark->width <= 224 + 1e-9);
          g_assert_true (mark->y >= 0 && mark->y + mark->height <= 160 + 1e-9);
          area += mark->width * mark->height / width / height;
          for (guint k = 0; k < made->keys; k++)
            {
              double x = (k % made->how->key_columns + 0.5) * width - mark->x;
              double y = (k / made->how->key_columns + 0.5) * height - mark->y;
              if (x > 0 && x < mark->width && y > 0 && y < mark->height)
                g_assert_cmpuint (covered[k]++, ==, 1);
            }
        }
      for (guint k = 0; k < made->keys; k++)
        {
          g_assert_cmpuint (covered[k], !=, 1);
          area -= covered[k] == 2;
        }
      g_assert_cmpfloat_with_epsilon (area, 0, 1e-9);
    }
}

static void
check_pin (MadeUp *made, const FoveaTaps *footprint)
{
  for (guint q = 0; q < made->queries; q++)
    {
      g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (FoveaMark));
      const FoveaMark *pin;

      fovea_taps_mark (footprint, &made->evidence, q, marks);
      pin = &g_array_index (marks, FoveaMark, 0);
      g_assert_cmpint (pin->kind, ==, FOVEA_MARK_PIN);
      g_assert_cmpfloat_with_epsilon (pin->x,
                                      (q % made->columns * made->how->step + 0.5) * 224
                                          / made->how->key_columns,
                                      1e-9);
      g_assert_cmpfloat_with_epsilon (
          pin->y, (q / made->columns * made->how->step + 0.5) * 160 / made->how->key_rows,
          1e-9);
    }
}

static void
check_query (MadeUp *made, const FoveaTaps *footprint)
{
  guint query;

  for (guint q = 0; q < made->queries; q++)
    {
      made_up_point (made, q);
      g_assert_true (fovea_taps_query (footprint, &made->evidence, &query, NULL));
      g_assert_cmpuint (query, ==, q);
    }
  made->choice.has_place = FALSE;
  g_assert_true (fovea_taps_query (footprint, &made->evidence, &query, NULL));
  g_assert_cmpuint (query, ==, made->rows / 2 * made->columns + made->columns / 2);
}

static void
test_sizes (void)
{
  for_each_case (check_sizes);
}

static void
test_keys (void)
{
  for_each_case (check_keys);
}

static void
test_weights (void)
{
  for_each_case (check_weights);
}

static void
test_centre (void)
{
  for_each_case (check_centre);
}

static void
test_marks (void)
{
  for_each_case (check_marks);
  for_each_case (check_pin);
}

static void
test_query (void)
{
  for_each_case (check_query);
}

/* By hand: the corners of a 4 x 5 map, and of a 4 x 4 map in windows of 2 rolled by 1. */
static void
test_by_hand (void)
{
  static const AttentionCase local = { "", FALSE, FALSE, 3, 1, 4, 5, 1, 0 };
  static const AttentionCase windows = { "", TRUE, FALSE, 2, 1, 4, 4, 1, 1 };
  static const guint first[] = { 6, 5, 6, 1, 0, 1, 6, 5, 6 };
  static const guint last[] = { 13, 14, 13, 18, 19, 18, 13, 14, 13 };
  static const guint wrapped[] = { 15, 12, 3, 0 };
  static const guint inner[] = { 5, 6, 9, 10 };
  static const FoveaMark corners[] = { { FOVEA_MARK_PIN, 28, 20, 0, 0 },
                                       { FOVEA_MARK_OUTLINE, 168, 120, 56, 40 },
                                       { FOVEA_MARK_OUTLINE, 0, 120, 56, 40 },
                                       { FOVEA_MARK_OUTLINE, 168, 0, 56, 40 },
                                       { FOVEA_MARK_OUTLINE, 0, 0, 56, 40 } };
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (FoveaMark));
  FoveaTaps footprint;
  MadeUp made;
  guint keys[9];
  gsize stride;

  made_up_init (&made, &local);
  g_assert_true (fovea_taps_init (&footprint, &made.evidence, NULL));
  fovea_taps_keys (&footprint, 0, keys);
  g_assert_cmpmem (keys, sizeof first, first, sizeof first);
  fovea_taps_keys (&footprint, 19, keys);
  g_assert_cmpmem (keys, sizeof last, last, sizeof last);
  made_up_clear (&made);

  made_up_init (&made, &windows);
  g_assert_true (fovea_taps_init (&footprint, &made.evidence, NULL));
  fovea_taps_keys (&footprint, 0, keys);
  g_assert_cmpmem (keys, sizeof wrapped, wrapped, sizeof wrapped);
  fovea_taps_keys (&footprint, 6, keys);
  g_assert_cmpmem (keys, sizeof inner, inner, sizeof inner);
  g_assert_cmpuint (fovea_taps_weights (&footprint, 0, 0, &stride), ==,
                    3 * 16 + 3 * 4);
  fovea_taps_mark (&footprint, &made.evidence, 0, marks);
  g_assert_cmpuint (marks->len, ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      const FoveaMark *mark = &g_array_index (marks, FoveaMark, i);
      g_assert_cmpint (mark->kind, ==, corners[i].kind);
      g_assert_cmpfloat (mark->x, ==, corners[i].x);
      g_assert_cmpfloat (mark->y, ==, corners[i].y);
      g_assert_cmpfloat (mark->width, ==, corners[i].width);
      g_assert_cmpfloat (mark->height, ==, corners[i].height);
    }
  made_up_clear (&made);
}

/* The edges of the input belong to the outermost cells; beyond there is nothing. */
static void
test_places (void)
{
  static const struct
  {
    double x, y;
    gint query; /* of 5 x 7; -1: none */
  } places[]
      = { { 0, 0, 0 },       { 224, 160, 34 },  { 31.99, 31.99, 0 }, { 32, 0, 1 },
          { 0, 32, 7 },      { 223.5, 0.5, 6 }, { -0.01, 5, -1 },    { 5, 160.01, -1 },
          { 224.01, 5, -1 }, { 5, -1, -1 },     { NAN, 5, -1 },      { 5, NAN, -1 } };
  FoveaTaps footprint;
  MadeUp made;

  made_up_init (&made, &attention_cases[0]);
  g_assert_true (fovea_taps_init (&footprint, &made.evidence, NULL));
  made.choice.has_place = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;
      guint query = 99;

      made.choice.x = places[i].x;
      made.choice.y = places[i].y;
      gboolean found = fovea_taps_query (&footprint, &made.evidence, &query, &error);
      g_assert_cmpint (found, ==, places[i].query >= 0);
      if (found)
        g_assert_cmpint ((gint)query, ==, places[i].query);
      else
        g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
    }
  made_up_clear (&made);
}

/* A tensor that is not what the site says is refused, never read. */
static void
test_wrong_shapes (void)
{
  for (gsize i = 0; i < 16; i++)
    {
      g_autoptr (GError) error = NULL;
      FoveaTaps footprint;
      MadeUp made;
      gboolean windowed = i >= 7;

      made_up_init (&made, &attention_cases[windowed ? 7 : 3]);
      g_assert_true (fovea_taps_init (&footprint, &made.evidence, NULL));
      switch (i)
        {
        case 0:
          made.site.kernel = 0;
          break;
        case 1:
          made.site.kernel = 5;
          break;
        case 2:
          made.evidence.channels++;
          break;
        case 3:
          made.site.heads = 3;
          break;
        case 4:
          made.site.key_height = 3;
          break;
        case 5:
          made.site.key_width = 10;
          break;
        case 6:
          made.evidence.channels = 0;
          break;
        case 7:
          made.site.window = 0;
          break;
        case 8:
          made.site.window = 6;
          break;
        case 9:
          made.site.heads = 3;
          break;
        case 10:
          made.evidence.height--;
          break;
        case 11:
          made.evidence.width++;
          break;
        case 12:
          made.site.height = 13;
          break;
        case 13:
          made.site.width = 0;
          break;
        case 14:
          made.evidence.channels++;
          break;
        case 15:
          made.site.shift = 7;
          break;
        }
      g_assert_false (fovea_taps_init (&footprint, &made.evidence, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, made.site.path));
      made_up_clear (&made);
    }
}

/* What a builder may leave out: the number of maps, the step, the grid of the keys. */
static void
test_left_out (void)
{
  FoveaTaps footprint;
  MadeUp made;

  made_up_init (&made, &attention_cases[1]);
  made.site.heads = made.site.step = made.site.key_height = made.site.key_width = 0;
  g_assert_true (fovea_taps_init (&footprint, &made.evidence, NULL));
  check_sizes (&made, &footprint);
  check_keys (&made, &footprint);
  made_up_clear (&made);
}

static void
test_suits (void)
{
  FoveaSite site = { .kind = FOVEA_SITE_LOCAL_ATTENTION, .role = FOVEA_ROLE_WEIGHTS };

  g_assert_true (fovea_taps_suits (&site));
  site.kind = FOVEA_SITE_WINDOW_ATTENTION;
  g_assert_true (fovea_taps_suits (&site));
  site.kind = FOVEA_SITE_FEATURE;
  g_assert_false (fovea_taps_suits (&site));
  site.kind = FOVEA_SITE_LOCAL_ATTENTION;
  site.role = FOVEA_ROLE_ATTENTION_PATH;
  g_assert_false (fovea_taps_suits (&site));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/taps/sizes", test_sizes);
  g_test_add_func ("/viz/taps/keys", test_keys);
  g_test_add_func ("/viz/taps/weights", test_weights);
  g_test_add_func ("/viz/taps/centre", test_centre);
  g_test_add_func ("/viz/taps/marks", test_marks);
  g_test_add_func ("/viz/taps/query", test_query);
  g_test_add_func ("/viz/taps/by-hand", test_by_hand);
  g_test_add_func ("/viz/taps/places", test_places);
  g_test_add_func ("/viz/taps/wrong-shapes", test_wrong_shapes);
  g_test_add_func ("/viz/taps/left-out", test_left_out);
  g_test_add_func ("/viz/taps/suits", test_suits);
  return g_test_run ();
}
