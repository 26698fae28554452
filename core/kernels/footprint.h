/* SPDX-License-Identifier: MIT */
#pragma once

/* The loops of local attention: what the taps of a footprint see, as panels for the matrix
 * product, and the softmax over taps. Keys lie in rows laid out with their reflected border
 * (ops/footprint-private.h), so that a tap sees consecutive floats. Vectorised over
 * positions, single-threaded, without state; an element depends on its pair alone. */

#include <glib.h>

/* Loops run by whole vectors: so many floats may be read past the operands, and written past
 * a panel. */
#define FOVEA_FOOTPRINT_SLACK 16

/* Consecutive queries of one row under one tap. */
typedef struct
{
  guint32 at;    /* in the panel */
  guint32 query; /* counted from the first of the piece */
  guint32 tap;
  guint32 key;   /* in a laid out plane */
  guint32 count;
} FoveaRun;

/* panel[c][at + x] = max (q[c][query + x] - k[c][key + x], 0) over all runs, which come in the
 * order of `at`. Rows are `width`, `q_pitch` and `k_pitch` floats apart. */
void fovea_kernel_relate (gsize channels, const float *q, gsize q_pitch, const float *k,
                          gsize k_pitch, const FoveaRun *runs, gsize n_runs, float *panel,
                          gsize width);

/* x[r][j] = max (x[r][j] + bias[r], 0); width a multiple of 16. */
void fovea_kernel_bias_relu (gsize rows, gsize width, const float *bias, float *x);

/* x[r][j] = 0 where gate[r][j] is not above 0; width a multiple of 16. */
void fovea_kernel_gate (gsize rows, gsize width, const float *gate, float *x);

/* The adjoint of fovea_kernel_relate without its maximum: adds each run to dq and takes it
 * from dk, whichever is not NULL. */
void fovea_kernel_relate_back (gsize channels, const float *panel, gsize width,
                               const FoveaRun *runs, gsize n_runs, float *dq, gsize q_pitch,
                               float *dk, gsize k_pitch);

/* out[t][p] = softmax over t of x[t][p], p < count. x is taps x count, and overwritten; the
 * rows of `out` are `pitch` apart. */
#define FOVEA_SOFTMAX_MOST 512
void fovea_kernel_softmax_taps (gsize taps, gsize count, float *x, float *out, gsize pitch);

/* dx[t][p] = w[t][p] (g[t][p] - sum over s of w[s][p] g[s][p]); dx is taps x count. */
void fovea_kernel_softmax_taps_backward (gsize taps, gsize count, const float *w,
                                         const float *g, gsize pitch, float *dx);

/* panel[at + x] = max (k[key + x] scale[tap] + shift[tap], 0) over all runs, in the order of
 * `at`. */
void fovea_kernel_see (const float *k, const float *scale, const float *shift,
                       const FoveaRun *runs, gsize n_runs, float *panel);

/* dk[key + x] += scale[tap] slope[at + x] where panel[at + x] is above 0. */
void fovea_kernel_see_back (const float *panel, const float *slope, const float *scale,
                            const FoveaRun *runs, gsize n_runs, float *dk);
