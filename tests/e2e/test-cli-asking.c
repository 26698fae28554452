/* SPDX-License-Identifier: MIT */

/* What of a class is explained, and how much is asked: the options reach the methods. */

#include "run-cli.h"

#include <math.h>

#define LEOPARD "explain demo:leopard.jpg --model van_nano --json "

static double
number (const Ran *ran, const char *path)
{
  return json_number_value (at (ran, path));
}

static void
test_objective (void)
{
  g_autoptr (Ran) logit = run_cli (LEOPARD);
  g_autoptr (Ran) against = run_cli (LEOPARD "--class leopard");
  g_autoptr (Ran) counter = run_cli (LEOPARD "--objective counterfactual");
  g_autoptr (Ran) probability = run_cli (LEOPARD "--objective probability");

  g_assert_cmpint (logit->status | against->status | counter->status | probability->status, ==,
                   0);
  g_assert_cmpstr (json_string_value (at (logit, "columns.0.objective.name")), ==, "logit");
  g_assert_cmpfloat (number (logit, "columns.0.map.max"), ==,
                     number (against, "columns.0.map.max"));
  g_assert_cmpfloat (number (logit, "columns.0.map.max"), ==,
                     -number (counter, "columns.0.map.min"));
  g_assert_cmpfloat (number (logit, "columns.0.map.max"), >,
                     2 * number (probability, "columns.0.map.max"));
  g_assert_cmpstr (json_string_value (at (probability, "columns.0.panels.0.unit")), ==,
                   "probability");
}

/* The map of a contrast is the difference of the two maps. */
static void
test_contrast (void)
{
  g_autoptr (Ran) contrast = run_cli (LEOPARD "--class 12 --against 3");
  g_autoptr (Ran) one = run_cli (LEOPARD "--class 12");
  g_autoptr (Ran) other = run_cli (LEOPARD "--class 3");
  double difference
      = number (one, "columns.0.map.mean") - number (other, "columns.0.map.mean");

  g_assert_cmpint (json_integer_value (at (contrast, "columns.0.objective.against")), ==, 3);
  g_assert_cmpfloat (fabs (number (contrast, "columns.0.map.mean") - difference), <, 1e-6);
  g_assert_cmpfloat (fabs (difference), >, 1e-3);
}

static void
test_sampling (void)
{
  g_autoptr (Ran) few = run_cli (LEOPARD "--method smoothgrad --samples 3");
  g_autoptr (Ran) seeded = run_cli (LEOPARD "--method smoothgrad --samples 3 --seed 7");
  g_autoptr (Ran) noisy = run_cli (LEOPARD "--method smoothgrad --samples 3 --noise 0.3");
  g_autoptr (Ran) squares = run_cli (LEOPARD "--method occlusion --patch 80 --step 80");

  g_assert_cmpint (json_integer_value (at (few, "columns.0.map.width")), ==, 160);
  g_assert_cmpfloat (number (few, "columns.0.facts.samples"), ==, 3);
  g_assert_cmpfloat (number (few, "columns.0.map.mean"), !=,
                     number (seeded, "columns.0.map.mean"));
  g_assert_cmpfloat (fabs (number (noisy, "columns.0.facts.deviation")
                           / number (few, "columns.0.facts.deviation") - 2),
                     <, 1e-6);
  g_assert_cmpfloat (number (squares, "columns.0.facts.patch"), ==, 80);
}

/* The baseline of the others is chance, but not twice another one. */
static void
test_random (void)
{
  g_autoptr (Ran) once = run_cli (LEOPARD "--method randomcam");
  g_autoptr (Ran) again = run_cli (LEOPARD "--method randomcam");
  g_autoptr (Ran) seeded = run_cli (LEOPARD "--method randomcam --seed 5");

  g_assert_cmpfloat (number (once, "columns.0.map.mean"), ==,
                     number (again, "columns.0.map.mean"));
  g_assert_cmpfloat (number (once, "columns.0.map.mean"), !=,
                     number (seeded, "columns.0.map.mean"));
}

/* Turned twice by a half it is as it was; what is rubbed out is no longer recognised. */
static void
test_edits (void)
{
  g_autoptr (Ran) plain = run_cli (LEOPARD);
  g_autoptr (Ran) around = run_cli (LEOPARD "--rotate 360");
  g_autoptr (Ran) upside_down = run_cli (LEOPARD "--rotate 180");
  g_autoptr (Ran) gone = run_cli (LEOPARD "--class leopard --erase 2000,0,0");

  g_assert_cmpfloat (number (plain, "columns.0.map.mean"), ==,
                     number (around, "columns.0.map.mean"));
  g_assert_cmpfloat (number (plain, "columns.0.map.mean"), !=,
                     number (upside_down, "columns.0.map.mean"));
  g_assert_cmpfloat (number (gone, "columns.0.class.probability"), <,
                     number (plain, "columns.0.class.probability") / 2);
}

static void
test_refusals (void)
{
  static const char *const lines[] = {
    LEOPARD "--samples 3",
    LEOPARD "--patch 8",
    LEOPARD "--method lka_response --objective probability",
    LEOPARD "--objective contrast",
    LEOPARD "--objective probability --against 3",
    LEOPARD "--class 3 --against 3",
    LEOPARD "--objective beauty",
    LEOPARD "--scale 3,1",
    LEOPARD "--scale wide",
    LEOPARD "--smooth well",
    LEOPARD "--unit metres",
    LEOPARD "--blend well --out x.png",
    LEOPARD "--difference --out x.png",
    LEOPARD "--method gradcam --method layercam --difference",
    LEOPARD "--method gradcam --method layercam --difference --out x.npy",
    LEOPARD "--layer stages --fuse sum",
    LEOPARD "--method eigencam --smooth eigen",
    LEOPARD "--rotate inf",
    LEOPARD "--erase 3,4",
    LEOPARD "--erase 0,4,5",
    LEOPARD "--rotate 10 --as-python",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (Ran) ran = run_cli ("%s", lines[i]);
      g_test_message ("%s", lines[i]);
      g_assert_cmpint (ran->status, ==, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/asking/objective", test_objective);
  g_test_add_func ("/cli/asking/contrast", test_contrast);
  g_test_add_func ("/cli/asking/sampling", test_sampling);
  g_test_add_func ("/cli/asking/random", test_random);
  g_test_add_func ("/cli/asking/edits", test_edits);
  g_test_add_func ("/cli/asking/refusals", test_refusals);
  return g_test_run ();
}
