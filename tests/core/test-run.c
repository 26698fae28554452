/* SPDX-License-Identifier: MIT */

/* Running a plan: the same numbers as node by node, the same bits whoever looks on and
 * however many threads compute; backward; restarting; stopping. */

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"
#include "interpreter.h"
#include "ops.h"
#include "parallel.h"
#include "random-graph.h"

/* Everything that an observer was shown, by node. */
typedef struct
{
  guint n;
  guint8 wanted; /* bits 1 << FoveaWant */
  const FoveaNode *only; /* the node wanted; NULL: every one */
  FoveaTensor **shown[2];
  guint ticks, stop_after, last_done, last_total;
} Album;

static gboolean
album_wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Album *album = data;

  return (album->wanted & (1u << what)) && (!album->only || album->only == node);
}

static void
album_take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
            const float *values, gpointer data)
{
  Album *album = data;
  FoveaTensor **place = &album->shown[what][node->index];
  float *fill;

  g_clear_pointer (place, fovea_tensor_unref);
  *place = fovea_tensor_new (shape, &fill);
  memcpy (fill, values, fovea_shape_count (shape) * sizeof *fill);
}

static gboolean
album_tick (guint done, guint total, gpointer data)
{
  Album *album = data;

  album->ticks++;
  g_assert_cmpuint (done, ==, album->last_done + 1);
  g_assert_cmpuint (done, <=, total);
  album->last_done = done == total ? 0 : done;
  album->last_total = total;
  return album->stop_after == 0 || album->ticks < album->stop_after;
}

static void
album_init (Album *album, const Network *network, guint8 wanted)
{
  *album = (Album){ .n = fovea_tape_n_nodes (network->tape), .wanted = wanted };
  for (guint what = 0; what < 2; what++)
    album->shown[what] = g_new0 (FoveaTensor *, album->n);
}

static void
album_clear (Album *album)
{
  for (guint what = 0; what < 2; what++)
    {
      for (guint i = 0; i < album->n; i++)
        g_clear_pointer (&album->shown[what][i], fovea_tensor_unref);
      g_free (album->shown[what]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Album, album_clear)

#define ALBUM_OBSERVER(album)                                                            \
  ((FoveaObserver){                                                                      \
      .wants = album_wants, .take = album_take, .tick = album_tick, .data = (album) })

static const FoveaShape *
input_shape (const Network *network)
{
  return &fovea_tape_get_input (network->tape)->shape;
}

static const FoveaShape *
output_shape (const Network *network)
{
  return &fovea_tape_get_output (network->tape)->shape;
}

static void
assert_same_tensor (const char *what, FoveaTensor *a, FoveaTensor *b)
{
  g_assert_true (fovea_shape_equal (fovea_tensor_shape (a), fovea_tensor_shape (b)));
  assert_same_bits (what, fovea_tensor_data (a), fovea_tensor_data (b),
                    fovea_tensor_count (a));
}

static void
assert_near (const char *what, FoveaTensor *got, FoveaTensor *expected, double tolerance)
{
  gsize n = fovea_tensor_count (expected);
  g_autofree double *wide = g_new (double, n);

  g_assert_true (fovea_shape_equal (fovea_tensor_shape (got), fovea_tensor_shape (expected)));
  for (gsize i = 0; i < n; i++)
    wide[i] = fovea_tensor_data (expected)[i];
  assert_close (what, fovea_tensor_data (got), wide, n, tolerance);
}

static void
run_forward (FoveaRun *run, FoveaTensor *input, const FoveaObserver *observer)
{
  g_autoptr (GError) error = NULL;

  fovea_run_forward (run, input, observer, &error);
  g_assert_no_error (error);
}

static void
run_backward (FoveaRun *run, FoveaTensor *seed, const FoveaObserver *observer)
{
  g_autoptr (GError) error = NULL;

  fovea_run_backward (run, seed, observer, &error);
  g_assert_no_error (error);
}

/* What `network` shows of itself when all of it is wanted. */
static void
fill_album (Album *album, const Network *network, guint batch, FoveaTensor *x,
            FoveaTensor *seed)
{
  FoveaObserver observer = ALBUM_OBSERVER (album);
  FoveaPlanRequest request = { .batch = batch,
                               .seed = fovea_tape_get_output (network->tape),
                               .observer = &observer };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);

  run_forward (run, x, &observer);
  run_backward (run, seed, &observer);
}

/* Riding, folding into launches and sharing one arena change no value. */
static void
test_same_as_node_by_node (void)
{
  for (guint seed = 0; seed < RANDOM_GRAPHS; seed++)
    {
      guint batch = 1 + seed % 2;
      g_autoptr (Network) network = random_graph (seed, seed % 3 == 0);
      g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), batch, seed);
      g_autoptr (FoveaTensor) top = random_tensor (output_shape (network), batch, seed + 1);
      g_autoptr (Interpreted) expected = interpret (network, x, batch, NULL, NULL);
      g_auto (Album) album;

      album_init (&album, network, 3);
      fill_album (&album, network, batch, x, top);
      interpret_backward (expected, fovea_tape_get_output (network->tape), top);
      for (guint i = 0; i < album.n; i++)
        {
          g_autofree char *what = g_strdup_printf ("graph %u, node %u", seed, i);

          g_assert_cmpint (album.shown[0][i] != NULL, ==, expected->values[i] != NULL);
          g_assert_cmpint (album.shown[1][i] != NULL, ==, expected->gradients[i] != NULL);
          if (expected->values[i])
            assert_near (what, album.shown[0][i], expected->values[i], 1e-5);
          if (expected->gradients[i])
            assert_near (what, album.shown[1][i], expected->gradients[i], 1e-5);
        }
    }
}

