/* SPDX-License-Identifier: MIT */
#pragma once

/* A model card: what a backbone is made of and what it costs, for one input size. Counted
 * from the recorded network alone, so it needs no weights, and every family has one without
 * a line of its own. A card is a plain structure that owns its strings and is not changed
 * once made. Sums hold: stages and `rest` add up to the whole, and a stage's two paths to at
 * most the stage. */

#include "model.h"

#define FOVEA_N_SITE_KINDS (FOVEA_SITE_SCALAR + 1)

typedef struct
{
  guint stage; /* from 1; 0 for stem and head */
  guint blocks;
  guint channels, height, width; /* of the last block's output; 0: nothing is published */
  guint stride;                  /* input pixels per cell of it */
  guint64 parameters;
  guint64 macs; /* multiply-adds of one image */
  guint64 attention_macs, convolution_macs; /* of these, where blocks have two paths */
} FoveaCardStage;

typedef struct
{
  char *path;
  guint maps; /* heads or weight maps that can be turned off one by one, or 0 */
  gboolean off;
} FoveaCardSwitch;

typedef struct
{
  char *name, *title;   /* "van_b0", "VAN-B0" */
  char *family;         /* "VAN" */
  char *summary;        /* one sentence; NULL: none */
  char *paper;          /* number at arXiv; NULL: none */
  char *weights;        /* path, "demo weights", "no weights" … */
  guint64 parameters;   /* learned */
  guint64 macs;
  guint classes;        /* 0: no head */
  guint blocks;
  guint height, width;  /* of the input */
  FoveaPreprocess preprocess;
  FoveaCardStage rest;  /* stem and head */
  GArray *stages;       /* FoveaCardStage, in order */
  guint n_sites;
  guint sites[FOVEA_N_SITE_KINDS]; /* how many of each kind */
  GArray *switches;     /* FoveaCardSwitch, in order */
  gboolean has_paths;   /* some stage has attention beside convolution */
} FoveaCard;

/* Records the network for an input of this size (0 x 0: the preset's) and counts. Fails as
 * fovea_model_tape does. (transfer full) */
FoveaCard *fovea_card_new (FoveaModel *model, guint height, guint width, GError **error);
void fovea_card_free (FoveaCard *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaCard, fovea_card_free)

const FoveaCardStage *fovea_card_stage (const FoveaCard *card, guint index);
const FoveaCardSwitch *fovea_card_switch (const FoveaCard *card, guint index);

/* The SHA-256 of the weights' file in 64 hexadecimal digits, read in pieces; NULL without an
 * error where there is no file. `stop` (may be NULL) is atomic: once set, it fails with
 * FOVEA_ERROR_CANCELLED; with FOVEA_ERROR_WEIGHTS when the file cannot be read any more.
 * (transfer full) */
char *fovea_model_digest (const FoveaModel *model, const gint *stop, GError **error);

/* The words in which command line and window tell the same things. All (transfer full). */

/* "4.11 M", "876 M", "32": three digits with k, M, G or T. */
char *fovea_card_quantity (guint64 count);

/* "shorter side to 248 px (bicubic), centre crop of 224 × 224 px". */
char *fovea_card_describe_input (const FoveaCard *card);

/* "mean 0.5, 0.5, 0.5; deviation 0.5, 0.5, 0.5". */
char *fovea_card_describe_pixels (const FoveaCard *card);

/* "block*.attn.conv0": the path with its stage and block numbers starred, by which switches
 * of the same kind are told together. */
char *fovea_card_switch_family (const char *path);

/* The switches by family: GPtrArray of FoveaCardSwitches, in the order of first use. */
typedef struct
{
  char *pattern; /* what turns all of them off */
  guint count;
  guint least_maps, most_maps;
} FoveaCardSwitches;
GPtrArray *fovea_card_switch_families (const FoveaCard *card);

/* "Feature maps", "Local attention" …: sites of this kind as people say it. */
const char *fovea_card_kind_title (FoveaSiteKind kind);
