/* SPDX-License-Identifier: MIT */
#pragma once

/* What a backbone publishes for viewing. A site is a node of the tape with a meaning: a
 * feature map, a part of large kernel attention, local attention weights … Methods declare
 * which kinds they can read, so that nothing outside models/ ever asks for a model's name.
 * BatchNorm never folds across a site. */

#include "shape.h"

typedef enum
{
  FOVEA_SITE_FEATURE,          /* a feature map with channels */
  FOVEA_SITE_LKA,              /* a part of large kernel attention; see role */
  FOVEA_SITE_LOCAL_ATTENTION,  /* weights over a k x k footprint */
  FOVEA_SITE_WINDOW_ATTENTION, /* weights over a window */
  FOVEA_SITE_SCALAR,           /* a learned rate */
} FoveaSiteKind;

typedef enum
{
  FOVEA_ROLE_BLOCK,   /* a block's output */
  FOVEA_ROLE_NORM,    /* a stage's closing normalisation */
  FOVEA_ROLE_EMBED,   /* a stage's opening convolution */
  FOVEA_ROLE_U,       /* LKA: what goes in and is gated */
  FOVEA_ROLE_A0,      /* LKA: after the depthwise convolution */
  FOVEA_ROLE_A1,      /* LKA: after the dilated depthwise convolution */
  FOVEA_ROLE_A2,      /* LKA: after the 1x1 convolution: the attention itself, signed */
  FOVEA_ROLE_GATED,   /* LKA: u * a2 */
  FOVEA_ROLE_WEIGHTS, /* attention weights */
  FOVEA_ROLE_ATTENTION_PATH,   /* ACmix: what attention gives, before its rate */
  FOVEA_ROLE_CONVOLUTION_PATH, /* ACmix: what the convolution gives, before its rate */
  FOVEA_ROLE_MIXED,            /* ACmix: rate1 attention + rate2 convolution */
  FOVEA_ROLE_INPUT,            /* the preprocessed image */
} FoveaSiteRole;

/* How the published code lays a tensor out. We always compute in N C H W; `trace` prints in
 * the published layout. Attention weights over a footprint are maps * k * k channels here,
 * those over windows 1 x (windows heads) x size^2 x size^2: the same order of values. */
typedef enum
{
  FOVEA_LAYOUT_NCHW,
  FOVEA_LAYOUT_NHWC,
  FOVEA_LAYOUT_MAPS,    /* SAN: N, maps, k k, H W */
  FOVEA_LAYOUT_HEADS,   /* ACmix: N heads, k k, H W */
  FOVEA_LAYOUT_WINDOWS, /* Swin: N windows, heads, size^2, size^2 */
  FOVEA_LAYOUT_PRIVATE, /* laid out here in a way that the published code has not: not traced */
} FoveaLayout;

typedef struct
{
  const char *path;  /* the published module's dotted path; set by fovea_tape_publish */
  FoveaSiteKind kind;
  FoveaSiteRole role;
  FoveaLayout layout; /* that of the path; set by fovea_tape_publish */
  FoveaShape shape;   /* of the recording; set by fovea_tape_publish */
  guint height, width; /* of the grid of positions; set by fovea_tape_publish unless given */
  guint stage;       /* 1 for the first; the node's unless given */
  guint block;       /* within the stage, from 0 */
  guint stride;      /* input pixels per cell; set by fovea_tape_publish */
  guint kernel;      /* of the convolution or footprint, 0 if none */
  guint dilation;
  guint heads;       /* attention heads or weight maps, 0 if none */
  gboolean interleaved; /* channel c uses map c mod heads, not map c / (channels / heads) */
  gboolean is_signed;   /* weights that no softmax has made: they need not sum to 1 */
  guint step;        /* footprints: keys between two queries; 0 stands for 1. The keys' grid is
                        that of the block's input, `key_height` x `key_width`, its border
                        reflected without repeating the edge */
  guint key_height, key_width;
  guint window, shift; /* windows: their size, and by how much the map was rolled up and left
                          before it was cut */
  gboolean is_default;      /* where a class activation map is read unless told otherwise */
  gboolean without_gradient; /* a recording's, of which no gradient was recorded */
  gboolean normalised_next; /* the only reader is a LayerNorm over channels: G . A is zero */
} FoveaSite;

const char *fovea_site_kind_name (FoveaSiteKind kind);
const char *fovea_site_role_name (FoveaSiteRole role);

/* How the published code shapes a tensor that is `shape` here, N C H W; `maps` heads or
 * weight maps, 0 if none. Shapes of another rank stay as they are. */
void fovea_layout_shape (FoveaLayout layout, const FoveaShape *shape, guint maps,
                         FoveaShape *published);

/* Where the element at `index` of the published order lies here. */
gsize fovea_layout_place (FoveaLayout layout, const FoveaShape *shape, gsize index);
