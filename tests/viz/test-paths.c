/* SPDX-License-Identifier: MIT */

/* The views of ACmix's two paths, from evidence that is made up. */

#include <string.h>

#include "assert-close.h"
#include "error.h"
#include "panel-values.h"

#define CHANNELS 5
#define PLANE 12

typedef struct
{
  FoveaSite sites[3];
  FoveaRecord records[3];
  FoveaChoice choice;
  float rate[2];
  float *values[3], *gradient;
  FoveaEvidence evidence;
} Paths;

static void
paths_clear (Paths *p)
{
  for (guint i = 0; i < 3; i++)
    g_free (p->values[i]);
  g_free (p->gradient);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Paths, paths_clear)

static void
paths_init (Paths *p)
{
  static const FoveaSiteRole roles[]
      = { FOVEA_ROLE_MIXED, FOVEA_ROLE_ATTENTION_PATH, FOVEA_ROLE_CONVOLUTION_PATH };

  *p = (Paths){ .rate = { 0.75f, -0.5f }, .choice = FOVEA_CHOICE_NONE };
  for (guint i = 0; i < 3; i++)
    {
      p->sites[i] = (FoveaSite){ .path = "mixed", .kind = FOVEA_SITE_FEATURE,
                                 .role = roles[i], .stage = 2, .block = 1 };
      p->values[i] = random_floats (90 + i, CHANNELS * PLANE);
      p->records[i] = (FoveaRecord){ .site = &p->sites[i], .activation = p->values[i] };
    }
  p->gradient = random_floats (99, CHANNELS * PLANE);
  for (gsize i = 0; i < CHANNELS * PLANE; i++)
    p->values[0][i] = p->rate[0] * p->values[1][i] + p->rate[1] * p->values[2][i];
  p->records[0].param[0] = &p->rate[0];
  p->records[0].param[1] = &p->rate[1];
  p->evidence = (FoveaEvidence){ .site = &p->sites[0], .channels = CHANNELS, .height = 3,
                                 .width = 4, .activation = p->values[0],
                                 .gradient = p->gradient, .records = p->records,
                                 .n_records = 3, .choice = &p->choice };
}

static FoveaPanels *
path_panels (const Paths *p, const char *name)
{
  g_autoptr (GError) error = NULL;
  FoveaPanels *panels = fovea_panels_new ();

  g_assert_true (method (name)->panels (&p->evidence, panels, &error));
  g_assert_no_error (error);
  return panels;
}

/* Both shares add up to HiResCAM at the sum. */
static void
test_path_split (void)
{
  g_auto (Paths) p;

  paths_init (&p);
  g_autoptr (FoveaPanels) panels = path_panels (&p, "path_split");
  g_autoptr (FoveaPanels) hires = path_panels (&p, "hirescam");
  double expected[2][PLANE] = { 0 }, both[PLANE], whole[PLANE], sums[2] = { 0 };
  double energy[2] = { 0 };

  for (guint path = 0; path < 2; path++)
    for (gsize i = 0; i < CHANNELS * PLANE; i++)
      {
        double value = (double) p.rate[path] * p.values[1 + path][i];
        expected[path][i % PLANE] += p.gradient[i] * value;
        sums[path] += p.gradient[i] * value;
        energy[path] += value * value;
      }
  for (gsize i = 0; i < PLANE; i++)
    {
      both[i] = (double) panel_values (panels, "attention")[i]
                + panel_values (panels, "convolution")[i];
      whole[i] = panel_values (hires, "hirescam")[i];
    }
  assert_close ("attention", panel_values (panels, "attention"), expected[0], PLANE, 1e-6);
  assert_close ("convolution", panel_values (panels, "convolution"), expected[1], PLANE, 1e-6);
  assert_close ("sum", panel_values (panels, "sum"), both, PLANE, 1e-6);
  assert_close ("HiResCAM", panel_values (panels, "sum"), whole, PLANE, 1e-6);
  g_assert_cmpfloat_with_epsilon (fact (panels, "attention_sum"), sums[0], 1e-9);
  g_assert_cmpfloat_with_epsilon (fact (panels, "convolution_sum"), sums[1], 1e-9);
  g_assert_cmpfloat_with_epsilon (fact (panels, "attention_energy"), energy[0], 1e-9);
  g_assert_cmpfloat_with_epsilon (fact (panels, "energy_ratio"),
                                  energy[0] / (energy[0] + energy[1]), 1e-9);
  g_assert_cmpfloat (fact (panels, "rate2"), ==, -0.5);
}

/* A share between 0 and 1; where nothing is, half. */
static void
test_path_energy (void)
{
  g_auto (Paths) p;

  paths_init (&p);
  for (gsize k = 0; k < CHANNELS; k++)
    {
      p.values[1][k * PLANE] = p.values[2][k * PLANE] = 0;
      p.values[2][k * PLANE + 1] = 0;
      p.values[1][k * PLANE + 2] = 0;
    }
  g_autoptr (FoveaPanels) panels = path_panels (&p, "path_energy");
  const float *share = panel_values (panels, "share");

  g_assert_cmpfloat (share[0], ==, 0.5);
  g_assert_cmpfloat (share[1], ==, 1);
  g_assert_cmpfloat (share[2], ==, 0);
  for (gsize i = 3; i < PLANE; i++)
    {
      double a = panel_values (panels, "attention")[i];
      double c = panel_values (panels, "convolution")[i];
      g_assert_cmpfloat (a, >, 0);
      g_assert_cmpfloat_with_epsilon (share[i], a / (a + c), 1e-6);
    }
}

/* What lies on a rolled map comes back to its place. */
static void
test_rolled (void)
{
  g_auto (Paths) p;

  paths_init (&p);
  g_autoptr (FoveaPanels) still = path_panels (&p, "path_split");
  p.sites[0].shift = 2;
  g_autoptr (FoveaPanels) rolled = path_panels (&p, "path_split");
  for (gsize y = 0; y < 3; y++)
    for (gsize x = 0; x < 4; x++)
      g_assert_cmpfloat (panel_values (rolled, "sum")[(y + 2) % 3 * 4 + (x + 2) % 4], ==,
                         panel_values (still, "sum")[y * 4 + x]);
}

static void
test_path_missing (void)
{
  g_auto (Paths) p;
  g_autoptr (FoveaPanels) panels = fovea_panels_new ();
  g_autoptr (GError) error = NULL;

  paths_init (&p);
  p.evidence.n_records = 2;
  g_assert_false (method ("path_split")->panels (&p.evidence, panels, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "no convolution path"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/paths/split", test_path_split);
  g_test_add_func ("/viz/paths/energy", test_path_energy);
  g_test_add_func ("/viz/paths/rolled", test_rolled);
  g_test_add_func ("/viz/paths/missing", test_path_missing);
  return g_test_run ();
}