/* Observing adds stores and changes no bit of what comes out, nor does any number of
 * threads. */
static void
test_observing_changes_no_bit (void)
{
  static const guint threads[] = { 1, 2, 4 };

  for (guint seed = 0; seed < RANDOM_GRAPHS; seed++)
    {
      g_autoptr (Network) network = random_graph (seed, seed % 3 == 0);
      g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 2, seed);
      g_autoptr (FoveaTensor) top = random_tensor (output_shape (network), 2, seed + 1);
      g_autoptr (FoveaTensor) plain = NULL;
      g_autoptr (FoveaTensor) gradient = NULL;

      for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
        {
          g_auto (Album) album;

          fovea_set_threads (threads[t]);
          album_init (&album, network, 3);
          fill_album (&album, network, 2, x, top);
          g_autoptr (FoveaTensor) y = network_output (network, x, 2, NULL);
          g_autoptr (FoveaTensor) dx
              = network_gradient (network, x, top, 2, FOVEA_RULE_PLAIN);
          if (!plain)
            {
              plain = fovea_tensor_ref (y);
              gradient = fovea_tensor_ref (dx);
            }
          assert_same_tensor ("output, unobserved", y, plain);
          assert_same_tensor ("input gradient, alone", dx, gradient);
          assert_same_tensor ("output, observed",
                              album.shown[0][fovea_tape_get_output (network->tape)->index],
                              plain);
          assert_same_tensor ("input gradient, among all", album.shown[1][0], gradient);
        }
    }
  fovea_set_threads (0);
}

/* Each image of a batch is computed as if it were alone. */
static void
test_batch (void)
{
  for (guint seed = 0; seed < 10; seed++)
    {
      g_autoptr (Network) network = random_graph (seed, FALSE);
      g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 3, seed);
      g_autoptr (FoveaTensor) y = network_output (network, x, 3, NULL);
      gsize n = fovea_shape_count (input_shape (network));
      gsize m = fovea_shape_count (output_shape (network));

      for (guint i = 0; i < 3; i++)
        {
          float *fill;
          g_autoptr (FoveaTensor) one = fovea_tensor_new (input_shape (network), &fill);
          g_autofree double *expected = g_new (double, m);

          memcpy (fill, fovea_tensor_data (x) + i * n, n * sizeof *fill);
          g_autoptr (FoveaTensor) alone = network_output (network, one, 1, NULL);
          for (gsize k = 0; k < m; k++)
            expected[k] = fovea_tensor_data (alone)[k];
          assert_close ("one of a batch", fovea_tensor_data (y) + i * m, expected, m, 1e-6);
        }
    }
}

/* The gradient of 2 a - 3 b is twice that of a less three times that of b. */
static void
test_seeds_are_linear (void)
{
  for (guint graph = 0; graph < 20; graph++)
    {
      g_autoptr (Network) network = random_graph (graph, FALSE);
      g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 1, graph);
      g_autoptr (FoveaTensor) a = random_tensor (output_shape (network), 1, 30);
      g_autoptr (FoveaTensor) b = random_tensor (output_shape (network), 1, 31);
      float *fill;
      g_autoptr (FoveaTensor) c = fovea_tensor_new (output_shape (network), &fill);

      for (gsize i = 0; i < fovea_tensor_count (c); i++)
        fill[i] = 2 * fovea_tensor_data (a)[i] - 3 * fovea_tensor_data (b)[i];
      g_autoptr (FoveaTensor) da = network_gradient (network, x, a, 1, FOVEA_RULE_PLAIN);
      g_autoptr (FoveaTensor) db = network_gradient (network, x, b, 1, FOVEA_RULE_PLAIN);
      g_autoptr (FoveaTensor) dc = network_gradient (network, x, c, 1, FOVEA_RULE_PLAIN);
      gsize n = fovea_tensor_count (dc);
      g_autofree double *expected = g_new (double, n);

      for (gsize i = 0; i < n; i++)
        expected[i] = 2.0 * fovea_tensor_data (da)[i] - 3.0 * fovea_tensor_data (db)[i];
      assert_close ("2 a - 3 b", fovea_tensor_data (dc), expected, n, 1e-5);
    }
}

