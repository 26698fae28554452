/* SPDX-License-Identifier: MIT */

/* Methods that read several sites and make several panels, and what may be chosen. */

#include "explain.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"
#include "synthetic.h"
#include "tiny-van.h"

static FoveaInput *
synthetic_input (void)
{
  g_autoptr (FoveaTensor) tensor = fovea_synthetic_image (64, 96, 5);

  return fovea_input_new_tensor (tensor, NULL);
}

static FoveaExplanation *
explain (FoveaModel *model, const FoveaMethod *method, const char *layer,
         const FoveaChoice *choice)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaInput) input = synthetic_input ();
  FoveaExplainRequest request = { method, FOVEA_TOP_CLASS, layer, choice };
  FoveaExplanation *explanation = fovea_explain (model, input, &request, NULL, &error);

  g_assert_no_error (error);
  return explanation;
}

/* A method that reads the parts of a block: what it must be shown. */

static gboolean
is_gated (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_GATED;
}

static gboolean
is_part (const FoveaSite *site, const FoveaSite *other)
{
  return other->kind == FOVEA_SITE_LKA && fovea_site_same_block (site, other);
}

/* The layer's own record first, then the others as they are computed. */
static void
check_records (const FoveaEvidence *evidence)
{
  static const FoveaSiteRole roles[] = { FOVEA_ROLE_GATED, FOVEA_ROLE_U, FOVEA_ROLE_A0,
                                         FOVEA_ROLE_A1, FOVEA_ROLE_A2 };

  g_assert_cmpuint (evidence->n_records, ==, G_N_ELEMENTS (roles));
  for (guint i = 0; i < evidence->n_records; i++)
    {
      const FoveaRecord *record = &evidence->records[i];
      g_assert_cmpint (record->site->role, ==, roles[i]);
      g_assert_true (fovea_site_same_block (evidence->site, record->site));
      g_assert_true (fovea_shape_equal (&record->shape, &evidence->records[0].shape));
      g_assert_nonnull (record->activation);
      g_assert_nonnull (record->gradient);
      g_assert_true ((record->param[0] != NULL) == (record->site->kernel > 0));
    }
  g_assert_true (evidence->activation == evidence->records[0].activation);
  g_assert_true (evidence->gradient == evidence->records[0].gradient);
}

/* gated = u a2, and what comes back to a2 is u times what comes back to gated. */
static gboolean
parts_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  gsize plane = evidence->height * evidence->width, n = evidence->channels * plane;
  const FoveaRecord *u = fovea_evidence_find (evidence, FOVEA_ROLE_U);
  const FoveaRecord *a2 = fovea_evidence_find (evidence, FOVEA_ROLE_A2);
  g_autofree double *product = g_new (double, n);
  g_autofree double *back = g_new (double, n);

  check_records (evidence);
  g_assert_null (fovea_evidence_find (evidence, FOVEA_ROLE_BLOCK));
  for (gsize i = 0; i < n; i++)
    {
      product[i] = (double) u->activation[i] * a2->activation[i];
      back[i] = (double) u->activation[i] * evidence->gradient[i];
    }
  assert_close ("u a2", evidence->activation, product, n, 1e-6);
  assert_close ("dS/da2", a2->gradient, back, n, 1e-6);
  fovea_panels_add (panels, "u", "U", "activation", TRUE, (guint) evidence->width,
                    (guint) evidence->height, u->activation);
  fovea_panels_add (panels, "gated", "Gated", "activation", TRUE, (guint) evidence->width,
                    (guint) evidence->height, evidence->activation);
  fovea_panels_add_fact (panels, "block", "which block", evidence->site->block);
  return TRUE;
}

static const FoveaMethod parts_method = {
  .name = "parts",
  .title = "Parts",
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .suits = is_gated,
  .reads = is_part,
  .panels = parts_panels,
};

static void
assert_same_panels (const FoveaLayerMap *a, const FoveaLayerMap *b)
{
  g_assert_cmpuint (fovea_panels_count (a->panels), ==, fovea_panels_count (b->panels));
  for (guint i = 0; i < fovea_panels_count (a->panels); i++)
    {
      FoveaMap *one = fovea_panels_get (a->panels, i)->raw;
      FoveaMap *other = fovea_panels_get (b->panels, i)->raw;

      g_assert_cmpuint (fovea_map_width (one), ==, fovea_map_width (other));
      assert_same_bits (a->site.path, fovea_map_values (one), fovea_map_values (other),
                        (gsize) fovea_map_width (one) * fovea_map_height (one));
    }
}

static void
test_several_sites (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaExplanation) all = explain (model, &parts_method, NULL, NULL);

  g_assert_cmpuint (fovea_explanation_n_layers (all), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      const FoveaLayerMap *layer = fovea_explanation_layer (all, i);
      g_autoptr (FoveaExplanation) one
          = explain (model, &parts_method, layer->site.path, NULL);
      const FoveaFact *fact = &g_array_index (layer->panels->facts, FoveaFact, 0);

      g_assert_cmpuint (fovea_explanation_n_layers (one), ==, 1);
      assert_same_panels (layer, fovea_explanation_layer (one, 0));
      g_assert_true (layer->raw == fovea_panels_get (layer->panels, 0)->raw);
      g_assert_cmpint (fovea_panels_find (layer->panels, "gated"), ==, 1);
      g_assert_cmpint (fovea_panels_find (layer->panels, "a2"), ==, -1);
      g_assert_cmpstr (fact->name, ==, "block");
      g_assert_cmpfloat (fact->value, ==, layer->site.block);
    }
}

