/* SPDX-License-Identifier: MIT */

/* Where the evidence of one pixel comes from, at one layer of large kernel attention
 * (arXiv 2202.09741). The layer gives u a2; with u held constant a2 is linear in what lies
 * under its kernels, so the pixel's evidence is a sum over the cells q that they read:
 *
 *   e (p) = sum over c of dS/da2_c a2_c = sum over q of E[q] + bias
 *   E[q] = sum over c of g_c sum over r of M_c[r - p] N_c[q - r] u_c[q],  g = dS/da1 at p
 *
 * M the dilated depthwise kernel, N the depthwise one, r the cells between them that lie on
 * the map. In attention over a footprint or a window the weights are held constant instead,
 * and the sums are those of local_attention_gradient. */

#include "attention.h"

#include <math.h>

#include "error.h"

typedef struct
{
  const FoveaRecord *u, *near, *far, *a2;
  gssize n, m, dilation;
  gssize height, width;
  gssize y, x; /* p */
} Trace;

static gboolean
is_large_kernel (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_LKA && site->role == FOVEA_ROLE_A2;
}

static gboolean
is_attention (const FoveaSite *site)
{
  return is_large_kernel (site) || fovea_taps_suits (site);
}

static gboolean
reads (const FoveaSite *site, const FoveaSite *other)
{
  return is_large_kernel (site) && other->kind == FOVEA_SITE_LKA
         && fovea_site_same_block (site, other)
         && (other->role == FOVEA_ROLE_U || other->role == FOVEA_ROLE_A0
             || other->role == FOVEA_ROLE_A1);
}

static gboolean
find_parts (const FoveaEvidence *evidence, Trace *trace, GError **error)
{
  *trace = (Trace){ .u = fovea_evidence_find (evidence, FOVEA_ROLE_U),
                    .near = fovea_evidence_find (evidence, FOVEA_ROLE_A0),
                    .far = fovea_evidence_find (evidence, FOVEA_ROLE_A1),
                    .a2 = fovea_evidence_find (evidence, FOVEA_ROLE_A2),
                    .height = (gssize) evidence->height,
                    .width = (gssize) evidence->width };
  if (!trace->u || !trace->near || !trace->far || !trace->near->param[0]
      || !trace->far->param[0])
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "Parts of large kernel attention are missing around %s",
                   evidence->site->path);
      return FALSE;
    }
  trace->n = (gssize) trace->near->site->kernel;
  trace->m = (gssize) trace->far->site->kernel;
  trace->dilation = (gssize) MAX (trace->far->site->dilation, 1);
  trace->x = (gssize) (evidence->choice->x * (double) evidence->width / evidence->input_width);
  trace->y
      = (gssize) (evidence->choice->y * (double) evidence->height / evidence->input_height);
  return TRUE;
}

static gboolean
is_on_map (const Trace *trace, gssize y, gssize x)
{
  return y >= 0 && x >= 0 && y < trace->height && x < trace->width;
}

/* What the cell r between the kernels has of it, in channel k: `share` is g M[r - p]. Adds
 * each q's part to `evidence`, returns what the bias has. */
static double
trace_near (const Trace *trace, gsize k, double share, gssize r_y, gssize r_x,
            double *evidence)
{
  gssize half = trace->n / 2;
  const float *kernel = trace->near->param[0] + (gssize) k * trace->n * trace->n;
  const float *u = trace->u->activation + (gssize) k * trace->height * trace->width;

  for (gssize i = 0; i < trace->n; i++)
    for (gssize j = 0; j < trace->n; j++)
      {
        gssize y = r_y + i - half, x = r_x + j - half;
        if (is_on_map (trace, y, x))
          evidence[y * trace->width + x]
              += share * kernel[i * trace->n + j] * u[y * trace->width + x];
      }
  return trace->near->param[1] ? share * trace->near->param[1][k] : 0;
}