/* A plan for many backwards gives each the gradient that it would have had alone. */
static void
test_many_backwards (void)
{
  for (guint graph = 0; graph < 20; graph++)
    {
      g_autoptr (Network) network = random_graph (graph, FALSE);
      g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 1, graph);
      g_auto (Album) album;
      album_init (&album, network, 1u << FOVEA_GRADIENT);
      FoveaObserver observer = ALBUM_OBSERVER (&album);
      FoveaPlanRequest request = { .seed = fovea_tape_get_output (network->tape),
                                   .many_backwards = TRUE,
                                   .observer = &observer };
      g_autoptr (FoveaRun) run = network_run_new (network, &request);

      run_forward (run, x, &observer);
      for (guint32 i = 0; i < 3; i++)
        {
          g_autoptr (FoveaTensor) seed = random_tensor (output_shape (network), 1, 40 + i);
          g_autoptr (FoveaTensor) alone
              = network_gradient (network, x, seed, 1, FOVEA_RULE_PLAIN);

          run_backward (run, seed, &observer);
          assert_same_tensor ("one of many backwards", album.shown[1][0], alone);
        }
    }
}

/* Backward may start anywhere, and gives what it gives node by node. */
static void
test_seed_inside (void)
{
  guint checked = 0;

  for (guint graph = 0; graph < RANDOM_GRAPHS; graph++)
    {
      g_autoptr (Network) network = random_graph (graph, FALSE);
      const FoveaNode *from
          = fovea_tape_node (network->tape, fovea_tape_n_nodes (network->tape) / 2);
      if (from->absorbed)
        continue;
      g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 1, graph);
      g_autoptr (FoveaTensor) seed = random_tensor (&from->shape, 1, graph + 1);
      g_autoptr (Interpreted) expected = interpret (network, x, 1, NULL, NULL);
      g_auto (Album) album;
      album_init (&album, network, 1u << FOVEA_GRADIENT);
      FoveaObserver observer = ALBUM_OBSERVER (&album);
      FoveaPlanRequest request = { .seed = from, .observer = &observer };
      g_autoptr (FoveaRun) run = network_run_new (network, &request);

      interpret_backward (expected, from, seed);
      run_forward (run, x, &observer);
      run_backward (run, seed, &observer);
      for (guint i = 0; i < album.n; i++)
        {
          g_assert_cmpint (album.shown[1][i] != NULL, ==, expected->gradients[i] != NULL);
          if (expected->gradients[i])
            assert_near ("from inside", album.shown[1][i], expected->gradients[i], 1e-5);
        }
      checked++;
    }
  g_assert_cmpuint (checked, >, RANDOM_GRAPHS / 2);
}

/* Only the seed is asked for, which nothing of the output depends on. */
static FoveaNode *
build_side_branch (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  fovea_tape_push (tape, "side");
  fovea_gelu (tape, fovea_conv2d (tape, x, &(FoveaConv2d){ 4, 3, .pad = 1 }));
  fovea_tape_pop (tape);
  return fovea_global_average (tape, x);
}

static void
test_seed_beside_the_output (void)
{
  g_autoptr (Network) network
      = network_new (&FOVEA_SHAPE (1, 3, 5, 9), build_side_branch, NULL);
  const FoveaNode *side = network_node (network, "side");
  g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 1, 50);
  g_autoptr (FoveaTensor) seed = random_tensor (&side->shape, 1, 51);
  g_autoptr (Interpreted) expected = interpret (network, x, 1, NULL, NULL);
  g_auto (Album) album;
  album_init (&album, network, 1u << FOVEA_GRADIENT);
  album.only = fovea_tape_get_input (network->tape);
  FoveaObserver observer = ALBUM_OBSERVER (&album);
  FoveaPlanRequest request = { .seed = side, .observer = &observer };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);

  interpret_backward (expected, side, seed);
  run_forward (run, x, &observer);
  run_backward (run, seed, &observer);
  assert_near ("a side branch", album.shown[1][0], expected->gradients[0], 1e-5);
}

