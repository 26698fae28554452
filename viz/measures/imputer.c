/* SPDX-License-Identifier: MIT */

/* For each missing pixel v: (sum of w over neighbours in the image) v - sum of w v_n over
 * missing neighbours = sum of w x_n over known ones; w = 1/6 beside, 1/12 across corners.
 * Rong et al., "A consistent and efficient evaluation strategy for attribution methods"
 * (ROAD), 2022. The matrix is symmetric; every hole touches a known pixel, since the image
 * is connected, so it is positive definite: conjugate gradients (Hestenes and Stiefel 1952),
 * which never form it. */

#include "imputer.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "parallel.h"
#include "noise.h"

#define BESIDE (1.0 / 6)
#define CORNER (1.0 / 12)
#define TOLERANCE 1e-9

/* Planes of doubles with a border of one cell, always 0. */
typedef struct
{
  gsize width, height, stride, cells;
  double *hole;     /* 1 where missing, else 0 */
  double *diagonal; /* the sum of the weights of neighbours in the image */
} Grid;

static gsize
cell_at (const Grid *grid, gsize y, gsize x)
{
  return (y + 1) * grid->stride + x + 1;
}

/* The weighted sum over the eight neighbours. */
static inline double
around (const double *cell, gsize stride)
{
  const double *up = cell - stride, *down = cell + stride;

  return BESIDE * ((up[0] + down[0]) + (cell[-1] + cell[1]))
         + CORNER * ((up[-1] + up[1]) + (down[-1] + down[1]));
}

static void
grid_init (Grid *grid, gsize width, gsize height, const guint8 *missing)
{
  grid->width = width;
  grid->height = height;
  grid->stride = width + 2;
  grid->cells = grid->stride * (height + 2);
  grid->hole = g_new0 (double, grid->cells);
  grid->diagonal = g_new0 (double, grid->cells);
  g_autofree double *inside = g_new0 (double, grid->cells);

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      {
        inside[cell_at (grid, y, x)] = 1;
        grid->hole[cell_at (grid, y, x)] = missing[y * width + x] ? 1 : 0;
      }
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0, i = cell_at (grid, y, 0); x < width; x++, i++)
      grid->diagonal[i] = around (inside + i, grid->stride);
}

static void
grid_clear (Grid *grid)
{
  g_free (grid->hole);
  g_free (grid->diagonal);
}

