/* SPDX-License-Identifier: MIT */
#pragma once

/* One tensor of a network, to be looked at channel by channel: a published layer, the
 * logits, or a few learned numbers (a block's scales and rates). It holds the values A
 * of one run and, where a class can be explained, their gradient G = dS/dA of that
 * class's score S; never more than FOVEA_TENSOR_MOST_BYTES of both.
 *
 * The relevance of channel k is the sum over positions p of A_kp G_kp, in the unit of S:
 * the first-order change of S when the channel is set to zero (Molchanov et al., arXiv
 * 1611.06440). Added up over channels instead of positions the same products are the
 * HiResCAM map (Draelos and Carin, arXiv 2011.08891), so the relevances add up to what
 * that map does. Where there is no gradient, channels have a strength alone: the
 * deviation of their values over the positions, or the magnitude where there is but one
 * position.
 *
 * Channels lie over a grid of positions. Attention weights have a channel for each
 * tap of each head or weight map, over the grid of queries; they and layers that were
 * rolled lie as they do on the image. Immutable, reference-counted, to be read from
 * any thread. */

#include "explain.h"
#include "look.h"
#include "tensor-numbers.h"

#define FOVEA_TENSOR_MOST_BYTES (512 * 1024 * 1024)

typedef enum
{
  FOVEA_TENSOR_SITE,    /* a layer that the backbone publishes */
  FOVEA_TENSOR_LOGITS,  /* the network's output, under the path "logits" */
  FOVEA_TENSOR_LEARNED, /* one learned factor a channel, or one in all: no activation */
} FoveaTensorKind;

typedef struct
{
  char *path; /* what fovea_tensor_view_new finds it by */
  FoveaTensorKind kind;
  guint stage;
} FoveaTensorName;

/* What there is to look at, in the order of depth. `height`, `width` 0: the preset's.
 * (transfer full) GPtrArray of FoveaTensorName. */
GPtrArray *fovea_tensor_names (FoveaModel *model, guint height, guint width,
                               GError **error);

typedef struct
{
  const char *path; /* NULL: the layer that class activation maps are read at */
  gint target;      /* the class, or FOVEA_TOP_CLASS */
  FoveaObjective objective;
} FoveaTensorRequest;

typedef struct _FoveaTensorView FoveaTensorView;

/* Runs the network once, forward, and back where there is a class. Where gradients
 * cannot be had (no head, a recording of another class) there are none, and
 * fovea_tensor_view_lacks says why. FOVEA_ERROR_UNSUPPORTED when there is no such tensor
 * or it is not computed, FOVEA_ERROR_LIMIT for one that is too large, FOVEA_ERROR_USAGE
 * for a class that there is not, FOVEA_ERROR_CANCELLED. `watch` may be NULL. */
FoveaTensorView *fovea_tensor_view_new (FoveaModel *model, FoveaInput *input,
                                        const FoveaTensorRequest *request,
                                        const FoveaWatch *watch, GError **error);

/* Of values that are there already; `gradient` may be NULL. */
FoveaTensorView *fovea_tensor_view_new_of (const FoveaSite *site, FoveaTensor *values,
                                           FoveaTensor *gradient);
FoveaTensorView *fovea_tensor_view_ref (FoveaTensorView *view);
void fovea_tensor_view_unref (FoveaTensorView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaTensorView, fovea_tensor_view_unref)

FoveaTensorKind fovea_tensor_view_kind (const FoveaTensorView *view);
const char *fovea_tensor_view_path (const FoveaTensorView *view);
const FoveaTensorNumbers *fovea_tensor_view_numbers (const FoveaTensorView *view);

/* The class whose score was gone back from, or -1: then channels have no relevance, and
 * why not is said in a sentence. */
gint fovea_tensor_view_target (const FoveaTensorView *view);
gboolean fovea_tensor_view_has_relevance (const FoveaTensorView *view);
const char *fovea_tensor_view_lacks (const FoveaTensorView *view); /* NULL where it has */

/* All relevances added up. Whether they cancel at every position, since what follows
 * takes the mean over channels away and divides by their deviation (a LayerNorm). */
double fovea_tensor_view_total (const FoveaTensorView *view);
gboolean fovea_tensor_view_cancels (const FoveaTensorView *view);

/* Of one channel; what is not finite is left out of sums and ends. */
typedef struct
{
  double relevance; /* 0 without a gradient */
  double strength;
  double min, max, mean; /* 0 where nothing is finite */
  gsize missing;         /* values that are not finite */
} FoveaTensorChannel;

guint fovea_tensor_view_n_channels (const FoveaTensorView *view);
const FoveaTensorChannel *fovea_tensor_view_channel (const FoveaTensorView *view,
                                                     guint channel);

/* The grid of positions. Whether it lies over the network's input. */
guint fovea_tensor_view_columns (const FoveaTensorView *view);
guint fovea_tensor_view_rows (const FoveaTensorView *view);
gboolean fovea_tensor_view_is_spatial (const FoveaTensorView *view);

/* A channel's values over the grid. (transfer full) */
FoveaMap *fovea_tensor_view_map (const FoveaTensorView *view, guint channel);

typedef enum
{
  FOVEA_ORDER_RELEVANCE, /* the farthest from zero first */
  FOVEA_ORDER_FOR,       /* most for the class first */
  FOVEA_ORDER_AGAINST,
  FOVEA_ORDER_STRENGTH,
  FOVEA_ORDER_MEAN, /* the greatest mean first */
  FOVEA_ORDER_INDEX,
  FOVEA_N_ORDERS,
} FoveaTensorOrder;

/* Every channel's index once, by index where they are equal. Without relevance, what
 * asks for it is answered by strength. (transfer full) */
guint *fovea_tensor_view_order (const FoveaTensorView *view, FoveaTensorOrder order);

/* Sets the range and the colour map of a look: zero at the low end, or in the middle
 * where any value of the tensor is negative. For all channels alike, or (`channel` not
 * negative) up to the greatest of its own. */
void fovea_tensor_view_look (const FoveaTensorView *view, gint channel, FoveaLook *look);

/* A channel's cells as premultiplied ARGB32 pixels, one a cell, or fewer where there are
 * more than `most` along a side: then each is the mean of a square of them. What is not
 * a number stays clear. `pixels` has room for most * most. */
void fovea_tensor_view_paint (const FoveaTensorView *view, guint channel,
                              const FoveaLook *look, guint most, guint32 *pixels,
                              guint *width, guint *height);

/* Words; all (transfer full). "1 × 160 × 7 × 7 (N C H W)"; "Channel 37", "Head 2, tap 24
 * of 49", in short "Head 2 · 24"; "+0.42", the number that the order goes by. */
char *fovea_tensor_view_shape (const FoveaTensorView *view);
char *fovea_tensor_view_title (const FoveaTensorView *view, guint channel);
char *fovea_tensor_view_label (const FoveaTensorView *view, guint channel);
char *fovea_tensor_view_measure (const FoveaTensorView *view, guint channel,
                                 FoveaTensorOrder order);

/* What the channels are in this tensor: "channels", "taps of 4 heads", "classes". */
char *fovea_tensor_view_members (const FoveaTensorView *view);

/* Everything in numbers, separated by tabs: the tensor's, then a line for each channel
 * in this order. (transfer full) */
char *fovea_tensor_view_table (const FoveaTensorView *view, FoveaTensorOrder order);

/* A's values as a .npy of the shape that fovea_tensor_view_shape says.
 * FOVEA_ERROR_OUTPUT. */
gboolean fovea_tensor_view_save (const FoveaTensorView *view, const char *path,
                                 GError **error);
