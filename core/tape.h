/* SPDX-License-Identifier: MIT */
#pragma once

/* The tape: a network written down, node by node, before anything is computed.
 *
 * A model's build function reads like its paper: each builder of ops.h infers a shape and
 * appends a node. Appending order is topological order. A mistake (a kernel larger than its
 * map, say) is remembered in words and makes every later builder return NULL, so that it
 * needs to be asked for only once, by fovea_tape_close:
 *
 *     g_autoptr (FoveaTape) tape = fovea_tape_new ();
 *     FoveaNode *x = fovea_tape_input (tape, &FOVEA_SHAPE (1, 3, 224, 224));
 *     fovea_tape_push (tape, "stem");
 *     x = fovea_conv2d (tape, x, &(FoveaConv2d){ .out = 32, .kernel = 7, .stride = 4 });
 *     fovea_tape_pop (tape);                    // that node is now called "stem"
 *     fovea_tape_push (tape, "head");
 *     x = fovea_linear (tape, fovea_global_average (tape, x), 1000, TRUE);
 *     fovea_tape_pop (tape);
 *     if (!fovea_tape_close (tape, x, error)) …
 *
 * Scopes are names: the dotted path is at once the published checkpoint's key, the capture
 * key, what the user sees and what a test compares. Popping a scope names the last node
 * appended in it; a node may carry several names.
 *
 * Closing folds each BatchNorm into the convolution beside it where no site lies between
 * and nobody else reads, and joins pointwise nodes to the kernel that feeds them (fold.c).
 * Both depend on the recording alone, never on who observes. A closed tape is immutable:
 * it may be shared between threads, planned (plan.h) and run (run.h). The first dimension
 * of every shape is the batch, recorded as 1 and scaled by the plan. */

#include "shape.h"
#include "site.h"

#define FOVEA_MAX_INPUTS 4
#define FOVEA_MAX_PARAMS 16

typedef struct _FoveaTape FoveaTape;
typedef struct _FoveaNode FoveaNode;
typedef struct _FoveaOp FoveaOp;

/* A tensor that the checkpoint must hold. */
typedef struct
{
  guint index;
  char *name; /* dotted path, the published checkpoint's key */
  FoveaShape shape;
  gboolean optional; /* may be missing: the node then does without it */
} FoveaParam;

/* Which of a block's paths a node belongs to, where it has two. */
typedef enum
{
  FOVEA_PART_SHARED,
  FOVEA_PART_ATTENTION,
  FOVEA_PART_CONVOLUTION,
} FoveaPart;

/* Read-only outside core. */
struct _FoveaNode
{
  guint index;
  const FoveaOp *op;
  const char *path; /* the innermost scope that names it, or NULL */
  FoveaNode *inputs[FOVEA_MAX_INPUTS];
  guint n_inputs;
  const FoveaParam *params[FOVEA_MAX_PARAMS];
  guint n_params;
  FoveaShape shape;
  gconstpointer options; /* the op's own, copied */
  FoveaSite *site;       /* NULL where nothing is published */
  guint group;           /* which kernel launch computes it, in order; after closing */
  guint tail;            /* which input it rides on, if it rides */
  gboolean absorbed;     /* folded into a neighbour: never computed */
  guint stage;           /* 0: none */
  FoveaPart part;
};

FoveaTape *fovea_tape_new (void);
FoveaTape *fovea_tape_ref (FoveaTape *tape);
void fovea_tape_unref (FoveaTape *tape);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaTape, fovea_tape_unref)

/* Recording. `name` may hold dots and a printf format. */
FoveaNode *fovea_tape_input (FoveaTape *tape, const FoveaShape *shape);
void fovea_tape_push (FoveaTape *tape, const char *format, ...) G_GNUC_PRINTF (2, 3);
void fovea_tape_pop (FoveaTape *tape);
const FoveaParam *fovea_tape_param (FoveaTape *tape, const char *name,
                                    const FoveaShape *shape);
const FoveaParam *fovea_tape_optional_param (FoveaTape *tape, const char *name,
                                             const FoveaShape *shape);

/* Gives `node` a name in the current scope, beside those that scopes give it. */
void fovea_tape_name (FoveaTape *tape, FoveaNode *node, const char *name);

/* How the published code lays out what is named from now on; N C H W at first. */
void fovea_tape_set_layout (FoveaTape *tape, FoveaLayout layout);

/* What the nodes appended from now on belong to: a stage (0, none, at first), a path within a
 * block. */
void fovea_tape_set_stage (FoveaTape *tape, guint stage);
void fovea_tape_set_part (FoveaTape *tape, FoveaPart part);

/* Turns off the switches (fovea_switch in ops.h) whose path matches `pattern`, which may
 * hold * and ?; "path:3" turns off the attention head or weight map 3. Before the network
 * is recorded. Closing fails with FOVEA_ERROR_USAGE when nothing matched. */
void fovea_tape_switch_off (FoveaTape *tape, const char *pattern);
void fovea_tape_publish (FoveaTape *tape, FoveaNode *node, const FoveaSite *site);
gboolean fovea_tape_close (FoveaTape *tape, FoveaNode *output, GError **error);

/* Reading a closed tape. Indices run over all nodes; skip absorbed ones. */
guint fovea_tape_n_nodes (const FoveaTape *tape);
const FoveaNode *fovea_tape_node (const FoveaTape *tape, guint index);
const FoveaNode *fovea_tape_get_input (const FoveaTape *tape);
const FoveaNode *fovea_tape_get_output (const FoveaTape *tape);
guint fovea_tape_n_groups (const FoveaTape *tape);
guint fovea_tape_n_params (const FoveaTape *tape);
const FoveaParam *fovea_tape_get_param (const FoveaTape *tape, guint index);

/* The node called `path`, or NULL. Names of absorbed convolutions are not found. */
const FoveaNode *fovea_tape_lookup (const FoveaTape *tape, const char *path);

/* Every (name, node) pair in the order of computing, innermost names first. */
typedef struct
{
  const char *name;
  const FoveaNode *node;
  FoveaLayout layout;
} FoveaName;
const FoveaName *fovea_tape_names (const FoveaTape *tape, guint *count);

/* The nodes that are published, in the order of computing. */
const FoveaNode *const *fovea_tape_sites (const FoveaTape *tape, guint *count);

/* The switches that were recorded, in order, whether on or off. */
typedef struct
{
  const char *path; /* of the node that is used when it is on */
  guint maps;       /* heads or weight maps that can be turned off one by one, or 0 */
  gboolean off;     /* wholly or in part */
} FoveaSwitch;
const FoveaSwitch *fovea_tape_switches (const FoveaTape *tape, guint *count);

/* Multiply-adds of one image through the whole tape; through the nodes of one stage and
 * part. */
guint64 fovea_tape_macs (const FoveaTape *tape);
guint64 fovea_tape_macs_of (const FoveaTape *tape, guint stage, FoveaPart part);