/* Sums in four lanes, the same four always. */
static double
dot (const double *a, const double *b, gsize n)
{
  double lanes[4] = { 0 };
  gsize whole = n - n % 4;

  for (gsize i = 0; i < whole; i += 4)
    for (gsize k = 0; k < 4; k++)
      lanes[k] += a[i + k] * b[i + k];
  for (gsize i = whole; i < n; i++)
    lanes[0] += a[i] * b[i];
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

/* One channel's system, as it is being solved. All but `known` are 0 outside the holes. */
typedef struct
{
  double *planes; /* the five below */
  double *x, *residual, *direction, *image, *known;
} Solver;

static void
solver_init (Solver *s, const Grid *grid)
{
  s->planes = g_new0 (double, 5 * grid->cells);
  s->x = s->planes;
  s->residual = s->x + grid->cells;
  s->direction = s->residual + grid->cells;
  s->image = s->direction + grid->cells;
  s->known = s->image + grid->cells;
}

/* out = A in. */
static void
apply (const Grid *grid, const double *in, double *out)
{
  for (gsize y = 0; y < grid->height; y++)
    for (gsize x = 0, i = cell_at (grid, y, 0); x < grid->width; x++, i++)
      out[i]
          = grid->hole[i] * (grid->diagonal[i] * in[i] - around (in + i, grid->stride));
}

/* a += factor b, and |a|^2. */
static double
add (const Grid *grid, double *a, double factor, const double *b)
{
  for (gsize i = 0; i < grid->cells; i++)
    a[i] += factor * b[i];
  return dot (a, a, grid->cells);
}

/* The mean of the known pixels of a plane: where the search starts. */
static double
mean_known (const float *plane, const guint8 *missing, gsize pixels)
{
  double sum = 0;
  gsize known = 0;

  for (gsize i = 0; i < pixels; i++)
    if (!missing[i])
      {
        sum += plane[i];
        known++;
      }
  return sum / (double)known;
}

/* residual = b, x = the mean. Returns |b|^2. */
static double
solver_start (Solver *s, const Grid *grid, const float *plane, const guint8 *missing)
{
  double mean = mean_known (plane, missing, grid->width * grid->height);

  for (gsize y = 0, p = 0; y < grid->height; y++)
    for (gsize x = 0, i = cell_at (grid, y, 0); x < grid->width; x++, i++, p++)
      {
        s->known[i] = missing[p] ? 0 : plane[p];
        s->x[i] = missing[p] ? mean : 0;
      }
  for (gsize y = 0; y < grid->height; y++)
    for (gsize x = 0, i = cell_at (grid, y, 0); x < grid->width; x++, i++)
      s->residual[i] = grid->hole[i] * around (s->known + i, grid->stride);
  return dot (s->residual, s->residual, grid->cells);
}

static gboolean
is_stopped (const gint *stop)
{
  return stop && g_atomic_int_get (stop);
}

/* Until |b - A x| <= TOLERANCE |b|; FALSE where that takes longer than it can, or was
 * stopped. */
static gboolean
solver_run (Solver *s, const Grid *grid, const float *plane, const guint8 *missing,
            const gint *stop)
{
  double goal = TOLERANCE * TOLERANCE * solver_start (s, grid, plane, missing);
  gsize left = grid->cells + 1000;

  apply (grid, s->x, s->image);
  double norm = add (grid, s->residual, -1, s->image);
  memcpy (s->direction, s->residual, grid->cells * sizeof *s->residual);
  for (; norm > goal && left > 0 && !is_stopped (stop); left--)
    {
      apply (grid, s->direction, s->image);
      double step = norm / dot (s->direction, s->image, grid->cells), before = norm;
      add (grid, s->x, step, s->direction);
      norm = add (grid, s->residual, -step, s->image);
      for (gsize i = 0; i < grid->cells; i++)
        s->direction[i] = s->residual[i] + norm / before * s->direction[i];
    }
  return norm <= goal;
}

typedef struct
{
  const float *image;
  const guint8 *missing;
  const gint *stop;
  float *out;
  Grid grid;
  gint failed;
} Job;

static void
fill_channel (guint channel, guint worker, gpointer data)
{
  Job *job = data;
  const Grid *grid = &job->grid;
  gsize pixels = grid->width * grid->height;
  const float *plane = job->image + channel * pixels;
  float *out = job->out + channel * pixels;
  Solver solver;

  solver_init (&solver, grid);
  if (!solver_run (&solver, grid, plane, job->missing, job->stop))
    g_atomic_int_set (&job->failed, 1);
  for (gsize p = 0; p < pixels; p++)
    out[p] = job->missing[p]
                 ? (float)solver.x[cell_at (grid, p / grid->width, p % grid->width)]
                 : plane[p];
  g_free (solver.planes);
}

static void
add_noise (const FoveaImputerNoise *noise, const guint8 *missing, gsize channels,
           gsize pixels, float *out)
{
  guint64 stream = fovea_noise_stream (noise->seed, noise->stream);

  for (gsize i = 0; i < channels * pixels; i++)
    if (missing[i % pixels])
      out[i] = (float)(out[i] + noise->noise * fovea_noise_normal (stream, i));
}

static gboolean
check_known (const float *image, gsize channels, gsize pixels, const guint8 *missing,
             GError **error)
{
  gsize known = 0, bad = 0;

  for (gsize p = 0; p < pixels; p++)
    known += !missing[p];
  for (gsize i = 0; i < channels * pixels; i++)
    bad += !missing[i % pixels] && !isfinite (image[i]);
  if (known == 0)
    g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                         "All pixels are missing: there is nothing to fill them from. "
                         "Keep at least one.");
  else if (bad > 0)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                 "%" G_GSIZE_FORMAT " values of the known pixels are not finite numbers, "
                 "so the missing ones cannot be filled from them.",
                 bad);
  return known > 0 && bad == 0;
}

static gboolean
check_noise (const FoveaImputerNoise *noise, GError **error)
{
  if (!noise || (noise->noise >= 0 && isfinite (noise->noise)))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "The deviation of the noise is a number, 0 or more; it cannot be %g.",
               noise->noise);
  return FALSE;
}

gboolean
fovea_impute (const float *image, gsize channels, gsize height, gsize width,
              const guint8 *missing, const FoveaImputerNoise *noise, const gint *stop,
              float *out, GError **error)
{
  Job job = { .image = image, .missing = missing, .stop = stop, .out = out };

  if (!check_noise (noise, error)
      || !check_known (image, channels, height * width, missing, error))
    return FALSE;
  grid_init (&job.grid, width, height, missing);
  fovea_parallel_for ((guint)channels, NULL, fill_channel, &job);
  grid_clear (&job.grid);
  if (is_stopped (stop))
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Stopped");
      return FALSE;
    }
  if (job.failed)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                           "The missing pixels could not be filled: their values did not "
                           "settle. Are the known ones extremely large?");
      return FALSE;
    }
  if (noise && noise->noise > 0)
    add_noise (noise, missing, channels, height * width, out);
  return TRUE;
}