/* One channel; returns what the biases have. */
static double
trace_channel (const Trace *trace, gsize k, double *evidence)
{
  gsize plane = (gsize) (trace->height * trace->width);
  double g = trace->far->gradient[k * plane + (gsize) (trace->y * trace->width + trace->x)];
  const float *kernel = trace->far->param[0] + (gssize) k * trace->m * trace->m;
  gssize half = trace->m / 2;
  double bias = trace->far->param[1] ? g * trace->far->param[1][k] : 0;

  for (gssize i = 0; i < trace->m; i++)
    for (gssize j = 0; j < trace->m; j++)
      {
        gssize y = trace->y + trace->dilation * (i - half);
        gssize x = trace->x + trace->dilation * (j - half);
        if (is_on_map (trace, y, x))
          bias += trace_near (trace, k, g * kernel[i * trace->m + j], y, x, evidence);
      }
  return bias;
}

/* sum over channels of dS/d tensor times tensor, at p. */
static double
evidence_at (const Trace *trace, const FoveaRecord *record)
{
  gsize plane = (gsize) (trace->height * trace->width);
  gsize at = (gsize) (trace->y * trace->width + trace->x);
  double sum = 0;

  for (gsize k = 0; k < record->shape.dim[1]; k++)
    sum += (double) record->gradient[k * plane + at] * record->activation[k * plane + at];
  return sum;
}

static void
add_panel (const FoveaEvidence *evidence, const Trace *trace, const double *values,
           FoveaPanels *panels)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree float *map = g_new (float, plane);
  double cell_x = (double) evidence->input_width / (double) evidence->width;
  double cell_y = (double) evidence->input_height / (double) evidence->height;
  double reach = (double) ((trace->n - 1) / 2 + trace->dilation * (trace->m - 1) / 2);

  for (gsize p = 0; p < plane; p++)
    map[p] = (float) values[p];
  FoveaPanel *panel
      = fovea_panels_add (panels, "reads_from", "Reads from", "logit", TRUE,
                          (guint) evidence->width, (guint) evidence->height, map);
  double x = (double) trace->x + 0.5, y = (double) trace->y + 0.5;
  double left = MAX (x - 0.5 - reach, 0), top = MAX (y - 0.5 - reach, 0);
  double right = MIN (x + 0.5 + reach, (double) trace->width);
  double bottom = MIN (y + 0.5 + reach, (double) trace->height);
  fovea_panel_add_outline (panel, left * cell_x, top * cell_y, (right - left) * cell_x,
                           (bottom - top) * cell_y);
  fovea_panel_add_pin (panel, x * cell_x, y * cell_y);
}

static gboolean
trace_back (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  g_autofree double *values = g_new0 (double, evidence->height * evidence->width);
  Trace trace;
  double sum = 0;

  if (!find_parts (evidence, &trace, error))
    return FALSE;
  for (gsize k = 0; k < trace.far->shape.dim[1]; k++)
    trace_channel (&trace, k, values);
  for (gsize p = 0; p < evidence->height * evidence->width; p++)
    sum += values[p];
  double total = evidence_at (&trace, trace.a2);
  add_panel (evidence, &trace, values, panels);
  fovea_panels_add_fact (panels, "evidence", "of the pixel, in logits", total);
  fovea_panels_add_fact (panels, "sum", "of the cells it reads from, in logits", sum);
  fovea_panels_add_fact (panels, "bias", "the rest: the biases of the three convolutions",
                         total - sum);
  return TRUE;
}

static gboolean
reads_from (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  return is_large_kernel (evidence->site)
             ? trace_back (evidence, panels, error)
             : fovea_attention_add_evidence (evidence, panels, error);
}

extern const FoveaMethod fovea_reads_from_method;
const FoveaMethod fovea_reads_from_method = {
  .name = "reads_from",
  .title = N_ ("Reads from"),
  .summary = N_ (
      "Which cells a pixel's evidence at an attention layer comes from, gate or weights "
      "held constant: exact sums"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_PLACE | FOVEA_TAKES_MAP,
  .suits = is_attention,
  .reads = reads,
  .panels = reads_from,
};
