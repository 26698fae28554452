/* SPDX-License-Identifier: MIT */

/* y[q C + c, i, j] = x[c, 2 i + q mod 2, 2 j + q / 2], q < 4: Swin's merging of patches takes
 * the upper row's left, the lower row's left, then the right ones. Its gradient puts each
 * value back. */

#include <string.h>

#include "error.h"
#include "ops.h"
#include "parallel.h"

static gboolean
patch_merge_infer (FoveaNode *node, GError **error)
{
  const FoveaShape *in = &node->inputs[0]->shape;

  if (in->dim[2] % 2 || in->dim[3] % 2 || in->dim[2] == 0 || in->dim[3] == 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "a map of %zu x %zu cannot be merged by squares of 2 x 2", in->dim[2],
                   in->dim[3]);
      return FALSE;
    }
  node->shape
      = FOVEA_SHAPE (in->dim[0], 4 * in->dim[1], in->dim[2] / 2, in->dim[3] / 2);
  return TRUE;
}

typedef struct
{
  const FoveaStep *step;
  gsize channels, height, width; /* of the result's quarter */
  gboolean back;
} Work;

/* One plane of the result, and the pixels of the input that it shares with no other. */
static void
run_plane (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  gsize quarter = index % (4 * work->channels) / work->channels;
  gsize plane = index / (4 * work->channels) * work->channels + index % work->channels;
  gsize first = plane * 4 * work->height * work->width
                + quarter % 2 * 2 * work->width + quarter / 2;
  gsize at = (gsize) index * work->height * work->width;

  for (gsize y = 0; y < work->height; y++, first += 4 * work->width)
    for (gsize x = 0; x < work->width; x++, at++)
      if (!work->back)
        step->out[at] = step->in[0][first + 2 * x];
      else if (step->accumulate[0])
        step->grad_in[0][first + 2 * x] += step->grad[at];
      else
        step->grad_in[0][first + 2 * x] = step->grad[at];
}

static void
run (const FoveaStep *step, gboolean back)
{
  const FoveaShape *shape = &step->node->shape;
  Work work = { step, shape->dim[1] / 4, shape->dim[2], shape->dim[3], back };

  fovea_parallel_for ((guint) (shape->dim[0] * shape->dim[1] * step->batch), step->stop,
                      run_plane, &work);
}

static void
patch_merge_forward (const FoveaStep *step)
{
  run (step, FALSE);
}

static void
patch_merge_backward (const FoveaStep *step)
{
  run (step, TRUE);
}

static const FoveaOp patch_merge_op = {
  .name = "patch_merge",
  .infer = patch_merge_infer,
  .forward = patch_merge_forward,
  .backward = patch_merge_backward,
};

FoveaNode *
fovea_patch_merge (FoveaTape *tape, FoveaNode *x)
{
  return x ? fovea_tape_append (tape, &patch_merge_op, &x, 1, NULL, 0, NULL, 0) : NULL;
}
