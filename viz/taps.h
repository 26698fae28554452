/* SPDX-License-Identifier: MIT */
#pragma once

/* Where attention weights lie and what they reach: the geometry of a k x k footprint
 * around each query and of windows cut out of a rolled map, said once. Queries and keys
 * are numbered row by row over their grids as they lie on the image: rolled maps are
 * turned back, and a tap beyond the border is the cell that its reflection reads. No
 * number here depends on the weights. */

#include "method.h"

typedef struct
{
  const FoveaSite *site;
  gboolean is_windowed;
  guint maps;          /* attention heads or weight maps */
  guint side, taps;    /* a query looks at side x side = taps places */
  guint rows, columns; /* of the grid of queries */
  guint key_rows, key_columns;
  guint step, shift;
} FoveaTaps;

/* Whether the site holds weights that this file can read. */
gboolean fovea_taps_suits (const FoveaSite *site);

/* Reads the geometry off evidence->site. FOVEA_ERROR_UNSUPPORTED when the tensor is not
 * of the shape that the site promises. */
gboolean fovea_taps_init (FoveaTaps *footprint, const FoveaEvidence *evidence,
                               GError **error);

guint fovea_taps_n_queries (const FoveaTaps *footprint);
guint fovea_taps_n_keys (const FoveaTaps *footprint);

/* The query whose cell lies under the chosen place, that in the middle where none is
 * chosen. Every grid is stretched over the network's input. FOVEA_ERROR_USAGE for a place
 * outside. */
gboolean fovea_taps_query (const FoveaTaps *footprint,
                                const FoveaEvidence *evidence, guint *query,
                                GError **error);

/* The key at the query's own place: the footprint's centre. */
guint fovea_taps_centre (const FoveaTaps *footprint, guint query);

/* The key that each tap of the query reads; writes `taps` numbers. */
void fovea_taps_keys (const FoveaTaps *footprint, guint query, guint *keys);

/* Where the weights of a query lie in the tensor: tap t at the result + t * stride. */
gsize fovea_taps_weights (const FoveaTaps *footprint, guint map, guint query,
                               gsize *stride);

/* Marks the query with a pin, and what it looks at with outlines clipped to the map: one,
 * or up to four for a window that the roll has wrapped. Appends FoveaMark to `marks`, in
 * pixels of the network's input. */
void fovea_taps_mark (const FoveaTaps *footprint, const FoveaEvidence *evidence,
                           guint query, GArray *marks);