/* A method in which each layer reads all the others: they wait for each other. */

static gboolean
is_block (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_BLOCK;
}

static gboolean
is_any_block (const FoveaSite *site, const FoveaSite *other)
{
  return other->role == FOVEA_ROLE_BLOCK;
}

static gboolean
blocks_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  float sums[5] = { 0 };

  g_assert_cmpuint (evidence->n_records, ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      const FoveaRecord *record = &evidence->records[i];
      for (gsize k = 0; k < fovea_shape_count (&record->shape); k++)
        sums[i] += record->activation[k] * record->gradient[k];
      if (i > 1)
        g_assert_cmpuint (record->site->stage + record->site->block, >=,
                          record[-1].site->stage + record[-1].site->block);
    }
  fovea_panels_add (panels, "blocks", "Blocks", "logit", TRUE, 5, 1, sums);
  return TRUE;
}

static const FoveaMethod blocks_method = {
  .name = "blocks",
  .title = "Blocks",
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .suits = is_block,
  .reads = is_any_block,
  .panels = blocks_panels,
};

static void
test_shared_sites (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaExplanation) all = explain (model, &blocks_method, NULL, NULL);

  g_assert_cmpuint (fovea_explanation_n_layers (all), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      const FoveaLayerMap *layer = fovea_explanation_layer (all, i);
      g_autoptr (FoveaExplanation) one
          = explain (model, &blocks_method, layer->site.path, NULL);

      assert_same_panels (layer, fovea_explanation_layer (one, 0));
    }
}

/* What is chosen. */

static gboolean
choosy_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  const FoveaChoice *choice = evidence->choice;
  const float chosen[] = { (float) choice->x, (float) choice->y, (float) choice->map,
                           (float) choice->channel, choice->has_place ? 1 : 0 };

  if (!fovea_evidence_check_channel (evidence, error))
    return FALSE;
  g_assert_cmpuint (evidence->input_width, ==, 96);
  g_assert_cmpuint (evidence->input_height, ==, 64);
  fovea_panels_add (panels, "choice", "Choice", "", TRUE, 5, 1, chosen);
  return TRUE;
}

static const FoveaMethod choosy_method = {
  .name = "choosy",
  .title = "Choosy",
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_PLACE | FOVEA_TAKES_MAP | FOVEA_TAKES_CHANNEL,
  .suits = is_block,
  .panels = choosy_panels,
};

static void
assert_chosen (const FoveaChoice *choice, const float expected[5])
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaExplanation) explanation
      = explain (model, &choosy_method, "block1.0", choice);
  const FoveaMap *map = fovea_explanation_layer (explanation, 0)->raw;

  assert_same_bits ("choice", fovea_map_values (map), expected, 5);
}

static void
test_choice (void)
{
  static const float none[] = { 48, 32, -1, -1, 0 };
  static const float some[] = { 95.5f, 0, 3, 7, 1 };
  const FoveaChoice choice = { TRUE, 95.5, 0, 3, 7 };

  assert_chosen (NULL, none);
  assert_chosen (&FOVEA_CHOICE_NONE, none);
  assert_chosen (&choice, some);
}

static gboolean
count (double share, gpointer data)
{
  *(guint *) data += 1;
  return TRUE;
}

/* The passes that it took before the refusal. */
static guint
assert_refused (const FoveaMethod *method, FoveaChoice choice, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaInput) input = synthetic_input ();
  FoveaExplainRequest request = { method, FOVEA_TOP_CLASS, NULL, &choice };
  guint steps = 0;
  FoveaWatch watch = { count, &steps, NULL };

  g_assert_null (fovea_explain (model, input, &request, &watch, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  if (!strstr (error->message, words))
    g_error ("“%s” does not say “%s”", error->message, words);
  return steps;
}

static void
test_refused_choice (void)
{
  const FoveaMethod *gradcam = fovea_method_find ("gradcam", NULL);
  FoveaChoice channel = { .map = -1, .channel = 8 }; /* the first block has 8 */

  assert_refused (gradcam, (FoveaChoice){ TRUE, 1, 1, -1, -1 }, "Grad-CAM takes no place");
  assert_refused (gradcam, (FoveaChoice){ .map = 0, .channel = -1 }, "takes no attention head");
  assert_refused (gradcam, (FoveaChoice){ .map = -1 }, "takes no channel");
  assert_refused (&choosy_method, (FoveaChoice){ TRUE, 96, 0, -1, -1 }, "96,0 lies outside");
  assert_refused (&choosy_method, (FoveaChoice){ TRUE, 0, -0.1, -1, -1 }, "lies outside");

  /* What a method refuses ends the run at once. */
  guint steps = assert_refused (&choosy_method, channel, "no channel 8: block1.0 has 8");
  g_assert_cmpuint (steps, >, 0);
  g_assert_cmpuint (steps, <, 30);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/panels/several-sites", test_several_sites);
  g_test_add_func ("/viz/panels/shared-sites", test_shared_sites);
  g_test_add_func ("/viz/panels/choice", test_choice);
  g_test_add_func ("/viz/panels/refused-choice", test_refused_choice);
  return g_test_run ();
}
