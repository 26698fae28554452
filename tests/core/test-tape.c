/* SPDX-License-Identifier: MIT */

/* Recording and closing: names, errors, folding of BatchNorms, joining of launches. */

#include "assert-close.h"
#include "error.h"
#include "gradcheck.h"
#include "ops.h"

static const FoveaShape map = FOVEA_SHAPE (1, 6, 5, 9);

static FoveaNode *
named (FoveaTape *tape, const char *name, FoveaNode *x, FoveaNode *(*op) (FoveaTape *, FoveaNode *))
{
  fovea_tape_push (tape, "%s", name);
  x = op (tape, x);
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
norm (FoveaTape *tape, FoveaNode *x)
{
  return fovea_batch_norm (tape, x, 1e-5);
}

static FoveaNode *
conv1 (FoveaTape *tape, FoveaNode *x)
{
  return fovea_conv2d (tape, x, &(FoveaConv2d){ 7, 1 });
}

static FoveaNode *
conv3 (FoveaTape *tape, FoveaNode *x)
{
  return fovea_conv2d (tape, x, &(FoveaConv2d){ 6, 3, .pad = 1 });
}

static FoveaNode *
depthwise (FoveaTape *tape, FoveaNode *x)
{
  return fovea_conv2d (tape, x, &(FoveaConv2d){ 6, 3, .pad = 1, .groups = 6 });
}

static FoveaNode *
build_scopes (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  fovea_tape_push (tape, "block1.%u", 0);
  fovea_tape_push (tape, "attn");
  x = named (tape, "proj", x, conv3);
  x = named (tape, "act", x, fovea_gelu);
  fovea_tape_pop (tape);
  fovea_tape_push (tape, "empty");
  fovea_tape_pop (tape);
  fovea_tape_pop (tape);
  return x;
}

static void
test_scopes_are_names (void)
{
  g_autoptr (Network) network = network_new (&map, build_scopes, NULL);
  const FoveaTape *tape = network->tape;
  const FoveaNode *act = network_node (network, "block1.0.attn.act");
  static const char *const expected[]
      = { "input", "block1.0.attn.proj", "block1.0.attn.act", "block1.0.attn", "block1.0" };
  guint n;
  const FoveaName *names = fovea_tape_names (tape, &n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (names[i].name, ==, expected[i]);
  g_assert_true (fovea_tape_lookup (tape, "block1.0") == act);
  g_assert_true (fovea_tape_lookup (tape, "block1.0.attn") == act);
  g_assert_true (fovea_tape_get_output (tape) == act);
  g_assert_null (fovea_tape_lookup (tape, "block1.0.empty"));
  g_assert_null (fovea_tape_lookup (tape, "block1"));
  g_assert_cmpstr (act->path, ==, "block1.0.attn.act");
  g_assert_cmpuint (fovea_tape_n_params (tape), ==, 2);
  g_assert_cmpstr (fovea_tape_get_param (tape, 0)->name, ==, "block1.0.attn.proj.weight");
  g_assert_cmpstr (fovea_tape_get_param (tape, 1)->name, ==, "block1.0.attn.proj.bias");
}

static FoveaNode *
build_two_mistakes (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  fovea_tape_push (tape, "stem");
  FoveaNode *y = fovea_conv2d (tape, x, &(FoveaConv2d){ 4, 11 });
  fovea_tape_pop (tape);
  fovea_tape_push (tape, "later");
  g_assert_null (y);
  g_assert_null (fovea_linear (tape, x, 3, TRUE));
  y = fovea_add (tape, fovea_gelu (tape, y), x);
  y = fovea_multiply (tape, fovea_scale (tape, y, "s"), fovea_layer_norm (tape, y, 1e-5));
  y = fovea_global_average (tape, fovea_batch_norm (tape, y, 1e-5));
  fovea_tape_publish (tape, y, &(FoveaSite){ .kind = FOVEA_SITE_FEATURE });
  fovea_tape_pop (tape);
  return y;
}

/* Every builder after the first mistake gives NULL, and closing reports the first, with the
 * scope it was made in. */
static void
test_first_mistake_wins (void)
{
  assert_recording_fails (&map, build_two_mistakes, NULL, "stem: the kernel spans 11 pixels");
}

static FoveaNode *
build_mistake_without_scope (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  fovea_tape_fail (tape, "it has %d legs", 3);
  fovea_tape_fail (tape, "and no tail");
  return fovea_gelu (tape, x);
}

static void
test_mistake_without_scope (void)
{
  assert_recording_fails (&map, build_mistake_without_scope, NULL,
                          "the network: it has 3 legs");
}

/* A chain of operations; "P" publishes the node before it, which keeps a norm from folding. */
static FoveaNode *
build_chain (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  static const struct
  {
    char letter;
    const char *name;
    FoveaNode *(*op) (FoveaTape *, FoveaNode *);
  } ops[] = { { 'n', "norm", norm },  { 'N', "last_norm", norm },   { '1', "conv1", conv1 },
              { '3', "conv3", conv3 }, { 'd', "depthwise", depthwise },
              { 'g', "gelu", fovea_gelu } };

  for (const char *at = data; *at; at++)
    if (*at == 'P')
      fovea_tape_publish (tape, x, &(FoveaSite){ .kind = FOVEA_SITE_FEATURE });
    else
      for (gsize i = 0; i < G_N_ELEMENTS (ops); i++)
        if (ops[i].letter == *at)
          x = named (tape, ops[i].name, x, ops[i].op);
  return x;
}

static guint
count_absorbed (const Network *network)
{
  guint absorbed = 0;

  for (guint i = 0; i < fovea_tape_n_nodes (network->tape); i++)
    absorbed += fovea_tape_node (network->tape, i)->absorbed ? 1 : 0;
  return absorbed;
}

static void
compare_networks (const char *what, const Network *a, const Network *b)
{
  g_autoptr (FoveaTensor) x = random_tensor (&map, 2, 20);
  g_autoptr (FoveaTensor) y = network_output (a, x, 2, NULL);
  g_autoptr (FoveaTensor) z = network_output (b, x, 2, NULL);
  g_autoptr (FoveaTensor) seed
      = random_tensor (&fovea_tape_get_output (a->tape)->shape, 2, 21);
  g_autoptr (FoveaTensor) dy = network_gradient (a, x, seed, 2, FOVEA_RULE_PLAIN);
  g_autoptr (FoveaTensor) dz = network_gradient (b, x, seed, 2, FOVEA_RULE_PLAIN);
  FoveaTensor *const got[] = { y, dy };
  FoveaTensor *const expected[] = { z, dz };

  for (guint i = 0; i < 2; i++)
    {
      gsize n = fovea_tensor_count (got[i]);
      g_autofree double *wide = g_new (double, n);

      g_assert_cmpuint (n, ==, fovea_tensor_count (expected[i]));
      for (gsize k = 0; k < n; k++)
        wide[k] = fovea_tensor_data (expected[i])[k];
      assert_close (what, fovea_tensor_data (got[i]), wide, n, 1e-5);
    }
}

/* The folded network computes what the one does whose sites forbid it. */
static void
test_folding (void)
{
  static const struct
  {
    const char *folded, *kept;
    guint absorbed;
  } table[] = {
    { "3n", "3Pn", 1 },     { "dn", "dPn", 1 },       { "n1", "nP1", 1 },
    { "n1N", "nP1PN", 2 },  { "3ng", "3Png", 1 },     { "gn1g", "gnP1g", 1 },
    { "3nN", "3PnPN", 1 },  { "n3", "nP3", 0 },       { "nd", "nPd", 0 },
    { "3nNg1", "3PnPNPg1", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (Network) folded = network_new (&map, build_chain, table[i].folded);
      g_autoptr (Network) kept = network_new (&map, build_chain, table[i].kept);

      g_assert_cmpuint (count_absorbed (folded), ==, table[i].absorbed);
      g_assert_cmpuint (count_absorbed (kept), ==, 0);
      g_assert_cmpuint (fovea_tape_n_params (folded->tape), ==,
                        fovea_tape_n_params (kept->tape));
      compare_networks (table[i].folded, folded, kept);
      gradcheck (table[i].folded, folded, 1, 2e-3);
    }
}

/* After: the convolution takes the norm's place, name and site. */
static void
test_folding_moves_names (void)
{
  g_autoptr (Network) network = network_new (&map, build_chain, "3nP");
  const FoveaNode *node = network_node (network, "norm");
  guint n;
  const FoveaNode *const *sites = fovea_tape_sites (network->tape, &n);

  g_assert_null (fovea_tape_lookup (network->tape, "conv3"));
  g_assert_cmpstr (node->path, ==, "norm");
  g_assert_false (node->absorbed);
  g_assert_true (fovea_tape_get_output (network->tape) == node);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (sites[0] == node);
  g_assert_cmpstr (node->site->path, ==, "norm");
}

/* Before: the norm's values are nowhere any more, nor is its name. */
static void
test_folding_drops_names (void)
{
  g_autoptr (Network) network = network_new (&map, build_chain, "n1");

  g_assert_null (fovea_tape_lookup (network->tape, "norm"));
  g_assert_nonnull (fovea_tape_lookup (network->tape, "conv1"));
}

static FoveaNode *
build_two_readers (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  FoveaNode *y = named (tape, "norm", x, norm);

  return fovea_add (tape, named (tape, "conv3", y, conv3), y);
}

static FoveaNode *
build_conv_with_two_readers (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  FoveaNode *y = named (tape, "conv3", x, conv3);

  return fovea_add (tape, named (tape, "norm", y, norm), y);
}

static void
test_two_readers_keep_the_norm (void)
{
  g_autoptr (Network) norm_twice = network_new (&map, build_two_readers, NULL);
  g_autoptr (Network) conv_twice = network_new (&map, build_conv_with_two_readers, NULL);

  g_assert_cmpuint (count_absorbed (norm_twice), ==, 0);
  g_assert_cmpuint (count_absorbed (conv_twice), ==, 0);
  g_assert_nonnull (fovea_tape_lookup (conv_twice->tape, "conv3"));
  gradcheck ("a norm with two readers", norm_twice, 1, 2e-3);
  gradcheck ("a convolution with two readers", conv_twice, 1, 2e-3);
}

/* A norm that is the output has no reader to fold into; one before it may. */
static void
test_output_norm (void)
{
  g_autoptr (Network) alone = network_new (&map, build_chain, "gn");
  g_autoptr (Network) folded = network_new (&map, build_chain, "3n");

  g_assert_cmpuint (count_absorbed (alone), ==, 0);
  g_assert_cmpuint (count_absorbed (folded), ==, 1);
}

/* Launches: gelu and the norm ride on the convolution, the next convolution does not. */
static void
test_riding (void)
{
  g_autoptr (Network) network = network_new (&map, build_chain, "3Pgnd");

  g_assert_cmpuint (network_node (network, "gelu")->group, ==,
                    network_node (network, "conv3")->group);
  g_assert_cmpuint (network_node (network, "norm")->group, ==,
                    network_node (network, "conv3")->group);
  g_assert_cmpuint (network_node (network, "depthwise")->group, ==,
                    network_node (network, "conv3")->group + 1);
  g_assert_cmpuint (fovea_tape_n_groups (network->tape), ==, 3);
}

/* Sites know their path, shape and stride. */
static FoveaNode *
build_site (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  fovea_tape_push (tape, "embed");
  x = fovea_conv2d (tape, x, &(FoveaConv2d){ 9, 3, .stride = 4, .pad = 1 });
  fovea_tape_pop (tape);
  fovea_tape_publish (tape, x, &(FoveaSite){ .kind = FOVEA_SITE_FEATURE, .stage = 1 });
  return x;
}

static void
test_site (void)
{
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 3, 32, 64), build_site, NULL);
  const FoveaSite *site = network_node (network, "embed")->site;

  g_assert_nonnull (site);
  g_assert_cmpstr (site->path, ==, "embed");
  g_assert_cmpuint (site->stride, ==, 4);
  g_assert_cmpuint (site->stage, ==, 1);
  g_assert_true (fovea_shape_equal (&site->shape, &FOVEA_SHAPE (1, 9, 8, 16)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/tape/scopes-are-names", test_scopes_are_names);
  g_test_add_func ("/core/tape/first-mistake-wins", test_first_mistake_wins);
  g_test_add_func ("/core/tape/mistake-without-scope", test_mistake_without_scope);
  g_test_add_func ("/core/tape/folding", test_folding);
  g_test_add_func ("/core/tape/folding-moves-names", test_folding_moves_names);
  g_test_add_func ("/core/tape/folding-drops-names", test_folding_drops_names);
  g_test_add_func ("/core/tape/two-readers-keep-the-norm", test_two_readers_keep_the_norm);
  g_test_add_func ("/core/tape/output-norm", test_output_norm);
  g_test_add_func ("/core/tape/riding", test_riding);
  g_test_add_func ("/core/tape/site", test_site);
  return g_test_run ();
}
