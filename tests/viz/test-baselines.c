/* SPDX-License-Identifier: MIT */

/* FEM, SegEigenCAM and RandomCAM on maps that can be worked out by hand. */

#include "asked.h"

#define N 8

typedef struct
{
  FoveaSite site;
  FoveaEvidence evidence;
  float activation[2 * N], gradient[2 * N], map[N];
} Fixture;

/* Two channels of 2 x 4. */
static void
set_up (Fixture *f)
{
  static const float activation[2 * N]
      = { 0, 0, 0, 0, 0, 0, 0, 9, 1, 2, 1, 2, 1, 2, 1, 2 };

  f->site = (FoveaSite){ .path = "two", .kind = FOVEA_SITE_FEATURE };
  memcpy (f->activation, activation, sizeof activation);
  for (guint i = 0; i < 2 * N; i++)
    f->gradient[i] = i < N ? 1 : -2;
  f->evidence = (FoveaEvidence){ .site = &f->site,
                                 .channels = 2,
                                 .height = 2,
                                 .width = 4,
                                 .activation = f->activation,
                                 .gradient = f->gradient };
}

/* 9 lies above the mean 1.125 plus twice the deviation 2.976; nothing does in the other
 * channel. An eighth of the first channel is kept. */
static void
test_fem (void)
{
  Fixture f;

  set_up (&f);
  asked_method ("fem")->compute (&f.evidence, f.map);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat (fabsf (f.map[i] - (i == N - 1 ? 9.0f / 8 : 0)), <, 1e-6f);
}

/* One channel alone: its component is |G| A less the mean, the larger side up. */
static void
test_seg_eigen (void)
{
  Fixture f;

  set_up (&f);
  f.evidence.channels = 1;
  for (guint i = 0; i < N; i++)
    f.gradient[i] = -0.5f;
  asked_method ("segeigencam")->compute (&f.evidence, f.map);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat (fabsf (f.map[i] - ((i == N - 1 ? 4.5f : 0) - 4.5f / 8)), <, 1e-5f);

  for (guint i = 0; i < N; i++)
    f.activation[i] = -f.activation[i];
  asked_method ("segeigencam")->compute (&f.evidence, f.map);
  g_assert_cmpfloat (fabsf (f.map[N - 1] - (4.5f - 4.5f / 8)), <, 1e-5f);
}

/* A weighted sum of the channels with weights of -1 to 1 that the seed alone decides. */
static void
test_random (void)
{
  Fixture f;
  float again[N];

  set_up (&f);
  asked_method ("randomcam")->compute (&f.evidence, f.map);
  asked_method ("randomcam")->compute (&f.evidence, again);
  g_assert_cmpmem (f.map, sizeof f.map, again, sizeof again);
  double second = f.map[0], first = (f.map[N - 1] - 2 * second) / 9;
  g_assert_cmpfloat (fabs (first), <=, 1);
  g_assert_cmpfloat (fabs (second), <=, 1);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat (
        fabs (f.map[i] - (first * f.activation[i] + second * f.activation[N + i])), <, 1e-5);
  f.evidence.seed = 1;
  asked_method ("randomcam")->compute (&f.evidence, again);
  g_assert_cmpfloat (again[0], !=, f.map[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/baselines/fem", test_fem);
  g_test_add_func ("/baselines/seg-eigen-cam", test_seg_eigen);
  g_test_add_func ("/baselines/random", test_random);
  return g_test_run ();
}