/* Restarting from node `at`: first with its own value, then with another. */
static void
check_restart (guint graph, const Network *network, const FoveaNode *at, gboolean backward)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 2, graph);
  g_autoptr (FoveaTensor) other = random_tensor (&at->shape, 2, graph + 7);
  g_autoptr (FoveaTensor) top = random_tensor (output_shape (network), 2, graph + 8);
  g_autoptr (Interpreted) whole = interpret (network, x, 2, NULL, NULL);
  g_autoptr (Interpreted) replaced = interpret (network, x, 2, at, other);
  const FoveaNode *output = fovea_tape_get_output (network->tape);
  g_auto (Album) album;
  album_init (&album, network, backward ? 1u << FOVEA_GRADIENT : 0);
  FoveaObserver observer = ALBUM_OBSERVER (&album);
  FoveaPlanRequest request
      = { .batch = 2, .restart = at, .seed = backward ? output : NULL, .observer = &observer };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);
  g_autofree char *what = g_strdup_printf ("graph %u from node %u", graph, at->index);

  run_forward (run, x, &observer);
  g_autoptr (FoveaTensor) first = fovea_run_output (run);
  assert_near (what, first, whole->values[output->index], 1e-5);

  for (guint again = 0; again < 2; again++)
    {
      fovea_run_again (run, other, &observer, &error);
      g_assert_no_error (error);
      g_autoptr (FoveaTensor) changed = fovea_run_output (run);
      assert_near (what, changed, replaced->values[output->index], 1e-5);
      if (backward)
        {
          run_backward (run, top, &observer);
          if (again == 0)
            interpret_backward (replaced, output, top);
          if (replaced->gradients[at->index])
            assert_near (what, album.shown[1][at->index], replaced->gradients[at->index],
                         1e-5);
        }
      fovea_run_again (run, whole->values[at->index], &observer, &error);
      g_assert_no_error (error);
      g_autoptr (FoveaTensor) same = fovea_run_output (run);
      assert_near (what, same, first, 1e-5);
    }
}

static void
test_restart_anywhere (void)
{
  for (guint graph = 0; graph < RANDOM_GRAPHS; graph++)
    {
      g_autoptr (Network) network = random_graph (graph, graph % 2);

      for (guint i = 0; i + 1 < fovea_tape_n_nodes (network->tape); i++)
        if (!fovea_tape_node (network->tape, i)->absorbed)
          for (guint backward = 0; backward < 2; backward++)
            check_restart (graph, network, fovea_tape_node (network->tape, i), backward);
    }
}

static FoveaNode *
build_chain (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  FoveaNode *shortcut = x;

  fovea_tape_push (tape, "conv");
  x = fovea_conv2d (tape, x, &(FoveaConv2d){ 6, 3, .pad = 1 });
  fovea_tape_pop (tape);
  fovea_tape_push (tape, "gelu");
  x = fovea_gelu (tape, x);
  fovea_tape_pop (tape);
  fovea_tape_push (tape, "scale");
  x = fovea_scale (tape, x, "s");
  fovea_tape_pop (tape);
  fovea_tape_push (tape, "add");
  x = fovea_add (tape, shortcut, x);
  fovea_tape_pop (tape);
  return fovea_linear (tape, fovea_global_average (tape, x), 5, TRUE);
}

/* One launch, cut in every place: the same bits when nothing was changed. */
static void
test_restart_inside_a_launch (void)
{
  static const char *const names[] = { "input", "conv", "gelu", "scale", "add" };
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 6, 7, 11), build_chain, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 1, 60);
  g_auto (Album) album;
  album_init (&album, network, 1u << FOVEA_ACTIVATION);
  FoveaObserver observer = { .wants = album_wants, .take = album_take, .data = &album };

  g_assert_cmpuint (network_node (network, "add")->group, ==,
                    network_node (network, "conv")->group);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const FoveaNode *at = network_node (network, names[i]);
      g_autoptr (GError) error = NULL;
      FoveaPlanRequest request = { .restart = at };
      g_autoptr (FoveaRun) run = network_run_new (network, &request);
      FoveaPlanRequest all = { .observer = &observer };
      g_autoptr (FoveaRun) full = network_run_new (network, &all);

      run_forward (full, x, &observer);
      run_forward (run, x, NULL);
      g_autoptr (FoveaTensor) first = fovea_run_output (run);
      fovea_run_again (run, album.shown[0][at->index], NULL, &error);
      g_assert_no_error (error);
      g_autoptr (FoveaTensor) again = fovea_run_output (run);
      assert_same_tensor (names[i], again, first);
      check_restart (1000 + (guint) i, network, at, TRUE);
    }
}

/* `stop_after` ticks, then the same run once more to the end. */
static void
check_cancel (const Network *network, guint stop_after, gboolean backward)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 1, 70);
  g_autoptr (FoveaTensor) top = random_tensor (output_shape (network), 1, 71);
  g_autoptr (FoveaTensor) expected = network_output (network, x, 1, NULL);
  g_auto (Album) album;
  album_init (&album, network, 3);
  FoveaObserver observer = ALBUM_OBSERVER (&album);
  FoveaPlanRequest request = { .seed = fovea_tape_get_output (network->tape),
                               .observer = &observer };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);

  if (backward)
    run_forward (run, x, &observer);
  album.ticks = 0;
  album.stop_after = stop_after;
  g_assert_false (backward ? fovea_run_backward (run, top, &observer, &error)
                           : fovea_run_forward (run, x, &observer, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
  g_assert_cmpuint (album.ticks, ==, stop_after);

  album.stop_after = album.last_done = 0;
  run_forward (run, x, &observer);
  g_autoptr (FoveaTensor) y = fovea_run_output (run);
  assert_same_tensor ("after a stop", y, expected);
  run_backward (run, top, &observer);
  g_assert_cmpuint (album.last_done, ==, 0);
}

static void
test_tick_cancels (void)
{
  g_autoptr (Network) network = random_graph (3, FALSE);

  for (guint after = 1; after <= 3; after++)
    for (guint backward = 0; backward < 2; backward++)
      check_cancel (network, after, backward);
}

/* A flag that is up before the run begins stops it, too, and a lowered one lets it go. */
static void
test_stop_cancels (void)
{
  g_autoptr (Network) network = random_graph (5, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTensor) x = random_tensor (input_shape (network), 1, 72);
  g_autoptr (FoveaTensor) expected = network_output (network, x, 1, NULL);
  gint stop = 1;
  FoveaObserver observer = { .stop = &stop };
  FoveaPlanRequest request = { .observer = &observer };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);

  g_assert_false (fovea_run_forward (run, x, &observer, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
  g_atomic_int_set (&stop, 0);
  run_forward (run, x, &observer);
  g_autoptr (FoveaTensor) y = fovea_run_output (run);
  assert_same_tensor ("after a stop", y, expected);
}

static void
test_wrong_shapes (void)
{
  g_autoptr (Network) network = random_graph (1, FALSE);
  FoveaPlanRequest request = { .batch = 2,
                               .seed = fovea_tape_get_output (network->tape),
                               .restart = fovea_tape_get_input (network->tape) };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);
  g_autoptr (FoveaTensor) single = random_tensor (input_shape (network), 1, 73);
  g_autoptr (GError) forward = NULL, backward = NULL, again = NULL;

  g_assert_false (fovea_run_forward (run, single, NULL, &forward));
  g_assert_error (forward, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_cmpstr (forward->message, ==, "input takes a tensor of 2x6x5x9, not 1x6x5x9");
  g_assert_false (fovea_run_backward (run, single, NULL, &backward));
  g_assert_error (backward, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_cmpstr (backward->message, ==, "head takes a tensor of 2x4, not 1x6x5x9");
  g_assert_false (fovea_run_again (run, single, NULL, &again));
  g_assert_error (again, FOVEA_ERROR, FOVEA_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/run/same-as-node-by-node", test_same_as_node_by_node);
  g_test_add_func ("/core/run/observing-changes-no-bit", test_observing_changes_no_bit);
  g_test_add_func ("/core/run/batch", test_batch);
  g_test_add_func ("/core/run/seeds-are-linear", test_seeds_are_linear);
  g_test_add_func ("/core/run/many-backwards", test_many_backwards);
  g_test_add_func ("/core/run/seed-inside", test_seed_inside);
  g_test_add_func ("/core/run/seed-beside-the-output", test_seed_beside_the_output);
  g_test_add_func ("/core/run/restart-anywhere", test_restart_anywhere);
  g_test_add_func ("/core/run/restart-inside-a-launch", test_restart_inside_a_launch);
  g_test_add_func ("/core/run/tick-cancels", test_tick_cancels);
  g_test_add_func ("/core/run/stop-cancels", test_stop_cancels);
  g_test_add_func ("/core/run/wrong-shapes", test_wrong_shapes);
  return g_test_run ();
}
